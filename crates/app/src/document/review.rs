//! Recording what was found of a document.

use domain::assessment::Marking;
use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::framework::Framework;
use domain::identity::Permission;
use domain::text::{self, PARAGRAPH, Title};
use domain::{Publicity, RoundId, UploadId};
use serde::{Deserialize, Serialize};
use store::{OrgStore, Upload};

use super::checklist::recorded;
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
use crate::round::open_round;

/// A review as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Name; of the municipality's own documents only.
    pub title: String,
    /// What was found.
    pub state: String,
    /// Who approved it.
    pub approved_by: String,
    /// When.
    pub approved_on: String,
    /// When it was last tested or exercised.
    pub tested_on: String,
    /// Criteria that it gives evidence on; none means those of the checklist.
    pub criteria: Vec<String>,
    /// The reviewer's note.
    pub note: String,
    /// Publicity of the note.
    pub publicity: String,
    /// Legal ground when the note is secret.
    pub ground: String,
    /// The revision that was edited; 0 before the first save.
    pub revision: i64,
}

/// How ids of the municipality's own documents begin.
const OWN: &str = "own-";

/// The most characters of who approved it.
const APPROVER_MOST: usize = 200;

impl Draft {
    fn check(
        &self,
        round: RoundId,
        document: &str,
        framework: &Framework,
    ) -> Outcome<DocumentReview> {
        let mut invalid = Invalid::default();
        let is_own = content::document(document).is_none();
        let title = if is_own {
            let title = invalid.text("title", Title::parse(&self.title));
            title.map(|title| title.to_string()).unwrap_or_default()
        } else {
            String::new()
        };
        let state = DocumentState::from_code(&self.state);
        let state = invalid.need("state", "error.field.choose", state);
        let approver = text::optional(&self.approved_by, APPROVER_MOST);
        let approved_by = invalid.text("approved_by", approver);
        let approved_on = day::optional(&mut invalid, "approved_on", &self.approved_on);
        let tested_on = day::optional(&mut invalid, "tested_on", &self.tested_on);
        let note = invalid.text("note", text::optional(&self.note, PARAGRAPH));
        let note = note.unwrap_or_default();
        let publicity = Publicity::from_code(&self.publicity);
        let publicity = invalid.need("publicity", "error.field.choose", publicity);
        let marking = match publicity {
            Some(publicity) if !note.is_empty() => {
                let marking = Marking::new(publicity, &self.ground).ok();
                invalid.need("ground", "error.field.ground", marking)
            }
            // Secrecy belongs to a text: where there is none, there is nothing to keep secret.
            _ => None,
        };
        invalid.check()?;
        let (publicity, ground) = marking.map_or((Publicity::Internal, String::new()), |marking| {
            (marking.publicity, marking.ground)
        });
        Ok(DocumentReview {
            round,
            document: document.to_owned(),
            title,
            state: state.unwrap_or(DocumentState::Unreviewed),
            approved_by: approved_by.unwrap_or_default(),
            approved_on,
            tested_on,
            criteria: chosen(framework, document, &self.criteria),
            note,
            publicity,
            ground,
            revision: self.revision,
        })
    }
}

/// The chosen criteria that the framework has; none when they are those of the checklist.
fn chosen(framework: &Framework, document: &str, criteria: &[String]) -> Vec<String> {
    let listed = content::document(document).map_or(&[][..], |one| one.criteria.as_slice());
    let in_framework = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        framework
            .criteria()
            .map(|(_, one)| one.id.clone())
            .filter(|id| wanted(id))
            .collect()
    };
    let taken = in_framework(&|id| criteria.iter().any(|one| one == id));
    if taken == in_framework(&|id| listed.iter().any(|one| one == id)) {
        Vec::new()
    } else {
        taken
    }
}

/// Records what was found of a document.
///
/// # Errors
/// [`Error::NotFound`] for a document that is neither expected nor added,
/// [`Error::Conflict`] when someone else recorded it meanwhile.
pub async fn save(cx: &OrgCx, round: RoundId, document: &str, draft: &Draft) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    let found = open_round(&mut org, round).await?;
    let before = org.document_review(round, document).await?;
    if before.is_none() && content::document(document).is_none() {
        return Err(Error::NotFound);
    }
    let framework = framework(cx, &found.framework).await?;
    let mut changed = draft.check(round, document, &framework)?;
    if let Some(before) = before {
        keep_unseen(cx, before, &mut changed);
    }
    record(cx, org, &changed).await
}

