//! A form as it is to be drawn, and what two versions of it differ in.

use std::borrow::Cow;

use i18n::Texts;

use super::Typed;
use super::walk::{Fault, REVISION, full_label, label_of};
use crate::error::Invalid;

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What the form sends.
    pub code: String,
    /// What the person reads.
    pub label: String,
    /// An explanation; may be empty.
    pub hint: String,
    /// Heading under which it stands in a list that opens; may be empty. Those of one heading follow
    /// each other.
    pub group: String,
}

impl Offer {
    /// What the form sends and what the person reads.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a code is written where it is offered"
    )]
    pub fn new(code: impl ToString, label: impl Into<String>) -> Self {
        Self {
            code: code.to_string(),
            label: label.into(),
            hint: String::new(),
            group: String::new(),
        }
    }

    /// The same with an explanation.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same under a heading.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// The label with its heading, where it stands alone.
    fn under_heading(&self) -> String {
        if self.group.is_empty() {
            self.label.clone()
        } else {
            format!("{}: {}", self.group, self.label)
        }
    }
}

/// With what a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One line of text; `width` is `short`, `full` or empty.
    Line {
        /// How wide the field is.
        width: &'static str,
        /// What is typed, as HTML names it: `text`, `email`.
        kind: &'static str,
    },
    /// A number with its unit, which may be empty.
    Number {
        /// The unit behind the field.
        unit: &'static str,
    },
    /// A day.
    Date,
    /// Several lines of text.
    Area {
        /// How many lines are visible.
        rows: usize,
    },
    /// One of many; `empty` is the text of the first, empty choice, if there is one.
    Select {
        /// What can be chosen.
        offers: Vec<Offer>,
        /// Text of choosing nothing; may be empty.
        empty: String,
    },
    /// One of a few.
    Radios {
        /// What can be chosen.
        offers: Vec<Offer>,
        /// Whether they stand side by side where there is room.
        is_row: bool,
    },
    /// Any of a few.
    Boxes {
        /// What can be chosen.
        offers: Vec<Offer>,
    },
    /// Any of very many: boxes for the chosen, and a list that adds one more.
    Many {
        /// What can be chosen.
        offers: Vec<Offer>,
        /// Label of the list.
        label: String,
        /// Text of choosing nothing in it.
        empty: String,
    },
    /// Yes or no.
    Tick,
    /// Not seen.
    Hidden,
}

/// A field to be drawn; its values are in [`Sheet::values`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// Name, which is its id on the page too.
    pub name: String,
    /// Label.
    pub label: String,
    /// Hint; may be empty.
    pub hint: String,
    /// Control.
    pub control: Control,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// The value as it is shown once stored: `60000` and `60 000` are the same.
    pub plain: Vec<String>,
}

impl FieldView {
    /// The value in words: labels of what was chosen.
    pub fn words(&self, t: Texts) -> String {
        match &self.control {
            Control::Select { offers, .. }
            | Control::Radios { offers, .. }
            | Control::Boxes { offers }
            | Control::Many { offers, .. } => {
                let chosen = offers.iter().filter(|it| self.plain.contains(&it.code));
                let labels: Vec<String> = chosen.map(Offer::under_heading).collect();
                labels.join("\n")
            }
            Control::Tick => {
                let is_on = self.plain.iter().any(|it| !it.is_empty());
                t.say(if is_on { "common.yes" } else { "common.no" })
                    .to_owned()
            }
            Control::Date => {
                let text = self.plain.first().map_or("", String::as_str);
                text.parse().map_or_else(
                    |_not_a_day| text.to_owned(),
                    |day: jiff::civil::Date| t.date(day),
                )
            }
            _ => self.plain.join("\n").trim().replace("\r\n", "\n"),
        }
    }
}

/// Fields under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupView {
    /// Name, which is its id on the page too.
    pub name: String,
    /// Heading.
    pub legend: String,
    /// Hint; may be empty.
    pub hint: String,
    /// The fields.
    pub parts: Vec<Part>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A field.
    Field(FieldView),
    /// A group of fields.
    Group(GroupView),
}

/// What must be corrected at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the field or group.
    pub field: String,
    /// Key of the sentence.
    pub key: &'static str,
    /// The sentence, which names the field.
    pub text: String,
}

impl Problem {
    /// The sentence for a field with this label.
    pub fn new(t: Texts, name: &str, label: &str, fault: &Fault) -> Self {
        let plain = t.say(fault.key);
        let names_it = plain.contains("{field}");
        let text = if fault.values.is_empty() && !names_it {
            let mark = if label.is_empty() { "" } else { ": " };
            format!("{label}{mark}{plain}")
        } else {
            let mut values: Vec<(&str, &dyn std::fmt::Display)> = vec![("field", &label)];
            for (name, value) in &fault.values {
                values.push((name, value));
            }
            t.with(fault.key, &values)
        };
        Self {
            field: name.to_owned(),
            key: fault.key,
            text,
        }
    }
}

/// One field of two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Label of the field.
    pub label: String,
    /// What this person wrote.
    pub mine: String,
    /// What has been saved meanwhile.
    pub saved: String,
}

impl Difference {
    /// Whether the two differ.
    pub fn differs(&self) -> bool {
        self.mine != self.saved
    }
}

