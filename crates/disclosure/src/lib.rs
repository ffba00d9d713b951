//! Everything that decides what may be shown of answers: small groups, subtraction between tables,
//! subtraction between releases, and the check before a survey is opened.
//!
//! Pure: counts come in, what may be shown goes out. The rules are those of the product's anonymity
//! decision: no figure rests on fewer answers than the minimum, no hidden figure can be worked out
//! from the shown ones, and a small group does not show that it was unanimous.
#![warn(missing_docs)]

mod bounds;
mod count;
mod crosstab;
mod ledger;
mod preflight;
mod rule;
mod tally;

pub use bounds::{Mean, mean_bounds, unknown_bounds};
pub use count::{
    GroupCount, GroupTurnout, live_count, lost_step, most_told, texts_may_be_shown, turnout,
};
pub use crosstab::Crosstab;
pub use ledger::{Held, Release, may_release};
pub use preflight::{Background, BackgroundCheck, Plan, Preflight, Verdict, preflight};
pub use rule::Rule;
pub use tally::{Bands, Cell, Tally};
