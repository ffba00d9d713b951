//! The model of a municipality.

use std::collections::BTreeSet;
use std::sync::Arc;

use content::threat::{Strength, Threat};
use domain::MeasureId;
use domain::measure::PlannedMeasure;
use domain::organisation::Organisation;
use domain::service::{Node, Register};
use domain::threat::AdaptedThreat;
use domain::{Locale, NodeId};
use simulation::model::{Draft, Measure, Model, ModelError};

use super::graph::{Graph, number, service};
use super::measures::{self, Field, Weighed};
use super::streams::{is_stand_in, streams};
use crate::threat::weighed;

/// Days of a council term.
const TERM_DAYS: f64 = 1_461.0;

/// What a model is made of.
pub(crate) struct Material<'a> {
    pub(crate) organisation: &'a Organisation,
    pub(crate) locale: Locale,
    pub(crate) register: Arc<Register>,
    pub(crate) adapted: Vec<AdaptedThreat>,
    pub(crate) planned: Vec<PlannedMeasure>,
}

/// A stream of events: a threat, and what it strikes when each target has a stream of its own.
#[derive(Debug, Clone, Copy)]
pub struct Stream {
    /// The threat.
    pub threat: &'static Threat,
    /// Its only target; nothing when an event may strike several.
    pub target: Option<NodeId>,
}

/// What the figures do not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Services whose tolerance is unknown: their outages are never too long.
    pub no_tolerance: Vec<NodeId>,
    /// Services whose number of users is unknown.
    pub no_users: Vec<NodeId>,
    /// Services whose cost of a day of outage is unknown.
    pub no_cost: Vec<NodeId>,
    /// Services that depend on nothing and that no threat strikes: they are never down.
    pub never_down: Vec<NodeId>,
    /// Things taken for a typical one of their kind.
    pub stand_ins: Vec<NodeId>,
    /// How many things nobody has confirmed.
    pub proposed: usize,
    /// Threats that are used as shipped, and of them those without any data.
    pub shipped: (usize, usize),
    /// How many cycles there are, each taken as one.
    pub circles: usize,
    /// How many measures the model leaves out, because it can weigh no more together.
    pub left_out: usize,
}

/// The model with what its parts mean.
#[derive(Debug, Clone)]
pub struct Built {
    /// The model as things stand; its measures are those that a budget may choose.
    pub model: Model,
    /// The same with the tolerances of the months that hurt most.
    pub in_season: Model,
    /// By service: which share of the year those months are.
    pub season: Vec<f64>,
    /// By service of the model.
    pub services: Vec<NodeId>,
    /// By scenario of the model.
    pub streams: Vec<Stream>,
    /// By measure of the model: its id.
    pub measures: Vec<MeasureId>,
    /// What the figures do not know.
    pub gaps: Gaps,
    /// The register that it was made of.
    pub register: Arc<Register>,
}

/// Builds the model.
///
/// # Errors
/// When a value is out of the range that the engine takes.
pub(crate) fn build(material: Material<'_>) -> Result<Built, ModelError> {
    let Material {
        organisation,
        locale,
        register,
        adapted,
        planned,
    } = material;
    let graph = Graph::new(&register);
    let mut draft = Draft {
        term_days: TERM_DAYS,
        residents: organisation.population.map(number),
        nodes: graph.nodes.clone(),
        ..Draft::default()
    };
    let mut gaps = gaps(&register, &graph);
    let mut all_streams = Vec::new();
    for threat in &content::threats().threats {
        let own = adapted.iter().find(|one| one.threat == threat.id).cloned();
        let weighed = weighed(organisation, threat, own);
        if !weighed.is_on() {
            continue;
        }
        if weighed.own.is_none() {
            gaps.shipped.0 += 1;
            gaps.shipped.1 += usize::from(threat.strength == Strength::Judgement);
        }
        let title = threat.title.text(locale);
        for (stream, scenario) in streams(&register, &graph, &weighed, title) {
            all_streams.push(stream);
            draft.scenarios.push(scenario);
        }
    }
    let (model, measures) = with_measures(
        Field {
            register: &register,
            graph: &graph,
            streams: &all_streams,
            draft: &mut draft,
        },
        &planned,
        locale,
        &mut gaps,
    )?;
    gaps.never_down = never_down(&register, &model);
    Ok(Built {
        in_season: in_season(&register, &model)?,
        season: register
            .services()
            .map(|node| node.care.season_share())
            .collect(),
        services: register.services().map(|node| node.id).collect(),
        streams: all_streams,
        measures,
        gaps,
        register,
        model,
    })
}

