//! The walk over the fields of a form.

use std::borrow::Cow;

use i18n::Texts;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::kind::Kind;
use super::sheet::{Control, FieldView, GroupView, Part, Problem, RowView, Sheet};
use super::{Form, Setting, Typed};
use crate::number::hex;

/// The field that carries the revision that was seen.
pub(super) const REVISION: &str = "revision";

/// The field that carries the id of a new one.
const NEW_ID: &str = "new-id";

/// Why a field could not be read: the key of the sentence that says how to correct it, and what
/// fills its placeholders. `{field}` is filled with the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub(super) key: &'static str,
    pub(super) values: Vec<(&'static str, String)>,
}

impl Fault {
    /// A sentence without numbers in it.
    pub const fn new(key: &'static str) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// The same with a placeholder filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.values.push((name, value));
        self
    }
}

/// The label of a field: the key of a text, or words that are made of what the form is about.
#[derive(Debug, Clone)]
pub enum Label {
    /// Key of the text. The hint is the text of `{key}-hint`, if there is one.
    Key(&'static str),
    /// The words.
    Words(String),
}

impl From<&'static str> for Label {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

impl From<String> for Label {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl Label {
    fn text_and_hint(self, t: Texts) -> (String, String) {
        match self {
            Self::Key(key) => {
                let hint = format!("{key}-hint");
                let hint = if t.has(&hint) { t.say(&hint) } else { "" };
                (t.say(key).to_owned(), hint.to_owned())
            }
            Self::Words(words) => (words, String::new()),
        }
    }
}

/// One pass over the fields of a form: reads, shows and describes at once.
pub struct Walk<'a, F: Form> {
    cx: Setting<'a>,
    with: &'a F::With,
    was: Option<&'a F>,
    typed: Option<&'a Typed>,
    /// Whether what was typed is judged, or only fills in a new form.
    is_checked: bool,
    parts: Vec<Part>,
    values: Typed,
    problems: Vec<Noted>,
    rows: Vec<RowView>,
}

/// What must be corrected. Its sentence is made when all fields are known: of several fields alike it
/// says which.
struct Noted {
    field: String,
    key: &'static str,
    said: Said,
}

enum Said {
    Fault(Fault),
    Text(String),
}

/// What is known of one row of a form of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Revision that was seen; 0 for a row that did not exist.
    pub revision: i64,
    /// Whether the person changed anything in it. A row that was not touched is not written.
    pub is_touched: bool,
}

impl<'a, F: Form> Walk<'a, F> {
    pub(super) fn new(
        cx: Setting<'a>,
        with: &'a F::With,
        was: Option<&'a F>,
        typed: Option<&'a Typed>,
    ) -> Self {
        Self {
            cx,
            with,
            was,
            typed,
            is_checked: true,
            parts: Vec::new(),
            values: Typed::default(),
            problems: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(super) fn unchecked(mut self) -> Self {
        self.is_checked = false;
        self
    }

    pub(super) fn finish(self) -> Sheet {
        let (t, parts) = (self.cx.t, &self.parts);
        let problem = |noted: Noted| match noted.said {
            Said::Fault(fault) => {
                Problem::new(t, &noted.field, &full_label(parts, &noted.field), &fault)
            }
            Said::Text(text) => Problem {
                field: noted.field,
                key: noted.key,
                text,
            },
        };
        let problems = self.problems.into_iter().map(problem).collect();
        Sheet {
            problems,
            parts: self.parts,
            values: self.values,
            rows: self.rows,
        }
    }

    /// Texts in the person's language.
    pub fn t(&self) -> Texts {
        self.cx.t
    }

    /// The day in Finland.
    pub fn today(&self) -> Date {
        self.cx.app.today()
    }

    /// What the form needs to know beside the value.
    pub fn with(&self) -> &'a F::With {
        self.with
    }

    /// What is stored now; nothing for a new one.
    pub fn was(&self) -> Option<&'a F> {
        self.was
    }

