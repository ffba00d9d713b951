//! What bodies hold together, and how far each is.

use domain::audit::AuditKind;
use domain::handbook::Open;
use domain::identity::Permission;
use domain::training::{Body, Held, Reminder, Term};
use domain::{HeldId, UserId};
use reports::training::Slides;

use super::survey::{Joined, joined};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, day, offers, paragraph, pick, whole, word_offers};
use crate::print::{File, FileFormat, print};

/// The fewest people of a body of whom anything is told: with fewer, a colleague could be told apart.
const LEAST: usize = 5;

/// How far a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyProgress {
    /// The body.
    pub body: Body,
    /// How many have joined; nothing when so few that nothing is told.
    pub people: Option<usize>,
    /// For each module in order, of those who joined, how many tenths have done it, rounded and kept
    /// between 1 (at most one in ten) and 9 (at least nine in ten): "nobody" and "everybody" would
    /// tell of each.
    pub tenths: Vec<usize>,
}

/// The training of the organisation's bodies this term.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The council term.
    pub term: Term,
    /// How far each body is.
    pub bodies: Vec<BodyProgress>,
    /// Sessions held, the latest first.
    pub held: Vec<Held>,
    /// Whether mail can be sent.
    pub has_mail: bool,
    /// When people are reminded by itself.
    pub reminder: Reminder,
    /// The surveys before and after.
    pub surveys: Vec<Joined>,
}

impl Form for Held {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let t = f.t();
        let sessions = content::training().sessions.iter();
        let sessions = sessions.map(|it| (it.id.clone(), &it.id, it.title.text(t.locale())));
        let sessions = pick(offers(sessions)).empty("assessment.action.choose");
        let session = f.field("session", "training.session", sessions, |it| {
            it.session.clone()
        });
        let bodies = pick(word_offers(t, "training.bodies")).visible();
        let body = f.field("body", "training.body", bodies, |it| it.body);
        let day = day().until(f.today(), "training.error.day");
        let on = f.field("on", "training.day", day, |it| it.on);
        let count = whole(1..=500).or("training.error.people");
        let people = f.field("people", "training.people", count, |it| it.people);
        let text = paragraph().or_empty().rows(4);
        let findings = f.field("findings", "training.findings", text, |it| {
            it.findings.clone()
        });
        Some(Self {
            id: f.id(|it| it.id),
            session: session?,
            body: body?,
            on: on?,
            people: people?,
            findings: findings?,
        })
    }
}

/// How far each body is, and what it has held.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn overview(cx: &OrgCx) -> Outcome<Overview> {
    cx.require(Permission::TrainingManage)?;
    let term = Term::of(cx.today());
    let mut org = cx.read().await?;
    let people = org.training_progress(term).await?;
    Ok(Overview {
        term,
        bodies: Body::ALL
            .iter()
            .map(|body| progress(*body, &people))
            .collect(),
        held: org.held_sessions(term).await?,
        has_mail: cx.app().has_mail(),
        reminder: org.training_reminder().await?,
        surveys: joined(&mut org, term).await?,
    })
}

/// Numbers of a body, rounded to tenths so that one person's step does not show.
fn progress(body: Body, people: &[(UserId, Body, Vec<String>)]) -> BodyProgress {
    let members: Vec<&Vec<String>> = people
        .iter()
        .filter(|(_, one, _)| *one == body)
        .map(|(_, _, modules)| modules)
        .collect();
    if members.len() < LEAST {
        return BodyProgress {
            body,
            people: None,
            tenths: Vec::new(),
        };
    }
    let tenths = content::training().modules.iter().map(|module| {
        let done = members
            .iter()
            .filter(|done| done.contains(&module.id))
            .count();
        ((done * 10 + members.len() / 2) / members.len()).clamp(1, 9)
    });
    BodyProgress {
        body,
        people: Some(members.len()),
        tenths: tenths.collect(),
    }
}

/// Records a session that a body has held.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn hold(cx: &OrgCx, held: &Held) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut org = cx.write().await?;
    org.hold_session(Term::of(held.on), held).await?;
    org.audit(&cx.audit(AuditKind::SessionHeld, &held.session, held.body.code()))
        .await?;
    Ok(org.commit().await?)
}

/// Removes the record of a session; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn remove(cx: &OrgCx, id: HeldId) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut org = cx.write().await?;
    if !org.remove_held_session(id, cx.now()).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::SessionHeld, id, "removed"))
        .await?;
    Ok(org.commit().await?)
}

/// Brings the removed record of a session back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or was removed too long ago.
pub async fn restore(cx: &OrgCx, id: HeldId) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut org = cx.write().await?;
    if !org.restore_held_session(id, cx.now()).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::SessionHeld, id, "restored"))
        .await?;
    Ok(org.commit().await?)
}

/// The slides of a session as a file for the wall.
///
/// # Errors
/// [`Error::NotFound`] when there is no such session.
pub async fn slides(cx: &OrgCx, id: &str) -> Outcome<File> {
    cx.require(Permission::TrainingManage)?;
    let session = content::training().session(id).ok_or(Error::NotFound)?;
    let open = |text: &'static domain::Localised| Open::shipped(text.text(cx.locale()));
    let slides = Slides {
        organisation: cx.organisation().open_name(cx.locale()),
        title: open(&session.title),
        date: cx.today(),
        slides: session
            .slides
            .iter()
            .map(|slide| (open(&slide.title), slide.points.iter().map(open).collect()))
            .collect(),
    };
    let bytes = print(Box::new(slides), FileFormat::Pdf, cx.locale()).await?;
    Ok(File {
        name: format!("{id}.pdf"),
        content_type: FileFormat::Pdf.content_type(),
        bytes,
    })
}