/// A secret note that the person could not see stays as it is.
fn keep_unseen(cx: &OrgCx, before: DocumentReview, changed: &mut DocumentReview) {
    let is_secret = before.publicity == Publicity::Secret && !before.note.is_empty();
    if is_secret && !cx.may(Permission::SecretRead) {
        changed.note = before.note;
        changed.publicity = before.publicity;
        changed.ground = before.ground;
    }
}

/// Changes only the state, from the list.
///
/// # Errors
/// [`Error::Conflict`] when someone else recorded it meanwhile.
pub async fn set_state(
    cx: &OrgCx,
    round: RoundId,
    document: &str,
    (state, revision): (DocumentState, i64),
) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let before = match org.document_review(round, document).await? {
        Some(before) => before,
        None if content::document(document).is_some() => recorded(round, document),
        None => return Err(Error::NotFound),
    };
    let changed = DocumentReview {
        state,
        revision,
        ..before
    };
    record(cx, org, &changed).await
}

/// Adds a document of the municipality's own; its id.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended.
pub async fn add_own(cx: &OrgCx, round: RoundId, draft: &Draft) -> Outcome<String> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    let found = open_round(&mut org, round).await?;
    let framework = framework(cx, &found.framework).await?;
    let id = cx.id::<UploadId>();
    let document = format!("{OWN}{id}");
    let mut new = draft.check(round, &document, &framework)?;
    new.revision = 0;
    record(cx, org, &new).await?;
    Ok(document)
}

async fn record(cx: &OrgCx, mut org: OrgStore, changed: &DocumentReview) -> Outcome<()> {
    org.save_document_review(changed, cx.stamp()).await?;
    let entry = cx.audit(
        AuditKind::DocumentReviewed,
        &changed.document,
        changed.state.code(),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// A removed document of the municipality's own, kept until its removal can no longer be undone.
#[derive(Serialize, Deserialize)]
struct Removed {
    document: String,
    title: String,
    state: DocumentState,
    approved_by: String,
    approved_on: Option<jiff::civil::Date>,
    tested_on: Option<jiff::civil::Date>,
    criteria: Vec<String>,
    note: String,
    publicity: Publicity,
    ground: String,
}

/// What removed documents are kept as.
const KEPT: &str = "document";

/// Removes a document of the municipality's own from the checklist; the id undoes it.
///
/// # Errors
/// [`Error::NotFound`] when it is not one of the municipality's own.
pub async fn remove_own(cx: &OrgCx, round: RoundId, document: &str) -> Outcome<UploadId> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let gone = org.document_review(round, document).await?;
    let gone = gone
        .filter(|_| content::document(document).is_none())
        .ok_or(Error::NotFound)?;
    let removed = Removed {
        document: gone.document,
        title: gone.title,
        state: gone.state,
        approved_by: gone.approved_by,
        approved_on: gone.approved_on,
        tested_on: gone.tested_on,
        criteria: gone.criteria,
        note: gone.note,
        publicity: gone.publicity,
        ground: gone.ground,
    };
    let kept = Upload {
        id: cx.id(),
        kind: KEPT.to_owned(),
        target: round.to_string(),
        file_name: String::new(),
        body: serde_json::to_vec(&removed).unwrap_or_default(),
    };
    org.add_upload(&kept, cx.stamp()).await?;
    org.remove_document_review(round, document).await?;
    let entry = cx.audit(AuditKind::DocumentReviewed, document, "removed");
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(kept.id)
}

/// Brings a removed document back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or too long ago.
pub async fn restore_own(cx: &OrgCx, round: RoundId, kept: UploadId) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let found = org.upload(kept, cx.waiting()).await?;
    let found = found.filter(|one| one.kind == KEPT && one.target == round.to_string());
    let removed: Removed = found
        .and_then(|one| serde_json::from_slice(&one.body).ok())
        .ok_or(Error::NotFound)?;
    let review = DocumentReview {
        round,
        document: removed.document,
        title: removed.title,
        state: removed.state,
        approved_by: removed.approved_by,
        approved_on: removed.approved_on,
        tested_on: removed.tested_on,
        criteria: removed.criteria,
        note: removed.note,
        publicity: removed.publicity,
        ground: removed.ground,
        revision: 0,
    };
    org.remove_upload(kept).await?;
    record(cx, org, &review).await
}
