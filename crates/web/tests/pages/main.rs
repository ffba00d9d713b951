//! The pages of every feature, as the people who use them meet them, and the proof that nothing of
//! another municipality is among them.
#![cfg(test)]

mod crawl;
mod html;
mod scene;
mod stage;
mod structure;
mod town;
mod visit;

mod access;
mod both;
mod download;
mod frozen;
mod header;
mod hostile;
mod neighbour;
mod odd;
mod public;
mod remove;
mod role;
mod sample;
mod session;
mod tongue;
mod whole;
mod wrong;

mod assessment;
mod audit;
mod document;
mod flow;
mod framework;
mod handbook;
mod identity;
mod import;
mod interview;
mod keep;
mod late;
mod leadership;
mod organisation;
mod programme;
mod second_step;
mod site;
mod survey;
mod threat;
