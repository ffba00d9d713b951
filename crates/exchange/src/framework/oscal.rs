//! OSCAL catalogs: groups are themes, controls and their enhancements are criteria.

use std::collections::{BTreeMap, BTreeSet};

use domain::framework::Framework;
use domain::{Locale, Localised};

use super::build::{Builder, Heading, Item, clean_id, headline, path_title};
use super::parameters::Parameters;
use super::tree::Tree;
use crate::account::{Log, shortened};
use crate::{Place, ProblemKind, limits};

/// Fields of controls and groups that are read, or that only serve machines.
const FIELDS: [&str; 11] = [
    "properties",
    "subcontrols",
    "id",
    "class",
    "title",
    "params",
    "props",
    "parts",
    "controls",
    "groups",
    "uuid",
];
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

/// Reads a catalog. Texts are taken to be English unless the metadata says otherwise.
pub(super) fn read(catalog: &Tree, log: &mut Log) -> Result<Framework, ProblemKind> {
    let metadata = catalog.at("metadata");
    let code = metadata.at("language").line();
    let locale = if code.is_empty() {
        Some(Locale::En)
    } else {
        code.parse().ok()
    };
    if locale.is_none() {
        log.add(ProblemKind::LanguageUnknown {
            language: shortened(&code, 20),
        });
    }
    let title = metadata.at("title").line();
    let id = short_id(&title);
    let heading = Heading {
        id: if id.is_empty() {
            "catalog".to_owned()
        } else {
            id
        },
        version: metadata.at("version").line(),
        title: spoken(locale, if title.is_empty() { "OSCAL" } else { &title }),
        provenance: publishers(metadata),
    };
    let mut reader = Reader {
        parameters: Parameters::of(catalog),
        locale,
        unused: BTreeMap::new(),
        builder: Builder::new(log),
        top: (heading.id.clone(), heading.title.clone()),
    };
    let mut titles = Vec::new();
    reader.group(catalog, "catalog", &mut titles)?;
    for (field, count) in std::mem::take(&mut reader.unused) {
        reader
            .builder
            .log()
            .add(ProblemKind::FieldNotUsed { field, count });
    }
    reader.builder.finish(heading)
}

/// An id made of the first words of a title.
fn short_id(title: &str) -> String {
    const CHARS: usize = 60;
    let id = clean_id(title).to_lowercase();
    let cut: String = id.chars().take(CHARS).collect();
    match cut.rsplit_once('-') {
        Some((words, _)) if cut.len() < id.len() => words.to_owned(),
        _ => cut,
    }
}

fn spoken(locale: Option<Locale>, text: &str) -> Localised {
    match locale {
        _ if text.is_empty() => Localised::default(),
        Some(locale) => Localised::only(locale, text),
        None => Localised::same(text),
    }
}

/// The names of the organisations behind the catalog.
fn publishers(metadata: &Tree) -> String {
    let mut names: Vec<String> = Vec::new();
    for party in metadata.at("parties").items().iter().take(5) {
        let name = party.at("name").line();
        if party.at("type").line() != "person" && !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" · ")
}

/// A catalog while it is read.
struct Reader<'a, 'b> {
    parameters: Parameters<'a>,
    locale: Option<Locale>,
    unused: BTreeMap<String, usize>,
    builder: Builder<'b>,
    /// Theme of the controls that stand in no group.
    top: (String, Localised),
}

