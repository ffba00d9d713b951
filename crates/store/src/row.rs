//! Reading stored words, days and moments back into domain values.

use domain::assessment::Place;
use domain::text::Title;
use domain::{CriterionId, Locale, Marking, Publicity, ThemeId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::{StoreError, StoreResult};

/// The value, or the name of the place that holds what it must not.
pub(crate) fn must<T>(
    value: Option<T>,
    table: &'static str,
    column: &'static str,
) -> StoreResult<T> {
    value.ok_or(StoreError::Inconsistent { table, column })
}

/// A stored day.
pub(crate) fn day(text: Option<&str>, table: &'static str) -> StoreResult<Option<Date>> {
    text.map(|text| must(text.parse().ok(), table, "day"))
        .transpose()
}

/// A day for storage.
pub(crate) fn day_text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// A stored moment, microseconds since 1970.
pub(crate) fn moment(micros: i64, table: &'static str) -> StoreResult<Timestamp> {
    must(Timestamp::from_microsecond(micros).ok(), table, "moment")
}

/// A stored publicity class.
pub(crate) fn publicity(code: &str, table: &'static str) -> StoreResult<Publicity> {
    must(Publicity::from_code(code), table, "publicity")
}

/// A stored class with its ground: an empty ground is no ground.
pub(crate) fn marking(code: &str, ground: &str, table: &'static str) -> StoreResult<Marking> {
    let class = publicity(code, table)?;
    must(Marking::new(class, ground).ok(), table, "ground")
}

/// A stored title.
pub(crate) fn title(text: &str, table: &'static str) -> StoreResult<Title> {
    must(Title::parse(text).ok(), table, "title")
}

/// A stored text that may be missing: stored as empty.
pub(crate) fn optional(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A stored place in a framework: an empty criterion is the theme at large.
pub(crate) fn place(theme: String, criterion: String) -> Place {
    Place {
        theme: ThemeId::from(theme),
        criterion: optional(criterion).map(CriterionId::from),
    }
}

/// The columns of a place: its theme and its criterion.
pub(crate) fn place_columns(place: &Place) -> (&str, &str) {
    let criterion = place.criterion.as_ref();
    (
        place.theme.as_str(),
        criterion.map_or("", CriterionId::as_str),
    )
}

/// Stored languages, separated by spaces.
pub(crate) fn locales(text: &str, table: &'static str) -> StoreResult<Vec<Locale>> {
    text.split_whitespace()
        .map(|code| must(code.parse().ok(), table, "languages"))
        .collect()
}

/// One row touched, or someone else was first.
pub(crate) fn exactly_one(touched: u64) -> StoreResult<()> {
    if touched == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

/// How long what was removed can be brought back: a day, in microseconds.
const KEPT_REMOVED: i64 = 24 * 60 * 60 * 1_000_000;

/// What was removed before this moment is gone for good, in microseconds.
pub(crate) fn kept_since(now: Timestamp) -> i64 {
    now.as_microsecond().saturating_sub(KEPT_REMOVED)
}
