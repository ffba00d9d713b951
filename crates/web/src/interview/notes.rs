//! Writing notes: autosaved, pasted or brought from a file.

use app::import::Target;
use app::{Error, Invalid};
use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::{InterviewId, RoundId};

use super::frame::{shell_of, tabs};
use super::guide::{Told, told};
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Difference, Tab};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, go, mend};
use crate::upload::Upload;

/// `GET /{org}/rounds/{round}/interviews/{interview}`
#[derive(Template)]
#[template(path = "interview/notes.html")]
struct NotesPage {
    shell: Shell,
    tabs: Vec<Tab>,
    told: Option<Told>,
    notes: String,
    revision: String,
    action: String,
    autosave: String,
    import: String,
    turns: String,
    is_writer: bool,
    problems: Problems,
    differences: Vec<Difference>,
}

type Here = (RoundId, InterviewId);

async fn page(
    org: &Org,
    (round, id): (RoundId, InterviewId),
    typed: Option<&Fields>,
    invalid: &Invalid,
) -> PageResult<NotesPage> {
    let opened = app::interview::open(&org.cx, round, id).await?;
    let one = &opened.listed.interview;
    let (notes, revision) = typed.map_or_else(
        || (one.notes.clone(), one.revision.to_string()),
        |fields| {
            let revision = fields.text("revision").to_owned();
            (fields.text("notes").to_owned(), revision)
        },
    );
    Ok(NotesPage {
        shell: shell_of(org, &opened),
        tabs: tabs(org, &opened.round, id, link::NOTES),
        told: told(org, &one.guide),
        notes,
        revision,
        action: org.to(link::NOTES, (round, id)),
        autosave: org.to(link::AUTOSAVE, (round, id)),
        import: org.to(link::IMPORT, (round, id)),
        turns: org.to(link::TURNS, (round, id)),
        is_writer: org.cx.may_in(&opened.round, Permission::InterviewWrite),
        problems: Problems::new(org.t(), invalid),
        differences: Vec::new(),
    })
}

/// `GET /{org}/rounds/{round}/interviews/{interview}`
pub(super) async fn show(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    Ok(Page(page(&org, (round, id), None, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/interviews/{interview}`
pub(super) async fn save(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let saved = app::interview::save_notes(&org.cx, round, id, (fields.text("notes"), revision));
    match saved.await {
        Ok(_) if fields.text("next") == "turns" => Ok(go(&org.to(link::TURNS, (round, id)))),
        Ok(_) => Ok(go_with(
            &org.to(link::NOTES, (round, id)),
            &Notice::done("interview.notes.saved"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(
            page(&org, (round, id), Some(&fields), &invalid).await?,
        )),
        Err(Error::Conflict) => both(&org, (round, id), fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

/// Both versions; the person's own stays in the form and can be saved over the other.
async fn both(org: &Org, at: (RoundId, InterviewId), mine: Fields) -> PageResult<Response> {
    let stored = page(org, at, None, &Invalid::default()).await?;
    let difference = Difference {
        label: org.t().say("interview.notes.tab").to_owned(),
        mine: mine.text("notes").to_owned(),
        saved: stored.notes,
        differs: true,
    };
    let kept = mine.with("revision", &stored.revision);
    let page = page(org, at, Some(&kept), &Invalid::default()).await?;
    Ok(conflict(NotesPage {
        differences: vec![difference],
        ..page
    }))
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/autosave`
pub(super) async fn autosave(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let notes = fields.text("notes");
    let saved = app::interview::save_notes(&org.cx, round, id, (notes, revision)).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response
        .headers_mut()
        .insert("x-revision", HeaderValue::from(saved));
    Ok(response)
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/import`
pub(super) async fn import(
    org: Org,
    At((round, id)): At<Here>,
    upload: Upload,
) -> PageResult<Response> {
    if upload.body.is_empty() {
        let notice = Notice::refused("import.no-file");
        return Ok(go_with(&org.to(link::NOTES, (round, id)), &notice));
    }
    let target = Target::Notes(round, id);
    let staged = app::import::stage(&org.cx, target, &upload.name, upload.body).await?;
    Ok(go(&org.to(crate::import::link::ACCOUNT, staged)))
}
