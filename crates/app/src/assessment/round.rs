//! Rounds: created, changed, published, opened again, and compared with the one before.

use domain::RoundId;
use domain::assessment::{Round, RoundState};
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::SurveyState;
use domain::text::Title;
use jiff::civil::Date;
use store::OrgStore;

use crate::assessment::{Comparison, framework_in};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Offers, Walk, day, maybe, pick, title};
use crate::round::previous;

/// What people say of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundFacts {
    /// Name.
    pub title: Title,
    /// Id of the framework; chosen at creation and never changed.
    pub framework: String,
    /// When the result should be ready.
    pub due_on: Option<Date>,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
    /// The id of a new one, drawn with its form.
    pub new: Option<RoundId>,
}

impl Form for RoundFacts {
    /// The frameworks that can be chosen for a new one, the first beforehand.
    type With = Offers<String>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let name = f.field("title", "assessment.round.title", title(), |it| {
            it.title.clone()
        });
        let framework = if let Some(was) = f.was() {
            Some(was.framework.clone())
        } else {
            let offered = f.with().clone();
            let first = offered
                .first()
                .map_or("", |(_, it)| it.code.as_str())
                .to_owned();
            let kind = pick(offered).visible().preset(&first);
            f.field("framework", "assessment.round.framework", kind, |it| {
                it.framework.clone()
            })
        };
        let due_on = f.field("due_on", "assessment.round.due", maybe(day()), |it| {
            it.due_on
        });
        let revision = f.revision(|it| it.revision);
        let new = f.new_id();
        Some(Self {
            title: name?,
            framework: framework?,
            due_on: due_on?,
            revision,
            new,
        })
    }
}

/// Rounds, the newest first; those who read results only see the published ones.
pub async fn rounds(cx: &OrgCx) -> Outcome<Vec<Round>> {
    cx.require(Permission::ResultRead)?;
    let all = cx.read().await?.rounds().await?;
    let sees_all = cx.may(Permission::AssessmentRead);
    Ok(all
        .into_iter()
        .filter(|round| sees_all || round.state == RoundState::Published)
        .collect())
}

/// One round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn round(cx: &OrgCx, id: RoundId) -> Outcome<Round> {
    cx.require(Permission::AssessmentRead)?;
    cx.read().await?.round(id).await?.ok_or(Error::NotFound)
}

/// The round that is being worked on, or the latest one that this member may see.
pub async fn current_round(cx: &OrgCx) -> Outcome<Option<Round>> {
    let all = rounds(cx).await?;
    let open = all.iter().find(|one| one.state == RoundState::Open);
    Ok(open.or_else(|| all.first()).cloned())
}

/// What people say of one round, to be changed.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn round_facts(cx: &OrgCx, id: RoundId) -> Outcome<RoundFacts> {
    let stored = round(cx, id).await?;
    Ok(RoundFacts {
        title: Title::parse(&stored.title).map_err(|_unreadable| Error::NotFound)?,
        framework: stored.framework,
        due_on: stored.due_on,
        revision: stored.revision,
        new: None,
    })
}

/// Creates a round.
///
/// # Errors
/// [`Error::NotFound`] when there is no such framework, [`Error::Conflict`] when the same form made it
/// already.
pub async fn create_round(cx: &OrgCx, facts: &RoundFacts) -> Outcome<RoundId> {
    cx.require(Permission::RoundManage)?;
    let mut org = cx.write().await?;
    let framework = framework_in(cx, &mut org, &facts.framework).await?;
    let round = Round {
        id: facts.new.unwrap_or_else(|| cx.id()),
        title: facts.title.to_string(),
        framework: framework.id.clone(),
        state: RoundState::Open,
        due_on: facts.due_on,
        published_at: None,
        created_at: cx.now(),
        revision: 1,
    };
    org.add_round(&round).await?;
    org.audit(&cx.audit(AuditKind::RoundCreated, round.id, &*framework.id))
        .await?;
    org.commit().await?;
    Ok(round.id)
}

/// Changes a round's name and due date.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save_round(cx: &OrgCx, id: RoundId, facts: &RoundFacts) -> Outcome<()> {
    cx.require(Permission::RoundManage)?;
    let mut org = cx.write().await?;
    let round = seen_round(&mut org, id, facts.revision).await?;
    let changed = Round {
        title: facts.title.to_string(),
        due_on: facts.due_on,
        ..round
    };
    keep(cx, org, &changed, "facts").await
}

/// Gives the result to leadership: from here on judgements, findings and actions stand.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round, [`Error::Refused`] when it is published already or nothing has been judged,
/// [`Error::Conflict`] when someone else changed the round meanwhile.
pub async fn publish(cx: &OrgCx, id: RoundId, seen: i64) -> Outcome<()> {
    cx.require(Permission::RoundManage)?;
    let mut org = cx.write().await?;
    let round = seen_round(&mut org, id, seen).await?;
    if round.state == RoundState::Published {
        return Err(Error::Refused("assessment.publish.already"));
    }
    // In the transaction that writes: what is judged, and whether a survey is open, stands still.
    if org.judgement_levels(id).await?.is_empty() {
        return Err(Error::Refused("assessment.publish.nothing"));
    }
    let surveys = org.surveys(id).await?;
    if surveys.iter().any(|one| one.state == SurveyState::Open) {
        return Err(Error::Refused("assessment.publish.survey-open"));
    }
    let published = Round {
        state: RoundState::Published,
        published_at: Some(cx.now()),
        ..round
    };
    keep(cx, org, &published, "published").await
}

/// Opens a published round for changes. The audit log keeps both moments.
///
/// # Errors
/// [`Error::Refused`] when it is open, [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn reopen(cx: &OrgCx, id: RoundId, seen: i64) -> Outcome<()> {
    cx.require(Permission::RoundManage)?;
    let mut org = cx.write().await?;
    let round = seen_round(&mut org, id, seen).await?;
    if round.state == RoundState::Open {
        return Err(Error::Refused("assessment.publish.open"));
    }
    let opened = Round {
        state: RoundState::Open,
        published_at: None,
        ..round
    };
    keep(cx, org, &opened, "reopened").await
}

/// The round, unless someone else changed it after it was seen.
async fn seen_round(org: &mut OrgStore, id: RoundId, seen: i64) -> Outcome<Round> {
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    if round.revision == seen {
        Ok(round)
    } else {
        Err(Error::Conflict)
    }
}

/// Writes a changed round and what was done to it.
async fn keep(cx: &OrgCx, mut org: OrgStore, round: &Round, what: &str) -> Outcome<()> {
    org.save_round(round).await?;
    org.audit(&cx.audit(AuditKind::RoundChanged, round.id, what))
        .await?;
    org.commit().await?;
    Ok(())
}

/// The round beside the one before it, with that round; nothing when there is none before.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn compare_rounds(cx: &OrgCx, id: RoundId) -> Outcome<Option<(Round, Comparison)>> {
    // The later of the two may be a draft, which those who read results only do not see.
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let Some((earlier, before)) = previous(&mut org, &round).await? else {
        return Ok(None);
    };
    let framework = framework_in(cx, &mut org, &earlier.framework).await?;
    let now = org.judgement_levels(id).await?.into_iter().collect();
    Ok(Some((earlier, Comparison::new(&framework, &before, &now))))
}
