//! Files between their account and their taking.

use std::sync::Arc;

use domain::identity::Permission;
use domain::{InterviewId, RoundId, UploadId};
use store::{OrgStore, Upload};

use super::account::Extent;
use super::answers::{AnswersAccount, AnswersPlan, answers_account, take_answers_once};
use super::documents::{documents_account, take_documents_once};
use super::notes::{notes_account, take_notes_once};
use super::services::{services_account, take_services_once};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{self, Brought, Room};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The document checklist of a round.
    Documents(RoundId),
    /// The notes of an interview of a round.
    Notes(RoundId, InterviewId),
    /// Answers to a shipped instrument, for a round.
    Answers(RoundId, &'static str),
    /// The register of services.
    Services,
}

impl Target {
    /// The word in storage, and the last part of message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Documents(_) => "documents",
            Self::Notes(..) => "notes",
            Self::Answers(..) => "answers",
            Self::Services => "services",
        }
    }

    /// Answers to a shipped instrument; none when there is no such instrument.
    pub fn answers(round: RoundId, instrument: &str) -> Option<Self> {
        content::instrument(instrument).map(|found| Self::Answers(round, &found.id))
    }

    fn text(self) -> String {
        match self {
            Self::Documents(round) => round.to_string(),
            Self::Notes(round, interview) => format!("{round} {interview}"),
            Self::Answers(round, instrument) => format!("{round} {instrument}"),
            Self::Services => String::new(),
        }
    }

    fn read(kind: &str, text: &str) -> Option<Self> {
        if kind == "services" {
            return Some(Self::Services);
        }
        let mut ids = text.split(' ');
        let round = ids.next()?.parse().ok()?;
        match kind {
            "documents" => Some(Self::Documents(round)),
            "notes" => Some(Self::Notes(round, ids.next()?.parse().ok()?)),
            "answers" => Self::answers(round, ids.next()?),
            _ => None,
        }
    }
}

/// A file that waits for a decision.
#[derive(Debug)]
pub struct Staged {
    /// What it is for.
    pub target: Target,
    /// The file's name as given.
    pub file_name: String,
    body: Arc<[u8]>,
    _room: Room,
}

/// The most bytes of a file that waits.
const LARGEST: usize = exchange::limits::FILE_BYTES;

/// How many files of one person wait in one organisation. Nobody looks at more of them side by side,
/// and without a bound one person could fill the disk.
const WAITING_MOST: i64 = 5;

/// Keeps a file until its account has been looked at. Of many that one person has left waiting the
/// oldest makes way.
///
/// # Errors
/// [`Error::NotFound`] when what the file is for does not exist.
pub async fn stage(
    cx: &OrgCx,
    target: Target,
    file_name: &str,
    body: Vec<u8>,
) -> Outcome<UploadId> {
    cx.require(Permission::Import)?;
    let mut org = cx.write().await?;
    exists(&mut org, target).await?;
    let upload = Upload {
        id: cx.id(),
        kind: target.code().to_owned(),
        target: target.text(),
        file_name: file_name.chars().take(200).collect(),
        body,
    };
    org.add_upload(&upload, cx.stamp()).await?;
    org.keep_newest_uploads(cx.stamp().by, upload.id, WAITING_MOST - 1)
        .await?;
    org.commit().await?;
    Ok(upload.id)
}

/// Refuses a file for a round or an interview that does not exist.
async fn exists(org: &mut OrgStore, target: Target) -> Outcome<()> {
    match target {
        Target::Services => {}
        Target::Documents(round) | Target::Answers(round, _) => {
            org.round(round).await?.ok_or(Error::NotFound)?;
        }
        Target::Notes(round, interview) => {
            let found = org.interview(interview).await?;
            let found = found.filter(|interview| interview.round == round);
            found.ok_or(Error::NotFound)?;
        }
    }
    Ok(())
}

/// A file that this person brought. It takes room in memory until it is dropped; whoever holds one
/// must not ask for another.
///
/// # Errors
/// [`Error::NotFound`] when it has been decided on already, or too long ago; [`Error::Busy`] when
/// there is no room for it.
pub async fn staged(cx: &OrgCx, id: UploadId) -> Outcome<Staged> {
    cx.require(Permission::Import)?;
    let mut room = match cx.actor() {
        Some(actor) => heavy::room_of(actor.id, Brought::File, LARGEST).await?,
        None => heavy::room(Brought::File, LARGEST).await?,
    };
    let mut org = cx.read().await?;
    let upload = org.upload(id, cx.waiting()).await?;
    let upload = upload.ok_or(Error::NotFound)?;
    room.shrink(upload.body.len());
    let target = Target::read(&upload.kind, &upload.target).ok_or(Error::NotFound)?;
    Ok(Staged {
        target,
        file_name: upload.file_name,
        body: upload.body.into(),
        _room: room,
    })
}

/// The account of a staged file; the plan is for answers alone.
pub async fn account_of(
    cx: &OrgCx,
    staged: &Staged,
    plan: &AnswersPlan,
) -> Outcome<AnswersAccount> {
    let file = Arc::clone(&staged.body);
    let account = match staged.target {
        Target::Documents(round) => documents_account(cx, round, file).await?,
        Target::Notes(_, interview) => {
            let interview = cx.read().await?.interview(interview).await?;
            notes_account(cx, interview.ok_or(Error::NotFound)?, file).await?
        }
        Target::Services => services_account(cx, file).await?,
        Target::Answers(round, _) => return answers_account(cx, round, file, plan).await,
    };
    Ok(AnswersAccount {
        account,
        ..AnswersAccount::default()
    })
}

/// Takes what can be taken of a staged file, and forgets the file; what it was for.
///
/// # Errors
/// [`Error::Refused`] when nothing can be taken; the file stays.
pub async fn take(cx: &OrgCx, id: UploadId, plan: &AnswersPlan) -> Outcome<Target> {
    let staged = staged(cx, id).await?;
    let target = staged.target;
    let file = Given {
        file: staged.body,
        once: Once(Some(id)),
    };
    match target {
        Target::Documents(round) => {
            take_documents_once(cx, round, file, Extent::Rest).await?;
        }
        Target::Notes(_, interview) => {
            take_notes_once(cx, interview, file).await?;
        }
        Target::Services => {
            take_services_once(cx, file, Extent::Rest).await?;
        }
        Target::Answers(round, _) => {
            take_answers_once(cx, round, file, plan, Extent::Rest).await?;
        }
    }
    Ok(target)
}

/// The staged file that is taken, if the bytes come from one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Once(Option<UploadId>);

/// The bytes of a file, and how often they may be taken.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) file: Arc<[u8]>,
    pub(super) once: Once,
}

impl Given {
    /// A file that was not kept first: whoever brings it again takes it again.
    pub(super) fn at_once(file: &[u8]) -> Self {
        Self {
            file: file.into(),
            once: Once(None),
        }
    }
}

impl Once {
    /// Forgets the file in the transaction that takes it: a button that was pressed twice takes it
    /// once.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it has been decided on meanwhile.
    pub(super) async fn claim(self, org: &mut OrgStore) -> Outcome<()> {
        match self.0 {
            Some(id) if !org.remove_upload(id).await? => Err(Error::NotFound),
            _ => Ok(()),
        }
    }
}

/// Takes nothing of a staged file, and forgets it; what it was for.
pub async fn discard(cx: &OrgCx, id: UploadId) -> Outcome<Target> {
    let target = staged(cx, id).await?.target;
    let mut org = cx.write().await?;
    Once(Some(id)).claim(&mut org).await?;
    org.commit().await?;
    Ok(target)
}
