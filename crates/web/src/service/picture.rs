//! The picture of what depends on what: layers from left to right, drawn as SVG, and the same as a
//! table.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::NodeId;
use domain::service::{Node, NodeKind, Register};

use super::frame::{shell, tabs};
use super::link;
use super::words::{Candidates, candidates, kind, need_text};
use crate::error::PageResult;
use crate::extract::{Org, Query};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::Page;

/// A thing in the picture.
struct Mark {
    /// Its place, by which lines name their ends.
    place: String,
    x: usize,
    y: usize,
    href: String,
    name: String,
    lines: Vec<(usize, String)>,
    kind: &'static str,
    kind_code: &'static str,
    is_proposed: bool,
}

/// A line from what stands to what it depends on.
struct Line {
    path: String,
    /// The places of both ends.
    ends: String,
    is_alternative: bool,
}

struct Row {
    name: String,
    href: String,
    kind: &'static str,
    below: String,
    above: String,
}

/// `GET /{org}/services/picture`
#[derive(Template)]
#[template(path = "service/picture.html")]
struct PicturePage {
    shell: Shell,
    tabs: Vec<Tab>,
    groups: Vec<Candidates>,
    marks: Vec<Mark>,
    lines: Vec<Line>,
    legend: Vec<(&'static str, &'static str)>,
    width: usize,
    height: usize,
    rows: Vec<Row>,
    action: String,
    is_empty: bool,
    list: String,
}

const BOX_WIDTH: usize = 230;
const BOX_HEIGHT: usize = 42;
const COLUMN: usize = 330;
const ROW: usize = 52;
const EDGE: usize = 6;

/// How many letters of a name fit on one line of its box, and how many lines.
const FITS: usize = 26;
const LINES: usize = 2;

/// The name on as many lines as fit; what does not fit is in the table and in the box's title.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let room = FITS.saturating_sub(word.chars().count());
        match lines.last_mut() {
            Some(line) if line.chars().count() < room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(FITS).collect()),
        }
    }
    lines.truncate(LINES);
    lines
}

/// The lines of a name, each with where it stands in a box whose top is here.
fn placed(top: usize, name: &str) -> Vec<(usize, String)> {
    let lines = wrapped(name);
    let first = if lines.len() > 1 { 18 } else { 26 };
    (0_usize..)
        .map(|n| top + first + n * 16)
        .zip(lines)
        .collect()
}

/// What depends on a thing, and what it depends on, near and far: the part of the register around it.
fn around(register: &Register, id: NodeId) -> Register {
    let (below, above) = (register.beneath(id), register.upon(id));
    let is_near = |it: &&Node| it.id == id || below.contains(&it.id) || above.contains(&it.id);
    let nodes = register.nodes().iter().filter(is_near);
    Register::new(nodes.cloned().collect())
}

fn mark(org: &Org, node: &Node, (column, row): (usize, usize)) -> Mark {
    Mark {
        place: format!("{column}-{row}"),
        x: EDGE + column * COLUMN,
        y: EDGE + row * ROW,
        href: org.to(link::NODE, node.id),
        name: node.name.clone(),
        lines: placed(EDGE + row * ROW, &node.name),
        kind: kind(org.t(), node.kind),
        kind_code: node.kind.code(),
        is_proposed: node.is_proposed,
    }
}

/// The lines of a thing, by where each thing stands.
fn lines(node: &Node, places: &BTreeMap<NodeId, (usize, usize)>) -> Vec<Line> {
    let Some((column, row)) = places.get(&node.id) else {
        return Vec::new();
    };
    let (x1, y1) = (
        EDGE + column * COLUMN + BOX_WIDTH,
        EDGE + row * ROW + BOX_HEIGHT / 2,
    );
    let mut all = Vec::new();
    for need in &node.needs {
        for (to_column, to_row) in need.members.iter().filter_map(|id| places.get(id)) {
            let (x2, y2) = (
                EDGE + to_column * COLUMN,
                EDGE + to_row * ROW + BOX_HEIGHT / 2,
            );
            let bend = (COLUMN - BOX_WIDTH) / 2;
            let path = format!(
                "M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}",
                x1 + bend,
                x2.saturating_sub(bend)
            );
            all.push(Line {
                path,
                ends: format!("{column}-{row} {to_column}-{to_row}"),
                is_alternative: need.has_alternatives(),
            });
        }
    }
    all
}

fn row(org: &Org, register: &Register, node: &Node) -> Row {
    let t = org.t();
    let above = register.above(node.id);
    let names: Vec<&str> = above.iter().map(|one| one.name.as_str()).collect();
    Row {
        name: node.name.clone(),
        href: org.to(link::NODE, node.id),
        kind: kind(t, node.kind),
        below: need_text(t, register, node),
        above: names.join(", "),
    }
}

/// `GET /{org}/services/picture?node=…`
pub(super) async fn show(org: Org, Query(query): Query) -> PageResult<Response> {
    let t = org.t();
    let whole = app::service::register(&org.cx).await?;
    let chosen = query.read::<NodeId>("node");
    let chosen = chosen.filter(|id| whole.node(*id).is_some());
    let shown = chosen.map_or_else(|| Arc::clone(&whole), |id| Arc::new(around(&whole, id)));
    let layers = shown.layers();
    let places: BTreeMap<NodeId, (usize, usize)> = layers
        .iter()
        .enumerate()
        .flat_map(|(column, layer)| {
            let in_layer = layer.iter().enumerate();
            in_layer.map(move |(row, id)| (*id, (column, row)))
        })
        .collect();
    // In the order of the layers, so that the keyboard goes down each of them.
    let in_order = layers.iter().flatten().filter_map(|id| shown.node(*id));
    let marks: Vec<Mark> = in_order
        .filter_map(|node| Some(mark(&org, node, *places.get(&node.id)?)))
        .collect();
    let tallest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let chosen_text = chosen.map(|id| id.to_string()).unwrap_or_default();
    Ok(Page(PicturePage {
        shell: shell(&org, t.say("service.tab.picture")).wide(),
        tabs: tabs(&org, link::PICTURE),
        groups: candidates(org.t(), &whole, NodeKind::ALL, &chosen_text),
        marks,
        lines: shown
            .nodes()
            .iter()
            .flat_map(|node| lines(node, &places))
            .collect(),
        legend: NodeKind::ALL
            .iter()
            .map(|of| (of.code(), kind(t, *of)))
            .collect(),
        width: EDGE * 2 + layers.len().saturating_sub(1) * COLUMN + BOX_WIDTH,
        height: EDGE * 2 + tallest * ROW,
        rows: shown
            .nodes()
            .iter()
            .map(|node| row(&org, &shown, node))
            .collect(),
        action: org.to(link::PICTURE, ()),
        is_empty: whole.nodes().is_empty(),
        list: org.to(link::LIST, ()),
    })
    .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_two_lines_at_most() {
        assert_eq!(wrapped("Kirjasto"), ["Kirjasto"]);
        assert_eq!(
            wrapped("Ohjelmiston toimittaja: Kirjastojärjestelmä"),
            ["Ohjelmiston toimittaja:", "Kirjastojärjestelmä"]
        );
        let long = wrapped(&"pitkäsana ".repeat(20));
        assert!(long.len() == LINES && long.iter().all(|line| line.chars().count() <= FITS));
        assert!(wrapped("").is_empty());
    }
}
