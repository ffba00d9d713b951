//! What holds of the words, states and rules of the field, told in small cases and against counting
//! everything.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod matrix;
mod names;
mod prose;
mod publicity;
mod recovery;
mod service;
mod states;
mod support;
mod typed;
mod words;
