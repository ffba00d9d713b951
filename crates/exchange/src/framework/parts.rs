//! What OSCAL groups and controls say of themselves: properties, order, and parts of text.

use super::tree::Tree;
use crate::account::shortened;
use crate::limits;

/// Parts that explain or test a control rather than state it.
const ASIDE: [&str; 7] = [
    "guidance",
    "assessment",
    "objective",
    "example",
    "reference",
    "information",
    "rationale",
];

/// The items in the order that they ask for, each with its place in the file; in the order of the
/// file when any of them asks for none.
pub(super) fn ordered(items: &[Tree]) -> Vec<(usize, &Tree)> {
    let mut ordered: Vec<(usize, &Tree)> = items.iter().enumerate().collect();
    let keys: Vec<Vec<(u128, String)>> = items.iter().filter_map(sort_key).collect();
    if keys.len() == items.len() {
        ordered.sort_by_key(|(index, _)| keys.get(*index));
    }
    ordered
}

/// What an item is sorted by.
fn sort_key(item: &Tree) -> Option<Vec<(u128, String)>> {
    let prop = props(item)
        .iter()
        .find(|prop| prop.at("name").line() == "sort-id" && !prop.at("value").line().is_empty())?;
    Some(natural(&prop.at("value").line()))
}

/// A text as words and numbers in turn, so that `9` comes before `10`.
pub(super) fn natural(text: &str) -> Vec<(u128, String)> {
    let text = text.to_lowercase();
    let mut key = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = rest.strip_suffix(behind).unwrap_or_default();
        rest = behind.trim_start_matches(|c: char| !c.is_ascii_digit());
        let word = behind.strip_suffix(rest).unwrap_or_default();
        key.push((number.parse().unwrap_or_default(), word.to_owned()));
    }
    key
}

fn is_aside(part: &str) -> bool {
    ASIDE
        .iter()
        .any(|aside| part.to_ascii_lowercase().contains(aside))
}

/// The properties of an item; drafts of the format named them differently.
fn props(owner: &Tree) -> &[Tree] {
    let props = owner.at("props").items();
    if props.is_empty() {
        owner.at("properties").items()
    } else {
        props
    }
}

/// The label that people use: the one that no other publication's form claims.
pub(super) fn label(owner: &Tree) -> String {
    let mut labels = props(owner)
        .iter()
        .filter(|prop| prop.at("name").line() == "label");
    let plain = labels.clone().find(|prop| prop.at("class").is_null());
    let label = plain
        .or_else(|| labels.next())
        .map(|prop| prop.at("value").line());
    shortened(&label.unwrap_or_default(), limits::SHOWN_CHARS)
}

pub(super) fn is_withdrawn(control: &Tree) -> bool {
    props(control).iter().any(|prop| {
        prop.at("name").line().eq_ignore_ascii_case("status")
            && prop.at("value").line().eq_ignore_ascii_case("withdrawn")
    })
}

/// Which parts state what a control demands, by their names: the likeliest first.
const STATING: [fn(&str) -> bool; 3] = [
    |name| name.eq_ignore_ascii_case("statement"),
    |name| !is_aside(name),
    |_| true,
];

/// The parts that state what the control demands: its statement, or else whatever it says that is
/// not an aside, or else anything it says.
pub(super) fn stating(control: &Tree) -> fn(&str) -> bool {
    let [.., anything] = STATING;
    let says = |is_meant: &fn(&str) -> bool| !written(control, *is_meant).is_empty();
    STATING.into_iter().find(says).unwrap_or(anything)
}

/// What the parts of such names say.
pub(super) fn written(control: &Tree, is_meant: fn(&str) -> bool) -> String {
    let mut text = String::new();
    let parts = control.at("parts").items().iter();
    for part in parts.filter(|part| is_meant(&part.at("name").line())) {
        write_part(part, &mut text);
    }
    text.trim_end().to_owned()
}

/// Writes a part and the parts in it, one on a line with its label.
fn write_part(part: &Tree, text: &mut String) {
    let prose = part.at("prose").text();
    if !prose.is_empty() {
        let label = label(part);
        if !label.is_empty() {
            text.push_str(&label);
            text.push(' ');
        }
        text.push_str(&prose);
        text.push('\n');
    }
    for inner in part.at("parts").items() {
        write_part(inner, text);
    }
}

/// Links within the catalog, `[text](#id)`, as their text.
pub(super) fn plain_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("](#") {
        let link = before.rsplit_once('[').zip(behind.split_once(')'));
        if let Some(((lead, shown), (_, after))) = link {
            plain.push_str(lead);
            plain.push_str(shown);
            rest = after;
        } else {
            plain.push_str(before);
            plain.push_str("](#");
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain
}
