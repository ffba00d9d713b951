//! Recording what was found of a document.

use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::framework::Framework;
use domain::identity::Permission;
use domain::text::Title;
use domain::{CriterionId, Marked, Marking, Publicity, RoundId, UploadId};
use i18n::Texts;
use serde::{Deserialize, Serialize};
use store::{OrgStore, Upload};

use super::checklist::{Checklist, Note};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{
    Form, Offer, Offers, Walk, choose, day, line, maybe, paragraph, pick, title, word_offers,
};
use crate::round::open_round;

/// What was found of a document, as its form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// What was found; of a form that is shown with the criteria of the checklist.
    pub review: DocumentReview,
    /// The class with which the form begins: that of the note, or before anything is written the
    /// usual one of this document.
    pub proposed: Publicity,
    /// Whether the next document that nobody has looked at shall be opened after saving.
    pub opens_next: bool,
}

/// How ids of the municipality's own documents begin.
const OWN: &str = "own-";

/// The most characters of who approved it.
const APPROVER_MOST: usize = 200;

impl Form for Reviewed {
    type With = Checklist;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let (t, list) = (f.t(), f.with());
        let document = f.word(|it| it.review.document.clone());
        let is_own = content::document(&document).is_none();
        let name = if is_own {
            f.field("title", "document.name", title(), |it| {
                it.review.title.clone()
            })
            .map(Some)
        } else {
            Some(None)
        };
        let states = pick(word_offers(t, "document.state")).visible();
        let states = states.preset(DocumentState::Exists.code());
        let state = f.field("state", "document.state.label", states, |it| {
            it.review.state
        });
        let approver = line(APPROVER_MOST).or_empty();
        let approved_by = f.field("approved_by", "document.approved-by", approver, |it| {
            it.review.approved_by.clone()
        });
        let approved_on = f.field("approved_on", "document.approved-on", maybe(day()), |it| {
            it.review.approved_on
        });
        let tested_on = f.field("tested_on", "document.tested-on", maybe(day()), |it| {
            it.review.tested_on
        });
        let noted = note(f);
        let criteria =
            choose(criteria(t, list)).of_many("document.criteria-add", "document.criteria-choose");
        let criteria = f.field("criteria", "document.criteria", criteria, |it| {
            it.review.criteria.clone()
        });
        if is_own {
            f.hint(t.say("document.criteria-hint-own"));
        }
        let revision = f.revision(|it| it.review.revision);
        let note = noted?;
        Some(Self {
            opens_next: f.pressed("do") == "next",
            proposed: note.publicity(),
            review: DocumentReview {
                round: list.round.id,
                title: name?,
                state: state?,
                approved_by: approved_by?,
                approved_on: approved_on?,
                tested_on: tested_on?,
                criteria: chosen(&list.framework, &document, &criteria?),
                note,
                revision,
                document,
            },
        })
    }
}

/// The note with its class; a secret one is not in the form of those who may not read it.
fn note(f: &mut Walk<'_, Reviewed>) -> Option<Marked<String>> {
    let item = f.was().and_then(|it| f.with().item(&it.review.document));
    if item.is_some_and(|it| it.note == Note::Withheld) {
        return Some(Marked::new(String::new(), Marking::INTERNAL));
    }
    let text = f.field("note", "document.note", paragraph().or_empty(), |it| {
        it.review.note.for_member().clone()
    });
    let has_text = text.as_ref().is_some_and(|it| !it.is_empty());
    let marking = f.marking_if(
        has_text,
        "document.publicity",
        |it| it.proposed,
        |it| it.review.note.marking(),
    );
    Some(Marked::new(text?, marking?))
}

/// The criteria of the framework under their themes.
fn criteria(t: Texts, list: &Checklist) -> Offers<CriterionId> {
    let all = list.framework.criteria().map(|(theme, one)| {
        let theme = theme.title.text(t.locale());
        let offer = Offer::new(one.id.as_str(), one.title.text(t.locale()));
        (one.id.clone(), offer.hint(theme).group(theme))
    });
    all.collect()
}

impl Checklist {
    /// The review of a document for its form.
    pub fn review(&self, id: &str) -> Option<Reviewed> {
        let item = self.item(id)?;
        let mut review = item.review.clone();
        review.criteria.clone_from(&item.criteria);
        if let Note::Shown(text) = &item.note {
            review.note = Marked::new(text.clone(), review.note.marking().clone());
        }
        let usual = item.expected.filter(|_| item.note == Note::Empty);
        Some(Reviewed {
            proposed: usual.map_or(review.note.publicity(), |it| it.publicity),
            review,
            opens_next: false,
        })
    }
}

/// The chosen criteria that the framework has; none when they are those of the checklist.
fn chosen(framework: &Framework, document: &str, criteria: &[CriterionId]) -> Vec<CriterionId> {
    let listed = content::document(document).map_or(&[][..], |one| one.criteria.as_slice());
    let in_framework = |wanted: &dyn Fn(&CriterionId) -> bool| -> Vec<CriterionId> {
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
pub async fn save(cx: &OrgCx, changed: &DocumentReview) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, changed.round).await?;
    let before = org
        .document_review(changed.round, &changed.document)
        .await?;
    if before.is_none() && content::document(&changed.document).is_none() {
        return Err(Error::NotFound);
    }
    let mut changed = changed.clone();
    if let Some(before) = before {
        keep_unseen(cx, before, &mut changed);
    }
    record(cx, &mut org, &changed).await?;
    Ok(org.commit().await?)
}

