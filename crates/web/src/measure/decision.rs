//! Decisions of bodies: what was decided, and whether the money stands in the budget.

use app::measure::DecisionDraft;
use app::measure::MeasureView;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::measure::CouncilDecision;

use super::frame::{shell, tabs};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems, Query};
use crate::kit::part::{Choice, Difference, Link, Tab};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

struct Row {
    title: String,
    href: String,
    /// Body, day and section.
    when: String,
    text: String,
    measures: Vec<Link>,
    euros: String,
    budget: String,
    lacks_money: bool,
}

/// `GET /{org}/measures/decisions`
#[derive(Template)]
#[template(path = "measure/decisions.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    new: String,
}

/// `GET /{org}/measures/decisions/{id}` and `GET /{org}/measures/decisions/new`
#[derive(Template)]
#[template(path = "measure/decision.html")]
struct FormPage {
    shell: Shell,
    action: String,
    remove: String,
    measures: Vec<Choice>,
    fields: Fields,
    problems: Problems,
    differences: Vec<Difference>,
}

fn row(org: &Org, all: &[MeasureView], one: &CouncilDecision) -> Row {
    let t = org.t();
    let named = |id: &String| {
        let view = all.iter().find(|view| view.id == *id)?;
        Some(Link::new(&view.title, &org.to(link::MEASURE, id)))
    };
    let day = t.date(one.decided_on);
    let budgeted = one.budgeted.map_or_else(|| "–".to_owned(), |n| t.euros(n));
    Row {
        title: one.title.clone(),
        href: if org.cx.may(Permission::RiskDecide) {
            org.to(link::DECISION, &one.id)
        } else {
            String::new()
        },
        when: t.with(
            "risk.decision.when",
            &[
                ("body", &one.body),
                ("day", &day),
                ("section", &one.section),
            ],
        ),
        text: one.text.clone(),
        measures: one.measures.iter().filter_map(named).collect(),
        euros: t.euros(one.euros),
        budget: if one.budget_line.is_empty() {
            t.say("risk.decision.no-line").to_owned()
        } else {
            format!("{}: {budgeted}", one.budget_line)
        },
        lacks_money: one.lacks_money(),
    }
}

/// `GET /{org}/measures/decisions`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let decisions = app::measure::decisions(&org.cx).await?;
    let all = app::measure::measures(&org.cx).await?;
    let may_decide = org.cx.may(Permission::RiskDecide);
    Ok(Page(ListPage {
        shell: shell(&org, org.t().say("measure.tab.decisions")),
        tabs: tabs(&org, link::DECISIONS),
        rows: decisions.iter().map(|one| row(&org, &all, one)).collect(),
        new: if may_decide {
            org.to(link::NEW_DECISION, ())
        } else {
            String::new()
        },
    })
    .into_response())
}

fn stored(org: &Org, one: &CouncilDecision) -> Fields {
    let number = |n: i64| org.t().number(n).replace('\u{a0}', " ");
    let budgeted = one.budgeted.map(number).unwrap_or_default();
    Fields::of(&[
        ("title", &one.title),
        ("body", &one.body),
        ("decided_on", &one.decided_on.to_string()),
        ("section", &one.section),
        ("euros", &number(one.euros)),
        ("budget_line", &one.budget_line),
        ("budgeted", &budgeted),
        ("text", &one.text),
        ("revision", &one.revision.to_string()),
    ])
    .with_all("measure", &one.measures)
}

