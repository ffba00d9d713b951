//! The leader's page: which services, how often, how many days and euros, and what is not known.

use app::risk::{Computed, ServiceNumbers};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;
use domain::identity::Permission;
use domain::risk::Appetite;

use super::charts;
use super::frame::tabs;
use super::link;
use super::unknown::unknown;
use crate::error::PageResult;
use crate::extract::Org;
use crate::figures::{euros, icons, in_terms, of_hundred_ranged, time, time_ranged, two};
use crate::kit::chart::{Bars, Dots, Heading, IconArray};
use crate::kit::part::{KeyFigure, Link, Tab};
use crate::kit::shell::Shell;
use crate::page::Page;

/// How many services are drawn with their icons.
const DRAWN: usize = 3;

/// How many services stand in the table at once: what fits a phone; the others open.
const SHOWN: usize = 8;

struct Row {
    name: String,
    href: String,
    often: String,
    days: String,
    users: String,
    limit: String,
}

/// Everything that is shown once there are services.
struct Figures {
    key: Vec<KeyFigure>,
    icons: Vec<IconArray>,
    rows: Vec<Row>,
    /// Services that are seldom down for too long, behind a fold.
    further: Vec<Row>,
    dots: Dots,
    limits: Vec<(String, bool)>,
    causes: Bars,
    unknown: Vec<Link>,
}

/// `GET /{org}/risk`
#[derive(Template)]
#[template(path = "risk/overview.html")]
struct OverviewPage {
    shell: Shell,
    tabs: Vec<Tab>,
    figures: Option<Figures>,
    services: String,
    limits: String,
    measures: String,
    threats: String,
}

/// `GET /{org}/risk`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let t = org.t();
    let computed = app::risk::computed(&org.cx).await?;
    let appetite = app::risk::appetite(&org.cx).await?;
    let is_empty = computed.built.services.is_empty();
    let measures = if org.cx.may(Permission::MeasureRead) {
        org.to(crate::measure::link::BUDGET, ())
    } else {
        String::new()
    };
    Ok(Page(OverviewPage {
        shell: org.shell(t.say("risk.title"), &[]),
        tabs: tabs(&org, link::OVERVIEW),
        figures: (!is_empty).then(|| figures(&org, &computed, &appetite)),
        services: org.to(crate::service::link::LIST, ()),
        limits: org.to(link::LIMITS, ()),
        threats: org.to(crate::threat::link::LIST, ()),
        measures,
    })
    .into_response())
}

fn figures(org: &Org, computed: &Computed, appetite: &Appetite) -> Figures {
    let t = org.t();
    let services = computed.by_chance();
    let numbers = &computed.numbers;
    let limit = |limit| {
        let text = charts::limit_text(t, numbers, limit);
        (text, charts::holds(numbers, limit))
    };
    let mut rows: Vec<Row> = services
        .iter()
        .map(|(id, one)| row(org, computed, (*id, *one)))
        .collect();
    let further = rows.split_off(rows.len().min(SHOWN));
    Figures {
        key: key(org, computed),
        rows,
        further,
        icons: services
            .iter()
            .take(DRAWN)
            .map(|(id, one)| icon_array(org, computed, (*id, *one)))
            .collect(),
        dots: charts::dots(t, numbers, &appetite.limits),
        limits: appetite.limits.iter().map(limit).collect(),
        causes: charts::causes(
            org,
            Heading::new(
                "causes",
                t.say("risk.causes.title"),
                t.say("risk.causes.summary"),
                t.say("kit.numbers"),
            )
            .repeated(),
            &computed.causes_of_loss(),
            &|amount| euros(t, amount),
        ),
        unknown: unknown(org, computed),
    }
}

fn key(org: &Org, computed: &Computed) -> Vec<KeyFigure> {
    let t = org.t();
    let numbers = &computed.numbers;
    let often = numbers
        .services
        .iter()
        .filter(|it| it.chance.headline >= 0.25)
        .count();
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: t.say(label).to_owned(),
        note,
    };
    let range =
        |low: String, high: String| t.with("risk.could-be", &[("low", &low), ("high", &high)]);
    vec![
        figure(
            t.number(i64::try_from(often).unwrap_or(i64::MAX)),
            "risk.key.often",
            t.count(
                "risk.key.of-services",
                i64::try_from(numbers.services.len()).unwrap_or(0),
            ),
        ),
        figure(
            euros(t, numbers.loss.headline),
            "risk.key.loss",
            range(euros(t, numbers.loss.low), euros(t, numbers.loss.high)),
        ),
        figure(
            two(t, numbers.resident_days.headline),
            "risk.key.resident-days",
            range(
                two(t, numbers.resident_days.low),
                two(t, numbers.resident_days.high),
            ),
        ),
    ]
}

/// One service as icons of a hundred terms, with the sentence.
pub(super) fn icon_array(
    org: &Org,
    computed: &Computed,
    (id, one): (NodeId, ServiceNumbers),
) -> IconArray {
    let t = org.t();
    let (filled, maybe) = icons(one.chance);
    let node = computed.built.register.node(id);
    let name = node.map_or("", |it| it.name.as_str());
    let tolerance = node.and_then(|it| it.care.tolerance_hours);
    let tolerance = tolerance.map_or_else(String::new, |hours| hours_text(org, hours));
    let often = in_terms(t, one.chance);
    let text = t.with("risk.too-long", &[("often", &often), ("time", &tolerance)]);
    IconArray {
        heading: Heading::new(&format!("icons-{}", id.0.simple()), name, &text, ""),
        filled,
        maybe,
    }
}

/// A tolerance in words.
#[expect(clippy::cast_precision_loss, reason = "hours of a tolerance")]
pub(super) fn hours_text(org: &Org, hours: i64) -> String {
    time(org.t(), hours as f64 / 24.0)
}

fn row(org: &Org, computed: &Computed, (id, one): (NodeId, ServiceNumbers)) -> Row {
    let t = org.t();
    let node = computed.built.register.node(id);
    let dash = || "–".to_owned();
    let care = node.map(|it| &it.care);
    Row {
        name: node.map_or_else(String::new, |it| it.name.clone()),
        href: org.to(link::SERVICE, id),
        often: of_hundred_ranged(t, one.chance),
        days: time_ranged(t, one.days),
        users: care
            .and_then(|it| it.users)
            .map_or_else(dash, |users| t.number(users)),
        limit: care
            .and_then(|it| it.tolerance_hours)
            .map_or_else(dash, |hours| hours_text(org, hours)),
    }
}
