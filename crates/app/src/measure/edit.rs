//! Planning a measure.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::{MeasureEffect, MeasureStatus, OwnEffect, PlannedMeasure};
use domain::text::{PARAGRAPH, Title, optional};
use uuid::Uuid;

use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
use crate::number;

/// The most characters of an owner: a post or a unit.
const OWNER: usize = 120;

/// The most effects of an own measure.
const EFFECTS: usize = 8;

/// The most own measures: the enumeration takes no more together with the catalogue's.
const OWN: usize = 20;

/// What an own measure does, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnEffectDraft {
    /// Id of the threat; empty in a row left empty.
    pub threat: String,
    /// Code of what changes.
    pub on: String,
    /// By how many per cent it becomes less, 1 to 99.
    pub less: String,
}

/// A measure's form as typed.
#[derive(Debug, Clone, Default)]
pub struct MeasureDraft {
    /// The measure to change; empty for a new one of the municipality's own.
    pub id: String,
    /// Name of an own measure.
    pub title: String,
    /// What an own measure does.
    pub sentence: String,
    /// Euros over the term; empty takes the default of the catalogue.
    pub cost: String,
    /// Who answers for it.
    pub owner: String,
    /// By when; may be empty.
    pub due_on: String,
    /// Code of how far it is.
    pub status: String,
    /// What is good to know.
    pub note: String,
    /// What an own measure does in the model.
    pub effects: Vec<OwnEffectDraft>,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
}

/// Writes a measure's plan; its id.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended, [`Error::Conflict`] when someone else wrote meanwhile,
/// [`Error::NotFound`] when there is no such measure, [`Error::Refused`] when there are too many.
pub async fn save(cx: &OrgCx, draft: &MeasureDraft) -> Outcome<String> {
    cx.require(Permission::MeasureWrite)?;
    let is_offered = content::threats().measure(&draft.id).is_some();
    let read = read(draft, is_offered)?;
    let mut org = cx.write().await?;
    let planned: Vec<PlannedMeasure> = org.records().await?;
    if !draft.id.is_empty() && !super::is_known(&planned, &draft.id) {
        return Err(Error::NotFound);
    }
    let own = planned.iter().filter(|one| !one.title.is_empty()).count();
    if draft.id.is_empty() && own >= OWN {
        return Err(Error::Refused("measure.error.full"));
    }
    let id = if draft.id.is_empty() {
        cx.id::<Uuid>().to_string()
    } else {
        draft.id.clone()
    };
    let changed = PlannedMeasure {
        id: id.clone(),
        ..read
    };
    org.save_record(&changed, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::MeasurePlanned, &id, changed.status.code());
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(id)
}

fn read(draft: &MeasureDraft, is_offered: bool) -> Outcome<PlannedMeasure> {
    let mut invalid = Invalid::default();
    let (mut title, mut sentence, mut effects) = (String::new(), String::new(), Vec::new());
    if !is_offered {
        let parsed = invalid.text("title", Title::parse(&draft.title));
        title = parsed.map_or_else(String::new, |it| it.as_str().to_owned());
        let parsed = invalid.text("sentence", optional(&draft.sentence, PARAGRAPH));
        sentence = parsed.unwrap_or_default();
        effects = read_effects(draft, &mut invalid);
    }
    let cost = if is_offered && draft.cost.trim().is_empty() {
        None
    } else {
        let cost = number::whole(&draft.cost).filter(|n| *n >= 0);
        invalid.need("cost", "measure.error.cost", cost)
    };
    let owner = invalid.text("owner", optional(&draft.owner, OWNER));
    let due_on = day::optional(&mut invalid, "due_on", &draft.due_on);
    let status = MeasureStatus::from_code(&draft.status);
    let status = invalid.need("status", "error.field.choose", status);
    let note = invalid.text("note", optional(&draft.note, PARAGRAPH));
    invalid.check()?;
    Ok(PlannedMeasure {
        id: String::new(),
        title,
        sentence,
        cost,
        owner: owner.unwrap_or_default(),
        due_on,
        status: status.unwrap_or_default(),
        note: note.unwrap_or_default(),
        effects,
        revision: draft.revision,
    })
}

#[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
fn read_effects(draft: &MeasureDraft, invalid: &mut Invalid) -> Vec<OwnEffect> {
    let mut effects: Vec<OwnEffect> = Vec::new();
    let rows = draft.effects.iter().filter(|row| !row.threat.is_empty());
    for row in rows.take(EFFECTS) {
        let less = number::whole(&row.less).filter(|n| (1..100).contains(n));
        let less = invalid.need("effects", "measure.error.less", less);
        let on = invalid.need(
            "effects",
            "error.field.choose",
            MeasureEffect::from_code(&row.on),
        );
        let known = content::threats().threat(&row.threat);
        let known = invalid.need("effects", "error.field.choose", known);
        if let (Some(less), Some(on), Some(threat)) = (less, on, known) {
            if effects
                .iter()
                .any(|it| it.threat == threat.id && it.on == on)
            {
                invalid.add("effects", "measure.error.twice");
            }
            effects.push(OwnEffect {
                threat: threat.id.clone(),
                on,
                times: 1.0 - less as f64 / 100.0,
            });
        }
    }
    if effects.is_empty() {
        invalid.add("effects", "measure.error.effects");
    }
    effects
}

/// Removes a measure of the municipality's own.
///
/// # Errors
/// [`Error::NotFound`] when there is no own one such, [`Error::Conflict`] when someone else wrote
/// meanwhile.
pub async fn remove(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::MeasureWrite)?;
    if content::threats().measure(id).is_some() {
        return Err(Error::NotFound);
    }
    let mut org = cx.write().await?;
    org.remove_record::<PlannedMeasure>((id, revision)).await?;
    org.audit(&cx.audit(AuditKind::MeasureRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}