fn draft(id: &str, fields: &Fields) -> DecisionDraft {
    let text = |name: &str| fields.text(name).to_owned();
    DecisionDraft {
        id: id.to_owned(),
        title: text("title"),
        body: text("body"),
        decided_on: text("decided_on"),
        section: text("section"),
        measures: fields.all("measure").to_vec(),
        euros: text("euros"),
        budget_line: text("budget_line"),
        budgeted: text("budgeted"),
        text: text("text"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// The form; `id` is empty for a new one.
async fn form(org: &Org, id: &str, fields: Fields, invalid: &Invalid) -> PageResult<FormPage> {
    let t = org.t();
    let all = app::measure::measures(&org.cx).await?;
    let chosen = fields.all("measure");
    let measures = all.iter().map(|one| {
        let is_chosen = chosen.contains(&one.id);
        let kept = if is_chosen { one.id.as_str() } else { "" };
        Choice::new(&one.id, &one.title).chosen_if(kept)
    });
    let (title, action) = if id.is_empty() {
        ("risk.decision.new", org.to(link::NEW_DECISION, ()))
    } else {
        ("risk.decision.edit", org.to(link::DECISION, id))
    };
    let crumbs = [
        (t.say("measure.title"), org.to(link::BUDGET, ())),
        (t.say("measure.tab.decisions"), org.to(link::DECISIONS, ())),
    ];
    Ok(FormPage {
        shell: org.shell(t.say(title), &crumbs),
        remove: if id.is_empty() {
            String::new()
        } else {
            org.to(link::REMOVE_DECISION, id)
        },
        action,
        measures: measures.collect(),
        problems: Problems::new(t, invalid),
        differences: Vec::new(),
        fields,
    })
}

/// `GET /{org}/measures/decisions/new?measure=…`: a choice is carried over with what it costs.
pub(super) async fn new(org: Org, Query(query): Query) -> PageResult<Response> {
    let t = org.t();
    let chosen = query.all("measure");
    let all = app::measure::measures(&org.cx).await?;
    let sum: i64 = all
        .iter()
        .filter(|it| chosen.contains(&it.id))
        .map(|it| it.cost)
        .sum();
    let euros = if sum > 0 {
        t.number(sum).replace('\u{a0}', " ")
    } else {
        String::new()
    };
    let fields = Fields::of(&[
        ("euros", &euros),
        ("body", t.say("leadership.body.council")),
    ]);
    let fields = fields.with_all("measure", chosen);
    Ok(Page(form(&org, "", fields, &Invalid::default()).await?).into_response())
}

/// `GET /{org}/measures/decisions/{id}`
pub(super) async fn show(org: Org, At(id): At<String>) -> PageResult<Response> {
    let one = app::measure::decision(&org.cx, &id).await?;
    let fields = stored(&org, &one);
    Ok(Page(form(&org, &id, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/measures/decisions/new`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    write(org, "", fields).await
}

/// `POST /{org}/measures/decisions/{id}`
pub(super) async fn save(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    write(org, &id, fields).await
}

async fn write(org: Org, id: &str, fields: Fields) -> PageResult<Response> {
    match app::measure::record_decision(&org.cx, &draft(id, &fields)).await {
        Ok(_) => {
            let notice = Notice::done("risk.decision.saved");
            Ok(go_with(&org.to(link::DECISIONS, ()), &notice))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(form(&org, id, fields, &invalid).await?)),
        Err(Error::Conflict) => {
            let saved = stored(&org, &app::measure::decision(&org.cx, id).await?);
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
        ("risk.decision.title", "title"),
        ("risk.decision.body", "body"),
        ("risk.decision.on", "decided_on"),
        ("risk.decision.section", "section"),
        ("risk.decision.euros", "euros"),
        ("risk.decision.line", "budget_line"),
        ("risk.decision.budgeted", "budgeted"),
        ("risk.decision.text", "text"),
    ];
    words::differences(org.t(), &names, (typed, saved))
}

/// `POST /{org}/measures/decisions/{id}/remove`: the page asked before.
pub(super) async fn remove(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    let notice = match app::measure::remove_decision(&org.cx, &id, revision).await {
        Ok(()) => Notice::done("risk.decision.removed"),
        Err(Error::Conflict) => Notice::refused("measure.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::DECISIONS, ()), &notice))
}
