//! An open survey: link, letters, how many have answered, closing.

use app::Error;
use app::survey::{Lost, Progress};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::SurveyId;
use domain::identity::Permission;
use domain::survey::{Anonymity, Survey, SurveyState};
use i18n::Texts;

use super::draft;
use super::link;
use super::request::Row;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org};
use crate::kit::part::KeyFigure;
use crate::kit::qr;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, go};

/// `GET /{org}/surveys/{survey}` of an open survey.
#[derive(Template)]
#[template(path = "survey/running.html")]
struct RunningPage {
    shell: Shell,
    lead: String,
    lost: String,
    figures: Vec<KeyFigure>,
    is_split: bool,
    address: String,
    qr: String,
    groups: Vec<[String; 3]>,
    has_letters: bool,
    requests: Vec<Row>,
    /// When the roll is erased.
    purge: String,
    may_manage: bool,
    letters: String,
    poster: String,
    close: String,
}

/// `GET /{org}/surveys/{survey}/close`
#[derive(Template)]
#[template(path = "survey/close.html")]
struct ClosePage {
    shell: Shell,
    action: String,
    back: String,
    text: String,
}

/// `GET /{org}/surveys/{survey}`
pub(super) async fn show(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let (survey, _) = app::survey::show(&org.cx, id).await?;
    match survey.state {
        SurveyState::Draft => Ok(Page(draft::page(&org, &survey).await?).into_response()),
        SurveyState::Open => Ok(Page(page(&org, &survey).await?).into_response()),
        SurveyState::Closed => Ok(go(&org.to(link::RESULTS, id))),
    }
}

async fn page(org: &Org, survey: &Survey) -> PageResult<RunningPage> {
    let t = org.t();
    let progress = app::survey::progress(&org.cx, survey).await?;
    let address = app::survey::address(&org.cx, survey);
    let id = survey.id;
    let lead = survey.closes_on.map_or_else(
        || t.say("survey.open.lead").to_owned(),
        |day| t.with("survey.open.lead-until", &[("date", &t.date_long(day))]),
    );
    Ok(RunningPage {
        shell: org.shell(
            &survey.title,
            &[(t.say("survey.title"), org.to(link::ALL, ()))],
        ),
        lead,
        lost: lost(t, progress.lost, survey),
        figures: figures(t, &progress),
        is_split: survey.anonymity == Anonymity::Split,
        qr: qr::svg(&address).map_err(|_error| PageError::Internal)?,
        address,
        has_letters: progress.invited > 0,
        requests: super::request::rows(org, survey).await?,
        purge: purge(t, survey),
        groups: groups(t, &progress),
        may_manage: org.cx.may(Permission::SurveyManage),
        letters: org.to(link::LETTERS, id),
        poster: org.to(link::POSTER, id),
        close: org.to(link::CLOSE, id),
    })
}

/// When the roll is erased, or that it has been.
pub(super) fn purge(t: Texts, survey: &Survey) -> String {
    let roll = match survey.anonymity {
        Anonymity::Split => "split",
        Anonymity::Open => "open",
    };
    let day = |when: &str, day| {
        let key = format!("survey.purge.{when}-{roll}");
        t.with(&key, &[("date", &t.date_long(day))])
    };
    match (survey.purged_on, survey.purge_on) {
        (Some(on), _) => day("done", on),
        (None, Some(on)) => day("due", on),
        (None, None) if survey.state == SurveyState::Closed => String::new(),
        (None, None) => {
            let key = format!("survey.purge.after-{roll}");
            t.count(&key, survey.keep_days)
        }
    }
}

/// What is told of how many have answered.
fn told(t: Texts, answered: i64) -> String {
    if answered == 0 {
        t.say("survey.open.not-told").to_owned()
    } else {
        t.with("survey.open.at-least", &[("n", &t.number(answered))])
    }
}

/// "At least so many", or "fewer than five".
fn at_least(t: Texts, answered: i64, minimum: i64) -> String {
    if answered == 0 {
        t.with("survey.open.fewer", &[("n", &t.number(minimum))])
    } else {
        t.with("survey.open.at-least", &[("n", &t.number(answered))])
    }
}

/// That answers were lost with their key, how many, and what follows.
pub(super) fn lost(t: Texts, lost: Option<Lost>, survey: &Survey) -> String {
    let Some(lost) = lost else {
        return String::new();
    };
    let many = at_least(t, lost.at_least, survey.minimum_cell);
    let key = match (survey.state, survey.anonymity) {
        (SurveyState::Open, Anonymity::Split) => "survey.lost.open",
        (SurveyState::Open, Anonymity::Open) => "survey.lost.open-link",
        (SurveyState::Closed | SurveyState::Draft, _) => "survey.lost.closed",
    };
    t.with(key, &[("n", &many)])
}

fn figures(t: Texts, progress: &Progress) -> Vec<KeyFigure> {
    let answers = KeyFigure {
        value: told(t, progress.answered),
        label: t.say("survey.open.answers").to_owned(),
        note: t.say("survey.open.steps").to_owned(),
    };
    let invited = KeyFigure {
        value: if progress.invited > 0 {
            t.number(progress.invited)
        } else {
            "–".to_owned()
        },
        label: t.say("survey.open.invited").to_owned(),
        note: String::new(),
    };
    vec![answers, invited]
}

fn groups(t: Texts, progress: &Progress) -> Vec<[String; 3]> {
    progress
        .groups
        .iter()
        .map(|group| {
            let name = if group.group.is_empty() {
                t.say("survey.open.no-group").to_owned()
            } else {
                group.group.clone()
            };
            let answered = group.answered.map_or_else(
                || t.say("survey.open.small-group").to_owned(),
                |n| told(t, n),
            );
            [name, t.number(group.invited), answered]
        })
        .collect()
}

/// `GET /{org}/surveys/{survey}/close`
pub(super) async fn ask_close(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let (survey, _) = app::survey::show(&org.cx, id).await?;
    if survey.state != SurveyState::Open {
        return Ok(go(&org.to(link::SURVEY, id)));
    }
    let t = org.t();
    // Whether there are enough is not told: the answer would tell of the one that makes it enough.
    let minimum = t.number(survey.minimum_cell);
    let text = t.with("survey.close.text", &[("n", &minimum)]);
    let crumbs = [
        (t.say("survey.title"), org.to(link::ALL, ())),
        (survey.title.as_str(), org.to(link::SURVEY, id)),
    ];
    Ok(Page(ClosePage {
        shell: org.shell(t.say("survey.close.title"), &crumbs),
        action: org.to(link::CLOSE, id),
        back: org.to(link::SURVEY, id),
        text,
    })
    .into_response())
}

/// `POST /{org}/surveys/{survey}/close`
pub(super) async fn close(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let notice = match app::survey::close(&org.cx, id).await {
        Ok(()) => Notice::done("survey.closed"),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(other) => return Err(other.into()),
    };
    Ok(go_with(&org.to(link::SURVEY, id), &notice))
}
