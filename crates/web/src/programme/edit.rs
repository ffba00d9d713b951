//! Creating a programme and changing its facts.

use app::programme::ProgrammeDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ProgrammeId;
use jiff::civil::Date;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::Difference;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/programmes/new` and `/{org}/programmes/{programme}/edit`
#[derive(Template)]
#[template(path = "programme/edit.html")]
struct EditPage {
    shell: Shell,
    lead: &'static str,
    action: String,
    back: String,
    fields: Fields,
    problems: Problems,
    differences: Vec<Difference>,
}

fn page(org: &Org, id: Option<ProgrammeId>, fields: Fields, invalid: &Invalid) -> EditPage {
    let t = org.t();
    let crumbs = [(t.say("programme.title"), org.to(link::LIST, ()))];
    let (title, lead, action, back) = match id {
        None => (
            "programme.new.title",
            "programme.new.lead",
            org.to(link::NEW, ()),
            org.to(link::LIST, ()),
        ),
        Some(id) => (
            "programme.edit.title",
            "programme.edit.lead",
            org.to(link::EDIT, id),
            org.to(link::PROGRAMME, id),
        ),
    };
    EditPage {
        shell: org.shell(t.say(title), &crumbs),
        lead: t.say(lead),
        action,
        back,
        problems: Problems::new(t, invalid),
        fields,
        differences: Vec::new(),
    }
}

fn draft(fields: &Fields) -> ProgrammeDraft {
    ProgrammeDraft {
        title: fields.text("title").to_owned(),
        goal: fields.text("goal").to_owned(),
        starts_on: fields.read::<Date>("starts_on"),
        ends_on: fields.read::<Date>("ends_on"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `GET /{org}/programmes/new`
pub(super) async fn new(org: Org) -> PageResult<Response> {
    if !app::programme::may_manage(&org.cx) {
        return Err(PageError::NotFound);
    }
    Ok(Page(page(&org, None, Fields::default(), &Invalid::default())).into_response())
}

/// `POST /{org}/programmes/new`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    match app::programme::create(&org.cx, &draft(&fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::INVITE, id),
            &Notice::done("programme.new.done"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, None, fields, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}

async fn stored(org: &Org, id: ProgrammeId) -> PageResult<Fields> {
    let saved = app::programme::programme(&org.cx, id).await?.programme;
    Ok(Fields::of(&[
        ("title", &saved.title),
        ("goal", &saved.goal),
        ("starts_on", &saved.starts_on.to_string()),
        ("ends_on", &saved.ends_on.to_string()),
        ("revision", &saved.revision.to_string()),
    ]))
}

/// `GET /{org}/programmes/{programme}/edit`
pub(super) async fn edit(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    if !app::programme::may_manage(&org.cx) {
        return Err(PageError::NotFound);
    }
    let fields = stored(&org, id).await?;
    Ok(Page(page(&org, Some(id), fields, &Invalid::default())).into_response())
}

/// `POST /{org}/programmes/{programme}/edit`
pub(super) async fn save(
    org: Org,
    At(id): At<ProgrammeId>,
    fields: Fields,
) -> PageResult<Response> {
    match app::programme::save(&org.cx, id, &draft(&fields)).await {
        Ok(()) => Ok(go_with(
            &org.to(link::PROGRAMME, id),
            &Notice::done("programme.edit.saved"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, Some(id), fields, &invalid))),
        Err(Error::Conflict) => conflict(&org, id, &fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

/// Both versions side by side; what was typed stays in the form, on top of what is stored now.
async fn conflict(org: &Org, id: ProgrammeId, typed: &Fields) -> PageResult<Response> {
    let t = org.t();
    let saved = stored(org, id).await?;
    let labels = [
        ("title", "programme.name"),
        ("goal", "programme.goal"),
        ("starts_on", "programme.starts"),
        ("ends_on", "programme.ends"),
    ];
    let differences = labels
        .into_iter()
        .map(|(name, label)| Difference {
            label: t.say(label).to_owned(),
            mine: typed.text(name).to_owned(),
            saved: saved.text(name).to_owned(),
            differs: typed.text(name) != saved.text(name),
        })
        .collect();
    let mut kept: Vec<(&str, &str)> = labels.map(|(name, _)| (name, typed.text(name))).to_vec();
    kept.push(("revision", saved.text("revision")));
    let page = EditPage {
        differences,
        ..page(org, Some(id), Fields::of(&kept), &Invalid::default())
    };
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}
