//! A part's form: writing, preview, what has changed in the shipped words, going back to them.

use app::handbook::{Draft, Editing, Saved};
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::handbook::{Change, Fault, Field, PartKey, PartKind};
use i18n::Texts;

use super::link;
use super::reader::Reader;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, go, mend};

/// A field of the form.
struct Input {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    error: String,
    /// Lines of the box; 1 for one line.
    rows: usize,
}

/// What stands in the way of showing a text.
struct FaultRow {
    line: String,
    text: String,
    hint: &'static str,
}

/// What changed in the shipped words of a field: label, and lines with their marks.
struct ChangedField {
    label: &'static str,
    lines: Vec<(&'static str, String)>,
}

/// `GET /{org}/handbook/parts/{part}`
#[derive(Template)]
#[template(path = "handbook/edit.html")]
struct EditPage {
    shell: Shell,
    action: String,
    forget: String,
    back: String,
    is_own: bool,
    is_shipped: bool,
    is_running: bool,
    inputs: Vec<Input>,
    revision: String,
    problems: Problems,
    faults: Vec<FaultRow>,
    /// The running text as it would be shown, empty for parts without any; nothing without a preview.
    preview: Option<String>,
    changed: Vec<ChangedField>,
    /// That someone else was first; empty when nobody was.
    conflict: &'static str,
    facts: Vec<(&'static str, &'static str)>,
    /// The page of the pictures.
    pictures: String,
}

fn label(t: Texts, field: Field) -> &'static str {
    t.say(&format!("handbook.field.{}", field.code()))
}

fn inputs(t: Texts, kind: PartKind, fields: &Fields, problems: &Problems) -> Vec<Input> {
    kind.fields()
        .iter()
        .map(|field| Input {
            name: field.code(),
            label: label(t, *field),
            hint: t.say(&format!("handbook.hint.{}", field.code())),
            value: fields.text(field.code()).to_owned(),
            error: problems.at(field.code()).to_owned(),
            rows: match field {
                Field::Title | Field::Author => 1,
                Field::Body => 24,
                Field::Ask => 6,
                _ => 4,
            },
        })
        .collect()
}

fn faults(t: Texts, faults: &[Fault]) -> Vec<FaultRow> {
    faults
        .iter()
        .map(|fault| {
            let code = fault.kind.code();
            FaultRow {
                line: t.with("handbook.line", &[("line", &fault.line)]),
                text: t.with(
                    &format!("handbook.fault.{code}"),
                    &[("about", &fault.about)],
                ),
                hint: t.say(&format!("handbook.mend.{code}")),
            }
        })
        .collect()
}

fn changed(t: Texts, editing: &Editing) -> Vec<ChangedField> {
    let line = |change: &Change| match change {
        Change::Same(text) => ("same", text.clone()),
        Change::Gone(text) => ("gone", text.clone()),
        Change::New(text) => ("new", text.clone()),
    };
    editing
        .changed
        .iter()
        .map(|(field, changes)| ChangedField {
            label: label(t, *field),
            lines: changes.iter().map(line).collect(),
        })
        .collect()
}

fn page(org: &Org, editing: &Editing, fields: &Fields, invalid: &Invalid) -> EditPage {
    let t = org.t();
    let kind = t.say(&format!("handbook.edit.{}", editing.key.kind.code()));
    let title = if editing.title.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind}: {}", editing.title)
    };
    let problems = Problems::new(t, invalid);
    let kind = editing.key.kind;
    let facts = &content::handbook().facts;
    EditPage {
        shell: org.shell(
            &title,
            &[(t.say("handbook.title"), org.to(link::OVERVIEW, ()))],
        ),
        back: org.to(link::OVERVIEW, ()),
        is_own: editing.is_own,
        is_shipped: editing.is_shipped,
        is_running: kind.fields().contains(&Field::Body),
        inputs: inputs(t, kind, fields, &problems),
        revision: fields.text("revision").to_owned(),
        problems,
        faults: Vec::new(),
        preview: None,
        changed: changed(t, editing),
        conflict: "",
        facts: facts
            .iter()
            .map(|fact| (fact.id.as_str(), fact.title.text(t.locale())))
            .collect(),
        pictures: org.to(link::PICTURES, ()),
        action: org.to(link::PART, &editing.key),
        forget: org.to(link::FORGET_PART, &editing.key),
    }
}

fn stored(editing: &Editing) -> Fields {
    let revision = editing.revision.to_string();
    let pairs: Vec<(&str, &str)> = editing
        .fields
        .iter()
        .map(|(field, text)| (field.code(), text.as_str()))
        .chain([("revision", revision.as_str())])
        .collect();
    Fields::of(&pairs)
}

