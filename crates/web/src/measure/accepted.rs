//! Accepted risks: who bears what until when, those that must be decided again first.

use app::measure::AcceptanceDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::measure::Acceptance;
use domain::service::Register;

use super::frame::{shell, tabs};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Tab};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

struct Row {
    subject: String,
    href: String,
    service: String,
    by: String,
    until: String,
    is_over: bool,
    reason: String,
}

/// `GET /{org}/measures/accepted`
#[derive(Template)]
#[template(path = "measure/accepted.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    new: String,
}

/// `GET /{org}/measures/accepted/{id}` and `GET /{org}/measures/accepted/new`
#[derive(Template)]
#[template(path = "measure/acceptance.html")]
struct FormPage {
    shell: Shell,
    action: String,
    remove: String,
    services: Vec<Choice>,
    fields: Fields,
    problems: Problems,
    differences: Vec<Difference>,
}

fn service(register: &Register, one: &Acceptance) -> String {
    let id = one.service.parse().ok();
    let node = id.and_then(|id| register.node(domain::NodeId(id)));
    node.map_or_else(|| "–".to_owned(), |node| node.name.clone())
}

fn row(org: &Org, register: &Register, one: &Acceptance) -> Row {
    let t = org.t();
    Row {
        subject: one.subject.clone(),
        href: if org.cx.may(Permission::RiskDecide) {
            org.to(link::ACCEPTANCE, &one.id)
        } else {
            String::new()
        },
        service: service(register, one),
        by: t.with(
            "risk.accept.by-on",
            &[("by", &one.accepted_by), ("day", &t.date(one.accepted_on))],
        ),
        until: t.date(one.until),
        is_over: one.is_over(org.cx.today()),
        reason: one.reason.clone(),
    }
}

/// `GET /{org}/measures/accepted`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let all = app::measure::acceptances(&org.cx).await?;
    let register = app::service::register(&org.cx).await?;
    let may_decide = org.cx.may(Permission::RiskDecide);
    Ok(Page(ListPage {
        shell: shell(&org, org.t().say("measure.tab.accepted")),
        tabs: tabs(&org, link::ACCEPTED),
        rows: all.iter().map(|one| row(&org, &register, one)).collect(),
        new: if may_decide {
            org.to(link::NEW_ACCEPTANCE, ())
        } else {
            String::new()
        },
    })
    .into_response())
}

fn stored(one: &Acceptance) -> Fields {
    Fields::of(&[
        ("subject", &one.subject),
        ("service", &one.service),
        ("accepted_by", &one.accepted_by),
        ("accepted_on", &one.accepted_on.to_string()),
        ("until", &one.until.to_string()),
        ("reason", &one.reason),
        ("revision", &one.revision.to_string()),
    ])
}

fn draft(id: &str, fields: &Fields) -> AcceptanceDraft {
    let text = |name: &str| fields.text(name).to_owned();
    AcceptanceDraft {
        id: id.to_owned(),
        subject: text("subject"),
        service: text("service"),
        accepted_by: text("accepted_by"),
        accepted_on: text("accepted_on"),
        until: text("until"),
        reason: text("reason"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// The form; `id` is empty for a new one.
async fn form(org: &Org, id: &str, fields: Fields, invalid: &Invalid) -> PageResult<FormPage> {
    let t = org.t();
    let register = app::service::register(&org.cx).await?;
    let kept = fields.text("service");
    let services = register
        .services()
        .map(|node| Choice::new(&node.id.to_string(), &node.name).chosen_if(kept));
    let (title, action) = if id.is_empty() {
        ("risk.accept.new", org.to(link::NEW_ACCEPTANCE, ()))
    } else {
        ("risk.accept.edit", org.to(link::ACCEPTANCE, id))
    };
    let crumbs = [
        (t.say("measure.title"), org.to(link::BUDGET, ())),
        (t.say("measure.tab.accepted"), org.to(link::ACCEPTED, ())),
    ];
    Ok(FormPage {
        shell: org.shell(t.say(title), &crumbs),
        remove: if id.is_empty() {
            String::new()
        } else {
            org.to(link::REMOVE_ACCEPTANCE, id)
        },
        action,
        services: services.collect(),
        problems: Problems::new(t, invalid),
        differences: Vec::new(),
        fields,
    })
}

/// `GET /{org}/measures/accepted/new`
pub(super) async fn new(org: Org) -> PageResult<Response> {
    let today = org.cx.today().to_string();
    let fields = Fields::of(&[("accepted_on", &today)]);
    Ok(Page(form(&org, "", fields, &Invalid::default()).await?).into_response())
}

/// `GET /{org}/measures/accepted/{id}`
pub(super) async fn show(org: Org, At(id): At<String>) -> PageResult<Response> {
    let one = app::measure::acceptance(&org.cx, &id).await?;
    Ok(Page(form(&org, &id, stored(&one), &Invalid::default()).await?).into_response())
}

/// `POST /{org}/measures/accepted/new`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    write(org, "", fields).await
}

/// `POST /{org}/measures/accepted/{id}`
pub(super) async fn save(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    write(org, &id, fields).await
}

async fn write(org: Org, id: &str, fields: Fields) -> PageResult<Response> {
    match app::measure::accept(&org.cx, &draft(id, &fields)).await {
        Ok(_) => {
            let notice = Notice::done("risk.accept.saved");
            Ok(go_with(&org.to(link::ACCEPTED, ()), &notice))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(form(&org, id, fields, &invalid).await?)),
        Err(Error::Conflict) => {
            let saved = stored(&app::measure::acceptance(&org.cx, id).await?);
            let both = differences(&org, &fields, &saved);
            let fields = fields.with("revision", saved.text("revision"));
            let page = form(&org, id, fields, &Invalid::default()).await?;
            Ok(conflict(FormPage {
                differences: both,
                ..page
            }))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

fn differences(org: &Org, typed: &Fields, saved: &Fields) -> Vec<Difference> {
    let names = [
        ("risk.accept.subject", "subject"),
        ("risk.accept.by", "accepted_by"),
        ("risk.accept.on", "accepted_on"),
        ("risk.accept.until", "until"),
        ("risk.accept.reason", "reason"),
    ];
    words::differences(org.t(), &names, (typed, saved))
}

/// `POST /{org}/measures/accepted/{id}/remove`: the page asked before.
pub(super) async fn remove(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let notice = match app::measure::remove_acceptance(&org.cx, &id, revision).await {
        Ok(()) => Notice::done("risk.accept.removed"),
        Err(Error::Conflict) => Notice::refused("measure.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::ACCEPTED, ()), &notice))
}
