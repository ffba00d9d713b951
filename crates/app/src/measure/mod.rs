//! Measures: what each costs and does, what a budget buys, and how far they are.

mod acceptance;
mod decision;
mod edit;
mod paper;
mod plan;

use content::threat::{OfferedMeasure, Strength};
use domain::MeasureId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::{MeasureStatus, PlannedMeasure};
use store::{OrgStore, Record};

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::risk::measure_title;

pub use acceptance::{accept, acceptance, acceptances, remove_acceptance, restore_acceptance};
pub use decision::{decision, decisions, record_decision, remove_decision, restore_decision};
pub use edit::{Planning, remove, restore, save};
pub use paper::{PaperPart, Wanted, annex, paper, proposal};
pub use plan::{Asked, BudgetPlan, MeasureStep, PlanItem, ServiceChange, plan};

/// The most characters of a short answer: a body, a post, a section, a budget line.
const SHORT: usize = 160;

/// The most euros of a field.
const MOST_EUROS: i64 = 1_000_000_000_000;

/// A measure of the catalogue or of the municipality's own.
#[derive(Debug, Clone)]
pub struct MeasureView {
    /// Id.
    pub id: MeasureId,
    /// Name.
    pub title: String,
    /// What it does, in a sentence.
    pub sentence: String,
    /// The catalogue's, with its default cost and sources; nothing for an own one.
    pub offered: Option<&'static OfferedMeasure>,
    /// Euros over the term that are used.
    pub cost: i64,
    /// Whether the cost is only the default.
    pub is_default_cost: bool,
    /// How strong the evidence for its effects is: an own measure has the makers' judgement.
    pub strength: Strength,
    /// What the municipality has told of it.
    pub planned: PlannedMeasure,
}

/// All measures: those of the catalogue in its order, then the municipality's own.
pub async fn measures(cx: &OrgCx) -> Outcome<Vec<MeasureView>> {
    cx.require(Permission::MeasureRead)?;
    let planned: Vec<PlannedMeasure> = cx.read().await?.records().await?;
    Ok(views(cx, &planned))
}

pub(crate) fn views(cx: &OrgCx, planned: &[PlannedMeasure]) -> Vec<MeasureView> {
    let offered = content::threats().measures.iter().map(|one| &one.id);
    let own = planned
        .iter()
        .filter(|one| one.own.is_some())
        .map(|one| &one.id);
    offered
        .chain(own)
        .filter_map(|id| view(cx, planned, id))
        .collect()
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn measure(cx: &OrgCx, id: &MeasureId) -> Outcome<MeasureView> {
    cx.require(Permission::MeasureRead)?;
    let planned: Vec<PlannedMeasure> = cx.read().await?.records().await?;
    view(cx, &planned, id).ok_or(Error::NotFound)
}

/// Whether there is a measure of this id, in the catalogue or of the municipality's own.
pub(crate) fn is_known(planned: &[PlannedMeasure], id: &MeasureId) -> bool {
    content::threats().measure(id).is_some() || planned.iter().any(|one| one.id == *id)
}

fn view(cx: &OrgCx, planned: &[PlannedMeasure], id: &MeasureId) -> Option<MeasureView> {
    let offered = content::threats().measure(id);
    let told = planned.iter().find(|one| one.id == *id);
    if offered.is_none() && told.is_none() {
        return None;
    }
    let default_cost = offered.map(|it| crate::risk::default_cost(it.cost));
    let own_cost = told.and_then(|one| one.cost);
    let sentence = match (offered, told) {
        (Some(offered), _) => offered.sentence.text(cx.locale()).to_owned(),
        (None, told) => {
            let own = told.and_then(|one| one.own.as_ref());
            own.map_or_else(String::new, |own| own.sentence.clone())
        }
    };
    Some(MeasureView {
        id: id.clone(),
        title: measure_title(planned, id, cx.locale())?,
        sentence,
        cost: own_cost.or(default_cost).unwrap_or_default(),
        is_default_cost: own_cost.is_none() && default_cost.is_some(),
        strength: offered.map_or(Strength::Judgement, |it| it.strength),
        offered,
        planned: told
            .cloned()
            .unwrap_or_else(|| PlannedMeasure::new(id.clone())),
    })
}

/// Brings back a record that was removed less than a day ago.
async fn bring_back<R: Record>(cx: &OrgCx, id: &str, kind: AuditKind) -> Outcome<()> {
    let mut org = cx.write().await?;
    if !org.restore_record::<R>(id, cx.now()).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(kind, id, "restored")).await?;
    Ok(org.commit().await?)
}

/// Marks measures as decided, unless they are further already.
pub(crate) async fn decided(cx: &OrgCx, org: &mut OrgStore, ids: &[MeasureId]) -> Outcome<()> {
    let planned: Vec<PlannedMeasure> = org.records().await?;
    for view in ids.iter().filter_map(|id| view(cx, &planned, id)) {
        let status = view.planned.status;
        if matches!(status, MeasureStatus::Idea | MeasureStatus::Proposed) {
            let changed = PlannedMeasure {
                status: MeasureStatus::Decided,
                ..view.planned
            };
            org.save_record(&changed, cx.stamp()).await?;
            let code = changed.status.code();
            let entry = cx.audit(AuditKind::MeasurePlanned, &changed.id, code);
            org.audit(&entry).await?;
        }
    }
    Ok(())
}
