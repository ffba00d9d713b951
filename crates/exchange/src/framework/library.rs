//! CISO Assistant libraries.
//!
//! A library names its objects: a framework with a flat list of requirement nodes that name their
//! parents, and beside it reference controls, threats, risk matrices or mappings. Nodes that are
//! assessable become criteria; the others are headings.

use std::collections::BTreeMap;

use domain::framework::Framework;
use domain::{Locale, Localised};

use super::build::{Builder, Heading, Item, clean_id, headline, path_title, urn_tail};
use super::reading::{Speech, first_of, note_unused};
use super::tree::Tree;
use crate::account::{Log, shortened};
use crate::{Place, ProblemKind, limits};

/// Reads the first framework of a library that has something to assess.
pub(super) fn read(root: &Tree, log: &mut Log) -> Result<Framework, ProblemKind> {
    let objects = if root.at("objects").is_map() {
        root.at("objects")
    } else {
        root
    };
    let found: Vec<&Tree> = ["framework", "frameworks"]
        .into_iter()
        .flat_map(|name| objects.at(name).items())
        .chain((!objects.at("requirement_nodes").is_null()).then_some(objects))
        .filter(|framework| framework.is_map())
        .collect();
    let Some(chosen) = found
        .iter()
        .copied()
        .find(|one| !one.at("requirement_nodes").items().is_empty())
    else {
        return Err(if found.is_empty() {
            ProblemKind::NoFramework {
                found: names_of_objects(objects),
            }
        } else {
            ProblemKind::NoCriteria
        });
    };
    let others: Vec<String> = found
        .iter()
        .filter(|one| !std::ptr::eq(**one, chosen))
        .map(|one| first_of([one.at("name").line(), one.at("ref_id").line()]))
        .collect();
    if !others.is_empty() {
        log.add(ProblemKind::FrameworksNotRead {
            names: others.join(", "),
        });
    }
    let speech = Speech::of(root, chosen, log);
    note_unused(root, objects, chosen, log);
    let nodes = nodes(chosen, &speech, log);
    let heading = heading(root, chosen, &speech);
    build(&nodes, heading, log)
}

/// What a library without a framework holds.
fn names_of_objects(objects: &Tree) -> String {
    let names: Vec<&str> = objects
        .fields()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, _)| name)
        .collect();
    shortened(&names.join(", "), limits::SHOWN_CHARS)
}

fn heading(root: &Tree, framework: &Tree, speech: &Speech) -> Heading {
    let title = speech.text(framework, "name");
    let title = if title.is_empty() {
        speech.text(root, "name")
    } else {
        title
    };
    let label = first_of([framework.at("ref_id").line(), root.at("ref_id").line()]);
    let title = if title.is_empty() {
        Localised::same(label.clone())
    } else {
        title
    };
    let urn = urn_tail(&framework.at("urn").line()).to_owned();
    let id = first_of([
        clean_id(&label),
        clean_id(&urn),
        clean_id(title.text(Locale::En)),
        "framework".to_owned(),
    ]);
    let mut owners: Vec<String> = Vec::new();
    for field in ["provider", "copyright"] {
        let text = first_of([framework.at(field).line(), root.at(field).line()]);
        if !text.is_empty() && !owners.contains(&text) {
            owners.push(text);
        }
    }
    Heading {
        id: id.to_lowercase(),
        version: first_of([root.at("version").line(), framework.at("version").line()]),
        title,
        provenance: owners.join(" · "),
    }
}

/// A requirement node.
struct Node {
    path: String,
    label: String,
    tail: String,
    name: Localised,
    text: Localised,
    assessable: Option<bool>,
    parent: Option<usize>,
}

impl Node {
    fn title(&self) -> Localised {
        let mut title = Localised::default();
        for locale in Locale::ALL {
            title.set(
                locale,
                headline(
                    &self.label,
                    self.name.exact(locale),
                    self.text.exact(locale),
                ),
            );
        }
        if title.is_empty() {
            Localised::same(first_of([self.label.clone(), self.tail.clone()]))
        } else {
            title
        }
    }
}

fn nodes(framework: &Tree, speech: &Speech, log: &mut Log) -> Vec<Node> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut nodes: Vec<Node> = Vec::new();
    let mut links = Vec::new();
    for (index, tree) in framework.at("requirement_nodes").items().iter().enumerate() {
        let path = format!("requirement_nodes[{index}]");
        if !tree.is_map() {
            log.add(
                ProblemKind::ItemNotUnderstood
                    .at(Place::path(path))
                    .with_value(&tree.line()),
            );
            continue;
        }
        let urn = tree.at("urn").line().to_lowercase();
        if !urn.is_empty() {
            places.entry(urn.clone()).or_insert(nodes.len());
        }
        links.push((
            tree.at("parent_urn").line().to_lowercase(),
            tree.at("depth").line().parse::<usize>().ok(),
        ));
        nodes.push(Node {
            path,
            label: shortened(&tree.at("ref_id").line(), limits::SHOWN_CHARS),
            tail: urn_tail(&urn).to_owned(),
            name: speech.text(tree, "name"),
            text: speech.said(tree),
            assessable: if tree.at("display_mode").line() == "splash" {
                // A page that is only shown, whatever else the file says of it.
                Some(false)
            } else {
                tree.at("assessable").truth()
            },
            parent: None,
        });
    }
    connect(&mut nodes, &links, &places, log);
    nodes
}

