//! Erasing the roll of a closed survey and the marks of used codes, when nobody needs them any more.
//!
//! While a survey is open, and while any of its ballots waits, the marks keep everybody from counting
//! twice: then nothing is erased. What was counted stays as it is.

use domain::{OrgId, SurveyId};

use super::access::BallotBox;
use super::pool::Pool;
use super::token::Place;
use crate::Store;
use crate::conn::Hold;
use crate::error::StoreResult;

impl Store {
    /// Erases the roll of a closed survey and the marks of its used codes; how many stood on the
    /// roll, or nothing when the survey still takes ballots or some of them wait.
    ///
    /// Traces are left in the files until [`Store::forget_erased_rolls`]. Doing it again erases what an
    /// interruption left.
    pub async fn erase_roll(&self, org: OrgId, survey: SurveyId) -> StoreResult<Option<i64>> {
        let place = Place { org, survey };
        let mut conn = self.booth.ballots.db.begin_write().await?;
        // No ballot is cast or mixed meanwhile.
        conn.lock_surveys([survey], Hold::Alone).await?;
        let found = BallotBox::find(&mut conn, place).await?;
        let is_open = found.is_some_and(|found| found.is_open);
        if is_open || Pool::count(&mut conn, place).await? > 0 {
            return Ok(None);
        }
        run!(conn, "survey/ballots/erase_spent", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_spending", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_counted", org.0, survey.0)?;
        conn.commit().await?;

        // The roll last: until it is gone, its count is known and doing this again finds it.
        let invited = self.invited(org, survey).await?;
        let mut conn = self.booth.roll.begin_write().await?;
        conn.lock_surveys([survey], Hold::Alone).await?;
        run!(conn, "survey/roll/erase", org.0, survey.0)?;
        conn.commit().await?;
        self.booth.marks.forget(place);
        Ok(Some(invited))
    }

    /// Writes the files again without what [`Store::erase_roll`] has erased: once for all of a night,
    /// for it takes as long as the databases are large.
    ///
    /// # Errors
    /// When a disk is full or a database is away: then traces are left, and this must be done again.
    pub async fn forget_erased_rolls(&self) -> StoreResult<()> {
        self.booth.ballots.db.rebuild_ballots().await?;
        self.booth.roll.rebuild_roll().await
    }
}