    /// A field: its name, its label, its kind, and where it stands in what is stored.
    ///
    /// Gives the checked value, or nothing when it must be corrected or nothing is stored.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a kind is made where the field is named"
    )]
    pub fn field<K, R>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Label>,
        kind: K,
        stored: impl FnOnce(&F) -> R,
    ) -> Option<K::Value>
    where
        K: Kind,
        R: Into<Option<K::Value>>,
    {
        let name = name.into();
        let t = self.t();
        let (label, hint) = label.into().text_and_hint(t);
        let before = self.was.and_then(|was| stored(was).into());
        let typed = self.typed.filter(|it| self.is_checked || it.has(&name));
        let (shown, plain, value) = if let Some(typed) = typed {
            self.read(&name, &kind, typed)
        } else {
            let shown = before.as_ref().map(|it| kind.show(it, t));
            let shown = shown.unwrap_or_else(|| kind.blank());
            (shown.clone(), shown, before)
        };
        self.values.put(&name, shown);
        self.parts.push(Part::Field(FieldView {
            name: name.into_owned(),
            label,
            hint,
            control: kind.control(t),
            is_required: kind.is_required(),
            plain,
        }));
        value
    }

    /// What was typed, the same as it would be shown once stored, and the checked value.
    fn read<K: Kind>(
        &mut self,
        name: &str,
        kind: &K,
        typed: &Typed,
    ) -> (Vec<String>, Vec<String>, Option<K::Value>) {
        let given = typed.all(name).to_vec();
        match kind.read(&given) {
            Ok(value) => (given, kind.show(&value, self.t()), Some(value)),
            Err(fault) => {
                self.note(name, fault);
                (given.clone(), given, None)
            }
        }
    }

    /// Replaces the hint of the last field or group: one that is made of numbers or depends on the
    /// value.
    pub fn hint(&mut self, text: impl Into<String>) {
        match self.parts.last_mut() {
            Some(Part::Field(field)) => field.hint = text.into(),
            Some(Part::Group(group)) => group.hint = text.into(),
            None => {}
        }
    }

    /// A rule over several fields or a group. It is not judged while one of them must be corrected
    /// anyway; a breach stands at the first of them.
    pub fn rule(&mut self, names: &[&str], key: &'static str, holds: bool) {
        let is_noted = |name: &&str| self.problems.iter().any(|it| it.field == **name);
        if self.typed.is_none() || holds || names.iter().any(is_noted) {
            return;
        }
        if let Some(first) = names.first() {
            self.note(first, Fault::new(key));
        }
    }

    /// Notes at a field what its kind cannot find, in a sentence that is made of several texts.
    pub fn problem(&mut self, name: &str, key: &'static str, text: String) {
        if self.typed.is_some() && self.is_checked {
            self.problems.push(Noted {
                field: name.to_owned(),
                key,
                said: Said::Text(text),
            });
        }
    }

    fn note(&mut self, name: &str, fault: Fault) {
        if self.is_checked {
            self.problems.push(Noted {
                field: name.to_owned(),
                key: fault.key,
                said: Said::Fault(fault),
            });
        }
    }

    /// Fields under one heading, which the page draws as a group. Rules over the group name `name`.
    pub fn group<T>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        legend: impl Into<Label>,
        fields: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = std::mem::take(&mut self.parts);
        let value = fields(self);
        let inner = std::mem::replace(&mut self.parts, outer);
        let (legend, hint) = legend.into().text_and_hint(self.t());
        self.parts.push(Part::Group(GroupView {
            name: name.into().into_owned(),
            legend,
            hint,
            parts: inner,
        }));
        value
    }

    /// One row of a form of many: its fields, with a revision of its own and a mark of what was seen.
    ///
    /// People save the whole form; what they did not touch must neither be written nor stand in
    /// conflict with what someone else did to it meanwhile.
    pub fn row<T>(
        &mut self,
        id: &str,
        revision: impl FnOnce(&F) -> i64,
        fields: impl FnOnce(&mut Self) -> T,
    ) -> (T, Row) {
        let from = self.parts.len();
        let value = fields(self);
        let (mut names, mut plain) = (Vec::new(), Vec::new());
        for field in super::sheet::all(self.parts.get(from..).unwrap_or_default()) {
            names.push(field.name.clone());
            plain.push(field.plain.clone());
        }
        let row = RowView {
            id: id.to_owned(),
            fields: names,
            mark: mark(&plain),
        };
        let revision = self.unseen(row.revision(), |it| revision(it).to_string());
        let seen = self.unseen(row.seen(), |_| row.mark.clone());
        let is_touched = seen != row.mark;
        self.rows.push(row);
        let revision = revision.trim().parse().unwrap_or_default();
        let row = Row {
            revision,
            is_touched,
        };
        (value, row)
    }

    /// A field that the person does not see and that is given back as it came.
    pub fn unseen<R: Into<Option<String>>>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        stored: impl FnOnce(&F) -> R,
    ) -> String {
        let name = name.into();
        let value = match self.typed {
            Some(typed) => typed.text(&name).to_owned(),
            None => self
                .was
                .and_then(|was| stored(was).into())
                .unwrap_or_default(),
        };
        self.hide(name, value.clone());
        value
    }

    /// A field that nobody sees.
    fn hide(&mut self, name: Cow<'static, str>, value: String) {
        self.values.put(&name, vec![value]);
        self.parts.push(Part::Field(FieldView {
            name: name.into_owned(),
            label: String::new(),
            hint: String::new(),
            control: Control::Hidden,
            is_required: false,
            plain: Vec::new(),
        }));
    }

    /// The value of the button of this name with which the form was sent; empty when it is another
    /// button or the form has not been sent.
    pub fn pressed(&self, name: &str) -> &'a str {
        self.typed.map_or("", |it| it.text(name))
    }

    /// The revision that was seen; 0 for a new one.
    pub fn revision(&mut self, stored: impl FnOnce(&F) -> i64) -> i64 {
        let text = self.unseen(REVISION, |it| stored(it).to_string());
        text.trim().parse().unwrap_or_default()
    }

    /// What was seen, in place of a revision, of what is kept without one.
    pub fn seen(&mut self, stored: impl FnOnce(&F) -> String) -> String {
        self.unseen(REVISION, stored)
    }

    /// The id of what is stored as text, or that of the new one.
    pub fn word(&mut self, stored: impl FnOnce(&F) -> String) -> String {
        match self.was {
            Some(was) => stored(was),
            None => self.drawn().to_string(),
        }
    }

    /// The id of what is stored, or that of the new one.
    pub fn id<T: From<Uuid>>(&mut self, stored: impl FnOnce(&F) -> T) -> T {
        match self.was {
            Some(was) => stored(was),
            None => self.drawn().into(),
        }
    }

    /// The id of a new one; nothing for what is stored.
    pub fn new_id<T: From<Uuid>>(&mut self) -> Option<T> {
        self.was.is_none().then(|| self.drawn().into())
    }

    /// The id of a new one is drawn with the form and sent back with it: the same form sent twice
    /// makes one thing. A form without one, or with something else in its place, gets a new id.
    fn drawn(&mut self) -> Uuid {
        let sent = self.typed.and_then(|it| it.text(NEW_ID).parse().ok());
        let id: Uuid = sent.unwrap_or_else(|| self.cx.app.id());
        self.hide(NEW_ID.into(), id.to_string());
        id
    }
}

