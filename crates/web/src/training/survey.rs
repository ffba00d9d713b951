//! The surveys before and after the training, and what changed between them.

use app::training::{Compared, Comparison, Joined, Measured, Surveys};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use content::Audience;
use domain::survey::{Survey, SurveyState};
use domain::training::{Change, SurveyPart};
use i18n::Texts;

use super::link;
use super::mine::term;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};
use crate::survey::list;

/// A place for a survey.
struct Row {
    code: &'static str,
    title: &'static str,
    when: &'static str,
    /// Name of the survey; empty while none has been joined.
    survey: String,
    state: String,
    kind: &'static str,
    next: &'static str,
    href: String,
    action: String,
    leave: String,
}

/// A theme with its figures in words.
struct ThemeRow {
    title: String,
    level: [String; 3],
    unknown: [String; 3],
}

/// What changed, in words.
struct Told {
    people: String,
    clear: Vec<String>,
    themes: Vec<ThemeRow>,
}

/// `GET /{org}/training/surveys`
#[derive(Template)]
#[template(path = "training/surveys.html")]
struct SurveysPage {
    shell: Shell,
    term: String,
    rows: Vec<Row>,
    told: Option<Told>,
}

/// `GET /{org}/training/surveys/{part}`
#[derive(Template)]
#[template(path = "training/survey.html")]
struct PickPage {
    shell: Shell,
    lead: &'static str,
    may_begin: bool,
    rounds: Vec<Choice>,
    instruments: Vec<Choice>,
    surveys: Vec<Choice>,
    problems: Problems,
    action: String,
    new: String,
    back: String,
}

/// `GET /{org}/training/surveys`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let all = app::training::surveys(&org.cx).await?;
    let comparison = app::training::comparison(&org.cx, &all.joined).await?;
    let t = org.t();
    Ok(Page(SurveysPage {
        shell: shell(&org, t.say("training.survey.title"), false),
        term: term(t, all.term),
        rows: all.joined.iter().map(|one| row(&org, one)).collect(),
        told: comparison.as_ref().map(|one| told(t, one)),
    })
    .into_response())
}

fn shell(org: &Org, title: &str, is_below: bool) -> Shell {
    let t = org.t();
    let mut crumbs = vec![
        (t.say("training.title"), org.to(link::MINE, ())),
        (t.say("training.manage"), org.to(link::SESSIONS, ())),
    ];
    if is_below {
        crumbs.push((t.say("training.survey.title"), org.to(link::SURVEYS, ())));
    }
    org.shell(title, &crumbs)
}

fn name(t: Texts, part: SurveyPart) -> &'static str {
    match part {
        SurveyPart::Before => t.say("training.survey.before"),
        SurveyPart::After => t.say("training.survey.after"),
    }
}

fn when(t: Texts, part: SurveyPart) -> &'static str {
    match part {
        SurveyPart::Before => t.say("training.survey.when-before"),
        SurveyPart::After => t.say("training.survey.when-after"),
    }
}

fn row(org: &Org, joined: &Joined) -> Row {
    let t = org.t();
    let blank = Row {
        code: joined.part.code(),
        title: name(t, joined.part),
        when: when(t, joined.part),
        survey: String::new(),
        state: String::new(),
        kind: "neutral",
        next: "",
        href: String::new(),
        action: org.to(link::SURVEY, joined.part.code()),
        leave: org.to(link::LEAVE_SURVEY, joined.part.code()),
    };
    let Some(survey) = &joined.survey else {
        return blank;
    };
    let next = match survey.state {
        SurveyState::Draft => "training.survey.next-draft",
        SurveyState::Open => "training.survey.next-open",
        SurveyState::Closed => "training.survey.next-closed",
    };
    let (state, kind) = state(t, survey);
    Row {
        survey: survey.title.clone(),
        state,
        kind,
        next: t.say(next),
        href: org.to(crate::survey::link::SURVEY, survey.id),
        ..blank
    }
}

/// Where a survey is in its life, with the day, and the colour of the mark.
fn state(t: Texts, survey: &Survey) -> (String, &'static str) {
    let (word, (kind, day)) = (list::state(t, survey), list::mark(t, survey));
    let told = match (survey.state, day.is_empty()) {
        (_, true) => word.to_owned(),
        (SurveyState::Closed, false) => day,
        (_, false) => format!("{word}, {day}"),
    };
    (told, kind)
}

/// Before and after, each with where it is: for the page of the sessions.
pub(super) fn states(t: Texts, all: &[Joined]) -> Vec<(&'static str, String, &'static str)> {
    all.iter()
        .map(|one| {
            let none = || (t.say("training.survey.not-joined").to_owned(), "neutral");
            let told = one.survey.as_ref().map(|survey| state(t, survey));
            let (told, kind) = told.unwrap_or_else(none);
            (name(t, one.part), told, kind)
        })
        .collect()
}

fn told(t: Texts, all: &Comparison) -> Told {
    let people = if all.before == 0 || all.after == 0 {
        t.say("training.survey.too-few").to_owned()
    } else {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("before", &all.before), ("after", &all.after)];
        t.with("training.survey.people", &values)
    };
    Told {
        people,
        clear: all.themes.iter().flat_map(|one| clear(t, one)).collect(),
        themes: all
            .themes
            .iter()
            .map(|one| ThemeRow {
                title: content::theme_title(&one.theme, t.locale()).to_owned(),
                level: figures(t, one.level),
                unknown: figures(t, one.unknown),
            })
            .collect(),
    }
}