/// A secret note that the person could not see stays as it is.
fn keep_unseen(cx: &OrgCx, before: DocumentReview, changed: &mut DocumentReview) {
    let is_written = !before.note.for_member().is_empty();
    let is_secret = before.note.publicity() == Publicity::Secret && is_written;
    if is_secret && !cx.may(Permission::SecretRead) {
        changed.note = before.note;
    }
}

/// Adds a document of the municipality's own; its id.
///
/// # Errors
/// [`Error::Refused`] in a closed round.
pub async fn add_own(cx: &OrgCx, new: &DocumentReview) -> Outcome<String> {
    cx.require(Permission::DocumentWrite)?;
    let mut org = cx.write().await?;
    open_round(&mut org, new.round).await?;
    let new = DocumentReview {
        document: format!("{OWN}{}", new.document),
        ..new.clone()
    };
    record(cx, &mut org, &new).await?;
    org.commit().await?;
    Ok(new.document)
}

/// How the audit log names the review of a document: the checklist's documents have the same id in
/// every round.
pub fn review_subject(round: RoundId, document: &str) -> String {
    format!("{round}/{document}")
}

pub(super) async fn record(
    cx: &OrgCx,
    org: &mut OrgStore,
    changed: &DocumentReview,
) -> Outcome<()> {
    org.save_document_review(changed, cx.stamp()).await?;
    let subject = review_subject(changed.round, &changed.document);
    let entry = cx.audit(AuditKind::DocumentReviewed, subject, changed.state.code());
    Ok(org.audit(&entry).await?)
}

/// A removed document of the municipality's own, kept until its removal can no longer be undone.
#[derive(Serialize, Deserialize)]
struct Removed {
    document: String,
    title: Option<Title>,
    state: DocumentState,
    approved_by: String,
    approved_on: Option<jiff::civil::Date>,
    tested_on: Option<jiff::civil::Date>,
    criteria: Vec<CriterionId>,
    note: String,
    publicity: Publicity,
    ground: String,
}

/// What removed documents are kept as.
const KEPT: &str = "document";

/// The id of what is kept of a removed document: an own document has an id like no other.
fn kept_as(document: &str) -> Outcome<UploadId> {
    let id = document.strip_prefix(OWN).and_then(|it| it.parse().ok());
    id.ok_or(Error::NotFound)
}

/// Removes a document of the municipality's own from the checklist.
///
/// # Errors
/// [`Error::NotFound`] when it is not one of the municipality's own, [`Error::Conflict`] when someone
/// else recorded it meanwhile.
pub async fn remove_own(cx: &OrgCx, round: RoundId, document: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let id = kept_as(document)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let gone = org.document_review(round, document).await?;
    let gone = gone.ok_or(Error::NotFound)?;
    if gone.note.publicity() == Publicity::Secret {
        cx.require(Permission::SecretRead)?;
    }
    if gone.revision != revision {
        return Err(Error::Conflict);
    }
    let removed = Removed {
        document: gone.document,
        title: gone.title,
        state: gone.state,
        approved_by: gone.approved_by,
        approved_on: gone.approved_on,
        tested_on: gone.tested_on,
        criteria: gone.criteria,
        publicity: gone.note.publicity(),
        ground: gone.note.ground().unwrap_or_default().to_owned(),
        note: gone.note.for_member().clone(),
    };
    let kept = Upload {
        id,
        kind: KEPT.to_owned(),
        target: round.to_string(),
        file_name: String::new(),
        body: serde_json::to_vec(&removed).unwrap_or_default(),
    };
    org.add_upload(&kept, cx.stamp()).await?;
    org.remove_document_review(round, document).await?;
    let subject = review_subject(round, document);
    let entry = cx.audit(AuditKind::DocumentReviewed, subject, "removed");
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// Brings a removed document back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or too long ago.
pub async fn restore_own(cx: &OrgCx, round: RoundId, document: &str) -> Outcome<()> {
    cx.require(Permission::DocumentWrite)?;
    let kept = kept_as(document)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let found = org.upload(kept, cx.waiting()).await?;
    let found = found.filter(|one| one.kind == KEPT && one.target == round.to_string());
    let removed: Removed = found
        .and_then(|one| serde_json::from_slice(&one.body).ok())
        .ok_or(Error::NotFound)?;
    let marking = Marking::new(removed.publicity, &removed.ground);
    let marking = marking.map_err(|_unreadable| Error::NotFound)?;
    let review = DocumentReview {
        round,
        document: removed.document,
        title: removed.title,
        state: removed.state,
        approved_by: removed.approved_by,
        approved_on: removed.approved_on,
        tested_on: removed.tested_on,
        criteria: removed.criteria,
        note: Marked::new(removed.note, marking),
        revision: 0,
    };
    org.remove_upload(kept).await?;
    record(cx, &mut org, &review).await?;
    Ok(org.commit().await?)
}
