//! Letters with one-time links, and the poster of an open link.

use app::Error;
use app::form::Sheet;
use app::survey::{Asked, Letter, Letters, NewLetters};
use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::survey::{Anonymity, SECOND_PERSON_BELOW, Survey, SurveyState};
use domain::{LetterRequestId, SurveyId};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::form::{Buttons, FormView};
use crate::kit::qr;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};
use crate::press::file;

/// `GET /{org}/surveys/{survey}/letters`
#[derive(Template)]
#[template(path = "survey/letters_form.html")]
struct LettersForm {
    shell: Shell,
    form: FormView,
    /// That few letters wait for another person.
    second: String,
    /// What to do when there is no other person.
    nobody: String,
    members: String,
}

/// The letters themselves: shown once.
#[derive(Template)]
#[template(path = "survey/letters.html")]
struct LettersPage {
    t: Texts,
    nonce: String,
    owner: String,
    title: String,
    closes: String,
    intro: String,
    back: String,
    letters: Vec<(Letter, String)>,
}

/// `GET /{org}/surveys/{survey}/poster`
#[derive(Template)]
#[template(path = "survey/poster.html")]
struct PosterPage {
    t: Texts,
    nonce: String,
    owner: String,
    title: String,
    closes: String,
    minutes: u32,
    address: String,
    qr: String,
    back: String,
    file: String,
    is_split: bool,
}

async fn form(org: &Org, id: SurveyId, sheet: Sheet) -> PageResult<LettersForm> {
    let (survey, _) = app::survey::show(&org.cx, id).await?;
    let t = org.t();
    let crumbs = [
        (t.say("survey.title"), org.to(link::ALL, ())),
        (survey.title.as_str(), org.to(link::SURVEY, id)),
    ];
    let buttons = Buttons {
        save: t.say("survey.letters.make"),
        also: Some(("as", "file", t.say("survey.letters.make-file"))),
        back: org.to(link::SURVEY, id),
    };
    let others = app::survey::second_people(&org.cx).await?;
    let below = t.number(SECOND_PERSON_BELOW);
    let told = |key: &str| t.with(key, &[("n", &below), ("names", &others.join(", "))]);
    let nobody = if others.is_empty() {
        told("survey.request.nobody")
    } else {
        String::new()
    };
    Ok(LettersForm {
        second: told(if others.is_empty() {
            "survey.request.needed"
        } else {
            "survey.request.needed-by"
        }),
        nobody,
        members: org.to(crate::identity::link::MEMBERS, ()),
        shell: org.shell(t.say("survey.letters.title"), &crumbs),
        form: FormView::new(t, sheet, org.to(link::LETTERS, id)).with_buttons(buttons),
    })
}

/// `GET /{org}/surveys/{survey}/letters`
pub(super) async fn ask(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let blank = app::form::shown::<NewLetters>(&org.cx, &(), None);
    Ok(Page(form(&org, id, blank).await?).into_response())
}

/// `POST /{org}/surveys/{survey}/letters`: the answer holds the codes, and nothing else ever will.
pub(super) async fn make(org: Org, At(id): At<SurveyId>, fields: Fields) -> PageResult<Response> {
    let (new, sheet) = app::form::checked::<NewLetters>(&org.cx, &(), None, &fields.0);
    let Some(new) = new else {
        return Ok(mend(form(&org, id, sheet).await?));
    };
    match app::survey::letters(&org.cx, id, &new).await {
        Ok(Asked::Made(letters)) => hand_over(&org, letters, new.is_file).await,
        Ok(Asked::Waits) => {
            let notice = Notice::done("survey.request.sent");
            Ok(go_with(&org.to(link::SURVEY, id), &notice))
        }
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::SURVEY, id), &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/surveys/{survey}/letters/{request}/make`: the letters of a confirmed request.
pub(super) async fn make_confirmed(
    org: Org,
    At((survey, id)): At<(SurveyId, LetterRequestId)>,
    fields: Fields,
) -> PageResult<Response> {
    let is_file = fields.text("as") == "file";
    match app::survey::confirmed_letters(&org.cx, survey, id, is_file).await {
        Ok(letters) => hand_over(&org, letters, is_file).await,
        Err(Error::Refused(key)) => Ok(go_with(
            &org.to(link::SURVEY, survey),
            &Notice::refused(key),
        )),
        Err(other) => Err(other.into()),
    }
}

/// The codes, on a page or in a file.
async fn hand_over(org: &Org, letters: Letters, is_file: bool) -> PageResult<Response> {
    if is_file {
        match app::survey::letters_file(&org.cx, &letters).await {
            Ok(made) => return Ok(file(made)),
            // The codes exist now and are nowhere else: what could be printed a moment ago and cannot
            // now is handed over as a page.
            Err(error) => {
                tracing::warn!(%error, "letters are shown as a page in the place of a file");
            }
        }
    }
    print(org, letters)
}

fn print(org: &Org, made: Letters) -> PageResult<Response> {
    let t = org.t();
    let survey = made.survey;
    let letters = made
        .letters
        .into_iter()
        .map(|letter| {
            let drawn = qr::svg(&letter.link).map_err(|_error| PageError::Internal)?;
            Ok((letter, drawn))
        })
        .collect::<PageResult<Vec<_>>>()?;
    let instrument = content::instrument(&survey.instrument);
    let page = LettersPage {
        t,
        nonce: org.shell("", &[]).nonce,
        owner: org.cx.organisation().name.text(t.locale()).to_owned(),
        closes: closes(t, &survey),
        intro: instrument.map_or_else(String::new, |one| one.intro.text(t.locale()).to_owned()),
        back: org.to(link::SURVEY, survey.id),
        title: survey.title,
        letters,
    };
    let html = page.render()?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((no_store, Html(html)).into_response())
}

fn closes(t: Texts, survey: &Survey) -> String {
    survey
        .closes_on
        .map(|day| t.with("answering.closes", &[("date", &t.date_long(day))]))
        .unwrap_or_default()
}

/// `GET /{org}/surveys/{survey}/poster`
pub(super) async fn poster(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let (survey, _) = app::survey::show(&org.cx, id).await?;
    if survey.state != SurveyState::Open {
        return Err(PageError::NotFound);
    }
    let t = org.t();
    let address = app::survey::address(&org.cx, &survey);
    let page = PosterPage {
        t,
        nonce: org.shell("", &[]).nonce,
        owner: org.cx.organisation().name.text(t.locale()).to_owned(),
        closes: closes(t, &survey),
        minutes: content::instrument(&survey.instrument).map_or(10, |one| one.minutes),
        qr: qr::svg(&address).map_err(|_error| PageError::Internal)?,
        address,
        back: org.to(link::SURVEY, id),
        file: org.to(link::POSTER_FILE, id),
        is_split: survey.anonymity == Anonymity::Split,
        title: survey.title,
    };
    Ok(Html(page.render()?).into_response())
}

/// `GET /{org}/surveys/{survey}/poster.pdf`
pub(super) async fn poster_file(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    Ok(file(app::survey::poster_file(&org.cx, id).await?))
}
