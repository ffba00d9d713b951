//! One measure's page and form, and a new one of the municipality's own.

use app::measure::MeasureView;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::measure::{MeasureStatus, PlannedMeasure};

use super::fields::{EffectRow, differences, draft, rows, stored};
use super::frame::shell;
use super::one::{Does, besides, does, overlaps, sources, strength};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::evidence::Source;
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Link};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

/// What is known of a measure; of a new one nothing is.
struct Known {
    status: (&'static str, &'static str),
    facts: Vec<(&'static str, String)>,
    note: String,
    does: Vec<Does>,
    besides: Vec<String>,
    strength: (String, String),
    sources: Vec<Source>,
    overlaps: Vec<Link>,
}

/// `GET /{org}/measures/{id}` and `GET /{org}/measures/new`
#[derive(Template)]
#[template(path = "measure/one.html")]
struct MeasurePage {
    shell: Shell,
    lead: String,
    known: Option<Known>,
    is_own: bool,
    may_write: bool,
    action: String,
    remove: String,
    default_cost: String,
    statuses: Vec<Choice>,
    rows: Vec<EffectRow>,
    fields: Fields,
    problems: Problems,
    differences: Vec<Difference>,
}

fn statuses(org: &Org, fields: &Fields) -> Vec<Choice> {
    let kept = fields.text("status");
    let kept = if kept.is_empty() { "idea" } else { kept };
    let choice =
        |it: &MeasureStatus| Choice::new(it.code(), words::status(org.t(), *it)).chosen_if(kept);
    MeasureStatus::ALL.iter().map(choice).collect()
}

fn known(org: &Org, view: &MeasureView) -> Known {
    let (t, told) = (org.t(), &view.planned);
    let cost = if view.is_default_cost {
        t.with("measure.facts.default", &[("cost", &t.euros(view.cost))])
    } else {
        t.euros(view.cost)
    };
    Known {
        status: (words::status(t, told.status), words::tag(told.status)),
        facts: vec![
            (t.say("measure.list.cost"), cost),
            (t.say("measure.list.owner"), words::told(&told.owner)),
            (t.say("measure.list.due"), words::day(t, told.due_on)),
        ],
        note: told.note.clone(),
        does: does(org, view),
        besides: besides(org, view),
        strength: strength(org, view),
        sources: sources(org, view),
        overlaps: overlaps(org, view),
    }
}

fn page(org: &Org, view: Option<&MeasureView>, fields: Fields, invalid: &Invalid) -> MeasurePage {
    let t = org.t();
    let is_own = view.is_none_or(|it| it.offered.is_none());
    let title = view.map_or(t.say("measure.new.title"), |it| it.title.as_str());
    let default = view.filter(|it| it.offered.is_some() && it.is_default_cost);
    MeasurePage {
        shell: shell(org, title),
        lead: view.map_or_else(
            || t.say("measure.new.lead").to_owned(),
            |it| it.sentence.clone(),
        ),
        known: view.map(|it| known(org, it)),
        is_own,
        may_write: org.cx.may(Permission::MeasureWrite),
        action: view.map_or_else(|| org.to(link::NEW, ()), |it| org.to(link::MEASURE, &it.id)),
        remove: view
            .filter(|_| is_own)
            .map(|it| org.to(link::REMOVE, &it.id))
            .unwrap_or_default(),
        default_cost: default.map_or_else(String::new, |it| {
            t.with("measure.field.cost-default", &[("cost", &t.euros(it.cost))])
        }),
        statuses: statuses(org, &fields),
        rows: if is_own { rows(t, &fields) } else { Vec::new() },
        problems: Problems::new(t, invalid),
        differences: Vec::new(),
        fields,
    }
}

/// `GET /{org}/measures/{id}`
pub(super) async fn show(org: Org, At(id): At<String>) -> PageResult<Response> {
    let view = app::measure::measure(&org.cx, &id).await?;
    let fields = stored(org.t(), &view);
    Ok(Page(page(&org, Some(&view), fields, &Invalid::default())).into_response())
}

/// `POST /{org}/measures/{id}`
pub(super) async fn save(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    match app::measure::save(&org.cx, &draft(&id, &fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::MEASURE, &id),
            &Notice::done("measure.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            let view = app::measure::measure(&org.cx, &id).await?;
            Ok(mend(page(&org, Some(&view), fields, &invalid)))
        }
        Err(Error::Conflict) => {
            let view = app::measure::measure(&org.cx, &id).await?;
            let saved = stored(org.t(), &view);
            let both = differences(org.t(), &fields, &saved);
            let fields = fields.with("revision", saved.text("revision"));
            let page = page(&org, Some(&view), fields, &Invalid::default());
            Ok(conflict(MeasurePage {
                differences: both,
                ..page
            }))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// `GET /{org}/measures/new`
pub(super) async fn new(org: Org) -> PageResult<Response> {
    let fields = Fields::of(&[("status", PlannedMeasure::default().status.code())]);
    Ok(Page(page(&org, None, fields, &Invalid::default())).into_response())
}

/// `POST /{org}/measures/new`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    match app::measure::save(&org.cx, &draft("", &fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::MEASURE, &id),
            &Notice::done("measure.saved"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, None, fields, &invalid))),
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::BUDGET, ()), &Notice::refused(key))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/measures/{id}/remove`: the page asked before.
pub(super) async fn remove(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    match app::measure::remove(&org.cx, &id, revision).await {
        Ok(()) => Ok(go_with(
            &org.to(link::BUDGET, ()),
            &Notice::done("measure.removed"),
        )),
        Err(Error::Conflict) => {
            let view = app::measure::measure(&org.cx, &id).await?;
            let notice = Notice::refused("measure.changed");
            Ok(go_with(&org.to(link::MEASURE, &view.id), &notice))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
