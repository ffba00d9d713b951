//! Every report and the handbook as the files they become.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod editions;
mod handbook;
mod matrix;
mod outline;
mod support;
mod word;
