//! Creating a programme and changing its facts.

use domain::ProgrammeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::programme::{Part, Programme};
use domain::text::Title;
use store::{Audit, ProgrammeMember};

use super::{load, part_of, require_manage};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, day, paragraph, title};

/// The most characters of a goal.
const GOAL_MOST: usize = 1_000;

impl Form for Programme {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let title = f.field("title", "programme.name", title(), |it| {
            Title::parse(&it.title).ok()
        });
        let goal = paragraph().most(GOAL_MOST).rows(3);
        let goal = f.field("goal", "programme.goal", goal, |it| it.goal.clone());
        let starts_on = f.field("starts_on", "programme.starts", day(), |it| it.starts_on);
        let ends_on = f.field("ends_on", "programme.ends", day(), |it| it.ends_on);
        let is_ordered = starts_on.zip(ends_on).is_none_or(|(from, to)| from <= to);
        let days = ["ends_on", "starts_on"];
        f.rule(&days, "programme.error.ends-before", is_ordered);
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.id(|it| it.id),
            title: title?.to_string(),
            goal: goal?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            revision,
        })
    }
}

/// Creates a programme; this organisation is its first member.
pub async fn create(cx: &OrgCx, programme: &Programme) -> Outcome<()> {
    require_manage(cx)?;
    let mut site = cx.app().store().site_write().await?;
    site.add_programme(programme).await?;
    let mut org = site.enter(cx.organisation().id).await?;
    let part = part_of(cx.organisation().kind);
    org.join_programme(programme.id, part, false).await?;
    org.audit(&cx.audit(AuditKind::ProgrammeJoined, programme.id, part.code()))
        .await?;
    Ok(org.commit().await?)
}

/// Writes a programme's facts. A later last day holds at once for the municipality that sets it; for
/// the others partners' access ends when they have agreed that it ends ([`agree`]).
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn save(cx: &OrgCx, changed: &Programme) -> Outcome<()> {
    require_manage(cx)?;
    let id = changed.id;
    let mut org = cx.write().await?;
    let saved = org.programme(id).await?.ok_or(Error::NotFound)?;
    let members = load(cx, &mut org, id).await?.members;
    org.save_programme(changed).await?;
    if part_of(cx.organisation().kind) == Part::Municipality {
        org.agree_to_programme(id).await?;
    }
    let detail = format!("{} -> {}", saved.ends_on, changed.ends_on);
    let entry = cx.audit(AuditKind::ProgrammeChanged, id, detail);
    org.audit(&entry).await?;
    org.commit().await?;
    told(cx, &members, &entry).await
}

/// Records a change in the log of every other organisation that takes part: it is theirs as well. Who
/// did it there is known by organisation, not by name. Each log in a transaction of its own, so that two
/// who change programmes of the same organisations at once do not wait for each other.
async fn told(cx: &OrgCx, members: &[ProgrammeMember], entry: &Audit) -> Outcome<()> {
    let own = &cx.organisation().slug;
    let entry = Audit {
        actor: None,
        detail: format!("{own}: {}", entry.detail),
        ..entry.clone()
    };
    let others = members.iter().map(|one| one.organisation.id);
    for other in others.filter(|id| *id != cx.organisation().id) {
        let mut org = cx.app().store().write(other).await?;
        org.audit(&entry).await?;
        org.commit().await?;
    }
    Ok(())
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
