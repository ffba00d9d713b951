//! OSCAL catalogs: groups are themes, controls and their enhancements are criteria.

use std::collections::{BTreeMap, BTreeSet};

use domain::framework::Framework;
use domain::{Locale, Localised};

use super::build::{Builder, Heading, Item, clean_id, headline, path_title, too_much_text};
use super::parameters::Parameters;
use super::parts::{is_withdrawn, label, ordered, plain_links, stating, written};
use super::tree::Tree;
use crate::account::{Log, shortened};
use crate::{Place, ProblemKind, limits};

/// Fields of controls and groups that are read, or that only serve machines.
const FIELDS: [&str; 12] = [
    "properties",
    "parameters",
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
        withdrawn: Vec::new(),
        builder: Builder::new(log),
        top: (heading.id.clone(), heading.title.clone()),
    };
    let mut titles = Vec::new();
    reader.group(catalog, "catalog", &mut titles)?;
    if let Some(kind) = withdrawn(&reader.withdrawn) {
        reader.builder.log().add(kind);
    }
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

/// What people call a control: its label, or its id where it has none and the id is one that people
/// use, such as `A.1.1`, not one that machines make.
fn named(label: String, id: &str) -> String {
    const CHARS: usize = 20;
    let is_peoples = id.chars().count() <= CHARS
        && id.contains(|c: char| c.is_ascii_digit())
        && id.starts_with(char::is_alphanumeric);
    if label.is_empty() && is_peoples {
        id.to_owned()
    } else {
        label
    }
}

/// The names of the organisations behind the catalog, or of the people where none is named.
fn publishers(metadata: &Tree) -> String {
    let parties = metadata.at("parties").items();
    let names = |is_meant: &dyn Fn(&Tree) -> bool| {
        let mut names: Vec<String> = Vec::new();
        for party in parties.iter().take(5).filter(|party| is_meant(party)) {
            let spellings = ["name", "party-name", "org-name"].map(|field| party.at(field).line());
            let name = spellings.into_iter().find(|name| !name.is_empty());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        names.join(" · ")
    };
    let organisations = names(&|party| party.at("type").line() != "person");
    if organisations.is_empty() {
        names(&|_| true)
    } else {
        organisations
    }
}

/// A group that controls stand in.
struct Heads {
    /// Its place in the file.
    key: String,
    id: String,
    title: Localised,
}

/// What the account says of controls that are no longer in force.
fn withdrawn(ids: &[String]) -> Option<ProblemKind> {
    const SHOWN: usize = 10;
    let shown: Vec<&str> = ids.iter().take(SHOWN).map(String::as_str).collect();
    let more = if ids.len() > SHOWN { ", …" } else { "" };
    (!ids.is_empty()).then(|| ProblemKind::Withdrawn {
        count: ids.len(),
        ids: shortened(&format!("{}{more}", shown.join(", ")), limits::SHOWN_CHARS),
    })
}

/// A catalog while it is read.
struct Reader<'a, 'b> {
    parameters: Parameters<'a>,
    locale: Option<Locale>,
    unused: BTreeMap<String, usize>,
    /// Ids of controls that are no longer in force.
    withdrawn: Vec<String>,
    builder: Builder<'b>,
    /// Theme of the controls that stand in no group.
    top: (String, Localised),
}

impl<'a> Reader<'a, '_> {
    fn group(
        &mut self,
        group: &'a Tree,
        path: &str,
        titles: &mut Vec<Heads>,
    ) -> Result<(), ProblemKind> {
        for (index, control) in ordered(group.at("controls").items()) {
            self.control(control, &format!("{path}.controls[{index}]"), titles)?;
        }
        for (index, inner) in ordered(group.at("groups").items()) {
            let path = format!("{path}.groups[{index}]");
            if !inner.is_map() {
                self.builder.log().add(
                    ProblemKind::ItemNotUnderstood
                        .at(Place::path(path))
                        .with_value(&inner.line()),
                );
                continue;
            }
            // What a group says of itself has no place in a theme.
            self.note_unused(inner, |_| false);
            let title = inner.at("title").line();
            let id = inner.at("id").line();
            let label = named(label(inner), &id);
            let shown = headline(&label, &title, if title.is_empty() { &id } else { "" });
            titles.push(Heads {
                key: path.clone(),
                id: if id.is_empty() { short_id(&title) } else { id },
                title: spoken(self.locale, &shown),
            });
            self.group(inner, &path, titles)?;
            titles.pop();
        }
        Ok(())
    }

    fn control(
        &mut self,
        control: &'a Tree,
        path: &str,
        titles: &[Heads],
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
        self.note_unused(control, stating(control));
        if is_withdrawn(control) {
            self.withdrawn.push(id);
        } else {
            let item = self.item(control, id, path);
            if self.parameters.are_spent() {
                return Err(too_much_text());
            }
            // Groups may have no ids, so a theme is known by its place in the file.
            let key = titles.last().map_or("", |last| last.key.as_str());
            let top = &self.top;
            let theme = || match titles.last() {
                None => top.clone(),
                Some(last) => {
                    let path: Vec<Localised> = titles.iter().map(|one| one.title.clone()).collect();
                    (last.id.clone(), path_title(&path))
                }
            };
            self.builder.add(key, theme, item)?;
        }
        for field in ["controls", "subcontrols"] {
            for (index, inner) in ordered(control.at(field).items()) {
                self.control(inner, &format!("{path}.{field}[{index}]"), titles)?;
            }
        }
        Ok(())
    }

    fn item(&mut self, control: &Tree, id: String, path: &str) -> Item {
        let mut unknown = BTreeSet::new();
        let text = plain_links(
            &self
                .parameters
                .filled(&written(control, stating(control)), &mut unknown),
        );
        let title = self
            .parameters
            .filled(&control.at("title").line(), &mut unknown);
        for parameter in unknown {
            let parameter = shortened(&parameter, limits::SHOWN_CHARS);
            self.builder
                .log()
                .add(ProblemKind::ParameterUnknown { parameter }.at(Place::path(path)));
        }
        let label = named(label(control), &id);
        Item {
            ids: vec![id, label.clone()],
            label,
            name: spoken(self.locale, &title),
            text: spoken(self.locale, &text),
            path: path.to_owned(),
        }
    }

    fn note_unused(&mut self, owner: &Tree, is_read: fn(&str) -> bool) {
        for (name, _) in owner.fields().filter(|(name, _)| !FIELDS.contains(name)) {
            *self
                .unused
                .entry(shortened(name, limits::SHOWN_CHARS))
                .or_default() += 1;
        }
        for part in owner.at("parts").items() {
            let name = part.at("name").line();
            if !is_read(&name) {
                *self
                    .unused
                    .entry(format!("parts.{}", shortened(&name, 60)))
                    .or_default() += 1;
            }
        }
    }
}
