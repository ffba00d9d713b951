//! Proposed measures: written, changed, removed, brought back.

use app::assessment::ActionDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::assessment::{Action, Body, Effect, Effort};
use domain::{ActionId, RoundId};
use i18n::Texts;

use super::{finding, place, words};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Path, Problems, Query};
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/rounds/{round}/measures/new` and `GET /{org}/rounds/{round}/measures/{measure}`
#[derive(Template)]
#[template(path = "assessment/measure.html")]
struct MeasurePage {
    shell: Shell,
    /// The theme or criterion it is for.
    about: String,
    fields: Fields,
    bodies: Vec<Choice>,
    efforts: Vec<Choice>,
    effects: Vec<Choice>,
    classes: Vec<Choice>,
    problems: Problems,
    conflict: Vec<Difference>,
    /// Whether the text was taken from the framework and waits to be adapted.
    is_prefilled: bool,
    remove: String,
    back: String,
}

fn choices<'a>(
    t: Texts,
    prefix: &str,
    codes: impl Iterator<Item = &'a str>,
    kept: &str,
) -> Vec<Choice> {
    codes
        .map(|code| Choice::new(code, t.say(&format!("{prefix}.{code}"))).chosen_if(kept))
        .collect()
}

fn back(org: &Org, id: RoundId, fields: &Fields) -> String {
    place::spot(org, id, fields.text("theme"), fields.text("criterion"))
}

async fn form(
    org: &Org,
    (round, measure): (RoundId, Option<ActionId>),
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<MeasurePage> {
    let t = org.t();
    let about = finding::about(org, round, &fields).await?;
    let space = format!("rounds/{round}/workspace");
    let crumbs = [(t.say("assessment.workspace.title"), space.as_str())];
    let title = if measure.is_some() {
        t.say("assessment.measure.edit")
    } else {
        t.say("assessment.measure.new")
    };
    let (bodies, efforts, effects) = (
        Body::ALL.iter().map(|one| one.code()),
        Effort::ALL.iter().map(|one| one.code()),
        Effect::ALL.iter().map(|one| one.code()),
    );
    Ok(MeasurePage {
        shell: org.shell(title, &crumbs),
        about,
        bodies: choices(t, "assessment.body", bodies, fields.text("decided_by")),
        efforts: choices(t, "assessment.effort", efforts, fields.text("effort")),
        effects: choices(t, "assessment.effect", effects, fields.text("effect")),
        classes: words::publicity_choices(t, &fields),
        problems: Problems::new(t, invalid),
        conflict: Vec::new(),
        is_prefilled: false,
        remove: measure
            .map(|id| place::round(org, round, &format!("measures/{id}/remove")))
            .unwrap_or_default(),
        back: back(org, round, &fields),
        fields,
    })
}

fn stored(one: &Action) -> Fields {
    let due = one.due_on.map(|day| day.to_string()).unwrap_or_default();
    Fields::of(&[
        ("theme", &one.theme),
        ("criterion", &one.criterion),
        ("title", one.title.for_member()),
        ("body", one.body.for_member()),
        ("owner", &one.owner),
        ("decided_by", one.decided_by.code()),
        ("effort", one.effort.code()),
        ("effect", one.effect.code()),
        ("due_on", &due),
        ("is_decision", if one.is_decision { "true" } else { "" }),
        ("publicity", one.title.publicity().code()),
        ("ground", &one.ground),
        ("revision", &one.revision.to_string()),
    ])
}

fn draft(id: Option<ActionId>, fields: &Fields) -> ActionDraft {
    let text = |name: &str| fields.text(name).to_owned();
    ActionDraft {
        id,
        theme: text("theme"),
        criterion: text("criterion"),
        title: text("title"),
        body: text("body"),
        owner: text("owner"),
        decided_by: text("decided_by"),
        effort: text("effort"),
        effect: text("effect"),
        due_on: text("due_on"),
        is_decision: fields.is_on("is_decision"),
        publicity: text("publicity"),
        ground: text("ground"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `GET /{org}/rounds/{round}/measures/new`: begins from the framework's own proposal.
pub(super) async fn new(
    org: Org,
    Path((_, round)): Path<(String, RoundId)>,
    Query(query): Query,
) -> PageResult<Response> {
    let (theme, criterion) = (query.text("theme"), query.text("criterion"));
    let stands = app::assessment::round(&org.cx, round).await?;
    let framework = app::assessment::framework(&org.cx, &stands.framework).await?;
    let own = framework
        .criteria()
        .find(|(_, one)| one.id == criterion)
        .and_then(|(_, one)| one.leadership.as_ref());
    let locale = org.cx.locale();
    let fields = Fields::of(&[
        ("theme", theme),
        ("criterion", criterion),
        ("title", own.map_or("", |one| one.action.text(locale))),
        ("body", own.map_or("", |one| one.worry.text(locale))),
        ("publicity", "internal"),
        ("revision", "0"),
    ]);
    let page = form(&org, (round, None), fields, &Invalid::default()).await?;
    Ok(Page(MeasurePage {
        is_prefilled: own.is_some(),
        ..page
    })
    .into_response())
}

/// `POST /{org}/rounds/{round}/measures/new`
pub(super) async fn create(
    org: Org,
    Path((_, round)): Path<(String, RoundId)>,
    fields: Fields,
) -> PageResult<Response> {
    store(&org, (round, None), fields).await
}

/// `GET /{org}/rounds/{round}/measures/{measure}`
pub(super) async fn edit(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, ActionId)>,
) -> PageResult<Response> {
    let fields = stored(&app::assessment::measure(&org.cx, round, id).await?);
    let page = form(&org, (round, Some(id)), fields, &Invalid::default()).await?;
    Ok(Page(page).into_response())
}

/// `POST /{org}/rounds/{round}/measures/{measure}`
pub(super) async fn save(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, ActionId)>,
    fields: Fields,
) -> PageResult<Response> {
    store(&org, (round, Some(id)), fields).await
}

async fn store(
    org: &Org,
    (round, id): (RoundId, Option<ActionId>),
    fields: Fields,
) -> PageResult<Response> {
    match app::assessment::save_measure(&org.cx, round, &draft(id, &fields)).await {
        Ok(_) => Ok(go_with(
            &back(org, round, &fields),
            &Notice::done("assessment.measure.saved"),
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
    (round, id): (RoundId, Option<ActionId>),
    typed: &Fields,
) -> PageResult<Response> {
    let id = id.ok_or(PageError::Conflict)?;
    let saved = stored(&app::assessment::measure(&org.cx, round, id).await?);
    let differences = both(org.t(), typed, &saved);
    let fields = words::with_revision(typed, saved.text("revision"));
    let page = form(org, (round, Some(id)), fields, &Invalid::default()).await?;
    let page = MeasurePage {
        conflict: differences,
        ..page
    };
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

/// Both versions, field by field.
fn both(t: Texts, typed: &Fields, saved: &Fields) -> Vec<Difference> {
    let plain = [
        (t.say("assessment.measure.title"), "title"),
        (t.say("assessment.measure.body"), "body"),
        (t.say("assessment.measure.owner"), "owner"),
        (t.say("assessment.measure.due"), "due_on"),
    ];
    let chosen = [
        (
            t.say("assessment.measure.decided-by"),
            "decided_by",
            "assessment.body",
        ),
        (
            t.say("assessment.measure.effort"),
            "effort",
            "assessment.effort",
        ),
        (
            t.say("assessment.measure.effect"),
            "effect",
            "assessment.effect",
        ),
    ];
    let word = |fields: &Fields| {
        let key = if fields.is_on("is_decision") {
            "common.yes"
        } else {
            "common.no"
        };
        t.say(key).to_owned()
    };
    let mut all = words::differences(typed, saved, &plain);
    all.extend(
        chosen
            .into_iter()
            .map(|field| words::choice_difference(t, (typed, saved), field)),
    );
    all.push(Difference {
        label: t.say("assessment.measure.is-decision").to_owned(),
        mine: word(typed),
        saved: word(saved),
        differs: typed.is_on("is_decision") != saved.is_on("is_decision"),
    });
    all.push(words::class_difference(t, typed, saved));
    all
}

/// `POST /{org}/rounds/{round}/measures/{measure}/remove`
pub(super) async fn remove(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, ActionId)>,
) -> PageResult<Response> {
    let undo = place::round(&org, round, &format!("measures/{id}/restore"));
    let notice = Notice::done("assessment.measure.removed").with_undo(&undo);
    let done = app::assessment::remove_measure(&org.cx, round, id).await;
    answer(&org, round, done, &notice)
}

/// `POST /{org}/rounds/{round}/measures/{measure}/restore`
pub(super) async fn restore(
    org: Org,
    Path((_, round, id)): Path<(String, RoundId, ActionId)>,
) -> PageResult<Response> {
    let done = app::assessment::restore_measure(&org.cx, round, id).await;
    let notice = Notice::done("assessment.measure.restored");
    answer(&org, round, done, &notice)
}

fn answer(
    org: &Org,
    round: RoundId,
    done: Result<Action, Error>,
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
