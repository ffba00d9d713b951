//! Interviews: planned, held, written down, coded, summed up.

mod coding;
mod names;
mod pseudonym;
mod summary;

pub use coding::{Coded, Coding, Spot, TurnView, code, coded, recode, restore, uncode};
pub use names::{Suspect, SuspectKind, suspects};
pub use pseudonym::{Replacement, replace_words};
pub use summary::{Quote, Summary, ThemeSummary, summary};

use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::interview::{Interview, InterviewKind, InterviewState};
use domain::text::{self, Title};
use domain::{InterviewId, RoundId};
use jiff::civil::Date;
use store::OrgStore;

use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
use crate::round::open_round;

/// What an interview waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Its day.
    Day,
    /// Notes.
    Notes,
    /// The first coding.
    Coding,
    /// That the assessor says it is done.
    Finishing,
    /// Nothing.
    Nothing,
}

impl Waits {
    /// The last part of the message key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Notes => "notes",
            Self::Coding => "coding",
            Self::Finishing => "finishing",
            Self::Nothing => "nothing",
        }
    }

    fn of(interview: &Interview, codings: usize, today: Date) -> Self {
        let is_ahead = interview.held_on.is_none_or(|day| day > today);
        if interview.state == InterviewState::Done {
            Self::Nothing
        } else if interview.notes.is_empty() {
            if is_ahead { Self::Day } else { Self::Notes }
        } else if codings == 0 {
            Self::Coding
        } else {
            Self::Finishing
        }
    }
}

/// An interview with what has been done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The interview.
    pub interview: Interview,
    /// How many passages are coded.
    pub codings: usize,
    /// What it waits for.
    pub waits: Waits,
}

/// The interviews of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interviews {
    /// The round.
    pub round: Round,
    /// In the order they were or will be held.
    pub list: Vec<Listed>,
}

/// The interviews of a round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn list(cx: &OrgCx, round: RoundId) -> Outcome<Interviews> {
    cx.require(Permission::InterviewRead)?;
    let mut org = cx.read().await?;
    let found = org.round(round).await?.ok_or(Error::NotFound)?;
    let passages = org.passages_of_round(round).await?;
    let list = org.interviews(round).await?.into_iter().map(|interview| {
        let codings = passages
            .iter()
            .filter(|passage| passage.interview == interview.id)
            .count();
        Listed {
            waits: Waits::of(&interview, codings, cx.today()),
            interview,
            codings,
        }
    });
    Ok(Interviews {
        list: list.collect(),
        round: found,
    })
}

/// One interview with its round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The round.
    pub round: Round,
    /// The interview and what has been done to it.
    pub listed: Listed,
}

/// One interview.
///
/// # Errors
/// [`Error::NotFound`] when the round has no such interview.
pub async fn open(cx: &OrgCx, round: RoundId, id: InterviewId) -> Outcome<Opened> {
    cx.require(Permission::InterviewRead)?;
    let mut org = cx.read().await?;
    let (round, interview) = find(&mut org, round, id).await?;
    let codings = org.passages(id).await?.len();
    Ok(Opened {
        round,
        listed: Listed {
            waits: Waits::of(&interview, codings, cx.today()),
            interview,
            codings,
        },
    })
}

/// An interview of a round that may still be worked on.
async fn find_open(
    org: &mut OrgStore,
    round: RoundId,
    id: InterviewId,
) -> Outcome<(Round, Interview)> {
    open_round(org, round).await?;
    find(org, round, id).await
}

async fn find(org: &mut OrgStore, round: RoundId, id: InterviewId) -> Outcome<(Round, Interview)> {
    let found = org.round(round).await?.ok_or(Error::NotFound)?;
    let interview = org.interview(id).await?.ok_or(Error::NotFound)?;
    if interview.round == round {
        Ok((found, interview))
    } else {
        Err(Error::NotFound)
    }
}

/// The facts of an interview as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Which shipped guide; fixed once created.
    pub guide: String,
    /// One person or several.
    pub kind: String,
    /// Name of the interview; never a person's name.
    pub title: String,
    /// Day.
    pub held_on: String,
    /// How many people.
    pub people: String,
}

/// The most people in one interview; more is a hearing.
const PEOPLE_MOST: i64 = 100;

struct CheckedFacts {
    kind: InterviewKind,
    title: String,
    held_on: Option<Date>,
    people: i64,
}