/// The changes of a theme that are clear, each as a sentence.
fn clear(t: Texts, one: &Compared) -> Vec<String> {
    let theme = content::theme_title(&one.theme, t.locale());
    let say = |measured: Measured, (up, down): (&str, &str)| {
        let key = match measured.change {
            Change::Up => up,
            Change::Down => down,
            Change::Unclear | Change::TooFew => return None,
        };
        let (before, after) = (measured.before?, measured.after?);
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("theme", &theme),
            ("before", &t.percent(before)),
            ("after", &t.percent(after)),
        ];
        Some(t.with(key, &values))
    };
    let level = say(
        one.level,
        ("training.survey.level-up", "training.survey.level-down"),
    );
    let unknown = say(
        one.unknown,
        ("training.survey.unknown-up", "training.survey.unknown-down"),
    );
    level.into_iter().chain(unknown).collect()
}

/// Before, after, and what may be said of the difference.
fn figures(t: Texts, one: Measured) -> [String; 3] {
    let figure = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |it| t.percent(it));
    let change = t.say(&format!("training.change.{}", one.change.code()));
    [figure(one.before), figure(one.after), change.to_owned()]
}

fn part(code: &str) -> PageResult<SurveyPart> {
    SurveyPart::from_code(code).ok_or(PageError::NotFound)
}

/// The instrument to begin with: the short form before, and after it the same that was asked before.
fn usual(all: &Surveys, part: SurveyPart) -> &str {
    let mut others = all.joined.iter().filter(|one| one.part != part);
    let other = others.find_map(|one| one.survey.as_ref());
    other.map_or("elected-short", |survey| survey.instrument.as_str())
}

fn pick_page(
    org: &Org,
    all: &Surveys,
    part: SurveyPart,
    fields: &Fields,
    invalid: &Invalid,
) -> PickPage {
    let t = org.t();
    let chosen = |name: &str, usual: &str| match fields.text(name) {
        "" => usual.to_owned(),
        typed => typed.to_owned(),
    };
    let newest = all.rounds.first().map(|one| one.id.to_string());
    let round = chosen("round", &newest.unwrap_or_default());
    let instrument = chosen("instrument", usual(all, part));
    let survey_name =
        |one: &Survey| format!("{} ({})", one.title, list::state(t, one).to_lowercase());
    PickPage {
        shell: shell(org, name(t, part), true),
        lead: when(t, part),
        may_begin: all.may_begin,
        rounds: all
            .rounds
            .iter()
            .map(|one| Choice::new(&one.id.to_string(), &one.title).chosen_if(&round))
            .collect(),
        instruments: content::instruments()
            .iter()
            .filter(|one| one.audience == Audience::Elected)
            .map(|one| {
                let minutes = t.count("training.minutes", i64::from(one.minutes));
                let label = format!("{} ({minutes})", one.title.text(t.locale()));
                Choice::new(&one.id, &label).chosen_if(&instrument)
            })
            .collect(),
        surveys: all
            .choices
            .iter()
            .map(|one| {
                Choice::new(&one.id.to_string(), &survey_name(one)).chosen_if(fields.text("survey"))
            })
            .collect(),
        problems: Problems::new(t, invalid),
        action: org.to(link::SURVEY, part.code()),
        new: org.to(link::NEW_SURVEY, part.code()),
        back: org.to(link::SURVEYS, ()),
    }
}

/// `GET /{org}/training/surveys/{part}`
pub(super) async fn pick(org: Org, At(code): At<String>) -> PageResult<Response> {
    let part = part(&code)?;
    let all = app::training::surveys(&org.cx).await?;
    let page = pick_page(&org, &all, part, &Fields::default(), &Invalid::default());
    Ok(Page(page).into_response())
}

async fn again(
    org: &Org,
    part: SurveyPart,
    fields: &Fields,
    invalid: &Invalid,
) -> PageResult<Response> {
    let all = app::training::surveys(&org.cx).await?;
    Ok(mend(pick_page(org, &all, part, fields, invalid)))
}

/// `POST /{org}/training/surveys/{part}/new`
pub(super) async fn begin(org: Org, At(code): At<String>, fields: Fields) -> PageResult<Response> {
    let part = part(&code)?;
    let (round, instrument) = (fields.read("round"), fields.text("instrument"));
    match app::training::begin_survey(&org.cx, part, round, instrument).await {
        Ok(id) => Ok(go_with(
            &org.to(crate::survey::link::SURVEY, id),
            &Notice::done("training.survey.begun"),
        )),
        Err(Error::Invalid(invalid)) => again(&org, part, &fields, &invalid).await,
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::SURVEYS, ()), &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/training/surveys/{part}`
pub(super) async fn choose(org: Org, At(code): At<String>, fields: Fields) -> PageResult<Response> {
    let part = part(&code)?;
    match app::training::choose_survey(&org.cx, part, fields.read("survey")).await {
        Ok(()) => Ok(go_with(
            &org.to(link::SURVEYS, ()),
            &Notice::done("training.survey.joined"),
        )),
        Err(Error::Invalid(invalid)) => again(&org, part, &fields, &invalid).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/training/surveys/{part}/leave`
pub(super) async fn leave(org: Org, At(code): At<String>) -> PageResult<Response> {
    app::training::leave_survey(&org.cx, part(&code)?).await?;
    Ok(go_with(
        &org.to(link::SURVEYS, ()),
        &Notice::done("training.survey.left"),
    ))
}
