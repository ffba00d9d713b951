//! The document checklist from a table, and the table to fill in.

use std::sync::Arc;

use domain::audit::AuditKind;
use domain::document::DocumentReview;
use domain::identity::Permission;
use domain::{Marked, Marking, Publicity, RoundId};
use exchange::documents::{ImportedDocument, KnownDocument};
use jiff::civil::Time;

use super::account::{Account, Extent, Left, Taken};
use super::staged::Given;
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::document::{Checklist, Item, Note, of_round};
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use crate::round::open_round;

/// What would be taken of a filled checklist.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn preview_documents(cx: &OrgCx, round: RoundId, file: &[u8]) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    documents_account(cx, round, file.into()).await
}

pub(super) async fn documents_account(
    cx: &OrgCx,
    round: RoundId,
    file: Arc<[u8]>,
) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::DocumentWrite)?;
    let checklist = crate::document::checklist(cx, round).await?;
    let rows = rows(&checklist, file).await?;
    let mut account = told(cx, &checklist, rows).1;
    if !checklist.round.is_open() {
        account.refuse("assessment.round.frozen");
    }
    Ok(account)
}

/// Takes a filled checklist, in one transaction. An empty cell never removes what is recorded.
///
/// # Errors
/// [`Error::Refused`] when nothing can be taken, or something was left out and all was asked for.
pub async fn take_documents(
    cx: &OrgCx,
    round: RoundId,
    file: &[u8],
    extent: Extent,
) -> Outcome<Account> {
    take_documents_once(cx, round, Given::at_once(file), extent).await
}

pub(super) async fn take_documents_once(
    cx: &OrgCx,
    round: RoundId,
    Given { file, once }: Given,
    extent: Extent,
) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::DocumentWrite)?;
    // The file is read before anybody else must wait with writing.
    let checklist = crate::document::checklist(cx, round).await?;
    let rows = rows(&checklist, file).await?;
    let mut org = cx.write().await?;
    once.claim(&mut org).await?;
    let found = open_round(&mut org, round).await?;
    let framework = framework(cx, &found.framework).await?;
    let reviews = org.document_reviews(round).await?;
    let checklist = of_round(cx, found, framework, reviews.clone());
    let (documents, account) = told(cx, &checklist, rows);
    if !account.allows(extent) {
        return Err(Error::Refused("import.refused"));
    }
    for document in documents {
        let before = reviews.iter().find(|one| one.document == document.id);
        let before = before
            .cloned()
            .unwrap_or_else(|| crate::document::recorded(round, &document.id));
        org.save_document_review(&merged(before, document)?, cx.stamp())
            .await?;
    }
    let detail = format!("taken {} left {}", account.taken.len(), account.left_out());
    let entry = cx.audit(AuditKind::DocumentsImported, round, detail);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(account)
}

/// What the row gives over what is recorded.
fn merged(before: DocumentReview, row: ImportedDocument) -> Outcome<DocumentReview> {
    let marking = marking(&before, &row)?;
    let note = if row.note.is_empty() {
        before.note.for_member().clone()
    } else {
        row.note
    };
    Ok(DocumentReview {
        state: row.state,
        approved_by: if row.approved_by.is_empty() {
            before.approved_by
        } else {
            row.approved_by
        },
        approved_on: row.approved_on.or(before.approved_on),
        tested_on: row.tested_on.or(before.tested_on),
        note: Marked::new(note, marking),
        ..before
    })
}

/// The class of the row, or the recorded one. A table has no column for a ground: a row that would
/// need another one than is recorded was left out before, and would be refused here.
fn marking(before: &DocumentReview, row: &ImportedDocument) -> Outcome<Marking> {
    let recorded = before.note.marking();
    let class = row.publicity.unwrap_or(recorded.publicity());
    let ground = recorded.ground().unwrap_or_default();
    Marking::new(class, ground).map_err(|_no_ground| Error::Refused("import.refused"))
}

/// What a file says.
type Rows = exchange::Account<Vec<ImportedDocument>>;

async fn rows(checklist: &Checklist, file: Arc<[u8]>) -> Outcome<Rows> {
    let known = known(checklist);
    apart(Work::Read, move || {
        let table = exchange::table::choose(&file, exchange::documents::best_fit);
        table.and_then(|table| exchange::documents::read(&table, &known))
    })
    .await
}

/// What is taken of the rows of a file, and the account of them.
fn told(cx: &OrgCx, checklist: &Checklist, rows: Rows) -> (Vec<ImportedDocument>, Account) {
    let (documents, mut account) = Account::of(rows);
    let mut taken = Vec::new();
    for document in documents.unwrap_or_default() {
        let Some(item) = checklist.item(&document.id) else {
            continue;
        };
        if let Some(key) = unmarked(item, &document) {
            account
                .left
                .push(Left::row(document.row, item.title.text(cx.locale()), key));
            continue;
        }
        account.taken.push(Taken {
            row: Some(document.row),
            label: item.title.clone(),
            detail: format!("document.state.{}", document.state.code()),
        });
        taken.push(document);
    }
    account.left.sort_by_key(|one| one.row);
    account.count = taken.len();
    (taken, account)
}

/// Why a row's note cannot be kept: a secret one needs a written ground, which a table has no
/// column for, and a note whose class rises or falls unseen must be judged by a person.
fn unmarked(item: &Item, row: &ImportedDocument) -> Option<&'static str> {
    let class = row.publicity.unwrap_or(item.class());
    if class == Publicity::Secret && item.review.note.ground().is_none() {
        return Some("import.problem.ground-missing");
    }
    let hides = item.class() == Publicity::Secret && item.note != Note::Empty;
    (hides && class != Publicity::Secret).then_some("import.problem.class-lowered")
}

fn known(checklist: &Checklist) -> Vec<KnownDocument> {
    checklist
        .items
        .iter()
        .map(|item| KnownDocument {
            id: item.id.clone(),
            title: item.title.clone(),
        })
        .collect()
}

/// The checklist as a workbook to fill in, with what is recorded. Secret notes are left out.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn documents_template(cx: &OrgCx, round: RoundId) -> Outcome<Vec<u8>> {
    let checklist = crate::document::checklist(cx, round).await?;
    let filled: Vec<ImportedDocument> = checklist
        .items
        .iter()
        .filter(|item| item.is_reviewed())
        .map(filled)
        .collect();
    let created = cx.today().to_datetime(Time::midnight());
    let (known, locale) = (known(&checklist), cx.locale());
    let write = move || exchange::documents::template(&known, &filled, locale, created);
    let written = apart(Work::Print, write).await?;
    written.map_err(|error| Error::Report(Box::new(error)))
}

fn filled(item: &Item) -> ImportedDocument {
    let is_secret = item.class() == Publicity::Secret;
    let note = match &item.note {
        Note::Shown(text) if !is_secret => text.clone(),
        _ => String::new(),
    };
    ImportedDocument {
        row: 0,
        id: item.id.clone(),
        state: item.review.state,
        approved_by: item.review.approved_by.clone(),
        approved_on: item.review.approved_on,
        tested_on: item.review.tested_on,
        publicity: (!note.is_empty()).then_some(item.class()),
        note,
    }
}
