//! A person's own training: modules, paths, certificate.

use app::training::{Mine, ModuleState, OpenSurvey};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::training::{Body, SurveyPart, Term, Way};
use i18n::Texts;

use super::link;
use crate::error::PageResult;
use crate::extract::{Fields, Org, Problems};
use crate::handbook::reader::Reader;
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

/// A survey that waits for an answer.
struct SurveyRow {
    title: &'static str,
    text: String,
    /// Empty when each has got a link of one's own.
    href: String,
}

/// Where the page leads and what its forms post to.
struct Places {
    body: String,
    reminders: String,
    certificate: String,
    sessions: String,
}

/// `GET /{org}/training`
#[derive(Template)]
#[template(path = "training/mine.html")]
struct MinePage {
    shell: Shell,
    lead: String,
    term: String,
    /// That a new term has begun; empty when there is no need to say so.
    anew: &'static str,
    surveys: Vec<SurveyRow>,
    body: &'static str,
    bodies: Vec<Choice>,
    ways: Vec<Choice>,
    problems: Problems,
    count: String,
    /// How far the short path is; empty for those who do everything.
    on_the_way: String,
    rows: Vec<Row>,
    is_whole: bool,
    /// The person's own path, shown first, when it is the short one.
    first: Vec<PathRow>,
    paths: Vec<PathRow>,
    is_quiet: bool,
    may_manage: bool,
    at: Places,
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

/// Ways to choose from.
fn ways(t: Texts, chosen: &str) -> Vec<Choice> {
    Way::ALL
        .iter()
        .map(|way| {
            let label = t.say(&format!("training.way.{}", way.code()));
            Choice::new(way.code(), label).chosen_if(chosen)
        })
        .collect()
}

/// A survey that takes answers, in words.
fn survey(t: Texts, one: &OpenSurvey) -> SurveyRow {
    let (title, why) = match one.part {
        SurveyPart::Before => ("training.survey.before", "training.survey.answer-before"),
        SurveyPart::After => ("training.survey.after", "training.survey.answer-after"),
    };
    let until = one.closes_on.map_or_else(String::new, |day| {
        t.with("training.survey.until", &[("date", &t.date_long(day))])
    });
    let how = match one.address {
        Some(_) => t.count("training.survey.takes", i64::from(one.minutes)),
        None => t.say("training.survey.own-link").to_owned(),
    };
    let parts = [t.say(why), &until, &how];
    let parts: Vec<&str> = parts.into_iter().filter(|one| !one.is_empty()).collect();
    SurveyRow {
        title: t.say(title),
        text: parts.join(" "),
        href: one.address.clone().unwrap_or_default(),
    }
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
        href: org.to(link::MODULE, &one.module.id),
        state,
        mark,
    }
}

fn paths(org: &Org) -> Vec<PathRow> {
    let locale = org.cx.locale();
    let text = |it: &domain::Localised| it.text(locale).to_owned();
    let handbook = Reader::of(org);
    let links = |step: &content::training::PathStep| {
        let cards = step
            .cards
            .iter()
            .filter_map(|id| content::handbook().card(id));
        let modules = step
            .modules
            .iter()
            .filter_map(|id| content::training().module(id));
        let cards = cards.map(|card| (text(&card.title), handbook.card(&card.id)));
        let modules = modules.map(|one| {
            let to = org.to(link::MODULE, &one.id);
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

/// How far the short path is; empty for those who do everything.
fn on_the_way(t: Texts, mine: &Mine) -> String {
    if mine.way() == Way::Full {
        return String::new();
    }
    let (done, all) = mine.on_the_way();
    t.with("training.way.count", &[("done", &done), ("all", &all)])
}

fn page(org: &Org, mine: &Mine, fields: &Fields, invalid: &Invalid) -> MinePage {
    let t = org.t();
    let kept = |name: &str, code: Option<&'static str>| match fields.text(name) {
        "" => code.unwrap_or_default().to_owned(),
        typed => typed.to_owned(),
    };
    let body = mine.enrolment.map(|one| one.body);
    // The short path comes first for those who have chosen it.
    let is_first = |path: &PathRow| mine.way() == Way::MidTerm && path.id == Way::MidTerm.code();
    let (first, paths) = paths(org).into_iter().partition(is_first);
    MinePage {
        shell: org.shell(t.say("training.title"), &[]),
        lead: content::training().lead.text(t.locale()).to_owned(),
        term: term(t, mine.term),
        anew: if mine.begins_anew {
            t.say("training.anew")
        } else {
            ""
        },
        surveys: mine.surveys.iter().map(|one| survey(t, one)).collect(),
        body: body.map_or("", |body| name(t, body)),
        bodies: bodies(t, &kept("body", body.map(Body::code))),
        ways: ways(t, &kept("way", Some(mine.way().code()))),
        problems: Problems::new(t, invalid),
        count: t.with(
            "training.count",
            &[("done", &mine.count()), ("all", &mine.modules.len())],
        ),
        on_the_way: on_the_way(t, mine),
        rows: mine.modules.iter().map(|one| row(org, one)).collect(),
        is_whole: mine.is_whole(),
        first,
        paths,
        is_quiet: mine.is_quiet,
        may_manage: org.cx.may(Permission::TrainingManage),
        at: Places {
            body: org.to(link::BODY, ()),
            reminders: org.to(link::REMINDERS, ()),
            certificate: org.to(link::CERTIFICATE, ()),
            sessions: org.to(link::SESSIONS, ()),
        },
    }
}

/// `GET /{org}/training`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let mine = app::training::mine(&org.cx).await?;
    let page = page(&org, &mine, &Fields::default(), &Invalid::default());
    Ok(Page(page).into_response())
}

/// `POST /{org}/training/body`
pub(super) async fn join(org: Org, fields: Fields) -> PageResult<Response> {
    match app::training::join(&org.cx, fields.text("body"), fields.text("way")).await {
        Ok(()) => Ok(go_with(
            &org.to(link::MINE, ()),
            &Notice::done("training.joined-body"),
        )),
        Err(Error::Invalid(invalid)) => {
            let mine = app::training::mine(&org.cx).await?;
            Ok(mend(page(&org, &mine, &fields, &invalid)))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/training/reminders`
pub(super) async fn reminders(org: Org, fields: Fields) -> PageResult<Response> {
    let wants = fields.is_on("wants");
    app::training::want_reminders(&org.cx, wants).await?;
    let said = if wants {
        "training.quiet.off"
    } else {
        "training.quiet.on"
    };
    Ok(go_with(&org.to(link::MINE, ()), &Notice::done(said)))
}

/// `GET /{org}/training/certificate.pdf`
pub(super) async fn certificate(org: Org) -> PageResult<Response> {
    let file = app::training::certificate(&org.cx).await?;
    Ok(download(&file.name, file.content_type, file.bytes))
}
