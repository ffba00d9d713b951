//! Reading the audit log.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Permission;
use exchange::export::{Cell, Delimiter, Sheet, csv};
use jiff::Timestamp;

pub use store::{AuditChain, AuditEntry};

use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::number::hex;

/// Entries on one page.
pub const PAGE: i64 = 50;

/// Entries before a sequence number, the newest first; without a number, the newest of all.
pub async fn page(cx: &OrgCx, before: Option<i64>) -> Outcome<Vec<AuditEntry>> {
    cx.require(Permission::AuditRead)?;
    Ok(cx
        .read()
        .await?
        .audit_page(before.unwrap_or(i64::MAX), PAGE)
        .await?)
}

/// Whom entries about members and invitations are about, by their subjects: the name of a person, or
/// the address that was invited. Nothing for those that are not known any more.
pub async fn whom(cx: &OrgCx, entries: &[AuditEntry]) -> Outcome<BTreeMap<String, String>> {
    cx.require(Permission::AuditRead)?;
    let mut org = cx.read().await?;
    let about = entries.iter().filter(|it| it.kind.is_about_a_person());
    let subjects: BTreeSet<&String> = about.map(|it| &it.subject).collect();
    let mut found = BTreeMap::new();
    for subject in subjects {
        if let Some(whom) = org.audit_whom(subject).await? {
            found.insert(subject.clone(), whom);
        }
    }
    Ok(found)
}

/// What following the whole chain of entries shows: whether any was changed or is missing.
pub async fn chain(cx: &OrgCx) -> Outcome<AuditChain> {
    cx.require(Permission::AuditRead)?;
    Ok(cx.read().await?.audit_chain().await?)
}

/// Who changed something last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The person's name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was the person who asks, in another window.
    pub is_own: bool,
}

/// Who last changed any of what the log names so; nothing when it was the system or is unknown.
///
/// Whoever edits the same thing may know: the caller has shown that by loading it.
pub async fn last_change(cx: &OrgCx, subjects: &[String]) -> Outcome<Option<Change>> {
    let mut org = cx.read().await?;
    let mut all = Vec::with_capacity(subjects.len());
    for subject in subjects {
        all.extend(org.audit_last_of(subject).await?);
    }
    let last = all.into_iter().max_by_key(|last| last.at);
    Ok(last.and_then(|last| {
        Some(Change {
            name: last.actor_name?,
            at: last.at,
            is_own: cx.actor().is_some_and(|me| Some(me.id) == last.actor),
        })
    }))
}

/// A hash as it stands in the exported file.
pub fn mark(hash: &[u8]) -> String {
    hex(hash)
}

/// The whole log as CSV, the oldest first, with the hashes that chain it and everything that they
/// cover, so that anyone can follow the chain. Names are what people chose
/// for themselves: none of them is a formula in the file.
pub async fn export(cx: &OrgCx) -> Outcome<Vec<u8>> {
    cx.require(Permission::AuditRead)?;
    let mut entries = cx.read().await?.audit_page(i64::MAX, i64::MAX).await?;
    entries.reverse();
    let heads = [
        "organisation",
        "sequence",
        "at",
        "actor",
        "actor id",
        "kind",
        "subject",
        "detail",
        "previous hash",
        "hash",
    ];
    let row = |entry: AuditEntry| -> Vec<Cell> {
        vec![
            cx.organisation().id.to_string().into(),
            entry.sequence.into(),
            entry.at.to_string().into(),
            entry.actor_name.into(),
            entry.actor.map(|id| id.to_string()).into(),
            entry.kind.code().into(),
            entry.subject.into(),
            entry.detail.into(),
            hex(&entry.previous).into(),
            hex(&entry.hash).into(),
        ]
    };
    let sheet = Sheet {
        title: String::new(),
        headers: heads.map(str::to_owned).to_vec(),
        rows: entries.into_iter().map(row).collect(),
    };
    Ok(csv(&sheet, Delimiter::Semicolon))
}
