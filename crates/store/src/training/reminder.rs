//! When people are reminded, and whom a reminder may reach.

use std::collections::BTreeSet;

use domain::identity::Role;
use domain::training::{Reminder, Rhythm, Term, Way};
use domain::{Locale, OrgId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::row::{moment, must};
use crate::{OrgStore, SiteStore};

/// A member whom a reminder may reach, with what the person has done this term: for the sending
/// alone. Whoever wants no reminders is not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainee {
    /// The person.
    pub user: UserId,
    /// Address.
    pub email: String,
    /// Language.
    pub locale: Locale,
    /// Since when the person can log in.
    pub created_at: Timestamp,
    /// Roles in the organisation.
    pub roles: BTreeSet<Role>,
    /// The way and the day of joining, once the person has joined this term.
    pub joined: Option<(Way, Date)>,
    /// Ids of modules.
    pub done: BTreeSet<String>,
}

#[derive(FromRow)]
struct TraineeRow {
    id: Uuid,
    email: String,
    locale: String,
    created_at: i64,
    role: String,
    way: Option<String>,
    joined_on: Option<String>,
    module: Option<String>,
}

impl TraineeRow {
    /// The person without roles and modules, which stand in several rows.
    fn read(&self) -> StoreResult<Trainee> {
        const TABLE: &str = "training_person";
        let joined = match (&self.way, &self.joined_on) {
            (Some(way), Some(day)) => Some((
                must(Way::from_code(way), TABLE, "way")?,
                must(day.parse().ok(), TABLE, "joined_on")?,
            )),
            _ => None,
        };
        Ok(Trainee {
            user: UserId(self.id),
            email: self.email.clone(),
            locale: must(self.locale.parse().ok(), "user_account", "locale")?,
            created_at: moment(self.created_at, "user_account")?,
            roles: BTreeSet::new(),
            joined,
            done: BTreeSet::new(),
        })
    }
}

impl SiteStore {
    /// The organisations whose reminder is due: for the job that sends them.
    pub async fn due_training_reminders(&mut self, now: Timestamp) -> StoreResult<Vec<OrgId>> {
        let rows = all!(
            self.conn,
            (Uuid,),
            "training/due_reminders",
            now.as_microsecond()
        )?;
        Ok(rows.into_iter().map(|(id,)| OrgId(id)).collect())
    }
}

impl OrgStore {
    /// How often people are reminded; never by itself while nothing was chosen.
    pub async fn training_reminder(&mut self) -> StoreResult<Reminder> {
        const TABLE: &str = "training_reminder";
        let row = one!(
            self.conn,
            (String, Option<i64>, Option<i64>),
            "training/reminder",
            self.org.0
        )?;
        let Some((rhythm, next, last)) = row else {
            return Ok(Reminder {
                rhythm: Rhythm::Off,
                next_at: None,
                last_at: None,
            });
        };
        let at = |micros: Option<i64>| micros.map(|one| moment(one, TABLE)).transpose();
        Ok(Reminder {
            rhythm: must(Rhythm::from_code(&rhythm), TABLE, "rhythm")?,
            next_at: at(next)?,
            last_at: at(last)?,
        })
    }

    /// Chooses how often people are reminded, and when the next leaves.
    pub async fn save_training_reminder(
        &mut self,
        rhythm: Rhythm,
        next_at: Option<Timestamp>,
    ) -> StoreResult<()> {
        let next = next_at.map(Timestamp::as_microsecond);
        run!(
            self.conn,
            "training/save_reminder",
            self.org.0,
            rhythm.code(),
            next
        )?;
        Ok(())
    }

    /// Keeps that people were reminded now, by the button.
    pub async fn note_training_reminder(&mut self, now: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "training/reminded",
            self.org.0,
            Rhythm::Off.code(),
            now.as_microsecond()
        )?;
        Ok(())
    }

    /// Takes the reminder that was due at `due`, so that no other node does; false when another was
    /// first.
    pub async fn claim_training_reminder(
        &mut self,
        due: Timestamp,
        now: Timestamp,
        next_at: Option<Timestamp>,
    ) -> StoreResult<bool> {
        let next = next_at.map(Timestamp::as_microsecond);
        let touched = run!(
            self.conn,
            "training/claim_reminder",
            self.org.0,
            due.as_microsecond(),
            now.as_microsecond(),
            next
        )?;
        Ok(touched == 1)
    }

    /// Members whom a reminder may reach, with what they have done this term.
    pub async fn trainees(&mut self, term: Term) -> StoreResult<Vec<Trainee>> {
        let year = i64::from(term.year());
        let rows = all!(self.conn, TraineeRow, "training/trainees", self.org.0, year)?;
        let mut people: Vec<Trainee> = Vec::new();
        for row in rows {
            if people.last().is_none_or(|last| last.user.0 != row.id) {
                people.push(row.read()?);
            }
            if let Some(person) = people.last_mut() {
                let role = must(Role::from_code(&row.role), "membership", "role")?;
                person.roles.insert(role);
                person.done.extend(row.module);
            }
        }
        Ok(people)
    }

    /// Whether a person wants no reminders.
    pub async fn wants_no_reminders(&mut self, user: UserId) -> StoreResult<bool> {
        let row = one!(self.conn, (Uuid,), "training/quiet", self.org.0, user.0)?;
        Ok(row.is_some())
    }

    /// Keeps whether a person wants reminders.
    pub async fn want_reminders(&mut self, user: UserId, wants: bool) -> StoreResult<()> {
        if wants {
            run!(self.conn, "training/not_quiet", self.org.0, user.0)?;
        } else {
            run!(self.conn, "training/be_quiet", self.org.0, user.0)?;
        }
        Ok(())
    }
}
