//! The binary, run as people run it.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod backup;
mod handbook;
mod import;
mod organisation;
mod report;
mod simulate;
mod support;
mod wrong;
