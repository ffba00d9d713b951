//! Assessment rounds: what the sources say, what the assessor judges, what is proposed.

mod action;
mod evidence;
mod finding;
mod framework;
mod judge;
mod overview;
mod picture;
mod progress;
mod proposal;
mod reading;
mod round;
mod sentence;
mod texts;
mod workspace;

pub(crate) use framework::framework_in;

pub use evidence::{suggestion, views_of};
pub use framework::{
    FrameworkFacts, Listed, Loaded, Unread, framework, frameworks, keep_framework, load_framework,
    remove_framework, shipped, view_framework,
};
pub use judge::{Judging, judge, judgement_subject};
pub use overview::{Overview, Tally, overview};
pub use picture::{Picture, picture};
pub use progress::{Progress, SurveyCount, progress};
pub use proposal::{Proposal, proposal, remove_proposal, restore_proposal, save_proposal};
pub use reading::{Comparison, ThemeChange, Worry};
pub use round::{
    RoundFacts, compare_rounds, create_round, current_round, publish, reopen, round, round_facts,
    rounds, save_round,
};
pub use sentence::{Speaker, Voices, sentence};
pub use texts::shown;
pub use workspace::{CriterionRow, CriterionView, DocumentEvidence, ThemeView, criterion, theme};
