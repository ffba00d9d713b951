//! Whether anything can be kept: shown by keeping something.

use domain::{OrgId, SurveyId};
use uuid::Uuid;

use crate::Store;
use crate::error::StoreResult;
use crate::row::exactly_one;

/// The key of what is written and taken back at once; nothing real has it.
const KEY: &[u8] = b"a row that nobody ever sees";

impl Store {
    /// Writes something to each of the three databases, durably, and takes it back in the same
    /// transaction: a database that can only be read, a full disk and a server that is away show.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub async fn prove_write(&self) -> StoreResult<()> {
        let mut conn = self.main.begin_write().await?;
        exactly_one(run!(conn, "identity/failure_insert", KEY, 0_i64)?)?;
        exactly_one(run!(conn, "identity/failure_clear", KEY)?)?;
        conn.commit().await?;
        let (org, survey) = (OrgId(Uuid::nil()), SurveyId(Uuid::nil()));
        let mut conn = self.roll.begin_write().await?;
        exactly_one(run!(conn, "survey/roll/prove", org.0, survey.0, KEY)?)?;
        exactly_one(run!(conn, "survey/roll/prove_end", org.0, survey.0, KEY)?)?;
        conn.commit().await?;
        let mut conn = self.ballots.begin_write().await?;
        exactly_one(run!(conn, "survey/ballots/prove", KEY)?)?;
        exactly_one(run!(conn, "survey/ballots/prove_end", KEY)?)?;
        conn.commit().await
    }
}
