//! Mixing: opening many together, so that no one of them can be told from the others.
//!
//! While a survey is open, ballots leave the pool only when twice the minimum is there, and as many
//! as the minimum, chosen at random, stay behind under a new key. Each opening therefore moves at
//! least the minimum, and so does the last one at closing: without the ones that stay, a single
//! late ballot would be opened alone, and a copy of the files from the day before would name it.

use domain::{OrgId, SurveyId};
use jiff::Timestamp;
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::access::BallotBox;
use super::pool::{Pool, Waiting};
use super::ring::Elsewhere;
use super::seed::{Seed, random_key};
use super::sheet::{Ballot, stored_answers};
use super::token::{HASH_BYTES, Place};
use crate::Store;
use crate::conn::{Conn, Hold};
use crate::error::{StoreError, StoreResult};

/// What a mixing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mixed {
    /// Ballots that can be counted from now on.
    pub moved: i64,
    /// Ballots that still wait.
    pub kept: i64,
    /// Ballots that nobody can open any more.
    pub lost: i64,
}

impl Store {
    /// Mixes a survey's waiting ballots: those of a closed survey all; those of an open one, or of one
    /// of which another server holds some, when there are enough. Steps over what this server cannot
    /// open, and counts as lost what nobody can.
    pub async fn mix(
        &self,
        org: OrgId,
        survey: SurveyId,
        now: Timestamp,
        seed: Seed,
    ) -> StoreResult<Mixed> {
        let place = Place { org, survey };
        self.mix_with(place, now, &mut seed.rng()).await
    }

    /// Mixes wherever it is due; how many ballots were moved. One survey's failure does not stop
    /// the others.
    pub async fn mix_due(&self, now: Timestamp, seed: Seed) -> StoreResult<i64> {
        let mut rng = seed.rng();
        let mut moved = 0;
        for place in self.booth.ballots.places().await? {
            match self.mix_with(place, now, &mut rng).await {
                Ok(mixed) => moved += mixed.moved,
                Err(error) => tracing::error!(%error, survey = %place.survey.0, "mixing failed"),
            }
        }
        Ok(moved)
    }

    /// Says that this server lives, makes one-time keys ready, hands the keys of batches to servers
    /// that came later, and destroys its own halves of batches that are over. About once a minute.
    pub async fn beat(&self, now: Timestamp, seed: Seed) -> StoreResult<()> {
        let pool = &self.booth.ballots;
        let mut conn = pool.db.begin_write().await?;
        conn.lock_keys(Hold::Alone).await?;
        pool.ring.beat(&mut conn, now, &mut seed.rng()).await?;
        conn.commit().await?;
        let mut conn = pool.db.begin_write().await?;
        pool.ring.forget_unused(&mut conn).await?;
        conn.commit().await
    }

