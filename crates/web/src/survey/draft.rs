//! A draft: what the check says, the preview, opening.

use app::Error;
use app::survey::{Check, Preflight};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use domain::identity::Permission;
use domain::survey::Survey;
use domain::{Locale, SurveyId};
use i18n::Texts;

use super::link;
use super::list;
use super::paper::{AnswerPage, Frame};
use crate::error::PageResult;
use crate::extract::{At, Fields, Org, Query};
use crate::kit::part::KeyFigure;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/surveys/{survey}` of a draft.
#[derive(Template)]
#[template(path = "survey/draft.html")]
pub(super) struct DraftPage {
    shell: Shell,
    lead: String,
    figures: Vec<KeyFigure>,
    previews: Vec<(String, &'static str)>,
    /// What the check found, the most serious first, each with whether it stops.
    findings: Vec<Finding>,
    is_refused: bool,
    may_manage: bool,
    edit: String,
    open: String,
}

/// One thing that the check found.
struct Finding {
    kind: &'static str,
    title: &'static str,
    text: String,
}

/// The page of a draft.
pub(super) async fn page(org: &Org, survey: &Survey) -> PageResult<DraftPage> {
    let t = org.t();
    let check = app::survey::check(&org.cx, survey.id).await?;
    let preview = |lang: Locale| org.to(link::PREVIEW, survey.id).query(&[("lang", lang)]);
    Ok(DraftPage {
        shell: org.shell(
            &survey.title,
            &[(t.say("survey.title"), org.to(link::ALL, ()))],
        ),
        lead: t.say("survey.draft.lead").to_owned(),
        figures: figures(t, survey),
        previews: Locale::ALL
            .into_iter()
            .map(|one| (preview(one), one.own_name()))
            .collect(),
        findings: findings(t, &check),
        is_refused: check.is_refused(),
        may_manage: org.cx.may(Permission::SurveyManage),
        edit: org.to(link::EDIT, survey.id),
        open: org.to(link::OPEN, survey.id),
    })
}

fn figures(t: Texts, survey: &Survey) -> Vec<KeyFigure> {
    let instrument = content::instrument(&survey.instrument);
    let figure = |label: &str, value: String, note: String| KeyFigure {
        value,
        label: t.say(label).to_owned(),
        note,
    };
    let title = instrument.map_or("", |one| one.title.text(t.locale()));
    let questions = instrument.map_or(0, |one| one.questions().count());
    let minutes = instrument.map_or(0, |one| one.minutes);
    vec![
        figure(
            "survey.field.instrument",
            title.to_owned(),
            t.with(
                "survey.draft.length",
                &[("questions", &questions), ("minutes", &minutes)],
            ),
        ),
        figure(
            "survey.field.anonymity",
            list::anonymity(t, survey).to_owned(),
            t.say("survey.draft.anonymity-fixed").to_owned(),
        ),
        figure(
            "survey.field.closes-on",
            survey.closes_on.map_or_else(
                || t.say("survey.draft.no-day").to_owned(),
                |day| t.date(day),
            ),
            String::new(),
        ),
    ]
}

/// What the check says of the background questions.
fn of_backgrounds(t: Texts, check: &Check, outlook: &Preflight) -> Vec<Finding> {
    let title = |id: &str| {
        content::question(id).map_or_else(String::new, |one| one.text.text(t.locale()).to_owned())
    };
    let mut found = Vec::new();
    for dropped in &check.dropped {
        found.push(Finding {
            kind: "warning",
            title: t.say("survey.check.dropped-title"),
            text: t.with(
                "survey.check.dropped",
                &[
                    ("question", &title(&dropped.question)),
                    ("expected", &outlook.expected),
                    ("minimum", &check.minimum),
                ],
            ),
        });
    }
    for id in check.coarse() {
        let smallest = outlook.backgrounds.iter().find(|one| one.id == id);
        found.push(Finding {
            kind: "info",
            title: t.say("survey.check.coarse-title"),
            text: t.with(
                "survey.check.coarse",
                &[
                    ("question", &title(id)),
                    ("smallest", &smallest.map_or(0, |one| one.smallest)),
                    ("minimum", &check.minimum),
                ],
            ),
        });
    }
    found
}

fn findings(t: Texts, check: &Check) -> Vec<Finding> {
    let mut found = Vec::new();
    if check.is_refused() {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("invited", &check.invited), ("minimum", &check.minimum)];
        found.push(Finding {
            kind: "error",
            title: t.say("survey.check.refused-title"),
            text: t.with("survey.check.refused", &values),
        });
        return found;
    }
    let Some(outlook) = &check.outlook else {
        found.push(Finding {
            kind: "info",
            title: t.say("survey.check.unknown-title"),
            text: t.say("survey.check.unknown").to_owned(),
        });
        return found;
    };
    if check.is_thin() {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("expected", &outlook.expected), ("minimum", &check.minimum)];
        found.push(Finding {
            kind: "warning",
            title: t.say("survey.check.thin-title"),
            text: t.with("survey.check.thin", &values),
        });
    }
    found.extend(of_backgrounds(t, check, outlook));
    if found.is_empty() {
        found.push(Finding {
            kind: "success",
            title: t.say("survey.check.fine-title"),
            text: t.with("survey.check.fine", &[("expected", &outlook.expected)]),
        });
    }
    found
}

/// `GET /{org}/surveys/{survey}/preview`: the form exactly as respondents get it, without a way to
/// send it.
pub(super) async fn preview(
    org: Org,
    At(id): At<SurveyId>,
    Query(query): Query,
) -> PageResult<Response> {
    let sheet = app::survey::preview(&org.cx, id).await?;
    let locale = query.read("lang").unwrap_or_else(|| org.cx.locale());
    let shell = org.shell("", &[]);
    let owner = sheet.organisation.name.text(locale).to_owned();
    let frame = Frame::new(locale, &shell.nonce, &owner);
    let mut page = AnswerPage::new(&sheet, frame, &Fields::default());
    page.is_preview = true;
    page.can_send = false;
    page.draft = String::new();
    Ok(Html(page.render()?).into_response())
}

/// `POST /{org}/surveys/{survey}/open`
pub(super) async fn open(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let notice = match app::survey::open(&org.cx, id).await {
        Ok(()) => Notice::done("survey.opened"),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(other) => return Err(other.into()),
    };
    Ok(go_with(&org.to(link::SURVEY, id), &notice))
}
