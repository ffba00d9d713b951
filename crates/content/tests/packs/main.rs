//! What ships holds together, and reads as its readers need.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod demo;
mod language;
mod planted;
mod shipped;
mod whole;
