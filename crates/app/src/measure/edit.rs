//! Planning a measure.

use content::threat::OfferedMeasure;
use domain::MeasureId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::{MeasureEffect, MeasureStatus, OwnEffect, OwnMeasure, PlannedMeasure};
use domain::text::Title;

use super::{MOST_EUROS, MeasureView};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, line, maybe, offers, paragraph, pick, title, whole, word_offers};

/// The most characters of an owner: a post or a unit.
const OWNER: usize = 120;

/// The most effects of an own measure.
const EFFECTS: usize = 8;

/// Rows for effects: as many as a measure of one's own usually has.
const ROWS: usize = 4;

/// The most own measures: the enumeration takes no more together with the catalogue's.
const OWN: usize = 20;

/// What the form of a measure needs to know: the measure as it is, nothing for a new one of the
/// municipality's own.
#[derive(Debug, Clone, Default)]
pub struct Planning {
    /// The measure.
    pub view: Option<MeasureView>,
}

impl Planning {
    fn offered(&self) -> Option<&'static OfferedMeasure> {
        self.view.as_ref().and_then(|it| it.offered)
    }
}

impl Form for PlannedMeasure {
    type With = Planning;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let is_own = f.with().offered().is_none();
        let named = if is_own { Some(name(f)) } else { None };
        let cost = cost(f, is_own);
        let post = line(OWNER).or_empty();
        let owner = f.field("owner", "measure.field.owner", post, |it| it.owner.clone());
        let due = maybe(crate::form::day());
        let due_on = f.field("due_on", "measure.field.due", due, |it| it.due_on);
        let statuses = pick(word_offers::<MeasureStatus>(f.t(), "measure.status"));
        let statuses = statuses.preset(MeasureStatus::Idea.code());
        let status = f.field("status", "measure.field.status", statuses, |it| it.status);
        let effects = if is_own { effects(f) } else { None };
        let words = paragraph().or_empty().rows(3);
        let note = f.field("note", "measure.field.note", words, |it| it.note.clone());
        let revision = f.revision(|it| it.revision);
        let own = match named {
            Some((title, sentence)) => Some(OwnMeasure {
                title: title?,
                sentence: sentence?,
                effects: effects?,
            }),
            None => None,
        };
        let known = f.with().view.as_ref().map(|it| it.id.clone());
        Some(Self {
            id: known.unwrap_or_else(|| MeasureId::new(f.word(|it| it.id.to_string()))),
            own,
            cost: cost?,
            owner: owner?,
            due_on: due_on?,
            status: status?,
            note: note?,
            revision,
        })
    }
}

type Measure<'a> = Walk<'a, PlannedMeasure>;

/// Title and sentence of a measure of one's own.
fn name(f: &mut Measure<'_>) -> (Option<Title>, Option<String>) {
    let own = |it: &PlannedMeasure| it.own.clone();
    let named = f.field("title", "measure.field.title", title(), |it| {
        own(it).map(|own| own.title)
    });
    let words = paragraph().or_empty().rows(2);
    let sentence = f.field("sentence", "measure.field.sentence", words, |it| {
        own(it).map(|own| own.sentence)
    });
    (named, sentence)
}

/// Euros over the term. A measure of the catalogue has a default, one's own must say.
fn cost(f: &mut Measure<'_>, is_own: bool) -> Option<Option<i64>> {
    let kind = whole(0..=MOST_EUROS).unit("€").or("measure.error.cost");
    if is_own {
        return f
            .field("cost", "measure.field.cost", kind, |it| it.cost)
            .map(Some);
    }
    let cost = f.field("cost", "measure.field.cost", maybe(kind), |it| it.cost);
    let t = f.t();
    let default = f.with().view.as_ref().filter(|it| it.is_default_cost);
    let hint =
        default.map(|it| t.with("measure.field.cost-default", &[("cost", &t.euros(it.cost))]));
    f.hint(hint.unwrap_or_default());
    cost
}

/// What a measure of one's own does: a row for each effect.
fn effects(f: &mut Measure<'_>) -> Option<Vec<OwnEffect>> {
    let own = f.was().and_then(|it| it.own.as_ref());
    let stored = own.map_or(0, |own| own.effects.len());
    let rows = stored.clamp(ROWS, EFFECTS);
    let read: Option<Vec<Option<OwnEffect>>> = f.group("effects", "measure.field.effects", |f| {
        let rows: Vec<_> = (1..=rows).map(|n| effect(f, n)).collect();
        rows.into_iter().collect()
    });
    let effects: Option<Vec<OwnEffect>> = read.map(|rows| rows.into_iter().flatten().collect());
    if let Some(effects) = &effects {
        let mut seen: Vec<_> = effects.iter().map(|it| (&it.threat, it.on)).collect();
        seen.sort();
        seen.dedup();
        f.rule(
            &["effects"],
            "measure.error.twice",
            seen.len() == effects.len(),
        );
        f.rule(&["effects"], "measure.error.effects", !effects.is_empty());
    }
    effects
}

