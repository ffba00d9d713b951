//! A part's form: writing, preview, what has changed in the shipped words, going back to them.

use app::Outcome;
use app::handbook::{Editing, PartWords};
use app::{Error, handbook};
use askama::Template;
use axum::response::Response;
use domain::handbook::{Change, Field, PartKey, PartKind};

use super::link;
use super::reader::Reader;
use crate::error::{PageError, PageResult};
use crate::extract::Org;
use crate::form::{Buttons, Desk, Done, FormView, Loaded, Place, Removable, Removal};
use crate::kit::shell::Shell;
use crate::page::flash::Notice;
use crate::page::go;

/// What changed in a field: label, and lines with their marks.
struct ChangedField {
    label: String,
    lines: Vec<(&'static str, String)>,
}

/// `GET /{org}/handbook/parts/{part}`
#[derive(Template)]
#[template(path = "handbook/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    is_running: bool,
    form: FormView,
    /// The running text as it would be shown, empty for parts without any; nothing without a preview.
    preview: Option<String>,
    /// In the shipped words, or after a conflict in the words of the other person.
    changed: Vec<ChangedField>,
    facts: Vec<(&'static str, &'static str)>,
    /// The page of the pictures.
    pictures: String,
}

fn lines(label: String, changes: &[Change]) -> ChangedField {
    let line = |change: &Change| match change {
        Change::Same(text) => ("same", text.clone()),
        Change::Gone(text) => ("gone", text.clone()),
        Change::New(text) => ("new", text.clone()),
    };
    ChangedField {
        label,
        lines: changes.iter().map(line).collect(),
    }
}

fn changed(org: &Org, editing: &Editing, form: &FormView) -> Vec<ChangedField> {
    let differing = form.differences().iter().filter(|it| it.differs);
    let mut all: Vec<ChangedField> = differing
        .map(|it| {
            let changes = domain::handbook::changes(&it.saved, &it.mine);
            lines(it.label.clone(), &changes)
        })
        .collect();
    if form.differences().is_empty() {
        let label = |field: &Field| org.t().say(&format!("handbook.field.{}", field.code()));
        let shipped = editing.changed.iter();
        all.extend(shipped.map(|(field, changes)| lines(label(field).to_owned(), changes)));
    }
    all
}

/// How the running text would look.
async fn preview(org: &Org, editing: &Editing, text: &str) -> PageResult<String> {
    let Ok(prose) = editing.prose(text) else {
        return Ok(String::new());
    };
    let book = handbook::desk(&org.cx).await?;
    let whose = org.cx.organisation();
    let reader = Reader::new(whose.slug.as_str(), book.locale);
    let link = |id: &str| reader.card(id);
    Ok(handbook::html(&prose, whose, &book, &link))
}

fn removal(org: &Org, editing: &Editing) -> Option<Removal> {
    let t = org.t();
    let (label, text) = if editing.is_shipped {
        (t.say("handbook.forget"), t.say("handbook.forget-text"))
    } else {
        (t.say("handbook.remove"), t.say("handbook.remove-text"))
    };
    editing.is_own.then(|| Removal {
        action: org.to(link::FORGET_PART, &editing.key),
        title: label,
        text,
        label,
    })
}

/// The form of a part.
pub(super) struct Part;

/// Name of the button that shows how the text would look.
const PREVIEW: &str = "preview";

impl Desk for Part {
    type Form = PartWords;
    type New = ();
    type Old = PartKey;
    type Page = EditPage;

    const TRIES: Option<&str> = Some(PREVIEW);

    fn subject(org: &Org, at: &Place<Self>) -> Option<String> {
        at.old()
            .map(|key| handbook::part_subject(key, org.cx.locale()))
    }

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<PartWords>> {
        let key = at.old().ok_or(Error::NotFound)?;
        let (words, with) = handbook::edit(&org.cx, key).await?;
        Ok(Loaded {
            was: Some(words),
            with,
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: PartWords) -> Outcome<Done> {
        handbook::save(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::OVERVIEW, ()),
            notice: Notice::done("handbook.saved"),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<PartWords>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<EditPage> {
        let (t, editing) = (org.t(), &loaded.with);
        let key = at.old().ok_or(PageError::NotFound)?;
        let kind = t.say(&format!("handbook.edit.{}", key.kind.code()));
        let title = if editing.title.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind}: {}", editing.title)
        };
        let overview = org.to(link::OVERVIEW, ());
        let buttons = Buttons {
            save: t.say("handbook.publish"),
            also: Some((PREVIEW, "true", t.say("handbook.preview"))),
            back: overview.clone(),
        };
        let form = form(org.to(link::PART, key))
            .with_buttons(buttons)
            .with_removal(removal(org, editing));
        let preview = if form.is_tried {
            Some(preview(org, editing, form.value(Field::Body.code())).await?)
        } else {
            None
        };
        let facts = content::handbook().facts.iter();
        Ok(EditPage {
            shell: org.shell(&title, &[(t.say("handbook.title"), overview)]),
            is_running: key.kind.fields().contains(&Field::Body),
            preview,
            changed: changed(org, editing, &form),
            facts: facts
                .map(|fact| (fact.id.as_str(), fact.title.text(t.locale())))
                .collect(),
            pictures: org.to(link::PICTURES, ()),
            form,
        })
    }
}

impl Removable for Part {
    async fn remove(org: &Org, key: &PartKey, revision: i64) -> Outcome<Done> {
        handbook::forget(&org.cx, key, revision).await?;
        Ok(Done {
            to: org.to(link::OVERVIEW, ()),
            notice: Notice::done("handbook.forgotten"),
        })
    }

    fn kept(org: &Org, key: &PartKey) -> String {
        org.to(link::PART, key)
    }
}

/// `POST /{org}/handbook/cards`: leads to the form of a new card.
pub(super) async fn new_card(org: Org) -> PageResult<Response> {
    let id: domain::NodeId = org.cx.id();
    let key = PartKey::new(PartKind::Card, &format!("own-{id}"));
    Ok(go(&org.to(link::PART, key)))
}
