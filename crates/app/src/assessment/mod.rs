//! Assessment rounds: what the sources say, what the assessor judges, what is proposed.

mod picture;

pub use picture::{Picture, framework, picture};