/// Finds each node's parent: by its name, or by depth where no parent is named.
fn connect(
    nodes: &mut [Node],
    links: &[(String, Option<usize>)],
    places: &BTreeMap<String, usize>,
    log: &mut Log,
) {
    // The latest node of each depth, the top first.
    let mut trail: Vec<(usize, usize)> = Vec::new();
    for (index, (node, (parent, depth))) in nodes.iter_mut().zip(links).enumerate() {
        if let Some(depth) = depth {
            while trail.last().is_some_and(|(above, _)| above >= depth) {
                trail.pop();
            }
        }
        let above = trail
            .last()
            .map(|(_, index)| *index)
            .filter(|_| depth.is_some());
        node.parent = if parent.is_empty() {
            above
        } else if let Some(place) = places.get(parent) {
            Some(*place)
        } else {
            log.add(
                ProblemKind::ParentMissing
                    .at(Place::path(&node.path))
                    .with_value(parent),
            );
            above
        };
        if let Some(depth) = depth {
            trail.push((*depth, index));
        }
    }
}

fn build(nodes: &[Node], heading: Heading, log: &mut Log) -> Result<Framework, ProblemKind> {
    let mut chosen: Vec<bool> = nodes
        .iter()
        .map(|node| node.assessable == Some(true))
        .collect();
    if !chosen.contains(&true) {
        chosen.fill(true);
        for parent in nodes.iter().filter_map(|node| node.parent) {
            if let Some(chosen) = chosen.get_mut(parent) {
                *chosen = false;
            }
        }
        log.add(ProblemKind::AssessableMissing);
    }
    let mut used = vec![false; nodes.len()];
    let mut builder = Builder::new(log);
    for (index, node) in nodes
        .iter()
        .enumerate()
        .filter(|(index, _)| chosen.get(*index) == Some(&true))
    {
        let Some(line) = ancestors(nodes, index) else {
            builder
                .log()
                .add(ProblemKind::ParentLoops.at(Place::path(&node.path)));
            add(&mut builder, nodes, node, &[], &heading)?;
            continue;
        };
        for above in &line {
            if let Some(used) = used.get_mut(*above) {
                *used = true;
            }
        }
        let headings: Vec<usize> = line
            .into_iter()
            .filter(|above| chosen.get(*above) == Some(&false))
            .collect();
        add(&mut builder, nodes, node, &headings, &heading)?;
    }
    let left = chosen
        .iter()
        .zip(&used)
        .filter(|(chosen, used)| !**chosen && !**used)
        .count();
    if left > 0 {
        builder
            .log()
            .add(ProblemKind::ExplanationsLeftOut { count: left });
    }
    builder.finish(heading)
}

fn add(
    builder: &mut Builder<'_>,
    nodes: &[Node],
    node: &Node,
    headings: &[usize],
    framework: &Heading,
) -> Result<(), ProblemKind> {
    let above: Vec<&Node> = headings
        .iter()
        .filter_map(|index| nodes.get(*index))
        .collect();
    let key = headings
        .last()
        .map_or_else(String::new, ToString::to_string);
    let theme = || match above.last() {
        None => (framework.id.clone(), framework.title.clone()),
        Some(last) => {
            let titles: Vec<Localised> = above.iter().map(|node| node.title()).collect();
            (
                first_of([last.label.clone(), last.tail.clone()]),
                path_title(&titles),
            )
        }
    };
    let item = Item {
        label: node.label.clone(),
        ids: vec![node.label.clone(), node.tail.clone()],
        name: node.name.clone(),
        text: node.text.clone(),
        path: node.path.clone(),
    };
    builder.add(&key, theme, item)
}

/// The ancestors of a node, the topmost first; nothing when it is among them itself.
fn ancestors(nodes: &[Node], index: usize) -> Option<Vec<usize>> {
    let mut line = Vec::new();
    let mut next = nodes.get(index)?.parent;
    while let Some(above) = next {
        if above == index || line.len() >= limits::DEPTH {
            return None;
        }
        line.push(above);
        next = nodes.get(above)?.parent;
    }
    line.reverse();
    Some(line)
}
