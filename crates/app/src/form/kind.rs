//! Kinds of fields: how a value is read from what was typed, shown again, and filled in.

use std::ops::RangeInclusive;

use domain::identity::Email;
use domain::number::{NumberError, whole as whole_number};
use domain::service::HoursError;
use domain::text::{PARAGRAPH, TextError, Title, optional, unified};
use i18n::Texts;
use jiff::civil::Date;

use super::sheet::Control;
use super::walk::Fault;
use crate::day;
use crate::number;

/// How a value is read, shown and filled in.
pub trait Kind {
    /// The checked value.
    type Value: Clone;

    /// Reads what was typed.
    ///
    /// # Errors
    /// [`Fault`] with the sentence that says how to correct it.
    fn read(&self, typed: &[String]) -> Result<Self::Value, Fault>;

    /// The value as a person would type it.
    fn show(&self, value: &Self::Value, t: Texts) -> Vec<String>;

    /// What stands in the field of a new form.
    fn blank(&self) -> Vec<String> {
        Vec::new()
    }

    /// With what it is filled in.
    fn control(&self, t: Texts) -> Control;

    /// Whether it must be filled in.
    fn is_required(&self) -> bool {
        true
    }
}

/// The first value, without the space around it.
pub(super) fn first(typed: &[String]) -> &str {
    typed.first().map_or("", |it| it.trim())
}

fn fault(error: TextError) -> Fault {
    match error {
        TextError::Empty => Fault::new("error.form.empty"),
        TextError::TooLong { length, most } => Fault::new("error.form.too-long")
            .with("length", length.to_string())
            .with("most", most.to_string()),
    }
}

/// Why a number was not taken: `key` says it of what is none, and both readings are told of what may
/// be two.
pub fn unclear(error: NumberError, typed: &str, key: &'static str) -> Fault {
    match error {
        NumberError::None => Fault::new(key),
        NumberError::Either { less, more } => either(less, more, typed, ""),
    }
}

/// The same of a length of time, which is kept in whole hours.
pub fn unclear_hours(error: HoursError, typed: &str, key: &'static str) -> Fault {
    match error {
        HoursError::None => Fault::new(key),
        HoursError::Either { less, more } => either(less, more, typed, " h"),
        HoursError::Between { low, high } => Fault::new("error.form.whole-hours")
            .with("low", number::typed_whole(low))
            .with("high", number::typed_whole(high)),
    }
}

/// Both readings of a text, each written so that it is read in that way alone.
fn either(less: f64, more: f64, typed: &str, unit: &str) -> Fault {
    let mark = if typed.contains('.') { "." } else { "," };
    let shown = |value: f64| format!("{}{unit}", number::marked(value, mark));
    Fault::new("error.form.two-numbers")
        .with("written", typed.to_owned())
        .with("less", shown(less))
        .with("more", shown(more))
}

/// Text of one line or several.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    most: usize,
    rows: Option<usize>,
    width: &'static str,
    is_optional: bool,
}

/// One line of at most so many characters.
pub const fn line(most: usize) -> Text {
    Text {
        most,
        rows: None,
        width: "",
        is_optional: false,
    }
}

/// A paragraph or a few ([`PARAGRAPH`] characters at most).
pub const fn paragraph() -> Text {
    Text {
        most: PARAGRAPH,
        rows: Some(5),
        width: "",
        is_optional: false,
    }
}

impl Text {
    /// May be left out: the text is then empty.
    #[must_use]
    pub const fn or_empty(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// So many characters at most.
    #[must_use]
    pub const fn most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// So many visible lines.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Width of a line: `short` or `full`.
    #[must_use]
    pub const fn width(mut self, width: &'static str) -> Self {
        self.width = width;
        self
    }
}

impl Kind for Text {
    type Value = String;

    fn read(&self, typed: &[String]) -> Result<String, Fault> {
        let typed = typed.first().map_or("", String::as_str);
        let is_line = self.rows.is_none();
        let text = if is_line {
            optional(&unified(typed).replace('\n', " "), self.most)
        } else {
            optional(typed, self.most)
        };
        let text = text.map_err(fault)?;
        if text.is_empty() && !self.is_optional {
            return Err(fault(TextError::Empty));
        }
        Ok(text)
    }

    fn show(&self, value: &String, _: Texts) -> Vec<String> {
        vec![value.clone()]
    }

    fn control(&self, _: Texts) -> Control {
        match self.rows {
            Some(rows) => Control::Area { rows },
            None => Control::Line {
                width: self.width,
                kind: "text",
            },
        }
    }

    fn is_required(&self) -> bool {
        !self.is_optional
    }
}

/// A title: one line, never empty.
#[derive(Debug, Clone, Copy)]
pub struct TitleKind;

/// A title: one line of at most [`Title::MOST`] characters, never empty.
pub const fn title() -> TitleKind {
    TitleKind
}

impl Kind for TitleKind {
    type Value = Title;

    fn read(&self, typed: &[String]) -> Result<Title, Fault> {
        Title::parse(typed.first().map_or("", String::as_str)).map_err(fault)
    }

    fn show(&self, value: &Title, _: Texts) -> Vec<String> {
        vec![value.to_string()]
    }

