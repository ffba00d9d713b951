//! The form of a new survey or of a draft.

use app::survey::SurveyForm;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::survey::{Anonymity, MINIMUM_CELL, Survey};
use domain::{RoundId, SurveyId};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/rounds/{round}/surveys/new`, `GET /{org}/surveys/{survey}/edit`
#[derive(Template)]
#[template(path = "survey/form.html")]
struct FormPage {
    shell: Shell,
    action: String,
    back: String,
    fields: Fields,
    instruments: Vec<Choice>,
    levels: Vec<Choice>,
    problems: Problems,
    differences: Vec<Difference>,
}

impl FormPage {
    fn new(org: &Org, shell: Shell, fields: Fields, invalid: &Invalid) -> Self {
        let t = org.t();
        Self {
            shell,
            action: String::new(),
            back: String::new(),
            instruments: instruments(t, fields.text("instrument")),
            levels: levels(t, fields.text("anonymity")),
            problems: Problems::new(t, invalid),
            fields,
            differences: Vec::new(),
        }
    }
}

fn instruments(t: Texts, kept: &str) -> Vec<Choice> {
    content::instruments()
        .iter()
        .map(|one| {
            let hint = t.with(
                "survey.instrument.hint",
                &[
                    (
                        "audience",
                        &t.say(&format!("audience.{}", one.audience.code())),
                    ),
                    ("questions", &one.questions().count()),
                    ("minutes", &one.minutes),
                ],
            );
            Choice::new(&one.id, one.title.text(t.locale()))
                .with_hint(&hint)
                .chosen_if(kept)
        })
        .collect()
}

fn levels(t: Texts, kept: &str) -> Vec<Choice> {
    [Anonymity::Split, Anonymity::Open]
        .iter()
        .map(|level| {
            let code = level.code();
            Choice::new(code, t.say(&format!("survey.anonymity.{code}")))
                .with_hint(t.say(&format!("survey.anonymity-text.{code}")))
                .chosen_if(kept)
        })
        .collect()
}

fn typed(fields: &Fields) -> SurveyForm<'_> {
    SurveyForm {
        instrument: fields.text("instrument"),
        title: fields.text("title"),
        anonymity: fields.text("anonymity"),
        closes_on: fields.text("closes_on"),
        invited: fields.text("invited"),
        minimum: fields.text("minimum"),
    }
}

async fn new_page(
    org: &Org,
    round: RoundId,
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<FormPage> {
    let found = app::survey::of_round(&org.cx, round).await?;
    let t = org.t();
    let crumbs = [
        (
            found.round.title.as_str(),
            org.to(crate::assessment::link::ROUND, round),
        ),
        (t.say("survey.title"), org.to(link::OF_ROUND, round)),
    ];
    let shell = org.shell(t.say("survey.new"), &crumbs);
    Ok(FormPage {
        action: org.to(link::OF_ROUND, round),
        back: org.to(link::OF_ROUND, round),
        ..FormPage::new(org, shell, fields, invalid)
    })
}

/// `GET /{org}/rounds/{round}/surveys/new`
pub(super) async fn blank(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let minimum = MINIMUM_CELL.to_string();
    let fields = Fields::of(&[("anonymity", "split"), ("minimum", &minimum)]);
    Ok(Page(new_page(&org, round, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/surveys`
pub(super) async fn create(
    org: Org,
    At(round): At<RoundId>,
    fields: Fields,
) -> PageResult<Response> {
    match app::survey::create(&org.cx, round, typed(&fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::SURVEY, id),
            &Notice::done("survey.created"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(new_page(&org, round, fields, &invalid).await?)),
        Err(other) => Err(other.into()),
    }
}

/// The stored facts as fields.
fn stored(survey: &Survey) -> Fields {
    let day = survey
        .closes_on
        .map(|day| day.to_string())
        .unwrap_or_default();
    let invited = if survey.invited > 0 {
        survey.invited.to_string()
    } else {
        String::new()
    };
    Fields::of(&[
        ("instrument", &survey.instrument),
        ("title", &survey.title),
        ("anonymity", survey.anonymity.code()),
        ("closes_on", &day),
        ("invited", &invited),
        ("minimum", &survey.minimum_cell.to_string()),
        ("revision", &survey.revision.to_string()),
    ])
}

fn edit_page(org: &Org, survey: &Survey, fields: Fields, invalid: &Invalid) -> FormPage {
    let t = org.t();
    let crumbs = [
        (t.say("survey.title"), org.to(link::ALL, ())),
        (survey.title.as_str(), org.to(link::SURVEY, survey.id)),
    ];
    let shell = org.shell(t.say("survey.edit"), &crumbs);
    FormPage {
        action: org.to(link::SURVEY, survey.id),
        back: org.to(link::SURVEY, survey.id),
        ..FormPage::new(org, shell, fields, invalid)
    }
}

/// `GET /{org}/surveys/{survey}/edit`
pub(super) async fn edit(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let (survey, _) = app::survey::show(&org.cx, id).await?;
    let fields = stored(&survey);
    Ok(Page(edit_page(&org, &survey, fields, &Invalid::default())).into_response())
}

/// `POST /{org}/surveys/{survey}`
pub(super) async fn change(org: Org, At(id): At<SurveyId>, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").ok_or(PageError::Unreadable)?;
    let path = org.to(link::SURVEY, id);
    match app::survey::change(&org.cx, id, revision, typed(&fields)).await {
        Ok(()) => Ok(go_with(&path, &Notice::done("survey.saved"))),
        Err(Error::Invalid(invalid)) => {
            let (survey, _) = app::survey::show(&org.cx, id).await?;
            Ok(mend(edit_page(&org, &survey, fields, &invalid)))
        }
        Err(Error::Conflict) => {
            let (survey, _) = app::survey::show(&org.cx, id).await?;
            Ok((StatusCode::CONFLICT, Page(conflict(&org, &survey, &fields))).into_response())
        }
        Err(Error::Refused(key)) => Ok(go_with(&path, &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}

/// Both versions side by side; what the person typed stays in the form, on the newest revision.
fn conflict(org: &Org, survey: &Survey, fields: &Fields) -> FormPage {
    let t = org.t();
    let saved = stored(survey);
    let labels = [
        ("instrument", "survey.field.instrument"),
        ("title", "survey.field.title"),
        ("anonymity", "survey.field.anonymity"),
        ("closes_on", "survey.field.closes-on"),
        ("invited", "survey.field.invited"),
        ("minimum", "survey.field.minimum"),
    ];
    let differences = labels
        .iter()
        .map(|(name, label)| Difference {
            label: t.say(label).to_owned(),
            mine: shown(t, name, fields.text(name)),
            saved: shown(t, name, saved.text(name)),
            differs: fields.text(name) != saved.text(name),
        })
        .collect();
    let mut pairs: Vec<(&str, &str)> = labels
        .iter()
        .map(|(name, _)| (*name, fields.text(name)))
        .collect();
    pairs.push(("revision", saved.text("revision")));
    FormPage {
        differences,
        ..edit_page(org, survey, Fields::of(&pairs), &Invalid::default())
    }
}

/// A value as a person reads it.
fn shown(t: Texts, name: &str, value: &str) -> String {
    match name {
        "instrument" => content::instrument(value)
            .map_or(value, |one| one.title.text(t.locale()))
            .to_owned(),
        "anonymity" if Anonymity::from_code(value).is_some() => {
            t.say(&format!("survey.anonymity.{value}")).to_owned()
        }
        _ => value.to_owned(),
    }
}
