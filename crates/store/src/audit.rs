//! The audit log: append-only, one hash chain per organisation, in the transaction of the change.

use domain::UserId;
use domain::audit::AuditKind;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::error::StoreResult;
use crate::row::{moment, must};

/// Entries that are read at once when a whole chain is followed.
const AT_ONCE: i64 = 1_000;

/// What is to be recorded.
#[derive(Debug, Clone)]
pub struct Audit {
    /// What happened.
    pub kind: AuditKind,
    /// To what: an id or a short word; never content.
    pub subject: String,
    /// More about it, as few words as tell what changed; never secret content.
    pub detail: String,
    /// Who did it; none for the system.
    pub actor: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Number in the organisation's chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// Who; none for the system.
    pub actor: Option<UserId>,
    /// Who, while the person exists.
    pub actor_name: Option<String>,
    /// What happened.
    pub kind: AuditKind,
    /// To what.
    pub subject: String,
    /// More about it.
    pub detail: String,
    /// The hash of the entry before, as it was when this one was written; empty for the first.
    pub previous: Vec<u8>,
    /// Hash of the entry, which covers the hash of the one before.
    pub hash: Vec<u8>,
    /// Whether the hash is what the entry's content and the hash before make it. Whether the entry
    /// before is there is for [`OrgStore::audit_chain`].
    pub is_intact: bool,
}

/// What reading a whole chain of entries has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditChain {
    /// How many entries there are.
    pub entries: i64,
    /// The numbers of the entries that do not follow from the one before, or were changed.
    pub broken: Vec<i64>,
    /// The hash of the last entry. Whoever keeps it elsewhere can tell a chain that was written again.
    pub head: Vec<u8>,
}

impl AuditChain {
    /// Whether every entry follows from the one before.
    pub fn is_intact(&self) -> bool {
        self.broken.is_empty()
    }

    /// Goes on with the next entry.
    fn follow(&mut self, entry: &AuditEntry) {
        let follows = entry.sequence == self.entries + 1 && entry.previous == self.head;
        if !follows || !entry.is_intact {
            self.broken.push(entry.sequence);
        }
        // What comes after a gap is judged by what it follows: one gap is told once.
        self.entries = entry.sequence;
        self.head.clone_from(&entry.hash);
    }
}

/// Who last changed something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// When.
    pub at: Timestamp,
    /// Who; none for the system.
    pub actor: Option<UserId>,
    /// The person's name, while the person exists.
    pub actor_name: Option<String>,
}

#[derive(FromRow)]
struct LastRow {
    at: i64,
    actor: Option<Uuid>,
    actor_name: Option<String>,
}

#[derive(FromRow)]
struct AuditRow {
    sequence: i64,
    at: i64,
    actor: Option<Uuid>,
    kind: String,
    subject: String,
    detail: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
    actor_name: Option<String>,
}

impl AuditRow {
    fn read(self, org: Uuid) -> StoreResult<AuditEntry> {
        const TABLE: &str = "audit_entry";
        let sealed = Chained {
            org,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            kind: &self.kind,
            subject: &self.subject,
            detail: &self.detail,
        };
        let is_intact = sealed.hash(&self.previous).as_slice() == self.hash;
        Ok(AuditEntry {
            sequence: self.sequence,
            at: moment(self.at, TABLE)?,
            actor: self.actor.map(UserId),
            actor_name: self.actor_name,
            kind: must(AuditKind::from_code(&self.kind), TABLE, "kind")?,
            subject: self.subject,
            detail: self.detail,
            previous: self.previous,
            hash: self.hash,
            is_intact,
        })
    }
}

/// What the hash of an entry covers, besides the hash before it.
struct Chained<'a> {
    org: Uuid,
    sequence: i64,
    at: i64,
    actor: Option<Uuid>,
    kind: &'a str,
    subject: &'a str,
    detail: &'a str,
}

impl Chained<'_> {
    fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let parts: [&[u8]; 8] = [
            previous,
            self.org.as_bytes(),
            &self.sequence.to_be_bytes(),
            &self.at.to_be_bytes(),
            self.actor.as_ref().map_or(&[], |id| id.as_bytes()),
            self.kind.as_bytes(),
            self.subject.as_bytes(),
            self.detail.as_bytes(),
        ];
        for part in parts {
            // The length before each part: no two different entries hash the same bytes.
            hasher.update(part.len().to_be_bytes());
            hasher.update(part);
        }
        hasher.finalize().into()
    }
}

impl OrgStore {
    /// Appends an entry to the organisation's chain.
    pub async fn audit(&mut self, audit: &Audit) -> StoreResult<()> {
        let last = one!(self.conn, (i64, Vec<u8>), "audit/last", self.org.0)?;
        let (sequence, previous) = last.map_or((1, Vec::new()), |(last, hash)| (last + 1, hash));
        let at = audit.at.as_microsecond();
        let actor = audit.actor.map(|user| user.0);
        let sealed = Chained {
            org: self.org.0,
            sequence,
            at,
            actor,
            kind: audit.kind.code(),
            subject: &audit.subject,
            detail: &audit.detail,
        };
        let hash = sealed.hash(&previous);
        run!(
            self.conn,
            "audit/insert",
            self.org.0,
            sequence,
            at,
            actor,
            audit.kind.code(),
            &audit.subject,
            &audit.detail,
            &previous,
            hash.as_slice(),
        )?;
        Ok(())
    }

    /// When something was last recorded about a subject, and by whom: the person's id and name.
    pub async fn audit_last_of(&mut self, subject: &str) -> StoreResult<Option<LastChange>> {
        let row = one!(self.conn, LastRow, "audit/last_of", self.org.0, subject)?;
        let read = |row: LastRow| {
            Ok(LastChange {
                at: moment(row.at, "audit_entry")?,
                actor: row.actor.map(UserId),
                actor_name: row.actor_name,
            })
        };
        row.map(read).transpose()
    }

    /// The name of the person, or the address of the invitation of this organisation, that a subject
    /// of its log names.
    pub async fn audit_whom(&mut self, subject: &str) -> StoreResult<Option<String>> {
        let Ok(id) = subject.parse::<Uuid>() else {
            return Ok(None);
        };
        let org = self.org.0;
        let row = one!(self.conn, (String,), "audit/whom", org, id)?;
        Ok(row.map(|(whom,)| whom))
    }

    /// Reads the whole chain and follows it from its first entry.
    pub async fn audit_chain(&mut self) -> StoreResult<AuditChain> {
        let org = self.org.0;
        let mut chain = AuditChain::default();
        let mut after = 0;
        loop {
            let rows = all!(self.conn, AuditRow, "audit/after", org, after, AT_ONCE)?;
            let Some(last) = rows.last() else {
                return Ok(chain);
            };
            after = last.sequence;
            for row in rows {
                chain.follow(&row.read(org)?);
            }
        }
    }

    /// Entries before a sequence number, the newest first.
    pub async fn audit_page(&mut self, before: i64, most: i64) -> StoreResult<Vec<AuditEntry>> {
        let org = self.org.0;
        all!(self.conn, AuditRow, "audit/page", org, before, most)?
            .into_iter()
            .map(|row| row.read(org))
            .collect()
    }
}
