//! The fields of a measure's form: from what is stored, and to what is typed.

use app::measure::{MeasureDraft, MeasureView, OwnEffectDraft};
use domain::measure::MeasureEffect;
use i18n::Texts;

use super::words;
use crate::extract::Fields;
use crate::kit::part::{Choice, Difference};

/// Rows for effects: as many as a measure of one's own usually has.
const ROWS: usize = 4;

/// A row of the form for what a measure of one's own does.
pub(super) struct EffectRow {
    pub(super) number: usize,
    pub(super) threats: Vec<Choice>,
    pub(super) changes: Vec<Choice>,
    pub(super) less: String,
}

fn named(field: &str, at: usize) -> String {
    format!("{field}-{at}")
}

/// Rows with what was typed or is stored.
pub(super) fn rows(t: Texts, fields: &Fields) -> Vec<EffectRow> {
    let row = |at: usize| {
        let (threat, on) = (
            fields.text(&named("threat", at)),
            fields.text(&named("on", at)),
        );
        let threats = content::threats().threats.iter();
        let changes = MeasureEffect::ALL.iter().map(|it| it.code());
        EffectRow {
            number: at,
            threats: threats
                .map(|it| Choice::new(&it.id, it.title.text(t.locale())).chosen_if(threat))
                .collect(),
            changes: changes
                .map(|it| Choice::new(it, t.say(&format!("measure.change.{it}"))).chosen_if(on))
                .collect(),
            less: fields.text(&named("less", at)).to_owned(),
        }
    };
    (1..=ROWS).map(row).collect()
}

/// The fields as stored.
pub(super) fn stored(t: Texts, view: &MeasureView) -> Fields {
    let told = &view.planned;
    let cost = told
        .cost
        .map(|euros| t.number(euros).replace('\u{a0}', " "));
    let due = told.due_on.map(|day| day.to_string());
    let mut pairs: Vec<(String, String)> = [
        ("title", told.title.clone()),
        ("sentence", told.sentence.clone()),
        ("cost", cost.unwrap_or_default()),
        ("owner", told.owner.clone()),
        ("due_on", due.unwrap_or_default()),
        ("status", told.status.code().to_owned()),
        ("note", told.note.clone()),
        ("revision", told.revision.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    for (at, effect) in (1..).zip(&told.effects) {
        pairs.push((named("threat", at), effect.threat.clone()));
        pairs.push((named("on", at), effect.on.code().to_owned()));
        let less = (1.0 - effect.times) * 100.0;
        pairs.push((named("less", at), t.decimal(less, 0)));
    }
    let borrowed = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Fields::of(&borrowed.collect::<Vec<_>>())
}

/// What was typed.
pub(super) fn draft(id: &str, fields: &Fields) -> MeasureDraft {
    let text = |name: &str| fields.text(name).to_owned();
    let effect = |at: usize| OwnEffectDraft {
        threat: text(&named("threat", at)),
        on: text(&named("on", at)),
        less: text(&named("less", at)),
    };
    MeasureDraft {
        id: id.to_owned(),
        title: text("title"),
        sentence: text("sentence"),
        cost: text("cost"),
        owner: text("owner"),
        due_on: text("due_on"),
        status: text("status"),
        note: text("note"),
        effects: (1..=ROWS).map(effect).collect(),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// What was typed beside what is stored, after somebody else was first.
pub(super) fn differences(t: Texts, typed: &Fields, saved: &Fields) -> Vec<Difference> {
    let plain = [
        ("measure.field.title", "title"),
        ("measure.field.sentence", "sentence"),
        ("measure.field.cost", "cost"),
        ("measure.field.owner", "owner"),
        ("measure.field.due", "due_on"),
        ("measure.field.note", "note"),
    ];
    let mut all = words::differences(t, &plain, (typed, saved));
    let status = |fields: &Fields| {
        let code = domain::measure::MeasureStatus::from_code(fields.text("status"));
        code.map_or_else(String::new, |it| words::status(t, it).to_owned())
    };
    let (mine, saved) = (status(typed), status(saved));
    all.push(Difference {
        label: t.say("measure.field.status").to_owned(),
        differs: mine != saved,
        mine,
        saved,
    });
    all
}
