//! One session for the trainer: the script, what pairs do, and the slides.

use askama::Template;
use axum::response::{IntoResponse, Response};
use content::training::{Session, Step};
use domain::Localised;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org};
use crate::handbook::reader::Reader;
use crate::kit::shell::Shell;
use crate::page::{Page, download};

/// A part of the session for the trainer.
struct StepRow {
    time: String,
    title: String,
    script: String,
    tip: String,
    slides: String,
    is_exercise: bool,
}

/// What pairs do.
struct ExerciseRow {
    title: String,
    task: Vec<String>,
    cards: Vec<String>,
    debrief: Vec<String>,
    result: String,
}

/// `GET /{org}/training/sessions/{session}`
#[derive(Template)]
#[template(path = "training/session.html")]
struct SessionPage {
    shell: Shell,
    goal: String,
    prepare: Vec<String>,
    steps: Vec<StepRow>,
    exercise: ExerciseRow,
    cards: Vec<(String, String)>,
    sources: Vec<&'static content::handbook::Source>,
    slides: String,
    file: String,
}

fn shipped(id: &str) -> PageResult<&'static Session> {
    content::training().session(id).ok_or(PageError::NotFound)
}

fn shell(org: &Org, title: &str) -> Shell {
    let t = org.t();
    let crumbs = [
        (t.say("training.title"), org.to(link::MINE, ())),
        (t.say("training.manage"), org.to(link::SESSIONS, ())),
    ];
    org.shell(title, &crumbs)
}

fn step(org: &Org, session: &Session, step: &Step) -> StepRow {
    let locale = org.cx.locale();
    let text = |it: &Localised| it.text(locale).to_owned();
    let titles: Vec<&str> = session
        .slides
        .iter()
        .filter(|slide| step.slides.contains(&slide.id))
        .map(|slide| slide.title.text(locale))
        .collect();
    StepRow {
        time: format!("{}–{} min", step.start, step.start + step.minutes),
        title: text(&step.title),
        script: text(&step.script),
        tip: text(&step.tip),
        slides: titles.join(", "),
        is_exercise: step.is_exercise,
    }
}

/// `GET /{org}/training/sessions/{session}`
pub(super) async fn one(org: Org, At(id): At<String>) -> PageResult<Response> {
    let session = shipped(&id)?;
    let locale = org.cx.locale();
    let text = |it: &Localised| it.text(locale).to_owned();
    let all = |list: &[Localised]| list.iter().map(text).collect();
    let handbook = Reader::of(&org);
    let pack = content::handbook();
    let cards = session.cards.iter().filter_map(|id| pack.card(id));
    let exercise = &session.exercise;
    Ok(Page(SessionPage {
        shell: shell(&org, session.title.text(locale)),
        goal: text(&session.goal),
        prepare: all(&session.prepare),
        steps: session
            .steps
            .iter()
            .map(|one| step(&org, session, one))
            .collect(),
        exercise: ExerciseRow {
            title: text(&exercise.title),
            task: all(&exercise.task),
            cards: all(&exercise.cards),
            debrief: all(&exercise.debrief),
            result: text(&exercise.result),
        },
        cards: cards
            .map(|card| (text(&card.title), handbook.card(&card.id)))
            .collect(),
        sources: session
            .sources
            .iter()
            .filter_map(|id| pack.source(id))
            .collect(),
        slides: org.to(link::SLIDES, &id),
        file: org.to(link::SLIDES_FILE, &id),
    })
    .into_response())
}

/// A slide on the wall.
struct SlideRow {
    title: String,
    points: Vec<String>,
}

/// `GET /{org}/training/sessions/{session}/slides`
#[derive(Template)]
#[template(path = "training/slides.html")]
struct SlidesPage {
    shell: Shell,
    slides: Vec<SlideRow>,
}

/// `GET /{org}/training/sessions/{session}/slides`
pub(super) async fn slides(org: Org, At(id): At<String>) -> PageResult<Response> {
    let session = shipped(&id)?;
    let locale = org.cx.locale();
    let text = |it: &Localised| it.text(locale).to_owned();
    let slides = session.slides.iter().map(|slide| SlideRow {
        title: text(&slide.title),
        points: slide.points.iter().map(text).collect(),
    });
    Ok(Page(SlidesPage {
        shell: shell(&org, session.title.text(locale)).wide(),
        slides: slides.collect(),
    })
    .into_response())
}

/// `GET /{org}/training/sessions/{session}/slides.pdf`
pub(super) async fn slides_file(org: Org, At(id): At<String>) -> PageResult<Response> {
    let file = app::training::slides(&org.cx, &id).await?;
    Ok(download(&file.name, file.content_type, file.bytes))
}
