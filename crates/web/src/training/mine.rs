//! A person's own training: modules, paths, certificate.

use app::training::{Mine, ModuleState};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::training::{Body, Term};
use i18n::Texts;

use crate::error::PageResult;
use crate::extract::{Fields, Org, Problems};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, download, mend};

/// A module in the list.
struct Row {
    title: String,
    goal: String,
    minutes: String,
    href: String,
    state: String,
    mark: &'static str,
}

/// A step of a path, with the cards and modules it leads to.
struct StepRow {
    title: String,
    text: String,
    links: Vec<(String, String)>,
}

/// A way through cards and modules.
struct PathRow {
    id: &'static str,
    title: String,
    lead: String,
    steps: Vec<StepRow>,
}

/// `GET /{org}/training`
#[derive(Template)]
#[template(path = "training/mine.html")]
struct MinePage {
    shell: Shell,
    lead: String,
    term: String,
    body_chosen: bool,
    body: &'static str,
    bodies: Vec<Choice>,
    problems: Problems,
    count: String,
    rows: Vec<Row>,
    is_whole: bool,
    paths: Vec<PathRow>,
    may_manage: bool,
    action: String,
}

/// The council term in words.
pub(super) fn term(t: Texts, term: Term) -> String {
    t.with(
        "training.term",
        &[("from", &term.year()), ("to", &term.last_year())],
    )
}

/// Bodies to choose from.
pub(super) fn bodies(t: Texts, chosen: &str) -> Vec<Choice> {
    Body::ALL
        .iter()
        .map(|body| Choice::new(body.code(), name(t, *body)).chosen_if(chosen))
        .collect()
}

/// A body in words.
pub(super) fn name(t: Texts, body: Body) -> &'static str {
    t.say(&format!("training.bodies.{}", body.code()))
}

fn row(org: &Org, one: &ModuleState) -> Row {
    let t = org.t();
    let text = |it: &domain::Localised| it.text(t.locale()).to_owned();
    let (state, mark) = match &one.done {
        Some(done) => (
            t.with(
                "training.done",
                &[
                    ("date", &t.date(done.on)),
                    ("correct", &done.correct),
                    ("asked", &done.asked),
                ],
            ),
            "success",
        ),
        None => (t.say("training.to-do").to_owned(), "neutral"),
    };
    Row {
        title: text(&one.module.title),
        goal: text(&one.module.goal),
        minutes: t.count("training.minutes", i64::from(one.module.minutes)),
        href: org.href(&format!("training/modules/{}", one.module.id)),
        state,
        mark,
    }
}

fn paths(org: &Org) -> Vec<PathRow> {
    let locale = org.cx.locale();
    let text = |it: &domain::Localised| it.text(locale).to_owned();
    let root = format!("/handbook/{}/{locale}", org.cx.organisation().slug);
    let links = |step: &content::training::PathStep| {
        let cards = step
            .cards
            .iter()
            .filter_map(|id| content::handbook().card(id));
        let modules = step
            .modules
            .iter()
            .filter_map(|id| content::training().module(id));
        let cards = cards.map(|card| (text(&card.title), format!("{root}/cards/{}", card.id)));
        let modules = modules.map(|one| {
            let to = org.href(&format!("training/modules/{}", one.id));
            (text(&one.title), to)
        });
        cards.chain(modules).collect()
    };
    content::training()
        .paths
        .iter()
        .map(|path| PathRow {
            id: &path.id,
            title: text(&path.title),
            lead: text(&path.lead),
            steps: path
                .steps
                .iter()
                .map(|step| StepRow {
                    title: text(&step.title),
                    text: text(&step.text),
                    links: links(step),
                })
                .collect(),
        })
        .collect()
}

fn page(org: &Org, mine: &Mine, invalid: &Invalid) -> MinePage {
    let t = org.t();
    MinePage {
        shell: org.shell(t.say("training.title"), &[]),
        lead: content::training().lead.text(t.locale()).to_owned(),
        term: term(t, mine.term),
        body_chosen: mine.body.is_some(),
        body: mine.body.map_or("", |body| name(t, body)),
        bodies: bodies(t, mine.body.map_or("", Body::code)),
        problems: Problems::new(t, invalid),
        count: t.with(
            "training.count",
            &[("done", &mine.count()), ("all", &mine.modules.len())],
        ),
        rows: mine.modules.iter().map(|one| row(org, one)).collect(),
        is_whole: mine.is_whole(),
        paths: paths(org),
        may_manage: org.cx.may(Permission::TrainingManage),
        action: org.href("training"),
    }
}

/// `GET /{org}/training`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let mine = app::training::mine(&org.cx).await?;
    Ok(Page(page(&org, &mine, &Invalid::default())).into_response())
}

/// `POST /{org}/training/body`
pub(super) async fn join(org: Org, fields: Fields) -> PageResult<Response> {
    match app::training::join(&org.cx, fields.text("body")).await {
        Ok(()) => Ok(go_with(
            &org.href("training"),
            &Notice::done("training.joined-body"),
        )),
        Err(Error::Invalid(invalid)) => {
            let mine = app::training::mine(&org.cx).await?;
            Ok(mend(page(&org, &mine, &invalid)))
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /{org}/training/certificate.pdf`
pub(super) async fn certificate(org: Org) -> PageResult<Response> {
    let file = app::training::certificate(&org.cx).await?;
    Ok(download(&file.name, file.content_type, file.bytes))
}