/// The label of a field as it stands alone: where several fields have the same one, with the heading
/// of its group, which says which of them it is.
pub(super) fn full_label(parts: &[Part], name: &str) -> String {
    let label = label_of(parts, name);
    let alike = super::sheet::all(parts);
    let alike = alike.iter().filter(|it| it.label == label).count();
    let legend = legend_of(parts, name).filter(|_| alike > 1);
    legend.map_or_else(|| label.to_owned(), |legend| format!("{legend}: {label}"))
}

/// The heading of the innermost group that holds a field.
fn legend_of<'a>(parts: &'a [Part], name: &str) -> Option<&'a str> {
    parts.iter().find_map(|part| match part {
        Part::Field(_) => None,
        Part::Group(group) => {
            let holds = |part: &Part| matches!(part, Part::Field(field) if field.name == name);
            let own = group
                .parts
                .iter()
                .any(holds)
                .then_some(group.legend.as_str());
            legend_of(&group.parts, name).or(own)
        }
    })
}

/// The label of a field or group among these parts; empty when there is none.
pub(super) fn label_of<'a>(parts: &'a [Part], name: &str) -> &'a str {
    let found = parts.iter().find_map(|part| match part {
        Part::Field(field) => (field.name == name).then_some(field.label.as_str()),
        Part::Group(group) if group.name == name => Some(group.legend.as_str()),
        Part::Group(group) => Some(label_of(&group.parts, name)).filter(|it| !it.is_empty()),
    });
    found.unwrap_or_default()
}

/// A short mark of values: two rows with the same values have the same one.
fn mark(values: &[Vec<String>]) -> String {
    let mut hasher = Sha256::new();
    for field in values {
        hasher.update(field.len().to_be_bytes());
        for value in field {
            // The length before each value: no two different rows hash the same bytes.
            hasher.update(value.len().to_be_bytes());
            hasher.update(value);
        }
    }
    let mut digits = hex(&hasher.finalize());
    digits.truncate(16);
    digits
}
