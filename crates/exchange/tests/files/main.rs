//! Files of every kind that is read: real ones, irregular ones, and those made to do harm.
//!
//! One program for all of them: each would be linked on its own.
#![cfg(test)]

mod answers;
mod answers_shapes;
mod cases;
mod documents;
mod framework;
mod framework_shapes;
mod fuzz_smoke;
mod hostile;
mod places;
mod service;
mod support;
mod tables;
mod written;
