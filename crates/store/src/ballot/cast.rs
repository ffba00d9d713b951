//! Casting a ballot: known, new, sealed, durable, acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{OrgId, SurveyId};
use rand::CryptoRng;
use rand::seq::SliceRandom;

use super::access::{Access, BallotBox};
use super::pool::Pool;
use super::queue::Write;
use super::seed::Seed;
use super::sheet::Ballot;
use super::token::{Hash, Place, Token};
use crate::Store;
use crate::conn::{Conn, Db, Hold};
use crate::error::{StoreError, StoreResult};

/// What lets a person answer once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// From a letter; it must be on the survey's roll.
    Letter(Token),
    /// From a form opened with the open link, drawn by the server when the form was shown, which the
    /// caller has made sure of: sending the same form twice counts once.
    Form(Token),
}

/// A ballot and what lets it be cast.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Whose survey.
    pub org: OrgId,
    /// Which survey.
    pub survey: SurveyId,
    /// What lets the person answer.
    pub credential: Credential,
    /// The answers.
    pub ballot: Ballot,
}

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// Stored; it will be counted.
    Accepted,
    /// The credential has been used; nothing was stored now.
    AlreadyAnswered,
    /// The token is not on the survey's roll.
    UnknownToken,
    /// The survey does not take ballots.
    Closed,
}

/// A submission on its way to the writer.
pub(crate) struct Vote {
    place: Place,
    credential: Credential,
    ballot: Ballot,
    seed: Seed,
}

/// What the writer says about a vote.
pub(crate) enum Verdict {
    Done(Cast),
    TooLarge,
}

/// What a group of votes came to, by position in the group.
type Verdicts = BTreeMap<usize, Verdict>;

impl Store {
    /// Casts a ballot. It is on disk when this says that it was accepted.
    ///
    /// Ballots that come at the same time share a transaction; a lone one waits for nobody.
    ///
    /// # Errors
    /// [`StoreError::BallotTooLarge`] when the texts are longer than the survey's ballots may be;
    /// [`StoreError::Together`] when the transaction failed: it may be tried again with the same
    /// credential, it will not count twice.
    pub async fn cast(&self, submission: Submission, seed: Seed) -> StoreResult<Cast> {
        let place = Place {
            org: submission.org,
            survey: submission.survey,
        };
        let mark = match &submission.credential {
            Credential::Letter(token) => Some(token.roll_hash(place)),
            Credential::Form(_) => None,
        };
        let vote = Vote {
            place,
            credential: submission.credential,
            ballot: submission.ballot,
            seed,
        };
        let cast = match self.booth.votes.ask(vote).await?? {
            Verdict::Done(cast) => cast,
            Verdict::TooLarge => return Err(StoreError::BallotTooLarge),
        };
        // Also when it was used before: a crash may have come between ballot and mark.
        if let (Some(hash), Cast::Accepted | Cast::AlreadyAnswered) = (mark, cast) {
            self.booth.marks.add(place, hash);
        }
        Ok(cast)
    }
}

/// The task that writes votes.
pub(crate) fn votes(ballots: Pool, roll: Db) -> VoteWriter {
    VoteWriter { ballots, roll }
}

pub(crate) struct VoteWriter {
    ballots: Pool,
    roll: Db,
}

impl Write<Vote, StoreResult<Verdict>> for VoteWriter {
    async fn write(&self, mut group: Vec<Vote>) -> Vec<StoreResult<Verdict>> {
        let seeds = group.iter_mut().map(|vote| vote.seed.take());
        let mut rng = Seed::together(seeds);
        let count = group.len();
        match self.write_group(&group, &mut rng).await {
            Ok(mut verdicts) => (0..count)
                .map(|at| verdicts.remove(&at).ok_or(StoreError::Conflict))
                .collect(),
            Err(error) => all_failed(error, count),
        }
    }
}

fn all_failed<T>(error: StoreError, count: usize) -> Vec<StoreResult<T>> {
    let error = Arc::new(error);
    (0..count)
        .map(|_| Err(StoreError::Together(Arc::clone(&error))))
        .collect()
}

/// Positions of a group by survey.
fn by_place(places: impl Iterator<Item = Place>) -> BTreeMap<Place, Vec<usize>> {
    let mut found: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (at, place) in places.enumerate() {
        found.entry(place).or_default().push(at);
    }
    found
}