impl<'a> Reader<'a, '_> {
    fn group(
        &mut self,
        group: &'a Tree,
        path: &str,
        titles: &mut Vec<(String, Localised)>,
    ) -> Result<(), ProblemKind> {
        for (index, control) in group.at("controls").items().iter().enumerate() {
            self.control(control, &format!("{path}.controls[{index}]"), titles)?;
        }
        for (index, inner) in group.at("groups").items().iter().enumerate() {
            let path = format!("{path}.groups[{index}]");
            if !inner.is_map() {
                self.builder.log().add(
                    ProblemKind::ItemNotUnderstood
                        .at(Place::path(path))
                        .with_value(&inner.line()),
                );
                continue;
            }
            self.note_unused(inner);
            let label = label(inner);
            let title = inner.at("title").line();
            let id = inner.at("id").line();
            let shown = headline(&label, &title, if title.is_empty() { &id } else { "" });
            titles.push((id, spoken(self.locale, &shown)));
            self.group(inner, &path, titles)?;
            titles.pop();
        }
        Ok(())
    }

    fn control(
        &mut self,
        control: &'a Tree,
        path: &str,
        titles: &[(String, Localised)],
    ) -> Result<(), ProblemKind> {
        let id = control.at("id").line();
        let place = || Place::path(path);
        if !control.is_map() {
            self.builder.log().add(
                ProblemKind::ItemNotUnderstood
                    .at(place())
                    .with_value(&control.line()),
            );
            return Ok(());
        }
        self.note_unused(control);
        if is_withdrawn(control) {
            self.builder
                .log()
                .add(ProblemKind::Withdrawn.at(place()).with_value(&id));
        } else {
            let item = self.item(control, id, path);
            let key = titles
                .iter()
                .map(|(id, _)| id.as_str())
                .collect::<Vec<_>>()
                .join("\n");
            let top = &self.top;
            let theme = || match titles.last() {
                None => top.clone(),
                Some((id, _)) => {
                    let path: Vec<Localised> =
                        titles.iter().map(|(_, title)| title.clone()).collect();
                    (id.clone(), path_title(&path))
                }
            };
            self.builder.add(&key, theme, item)?;
        }
        let inside = control
            .at("controls")
            .items()
            .iter()
            .chain(control.at("subcontrols").items());
        for (index, inner) in inside.enumerate() {
            self.control(inner, &format!("{path}.controls[{index}]"), titles)?;
        }
        Ok(())
    }

    fn item(&mut self, control: &Tree, id: String, path: &str) -> Item {
        let mut unknown = BTreeSet::new();
        let text = plain_links(&self.parameters.filled(&statement(control), &mut unknown));
        let title = self
            .parameters
            .filled(&control.at("title").line(), &mut unknown);
        for parameter in unknown {
            let parameter = shortened(&parameter, limits::SHOWN_CHARS);
            self.builder
                .log()
                .add(ProblemKind::ParameterUnknown { parameter }.at(Place::path(path)));
        }
        let label = label(control);
        Item {
            ids: vec![id, label.clone()],
            label,
            name: spoken(self.locale, &title),
            text: spoken(self.locale, &text),
            path: path.to_owned(),
        }
    }

    fn note_unused(&mut self, owner: &Tree) {
        for (name, _) in owner.fields().filter(|(name, _)| !FIELDS.contains(name)) {
            *self
                .unused
                .entry(shortened(name, limits::SHOWN_CHARS))
                .or_default() += 1;
        }
        for part in owner.at("parts").items() {
            let name = part.at("name").line();
            if is_aside(&name) {
                *self
                    .unused
                    .entry(format!("parts.{}", shortened(&name, 60)))
                    .or_default() += 1;
            }
        }
    }
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
fn label(owner: &Tree) -> String {
    let mut labels = props(owner)
        .iter()
        .filter(|prop| prop.at("name").line() == "label");
    let plain = labels.clone().find(|prop| prop.at("class").is_null());
    let label = plain
        .or_else(|| labels.next())
        .map(|prop| prop.at("value").line());
    shortened(&label.unwrap_or_default(), limits::SHOWN_CHARS)
}

fn is_withdrawn(control: &Tree) -> bool {
    props(control).iter().any(|prop| {
        prop.at("name").line().eq_ignore_ascii_case("status")
            && prop.at("value").line().eq_ignore_ascii_case("withdrawn")
    })
}

/// What the control demands: its statement, or else whatever it says that is not an aside, or else
/// anything it says.
fn statement(control: &Tree) -> String {
    let parts = control.at("parts").items();
    let matching = |is_meant: &dyn Fn(&str) -> bool| {
        let mut text = String::new();
        for part in parts
            .iter()
            .filter(|part| is_meant(&part.at("name").line()))
        {
            write_part(part, &mut text);
        }
        text.trim_end().to_owned()
    };
    let stated = matching(&|name| name.eq_ignore_ascii_case("statement"));
    if !stated.is_empty() {
        return stated;
    }
    let said = matching(&|name| !is_aside(name));
    if said.is_empty() {
        matching(&|_| true)
    } else {
        said
    }
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
fn plain_links(text: &str) -> String {
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
