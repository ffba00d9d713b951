//! The pages of every feature, as the people who use them meet them, and the proof that nothing of
//! another municipality is among them.
#![cfg(test)]

#[path = "../support/crawl.rs"]
mod crawl;
#[path = "../support/html.rs"]
mod html;
#[path = "../support/site.rs"]
mod site;
mod stage;
#[path = "../support/town.rs"]
mod town;

mod neighbour;
mod sample;
mod whole;

mod assessment;
mod audit;
mod document;
mod framework;
mod handbook;
mod identity;
mod import;
#[path = "site.rs"]
mod installation;
mod interview;
mod leadership;
mod organisation;
mod programme;
mod survey;
mod threat;
