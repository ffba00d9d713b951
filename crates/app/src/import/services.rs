//! The register of services from a table or the service catalogue, and as a table.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::service::{Need, Node, NodeKind};
use domain::text::folded;
use domain::{Locale, Localised, NodeId};
use exchange::service::{ImportedNode, ImportedSupport};
use jiff::civil::Time;

use super::account::{Account, Extent, Taken};
use super::staged::Given;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use crate::service::has_room;

/// What would be taken of a file.
pub async fn preview_services(cx: &OrgCx, file: &[u8]) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    services_account(cx, file.into()).await
}

pub(super) async fn services_account(cx: &OrgCx, file: Arc<[u8]>) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::ServiceWrite)?;
    let rows = rows(file, cx.locale()).await?;
    let nodes = cx.read().await?.nodes().await?;
    let (changed, mut account) = told(cx, &nodes, rows);
    if has_room(nodes.len(), new(&changed)).is_err() {
        account.refuse("service.error.full");
    }
    Ok(account)
}

/// How many of the things are not in the register yet.
fn new(changed: &[Node]) -> usize {
    changed.iter().filter(|node| node.revision == 0).count()
}

/// Takes services and what they depend on, in one transaction. What is new waits to be confirmed; an
/// empty cell never removes what is told.
///
/// # Errors
/// [`Error::Refused`] when nothing can be taken, something was left out and all was asked for, or the
/// register would be too full.
pub async fn take_services(cx: &OrgCx, file: &[u8], extent: Extent) -> Outcome<Account> {
    take_services_once(cx, Given::at_once(file), extent).await
}

pub(super) async fn take_services_once(
    cx: &OrgCx,
    Given { file, once }: Given,
    extent: Extent,
) -> Outcome<Account> {
    cx.require(Permission::Import)?;
    cx.require(Permission::ServiceWrite)?;
    // The file is read before anybody else must wait with writing.
    let rows = rows(file, cx.locale()).await?;
    let mut org = cx.write().await?;
    once.claim(&mut org).await?;
    let nodes = org.nodes().await?;
    let (changed, account) = told(cx, &nodes, rows);
    if !account.allows(extent) {
        return Err(Error::Refused("import.refused"));
    }
    has_room(nodes.len(), new(&changed))?;
    for node in &changed {
        org.save_node(node, cx.stamp()).await?;
    }
    let detail = format!("taken {} left {}", account.taken.len(), account.left_out());
    let entry = cx.audit(AuditKind::ServicesImported, account.count, detail);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(account)
}

/// What a file says.
type Rows = exchange::Account<Vec<ImportedNode>>;

async fn rows(file: Arc<[u8]>, locale: Locale) -> Outcome<Rows> {
    apart(Work::Read, move || {
        if exchange::service::is_catalogue(&file) {
            return exchange::service::read_catalogue(&file, locale);
        }
        let table = exchange::table::choose(&file, exchange::service::best_fit);
        table.and_then(|table| exchange::service::read(&table))
    })
    .await
}

/// What becomes of the register with the rows of a file, and the account of them.
fn told(cx: &OrgCx, nodes: &[Node], rows: Rows) -> (Vec<Node>, Account) {
    let (found, mut account) = Account::of(rows);
    let mut merge = Merge::new(cx, nodes);
    let found = found.unwrap_or_default();
    // Every row has its place before anything is said to depend on it.
    let ids: Vec<NodeId> = found.iter().map(|one| merge.place(one)).collect();
    for (one, id) in found.iter().zip(ids) {
        merge.tell(id, one);
        account.taken.push(Taken {
            row: one.row,
            label: Localised::same(&*one.name),
            detail: merge.what(id),
        });
    }
    account.count = account.taken.len();
    for node in merge.supports() {
        account.taken.push(Taken {
            row: None,
            label: Localised::same(&*node.name),
            detail: "service.import.new-support".to_owned(),
        });
    }
    (merge.finish(), account)
}

/// The register with a file on its way in.
struct Merge<'a> {
    cx: &'a OrgCx,
    by_origin: BTreeMap<String, NodeId>,
    by_name: BTreeMap<(NodeKind, String), NodeId>,
    nodes: BTreeMap<NodeId, Node>,
    touched: Vec<NodeId>,
    told: Vec<NodeId>,
}

impl<'a> Merge<'a> {
    fn new(cx: &'a OrgCx, nodes: &[Node]) -> Self {
        let with_origin = nodes.iter().filter(|node| !node.origin.is_empty());
        Self {
            cx,
            by_origin: with_origin.map(|it| (it.origin.clone(), it.id)).collect(),
            by_name: nodes
                .iter()
                .map(|node| ((node.kind, folded(&node.name)), node.id))
                .collect(),
            nodes: nodes.iter().map(|node| (node.id, node.clone())).collect(),
            touched: Vec::new(),
            told: Vec::new(),
        }
    }

    /// The thing's id: known by where it comes from or by its name, or new.
    fn place(&mut self, one: &ImportedNode) -> NodeId {
        let id = self.found(&one.origin, Some(one.kind), &one.name);
        let id = id.unwrap_or_else(|| self.add(one.kind, &one.name, &one.origin));
        self.told.push(id);
        id
    }

