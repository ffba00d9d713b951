//! Surveys: from a shipped instrument to anonymous answers and to what may be shown of them.
//!
//! Nothing here knows who answered. Ballots are handed to the store through [`box_office`] alone,
//! and no figure leaves this module before disclosure control has passed it.

mod answer;
mod box_office;
mod check;
mod evidence;
mod export;
mod letter;
mod manage;
mod pass;
mod printed;
mod purge;
mod request;
mod result;
mod secret;
mod text;
mod tick;

pub use answer::{Answers, Handed, Sheet, form_pass, hand_in, is_shown, preview, sheet};
pub use check::{BackgroundWarning, Check, check};
pub use disclosure::{Cell, GroupTurnout, Preflight, Tally, Verdict};
pub use evidence::{QuestionEvidence, SurveyEvidence, evidence};
pub use export::{ExportFormat, Exported, export};
pub use letter::{Asked, Letter, Letters, NewLetters, address, letters};
pub use manage::{
    Lost, Progress, RoundSurveys, all, blank, change, close, create, of_round, open, progress, show,
};
pub use printed::{letters_file, poster_file};
pub(crate) use purge::RollPurge;
pub use purge::purge_due;
pub use request::{
    Refusal, Requested, confirm_letters, confirmed_letters, letter_request, letter_requests,
    letters_to_confirm, refuse_letters, second_people, withdraw_letters,
};
pub use result::{Breakdown, GroupRow, QuestionResult, Results, ThemeResult, breakdown, results};
pub use store::{FreeText, TextState, TokenUnreadable};
pub use text::{TextDecision, Texts, decide_text, released_texts, texts};
pub(crate) use tick::tend;
pub use tick::{tick, tick_nightly};
