//! What holds of every model: indices exist, numbers are in range, nothing depends on itself.

use std::collections::BTreeSet;

use super::{Draft, Effect, Measure, ModelError, Node, Scenario};

const MOST_NODES: usize = 200_000;
const MOST_SCENARIOS: usize = 50_000;
const MOST_EFFECTS: usize = 2_000;
const MOST_MEASURES: usize = 1_000;
/// Ten years: beyond that nothing stays as it is.
const LONGEST_TERM: f64 = 3_653.0;

pub(super) fn refuse<T>(at: &str, problem: impl Into<String>, hint: &str) -> Result<T, ModelError> {
    Err(ModelError::Field {
        at: at.to_owned(),
        problem: problem.into(),
        hint: hint.to_owned(),
    })
}

fn limit(what: &'static str, count: usize, most: usize) -> Result<(), ModelError> {
    if count > most {
        return Err(ModelError::TooMany { what, count, most });
    }
    Ok(())
}

fn within(at: &str, value: f64, low: f64, high: f64) -> Result<(), ModelError> {
    if !(low..=high).contains(&value) {
        let hint = format!("a number from {low} to {high}");
        return refuse(at, format!("{value} is out of range"), &hint);
    }
    Ok(())
}

/// Checks everything but cycles.
pub(super) fn draft(draft: &Draft) -> Result<(), ModelError> {
    limit("nodes", draft.nodes.len(), MOST_NODES)?;
    limit("scenarios", draft.scenarios.len(), MOST_SCENARIOS)?;
    limit("measures", draft.measures.len(), MOST_MEASURES)?;
    within("term_days", draft.term_days, 0.001, LONGEST_TERM)?;
    if let Some(residents) = draft.residents {
        within("residents", residents, 0.0, 1e9)?;
    }
    for (at, it) in draft.nodes.iter().enumerate() {
        node(&format!("nodes[{at}]"), it, draft.nodes.len())?;
    }
    for (at, it) in draft.scenarios.iter().enumerate() {
        scenario(&format!("scenarios[{at}]"), it, draft.nodes.len())?;
    }
    for (at, it) in draft.measures.iter().enumerate() {
        measure(&format!("measures[{at}]"), it, draft)?;
    }
    Ok(())
}

fn index(at: &str, value: usize, count: usize, of: &str) -> Result<(), ModelError> {
    if value >= count {
        let hint = format!("there are {count} {of}, numbered from 0");
        return refuse(at, format!("there is no number {value} of the {of}"), &hint);
    }
    Ok(())
}

fn node(at: &str, node: &Node, count: usize) -> Result<(), ModelError> {
    for (g, group) in node.groups.iter().enumerate() {
        let at = format!("{at}.groups[{g}]");
        if !(1..=group.members.len()).contains(&group.needed) {
            let problem = format!("needs {} of {}", group.needed, group.members.len());
            return refuse(
                &at,
                problem,
                "name members and need at least one, at most all",
            );
        }
        let distinct: BTreeSet<_> = group.members.iter().collect();
        if distinct.len() < group.members.len() {
            return refuse(&at, "a member is named twice", "name each member once");
        }
        for member in &group.members {
            index(&at, *member, count, "nodes")?;
        }
    }
    if let Some(service) = &node.service {
        within(
            &format!("{at}.tolerance_days"),
            service.tolerance_days,
            0.0,
            1e6,
        )?;
        within(&format!("{at}.users"), service.users, 0.0, 1e9)?;
        within(
            &format!("{at}.cost_per_day"),
            service.cost_per_day,
            0.0,
            1e12,
        )?;
    }
    Ok(())
}

fn scenario(at: &str, scenario: &Scenario, nodes: usize) -> Result<(), ModelError> {
    within(
        &format!("{at}.rate_per_year"),
        scenario.rate_per_year,
        0.0,
        10_000.0,
    )?;
    within(&format!("{at}.rho"), scenario.rho, 0.0, 1.0)?;
    limit(
        "effects of a scenario",
        scenario.effects.len(),
        MOST_EFFECTS,
    )?;
    interval(
        &format!("{at}.rate_interval"),
        scenario.rate_interval,
        f64::MAX,
    )?;
    interval(
        &format!("{at}.response_interval"),
        scenario.response_interval,
        f64::MAX,
    )?;
    for (e, effect) in scenario.effects.iter().enumerate() {
        self::effect(&format!("{at}.effects[{e}]"), effect, nodes)?;
    }
    Ok(())
}

