//! Creating a programme and changing its facts.

use domain::ProgrammeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::programme::{Part, Programme};
use domain::text::{self, Title};
use jiff::civil::Date;

use super::{load, part_of, require_manage};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// The most characters of a goal.
const GOAL_MOST: usize = 1_000;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgrammeDraft {
    /// Name.
    pub title: String,
    /// What it wants to achieve.
    pub goal: String,
    /// First day, if one could be read.
    pub starts_on: Option<Date>,
    /// Last day, if one could be read.
    pub ends_on: Option<Date>,
    /// The revision that was read.
    pub revision: i64,
}

/// Creates a programme; this organisation is its first member.
///
/// # Errors
/// [`Error::Invalid`] when something must be mended.
pub async fn create(cx: &OrgCx, draft: &ProgrammeDraft) -> Outcome<ProgrammeId> {
    require_manage(cx)?;
    let programme = read(draft, cx.id())?;
    let mut site = cx.app().store().site_write().await?;
    site.add_programme(&programme).await?;
    let mut org = site.enter(cx.organisation().id);
    let part = part_of(cx.organisation().kind);
    org.join_programme(programme.id, part, false).await?;
    org.audit(&cx.audit(AuditKind::ProgrammeJoined, programme.id, part.code()))
        .await?;
    org.commit().await?;
    Ok(programme.id)
}

/// Writes a programme's facts. A later last day holds at once for the municipality that sets it; for
/// the others partners' access ends when they have agreed that it ends ([`agree`]).
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn save(cx: &OrgCx, id: ProgrammeId, draft: &ProgrammeDraft) -> Outcome<()> {
    require_manage(cx)?;
    let changed = read(draft, id)?;
    let mut org = cx.write().await?;
    let saved = org.programme(id).await?.ok_or(Error::NotFound)?;
    org.save_programme(&changed).await?;
    if part_of(cx.organisation().kind) == Part::Municipality {
        org.agree_to_programme(id).await?;
    }
    let detail = format!("{} - {}", saved.ends_on, changed.ends_on);
    org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, detail))
        .await?;
    Ok(org.commit().await?)
}

/// Agrees for this municipality to the last day that the programme has now.
///
/// # Errors
/// [`Error::NotFound`] when it does not take part as a municipality.
pub async fn agree(cx: &OrgCx, id: ProgrammeId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let view = load(cx, &mut org, id).await?;
    if view.part != Part::Municipality {
        return Err(Error::NotFound);
    }
    org.agree_to_programme(id).await?;
    let detail = format!("agreed to {}", view.programme.ends_on);
    org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, detail))
        .await?;
    Ok(org.commit().await?)
}

fn read(draft: &ProgrammeDraft, id: ProgrammeId) -> Result<Programme, Error> {
    let mut invalid = Invalid::default();
    let title = invalid.text("title", Title::parse(&draft.title));
    let goal = invalid.text("goal", text::parse(&draft.goal, GOAL_MOST));
    let starts_on = invalid.need("starts_on", "error.field.date", draft.starts_on);
    let ends_on = invalid.need("ends_on", "error.field.date", draft.ends_on);
    if starts_on.zip(ends_on).is_some_and(|(from, to)| to < from) {
        invalid.add("ends_on", "programme.error.ends-before");
    }
    invalid.check()?;
    match (title, goal, starts_on, ends_on) {
        (Some(title), Some(goal), Some(starts_on), Some(ends_on)) => Ok(Programme {
            id,
            title: title.to_string(),
            goal,
            starts_on,
            ends_on,
            revision: draft.revision,
        }),
        _ => Err(Error::NotFound),
    }
}
