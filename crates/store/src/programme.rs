//! Programmes and who takes part.

use domain::organisation::Organisation;
use domain::programme::{Part, Programme};
use domain::{Localised, OrgId, ProgrammeId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::organisation::OrganisationRow;
use crate::row::{day, exactly_one, moment, must};
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
    /// The last day to which it has agreed: partners get no further when the programme is prolonged.
    pub agreed_until: Date,
    /// When the organisation that asks let its people in; none for a municipality, and where it has
    /// not.
    pub let_in_at: Option<Timestamp>,
}

/// A person of a partner or host who sees a municipality's data when it lets them in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Whose person.
    pub partner: OrgId,
    /// The person's name.
    pub name: String,
}

/// A programme to which an organisation has been invited and has not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeInvitation {
    /// The programme.
    pub programme: Programme,
    /// The part offered.
    pub part: Part,
    /// Who invited.
    pub by: Localised,
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
    agreed_until: String,
    granted_at: Option<i64>,
}

#[derive(FromRow)]
struct VisitorRow {
    partner_id: Uuid,
    name: String,
}

#[derive(FromRow)]
struct InvitationRow {
    #[sqlx(flatten)]
    programme: ProgrammeRow,
    part: String,
    by_fi: String,
    by_sv: String,
    by_en: String,
}

impl MemberRow {
    fn read(self) -> StoreResult<ProgrammeMember> {
        const TABLE: &str = "programme_member";
        let until = day(Some(&self.agreed_until), TABLE)?;
        Ok(ProgrammeMember {
            organisation: self.organisation.read()?,
            part: must(Part::from_code(&self.part), TABLE, "part")?,
            shares: self.shares,
            agreed_until: must(until, TABLE, "agreed_until")?,
            let_in_at: {
                let moment = |at| moment(at, "programme_access");
                self.granted_at.map(moment).transpose()?
            },
        })
    }
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
            .map(MemberRow::read)
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

    /// Takes part in a programme, to the last day it has now.
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

    /// Agrees to the last day that the programme has now.
    pub async fn agree_to_programme(&mut self, id: ProgrammeId) -> StoreResult<()> {
        exactly_one(run!(self.conn, "programme/member_agree", self.org.0, id.0)?)
    }

    /// Lets a partner's or a host's people in, for as long as they and this municipality take part.
    pub async fn let_in(
        &mut self,
        id: ProgrammeId,
        partner: OrgId,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "programme/access_give",
            self.org.0,
            id.0,
            partner.0,
            at.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Ends what [`Self::let_in`] gave; false when nothing had been given.
    pub async fn shut_out(&mut self, id: ProgrammeId, partner: OrgId) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "programme/access_end",
            self.org.0,
            id.0,
            partner.0
        )?;
        Ok(touched == 1)
    }

    /// Who of partners and hosts sees this municipality's data where it has let them in.
    pub async fn programme_visitors(&mut self, id: ProgrammeId) -> StoreResult<Vec<Visitor>> {
        let rows = all!(
            self.conn,
            VisitorRow,
            "programme/visitors",
            self.org.0,
            id.0
        )?;
        let visitor = |row: VisitorRow| Visitor {
            partner: OrgId(row.partner_id),
            name: row.name,
        };
        Ok(rows.into_iter().map(visitor).collect())
    }

    /// The municipalities that have let this organisation in.
    pub async fn open_municipalities(&mut self, id: ProgrammeId) -> StoreResult<Vec<OrgId>> {
        let rows = all!(self.conn, (Uuid,), "programme/open_to", self.org.0, id.0)?;
        Ok(rows.into_iter().map(|(org,)| OrgId(org)).collect())
    }

    /// Leaves a programme.
    pub async fn leave_programme(&mut self, id: ProgrammeId) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "programme/member_delete",
            self.org.0,
            id.0
        )?)
    }

    /// Invites an organisation to a programme this one takes part in; nothing happens when it takes
    /// part or has been invited already. It gains nothing before it accepts.
    pub async fn invite_to_programme(
        &mut self,
        id: ProgrammeId,
        invited: OrgId,
        part: Part,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "programme/invitation_insert",
            self.org.0,
            id.0,
            invited.0,
            part.code()
        )?;
        Ok(())
    }

    /// Programmes to which this organisation has been invited.
    pub async fn programme_invitations(&mut self) -> StoreResult<Vec<ProgrammeInvitation>> {
        all!(
            self.conn,
            InvitationRow,
            "programme/invitations",
            self.org.0
        )?
        .into_iter()
        .map(|row| {
            Ok(ProgrammeInvitation {
                programme: row.programme.read()?,
                part: must(Part::from_code(&row.part), "programme_invitation", "part")?,
                by: Localised {
                    fi: row.by_fi,
                    sv: row.by_sv,
                    en: row.by_en,
                },
            })
        })
        .collect()
    }

    /// Who has been invited to a programme and has not answered; empty when this organisation does
    /// not take part.
    pub async fn programme_invited(
        &mut self,
        id: ProgrammeId,
    ) -> StoreResult<Vec<ProgrammeMember>> {
        all!(self.conn, MemberRow, "programme/invited", self.org.0, id.0)?
            .into_iter()
            .map(MemberRow::read)
            .collect()
    }

    /// Removes this organisation's invitation, answered either way.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when there is none (any more).
    pub async fn end_programme_invitation(&mut self, id: ProgrammeId) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "programme/invitation_delete",
            self.org.0,
            id.0
        )?)
    }
}