fn effect(at: &str, effect: &Effect, nodes: usize) -> Result<(), ModelError> {
    index(&format!("{at}.node"), effect.node, nodes, "nodes")?;
    within(&format!("{at}.probability"), effect.probability, 0.0, 1.0)?;
    interval(
        &format!("{at}.duration_interval"),
        effect.duration_interval,
        f64::MAX,
    )?;
    interval(
        &format!("{at}.probability_interval"),
        effect.probability_interval,
        1.0,
    )
}

fn interval(at: &str, interval: Option<(f64, f64)>, most: f64) -> Result<(), ModelError> {
    let Some((low, high)) = interval else {
        return Ok(());
    };
    if !(low >= 0.0 && high >= low && high <= most && high > 0.0) {
        let hint = "two numbers, the lower first, between which it lies in 9 cases of 10";
        return refuse(at, format!("[{low}, {high}] is no interval"), hint);
    }
    Ok(())
}

fn measure(at: &str, measure: &Measure, draft: &Draft) -> Result<(), ModelError> {
    within(&format!("{at}.cost"), measure.cost, 0.0, 1e12)?;
    let (nodes, scenarios) = (draft.nodes.len(), draft.scenarios.len());
    let lists = [
        ("frequency", &measure.frequency, (scenarios, "scenarios")),
        ("response", &measure.response, (scenarios, "scenarios")),
        ("duration", &measure.duration, (nodes, "nodes")),
        ("tolerance", &measure.tolerance, (nodes, "nodes")),
    ];
    for (name, list, (count, of)) in lists {
        let at = format!("{at}.{name}");
        let (least, most) = if name == "tolerance" {
            (1.0, 1e3)
        } else {
            (0.0, 1.0)
        };
        for it in list {
            index(&at, it.target, count, of)?;
            within(&at, it.factor, least, most)?;
        }
    }
    for (name, list) in [("hit", &measure.hit), ("lasting", &measure.lasting)] {
        let at = format!("{at}.{name}");
        for it in list {
            index(&at, it.scenario, scenarios, "scenarios")?;
            index(&at, it.node, nodes, "nodes")?;
            within(&at, it.factor, 0.0, 1.0)?;
        }
    }
    for it in &measure.alternatives {
        let at = format!("{at}.alternatives");
        index(&at, it.node, nodes, "nodes")?;
        index(&at, it.member, nodes, "nodes")?;
        let groups = draft.nodes.get(it.node).map_or(0, |node| node.groups.len());
        index(&at, it.group, groups, "groups of the node")?;
    }
    for other in &measure.overlaps {
        index(
            &format!("{at}.overlaps"),
            *other,
            draft.measures.len(),
            "measures",
        )?;
    }
    Ok(())
}

/// The nodes, each after what it depends on; the lowest index first among equals.
pub(super) fn order(nodes: &[Node]) -> Result<Vec<usize>, ModelError> {
    let members = |at: usize| {
        let groups = nodes.get(at).map_or(&[][..], |node| &node.groups);
        groups
            .iter()
            .flat_map(|group| group.members.iter().copied())
    };
    let mut waits: Vec<usize> = Vec::with_capacity(nodes.len());
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for at in 0..nodes.len() {
        let below: BTreeSet<usize> = members(at).collect();
        waits.push(below.len());
        for member in below {
            if let Some(above) = above.get_mut(member) {
                above.push(at);
            }
        }
    }
    let mut ready: BTreeSet<usize> = (0..nodes.len())
        .filter(|at| waits.get(*at) == Some(&0))
        .collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for dependent in above.get(at).into_iter().flatten() {
            let Some(left) = waits.get_mut(*dependent) else {
                continue;
            };
            *left -= 1;
            if *left == 0 {
                ready.insert(*dependent);
            }
        }
    }
    if order.len() == nodes.len() {
        return Ok(order);
    }
    // Whoever still waits depends on somebody who still waits: walking down must meet itself.
    let waiting = |at: &usize| waits.get(*at).is_some_and(|left| *left > 0);
    let mut walk: Vec<usize> = (0..nodes.len()).filter(waiting).take(1).collect();
    while let Some(next) = walk.last().and_then(|at| members(*at).find(waiting)) {
        if let Some(start) = walk.iter().position(|at| *at == next) {
            walk.push(next);
            let circle = walk.split_off(start);
            let name = |at: usize| nodes.get(at).map_or_else(String::new, |it| it.name.clone());
            return Err(ModelError::Cycle(circle.into_iter().map(name).collect()));
        }
        walk.push(next);
    }
    Err(ModelError::Cycle(Vec::new()))
}
