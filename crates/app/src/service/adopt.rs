//! Taking services from the starting set, with what they usually depend on.

use std::collections::BTreeMap;

use content::{StartingNeed, StartingService, StartingSet, StartingSupport};
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::service::{Care, Effects, Moment, Need, Node, NodeKind};
use domain::{Locale, NodeId};

use super::edit::{has_room, is_same};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use domain::ServiceId;

/// A service of the starting set, as offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The service.
    pub service: &'static StartingService,
    /// Already in the register.
    pub is_taken: bool,
}

/// The starting set, in its order.
pub async fn offers(cx: &OrgCx) -> Outcome<Vec<Offer>> {
    cx.require(Permission::ServiceRead)?;
    let nodes = cx.read().await?.nodes().await?;
    let offers = content::starting_set().services.iter();
    Ok(offers
        .map(|service| Offer {
            is_taken: nodes
                .iter()
                .any(|node| node.origin == origin(service.id.as_str())),
            service,
        })
        .collect())
}

/// Where a thing of the starting set says it comes from.
fn origin(id: &str) -> String {
    format!("start:{id}")
}

/// Takes the chosen services with everything that they usually depend on; how many services were
/// taken. Everything waits for the owner's confirmation. What is in the register already stays as it
/// is.
///
/// # Errors
/// [`Error::Refused`] when nothing was chosen, or the register is full.
pub async fn adopt(cx: &OrgCx, chosen: &[ServiceId]) -> Outcome<usize> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    let nodes = org.nodes().await?;
    let set = content::starting_set();
    let residents = cx.organisation().population;
    let mut taking = Taking::new(cx.locale(), residents, &nodes, set);
    let mut taken = 0;
    for service in &set.services {
        if chosen.contains(&service.id) && taking.take(service, &mut || cx.id()) {
            taken += 1;
        }
    }
    if taken == 0 {
        return Err(Error::Refused("service.start.none-chosen"));
    }
    has_room(nodes.len(), taking.new.len())?;
    for node in &taking.new {
        org.save_node(node, cx.stamp()).await?;
    }
    let entry = cx.audit(AuditKind::ServicesAdopted, taken, "");
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(taken)
}

/// What is being taken: what the register has, and what comes.
pub(crate) struct Taking<'a> {
    locale: Locale,
    residents: Option<i64>,
    known: BTreeMap<String, NodeId>,
    nodes: &'a [Node],
    set: &'a StartingSet,
    pub(crate) new: Vec<Node>,
}

impl<'a> Taking<'a> {
    pub(crate) fn new(
        locale: Locale,
        residents: Option<i64>,
        nodes: &'a [Node],
        set: &'a StartingSet,
    ) -> Self {
        Self {
            locale,
            residents,
            known: nodes.iter().map(|it| (it.origin.clone(), it.id)).collect(),
            nodes,
            set,
            new: Vec::new(),
        }
    }

    /// Takes a service with what it depends on, unless the register has it; whether it was taken.
    pub(crate) fn take(&mut self, one: &StartingService, ids: &mut dyn FnMut() -> NodeId) -> bool {
        let is_new = !self.known.contains_key(&origin(one.id.as_str()));
        if is_new {
            self.service(one, ids);
        }
        is_new
    }

    fn service(&mut self, one: &StartingService, ids: &mut dyn FnMut() -> NodeId) -> NodeId {
        let needs = self.needs(&one.needs, ids);
        let node = Node {
            needs,
            is_proposed: true,
            origin: origin(one.id.as_str()),
            care: self.care(one),
            ..Node::new(ids(), NodeKind::Service, one.title.text(self.locale))
        };
        let id = node.id;
        self.known.insert(node.origin.clone(), id);
        self.new.push(node);
        id
    }

    fn care(&self, one: &StartingService) -> Care {
        let text = |text: &domain::Localised| text.text(self.locale).to_owned();
        let mut effects = Effects::default();
        for (kind, levels) in &one.effects {
            for (moment, level) in Moment::ALL.iter().zip(levels) {
                effects.set(*kind, *moment, *level);
            }
        }
        let months = one
            .season
            .as_ref()
            .map_or(&one.months, |(_, months, _)| months);
        Care {
            gives: text(&one.gives),
            users: self.residents.map(|all| share(all, one.per_resident)),
            months: months.iter().copied().collect(),
            effects,
            happens: one
                .happens
                .iter()
                .map(|(moment, words)| (*moment, text(words)))
                .collect(),
            tolerance_hours: Some(one.tolerance_hours),
            season_tolerance_hours: one.season.as_ref().map(|(hours, ..)| *hours),
            season_days: one.season.as_ref().and_then(|(.., days)| *days),
            rto_hours: Some(one.rto_hours),
            rpo_hours: Some(one.rpo_hours),
            cost_per_day: self.residents.map(|all| share(all, one.cost_day)),
            fallback: format!("{} {}", text(&one.fallback), text(&one.carries)),
            fallback_hours: Some(one.fallback_hours),
            ..Care::default()
        }
    }

