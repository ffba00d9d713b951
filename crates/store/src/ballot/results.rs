//! Reading what was mixed, judging free texts, importing and erasing.

use std::collections::BTreeMap;

use domain::{OrgId, SurveyId};
use rand::seq::SliceRandom;
use sqlx::FromRow;

use super::access::{Access, BallotBox};
use super::custody::hex;
use super::mix::{count, store_mixed};
use super::pool::Pool;
use super::seed::Seed;
use super::sheet::Ballot;
use super::token::Place;
use crate::Store;
use crate::conn::Hold;
use crate::error::{StoreError, StoreResult};
use crate::row::{exactly_one, must};

/// Names a free text; random.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextKey(Vec<u8>);

impl TextKey {
    /// The key as text for a form.
    pub fn code(&self) -> String {
        hex(&self.0)
    }
}

/// Whether a person has decided that a free text may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// Nobody has decided.
    Waiting,
    /// May be shown as it now reads.
    Released,
    /// Is not shown.
    Withheld,
}

impl TextState {
    /// Every state.
    pub const ALL: &[Self] = &[Self::Waiting, Self::Released, Self::Withheld];

    /// The word in files and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Released => "released",
            Self::Withheld => "withheld",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }
}

/// A free text, apart from the ballot it came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeText {
    /// Its key.
    pub key: TextKey,
    /// The question it answers.
    pub question: String,
    /// What it says, perhaps after somebody has taken names out.
    pub body: String,
    /// Whether it may be shown.
    pub state: TextState,
}

#[derive(FromRow)]
struct TextRow {
    text_key: Vec<u8>,
    question_id: String,
    body: String,
    state: String,
}

impl TextRow {
    fn read(self) -> StoreResult<FreeText> {
        Ok(FreeText {
            key: TextKey(self.text_key),
            question: self.question_id,
            body: self.body,
            state: must(TextState::from_code(&self.state), "ballot_text", "state")?,
        })
    }
}

impl Store {
    /// How many have answered, mixed or not. Exact: while a survey is open, show it only through
    /// [`disclosure::live_count`].
    pub async fn answered(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        let row = one!(conn, (i64,), "survey/ballots/count", org.0, survey.0)?;
        let waiting = Pool::count(&mut conn, Place { org, survey }).await?;
        Ok(row.map_or(0, |(mixed,)| mixed) + waiting)
    }

    /// How many ballots wait to be opened. Exact, as [`Store::answered`].
    pub async fn waiting(&self, org: OrgId, survey: SurveyId) -> StoreResult<i64> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        Pool::count(&mut conn, Place { org, survey }).await
    }

    /// The answers of every mixed ballot, in the order of their random keys.
    pub async fn ballots(
        &self,
        org: OrgId,
        survey: SurveyId,
    ) -> StoreResult<Vec<BTreeMap<String, String>>> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        all!(conn, (Vec<u8>,), "survey/ballots/list", org.0, survey.0)?
            .into_iter()
            .map(|(answers,)| must(serde_json::from_slice(&answers).ok(), "ballot", "answers"))
            .collect()
    }

    /// The free texts of every mixed ballot, by question and random key.
    pub async fn texts(&self, org: OrgId, survey: SurveyId) -> StoreResult<Vec<FreeText>> {
        let mut conn = self.booth.ballots.db.begin_read().await?;
        all!(conn, TextRow, "survey/ballots/texts", org.0, survey.0)?
            .into_iter()
            .map(TextRow::read)
            .collect()
    }

    /// Writes what a person decided about a free text: what it now says and whether it is shown.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the text is no longer there.
    pub async fn judge_text(
        &self,
        org: OrgId,
        survey: SurveyId,
        text: &FreeText,
    ) -> StoreResult<()> {
        let mut conn = self.booth.ballots.db.begin_write().await?;
        exactly_one(run!(
            conn,
            "survey/ballots/text_update",
            org.0,
            survey.0,
            &text.key.0,
            &text.body,
            text.state.code(),
        )?)?;
        conn.commit().await
    }

    /// Puts answers from a file into a survey made for it, in random order; how many.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the survey has a box already: nothing is ever added to answers
    /// that were collected here, or imported twice.
    pub async fn import_ballots(
        &self,
        org: OrgId,
        survey: SurveyId,
        mut ballots: Vec<Ballot>,
        seed: Seed,
    ) -> StoreResult<i64> {
        let place = Place { org, survey };
        let mut rng = seed.rng();
        let imported = count(ballots.len());
        let made = BallotBox {
            access: Access::Import,
            minimum: domain::survey::MINIMUM_CELL,
            ballot_bytes: 0,
            is_open: false,
            epoch: 0,
            lost: 0,
        };
        let mut conn = self.booth.ballots.db.begin_write().await?;
        if !made.insert(&mut conn, place).await? {
            return Err(StoreError::Conflict);
        }
        ballots.shuffle(&mut rng);
        store_mixed(&mut conn, place, ballots, &mut rng).await?;
        conn.commit().await?;
        Ok(imported)
    }

    /// Erases everything of a survey: its roll, box, ballots, texts and keys.
    pub async fn erase_survey(&self, org: OrgId, survey: SurveyId) -> StoreResult<()> {
        let place = Place { org, survey };
        let mut conn = self.booth.roll.begin_write().await?;
        conn.lock_surveys([survey], Hold::Alone).await?;
        run!(conn, "survey/roll/erase", org.0, survey.0)?;
        conn.commit().await?;
        self.booth.marks.forget(place);

        let mut conn = self.booth.ballots.db.begin_write().await?;
        conn.lock_surveys([survey], Hold::Alone).await?;
        run!(conn, "survey/ballots/erase_ballots", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_texts", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_spent", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_spending", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_counted", org.0, survey.0)?;
        run!(conn, "survey/ballots/erase_box", org.0, survey.0)?;
        Pool::erase(&mut conn, place).await?;
        conn.commit().await?;
        self.booth.ballots.finish().await?;
        self.booth.ballots.rebuild().await;
        Ok(())
    }
}
