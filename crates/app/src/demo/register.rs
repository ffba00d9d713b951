//! A municipality's register of services in the demo.

use content::demo::{Own, Register, World};
use domain::Locale;
use domain::audit::AuditKind;
use domain::measure::{CouncilDecision, PlannedMeasure};
use domain::service::{Need, Node};
use store::OrgStore;

use super::story::Story;
use crate::error::Outcome;
use crate::service::Taking;

/// Fills the register: from the starting set, what owners have confirmed, and the municipality's own.
pub(super) async fn fill(
    story: &mut Story<'_>,
    org: &mut OrgStore,
    register: &Register,
    world: &World,
) -> Outcome<()> {
    let set = content::starting_set();
    let home = world
        .organisations
        .iter()
        .find(|one| one.key == register.organisation);
    let residents = home.and_then(|one| one.population);
    let mut taking = Taking::new(Locale::Fi, residents, &[], set);
    for service in &set.services {
        let is_chosen = if register.services.is_empty() {
            !service.is_optional
        } else {
            register.services.contains(&service.id)
        };
        if is_chosen {
            taking.take(service, &mut || story.app.id());
        }
    }
    let mut nodes = taking.new;
    for node in &mut nodes {
        confirm(story, register, node);
    }
    for own in &register.own {
        let node = made(story, own, &nodes);
        nodes.push(node);
    }
    let stamp = story.stamp(register.on);
    for node in &nodes {
        org.save_node(node, stamp).await?;
    }
    let count = nodes.iter().filter(|node| node.is_service()).count();
    story.note(register.on, AuditKind::ServicesAdopted, count);
    decide(story, org, register).await
}

/// What it plans against its threats, and what its bodies have decided.
async fn decide(story: &mut Story<'_>, org: &mut OrgStore, register: &Register) -> Outcome<()> {
    for one in &register.measure {
        let planned = PlannedMeasure {
            cost: Some(one.cost),
            owner: one.owner.clone(),
            due_on: Some(story.day(one.due)),
            status: one.status,
            ..PlannedMeasure::new(one.id.clone())
        };
        org.save_record(&planned, story.stamp(register.on)).await?;
        story.note(register.on, AuditKind::MeasurePlanned, &one.id);
    }
    for one in &register.decision {
        let id = story.app.id::<uuid::Uuid>().to_string();
        let on = story.day(one.on);
        let decided = CouncilDecision {
            section: one.section.clone(),
            measures: one.measures.clone(),
            euros: one.euros,
            text: one.text.clone(),
            ..CouncilDecision::new(id.clone(), one.title.clone(), &one.body, on)
        };
        org.save_record(&decided, story.stamp(one.on)).await?;
        story.note(one.on, AuditKind::DecisionRecorded, id);
    }
    Ok(())
}

/// What its owner or a contract says of a thing of the starting set.
fn confirm(story: &Story<'_>, register: &Register, node: &mut Node) {
    let is = |id: &str| node.origin == format!("start:{id}");
    let promised = register.promise.iter().find(|one| is(&one.origin));
    let told = register.told.iter().find(|one| is(one.id.as_str()));
    if let Some(promised) = promised {
        node.promise_hours = Some(promised.hours);
        node.is_proposed = false;
    }
    if let Some(told) = told {
        node.is_proposed = false;
        node.care.owner.clone_from(&told.owner);
        node.care.deputy.clone_from(&told.deputy);
        node.care.fallback_tested_on = told.tested.map(|day| story.day(day));
    }
}

fn made(story: &Story<'_>, own: &Own, nodes: &[Node]) -> Node {
    let needs = own.needs.iter().filter_map(|group| {
        let members = group.iter().filter_map(|name| {
            let named = nodes.iter().find(|node| node.name == *name);
            named.map(|node| node.id)
        });
        Need::new(1, members)
    });
    let mut node = Node {
        note: own.note.clone(),
        promise_hours: own.promise_hours,
        needs: needs.collect(),
        ..Node::new(story.app.id(), own.kind, &own.name)
    };
    node.care.gives.clone_from(&own.gives);
    node.care.owner.clone_from(&own.owner);
    node.care.users = own.users;
    node.care.tolerance_hours = own.tolerance_hours;
    node.care.rto_hours = own.rto_hours;
    node
}
