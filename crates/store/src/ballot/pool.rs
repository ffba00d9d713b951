//! The sealed pool: what has been accepted and waits to be mixed.
//!
//! The roll's marks and the ballots each have one, in their own database and with their own keys,
//! made by the same statements. The life of a batch:
//!
//! 1. The private key's file is written and on disk; then the batch's row is committed. A crash
//!    between leaves a key that no row names.
//! 2. Entries are sealed to the batch. Casting holds the survey's lock shared and mixing alone, so
//!    no entry is sealed to a batch that is being opened.
//! 3. Mixing opens the entries and removes pool and batch rows in one transaction. After the commit
//!    the write-ahead log is emptied and the key destroyed. A crash before that leaves, again, a key
//!    that no row names.
//!
//! [`Pool::recover`] destroys keys that no row names, so both crashes end well at the next start.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::{OrgId, SurveyId};
use rand::CryptoRng;
use sqlx::FromRow;
use uuid::Uuid;

use super::keys::{BatchId, Keys};
use super::seal::{Batch, KeyPair, open, seal};
use super::seed::random_key;
use super::token::Place;
use crate::conn::{Conn, Db, Hold};
use crate::error::{StoreError, StoreResult};

/// The sealed pool of one database.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pub(crate) db: Db,
    keys: Keys,
}

/// Entries out of their seals.
#[derive(Default)]
pub(crate) struct Opened {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) batches: BTreeSet<BatchId>,
}

#[derive(FromRow)]
struct PoolRow {
    batch_id: Vec<u8>,
    entries: i64,
    sealed: Vec<u8>,
}

#[derive(FromRow)]
struct BatchRow {
    batch_id: Vec<u8>,
    public_key: Vec<u8>,
}

impl Pool {
    pub(crate) fn new(db: Db, folder: &Path, label: &'static str) -> Self {
        Self {
            db,
            keys: Keys::new(folder, label),
        }
    }

    /// Seals entries of one size together and puts them in the pool. Their order among each other
    /// is the caller's.
    pub(crate) async fn add(
        &self,
        conn: &mut Conn,
        place: Place,
        entries: &[Vec<u8>],
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let batch = self.batch(conn, place, rng).await?;
        let sealed = seal(&batch, place, &entries.concat(), rng)?;
        run!(
            *conn,
            "survey/pool/add",
            place.org.0,
            place.survey.0,
            random_key(rng),
            &batch.id,
            i64::try_from(entries.len()).unwrap_or(i64::MAX),
            &sealed,
        )?;
        Ok(())
    }