/// One effect; a row in which neither a threat nor a per cent is told is none.
#[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
fn effect(f: &mut Measure<'_>, n: usize) -> Option<Option<OwnEffect>> {
    let t = f.t();
    let label = |key: &str| format!("{n}. {}", t.say(key));
    let threats = content::threats().threats.iter();
    let threats = offers(threats.map(|it| (it.id.clone(), &it.id, it.title.text(t.locale()))));
    let at =
        |it: &PlannedMeasure| -> Option<OwnEffect> { it.own.as_ref()?.effects.get(n - 1).cloned() };
    let kind = maybe(pick(threats).empty("measure.field.no-threat"));
    let (threat_at, on_at, less_at) = (
        format!("threat-{n}"),
        format!("on-{n}"),
        format!("less-{n}"),
    );
    let threat = f.field(
        threat_at.clone(),
        label("measure.field.threat"),
        kind,
        |it| Some(at(it).map(|it| it.threat)),
    );
    let kind = maybe(
        pick(word_offers::<MeasureEffect>(t, "measure.change")).empty("assessment.action.choose"),
    );
    let on = f.field(on_at.clone(), label("measure.field.change"), kind, |it| {
        Some(at(it).map(|it| it.on))
    });
    let kind = maybe(whole(1..=99).unit("%").or("measure.error.less"));
    let less = f.field(less_at.clone(), label("measure.field.less"), kind, |it| {
        Some(at(it).map(|it| less(it.times)))
    });
    let (threat, on, less) = (threat?, on?, less?);
    let is_row = threat.is_some() || less.is_some();
    f.rule(
        &[&threat_at],
        "error.form.choose",
        !is_row || threat.is_some(),
    );
    f.rule(&[&on_at], "error.form.choose", !is_row || on.is_some());
    f.rule(&[&less_at], "measure.error.less", !is_row || less.is_some());
    let whole = threat.zip(on).zip(less);
    Some(whole.map(|((threat, on), less)| OwnEffect {
        threat,
        on,
        times: 1.0 - less as f64 / 100.0,
    }))
}

/// By how many per cent it becomes less, when so much of it is left.
#[expect(clippy::cast_possible_truncation, reason = "between 1 and 99")]
fn less(times: f64) -> i64 {
    ((1.0 - times) * 100.0).round() as i64
}

/// Saves a measure's plan, new or changed.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile, [`Error::NotFound`] when there is no such
/// measure, [`Error::Refused`] when there are too many.
pub async fn save(cx: &OrgCx, changed: &PlannedMeasure) -> Outcome<()> {
    cx.require(Permission::MeasureWrite)?;
    let mut org = cx.write().await?;
    let planned: Vec<PlannedMeasure> = org.records().await?;
    let is_known = super::is_known(&planned, &changed.id);
    if changed.own.is_none() && !is_known {
        return Err(Error::NotFound);
    }
    let own = planned.iter().filter(|one| one.own.is_some()).count();
    if !is_known && own >= OWN {
        return Err(Error::Refused("measure.error.full"));
    }
    org.save_record(changed, cx.stamp()).await?;
    let entry = cx.audit(
        AuditKind::MeasurePlanned,
        &changed.id,
        changed.status.code(),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// Removes a measure of the municipality's own; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when it is not the municipality's own, [`Error::Conflict`] when someone else wrote
/// meanwhile.
pub async fn remove(cx: &OrgCx, id: &MeasureId, revision: i64) -> Outcome<()> {
    cx.require(Permission::MeasureWrite)?;
    if content::threats().measure(id).is_some() {
        return Err(Error::NotFound);
    }
    let mut org = cx.write().await?;
    org.remove_record::<PlannedMeasure>(id.as_str(), revision, cx.now())
        .await?;
    org.audit(&cx.audit(AuditKind::MeasureRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Brings a removed measure back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or was removed too long ago.
pub async fn restore(cx: &OrgCx, id: &MeasureId) -> Outcome<()> {
    cx.require(Permission::MeasureWrite)?;
    super::bring_back::<PlannedMeasure>(cx, id.as_str(), AuditKind::MeasurePlanned).await
}
