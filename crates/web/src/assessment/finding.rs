//! Findings: written, changed, removed, brought back.

use app::assessment::FindingDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::assessment::Finding;
use domain::{FindingId, RoundId};

use super::{place, words};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Path, Problems, Query};
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/rounds/{round}/findings/new` and `GET /{org}/rounds/{round}/findings/{finding}`
#[derive(Template)]
#[template(path = "assessment/finding.html")]
struct FindingPage {
    shell: Shell,
    /// The theme or criterion it is on.
    about: String,
    fields: Fields,
    classes: Vec<Choice>,
    problems: Problems,
    conflict: Vec<Difference>,
    remove: String,
    back: String,
}

/// The name of the theme or criterion that a form is about.
pub(super) async fn about(org: &Org, id: RoundId, fields: &Fields) -> PageResult<String> {
    let round = app::assessment::round(&org.cx, id).await?;
    let framework = app::assessment::framework(&org.cx, &round.framework).await?;
    let (of, one) = (fields.text("theme"), fields.text("criterion"));
    let theme = framework
        .themes
        .iter()
        .find(|theme| theme.id == of)
        .ok_or(PageError::NotFound)?;
    let locale = org.cx.locale();
    if one.is_empty() {
        return Ok(theme.title.text(locale).to_owned());
    }
    theme
        .criteria
        .iter()
        .find(|criterion| criterion.id == one)
        .map(|criterion| criterion.title.text(locale).to_owned())
        .ok_or(PageError::NotFound)
}

/// The crumbs' round title and the way back of a form.
fn back(org: &Org, id: RoundId, fields: &Fields) -> String {
    place::spot(org, id, fields.text("theme"), fields.text("criterion"))
}

async fn form(
    org: &Org,
    (round, finding): (RoundId, Option<FindingId>),
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<FindingPage> {
    let t = org.t();
    let about = about(org, round, &fields).await?;
    let space = format!("rounds/{round}/workspace");
    let crumbs = [(t.say("assessment.workspace.title"), space.as_str())];
    let title = if finding.is_some() {
        t.say("assessment.finding.edit")
    } else {
        t.say("assessment.finding.new")
    };
    Ok(FindingPage {
        shell: org.shell(title, &crumbs),
        about,
        classes: words::publicity_choices(t, &fields),
        problems: Problems::new(t, invalid),
        conflict: Vec::new(),
        remove: finding
            .map(|id| place::round(org, round, &format!("findings/{id}/remove")))
            .unwrap_or_default(),
        back: back(org, round, &fields),
        fields,
    })
}

fn stored(one: &Finding) -> Fields {
    Fields::of(&[
        ("theme", &one.theme),
        ("criterion", &one.criterion),
        ("title", one.title.for_member()),
        ("body", one.body.for_member()),
        ("publicity", one.title.publicity().code()),
        ("ground", &one.ground),
        ("revision", &one.revision.to_string()),
    ])
}

fn draft(id: Option<FindingId>, fields: &Fields) -> FindingDraft {
    let text = |name: &str| fields.text(name).to_owned();
    FindingDraft {
        id,
        theme: text("theme"),
        criterion: text("criterion"),
        title: text("title"),
        body: text("body"),
        publicity: text("publicity"),
        ground: text("ground"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `GET /{org}/rounds/{round}/findings/new`
pub(super) async fn new(
    org: Org,
    Path((_, round)): Path<(String, RoundId)>,
    Query(query): Query,
) -> PageResult<Response> {
    let fields = Fields::of(&[
        ("theme", query.text("theme")),
        ("criterion", query.text("criterion")),
        ("publicity", "internal"),
        ("revision", "0"),
    ]);
    let page = form(&org, (round, None), fields, &Invalid::default()).await?;
    Ok(Page(page).into_response())
}

/// `POST /{org}/rounds/{round}/findings/new`
pub(super) async fn create(
    org: Org,
    Path((_, round)): Path<(String, RoundId)>,
    fields: Fields,
) -> PageResult<Response> {
    store(&org, (round, None), fields).await
}

/// `GET /{org}/rounds/{round}/findings/{finding}`
pub(super) async fn edit(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, FindingId)>,
) -> PageResult<Response> {
    let found = app::assessment::finding(&org.cx, round, id).await?;
    let page = form(
        &org,
        (round, Some(id)),
        stored(&found),
        &Invalid::default(),
    )
    .await?;
    Ok(Page(page).into_response())
}

/// `POST /{org}/rounds/{round}/findings/{finding}`
pub(super) async fn save(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, FindingId)>,
    fields: Fields,
) -> PageResult<Response> {
    store(&org, (round, Some(id)), fields).await
}

async fn store(
    org: &Org,
    (round, id): (RoundId, Option<FindingId>),
    fields: Fields,
) -> PageResult<Response> {
    match app::assessment::save_finding(&org.cx, round, &draft(id, &fields)).await {
        Ok(_) => Ok(go_with(
            &back(org, round, &fields),
            &Notice::done("assessment.finding.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            Ok(mend(form(org, (round, id), fields, &invalid).await?))
        }
        Err(Error::Refused(key)) => {
            let invalid = Invalid::field("title", key);
            Ok(mend(form(org, (round, id), fields, &invalid).await?))
        }
        Err(Error::Conflict) => conflict(org, (round, id), &fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

async fn conflict(
    org: &Org,
    (round, id): (RoundId, Option<FindingId>),
    typed: &Fields,
) -> PageResult<Response> {
    let t = org.t();
    let id = id.ok_or(PageError::Conflict)?;
    let saved = stored(&app::assessment::finding(&org.cx, round, id).await?);
    let mut differences = words::differences(
        typed,
        &saved,
        &[
            (t.say("assessment.finding.title"), "title"),
            (t.say("assessment.finding.body"), "body"),
        ],
    );
    differences.push(words::class_difference(t, typed, &saved));
    let fields = words::with_revision(typed, saved.text("revision"));
    let page = form(org, (round, Some(id)), fields, &Invalid::default()).await?;
    let page = FindingPage {
        conflict: differences,
        ..page
    };
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

/// `POST /{org}/rounds/{round}/findings/{finding}/remove`
pub(super) async fn remove(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, FindingId)>,
) -> PageResult<Response> {
    let undo = place::round(&org, round, &format!("findings/{id}/restore"));
    let notice = Notice::done("assessment.finding.removed").with_undo(&undo);
    let done = app::assessment::remove_finding(&org.cx, round, id).await;
    answer(&org, round, done, &notice)
}

/// `POST /{org}/rounds/{round}/findings/{finding}/restore`
pub(super) async fn restore(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, FindingId)>,
) -> PageResult<Response> {
    let done = app::assessment::restore_finding(&org.cx, round, id).await;
    let notice = Notice::done("assessment.finding.restored");
    answer(&org, round, done, &notice)
}

fn answer(
    org: &Org,
    round: RoundId,
    done: Result<Finding, Error>,
    notice: &Notice,
) -> PageResult<Response> {
    match done {
        Ok(one) => {
            let to = place::spot(org, round, &one.theme, &one.criterion);
            Ok(go_with(&to, notice))
        }
        Err(Error::Refused(key)) => {
            let to = place::round(org, round, "workspace");
            Ok(go_with(&to, &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
