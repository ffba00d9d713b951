//! Measures of the catalogue and of the municipality as measures of the model.

use content::threat::{Added, Effect, OfferedMeasure, On, Price};
use domain::measure::{MeasureEffect, OwnEffect, OwnMeasure, PlannedMeasure};
use domain::service::Register;
use domain::{Locale, MeasureId, NodeId};
use simulation::model::{Alternative, Draft, HitMultiplier, Measure, Multiplier, Node};

use super::build::Stream;
use super::graph::{Graph, number};
use super::streams::is_target;

/// A measure that is weighed: its id, and what it does.
pub(super) struct Weighed {
    pub(super) id: MeasureId,
    pub(super) measure: Measure,
    /// Measures that do part of the same.
    pub(super) overlaps: Vec<MeasureId>,
}

/// What a measure's effects are found in.
pub(super) struct Field<'a> {
    pub(super) register: &'a Register,
    pub(super) graph: &'a Graph,
    pub(super) streams: &'a [Stream],
    pub(super) draft: &'a mut Draft,
}

/// The name of a measure; nothing when it is unknown.
pub(crate) fn measure_title(
    planned: &[PlannedMeasure],
    id: &MeasureId,
    locale: Locale,
) -> Option<String> {
    let own = planned.iter().find(|one| one.id == *id);
    if let Some(own) = own.and_then(|one| one.own.as_ref()) {
        return Some(own.title.to_string());
    }
    let offered = content::threats().measure(id)?;
    Some(offered.title.text(locale).to_owned())
}

/// The cost of a measure for which nobody has named one: the middle of the default's range on a
/// logarithmic scale, in two digits.
#[expect(clippy::cast_possible_truncation, reason = "prices are far below 2^52")]
pub(crate) fn default_cost(price: Price) -> i64 {
    let middle = (price.low * price.high).sqrt().max(1.0);
    let unit = (i18n::format::power_of_ten(middle) / 10.0).max(1.0);
    ((middle / unit).round() * unit) as i64
}

/// A measure of the catalogue, with the municipality's own cost where it has named one.
pub(super) fn offered(
    field: &mut Field<'_>,
    offered: &OfferedMeasure,
    planned: Option<&PlannedMeasure>,
    locale: Locale,
) -> Weighed {
    let cost = planned.and_then(|it| it.cost).map(number);
    let mut measure = Measure {
        name: offered.title.text(locale).to_owned(),
        cost: cost.unwrap_or_else(|| number(default_cost(offered.cost))),
        ..Measure::default()
    };
    for effect in &offered.effects {
        act(field, effect, &mut measure);
    }
    if let Some(longer) = &offered.tolerance {
        let services = field.register.services();
        let copes = services.filter(|node| {
            longer
                .services
                .iter()
                .any(|id| is_target(node, id.as_str()))
        });
        measure.tolerance.extend(copes.filter_map(|node| {
            Some(Multiplier {
                target: own_place(field.register, node.id)?,
                factor: longer.times.max(1.0),
            })
        }));
    }
    for added in &offered.adds {
        add(field, added, &mut measure);
    }
    Weighed {
        id: offered.id.clone(),
        measure,
        overlaps: offered.overlaps.clone(),
    }
}

/// A measure of the municipality's own.
pub(super) fn own(field: &Field<'_>, planned: &PlannedMeasure, own: &OwnMeasure) -> Weighed {
    let mut measure = Measure {
        name: own.title.to_string(),
        cost: planned.cost.map_or(0.0, number),
        ..Measure::default()
    };
    for effect in &own.effects {
        act(field, &of_catalogue(effect), &mut measure);
    }
    Weighed {
        id: planned.id.clone(),
        measure,
        overlaps: Vec::new(),
    }
}

fn of_catalogue(effect: &OwnEffect) -> Effect {
    Effect {
        threat: effect.threat.clone(),
        on: match effect.on {
            MeasureEffect::Rate => On::Rate,
            MeasureEffect::Duration => On::Duration,
            MeasureEffect::Cost => On::Cost,
        },
        times: effect.times,
        low: effect.times,
        high: effect.times,
        only: Vec::new(),
    }
}

