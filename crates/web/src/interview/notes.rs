//! Writing notes: autosaved, pasted or brought from a file.

use app::Outcome;
use app::import::Target;
use app::interview::{Notes, save_notes};
use askama::Template;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::{InterviewId, RoundId};

use super::frame::{shell_of, tabs};
use super::guide::{Told, told};
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org};
use crate::form::{Desk, Done, FormView, Loaded, Place, Spot};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::go;
use crate::upload::Upload;

/// `GET /{org}/rounds/{round}/interviews/{interview}`
#[derive(Template)]
#[template(path = "interview/notes.html")]
pub(super) struct NotesPage {
    shell: Shell,
    tabs: Vec<Tab>,
    told: Option<Told>,
    form: FormView,
    autosave: String,
    import: String,
    turns: String,
    is_writer: bool,
}

type Here = (RoundId, InterviewId);

/// The form of an interview's notes, which readers see as text.
pub(super) struct Writing;

const fn here(at: &Place<Writing>) -> Here {
    match at {
        Spot::New(here) | Spot::Old(here) => *here,
    }
}

impl Desk for Writing {
    type Form = Notes;
    type New = Here;
    type Old = Here;
    type Page = NotesPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Notes>> {
        let (round, id) = here(at);
        let opened = app::interview::open(&org.cx, round, id).await?;
        let one = opened.listed.interview;
        let was = Notes {
            text: one.notes,
            revision: one.revision,
            codes_next: false,
        };
        Ok(Loaded {
            was: Some(was),
            with: (),
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Notes) -> Outcome<Done> {
        let (round, id) = here(at);
        save_notes(&org.cx, round, id, &value).await?;
        let to = if value.codes_next {
            link::TURNS
        } else {
            link::NOTES
        };
        Ok(Done {
            to: org.to(to, (round, id)),
            notice: Notice::done("interview.notes.saved"),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        _: &Loaded<Notes>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<NotesPage> {
        let (round, id) = here(at);
        let opened = app::interview::open(&org.cx, round, id).await?;
        Ok(NotesPage {
            shell: shell_of(org, &opened),
            tabs: tabs(org, &opened.round, id, link::NOTES),
            told: told(org, &opened.listed.interview.guide),
            form: form(org.to(link::NOTES, (round, id))),
            autosave: org.to(link::AUTOSAVE, (round, id)),
            import: org.to(link::IMPORT, (round, id)),
            turns: org.to(link::TURNS, (round, id)),
            is_writer: org.cx.may_in(&opened.round, Permission::InterviewWrite),
        })
    }
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/autosave`
pub(super) async fn autosave(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let notes = app::form::read(&org.cx, &(), None, &fields.0)?;
    let saved = save_notes(&org.cx, round, id, &notes).await?;
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
