//! What something depends on, as fields.

use domain::NodeId;
use domain::service::{Need, NodeKind};

use super::form::{Edit, NodeEdit, kinds};
use crate::form::{Maybe, Offer, Offers, Pick, choose, maybe, offers, pick, title};

/// The most needs that one form holds.
const MOST_NEEDS: usize = 100;

/// The needs with what they can be met by: what stays checked, and one more for each. Which members
/// each need had when the form was opened comes back with it: `id,id;id`.
pub(super) fn needs(f: &mut Edit<'_>, id: NodeId) -> Option<Vec<Need>> {
    let words = |need: &Need| {
        let ids: Vec<String> = need.members.iter().map(NodeId::to_string).collect();
        ids.join(",")
    };
    let seen = f.unseen("needs", |it| {
        let needs: Vec<String> = it.node.needs.iter().map(words).collect();
        needs.join(";")
    });
    let register = &f.with().register;
    let known = |code: &str| register.node(code.parse().ok()?).filter(|it| it.id != id);
    let groups = seen.split(';').take(MOST_NEEDS).map(|codes| {
        let known = codes.split(',').filter_map(known);
        offers(known.map(|it| (it.id, it.id, it.name.as_str())))
    });
    let read: Vec<_> = groups
        .enumerate()
        .filter(|(_, members)| !members.is_empty())
        .map(|(at, members)| need(f, id, at, members))
        .collect();
    let read: Option<Vec<Option<Need>>> = read.into_iter().collect();
    read.map(|needs| needs.into_iter().flatten().collect())
}

/// One need; nothing when no member is left.
fn need(f: &mut Edit<'_>, id: NodeId, at: usize, members: Offers<NodeId>) -> Option<Option<Need>> {
    let (t, n, all) = (f.t(), at + 1, members.len());
    let label = |key: &str| format!("{n}. {}", t.say(key));
    let legend = t.with("service.need.legend", &[("n", &n)]);
    let stored = |it: &NodeEdit| it.node.needs.get(at).cloned();
    let kept = f.field(format!("need-{at}-member"), legend, choose(members), |it| {
        stored(it).map(|need| need.members)
    });
    let least = if all > 1 {
        let counts = pick(offers((1..=all).map(|n| (n, n, n.to_string()))));
        let name = format!("need-{at}-least");
        f.field(name, label("service.need.least"), counts, |it| {
            // Of fewer members than there were, at most all.
            stored(it).map(|need| need.least.min(all))
        })
    } else {
        Some(1)
    };
    let other = others(f, id);
    let name = format!("need-{at}-add");
    let other = f.field(name, label("service.need.add-other"), other, |_| Some(None));
    Some(Need::new(least?, kept?.into_iter().chain(other?)))
}

/// Everything else in the register, by kind: services depend more often on systems than on services.
fn others(f: &Edit<'_>, id: NodeId) -> Maybe<Pick<NodeId>> {
    let kinds = [
        NodeKind::System,
        NodeKind::Supplier,
        NodeKind::Network,
        NodeKind::Site,
        NodeKind::Service,
    ];
    let (t, register) = (f.t(), &f.with().register);
    let all = kinds.into_iter().flat_map(|kind| {
        let heading = t.say(&format!("service.kinds.{}", kind.code()));
        let of_kind = register.of_kind(kind).filter(|node| node.id != id);
        of_kind.map(move |node| (node.id, Offer::new(node.id, &node.name).group(heading)))
    });
    maybe(pick(all.collect()).empty("service.need.choose"))
}

type Dependency = (Option<NodeId>, Option<(String, NodeKind)>);

/// One more need: something in the register, something new, or both.
pub(super) fn dependency(f: &mut Edit<'_>, id: NodeId) -> Option<Dependency> {
    let known = others(f, id);
    let known = f.field("add", "service.need.add", known, |_| Some(None));
    let name = maybe(title());
    let name = f.field("new_name", "service.need.new-name", name, |_| Some(None));
    let kinds = kinds(f.t()).preset(NodeKind::System.code());
    let kind = f.field("new_kind", "service.field.kind", kinds, |_| None);
    let (known, name) = (known?, name?);
    Some((known, name.map(|it| it.to_string()).zip(kind)))
}
