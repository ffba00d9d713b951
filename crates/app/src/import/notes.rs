//! Interview notes from a text file or a Word document.

use std::sync::Arc;

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::interview::{Interview, InterviewState, turns};
use domain::text::{self, TRANSCRIPT};
use domain::{InterviewId, Localised};

use super::account::{Account, Extent, Taken};
use super::staged::Given;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use crate::interview::appended;
use crate::round::open_round;

/// What would be taken of a file of notes for an interview, as it is or as it would be made.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round.
pub async fn preview_interview(cx: &OrgCx, interview: Interview, file: &[u8]) -> Outcome<Account> {
    notes_account(cx, interview, file.into()).await
}

pub(super) async fn notes_account(
    cx: &OrgCx,
    interview: Interview,
    file: Arc<[u8]>,
) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::InterviewWrite)?;
    let round = cx.read().await?.round(interview.round).await?;
    let round = round.ok_or(Error::NotFound)?;
    let (notes, mut account) = read_apart(file).await?;
    if !round.is_open() {
        account.refuse("assessment.round.frozen");
    } else if !account.is_refused() && noted(interview, &notes).is_err() {
        account.refuse("import.notes.too-long");
    }
    Ok(account)
}

/// Adds the notes of a file after what an interview already has, in one transaction.
///
/// # Errors
/// [`Error::Refused`] when the file gives no notes, or they are too long together.
pub async fn take_notes(cx: &OrgCx, interview: InterviewId, file: &[u8]) -> Outcome<Account> {
    take_notes_once(cx, interview, Given::at_once(file)).await
}

pub(super) async fn take_notes_once(
    cx: &OrgCx,
    interview: InterviewId,
    Given { file, once }: Given,
) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::InterviewWrite)?;
    let (notes, account) = read_apart(file).await?;
    if !account.allows(Extent::Rest) {
        return Err(Error::Refused("import.refused"));
    }
    let mut org = cx.write().await?;
    once.claim(&mut org).await?;
    let before = org.interview(interview).await?.ok_or(Error::NotFound)?;
    open_round(&mut org, before.round).await?;
    org.save_interview(&noted(before, &notes)?, cx.stamp())
        .await?;
    let entry = cx.audit(AuditKind::NotesImported, interview, "");
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(account)
}

/// Takes the notes of a file as an interview of its own, in one transaction.
///
/// # Errors
/// [`Error::Refused`] when the file gives no notes, or they are too long.
pub async fn take_interview(cx: &OrgCx, new: Interview, file: &[u8]) -> Outcome<InterviewId> {
    cx.require(Permission::Import)?;
    cx.require(Permission::InterviewWrite)?;
    let (notes, account) = read_apart(file.into()).await?;
    if !account.allows(Extent::Rest) {
        return Err(Error::Refused("import.refused"));
    }
    let interview = noted(new, &notes)?;
    let mut org = cx.write().await?;
    open_round(&mut org, interview.round).await?;
    org.save_interview(&interview, cx.stamp()).await?;
    let created = cx.audit(AuditKind::InterviewCreated, interview.id, &*interview.guide);
    org.audit(&created).await?;
    let imported = cx.audit(AuditKind::NotesImported, interview.id, "");
    org.audit(&imported).await?;
    org.commit().await?;
    Ok(interview.id)
}

/// The interview with these notes after those that it has.
fn noted(before: Interview, notes: &str) -> Outcome<Interview> {
    let notes = text::optional(&appended(&before.notes, notes), TRANSCRIPT);
    Ok(Interview {
        notes: notes.map_err(|_too_long| Error::Refused("import.notes.too-long"))?,
        state: match before.state {
            InterviewState::Planned => InterviewState::Open,
            other => other,
        },
        ..before
    })
}

async fn read_apart(file: Arc<[u8]>) -> Outcome<(String, Account)> {
    apart(Work::Read, move || read(&file)).await
}

fn read(file: &[u8]) -> (String, Account) {
    let (notes, mut account) = Account::of(exchange::notes::read(file));
    let notes = notes.unwrap_or_default();
    // What is longer cannot be taken, and is not counted turn by turn.
    let end = notes.char_indices().nth(TRANSCRIPT).map(|(end, _)| end);
    let shown = end.and_then(|end| notes.get(..end)).unwrap_or(&notes);
    account.taken = turns(shown)
        .into_iter()
        .map(|turn| Taken {
            row: None,
            label: Localised::same(turn.speaker),
            detail: turn.text,
        })
        .collect();
    account.count = account.taken.len();
    (notes, account)
}