    fn control(&self, _: Texts) -> Control {
        Control::Line {
            width: "full",
            kind: "text",
        }
    }
}

/// A field that may be left out.
#[derive(Debug, Clone, Copy)]
pub struct Maybe<K>(K);

/// The same kind of field, which may be left out: nothing when it is empty.
pub const fn maybe<K: Kind>(kind: K) -> Maybe<K> {
    Maybe(kind)
}

impl<K: Kind> Kind for Maybe<K> {
    type Value = Option<K::Value>;

    fn read(&self, typed: &[String]) -> Result<Self::Value, Fault> {
        if typed.iter().all(|it| it.trim().is_empty()) {
            return Ok(None);
        }
        self.0.read(typed).map(Some)
    }

    fn show(&self, value: &Self::Value, t: Texts) -> Vec<String> {
        let shown = value.as_ref().map(|it| self.0.show(it, t));
        shown.unwrap_or_default()
    }

    fn blank(&self) -> Vec<String> {
        self.0.blank()
    }

    fn control(&self, t: Texts) -> Control {
        self.0.control(t)
    }

    fn is_required(&self) -> bool {
        false
    }
}

/// A whole number in a range.
#[derive(Debug, Clone)]
pub struct Whole {
    range: RangeInclusive<i64>,
    unit: &'static str,
    key: &'static str,
}

/// A whole number in this range, as people type it, spaces between thousands allowed.
pub const fn whole(range: RangeInclusive<i64>) -> Whole {
    Whole {
        range,
        unit: "",
        key: "error.form.number",
    }
}

impl Whole {
    /// The unit behind the field.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// Key of the sentence when it is no number of the range.
    #[must_use]
    pub const fn or(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }
}

impl Kind for Whole {
    type Value = i64;

    fn read(&self, typed: &[String]) -> Result<i64, Fault> {
        let typed = first(typed);
        let number = whole_number(typed).map_err(|error| unclear(error, typed, self.key))?;
        let is_in = self.range.contains(&number);
        is_in.then_some(number).ok_or(Fault::new(self.key))
    }

    fn show(&self, value: &i64, _: Texts) -> Vec<String> {
        vec![number::typed_whole(*value)]
    }

    fn control(&self, _: Texts) -> Control {
        Control::Number { unit: self.unit }
    }
}

/// A day.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    latest: Option<(Date, &'static str)>,
}

/// A day, typed as `3.5.2027` or sent by a browser as `2027-05-03`.
pub const fn day() -> Day {
    Day { latest: None }
}

impl Day {
    /// Not after this day; the key says so.
    #[must_use]
    pub const fn until(mut self, latest: Date, key: &'static str) -> Self {
        self.latest = Some((latest, key));
        self
    }
}

impl Kind for Day {
    type Value = Date;

    fn read(&self, typed: &[String]) -> Result<Date, Fault> {
        let key = self.latest.map_or("error.form.date", |(_, key)| key);
        let day = day::parse(first(typed)).ok_or(Fault::new(key))?;
        match self.latest {
            Some((latest, key)) if day > latest => Err(Fault::new(key)),
            _ => Ok(day),
        }
    }

    fn show(&self, value: &Date, _: Texts) -> Vec<String> {
        vec![value.to_string()]
    }

    fn control(&self, _: Texts) -> Control {
        Control::Date
    }
}

/// Reads a line; the key is that of the sentence when it says no value.
type Reading<T> = fn(&str, &'static str) -> Result<T, Fault>;

/// A value that one line of text says: a length of time, an address, a number with decimals.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    read: Reading<T>,
    show: fn(&T, Texts) -> String,
    key: &'static str,
    control: Control,
}

/// A line that `read` understands and `show` writes as a person would type it; `key` is that of the
/// sentence when it does not. Both must agree: what is shown is read as the same value.
pub const fn parsed<T>(
    read: Reading<T>,
    show: fn(&T, Texts) -> String,
    key: &'static str,
) -> Parsed<T> {
    let control = Control::Line {
        width: "short",
        kind: "text",
    };
    Parsed {
        read,
        show,
        key,
        control,
    }
}

/// An email address.
pub const fn email() -> Parsed<Email> {
    Parsed {
        read: |typed, key| Email::parse(typed).map_err(|_none| Fault::new(key)),
        show: |email, _| email.to_string(),
        key: "error.form.email",
        control: Control::Line {
            width: "",
            kind: "email",
        },
    }
}

impl<T> Parsed<T> {
    /// A number with this unit behind the field, which may be empty.
    #[must_use]
    pub fn number(mut self, unit: &'static str) -> Self {
        self.control = Control::Number { unit };
        self
    }
}

impl<T: Clone> Kind for Parsed<T> {
    type Value = T;

    fn read(&self, typed: &[String]) -> Result<T, Fault> {
        let typed = first(typed);
        if typed.is_empty() {
            return Err(fault(TextError::Empty));
        }
        (self.read)(typed, self.key)
    }

    fn show(&self, value: &T, t: Texts) -> Vec<String> {
        vec![(self.show)(value, t)]
    }

    fn control(&self, _: Texts) -> Control {
        self.control.clone()
    }
}
