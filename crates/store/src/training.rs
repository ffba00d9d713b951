//! Who studies what, and which sessions were held. What a person has done leaves this module for the
//! person alone; for everyone else there is only [`OrgStore::training_progress`], which the caller
//! counts by body.

use domain::training::{Body, Done, Held, Term};
use domain::{HeldId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::error::StoreResult;
use crate::row::must;

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
    /// The body in which a person trains this term, once the person has told.
    pub async fn training_body(&mut self, user: UserId, term: Term) -> StoreResult<Option<Body>> {
        let year = i64::from(term.year());
        one!(
            self.conn,
            (String,),
            "training/body",
            self.org.0,
            user.0,
            year
        )?
        .map(|(code,)| must(Body::from_code(&code), "training_person", "body"))
        .transpose()
    }

    /// Puts a person in a body for this term.
    pub async fn join_training(&mut self, user: UserId, term: Term, body: Body) -> StoreResult<()> {
        let year = i64::from(term.year());
        run!(
            self.conn,
            "training/join",
            self.org.0,
            user.0,
            year,
            body.code()
        )?;
        Ok(())
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

    /// Removes the record of a session; false when there is none.
    pub async fn remove_held_session(&mut self, id: HeldId) -> StoreResult<bool> {
        Ok(run!(self.conn, "training/remove", self.org.0, id.0)? == 1)
    }
}
