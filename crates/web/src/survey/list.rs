//! Lists of surveys.

use app::survey::RoundSurveys;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::identity::Permission;
use domain::survey::{Survey, SurveyState};
use i18n::Texts;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::shell::Shell;
use crate::page::Page;

/// One survey.
struct Row {
    title: String,
    href: String,
    audience: &'static str,
    anonymity: &'static str,
    state: &'static str,
    kind: &'static str,
    day: String,
}

/// One round.
struct Group {
    may_manage: bool,
    may_import: bool,
    title: String,
    new: String,
    import: String,
    rows: Vec<Row>,
}

/// `GET /{org}/surveys`, `GET /{org}/rounds/{round}/surveys`
#[derive(Template)]
#[template(path = "survey/list.html")]
struct ListPage {
    shell: Shell,
    /// That letters wait for this person, and where; empty when none do.
    waiting: String,
    waiting_at: String,
    groups: Vec<Group>,
}

/// `GET /{org}/surveys`
pub(super) async fn all(org: Org) -> PageResult<Response> {
    let rounds = app::survey::all(&org.cx).await?;
    let waiting = waiting(&org).await?;
    Ok(Page(page(&org, waiting, rounds, &[])).into_response())
}

/// `GET /{org}/rounds/{round}/surveys`
pub(super) async fn of_round(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let found = app::survey::of_round(&org.cx, round).await?;
    let path = org.to(crate::assessment::link::ROUND, round);
    let title = found.round.title.clone();
    let waiting = waiting(&org).await?;
    let page = page(&org, waiting, vec![found], &[(&title, path)]);
    Ok(Page(page).into_response())
}

/// That letters wait for this person, and the survey of those that have waited for the longest.
async fn waiting(org: &Org) -> PageResult<(String, String)> {
    if !org.cx.may(Permission::SurveyConfirm) {
        return Ok((String::new(), String::new()));
    }
    let all = app::survey::letters_to_confirm(&org.cx).await?;
    let Some(first) = all.first() else {
        return Ok((String::new(), String::new()));
    };
    let number = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let told = org.t().count("survey.request.waiting-for-you", number);
    Ok((told, org.to(link::REQUEST, (first.survey, first.id))))
}

fn page(
    org: &Org,
    (waiting, waiting_at): (String, String),
    rounds: Vec<RoundSurveys>,
    crumbs: &[(&str, String)],
) -> ListPage {
    let t = org.t();
    let groups = rounds
        .into_iter()
        .map(|one| Group {
            title: one.round.title.clone(),
            may_manage: org.cx.may_in(&one.round, Permission::SurveyManage),
            may_import: org.cx.may_in(&one.round, Permission::Import),
            new: org.to(link::NEW, one.round.id),
            import: org.to(crate::import::link::ANSWERS, one.round.id),
            rows: one
                .surveys
                .iter()
                .map(|survey| row(org, t, survey))
                .collect(),
        })
        .collect();
    ListPage {
        waiting,
        waiting_at,
        shell: org.shell(t.say("survey.title"), crumbs),
        groups,
    }
}

fn row(org: &Org, t: Texts, survey: &Survey) -> Row {
    let audience = content::instrument(&survey.instrument).map(|one| one.audience.code());
    let (kind, day) = mark(t, survey);
    Row {
        title: survey.title.clone(),
        href: org.to(link::SURVEY, survey.id),
        audience: audience.map_or("", |code| t.say(&format!("audience.{code}"))),
        anonymity: anonymity(t, survey),
        state: state(t, survey),
        kind,
        day,
    }
}

/// The kind of the mark of a survey's state, and the day that belongs to it; empty without one.
pub(crate) fn mark(t: Texts, survey: &Survey) -> (&'static str, String) {
    let (kind, told) = match survey.state {
        SurveyState::Draft => ("neutral", None),
        SurveyState::Open => ("info", survey.closes_on.map(|day| ("survey.until", day))),
        SurveyState::Closed => {
            let closed = survey.closed_on.map(|day| ("survey.closed-on", day));
            ("success", closed)
        }
    };
    let told = told.map(|(key, day)| t.with(key, &[("date", &t.date(day))]));
    (kind, told.unwrap_or_default())
}

/// The state in a word.
pub(crate) fn state(t: Texts, survey: &Survey) -> &'static str {
    t.say(&format!("survey.state.{}", survey.state.code()))
}

/// The anonymity level in a few words.
pub(super) fn anonymity(t: Texts, survey: &Survey) -> &'static str {
    t.say(&format!("survey.anonymity.{}", survey.anonymity.code()))
}
