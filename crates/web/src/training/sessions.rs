//! Sessions of bodies: the trainer's script, slides, what was held, how far each body is.

use app::training::{BodyProgress, HeldDraft, Overview};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use content::training::{Session, Step};
use domain::training::Rhythm;
use domain::{HeldId, Localised};
use i18n::Texts;

use super::link;
use super::mine::{bodies, name, term};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::handbook::reader::Reader;
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, download, mend};

/// A session of the programme.
struct SessionRow {
    title: String,
    goal: String,
    minutes: String,
    href: String,
}

/// A session that was held.
struct HeldRow {
    day: String,
    session: String,
    body: &'static str,
    people: i64,
    findings: String,
    remove: String,
}

/// What the forms of the page post to.
struct Places {
    rhythm: String,
    remind: String,
    sessions: String,
}

/// `GET /{org}/training/sessions`
#[derive(Template)]
#[template(path = "training/sessions.html")]
struct SessionsPage {
    shell: Shell,
    trainer: String,
    rule: String,
    term: String,
    sessions: Vec<SessionRow>,
    /// Each body, and how many have joined it.
    bodies: Vec<(&'static str, String)>,
    /// Each module, and for each body how many have done it.
    progress: Vec<(String, Vec<(&'static str, String)>)>,
    has_mail: bool,
    rhythms: Vec<Choice>,
    /// When the next reminder leaves, and when the last left; empty when there is none.
    reminders: Vec<String>,
    surveys: String,
    /// Before and after, where each is, and the kind of mark.
    survey_states: Vec<(&'static str, String, &'static str)>,
    held: Vec<HeldRow>,
    session_choices: Vec<Choice>,
    body_choices: Vec<Choice>,
    fields: Fields,
    problems: Problems,
    at: Places,
}

/// How many of a body have done a module, in words.
fn cell(org: &Org, body: &BodyProgress, module: usize) -> String {
    let t = org.t();
    match body.tenths.get(module) {
        None => "–".to_owned(),
        Some(1) => t.say("training.at-most").to_owned(),
        Some(9) => t.say("training.at-least").to_owned(),
        Some(tenths) => t.with("training.tenths", &[("n", tenths)]),
    }
}

fn page(org: &Org, all: &Overview, fields: Fields, invalid: &Invalid) -> SessionsPage {
    let t = org.t();
    let pack = content::training();
    let text = |it: &Localised| it.text(t.locale()).to_owned();
    let modules = pack.modules.iter().enumerate().map(|(at, module)| {
        let cells = all
            .bodies
            .iter()
            .map(|one| (name(t, one.body), cell(org, one, at)));
        (text(&module.title), cells.collect())
    });
    let people = |one: &BodyProgress| match one.people {
        Some(count) => count.to_string(),
        None => t.say("training.too-few").to_owned(),
    };
    SessionsPage {
        shell: org.shell(
            t.say("training.manage"),
            &[(t.say("training.title"), org.to(link::MINE, ()))],
        ),
        trainer: text(&pack.trainer),
        rule: text(&pack.rule),
        term: term(t, all.term),
        sessions: pack
            .sessions
            .iter()
            .map(|session| SessionRow {
                title: text(&session.title),
                goal: text(&session.goal),
                minutes: t.count("training.minutes", i64::from(session.minutes)),
                href: org.to(link::SESSION, &session.id),
            })
            .collect(),
        bodies: all
            .bodies
            .iter()
            .map(|one| (name(t, one.body), people(one)))
            .collect(),
        progress: modules.collect(),
        has_mail: all.has_mail,
        rhythms: rhythms(t, all, &fields),
        reminders: reminders(t, all),
        surveys: org.to(link::SURVEYS, ()),
        survey_states: super::survey::states(t, &all.surveys),
        held: held(org, all),
        session_choices: pack
            .sessions
            .iter()
            .map(|one| Choice::new(&one.id, &text(&one.title)).chosen_if(fields.text("session")))
            .collect(),
        body_choices: bodies(t, fields.text("body")),
        problems: Problems::new(t, invalid),
        fields,
        at: places(org),
    }
}

fn places(org: &Org) -> Places {
    Places {
        rhythm: org.to(link::RHYTHM, ()),
        remind: org.to(link::REMIND, ()),
        sessions: org.to(link::SESSIONS, ()),
    }
}

/// How often people may be reminded.
fn rhythms(t: Texts, all: &Overview, fields: &Fields) -> Vec<Choice> {
    let chosen = match fields.text("rhythm") {
        "" => all.reminder.rhythm.code(),
        typed => typed,
    };
    Rhythm::ALL
        .iter()
        .map(|one| {
            let label = t.say(&format!("training.rhythm.{}", one.code()));
            Choice::new(one.code(), label).chosen_if(chosen)
        })
        .collect()
}

/// When the next reminder leaves, and when the last left.
fn reminders(t: Texts, all: &Overview) -> Vec<String> {
    let day = |at| t.date_long(i18n::format::day(at));
    let next = all.reminder.next_at.filter(|_| all.has_mail);
    let next = next.map(|at| t.with("training.remind.next", &[("date", &day(at))]));
    let last = all.reminder.last_at;
    let last = last.map(|at| t.with("training.remind.last", &[("date", &day(at))]));
    next.into_iter().chain(last).collect()
}

fn held(org: &Org, all: &Overview) -> Vec<HeldRow> {
    let t = org.t();
    all.held
        .iter()
        .map(|one| HeldRow {
            day: t.date(one.on),
            session: content::training()
                .session(&one.session)
                .map_or(one.session.as_str(), |it| it.title.text(t.locale()))
                .to_owned(),
            body: name(t, one.body),
            people: one.people,
            findings: one.findings.clone(),
            remove: org.to(link::REMOVE_HELD, one.id),
        })
        .collect()
}

/// `GET /{org}/training/sessions`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let all = app::training::overview(&org.cx).await?;
    let fields = Fields::of(&[("on", &org.cx.today().to_string())]);
    Ok(Page(page(&org, &all, fields, &Invalid::default())).into_response())
}

/// `POST /{org}/training/sessions`
pub(super) async fn hold(org: Org, fields: Fields) -> PageResult<Response> {
    let text = |name: &str| fields.text(name).to_owned();
    let draft = HeldDraft {
        session: text("session"),
        body: text("body"),
        on: text("on"),
        people: text("people"),
        findings: text("findings"),
    };
    match app::training::hold(&org.cx, &draft).await {
        Ok(()) => Ok(go_with(
            &org.to(link::SESSIONS, ()),
            &Notice::done("training.was-held"),
        )),
        Err(Error::Invalid(invalid)) => {
            let all = app::training::overview(&org.cx).await?;
            Ok(mend(page(&org, &all, fields, &invalid)))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/training/held/{held}/remove`
pub(super) async fn remove(org: Org, At(id): At<HeldId>) -> PageResult<Response> {
    app::training::remove(&org.cx, id).await?;
    Ok(go_with(
        &org.to(link::SESSIONS, ()),
        &Notice::done("training.removed"),
    ))
}

/// `POST /{org}/training/remind`
pub(super) async fn remind(org: Org) -> PageResult<Response> {
    let to = org.to(link::SESSIONS, ());
    match app::training::remind(&org.cx).await {
        Ok(()) => Ok(go_with(&to, &Notice::done("training.remind.sent"))),
        Err(Error::Refused(key)) => Ok(go_with(&to, &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/training/rhythm`
pub(super) async fn rhythm(org: Org, fields: Fields) -> PageResult<Response> {
    match app::training::set_rhythm(&org.cx, fields.text("rhythm")).await {
        Ok(()) => Ok(go_with(
            &org.to(link::SESSIONS, ()),
            &Notice::done("training.rhythm.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            let all = app::training::overview(&org.cx).await?;
            Ok(mend(page(&org, &all, fields, &invalid)))
        }
        Err(other) => Err(other.into()),
    }
}

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
