//! Forms: one declaration says everything about the fields of what people edit.
//!
//! A type that is edited implements [`Form`]: one function that walks over its fields. From that
//! walk come the checked value, what is shown of a stored one, the label, hint and control of each
//! field, the sentence at a field that must be corrected, and the differences when two people edited
//! at once. This module knows no HTTP and no markup; `web` draws a [`Sheet`].
//!
//! The walk returns the whole value or nothing, so a value that was only partly read never leaves
//! it, and a struct literal at its end makes the compiler find a field that was forgotten. See
//! `docs/adr/0015-forms.md`.

mod choice;
mod kind;
mod marking;
mod sheet;
mod typed;
mod walk;

pub use crate::number::typed_whole;
pub use choice::{Boxes, Offers, Pick, Tick, choose, offers, pick, tick, word_offers};
pub use kind::{
    Day, Kind, Maybe, Parsed, Text, Whole, day, email, line, maybe, paragraph, parsed, title,
    unclear, unclear_hours, whole,
};
pub use sheet::{Control, Difference, FieldView, GroupView, Offer, Part, Problem, Sheet};
pub use typed::Typed;
pub use walk::{Fault, Label, Row, Walk};

use i18n::Texts;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::world::App;

/// What a form needs of the world: the language, the day, new ids.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    app: &'a App,
    t: Texts,
}

impl<'a> Setting<'a> {
    /// Outside an organisation.
    pub const fn new(app: &'a App, t: Texts) -> Self {
        Self { app, t }
    }
}

impl<'a> From<&'a OrgCx> for Setting<'a> {
    fn from(cx: &'a OrgCx) -> Self {
        Self::new(cx.app(), cx.texts())
    }
}

/// What is edited with a form.
pub trait Form: Sized + Send + Sync {
    /// What the form needs to know beside the value: what can be chosen, which step it is.
    type With: Send + Sync;

    /// Walks over the fields in the order in which they are shown. Gives the value when every field
    /// could be read; nothing when one must be corrected, or when nothing is stored or typed yet.
    fn walk(f: &mut Walk<'_, Self>) -> Option<Self>;
}

/// Reads what was typed into a checked value. `was` is what is stored now, nothing for a new one.
///
/// # Errors
/// [`Error::Invalid`] with every field that must be corrected.
pub fn read<'a, F: Form>(
    cx: impl Into<Setting<'a>>,
    with: &'a F::With,
    was: Option<&'a F>,
    typed: &'a Typed,
) -> Outcome<F> {
    let (value, sheet) = checked(cx, with, was, typed);
    value.ok_or_else(|| Error::Invalid(sheet.invalid()))
}

/// The checked value, if it could be read, and the form as it was typed with its problems.
pub fn checked<'a, F: Form>(
    cx: impl Into<Setting<'a>>,
    with: &'a F::With,
    was: Option<&'a F>,
    typed: &'a Typed,
) -> (Option<F>, Sheet) {
    let mut walk = Walk::new(cx.into(), with, was, Some(typed));
    let value = F::walk(&mut walk);
    let sheet = walk.finish();
    let is_read = sheet.problems.is_empty();
    (value.filter(|_| is_read), sheet)
}

/// The form of what is stored; an empty one when nothing is.
pub fn shown<'a, F: Form>(
    cx: impl Into<Setting<'a>>,
    with: &'a F::With,
    was: Option<&'a F>,
) -> Sheet {
    let mut walk = Walk::new(cx.into(), with, was, None);
    F::walk(&mut walk);
    walk.finish()
}

/// The form of a new one with some fields filled in beforehand; nothing is checked yet.
pub fn prefilled<'a, F: Form>(
    cx: impl Into<Setting<'a>>,
    with: &'a F::With,
    typed: &'a Typed,
) -> Sheet {
    let mut walk = Walk::new(cx.into(), with, None, Some(typed)).unchecked();
    F::walk(&mut walk);
    walk.finish()
}