    pub(crate) async fn mix_with(
        &self,
        place: Place,
        now: Timestamp,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Mixed> {
        let pool = &self.booth.ballots;
        let mut conn = pool.db.begin_write().await?;
        conn.lock_surveys([place.survey], Hold::Alone).await?;
        let found = BallotBox::find(&mut conn, place).await?;
        let waiting = pool.waiting(&mut conn, place, now).await?;
        let lost = lose(&mut conn, place, &waiting).await?;
        let is_last = found.is_none_or(|found| !found.is_open) && waiting.kept_elsewhere() == 0;
        let keep = match found {
            Some(found) if !is_last => found.minimum,
            _ => 0,
        };
        let mut mixed = Mixed {
            moved: 0,
            kept: waiting.openable() + waiting.kept_elsewhere(),
            lost,
        };
        if waiting.openable() >= 2 * keep {
            let bytes = found.map_or(0, |found| found.ballot_bytes);
            let opened = open_all(pool, &mut conn, place, &waiting, rng).await?;
            let (stay, moved) = opened.split_at(index(keep).min(opened.len()));
            let moved = count_once(&mut conn, place, moved, bytes).await?;
            mixed.moved = count(moved.len());
            mixed.kept = count(stay.len()) + waiting.kept_elsewhere();
            store_mixed(&mut conn, place, moved, rng).await?;
            run!(
                conn,
                "survey/ballots/spending_settle",
                place.org.0,
                place.survey.0
            )?;
            run!(
                conn,
                "survey/ballots/erase_spending",
                place.org.0,
                place.survey.0
            )?;
            pool.add(&mut conn, place, stay, rng).await?;
        } else if lost == 0 {
            return Ok(mixed);
        }
        conn.commit().await?;
        pool.finish().await?;
        Ok(mixed)
    }
}

/// Takes what nobody can open out of the pool and counts it; the codes of these ballots, and of all
/// others that have not been counted, can be used again.
async fn lose(conn: &mut Conn, place: Place, waiting: &Waiting) -> StoreResult<i64> {
    let mut lost = 0;
    for (batch, (entries, who)) in &waiting.elsewhere {
        if *who == Elsewhere::Nobody {
            Pool::drop_batch(conn, place, batch).await?;
            lost += entries;
        }
    }
    if lost > 0 {
        let (org, survey) = (place.org.0, place.survey.0);
        run!(*conn, "survey/ballots/box_lose", org, survey, lost)?;
        run!(*conn, "survey/ballots/erase_spending", org, survey)?;
        tracing::warn!(lost, %survey, "waiting ballots were lost with their key");
    }
    Ok(lost)
}

/// Everything that this server can open, in random order.
async fn open_all(
    pool: &Pool,
    conn: &mut Conn,
    place: Place,
    waiting: &Waiting,
    rng: &mut (impl CryptoRng + Send),
) -> StoreResult<Vec<Vec<u8>>> {
    let mut opened = Vec::new();
    for (batch, (_, private)) in &waiting.here {
        opened.extend(pool.take(conn, place, batch, private).await?);
    }
    opened.shuffle(rng);
    Ok(opened)
}

/// The ballots whose codes have not been counted before. The codes are written in the order of their
/// hashes, so that no order is shared with the ballots.
async fn count_once(
    conn: &mut Conn,
    place: Place,
    entries: &[Vec<u8>],
    ballot_bytes: usize,
) -> StoreResult<Vec<Ballot>> {
    let mut new = Vec::with_capacity(entries.len());
    let mut coded = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        // Earlier versions sealed the ballot alone.
        match entry.split_first_chunk::<HASH_BYTES>() {
            Some((counted, rest)) if rest.len() == ballot_bytes => coded.push((counted, at, rest)),
            _ => new.push((at, entry.as_slice())),
        }
    }
    coded.sort_unstable();
    for (counted, at, rest) in coded {
        let written = run!(
            *conn,
            "survey/ballots/counted_insert",
            place.org.0,
            place.survey.0,
            counted.to_vec(),
        )?;
        if written == 1 {
            new.push((at, rest));
        }
    }
    // Back in the order of the shuffle.
    new.sort_unstable();
    let unpacked = new.into_iter().map(|(_, packed)| Ballot::unpack(packed));
    unpacked
        .map(|ballot| ballot.ok_or(StoreError::Sealed))
        .collect()
}

fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

pub(crate) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// Writes ballots in the given order, which must be random, and their texts in another.
pub(crate) async fn store_mixed(
    conn: &mut Conn,
    place: Place,
    ballots: Vec<Ballot>,
    rng: &mut (impl CryptoRng + Send),
) -> StoreResult<()> {
    let mut texts = Vec::new();
    for ballot in ballots {
        run!(
            *conn,
            "survey/ballots/insert",
            place.org.0,
            place.survey.0,
            random_key(rng),
            stored_answers(&ballot.answers).into_bytes(),
        )?;
        texts.extend(ballot.said());
    }
    texts.shuffle(rng);
    for (question, body) in texts {
        run!(
            *conn,
            "survey/ballots/text_insert",
            place.org.0,
            place.survey.0,
            random_key(rng),
            question,
            body,
        )?;
    }
    Ok(())
}