fn in_season(register: &Register, model: &Model) -> Result<Model, ModelError> {
    let mut draft = model.draft();
    for (node, told) in draft.nodes.iter_mut().zip(register.nodes()) {
        if let Some(service_of) = &mut node.service {
            let month = told.care.months.first().copied();
            service_of.tolerance_days = service(told, month).tolerance_days
                * (service_of.tolerance_days / service(told, None).tolerance_days);
        }
    }
    Model::new(draft)
}

/// The model with the effects of what is in place, and what else a budget may choose.
fn with_measures(
    mut field: Field<'_>,
    planned: &[PlannedMeasure],
    locale: Locale,
    gaps: &mut Gaps,
) -> Result<(Model, Vec<MeasureId>), ModelError> {
    let mut all: Vec<(Weighed, bool)> = Vec::new();
    for one in &content::threats().measures {
        let plan = planned.iter().find(|it| it.id == one.id);
        let status = plan.map(|it| it.status).unwrap_or_default();
        if status.is_in_place() || status.is_weighed() {
            let weighed = measures::offered(&mut field, one, plan, locale);
            all.push((weighed, status.is_in_place()));
        }
    }
    for plan in planned
        .iter()
        .filter(|it| it.status.is_in_place() || it.status.is_weighed())
    {
        if let Some(own) = &plan.own {
            let weighed = measures::own(&field, plan, own);
            all.push((weighed, plan.status.is_in_place()));
        }
    }
    // What changes nothing here, or nothing more, would only make the enumeration long.
    all.retain(|(it, _)| acts(&it.measure));
    let most = simulation::portfolio::MOST_MEASURES;
    gaps.left_out = all.len().saturating_sub(most);
    all.truncate(most);
    let ids: Vec<MeasureId> = all.iter().map(|(it, _)| it.id.clone()).collect();
    let place = |id: &MeasureId| ids.iter().position(|known| known == id);
    let mut draft = field.draft.clone();
    draft.measures = all
        .iter()
        .map(|(it, _)| Measure {
            overlaps: it.overlaps.iter().filter_map(place).collect(),
            ..it.measure.clone()
        })
        .collect();
    let in_place: Vec<usize> = (0..)
        .zip(&all)
        .filter(|(_, (_, is))| *is)
        .map(|(at, _)| at)
        .collect();
    let mut present = Model::new(draft)?.with_measures(&in_place)?.draft();
    let left: Vec<usize> = (0..all.len()).filter(|at| !in_place.contains(at)).collect();
    present.measures = left
        .iter()
        .filter_map(|at| present.measures.get(*at))
        .map(|measure| Measure {
            overlaps: measure
                .overlaps
                .iter()
                .filter_map(|other| left.iter().position(|at| at == other))
                .collect(),
            ..measure.clone()
        })
        .collect();
    let ids = left.iter().filter_map(|at| ids.get(*at).cloned()).collect();
    Ok((Model::new(present)?, ids))
}

/// Whether a measure changes anything in the model.
fn acts(measure: &Measure) -> bool {
    !(measure.frequency.is_empty()
        && measure.duration.is_empty()
        && measure.lasting.is_empty()
        && measure.hit.is_empty()
        && measure.response.is_empty()
        && measure.tolerance.is_empty()
        && measure.alternatives.is_empty())
}

fn gaps(register: &Register, graph: &Graph) -> Gaps {
    let lacking = |lacks: fn(&Node) -> bool| -> Vec<NodeId> {
        let services = register.services().filter(|node| lacks(node));
        services.map(|node| node.id).collect()
    };
    let nodes = register.nodes().iter();
    Gaps {
        no_tolerance: lacking(|node| node.care.tolerance_hours.is_none()),
        no_users: lacking(|node| node.care.users.is_none()),
        no_cost: lacking(|node| node.care.cost_per_day.is_none()),
        stand_ins: nodes
            .clone()
            .filter(|node| is_stand_in(node))
            .map(|node| node.id)
            .collect(),
        proposed: nodes.filter(|node| node.is_proposed).count(),
        circles: graph.circles,
        ..Gaps::default()
    }
}

/// Services below which nothing is that a threat strikes.
fn never_down(register: &Register, model: &Model) -> Vec<NodeId> {
    let effects = model.scenarios().iter().flat_map(|it| &it.effects);
    let mut struck: BTreeSet<usize> = effects.map(|it| it.node).collect();
    for at in model.order() {
        let groups = model.nodes().get(*at).map_or(&[][..], |it| &it.groups);
        if groups
            .iter()
            .flat_map(|it| &it.members)
            .any(|it| struck.contains(it))
        {
            struck.insert(*at);
        }
    }
    let services = register.services().zip(model.services());
    services
        .filter(|(_, served)| !struck.contains(&served.node))
        .map(|(node, _)| node.id)
        .collect()
}