/// `GET /{org}/handbook/parts/{part}`
pub(super) async fn form(org: Org, At(key): At<PartKey>) -> PageResult<Response> {
    let editing = app::handbook::edit(&org.cx, &key).await?;
    let fields = stored(&editing);
    Ok(Page(page(&org, &editing, &fields, &Invalid::default())).into_response())
}

fn draft(kind: PartKind, fields: &Fields) -> Draft {
    Draft {
        fields: kind
            .fields()
            .iter()
            .map(|field| (*field, fields.text(field.code()).to_owned()))
            .collect(),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `POST /{org}/handbook/parts/{part}`: writes the part, or shows how it would look.
pub(super) async fn save(org: Org, At(key): At<PartKey>, fields: Fields) -> PageResult<Response> {
    let draft = draft(key.kind, &fields);
    if fields.is_on("preview") {
        return preview(&org, &key, &draft, &fields).await;
    }
    match app::handbook::save(&org.cx, &key, &draft).await {
        Ok(Saved::Done) => Ok(go_with(
            &org.to(link::OVERVIEW, ()),
            &Notice::done("handbook.saved"),
        )),
        Ok(Saved::Faults(found)) => {
            let editing = app::handbook::edit(&org.cx, &key).await?;
            let mut page = page(&org, &editing, &fields, &Invalid::default());
            page.faults = faults(org.t(), &found);
            Ok(mend(page))
        }
        Err(Error::Invalid(invalid)) => {
            let editing = app::handbook::edit(&org.cx, &key).await?;
            Ok(mend(page(&org, &editing, &fields, &invalid)))
        }
        Err(Error::Conflict) => conflict(&org, &key, &fields).await,
        Err(other) => Err(other.into()),
    }
}

/// What was typed stays, on the newest revision; the other version is shown below as a change.
async fn conflict(org: &Org, key: &PartKey, fields: &Fields) -> PageResult<Response> {
    let editing = app::handbook::edit(&org.cx, key).await?;
    let newest = editing.revision.to_string();
    let fields = fields.clone().with("revision", &newest);
    let t = org.t();
    let differing = key.kind.fields().iter().map(|field| {
        let saved = editing.fields.get(field).map_or("", String::as_str);
        let changes = domain::handbook::changes(saved, fields.text(field.code()));
        (*field, changes)
    });
    let shown = Editing {
        changed: differing
            .filter(|(_, changes)| changes.iter().any(|one| !matches!(one, Change::Same(_))))
            .collect(),
        ..editing.clone()
    };
    let page = EditPage {
        conflict: t.say("handbook.conflict"),
        changed: changed(t, &shown),
        ..page(org, &editing, &fields, &Invalid::default())
    };
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

async fn preview(org: &Org, key: &PartKey, draft: &Draft, fields: &Fields) -> PageResult<Response> {
    let tried = app::handbook::try_out(&org.cx, key, draft).await;
    let editing = app::handbook::edit(&org.cx, key).await?;
    match tried {
        Ok(Ok(prose)) => {
            let mut page = page(org, &editing, fields, &Invalid::default());
            let book = app::handbook::desk(&org.cx).await?;
            let whose = org.cx.organisation();
            let reader = Reader::new(whose.slug.as_str(), book.locale);
            let link = |id: &str| reader.card(id);
            let drawn = prose.map(|prose| app::handbook::html(&prose, (whose, &book), &link));
            page.preview = Some(drawn.unwrap_or_default());
            Ok(Page(page).into_response())
        }
        Ok(Err(found)) => {
            let mut page = page(org, &editing, fields, &Invalid::default());
            page.faults = faults(org.t(), &found);
            Ok(mend(page))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(org, &editing, fields, &invalid))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/handbook/parts/{part}/forget`: the shipped words hold again.
pub(super) async fn forget(org: Org, At(key): At<PartKey>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    app::handbook::forget(&org.cx, &key, revision).await?;
    Ok(go_with(
        &org.to(link::OVERVIEW, ()),
        &Notice::done("handbook.forgotten"),
    ))
}

/// `POST /{org}/handbook/cards`: leads to the form of a new card.
pub(super) async fn new_card(org: Org) -> PageResult<Response> {
    let id: domain::NodeId = org.cx.id();
    let key = PartKey::new(PartKind::Card, &format!("own-{id}"));
    Ok(go(&org.to(link::PART, key)))
}
