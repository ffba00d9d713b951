//! A form drawn with the parts of the kit.

use app::form::{Control, FieldView, GroupView, Offer, Part, Sheet};
use askama::Template;
use i18n::Texts;

use crate::kit::part::{Choice, Difference, FieldError};
use crate::kit::shell::Shell;

/// Removing what the form is about: asked behind a fold.
#[derive(Clone, Debug)]
pub(crate) struct Removal {
    /// Where the button posts.
    pub(crate) action: String,
    /// The question, in a few words.
    pub(crate) title: &'static str,
    /// What removing means.
    pub(crate) text: &'static str,
    /// Label of the button.
    pub(crate) label: &'static str,
}

/// The buttons under a form; a plain form has one that saves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buttons {
    /// Label of the one that saves; empty for the usual.
    pub(crate) save: &'static str,
    /// Name, value and label of one more.
    pub(crate) also: Option<(&'static str, &'static str, &'static str)>,
    /// Where the link goes that leaves the form; empty for none.
    pub(crate) back: String,
}

impl Buttons {
    /// One that says something else than that it saves.
    pub(crate) fn saying(save: &'static str) -> Self {
        Self {
            save,
            ..Self::default()
        }
    }
}

/// A form ready to be drawn: `{{ form.whole()?|safe }}`, or head, fields and foot apart.
#[derive(Clone, Debug)]
pub(crate) struct FormView {
    t: Texts,
    sheet: Sheet,
    pub(crate) action: String,
    buttons: Buttons,
    removal: Option<Removal>,
    conflict: Option<(String, Vec<Difference>)>,
    refusal: &'static str,
    /// Whether the page shows what would be saved.
    pub(crate) is_tried: bool,
}

#[derive(Template)]
#[template(path = "kit/form/head.html")]
struct Head<'a> {
    t: Texts,
    errors: Vec<FieldError>,
    conflict: Option<&'a (String, Vec<Difference>)>,
    refusal: &'static str,
}

#[derive(Template)]
#[template(path = "kit/form/field.html")]
struct One<'a> {
    t: Texts,
    field: &'a FieldView,
    value: &'a str,
    choices: Vec<Choice>,
    /// What can be added to the chosen, of very many.
    others: Vec<Choice>,
    error: &'a str,
}

#[derive(Template)]
#[template(path = "kit/form/group.html")]
struct Group<'a> {
    t: Texts,
    view: &'a GroupView,
    error: &'a str,
    fields: String,
}

#[derive(Template)]
#[template(path = "kit/form/body.html")]
struct Body<'a> {
    t: Texts,
    form: &'a FormView,
}

/// A page that is nothing but a form.
#[derive(Template)]
#[template(path = "kit/form/page.html")]
pub(crate) struct FormPage {
    pub(crate) shell: Shell,
    pub(crate) lead: String,
    pub(crate) form: FormView,
}

impl FormView {
    /// A form that posts to this address.
    pub(crate) fn new(t: Texts, sheet: Sheet, action: String) -> Self {
        Self {
            t,
            sheet,
            action,
            buttons: Buttons::default(),
            removal: None,
            conflict: None,
            refusal: "",
            is_tried: false,
        }
    }

    /// The same with a way to remove what it is about, if it can be removed.
    #[must_use]
    pub(crate) fn with_removal(self, removal: Option<Removal>) -> Self {
        Self { removal, ..self }
    }

    /// The same with other buttons.
    #[must_use]
    pub(crate) fn with_buttons(self, buttons: Buttons) -> Self {
        Self { buttons, ..self }
    }

    /// The same with both versions after someone else was first, under a sentence that says who.
    #[must_use]
    pub(super) fn with_conflict(self, who: String, both: Vec<app::form::Difference>) -> Self {
        let shown = both.into_iter().map(|it| Difference {
            differs: it.differs(),
            label: it.label,
            mine: it.mine,
            saved: it.saved,
        });
        Self {
            conflict: Some((who, shown.collect())),
            ..self
        }
    }

    /// The same with the sentence that says why it was not saved in this state of things.
    #[must_use]
    pub(super) fn with_refusal(self, refusal: &'static str) -> Self {
        Self { refusal, ..self }
    }

    /// The same with something else in a field than what was typed: a place that has moved.
    #[must_use]
    pub(crate) fn with_value(mut self, name: &str, value: &str) -> Self {
        self.sheet.values.put(name, vec![value.to_owned()]);
        self
    }

    /// Whether someone else was first, so that nothing may be saved without a choice.
    pub(crate) const fn is_conflict(&self) -> bool {
        self.conflict.is_some()
    }

    /// The same, with what would be saved beside it.
    #[must_use]
    pub(super) fn tried_if(self, is_tried: bool) -> Self {
        Self { is_tried, ..self }
    }