    fn needs(&mut self, needs: &[StartingNeed], ids: &mut dyn FnMut() -> NodeId) -> Vec<Need> {
        let mut all = Vec::new();
        for group in needs {
            let members: Vec<NodeId> = group.iter().filter_map(|id| self.member(id, ids)).collect();
            all.extend(Need::new(1, members));
        }
        all
    }

    /// Takes one that is needed, a service or another thing; nothing when the set has none.
    fn member(&mut self, id: &str, ids: &mut dyn FnMut() -> NodeId) -> Option<NodeId> {
        if let Some(support) = self.set.support(id) {
            return Some(self.support(support, ids));
        }
        let known = self.known.get(&origin(id)).copied();
        let service = self.set.service(&ServiceId::new(id))?;
        Some(known.unwrap_or_else(|| self.service(service, ids)))
    }

    /// Takes what services depend on, unless the register has it.
    fn support(&mut self, one: &StartingSupport, ids: &mut dyn FnMut() -> NodeId) -> NodeId {
        let name = one.name.text(self.locale).to_owned();
        if let Some(known) = self.found(&origin(&one.id), one.kind, &name) {
            return known;
        }
        let mut needs = self.needs(&one.needs, ids);
        let supplier = one.supplier.as_ref().and_then(|id| self.set.support(id));
        if let Some(supplier) = supplier {
            needs.push(Need::of(self.supplier(supplier, one, ids)));
        }
        let node = self.proposed(one, origin(&one.id), &name, ids());
        self.add(Node { needs, ..node })
    }

    /// The supplier of a system: one company for all, or one for this system alone until somebody
    /// names it.
    fn supplier(
        &mut self,
        role: &StartingSupport,
        of: &StartingSupport,
        ids: &mut dyn FnMut() -> NodeId,
    ) -> NodeId {
        let (name, system) = (role.name.text(self.locale), of.name.text(self.locale));
        let (from, name) = if role.is_one_per_system {
            let from = format!("{}:{}", origin(&role.id), of.id);
            (from, format!("{name}: {system}"))
        } else {
            (origin(&role.id), name.to_owned())
        };
        let known = self.found(&from, role.kind, &name);
        known.unwrap_or_else(|| {
            let node = self.proposed(role, from, &name, ids());
            self.add(node)
        })
    }

    /// What came from there, or has this name already.
    fn found(&self, from: &str, kind: NodeKind, name: &str) -> Option<NodeId> {
        let by_name = || {
            let same = |node: &&Node| node.kind == kind && is_same(&node.name, name);
            self.nodes.iter().find(same).map(|node| node.id)
        };
        self.known.get(from).copied().or_else(by_name)
    }

    /// What stands in the register until its owner confirms it.
    fn proposed(&self, one: &StartingSupport, from: String, name: &str, id: NodeId) -> Node {
        Node {
            note: one.about.text(self.locale).to_owned(),
            is_proposed: true,
            origin: from,
            ..Node::new(id, one.kind, name)
        }
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = node.id;
        self.known.insert(node.origin.clone(), id);
        self.new.push(node);
        id
    }
}

/// A share of the residents, in two digits: a default must not look measured.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "residents and their shares are far below the limits of both"
)]
fn share(residents: i64, each: f64) -> i64 {
    let whole = (residents as f64 * each).round().clamp(0.0, 1e12) as i64;
    let mut unit = 1;
    while whole / unit >= 100 {
        unit *= 10;
    }
    (whole + unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_residents_has_two_digits() {
        assert_eq!(share(6_180, 0.25), 1_500);
        assert_eq!(share(6_180, 0.01), 62);
        assert_eq!(share(100, 0.001), 0);
        assert_eq!(share(250_000, 1.0), 250_000);
    }
}
