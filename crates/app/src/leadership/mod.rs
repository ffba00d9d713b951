//! The result of a round for leadership: summary, full report, annex, joint figures, downloads.
//!
//! Every builder takes [`Material`] and names its edition as a type. A text that a person wrote
//! reaches an output only through [`domain::Classified::cleared`], so a public output cannot hold
//! the rest.

mod annex;
mod clear;
mod edit;
mod full;
mod material;
mod page;
mod question;
mod reading;
mod render;
mod situation;
mod summary;
mod table;

pub use annex::annex;
pub use edit::{save_summary, summary_subject, summary_text};
pub use full::full;
pub use material::{Given, Material, given, latest, material, round};
pub(crate) use page::draw;
pub use page::{annex_page, report_page, summary_page};
pub use render::{Output, ReportKind, render};
pub use reports::{Judgement, document};
pub use store::{SummaryText, SummaryWords};
pub use summary::summary;
