//! The ballot box: how a survey takes ballots, written once, and whether it still does.

use domain::survey::{Anonymity, MINIMUM_CELL};
use domain::{OrgId, SurveyId};
use jiff::Timestamp;
use sqlx::FromRow;

use super::sheet;
use super::token::Place;
use crate::Store;
use crate::conn::{Conn, Hold};
use crate::error::{StoreError, StoreResult};
use crate::row::must;

/// How ballots get into a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// From a form that anybody with the link can open.
    Open,
    /// With a token of the survey's roll.
    Split,
    /// From a file, all at once.
    Import,
}

impl Access {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Split => "split",
            Self::Import => "import",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Split, Self::Import]
            .into_iter()
            .find(|access| access.code() == code)
    }
}

impl From<Anonymity> for Access {
    fn from(anonymity: Anonymity) -> Self {
        match anonymity {
            Anonymity::Open => Self::Open,
            Anonymity::Split => Self::Split,
        }
    }
}

/// What is decided about a box when it is opened, for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxPlan {
    /// How ballots get in.
    pub access: Access,
    /// The least number of ballots mixed together; at least [`MINIMUM_CELL`].
    pub minimum: i64,
    /// How many questions with choices.
    pub questions: usize,
    /// How many questions with free text.
    pub texts: usize,
}

/// A box as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BallotBox {
    pub(crate) access: Access,
    pub(crate) minimum: i64,
    pub(crate) ballot_bytes: usize,
    pub(crate) is_open: bool,
    /// How often waiting ballots were lost; see [`super::token::Token::nullifier`].
    pub(crate) epoch: i64,
    /// How many were lost in all.
    pub(crate) lost: i64,
}

#[derive(FromRow)]
struct BoxRow {
    access: String,
    minimum_cell: i64,
    ballot_bytes: i64,
    is_open: bool,
    epoch: i64,
    lost: i64,
}

impl BallotBox {
    pub(crate) async fn find(conn: &mut Conn, place: Place) -> StoreResult<Option<Self>> {
        const TABLE: &str = "ballot_box";
        let row = one!(
            *conn,
            BoxRow,
            "survey/ballots/box",
            place.org.0,
            place.survey.0
        )?;
        row.map(|row| {
            Ok(Self {
                access: must(Access::from_code(&row.access), TABLE, "access")?,
                minimum: row.minimum_cell,
                ballot_bytes: must(
                    usize::try_from(row.ballot_bytes).ok(),
                    TABLE,
                    "ballot_bytes",
                )?,
                is_open: row.is_open,
                epoch: row.epoch,
                lost: row.lost,
            })
        })
        .transpose()
    }

    /// Whether both take ballots in the same way; what has happened since is another matter.
    const fn takes_like(self, other: Self) -> bool {
        self.access as u8 == other.access as u8
            && self.minimum == other.minimum
            && self.ballot_bytes == other.ballot_bytes
            && self.is_open == other.is_open
    }

    /// Writes the box unless there is one; whether it did.
    pub(crate) async fn insert(self, conn: &mut Conn, place: Place) -> StoreResult<bool> {
        let written = run!(
            *conn,
            "survey/ballots/box_insert",
            place.org.0,
            place.survey.0,
            self.access.code(),
            self.minimum,
            i64::try_from(self.ballot_bytes).unwrap_or(i64::MAX),
            self.is_open,
        )?;
        Ok(written == 1)
    }
}

impl From<BoxPlan> for BallotBox {
    fn from(plan: BoxPlan) -> Self {
        Self {
            access: plan.access,
            minimum: plan.minimum.max(MINIMUM_CELL),
            ballot_bytes: sheet::size(plan.questions, plan.texts),
            is_open: plan.access != Access::Import,
            epoch: 0,
            lost: 0,
        }
    }
}

impl Store {
    /// Lets a survey take ballots. Doing it again with the same plan changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the box exists with another plan or has been closed: how
    /// answers are kept apart from people is never changed after opening.
    pub async fn open_box(&self, org: OrgId, survey: SurveyId, plan: BoxPlan) -> StoreResult<()> {
        let place = Place { org, survey };
        let wanted = BallotBox::from(plan);
        let mut conn = self.booth.ballots.db.begin_write().await?;
        if !wanted.insert(&mut conn, place).await?
            && BallotBox::find(&mut conn, place)
                .await?
                .is_none_or(|found| !found.takes_like(wanted))
        {
            return Err(StoreError::Conflict);
        }
        conn.commit().await
    }

    /// Whether a survey takes ballots.
    pub async fn box_open(&self, org: OrgId, survey: SurveyId) -> StoreResult<bool> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        let found = BallotBox::find(&mut conn, Place { org, survey }).await?;
        Ok(found.is_some_and(|found| found.is_open))
    }

    /// How many accepted ballots can never be counted, because what would open them is gone.
    pub async fn lost(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        let found = BallotBox::find(&mut conn, Place { org, survey }).await?;
        Ok(found.map_or(0, |found| found.lost))
    }

    /// Closes the box for good and mixes what is in it; the files are written again.
    ///
    /// A ballot that was acknowledged before is in; one that comes later is not. What only another
    /// server can open waits for it; what nobody can open is counted as lost. When this is
    /// interrupted, doing it again, or [`Store::mix_due`], finishes it.
    pub async fn close_box(
        &self,
        org: OrgId,
        survey: SurveyId,
        now: Timestamp,
        seed: super::Seed,
    ) -> StoreResult<super::Mixed> {
        let place = Place { org, survey };
        let mut rng = seed.rng();
        let mut conn = self.booth.ballots.db.begin_write().await?;
        // Waits for every cast that has begun; every later one sees the box closed.
        conn.lock_surveys([survey], Hold::Alone).await?;
        run!(conn, "survey/ballots/box_close", org.0, survey.0)?;
        conn.commit().await?;
        let mixed = self.mix_with(place, now, &mut rng).await?;
        self.mark(place).await?;
        self.booth.ballots.rebuild().await;
        Ok(mixed)
    }
}