    /// Both versions after someone else was first.
    pub(crate) fn differences(&self) -> &[Difference] {
        self.conflict.as_ref().map_or(&[], |(_, both)| both)
    }

    /// Labels and words of what stands in the fields.
    pub(crate) fn words(&self) -> Vec<(String, String)> {
        let fields = self.sheet.fields().into_iter();
        let seen = fields.filter(|it| it.control != Control::Hidden);
        seen.map(|it| (it.label.clone(), it.words(self.t)))
            .collect()
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.sheet.values.text(name)
    }

    fn save_label(&self) -> &'static str {
        match self.buttons.save {
            "" => self.t.say("common.save"),
            label => label,
        }
    }

    /// Everything: what must be corrected, the form and the way to remove.
    pub(crate) fn whole(&self) -> askama::Result<String> {
        Ok(self.head()? + &self.body()?)
    }

    /// The form and the way to remove, where the page says above what must be corrected.
    pub(crate) fn body(&self) -> askama::Result<String> {
        Body {
            t: self.t,
            form: self,
        }
        .render()
    }

    /// What must be corrected, and both versions after a conflict.
    pub(crate) fn head(&self) -> askama::Result<String> {
        let error = |it: &app::form::Problem| FieldError {
            field: it.field.clone(),
            text: it.text.clone(),
        };
        Head {
            t: self.t,
            errors: self.sheet.problems.iter().map(error).collect(),
            conflict: self.conflict.as_ref(),
            refusal: self.refusal,
        }
        .render()
    }

    /// One field or group, where the page has a place of its own for it.
    pub(crate) fn at(&self, name: &str) -> askama::Result<String> {
        let is_it = |part: &&Part| match part {
            Part::Field(field) => field.name == name,
            Part::Group(group) => group.name == name,
        };
        let found = self.sheet.parts.iter().find(is_it);
        let missing = || askama::Error::Custom(format!("the form has no field `{name}`").into());
        self.part(found.ok_or_else(missing)?)
    }

    /// The fields that nobody sees, where the page draws the others one by one.
    pub(crate) fn hidden(&self) -> askama::Result<String> {
        let all = self.sheet.fields().into_iter();
        let hidden = all.filter(|it| it.control == Control::Hidden);
        let drawn: askama::Result<Vec<String>> = hidden.map(|it| self.field(it)).collect();
        Ok(drawn?.concat())
    }

    /// Whether a button inside the form adds a choice: then it must not be the one that Enter presses.
    pub(crate) fn adds(&self) -> bool {
        let is_many = |it: &&FieldView| matches!(it.control, Control::Many { .. });
        self.sheet.fields().iter().any(is_many)
    }

    /// Every field.
    pub(crate) fn fields(&self) -> askama::Result<String> {
        self.parts(&self.sheet.parts)
    }

    fn parts(&self, parts: &[Part]) -> askama::Result<String> {
        let drawn: askama::Result<Vec<String>> = parts.iter().map(|it| self.part(it)).collect();
        Ok(drawn?.concat())
    }

    fn part(&self, part: &Part) -> askama::Result<String> {
        match part {
            Part::Field(field) => self.field(field),
            Part::Group(group) => Group {
                t: self.t,
                error: self.sheet.problem(&group.name),
                fields: self.parts(&group.parts)?,
                view: group,
            }
            .render(),
        }
    }

    fn field(&self, field: &FieldView) -> askama::Result<String> {
        let values = self.sheet.values.all(&field.name);
        let mut others = Vec::new();
        let choices = match &field.control {
            Control::Many { offers, .. } => {
                let is_chosen = |it: &Offer| values.contains(&it.code);
                let (chosen, rest) = offers.iter().cloned().partition::<Vec<_>, _>(is_chosen);
                others = choices(&rest, &[]);
                choices(&chosen, values)
            }
            Control::Select { offers, .. }
            | Control::Radios { offers, .. }
            | Control::Boxes { offers } => choices(offers, values),
            _ => Vec::new(),
        };
        One {
            t: self.t,
            value: values.first().map_or("", String::as_str),
            choices,
            others,
            error: self.sheet.problem(&field.name),
            field,
        }
        .render()
    }
}

fn choices(offers: &[Offer], values: &[String]) -> Vec<Choice> {
    let by_heading = offers.chunk_by(|a, b| a.group == b.group);
    let drawn = by_heading.flat_map(|under| {
        let heading = under.first().map_or("", |it| it.group.as_str());
        under.iter().enumerate().map(move |(index, it)| Choice {
            value: it.code.clone(),
            label: it.label.clone(),
            hint: it.hint.clone(),
            chosen: values.contains(&it.code),
            opens: if index == 0 { heading } else { "" }.to_owned(),
            closes: !heading.is_empty() && index + 1 == under.len(),
        })
    });
    drawn.collect()
}

#[cfg(test)]
mod tests;
