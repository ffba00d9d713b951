//! The store on both engines.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod apart;
mod attack;
mod ballot;
mod copy;
mod full;
mod job;
mod migrations;
mod nodes;
mod rows;
mod server;
mod sign_in;
mod small;
mod statements;