impl Facts {
    fn check(&self, mut invalid: Invalid) -> Outcome<CheckedFacts> {
        let kind = InterviewKind::from_code(&self.kind);
        let kind = invalid.need("kind", "error.field.choose", kind);
        let title = invalid.text("title", Title::parse(&self.title));
        let held_on = day::optional(&mut invalid, "held_on", &self.held_on);
        let people = match (self.people.trim(), kind) {
            ("", Some(InterviewKind::Individual)) => Some(1),
            (typed, _) => typed.parse().ok().filter(|n| (1..=PEOPLE_MOST).contains(n)),
        };
        let people = invalid.need("people", "interview.people-needed", people);
        match (kind, title, people) {
            (Some(kind), Some(title), Some(people)) if invalid.fields.is_empty() => {
                Ok(CheckedFacts {
                    kind,
                    title: title.to_string(),
                    held_on,
                    people,
                })
            }
            _ => Err(invalid.into()),
        }
    }
}

/// Creates an interview.
///
/// # Errors
/// [`Error::NotFound`] without the round, [`Error::Invalid`] for facts that must be mended.
pub async fn create(cx: &OrgCx, round: RoundId, facts: &Facts) -> Outcome<InterviewId> {
    cx.require(Permission::InterviewWrite)?;
    let interview = drafted(cx, round, facts)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    org.save_interview(&interview, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::InterviewCreated, interview.id, &*interview.guide);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(interview.id)
}

/// An interview of these facts, not saved yet.
pub(crate) fn drafted(cx: &OrgCx, round: RoundId, facts: &Facts) -> Outcome<Interview> {
    let mut invalid = Invalid::default();
    let guide = content::guide(&facts.guide);
    let guide = invalid.need("guide", "error.field.choose", guide);
    let checked = facts.check(invalid)?;
    let is_ahead = checked.held_on.is_none_or(|day| day > cx.today());
    Ok(Interview {
        id: cx.id(),
        round,
        guide: guide.map(|guide| guide.id.clone()).unwrap_or_default(),
        kind: checked.kind,
        title: checked.title,
        held_on: checked.held_on,
        people: checked.people,
        state: if is_ahead {
            InterviewState::Planned
        } else {
            InterviewState::Open
        },
        notes: String::new(),
        revision: 0,
    })
}

/// Changes the facts of an interview.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save_facts(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    (facts, revision): (&Facts, i64),
) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let checked = facts.check(Invalid::default())?;
    let mut org = cx.write().await?;
    let (_, before) = find_open(&mut org, round, id).await?;
    let changed = Interview {
        kind: checked.kind,
        title: checked.title,
        held_on: checked.held_on,
        people: checked.people,
        revision,
        ..before
    };
    save(cx, org, &changed, "facts").await
}

/// Writes the notes; the new revision.
///
/// The same words again change nothing, whatever the revision: a save that was sent twice is not a
/// conflict.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote other words meanwhile.
pub async fn save_notes(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    (notes, revision): (&str, i64),
) -> Outcome<i64> {
    cx.require(Permission::InterviewWrite)?;
    let mut invalid = Invalid::default();
    let notes = invalid.text("notes", text::optional(notes, text::TRANSCRIPT));
    invalid.check()?;
    let notes = notes.unwrap_or_default();
    let mut org = cx.write().await?;
    let (_, before) = find_open(&mut org, round, id).await?;
    if before.notes == notes {
        return Ok(before.revision);
    }
    let state = match before.state {
        InterviewState::Planned if !notes.is_empty() => InterviewState::Open,
        other => other,
    };
    let changed = Interview {
        notes,
        state,
        revision,
        ..before
    };
    save(cx, org, &changed, "notes").await?;
    Ok(revision.saturating_add(1))
}

/// Adds words after the notes, as an import does. What stands there stays.
pub(crate) fn appended(notes: &str, more: &str) -> String {
    if notes.is_empty() {
        more.to_owned()
    } else {
        format!("{notes}\n\n{more}")
    }
}

/// Says that an interview is coded, or opens it again.
pub async fn set_done(cx: &OrgCx, round: RoundId, id: InterviewId, is_done: bool) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (_, before) = find_open(&mut org, round, id).await?;
    let state = if is_done {
        InterviewState::Done
    } else {
        InterviewState::Open
    };
    let changed = Interview { state, ..before };
    save(cx, org, &changed, state.code()).await
}

async fn save(
    cx: &OrgCx,
    mut org: OrgStore,
    changed: &Interview,
    detail: &'static str,
) -> Outcome<()> {
    org.save_interview(changed, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::InterviewSaved, changed.id, detail);
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// Removes an interview with its notes and codings, for good: what was promised to the interviewed
/// must be possible at once, also when the round has been published.
pub async fn remove(cx: &OrgCx, round: RoundId, id: InterviewId) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    find(&mut org, round, id).await?;
    let codings = org.passages(id).await?.len();
    org.remove_interview(id).await?;
    let entry = cx.audit(
        AuditKind::InterviewRemoved,
        id,
        format!("codings {codings}"),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}
