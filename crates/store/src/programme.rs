//! Programmes and who takes part.

use domain::ProgrammeId;
use domain::organisation::Organisation;
use domain::programme::{Part, Programme};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::organisation::OrganisationRow;
use crate::row::{day, exactly_one, must};
use crate::{OrgStore, SiteStore};

/// An organisation's part in a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeMember {
    /// The organisation.
    pub organisation: Organisation,
    /// Its part.
    pub part: Part,
    /// Whether its leaders have chosen to share its published results in the joint report.
    pub shares: bool,
}

#[derive(FromRow)]
struct ProgrammeRow {
    id: Uuid,
    title: String,
    goal: String,
    starts_on: String,
    ends_on: String,
    revision: i64,
}

impl ProgrammeRow {
    fn read(self) -> StoreResult<Programme> {
        const TABLE: &str = "programme";
        Ok(Programme {
            id: ProgrammeId(self.id),
            title: self.title,
            goal: self.goal,
            starts_on: must(day(Some(&self.starts_on), TABLE)?, TABLE, "starts_on")?,
            ends_on: must(day(Some(&self.ends_on), TABLE)?, TABLE, "ends_on")?,
            revision: self.revision,
        })
    }
}

#[derive(FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    organisation: OrganisationRow,
    part: String,
    shares: bool,
}

impl SiteStore {
    /// Adds a programme.
    pub async fn add_programme(&mut self, new: &Programme) -> StoreResult<()> {
        run!(
            self.conn,
            "programme/insert",
            new.id.0,
            &new.title,
            &new.goal,
            new.starts_on.to_string(),
            new.ends_on.to_string(),
        )?;
        Ok(())
    }
}

impl OrgStore {
    /// The programmes the organisation takes part in, the newest first.
    pub async fn programmes(&mut self) -> StoreResult<Vec<Programme>> {
        all!(
            self.conn,
            ProgrammeRow,
            "programme/of_organisation",
            self.org.0
        )?
        .into_iter()
        .map(ProgrammeRow::read)
        .collect()
    }

    /// A programme the organisation takes part in.
    pub async fn programme(&mut self, id: ProgrammeId) -> StoreResult<Option<Programme>> {
        one!(self.conn, ProgrammeRow, "programme/one", self.org.0, id.0)?
            .map(ProgrammeRow::read)
            .transpose()
    }

    /// Who takes part in a programme; empty when this organisation does not.
    pub async fn programme_members(
        &mut self,
        id: ProgrammeId,
    ) -> StoreResult<Vec<ProgrammeMember>> {
        all!(self.conn, MemberRow, "programme/members", self.org.0, id.0)?
            .into_iter()
            .map(|row| {
                Ok(ProgrammeMember {
                    organisation: row.organisation.read()?,
                    part: must(Part::from_code(&row.part), "programme_member", "part")?,
                    shares: row.shares,
                })
            })
            .collect()
    }

    /// Writes a programme's facts.
    pub async fn save_programme(&mut self, changed: &Programme) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "programme/update",
            self.org.0,
            changed.id.0,
            &changed.title,
            &changed.goal,
            changed.starts_on.to_string(),
            changed.ends_on.to_string(),
            changed.revision,
        )?)
    }

    /// Takes part in a programme.
    pub async fn join_programme(
        &mut self,
        id: ProgrammeId,
        part: Part,
        shares: bool,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "programme/member_insert",
            self.org.0,
            id.0,
            part.code(),
            shares
        )?;
        Ok(())
    }

    /// Chooses whether published results are shared in the joint report.
    pub async fn share_with_programme(&mut self, id: ProgrammeId, shares: bool) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "programme/member_share",
            self.org.0,
            id.0,
            shares
        )?)
    }
}
