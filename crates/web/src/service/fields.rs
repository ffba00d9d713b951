//! The fields of the owner's form: from what is stored, and to what is typed.

use app::service::{Draft, NeedDraft, Step};
use domain::NodeId;
use domain::service::{EffectKind, Moment, Node};
use i18n::Texts;

use super::words::typed_span;
use crate::extract::Fields;

/// The most needs that one form holds.
const MOST_NEEDS: usize = 100;

/// The name of an effect's field.
pub(super) fn effect_name(kind: EffectKind) -> String {
    format!("effect-{}", kind.code())
}

/// The name of a field of a need.
pub(super) fn need_name(at: usize, field: &str) -> String {
    format!("need-{at}-{field}")
}

/// Every field of a thing, as stored; a step shows its own.
pub(super) fn stored(t: Texts, node: &Node, step: Step) -> Fields {
    let care = &node.care;
    let number = |value: Option<i64>| value.map(|n| n.to_string()).unwrap_or_default();
    let time = |hours: Option<i64>| hours.map(|it| typed_span(t, it)).unwrap_or_default();
    let mut pairs: Vec<(String, String)> = [
        ("kind", node.kind.code().to_owned()),
        ("name", node.name.clone()),
        ("note", node.note.clone()),
        ("promise", time(node.promise_hours)),
        ("gives", care.gives.clone()),
        ("users", number(care.users)),
        ("owner", care.owner.clone()),
        ("deputy", care.deputy.clone()),
        ("tolerance", time(care.tolerance_hours)),
        ("season_tolerance", time(care.season_tolerance_hours)),
        ("season_days", number(care.season_days)),
        ("rto", time(care.rto_hours)),
        ("rpo", time(care.rpo_hours)),
        ("cost", number(care.cost_per_day)),
        ("fallback", care.fallback.clone()),
        ("fallback_hours", time(care.fallback_hours)),
        (
            "fallback_tested_on",
            care.fallback_tested_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ),
        ("revision", node.revision.to_string()),
        ("needs", node.needs.len().to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let months = care.months.iter();
    pairs.extend(months.map(|month| ("months".to_owned(), month.to_string())));
    if let Step::Moment(moment) = step {
        pairs.extend(of_moment(node, moment));
    }
    for (at, need) in node.needs.iter().enumerate() {
        pairs.push((need_name(at, "least"), need.least.to_string()));
        let members = need.members.iter();
        pairs.extend(members.map(|id| (need_name(at, "member"), id.to_string())));
    }
    let borrowed: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    Fields::of(&borrowed)
}

fn of_moment(node: &Node, moment: Moment) -> Vec<(String, String)> {
    let mut pairs = vec![("happens".to_owned(), node.care.text(moment).to_owned())];
    for kind in EffectKind::ALL {
        if let Some(level) = node.care.effects.level(*kind, moment) {
            pairs.push((effect_name(*kind), level.to_string()));
        }
    }
    pairs
}

/// The needs of a sent form: what stayed checked, what was added to each, and a new one.
pub(super) fn needs(fields: &Fields) -> Vec<NeedDraft> {
    let count = fields.read::<usize>("needs").unwrap_or(0).min(MOST_NEEDS);
    let read = |text: &String| text.parse::<NodeId>().ok();
    let mut needs: Vec<NeedDraft> = (0..count)
        .map(|at| {
            let kept = fields.all(&need_name(at, "member")).iter();
            let added = fields.all(&need_name(at, "add")).iter();
            NeedDraft {
                least: fields.text(&need_name(at, "least")).to_owned(),
                members: kept.chain(added).filter_map(read).collect(),
            }
        })
        .collect();
    if let Ok(added) = fields.text("add").parse::<NodeId>() {
        needs.push(NeedDraft {
            least: "1".to_owned(),
            members: vec![added],
        });
    }
    needs.retain(|need| !need.members.is_empty());
    needs
}

/// The draft of a sent form.
pub(super) fn draft(fields: &Fields) -> Draft {
    let text = |name: &str| fields.text(name).to_owned();
    Draft {
        kind: text("kind"),
        name: text("name"),
        note: text("note"),
        promise: text("promise"),
        gives: text("gives"),
        users: text("users"),
        owner: text("owner"),
        deputy: text("deputy"),
        happens: text("happens"),
        effects: EffectKind::ALL
            .iter()
            .map(|kind| (*kind, text(&effect_name(*kind))))
            .collect(),
        months: fields.all("months").to_vec(),
        tolerance: text("tolerance"),
        season_tolerance: text("season_tolerance"),
        season_days: text("season_days"),
        rto: text("rto"),
        rpo: text("rpo"),
        cost: text("cost"),
        fallback: text("fallback"),
        fallback_hours: text("fallback_hours"),
        fallback_tested_on: text("fallback_tested_on"),
        needs: needs(fields),
        new_name: text("new_name"),
        new_kind: text("new_kind"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}
