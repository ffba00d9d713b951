//! The roll: who is invited, and, later and in batches, that somebody of them has answered.

use std::collections::BTreeSet;

use disclosure::GroupCount;
use domain::survey::MINIMUM_CELL;
use domain::{OrgId, SurveyId};
use sqlx::FromRow;

use super::access::BallotBox;
use super::mix::count;
use super::seed::Seed;
use super::token::{Hash, Place, Token};
use crate::Store;
use crate::conn::{Conn, Hold};
use crate::error::StoreResult;

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The group that turnout is counted in.
    pub group: String,
    /// Where a reminder goes; may be empty.
    pub contact: String,
}

/// An invitation with its token: the only time the token exists outside the person's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The secret to print.
    pub token: Token,
    /// The group.
    pub group: String,
    /// Where it goes.
    pub contact: String,
}

#[derive(FromRow)]
struct GroupRow {
    group_name: String,
    invited: i64,
    answered: i64,
}

/// Which of the hashes are on the roll.
pub(crate) async fn known(
    conn: &mut Conn,
    place: Place,
    hashes: &[Hash],
) -> StoreResult<BTreeSet<Hash>> {
    if hashes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = all!(
        *conn,
        (Vec<u8>,),
        "survey/roll/known",
        place.org.0,
        place.survey.0,
        hashes.concat()
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|(hash,)| hash.try_into().ok())
        .collect())
}

impl Store {
    /// Adds people to a survey's roll and gives each a token, in the order given.
    pub async fn add_to_roll(
        &self,
        org: OrgId,
        survey: SurveyId,
        people: &[Invitee],
        seed: Seed,
    ) -> StoreResult<Vec<Letter>> {
        let place = Place { org, survey };
        let mut rng = seed.rng();
        let mut conn = self.booth.roll.begin_write().await?;
        let mut letters = Vec::with_capacity(people.len());
        for person in people {
            let token = Token::random(&mut rng);
            run!(
                conn,
                "survey/roll/insert",
                org.0,
                survey.0,
                token.roll_hash(place).to_vec(),
                &person.group,
                &person.contact,
            )?;
            letters.push(Letter {
                token,
                group: person.group.clone(),
                contact: person.contact.clone(),
            });
        }
        conn.commit().await?;
        Ok(letters)
    }

    /// Whether a token is on a survey's roll.
    pub async fn knows(&self, org: OrgId, survey: SurveyId, token: &Token) -> StoreResult<bool> {
        let place = Place { org, survey };
        let mut conn = self.booth.roll.begin_read().await?;
        let found = known(&mut conn, place, &[token.roll_hash(place)]).await?;
        Ok(!found.is_empty())
    }

    /// How many are invited.
    pub async fn invited(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        let mut conn = self.booth.roll.begin_read().await?;
        let row = one!(conn, (i64,), "survey/roll/count", org.0, survey.0)?;
        Ok(row.map_or(0, |(invited,)| invited))
    }

    /// How many of each group are invited and marked as having answered. Exact: show it only
    /// through [`disclosure::turnout`].
    pub async fn participation(
        &self,
        org: OrgId,
        survey: SurveyId,
    ) -> StoreResult<Vec<GroupCount>> {
        let mut conn = self.booth.roll.begin_read().await?;
        let rows = all!(conn, GroupRow, "survey/roll/groups", org.0, survey.0)?;
        Ok(rows
            .into_iter()
            .map(|row| GroupCount {
                group: row.group_name,
                invited: row.invited,
                answered: row.answered,
            })
            .collect())
    }

    /// Where reminders go: to those not marked as having answered, and to everybody in a small
    /// group. For sending only, never for showing: the list says who has not answered.
    pub async fn to_remind(&self, org: OrgId, survey: SurveyId) -> StoreResult<Vec<String>> {
        let mut conn = self.booth.roll.begin_read().await?;
        let rows = all!(
            conn,
            (String,),
            "survey/roll/to_remind",
            org.0,
            survey.0,
            2 * MINIMUM_CELL
        )?;
        Ok(rows.into_iter().map(|(contact,)| contact).collect())
    }

    /// Marks who has answered, when enough new ones have gathered, or all of them when the survey
    /// is closed; how many were marked. On a schedule of its own, never together with mixing while
    /// the survey is open.
    pub async fn mark_roll(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        self.mark(Place { org, survey }).await
    }

    /// Marks wherever it is due; how many were marked. One survey's failure does not stop the others.
    pub async fn mark_due(&self) -> StoreResult<i64> {
        let mut marked = 0;
        for place in self.booth.marks.places() {
            match self.mark(place).await {
                Ok(more) => marked += more,
                Err(error) => tracing::error!(%error, survey = %place.survey.0, "marking failed"),
            }
        }
        Ok(marked)
    }

    pub(crate) async fn mark(&self, place: Place) -> StoreResult<i64> {
        let mut reading = self.booth.ballots.db.begin_read().await?;
        let found = BallotBox::find(&mut reading, place).await?;
        drop(reading);
        let gathered = self.booth.marks.of(place);
        let least = match found {
            Some(found) if found.is_open => usize::try_from(found.minimum).unwrap_or(usize::MAX),
            _ => 0,
        };
        if gathered.is_empty() || gathered.len() < least {
            return Ok(0);
        }
        let mut conn = self.booth.roll.begin_write().await?;
        conn.lock_surveys([place.survey], Hold::Alone).await?;
        let marked = mark_all(&mut conn, place, &gathered).await?;
        if marked < count(least) {
            // Dropping the transaction leaves the roll as it was: too few of them were new.
            return Ok(0);
        }
        conn.commit().await?;
        self.booth.marks.done(place, &gathered);
        Ok(marked)
    }
}

/// Marks entries; how many had not been marked before.
async fn mark_all(conn: &mut Conn, place: Place, hashes: &BTreeSet<Hash>) -> StoreResult<i64> {
    let mut marked = 0;
    for hash in hashes {
        let touched = run!(
            *conn,
            "survey/roll/mark",
            place.org.0,
            place.survey.0,
            hash.to_vec()
        )?;
        marked += i64::try_from(touched).unwrap_or_default();
    }
    Ok(marked)
}
