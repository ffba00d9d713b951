//! The notes of an interview.

use domain::identity::Permission;
use domain::interview::{Interview, InterviewState};
use domain::text::TRANSCRIPT;
use domain::{InterviewId, RoundId};

use super::{find_open, save};
use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::form::{Form, Walk, paragraph};

/// The notes as they are edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The notes, LF line ends.
    pub text: String,
    /// Revision of the interview that was seen.
    pub revision: i64,
    /// Whether coding follows.
    pub codes_next: bool,
}

impl Form for Notes {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let text = paragraph().most(TRANSCRIPT).or_empty().rows(24);
        let text = f.field("notes", "interview.notes.label", text, |it| it.text.clone());
        let revision = f.revision(|it| it.revision);
        Some(Self {
            text: text?,
            revision,
            codes_next: f.pressed("next") == "turns",
        })
    }
}

/// Writes the notes; the new revision.
///
/// The same words again change nothing, whatever the revision: a save that was sent twice is not a
/// conflict.
///
/// # Errors
/// [`crate::Error::Conflict`] when someone else wrote other words meanwhile.
pub async fn save_notes(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    notes: &Notes,
) -> Outcome<i64> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (_, before) = find_open(&mut org, round, id).await?;
    if before.notes == notes.text {
        return Ok(before.revision);
    }
    let state = match before.state {
        InterviewState::Planned if !notes.text.is_empty() => InterviewState::Open,
        other => other,
    };
    let changed = Interview {
        notes: notes.text.clone(),
        state,
        revision: notes.revision,
        ..before
    };
    save(cx, org, &changed, "notes").await?;
    Ok(notes.revision.saturating_add(1))
}