/// Adds what one effect of the catalogue does in this municipality's model.
fn act(field: &Field<'_>, effect: &Effect, measure: &mut Measure) {
    let is_meant = |id: NodeId| {
        let node = field.register.node(id);
        let only = &effect.only;
        only.is_empty() || node.is_some_and(|it| only.iter().any(|one| is_target(it, one)))
    };
    let streams = field.streams.iter().enumerate();
    let meant = streams.filter(|(_, stream)| {
        stream.threat.id == effect.threat && stream.target.is_none_or(&is_meant)
    });
    for (scenario, _) in meant {
        match effect.on {
            On::Rate => measure.frequency.push(Multiplier {
                target: scenario,
                factor: effect.times,
            }),
            On::Cost => measure.response.push(Multiplier {
                target: scenario,
                factor: effect.times,
            }),
            On::Hit => measure.hit.extend(nodes(field, scenario, effect)),
            On::Duration => measure.lasting.extend(nodes(field, scenario, effect)),
        }
    }
}

/// The effect on each node of a scenario that it is not kept from.
fn nodes(field: &Field<'_>, scenario: usize, effect: &Effect) -> Vec<HitMultiplier> {
    let effects = field.draft.scenarios.get(scenario);
    let mut nodes: Vec<usize> = effects
        .into_iter()
        .flat_map(|it| it.effects.iter().map(|one| one.node))
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    if !effect.only.is_empty() {
        let only: Vec<usize> = field
            .register
            .nodes()
            .iter()
            .filter(|node| effect.only.iter().any(|id| is_target(node, id)))
            .filter_map(|node| field.graph.place(node.id))
            .collect();
        nodes.retain(|node| only.contains(node));
    }
    nodes
        .into_iter()
        .map(|node| HitMultiplier {
            scenario,
            node,
            factor: effect.times,
        })
        .collect()
}

/// Where a thing itself is, even when it stands in a cycle.
fn own_place(register: &Register, id: NodeId) -> Option<usize> {
    register.nodes().iter().position(|node| node.id == id)
}

/// Gives things something else to depend on beside what they need.
fn add(field: &mut Field<'_>, added: &Added, measure: &mut Measure) {
    let find = |target: &str| {
        let node = field
            .register
            .nodes()
            .iter()
            .find(|it| is_target(it, target));
        node.and_then(|it| field.graph.place(it.id))
    };
    let (Some(node), Some(beside)) = (find(&added.target), find(&added.beside)) else {
        return;
    };
    let groups = field.draft.nodes.get(node).map_or(&[][..], |it| &it.groups);
    let Some(group) = groups.iter().position(|it| it.members.contains(&beside)) else {
        return;
    };
    let known = find(&added.alternative);
    let member = known.unwrap_or_else(|| bring(&mut field.draft.nodes, &added.alternative));
    let stands = |it: &Node| it.groups.iter().any(|one| one.members.contains(&member));
    if field.draft.nodes.get(node).is_some_and(stands) {
        return;
    }
    measure.alternatives.push(Alternative {
        node,
        group,
        member,
    });
}

/// The place of something that the municipality does not have yet: nothing happens to it.
fn bring(nodes: &mut Vec<Node>, id: &str) -> usize {
    let known = nodes
        .iter()
        .position(|it| it.kind == "brought" && it.name == id);
    known.unwrap_or_else(|| {
        nodes.push(Node {
            name: id.to_owned(),
            kind: "brought".to_owned(),
            groups: Vec::new(),
            service: None,
        });
        nodes.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_cost_is_in_the_middle_and_in_two_digits() {
        let cost = |low, high| default_cost(Price { low, high });
        assert_eq!(cost(8_000.0, 40_000.0), 18_000);
        assert_eq!(cost(100.0, 100.0), 100);
        assert_eq!(cost(1.0, 4.0), 2);
    }
}
