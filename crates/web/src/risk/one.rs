//! One service: how often it is down for too long, and what stops it.

use app::risk::Computed;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;

use super::charts;
use super::frame::shell;
use super::overview::{hours_text, icon_array};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org};
use crate::figures::{euros, time, time_ranged, two};
use crate::kit::chart::{Bars, Heading, IconArray};
use crate::kit::shell::Shell;
use crate::page::Page;

/// `GET /{org}/risk/services/{node}`
#[derive(Template)]
#[template(path = "risk/service.html")]
struct ServicePage {
    shell: Shell,
    icons: IconArray,
    facts: Vec<(&'static str, String)>,
    happens: String,
    causes: Bars,
    has_causes: bool,
    is_coincidence: bool,
    service: String,
    threats: String,
}

/// `GET /{org}/risk/services/{node}`
pub(super) async fn show(org: Org, At(id): At<NodeId>) -> PageResult<Response> {
    let computed = app::risk::computed(&org.cx).await?;
    Ok(Page(page(&org, &computed, id)?).into_response())
}

fn page(org: &Org, computed: &Computed, id: NodeId) -> PageResult<ServicePage> {
    let t = org.t();
    let missing = || PageError::from(app::Error::NotFound);
    let at = computed.place(id).ok_or_else(missing)?;
    let node = computed.built.register.node(id).ok_or_else(missing)?;
    let numbers = *computed.numbers.services.get(at).ok_or_else(missing)?;
    let causes = computed.causes_of(id);
    let heading = Heading::new(
        "causes",
        t.say("risk.service.causes"),
        t.say("risk.service.causes-summary"),
        t.say("kit.numbers"),
    );
    Ok(ServicePage {
        shell: shell(org, &node.name),
        icons: icon_array(org, computed, (id, numbers)),
        facts: facts(org, computed, id),
        happens: node.care.text(domain::service::Moment::Day3).to_owned(),
        has_causes: !causes.is_empty(),
        causes: charts::causes(org, heading.repeated(), &causes, &|days| time(t, days)),
        is_coincidence: numbers.needs_coincidence,
        service: org.to(crate::service::link::NODE, id),
        threats: org.to(crate::threat::link::LIST, ()),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "residents and euros are far below 2^52"
)]
fn facts(org: &Org, computed: &Computed, id: NodeId) -> Vec<(&'static str, String)> {
    let t = org.t();
    let mut facts = Vec::new();
    let at = computed.place(id);
    let numbers = at.and_then(|at| computed.numbers.services.get(at));
    let Some((numbers, node)) = numbers.zip(computed.built.register.node(id)) else {
        return facts;
    };
    let days = numbers.days;
    facts.push((t.say("risk.days"), time_ranged(t, days)));
    if let Some(hours) = node.care.tolerance_hours {
        facts.push((t.say("risk.tolerance"), hours_text(org, hours)));
    }
    if let Some(hours) = node.care.season_tolerance_hours {
        facts.push((
            t.say("service.field.season-tolerance"),
            hours_text(org, hours),
        ));
    }
    if let Some(users) = node.care.users {
        let resident_days = two(t, users as f64 * days.headline);
        let text = t.with(
            "risk.service.users",
            &[("users", &t.number(users)), ("days", &resident_days)],
        );
        facts.push((t.say("service.field.users"), text));
    }
    if let Some(cost) = node.care.cost_per_day {
        let text = t.with(
            "risk.service.cost",
            &[
                ("day", &t.euros(cost)),
                ("term", &euros(t, cost as f64 * days.headline)),
            ],
        );
        facts.push((t.say("risk.euros"), text));
    }
    facts
}
