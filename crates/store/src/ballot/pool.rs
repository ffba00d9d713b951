//! The sealed pool: ballots that have been accepted and wait to be mixed.
//!
//! The life of a batch:
//!
//! 1. Its keys are drawn; the private one is sealed to every living server ([`super::ring`]) and
//!    committed with the batch's row. It is nowhere else.
//! 2. Ballots are sealed to the batch. Casting holds the survey's lock shared and mixing alone, so
//!    none is sealed to a batch that is being opened. A server seals only to a batch that it can open
//!    itself: when it cannot, it begins another, and the pool holds two for a while.
//! 3. Mixing opens what it can and removes pool, batch and keys in one transaction. After the commit
//!    the write-ahead log is emptied; each server destroys its half at its next beat, this one at once.

use std::collections::BTreeMap;

use domain::{OrgId, SurveyId};
use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::FromRow;
use uuid::Uuid;

use super::custody::BatchId;
use super::ring::{Elsewhere, Ring, Secret};
use super::seal::{Batch, KeyPair, open, seal};
use super::seed::random_key;
use super::token::Place;
use crate::conn::{Conn, Db, Hold};
use crate::error::StoreResult;

/// The sealed pool of the ballot database.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pub(crate) db: Db,
    pub(crate) ring: Ring,
}

/// What waits, as this server sees it.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Entries by batch that this server can open, with the key.
    pub(crate) here: BTreeMap<BatchId, (i64, Vec<u8>)>,
    /// Entries by batch that it cannot open, and who can.
    pub(crate) elsewhere: BTreeMap<BatchId, (i64, Elsewhere)>,
}

impl Waiting {
    /// How many this server can open.
    pub(crate) fn openable(&self) -> i64 {
        self.here.values().map(|(entries, _)| entries).sum()
    }

    /// How many wait for somebody else.
    pub(crate) fn kept_elsewhere(&self) -> i64 {
        let others = self.elsewhere.values();
        let kept = others.filter(|(_, who)| *who != Elsewhere::Nobody);
        kept.map(|(entries, _)| entries).sum()
    }
}

#[derive(FromRow)]
struct PoolRow {
    entries: i64,
    sealed: Vec<u8>,
}

#[derive(FromRow)]
struct BatchRow {
    batch_id: Vec<u8>,
    public_key: Vec<u8>,
}

impl Pool {
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

