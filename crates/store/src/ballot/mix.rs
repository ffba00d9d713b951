//! Mixing: opening many together, so that no one of them can be told from the others.
//!
//! While a survey is open, ballots leave the pool only when twice the minimum is there, and as many
//! as the minimum, chosen at random, stay behind under a new key. Each opening therefore moves at
//! least the minimum, and so does the last one at closing: without the ones that stay, a single
//! late ballot would be opened alone, and a copy of the files from the day before would name it.

use domain::{OrgId, SurveyId};
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::access::BallotBox;
use super::pool::Pool;
use super::seed::{Seed, random_key};
use super::sheet::{Ballot, stored_answers};
use super::token::Place;
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
}

impl Store {
    /// Mixes a survey's waiting ballots: those of a closed survey all; those of an open one when
    /// there are enough.
    ///
    /// # Errors
    /// [`StoreError::BatchKeyMissing`] when ballots wait whose key is gone; they stay as they are.
    /// See [`Store::discard_lost`].
    pub async fn mix(&self, org: OrgId, survey: SurveyId, seed: Seed) -> StoreResult<Mixed> {
        self.mix_with(Place { org, survey }, &mut seed.rng()).await
    }

    /// Mixes wherever it is due; how many ballots were moved. One survey's failure does not stop
    /// the others.
    pub async fn mix_due(&self, seed: Seed) -> StoreResult<i64> {
        let mut rng = seed.rng();
        let mut moved = 0;
        for place in self.booth.ballots.waiting().await? {
            match self.mix_with(place, &mut rng).await {
                Ok(mixed) => moved += mixed.moved,
                Err(error) => tracing::error!(%error, survey = %place.survey.0, "mixing failed"),
            }
        }
        Ok(moved)
    }

    pub(crate) async fn mix_with(
        &self,
        place: Place,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Mixed> {
        let pool = &self.booth.ballots;
        let mut conn = pool.db.begin_write().await?;
        conn.lock_surveys([place.survey], Hold::Alone).await?;
        let found = BallotBox::find(&mut conn, place).await?;
        let waiting = Pool::count(&mut conn, place).await?;
        let keep = match found {
            Some(found) if found.is_open => found.minimum,
            _ => 0,
        };
        if keep > 0 && waiting < 2 * keep {
            return Ok(Mixed {
                moved: 0,
                kept: waiting,
            });
        }
        let mut opened = pool.take(&mut conn, place).await?;
        opened.entries.shuffle(rng);
        let stay = usize::try_from(keep).unwrap_or_default();
        let moved = opened.entries.split_off(stay.min(opened.entries.len()));
        store_mixed(&mut conn, place, unpack(&moved)?, rng).await?;
        pool.add(&mut conn, place, &opened.entries, rng).await?;
        conn.commit().await?;
        pool.finish(opened.batches).await?;
        Ok(Mixed {
            moved: count(moved.len()),
            kept: count(opened.entries.len()),
        })
    }

    /// Removes waiting ballots and marks of a survey whose batch key is gone for good, so that the
    /// others can be mixed: after a restore from a backup, which never holds keys. How many ballots
    /// are lost. A person decides this; nothing calls it by itself.
    pub async fn discard_lost(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        let place = Place { org, survey };
        let mut lost = 0;
        for pool in [&self.booth.roll, &self.booth.ballots] {
            let mut conn = pool.db.begin_write().await?;
            conn.lock_surveys([survey], Hold::Alone).await?;
            lost = pool.discard_lost(&mut conn, place).await?;
            conn.commit().await?;
        }
        Ok(lost)
    }
}

pub(crate) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn unpack(entries: &[Vec<u8>]) -> StoreResult<Vec<Ballot>> {
    entries
        .iter()
        .map(|entry| Ballot::unpack(entry).ok_or(StoreError::Sealed))
        .collect()
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
