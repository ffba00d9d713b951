//! The document review: which of the expected documents there are, and what state they are in.

mod checklist;
mod due;
mod review;
mod states;

pub use checklist::{Checklist, Item, Note, checklist};
pub(crate) use checklist::{of_round, recorded};
pub use due::{Due, due};
pub use review::{Reviewed, add_own, remove_own, restore_own, review_subject, save};
pub use states::{StateRow, StateSheet, save_states, state_field};
