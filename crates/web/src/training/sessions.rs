//! Sessions of bodies: what was held, how far each body is, and how often people are reminded.

use app::form::Typed;
use app::training::{BodyProgress, Overview};
use app::{Error, Outcome};
use askama::Template;
use axum::response::Response;
use domain::training::{Held, Rhythm};
use domain::{HeldId, Localised};
use i18n::Texts;

use super::link;
use super::mine::{name, term};
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place, Removable, Restorable};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};

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

/// `GET /{org}/training/sessions`
#[derive(Template)]
#[template(path = "training/sessions.html")]
pub(super) struct SessionsPage {
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
    /// When the next reminder leaves, and when the last left; empty when there is none.
    reminders: Vec<String>,
    surveys: String,
    /// Before and after, where each is, and the kind of mark.
    survey_states: Vec<(&'static str, String, &'static str)>,
    held: Vec<HeldRow>,
    hold: FormView,
    rhythm: FormView,
    remind: String,
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

/// The page of both forms.
fn page(org: &Org, all: &Overview, hold: FormView, rhythm: FormView) -> SessionsPage {
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
        reminders: reminders(t, all),
        surveys: org.to(link::SURVEYS, ()),
        survey_states: super::survey::states(t, &all.surveys),
        held: held(org, all),
        hold,
        rhythm,
        remind: org.to(link::REMIND, ()),
    }
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

/// The form of a session that was held.
pub(super) struct Hold;

impl Desk for Hold {
    type Form = Held;
    type New = ();
    type Old = HeldId;
    type Page = SessionsPage;

    async fn load(_: &Org, _: &Place<Self>) -> Outcome<Loaded<Held>> {
        Ok(Loaded {
            was: None,
            with: (),
        })
    }

    fn begin(org: &Org, _: &Typed, _: &Loaded<Held>) -> Option<Typed> {
        Some(today(org))
    }

    async fn save(org: &Org, _: &Place<Self>, value: Held) -> Outcome<Done> {
        app::training::hold(&org.cx, &value).await?;
        Ok(done(org, "training.was-held"))
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        _: &Loaded<Held>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<SessionsPage> {
        let all = app::training::overview(&org.cx).await?;
        let rhythm = app::form::shown(&org.cx, &(), Some(&all.reminder.rhythm));
        let rhythm = FormView::new(org.t(), rhythm, org.to(link::RHYTHM, ()));
        Ok(page(org, &all, form(org.to(link::SESSIONS, ())), rhythm))
    }
}

impl Removable for Hold {
    async fn remove(org: &Org, id: &HeldId, _: i64) -> Outcome<Done> {
        app::training::remove(&org.cx, *id).await?;
        let done = done(org, "training.removed");
        let undo = org.to(link::RESTORE_HELD, *id);
        Ok(Done {
            notice: done.notice.with_undo(&undo),
            ..done
        })
    }

    fn kept(org: &Org, _: &HeldId) -> String {
        org.to(link::SESSIONS, ())
    }
}

impl Restorable for Hold {
    async fn restore(org: &Org, id: &HeldId) -> Outcome<Done> {
        app::training::restore(&org.cx, *id).await?;
        Ok(done(org, "training.restored"))
    }
}

/// The form of how often people are reminded, which stands on the same page.
pub(super) struct Reminding;

impl Desk for Reminding {
    type Form = Rhythm;
    type New = ();
    type Old = ();
    type Page = SessionsPage;

    async fn load(org: &Org, _: &Place<Self>) -> Outcome<Loaded<Rhythm>> {
        let all = app::training::overview(&org.cx).await?;
        Ok(Loaded {
            was: Some(all.reminder.rhythm),
            with: (),
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: Rhythm) -> Outcome<Done> {
        app::training::set_rhythm(&org.cx, value).await?;
        Ok(done(org, "training.rhythm.saved"))
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        _: &Loaded<Rhythm>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<SessionsPage> {
        let all = app::training::overview(&org.cx).await?;
        let hold = app::form::prefilled::<Held>(&org.cx, &(), &today(org));
        let hold = FormView::new(org.t(), hold, org.to(link::SESSIONS, ()));
        Ok(page(org, &all, hold, form(org.to(link::RHYTHM, ()))))
    }
}

/// A session is mostly recorded on its day.
fn today(org: &Org) -> Typed {
    Typed::of(&[("on", &org.cx.today().to_string())])
}

fn done(org: &Org, key: &'static str) -> Done {
    Done {
        to: org.to(link::SESSIONS, ()),
        notice: Notice::done(key),
    }
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
