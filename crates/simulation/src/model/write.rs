//! Writing a model as JSON, in the full form that reading takes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Alternative, Effect, HitMultiplier, Measure, Model, Multiplier, Node, Scenario};
use crate::distribution::Distribution;

/// An object under construction, without the fields that say nothing.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    fn maybe(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    fn list<T>(self, key: &str, all: &[T], one: impl Fn(&T) -> Value) -> Self {
        if all.is_empty() {
            return self;
        }
        self.with(key, all.iter().map(one).collect::<Vec<Value>>())
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// The model as a JSON object. Things are referred to by their place, for names may be shared.
pub(super) fn json(model: &Model) -> Value {
    let names = names(&model.nodes);
    let nodes = model.nodes.iter().zip(&names);
    let nodes: Vec<Value> = nodes.map(|(it, name)| node(it, name)).collect();
    Fields::default()
        .with("term_days", model.term_days)
        .maybe("residents", model.residents)
        .with("nodes", nodes)
        .list("scenarios", &model.scenarios, scenario)
        .list("measures", &model.measures, measure)
        .done()
}

/// The names of nodes, made different where two are the same: reading takes no name twice.
fn names(nodes: &[Node]) -> Vec<String> {
    let given: BTreeSet<&str> = nodes.iter().map(|it| it.name.as_str()).collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let name = |node: &Node| {
        let numbered = (2..).map(|n| format!("{} ({n})", node.name));
        let free = numbered.filter(|it| !given.contains(it.as_str()));
        std::iter::once(node.name.clone())
            .chain(free)
            .find(|it| used.insert(it.clone()))
            .unwrap_or_default()
    };
    nodes.iter().map(name).collect()
}

fn node(it: &Node, name: &str) -> Value {
    let service = it.service.map(|it| {
        json!({
            "tolerance_days": it.tolerance_days,
            "users": it.users,
            "cost_per_day": it.cost_per_day,
        })
    });
    Fields::default()
        .with("name", name)
        .with("kind", it.kind.as_str())
        .list(
            "needs",
            &it.groups,
            |it| json!({ "of": it.members, "at_least": it.needed }),
        )
        .maybe("service", service)
        .done()
}

fn scenario(it: &Scenario) -> Value {
    Fields::default()
        .with("name", it.name.as_str())
        .with("rate_per_year", it.rate_per_year)
        .maybe("rate_interval", it.rate_interval.map(pair))
        .with("rho", it.rho)
        .maybe("response", it.response.as_ref().map(distribution))
        .maybe("response_interval", it.response_interval.map(pair))
        .list("effects", &it.effects, effect)
        .done()
}

fn effect(it: &Effect) -> Value {
    Fields::default()
        .with("node", it.node)
        .with("probability", it.probability)
        .maybe("probability_interval", it.probability_interval.map(pair))
        .with("duration", distribution(&it.duration))
        .maybe("duration_interval", it.duration_interval.map(pair))
        .done()
}

fn measure(it: &Measure) -> Value {
    let scenario = |it: &Multiplier| json!({ "scenario": it.target, "factor": it.factor });
    let node = |it: &Multiplier| json!({ "node": it.target, "factor": it.factor });
    let hit = |it: &HitMultiplier| json!({ "scenario": it.scenario, "node": it.node, "factor": it.factor });
    let alternative =
        |it: &Alternative| json!({ "node": it.node, "group": it.group, "member": it.member });
    Fields::default()
        .with("name", it.name.as_str())
        .with("cost", it.cost)
        .list("frequency", &it.frequency, scenario)
        .list("duration", &it.duration, node)
        .list("lasting", &it.lasting, hit)
        .list("hit", &it.hit, hit)
        .list("response", &it.response, scenario)
        .list("tolerance", &it.tolerance, node)
        .list("alternatives", &it.alternatives, alternative)
        .maybe("overlap", it.overlap.as_deref())
        .list("overlaps", &it.overlaps, |at| json!(at))
        .done()
}

fn pair((low, high): (f64, f64)) -> Value {
    json!([low, high])
}

fn distribution(it: &Distribution) -> Value {
    match it {
        Distribution::Lognormal(it) => Fields::default()
            .with("mu", it.mu())
            .with("sigma", it.sigma())
            .maybe("cap", it.cap().is_finite().then(|| it.cap()))
            .done(),
        Distribution::Pert(it) => json!({ "pert": [it.min(), it.mode(), it.max()] }),
    }
}
