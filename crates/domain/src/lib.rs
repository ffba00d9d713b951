//! What Luotsi knows about its field, without a world around it: ids, value types, rules and state machines.
//!
//! Nothing here reads a clock, draws a random number, speaks SQL or HTTP, or waits. Values come in,
//! values go out, and a value that exists is valid.
#![warn(missing_docs)]

pub mod assessment;
pub mod audit;
pub mod document;
pub mod framework;
pub mod handbook;
pub mod id;
pub mod identity;
pub mod interview;
pub mod language;
pub mod measure;
pub mod number;
pub mod organisation;
pub mod programme;
pub mod publicity;
pub mod risk;
pub mod service;
pub mod survey;
pub mod text;
pub mod threat;
pub mod training;
mod words;

pub use id::*;
pub use language::{Locale, Localised};
pub use publicity::{Classified, Cleared, Edition, Exception, Marked, Marking, Publicity};
pub use words::Word;
