//! Interviews: planned, held, written down, coded, summed up.

mod coding;
mod facts;
mod names;
mod notes;
mod pseudonym;
mod summary;

pub use coding::{Coded, TurnView, code, coded, restore, uncode};
pub use facts::save_facts;
pub use names::{Suspect, SuspectKind, suspects};
pub use notes::{Notes, save_notes};
pub use pseudonym::{Replacement, replace_words};
pub use summary::{Quote, Summary, ThemeSummary, summary};

use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::interview::{Interview, InterviewState};
use domain::{InterviewId, RoundId};
use jiff::civil::Date;
use store::OrgStore;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
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
    coding::forget_removed(&mut org, id).await?;
    let entry = cx.audit(
        AuditKind::InterviewRemoved,
        id,
        format!("codings {codings}"),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}
