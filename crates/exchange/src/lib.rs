//! Every foreign file format in and out: bytes to values, values to bytes.
//!
//! Nothing here reads a clock, draws a random number, waits, or knows where bytes came from. Every
//! importer takes bytes (or a [`table::Table`] made of them) and gives an [`Account`]: what was
//! taken, what was not, where it stands in the file and why. What is wrong is said in codes; the
//! sentences are written where the other interface texts are.
//!
//! No input makes an importer panic, and [`limits`] bound what any input may cost.
#![warn(missing_docs)]

pub mod account;
pub mod answers;
pub mod documents;
pub mod export;
pub mod framework;
pub mod kind;
pub mod limits;
pub mod notes;
pub mod picture;
pub mod problem;
pub mod service;
pub mod table;

mod archive;
mod encoding;
mod guard;
mod words;
mod xml;

pub use account::{Account, Place, Problem, Unlisted};
pub use problem::{ProblemKind, Severity};
