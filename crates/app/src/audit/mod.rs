//! Reading the audit log.

use domain::identity::Permission;

pub use store::AuditEntry;

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

/// The whole log as CSV, the oldest first, with the hashes that chain it.
pub async fn export(cx: &OrgCx) -> Outcome<String> {
    cx.require(Permission::AuditRead)?;
    let mut entries = cx.read().await?.audit_page(i64::MAX, i64::MAX).await?;
    entries.reverse();
    let mut csv = String::from("\u{feff}sequence;at;actor;kind;subject;detail;hash\r\n");
    for entry in entries {
        let cells = [
            entry.sequence.to_string(),
            entry.at.to_string(),
            entry.actor_name.unwrap_or_default(),
            entry.kind.code().to_owned(),
            entry.subject,
            entry.detail,
            hex(&entry.hash),
        ];
        let line: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        csv.push_str(&line.join(";"));
        csv.push_str("\r\n");
    }
    Ok(csv)
}
