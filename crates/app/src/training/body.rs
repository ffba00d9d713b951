//! What bodies hold together, and how far each is.

use domain::audit::AuditKind;
use domain::handbook::Open;
use domain::identity::Permission;
use domain::text::{PARAGRAPH, optional};
use domain::training::{Body, Held, Reminder, Term};
use domain::{HeldId, UserId};
use reports::training::Slides;

use super::survey::{Joined, joined};
use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
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

/// A held session's form as typed.
#[derive(Debug, Clone, Default)]
pub struct HeldDraft {
    /// Id of the session.
    pub session: String,
    /// Code of the body.
    pub body: String,
    /// The day.
    pub on: String,
    /// How many took part.
    pub people: String,
    /// What was found.
    pub findings: String,
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
/// [`Error::Invalid`] when the form must be mended.
pub async fn hold(cx: &OrgCx, draft: &HeldDraft) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut invalid = Invalid::default();
    let session = content::training().session(&draft.session);
    let session = invalid.need("session", "error.field.choose", session);
    let body = invalid.need("body", "error.field.choose", Body::from_code(&draft.body));
    let on = day::parse(&draft.on).filter(|on| *on <= cx.today());
    let on = invalid.need("on", "training.error.day", on);
    let people: Option<i64> = draft.people.trim().parse().ok();
    let people = people.filter(|count| (1..=500).contains(count));
    let people = invalid.need("people", "training.error.people", people);
    let findings = invalid.text("findings", optional(&draft.findings, PARAGRAPH));
    invalid.check()?;
    let (Some(session), Some(body), Some(on), Some(people), Some(findings)) =
        (session, body, on, people, findings)
    else {
        return Err(Error::NotFound);
    };
    let held = Held {
        id: cx.id(),
        session: session.id.clone(),
        body,
        on,
        people,
        findings,
    };
    let mut org = cx.write().await?;
    org.hold_session(Term::of(on), &held).await?;
    org.audit(&cx.audit(AuditKind::SessionHeld, &held.session, body.code()))
        .await?;
    Ok(org.commit().await?)
}

/// Removes the record of a session.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn remove(cx: &OrgCx, id: HeldId) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut org = cx.write().await?;
    if !org.remove_held_session(id).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::SessionHeld, id, "removed"))
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
