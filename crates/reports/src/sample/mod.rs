//! Openly fictitious data for every kind of report, in every language: the words and the content that
//! samples are made of. The samples of a report stand beside it.

pub(crate) mod content;
pub(crate) mod words;

pub use crate::assessment::sample::{annexes, summaries};
pub use crate::handbook::sample::{book, handbook};
pub use crate::training::sample::lesson;