impl VoteWriter {
    async fn write_group(
        &self,
        group: &[Vote],
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Verdicts> {
        let places = by_place(group.iter().map(|vote| vote.place));
        let known = self.known(group, &places).await?;
        let mut conn = self.ballots.db.begin_write().await?;
        conn.lock_surveys(places.keys().map(|place| place.survey), Hold::Shared)
            .await?;
        let mut verdicts = Verdicts::new();
        for (place, positions) in places {
            let votes = positions
                .iter()
                .filter_map(|at| Some((*at, group.get(*at)?)));
            let Some(found) = BallotBox::find(&mut conn, place)
                .await?
                .filter(|b| b.is_open)
            else {
                verdicts.extend(votes.map(|(at, _)| (at, Verdict::Done(Cast::Closed))));
                continue;
            };
            let mut fit = fitting(&votes.collect::<Vec<_>>(), found, &known, &mut verdicts);
            if found.epoch > 0 {
                fit = uncounted(&mut conn, place, fit, &mut verdicts).await?;
            }
            verdicts.extend(self.seal_new(&mut conn, place, fit, &mut *rng).await?);
        }
        conn.commit().await?;
        Ok(verdicts)
    }

    /// Which of the letters' tokens are on their roll.
    async fn known(
        &self,
        group: &[Vote],
        places: &BTreeMap<Place, Vec<usize>>,
    ) -> StoreResult<BTreeSet<Hash>> {
        let mut known = BTreeSet::new();
        if !group
            .iter()
            .any(|vote| matches!(vote.credential, Credential::Letter(_)))
        {
            return Ok(known);
        }
        let mut conn = self.roll.begin_read().await?;
        for (place, positions) in places {
            let asked: Vec<Hash> = positions
                .iter()
                .filter_map(|at| match &group.get(*at)?.credential {
                    Credential::Letter(token) => Some(token.roll_hash(*place)),
                    Credential::Form(_) => None,
                })
                .collect();
            known.extend(super::roll::known(&mut conn, *place, &asked).await?);
        }
        Ok(known)
    }

    /// Spends the credentials and seals the ballots of those that were not spent before.
    async fn seal_new(
        &self,
        conn: &mut Conn,
        place: Place,
        fit: Vec<Fit>,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<Verdicts> {
        let mut verdicts = Verdicts::new();
        if fit.is_empty() {
            return Ok(verdicts);
        }
        let nullifiers: Vec<Hash> = fit.iter().map(|fit| fit.nullifier).collect();
        let rows = all!(
            *conn,
            (Vec<u8>,),
            "survey/ballots/spend",
            place.org.0,
            place.survey.0,
            nullifiers.concat()
        )?;
        let mut new: BTreeSet<Vec<u8>> = rows.into_iter().map(|(nullifier,)| nullifier).collect();
        let mut entries = Vec::with_capacity(new.len());
        for Fit {
            at,
            nullifier,
            counted,
            packed,
        } in fit
        {
            // A credential that came twice in this group is new once.
            if new.remove(nullifier.as_slice()) {
                entries.push([counted.as_slice(), &packed].concat());
                verdicts.insert(at, Verdict::Done(Cast::Accepted));
            } else {
                verdicts.insert(at, Verdict::Done(Cast::AlreadyAnswered));
            }
        }
        entries.shuffle(rng);
        self.ballots.add(conn, place, &entries, rng).await?;
        Ok(verdicts)
    }
}

/// A vote that may be cast if its credential has not been used.
struct Fit {
    at: usize,
    nullifier: Hash,
    counted: Hash,
    packed: Vec<u8>,
}

/// Those of whose code no ballot has been counted: after waiting ballots were lost, codes are used
/// again, and a code whose ballot was not lost must not count twice.
async fn uncounted(
    conn: &mut Conn,
    place: Place,
    fit: Vec<Fit>,
    verdicts: &mut Verdicts,
) -> StoreResult<Vec<Fit>> {
    let asked: Vec<Hash> = fit.iter().map(|fit| fit.counted).collect();
    if asked.is_empty() {
        return Ok(fit);
    }
    let rows = all!(
        *conn,
        (Vec<u8>,),
        "survey/ballots/counted",
        place.org.0,
        place.survey.0,
        asked.concat()
    )?;
    let counted: BTreeSet<Vec<u8>> = rows.into_iter().map(|(hash,)| hash).collect();
    let (old, new): (Vec<Fit>, Vec<Fit>) = fit
        .into_iter()
        .partition(|fit| counted.contains(fit.counted.as_slice()));
    let answered = old
        .into_iter()
        .map(|fit| (fit.at, Verdict::Done(Cast::AlreadyAnswered)));
    verdicts.extend(answered);
    Ok(new)
}

/// The votes of one survey that fit its box; the verdict on the others is put with the verdicts.
fn fitting(
    votes: &[(usize, &Vote)],
    found: BallotBox,
    known: &BTreeSet<Hash>,
    verdicts: &mut Verdicts,
) -> Vec<Fit> {
    let mut fits = Vec::new();
    for &(at, vote) in votes {
        let token = match (&vote.credential, found.access) {
            (Credential::Letter(token), Access::Split)
                if known.contains(&token.roll_hash(vote.place)) =>
            {
                token
            }
            (Credential::Form(token), Access::Open) => token,
            _ => {
                verdicts.insert(at, Verdict::Done(Cast::UnknownToken));
                continue;
            }
        };
        match vote.ballot.pack(found.ballot_bytes) {
            Some(packed) => fits.push(Fit {
                at,
                nullifier: token.nullifier(vote.place, found.epoch),
                counted: token.counted(vote.place),
                packed,
            }),
            None => {
                verdicts.insert(at, Verdict::TooLarge);
            }
        }
    }
    fits
}
