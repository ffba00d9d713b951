//! Taking files in: first an account of what would be taken and what would not, then the taking, in
//! one transaction. Pages and the command line call the same functions.

mod account;
mod again;
mod answers;
mod documents;
mod groups;
mod notes;
mod services;
mod staged;

pub use account::{Account, Extent, Left, Taken, sentence};
pub use again::{Again, Twin, imported, remove_answers};
pub use answers::{
    AnswersAccount, AnswersPlan, SimilarColumn, UnknownValue, preview_answers, take_answers,
};
pub use documents::{documents_template, preview_documents, take_documents};
pub use exchange::Severity;
pub use groups::{Group, Spot};
pub use notes::{preview_interview, take_interview, take_notes};
pub use services::{preview_services, services_table, take_services};
pub use staged::{Staged, Target, account_of, discard, stage, staged, take};