    /// The batch to seal to; begins one when there is none, or when its key has been lost, because
    /// what is sealed to a lost key is lost too.
    async fn batch(
        &self,
        conn: &mut Conn,
        place: Place,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Batch> {
        if let Some(batch) = Self::current(conn, place).await? {
            if self.keys.has(&batch.id) {
                return Ok(batch);
            }
            Self::end_batch(conn, place).await?;
        }
        conn.lock_keys(Hold::Shared).await?;
        let pair = KeyPair::draw(rng);
        let batch = Batch {
            id: random_key(rng),
            public: pair.public,
        };
        self.keys.create(&batch.id, &pair.private)?;
        let begun = run!(
            *conn,
            "survey/pool/batch_begin",
            place.org.0,
            place.survey.0,
            &batch.id,
            &batch.public,
        )?;
        if begun == 1 {
            return Ok(batch);
        }
        // Another node began one at the same moment.
        self.keys.destroy(&batch.id)?;
        Self::current(conn, place)
            .await?
            .ok_or(StoreError::Conflict)
    }

    async fn current(conn: &mut Conn, place: Place) -> StoreResult<Option<Batch>> {
        let row = one!(
            *conn,
            BatchRow,
            "survey/pool/batch",
            place.org.0,
            place.survey.0
        )?;
        Ok(row.map(|row| Batch {
            id: row.batch_id,
            public: row.public_key,
        }))
    }

    async fn end_batch(conn: &mut Conn, place: Place) -> StoreResult<()> {
        run!(*conn, "survey/pool/batch_end", place.org.0, place.survey.0)?;
        Ok(())
    }

    /// How many entries wait.
    pub(crate) async fn count(conn: &mut Conn, place: Place) -> StoreResult<i64> {
        let row = one!(
            *conn,
            (i64,),
            "survey/pool/count",
            place.org.0,
            place.survey.0
        )?;
        Ok(row.map_or(0, |(entries,)| entries))
    }

    /// Opens every waiting entry and takes it out of the pool, together with the batches, whose keys
    /// the caller destroys with [`Pool::finish`] after the commit.
    ///
    /// # Errors
    /// [`StoreError::BatchKeyMissing`] when a key is gone; nothing has been changed then.
    pub(crate) async fn take(&self, conn: &mut Conn, place: Place) -> StoreResult<Opened> {
        let opened = self.open_all(conn, place).await?;
        run!(*conn, "survey/pool/clear", place.org.0, place.survey.0)?;
        Self::end_batch(conn, place).await?;
        Ok(opened)
    }

    async fn open_all(&self, conn: &mut Conn, place: Place) -> StoreResult<Opened> {
        let rows = all!(
            *conn,
            PoolRow,
            "survey/pool/rows",
            place.org.0,
            place.survey.0
        )?;
        let mut keys = BTreeMap::new();
        let mut opened = Opened::default();
        for row in rows {
            if !keys.contains_key(&row.batch_id) {
                keys.insert(row.batch_id.clone(), self.keys.read(&row.batch_id)?);
            }
            let private = keys.get(&row.batch_id).ok_or(StoreError::Sealed)?;
            let plain = open(private, place, &row.batch_id, &row.sealed)?;
            let count = usize::try_from(row.entries).unwrap_or_default().max(1);
            let size = (plain.len() / count).max(1);
            opened
                .entries
                .extend(plain.chunks(size).map(<[u8]>::to_vec));
        }
        opened.batches = keys.into_keys().collect();
        if let Some(batch) = Self::current(conn, place).await? {
            opened.batches.insert(batch.id);
        }
        Ok(opened)
    }

    /// Empties the write-ahead log and destroys the keys of batches that have been committed away.
    pub(crate) async fn finish(&self, batches: BTreeSet<BatchId>) -> StoreResult<()> {
        if let Err(error) = self.db.checkpoint().await {
            // What is left in the log is sealed; without the keys below it opens no more.
            tracing::warn!(%error, "the write-ahead log of a sealed pool was not emptied");
        }
        for batch in batches {
            self.keys.destroy(&batch)?;
        }
        Ok(())
    }

    /// Writes the ballots' tables again. What matters has been done before: a failure is only noted,
    /// for instance when the database's user does not own the tables.
    pub(crate) async fn rebuild(&self) {
        if let Err(error) = self.db.rebuild_ballots().await {
            tracing::warn!(%error, "the tables of ballots were not written anew");
        }
    }

    /// Finishes what a crash interrupted: destroys keys that no row names.
    pub(crate) async fn recover(&self) -> StoreResult<()> {
        let mut conn = self.db.begin_write().await?;
        conn.lock_keys(Hold::Alone).await?;
        let used = all!(conn, (Vec<u8>,), "survey/pool/in_use")?;
        let mut left: BTreeSet<BatchId> = self.keys.list()?.into_iter().collect();
        conn.commit().await?;
        for (batch,) in used {
            left.remove(&batch);
        }
        if left.is_empty() {
            return Ok(());
        }
        self.finish(left).await
    }

    /// Every survey with something in the pool.
    pub(crate) async fn waiting(&self) -> StoreResult<Vec<Place>> {
        let mut conn = self.db.begin_read().await?;
        let rows = all!(conn, (Uuid, Uuid), "survey/pool/waiting")?;
        Ok(rows
            .into_iter()
            .map(|(org, survey)| Place {
                org: OrgId(org),
                survey: SurveyId(survey),
            })
            .collect())
    }

    async fn batches(conn: &mut Conn, place: Place) -> StoreResult<Vec<(BatchId, i64)>> {
        all!(
            *conn,
            (Vec<u8>, i64),
            "survey/pool/batches",
            place.org.0,
            place.survey.0
        )
    }

    /// Takes out of the pool what can never be opened again; how many entries that was.
    pub(crate) async fn discard_lost(&self, conn: &mut Conn, place: Place) -> StoreResult<i64> {
        let mut lost = 0;
        for (batch, entries) in Self::batches(conn, place).await? {
            if !self.keys.has(&batch) {
                run!(
                    *conn,
                    "survey/pool/clear_batch",
                    place.org.0,
                    place.survey.0,
                    &batch
                )?;
                lost += entries;
            }
        }
        Ok(lost)
    }

    /// Throws everything of a survey away unopened; the batches whose keys go after the commit.
    pub(crate) async fn erase(conn: &mut Conn, place: Place) -> StoreResult<BTreeSet<BatchId>> {
        let rows = Self::batches(conn, place).await?;
        let mut batches: BTreeSet<BatchId> = rows.into_iter().map(|(batch, _)| batch).collect();
        if let Some(batch) = Self::current(conn, place).await? {
            batches.insert(batch.id);
        }
        run!(*conn, "survey/pool/clear", place.org.0, place.survey.0)?;
        Self::end_batch(conn, place).await?;
        Ok(batches)
    }
}