/// The fields of one row of a form of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowView {
    pub(super) id: String,
    /// Names of its fields.
    pub(super) fields: Vec<String>,
    /// Mark of the values that stand in them.
    pub(super) mark: String,
}

impl RowView {
    fn holds(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it == field)
    }

    /// The hidden field of the revision that was seen.
    pub(super) fn revision(&self) -> String {
        format!("{REVISION}-{}", self.id)
    }

    /// The hidden field of the mark of what was seen.
    pub(super) fn seen(&self) -> String {
        format!("seen-{}", self.id)
    }
}

/// A form with its values, to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Fields and groups in order.
    pub parts: Vec<Part>,
    /// What stands in the fields: as typed, or as stored.
    pub values: Typed,
    /// What must be corrected, in the order of the form.
    pub problems: Vec<Problem>,
    pub(super) rows: Vec<RowView>,
}

impl Sheet {
    /// Every field, those of groups too, in order.
    pub fn fields(&self) -> Vec<&FieldView> {
        all(&self.parts)
    }

    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&FieldView> {
        self.fields().into_iter().find(|it| it.name == name)
    }

    /// The sentence at a field; empty when nothing must be corrected there.
    pub fn problem(&self, name: &str) -> &str {
        let found = self.problems.iter().find(|it| it.field == name);
        found.map_or("", |it| it.text.as_str())
    }

    /// Notes what a use case found wrong with a field after reading, in the person's language.
    pub fn refuse(&mut self, t: Texts, invalid: &Invalid) {
        for (name, key) in &invalid.fields {
            let label = full_label(&self.parts, name);
            let problem = Problem::new(t, name, &label, &Fault::new(key));
            self.problems.push(problem);
        }
    }

    /// Both versions field by field; fields empty in both are left out. Of a form of many rows only
    /// what this person changed and what differs: the rest is long and not in question.
    pub fn differences(&self, t: Texts, saved: &Self) -> Vec<Difference> {
        let words = |sheet: &Self, name: &str| {
            let field = sheet.field(name);
            field.map_or_else(String::new, |it| it.words(t))
        };
        let mut names: Vec<(&str, String)> = Vec::new();
        for field in self.fields().into_iter().chain(saved.fields()) {
            let is_new = names.iter().all(|(name, _)| *name != field.name);
            if field.control != Control::Hidden && is_new && !self.is_untouched(&field.name) {
                names.push((&field.name, self.label_in_row(field)));
            }
        }
        let both = names.into_iter().map(|(name, label)| Difference {
            label,
            mine: words(self, name),
            saved: words(saved, name),
        });
        both.filter(|it| !it.mine.is_empty() || !it.saved.is_empty())
            .filter(|it| self.rows.is_empty() || it.differs())
            .collect()
    }

    /// Whether the field belongs to a row that was sent back as it came.
    fn is_untouched(&self, field: &str) -> bool {
        let row = self.rows.iter().find(|row| row.holds(field));
        row.is_some_and(|row| self.values.text(&row.seen()) == row.mark)
    }

    /// The label; of a row's later fields with that of its first, which says what the row is about.
    fn label_in_row(&self, field: &FieldView) -> String {
        let row = self.rows.iter().find(|row| row.holds(&field.name));
        let first = row.and_then(|row| row.fields.first());
        match first.filter(|first| **first != field.name) {
            Some(first) => format!("{}: {}", label_of(&self.parts, first), field.label),
            None if self.field(&field.name).is_some() => full_label(&self.parts, &field.name),
            None => field.label.clone(),
        }
    }

    /// The rows that this person changed and that somebody else has changed meanwhile.
    pub fn clashing(&self, saved: &Self) -> Vec<&str> {
        let clashes = |row: &&RowView| {
            let is_touched = self.values.text(&row.seen()) != row.mark;
            is_touched && self.values.text(&row.revision()) != saved.values.text(&row.revision())
        };
        let rows = self.rows.iter().filter(clashes);
        rows.map(|row| row.id.as_str()).collect()
    }

    /// The same over what is stored now, after someone else was first: with the newest revision, so
    /// that saving again is a choice, and with the saved values of rows that were not touched.
    #[must_use]
    pub fn over(mut self, saved: &Self) -> Self {
        let mut names = vec![REVISION.to_owned()];
        for row in &self.rows {
            let untouched = row.fields.iter().filter(|it| self.is_untouched(it));
            names.extend(untouched.cloned());
            names.extend([row.revision(), row.seen()]);
        }
        for name in names.iter().filter(|it| saved.values.has(it)) {
            self.values.put(name, saved.values.all(name).to_vec());
        }
        self
    }

    /// The problems as a use case reports them.
    pub fn invalid(&self) -> Invalid {
        let problems = self.problems.iter();
        Invalid {
            fields: problems
                .map(|it| (Cow::Owned(it.field.clone()), it.key))
                .collect(),
        }
    }
}

/// Every field of these parts, those of groups too, in order.
pub(super) fn all(parts: &[Part]) -> Vec<&FieldView> {
    let mut all = Vec::new();
    gather(parts, &mut all);
    all
}

fn gather<'a>(parts: &'a [Part], all: &mut Vec<&'a FieldView>) {
    for part in parts {
        match part {
            Part::Field(field) => all.push(field),
            Part::Group(group) => gather(&group.parts, all),
        }
    }
}
