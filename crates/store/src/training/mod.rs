//! Who studies what, and which sessions were held. What a person has done leaves this module for the
//! person alone; for everyone else there is only [`OrgStore::training_progress`], which the caller
//! counts by body.

mod reminder;

use domain::training::{Body, Done, Enrolment, Held, SurveyPart, Term, Way};
use domain::{HeldId, SurveyId, UserId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::error::StoreResult;
use crate::row::{kept_since, must};

pub use reminder::Trainee;

#[derive(FromRow)]
struct DoneRow {
    module: String,
    correct: i64,
    asked: i64,
    done_on: String,
}

impl DoneRow {
    fn read(self) -> StoreResult<Done> {
        Ok(Done {
            module: self.module,
            correct: self.correct,
            asked: self.asked,
            on: must(self.done_on.parse().ok(), "training_done", "done_on")?,
        })
    }
}

#[derive(FromRow)]
struct HeldRow {
    id: Uuid,
    session: String,
    body: String,
    held_on: String,
    people: i64,
    findings: String,
}

impl HeldRow {
    fn read(self) -> StoreResult<Held> {
        const TABLE: &str = "training_session";
        Ok(Held {
            id: HeldId(self.id),
            session: self.session,
            body: must(Body::from_code(&self.body), TABLE, "body")?,
            on: must(self.held_on.parse().ok(), TABLE, "held_on")?,
            people: self.people,
            findings: self.findings,
        })
    }
}

impl OrgStore {
    /// Where a person trains this term, once the person has told.
    pub async fn enrolment(&mut self, user: UserId, term: Term) -> StoreResult<Option<Enrolment>> {
        const TABLE: &str = "training_person";
        let year = i64::from(term.year());
        one!(
            self.conn,
            (String, String, String),
            "training/enrolment",
            self.org.0,
            user.0,
            year
        )?
        .map(|(body, way, day)| {
            Ok(Enrolment {
                body: must(Body::from_code(&body), TABLE, "body")?,
                way: must(Way::from_code(&way), TABLE, "way")?,
                joined_on: must(day.parse().ok(), TABLE, "joined_on")?,
            })
        })
        .transpose()
    }

    /// Keeps where a person trains this term; the day of joining stays what it was.
    pub async fn join_training(
        &mut self,
        user: UserId,
        term: Term,
        enrolment: Enrolment,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "training/join",
            self.org.0,
            user.0,
            i64::from(term.year()),
            enrolment.body.code(),
            enrolment.way.code(),
            enrolment.joined_on.to_string(),
        )?;
        Ok(())
    }

    /// The latest earlier term in which a person has done a module.
    pub async fn trained_before(&mut self, user: UserId, term: Term) -> StoreResult<Option<i64>> {
        let year = i64::from(term.year());
        let row = one!(
            self.conn,
            (i64,),
            "training/began",
            self.org.0,
            user.0,
            year
        )?;
        Ok(row.map(|(year,)| year))
    }

    /// What a person has done this term: for that person only.
    pub async fn training_done(&mut self, user: UserId, term: Term) -> StoreResult<Vec<Done>> {
        let year = i64::from(term.year());
        all!(
            self.conn,
            DoneRow,
            "training/done",
            self.org.0,
            user.0,
            year
        )?
        .into_iter()
        .map(DoneRow::read)
        .collect()
    }

    /// Keeps that a person has done a module; the latest try counts.
    pub async fn save_training_done(
        &mut self,
        user: UserId,
        term: Term,
        done: &Done,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "training/save_done",
            self.org.0,
            user.0,
            i64::from(term.year()),
            &done.module,
            done.correct,
            done.asked,
            done.on.to_string(),
        )?;
        Ok(())
    }

    /// Each person's body and done modules this term, in no telling order of names.
    pub async fn training_progress(
        &mut self,
        term: Term,
    ) -> StoreResult<Vec<(UserId, Body, Vec<String>)>> {
        let year = i64::from(term.year());
        let rows = all!(
            self.conn,
            (Uuid, String, Option<String>),
            "training/progress",
            self.org.0,
            year
        )?;
        let mut people: Vec<(UserId, Body, Vec<String>)> = Vec::new();
        for (user, body, module) in rows {
            let user = UserId(user);
            if people.last().is_none_or(|(last, _, _)| *last != user) {
                let body = must(Body::from_code(&body), "training_person", "body")?;
                people.push((user, body, Vec::new()));
            }
            if let (Some((_, _, modules)), Some(module)) = (people.last_mut(), module) {
                modules.push(module);
            }
        }
        Ok(people)
    }

    /// The sessions held this term, the latest first.
    pub async fn held_sessions(&mut self, term: Term) -> StoreResult<Vec<Held>> {
        let year = i64::from(term.year());
        all!(self.conn, HeldRow, "training/sessions", self.org.0, year)?
            .into_iter()
            .map(HeldRow::read)
            .collect()
    }

    /// Records a session that was held.
    pub async fn hold_session(&mut self, term: Term, held: &Held) -> StoreResult<()> {
        run!(
            self.conn,
            "training/hold",
            self.org.0,
            held.id.0,
            i64::from(term.year()),
            &held.session,
            held.body.code(),
            held.on.to_string(),
            held.people,
            &held.findings,
        )?;
        Ok(())
    }

    /// Removes the record of a session, which can be brought back for a day; false when there is none.
    /// What was removed earlier goes for good.
    pub async fn remove_held_session(&mut self, id: HeldId, at: Timestamp) -> StoreResult<bool> {
        run!(self.conn, "training/purge", self.org.0, kept_since(at))?;
        let at = at.as_microsecond();
        Ok(run!(self.conn, "training/remove", self.org.0, id.0, at)? == 1)
    }

    /// Brings the record of a session back; false when there is none to bring back.
    pub async fn restore_held_session(&mut self, id: HeldId, at: Timestamp) -> StoreResult<bool> {
        let since = kept_since(at);
        Ok(run!(self.conn, "training/restore", self.org.0, id.0, since)? == 1)
    }
}

impl OrgStore {
    /// The surveys that belong to the training of a term.
    pub async fn training_surveys(
        &mut self,
        term: Term,
    ) -> StoreResult<Vec<(SurveyPart, SurveyId)>> {
        let year = i64::from(term.year());
        let rows = all!(
            self.conn,
            (String, Uuid),
            "training/surveys",
            self.org.0,
            year
        )?;
        rows.into_iter()
            .map(|(part, id)| {
                let part = must(SurveyPart::from_code(&part), "training_survey", "part")?;
                Ok((part, SurveyId(id)))
            })
            .collect()
    }

    /// Joins a survey to the training of a term, in place of an earlier one.
    pub async fn join_training_survey(
        &mut self,
        term: Term,
        part: SurveyPart,
        survey: SurveyId,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "training/join_survey",
            self.org.0,
            i64::from(term.year()),
            part.code(),
            survey.0
        )?;
        Ok(())
    }

    /// Takes a survey from the training of a term; false when there was none.
    pub async fn leave_training_survey(
        &mut self,
        term: Term,
        part: SurveyPart,
    ) -> StoreResult<bool> {
        let year = i64::from(term.year());
        let touched = run!(
            self.conn,
            "training/leave_survey",
            self.org.0,
            year,
            part.code()
        )?;
        Ok(touched == 1)
    }
}