    /// The batch to seal to; begins one when there is none that this server can open, because what
    /// is sealed to a lost key is lost too.
    async fn batch(
        &self,
        conn: &mut Conn,
        place: Place,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Batch> {
        if let Some(batch) = self.current(conn, place).await? {
            return Ok(batch);
        }
        // One at a time: another server may have begun one while this one waited.
        conn.lock_keys(Hold::Alone).await?;
        if let Some(batch) = self.current(conn, place).await? {
            return Ok(batch);
        }
        run!(*conn, "survey/pool/batch_end", place.org.0, place.survey.0)?;
        let pair = KeyPair::draw(rng);
        let batch = Batch {
            id: random_key(rng),
            public: pair.public,
        };
        run!(
            *conn,
            "survey/pool/batch_begin",
            place.org.0,
            place.survey.0,
            &batch.id,
            &batch.public,
        )?;
        let secret = Secret {
            place,
            batch: &batch.id,
            private: &pair.private,
        };
        self.ring.share(conn, &secret, rng).await?;
        Ok(batch)
    }

    /// The batch that was begun last, if this server can open it.
    async fn current(&self, conn: &mut Conn, place: Place) -> StoreResult<Option<Batch>> {
        let row = one!(
            *conn,
            BatchRow,
            "survey/pool/batch",
            place.org.0,
            place.survey.0
        )?;
        let Some(batch) = row.map(|row| Batch {
            id: row.batch_id,
            public: row.public_key,
        }) else {
            return Ok(None);
        };
        let opens = self.ring.opens(conn, place, &batch).await?;
        Ok(opens.then_some(batch))
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

    /// What waits, and who can open it.
    pub(crate) async fn waiting(
        &self,
        conn: &mut Conn,
        place: Place,
        now: Timestamp,
    ) -> StoreResult<Waiting> {
        let mut waiting = Waiting::default();
        for (batch, entries) in Self::batches(conn, place).await? {
            if let Some(private) = self.ring.private(conn, place, &batch).await? {
                waiting.here.insert(batch, (entries, private));
            } else {
                let who = self.ring.elsewhere(conn, place, &batch, now).await?;
                waiting.elsewhere.insert(batch, (entries, who));
            }
        }
        Ok(waiting)
    }

    /// Opens the entries of a batch and takes them out of the pool, together with the batch and the
    /// keys of every server.
    pub(crate) async fn take(
        &self,
        conn: &mut Conn,
        place: Place,
        batch: &[u8],
        private: &[u8],
    ) -> StoreResult<Vec<Vec<u8>>> {
        let rows = all!(
            *conn,
            PoolRow,
            "survey/pool/rows",
            place.org.0,
            place.survey.0,
            batch
        )?;
        let mut entries = Vec::new();
        for row in rows {
            let plain = open(private, place, batch, &row.sealed)?;
            let count = usize::try_from(row.entries).unwrap_or_default().max(1);
            let size = (plain.len() / count).max(1);
            entries.extend(plain.chunks(size).map(<[u8]>::to_vec));
        }
        Self::drop_batch(conn, place, batch).await?;
        Ok(entries)
    }

    /// Takes a batch out of the pool unopened.
    pub(crate) async fn drop_batch(conn: &mut Conn, place: Place, batch: &[u8]) -> StoreResult<()> {
        let (org, survey) = (place.org.0, place.survey.0);
        run!(*conn, "survey/pool/clear_batch", org, survey, batch)?;
        run!(*conn, "survey/key/clear", org, survey, batch)?;
        run!(*conn, "survey/pool/batch_end_one", org, survey, batch)?;
        Ok(())
    }

    /// Empties the write-ahead log and destroys what this server needs no more.
    pub(crate) async fn finish(&self) -> StoreResult<()> {
        if let Err(error) = self.db.checkpoint().await {
            // What is left in the log is sealed; without the keys below it opens no more.
            tracing::warn!(%error, "the write-ahead log of a sealed pool was not emptied");
        }
        let mut conn = self.db.begin_write().await?;
        self.ring.forget_unused(&mut conn).await?;
        conn.commit().await
    }

    /// Writes the ballots' tables again. What matters has been done before: a failure is only noted,
    /// for instance when the database's user does not own the tables.
    pub(crate) async fn rebuild(&self) {
        if let Err(error) = self.db.rebuild_ballots().await {
            tracing::warn!(%error, "the tables of ballots were not written anew");
        }
    }

    /// Every survey with something in the pool.
    pub(crate) async fn places(&self) -> StoreResult<Vec<Place>> {
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

    /// Throws everything of a survey away unopened.
    pub(crate) async fn erase(conn: &mut Conn, place: Place) -> StoreResult<()> {
        let (org, survey) = (place.org.0, place.survey.0);
        run!(*conn, "survey/pool/clear", org, survey)?;
        run!(*conn, "survey/pool/batch_end", org, survey)?;
        run!(*conn, "survey/key/erase", org, survey)?;
        Ok(())
    }

    /// Seals a key that an earlier version kept in a file to this server and the others.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when the bytes are no key.
    pub(crate) async fn adopt(
        &self,
        conn: &mut Conn,
        batch: &[u8],
        private: &[u8],
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        super::seal::public_of(private)?;
        for (org, survey) in all!(*conn, (Uuid, Uuid), "survey/key/places", batch)? {
            let place = Place {
                org: OrgId(org),
                survey: SurveyId(survey),
            };
            let secret = Secret {
                place,
                batch,
                private,
            };
            self.ring.share(conn, &secret, rng).await?;
        }
        Ok(())
    }
}