    fn found(&self, origin: &str, kind: Option<NodeKind>, name: &str) -> Option<NodeId> {
        let by_origin = self.by_origin.get(origin).copied();
        let named = |kind: &NodeKind| self.by_name.get(&(*kind, folded(name))).copied();
        by_origin.or_else(|| match kind {
            Some(kind) => named(&kind),
            // A name alone may be anything; what services depend on most often comes first.
            None => [
                NodeKind::System,
                NodeKind::Supplier,
                NodeKind::Network,
                NodeKind::Site,
                NodeKind::Service,
            ]
            .iter()
            .find_map(named),
        })
    }

    fn add(&mut self, kind: NodeKind, name: &str, origin: &str) -> NodeId {
        let node = Node {
            is_proposed: true,
            origin: origin.to_owned(),
            ..Node::new(self.cx.id(), kind, name)
        };
        let id = node.id;
        if !origin.is_empty() {
            self.by_origin.insert(origin.to_owned(), id);
        }
        self.by_name.insert((kind, folded(name)), id);
        self.nodes.insert(id, node);
        self.touched.push(id);
        id
    }

    fn support(&mut self, one: &ImportedSupport) -> NodeId {
        let found = self.found(&one.origin, one.kind, &one.name);
        let kind = one.kind.unwrap_or(NodeKind::System);
        found.unwrap_or_else(|| self.add(kind, &one.name, &one.origin))
    }

    /// Adds what the file says; what it does not say stays.
    fn tell(&mut self, id: NodeId, one: &ImportedNode) {
        let groups: Vec<Vec<NodeId>> = one
            .needs
            .iter()
            .map(|need| need.iter().map(|member| self.support(member)).collect())
            .collect();
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        let before = node.clone();
        for group in groups {
            let others = group.into_iter().filter(|member| *member != id);
            if let Some(need) = Need::new(1, others)
                && !node.needs.contains(&need)
            {
                node.needs.push(need);
            }
        }
        fill(&mut node.note, &one.note);
        node.promise_hours = one.promise_hours.or(node.promise_hours);
        if node.is_service() {
            let care = &mut node.care;
            for (kept, new) in [
                (&mut care.gives, &one.gives),
                (&mut care.owner, &one.owner),
                (&mut care.deputy, &one.deputy),
                (&mut care.fallback, &one.fallback),
            ] {
                fill(kept, new);
            }
            care.users = one.users.or(care.users);
            care.tolerance_hours = one.tolerance_hours.or(care.tolerance_hours);
            care.rto_hours = one.rto_hours.or(care.rto_hours);
            care.rpo_hours = one.rpo_hours.or(care.rpo_hours);
            care.fallback_hours = one.fallback_hours.or(care.fallback_hours);
        }
        if *node != before {
            // What somebody confirmed is no longer what it was.
            node.is_proposed = true;
            self.touched.push(id);
        }
    }

    /// What becomes of a thing: a message key.
    fn what(&self, id: NodeId) -> String {
        let is_new = self.nodes.get(&id).is_some_and(|node| node.revision == 0);
        let key = if is_new {
            "service.import.new"
        } else {
            "service.import.changed"
        };
        key.to_owned()
    }

    /// New things that no row of the file is about.
    fn supports(&self) -> Vec<&Node> {
        let new = self.touched.iter().filter(|id| !self.told.contains(id));
        new.filter_map(|id| self.nodes.get(id)).collect()
    }

    fn finish(self) -> Vec<Node> {
        let mut touched = self.touched;
        touched.sort_unstable();
        touched.dedup();
        let nodes = touched.iter().filter_map(|id| self.nodes.get(id));
        nodes.cloned().collect()
    }
}

fn fill(kept: &mut String, new: &str) {
    if !new.is_empty() {
        new.clone_into(kept);
    }
}

/// The register as a workbook, which can be filled in and brought back.
pub async fn services_table(cx: &OrgCx) -> Outcome<Vec<u8>> {
    let register = crate::service::register(cx).await?;
    let filled: Vec<ImportedNode> = register
        .nodes()
        .iter()
        .map(|node| {
            let needs = node.needs.iter().map(|need| {
                let known = need.members.iter().filter_map(|id| register.node(*id));
                known
                    .map(|member| ImportedSupport {
                        name: member.name.clone(),
                        kind: Some(member.kind),
                        origin: String::new(),
                    })
                    .collect()
            });
            written(node, needs.collect())
        })
        .collect();
    let created = cx.today().to_datetime(Time::midnight());
    let locale = cx.locale();
    let write = move || exchange::service::template(&filled, locale, created);
    let written = apart(Work::Print, write).await?;
    written.map_err(|error| Error::Report(Box::new(error)))
}

fn written(node: &Node, needs: Vec<Vec<ImportedSupport>>) -> ImportedNode {
    let care = &node.care;
    ImportedNode {
        gives: care.gives.clone(),
        owner: care.owner.clone(),
        deputy: care.deputy.clone(),
        users: care.users,
        tolerance_hours: care.tolerance_hours,
        rto_hours: care.rto_hours,
        rpo_hours: care.rpo_hours,
        promise_hours: node.promise_hours,
        fallback: care.fallback.clone(),
        fallback_hours: care.fallback_hours,
        note: node.note.clone(),
        needs,
        ..ImportedNode::new(node.kind, &node.name)
    }
}
