//! What follows if something is down for a time: a form that asks, and the answer under it.

use app::form::{Fault, Problem, unclear_hours};
use app::service::LONGEST_STOP;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;
use domain::service::{Hit, Impact, NodeKind, Register, Stage, Stop, parse_hours};
use i18n::Texts;

use super::frame::{shell, tabs};
use super::link;
use super::words::{Candidates, candidates, months, n, name, span};
use crate::error::PageResult;
use crate::extract::{Org, Query};
use crate::kit::part::{Choice, KeyFigure, Link, Tab};
use crate::kit::shell::Shell;
use crate::page::Page;

struct Row {
    name: String,
    href: String,
    stage: &'static str,
    tag: &'static str,
    hurts: String,
    limit: String,
    users: String,
    is_untested: bool,
}

/// The answer.
struct Answer {
    says: String,
    figures: Vec<KeyFigure>,
    rows: Vec<Row>,
    others: Vec<Link>,
}

/// `GET /{org}/services/what-if`
#[derive(Template)]
#[template(path = "service/what_if.html")]
struct WhatIfPage {
    shell: Shell,
    tabs: Vec<Tab>,
    groups: Vec<Candidates>,
    hours: String,
    problem: String,
    months: Vec<Choice>,
    answer: Option<Answer>,
    action: String,
    is_empty: bool,
    list: String,
}

/// What stops most often first: suppliers and systems.
const KINDS: [NodeKind; 5] = [
    NodeKind::Supplier,
    NodeKind::System,
    NodeKind::Network,
    NodeKind::Site,
    NodeKind::Service,
];

/// When something begins, from the beginning of the stop.
fn from(t: Texts, hours: i64) -> String {
    if hours == 0 {
        t.say("service.what-if.at-once").to_owned()
    } else {
        t.with("service.what-if.after", &[("time", &span(t, hours))])
    }
}

fn row(org: &Org, register: &Register, hit: &Hit) -> Row {
    let t = org.t();
    Row {
        name: name(register, hit.service).to_owned(),
        href: org.to(link::NODE, hit.service),
        stage: t.say(&format!("service.stage.{}", hit.stage.code())),
        tag: match hit.stage {
            Stage::Unbearable => "error",
            Stage::Hurts => "warning",
            Stage::Unknown => "neutral",
            Stage::Carried => "success",
        },
        hurts: from(t, hit.hurts_from),
        limit: hit.unbearable_from.map_or_else(
            || t.say("service.what-if.not-told").to_owned(),
            |hours| from(t, hours),
        ),
        users: hit
            .users
            .map_or_else(|| "–".to_owned(), |users| t.number(users)),
        is_untested: hit.hurts_from > 0 && !hit.is_tested,
    }
}

fn figures(t: Texts, impact: &Impact) -> Vec<KeyFigure> {
    let figure = |value: String, label: &str, note: &str| KeyFigure {
        value,
        label: t.say(label).to_owned(),
        note: if note.is_empty() {
            String::new()
        } else {
            t.say(note).to_owned()
        },
    };
    let count = |stage| t.number(n(impact.count(stage)));
    vec![
        figure(
            t.number(n(impact.hits.len())),
            "service.what-if.services",
            "",
        ),
        figure(count(Stage::Unbearable), "service.what-if.unbearable", ""),
        figure(
            t.number(impact.people(Stage::Carried)),
            "service.what-if.people",
            "service.what-if.people-note",
        ),
        figure(
            t.euros(impact.cost),
            "service.what-if.cost",
            "service.what-if.cost-note",
        ),
    ]
}

fn answer(org: &Org, register: &Register, (stop, impact): (Stop, &Impact)) -> Answer {
    let t = org.t();
    let key = if impact.hits.is_empty() {
        "service.what-if.says-none"
    } else {
        "service.what-if.says"
    };
    let others = impact
        .others
        .iter()
        .map(|id| Link::new(name(register, *id), &org.to(link::NODE, *id)));
    Answer {
        says: t.with(
            key,
            &[
                ("name", &name(register, stop.node)),
                ("time", &span(t, stop.hours)),
                (
                    "services",
                    &t.count("service.count.services", n(impact.hits.len())),
                ),
            ],
        ),
        figures: figures(t, impact),
        rows: impact
            .hits
            .iter()
            .map(|hit| row(org, register, hit))
            .collect(),
        others: others.collect(),
    }
}

/// How long a stop is asked about; none before anybody asks.
fn asked_hours(typed: &str) -> Result<Option<i64>, Fault> {
    const KEY: &str = "service.error.hours";
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let hours = parse_hours(typed).map_err(|error| unclear_hours(error, typed, KEY))?;
    let is_in = (1..=LONGEST_STOP).contains(&hours);
    is_in.then_some(Some(hours)).ok_or(Fault::new(KEY))
}

/// `GET /{org}/services/what-if?node=…&hours=…&month=…`
pub(super) async fn show(org: Org, Query(query): Query) -> PageResult<Response> {
    let t = org.t();
    let typed = query.text("hours");
    let (hours, problem) = match asked_hours(typed) {
        Ok(hours) => (hours, String::new()),
        Err(fault) => {
            let label = t.say("service.what-if.hours");
            (None, Problem::new(t, "hours", label, &fault).text)
        }
    };
    let month = query.read("month").filter(|month| (1..=12).contains(month));
    let node: Option<NodeId> = query.read("node");
    let register = app::service::register(&org.cx).await?;
    let node = node.filter(|id| register.node(*id).is_some());
    let answer = match (node, hours) {
        (Some(node), Some(hours)) => {
            let stop = Stop { node, hours, month };
            let (register, impact) = app::service::what_if(&org.cx, stop).await?;
            Some(answer(&org, &register, (stop, &impact)))
        }
        _ => None,
    };
    Ok(Page(WhatIfPage {
        shell: shell(&org, t.say("service.tab.what-if")),
        tabs: tabs(&org, link::WHAT_IF),
        groups: candidates(
            org.t(),
            &register,
            &KINDS,
            &node.map(|id| id.to_string()).unwrap_or_default(),
        ),
        hours: if typed.is_empty() { "48" } else { typed }.to_owned(),
        problem,
        months: months(
            t,
            &month
                .map(|it| it.to_string())
                .into_iter()
                .collect::<Vec<_>>(),
        ),
        answer,
        action: org.to(link::WHAT_IF, ()),
        is_empty: register.nodes().is_empty(),
        list: org.to(link::LIST, ()),
    })
    .into_response())
}
