//! Reading the Suomi.fi service catalogue (Palvelutietovaranto, open API version 11): a service, a
//! list of services and channels, or a page of results.
//!
//! A producer other than the municipality itself becomes a supplier, an electronic channel a system.
//! The catalogue does not say that the service cannot do without them, so they are proposals.

use std::collections::{BTreeMap, BTreeSet};

use domain::Locale;
use domain::service::NodeKind;
use domain::text::composed;
use serde_json::{Map, Value};

use super::reading::Spent;
use super::{ImportedNode, ImportedSupport};
use crate::account::{Log, shortened};
use crate::kind::FileKind;
use crate::{Account, Place, ProblemKind, encoding, limits};

const NAME_CHARS: usize = 200;
const TEXT_CHARS: usize = 2_000;
/// The most needs of one service.
const NEEDS_MOST: usize = 50;

/// Whether the file looks like JSON, and so like the catalogue rather than a table.
pub fn is_catalogue(bytes: &[u8]) -> bool {
    FileKind::of(bytes) == FileKind::Text && encoding::begins_as_json(bytes)
}

/// Reads the services of a file; texts in this language when there are such, else in another.
pub fn read_catalogue(bytes: &[u8], locale: Locale) -> Account<Vec<ImportedNode>> {
    let mut log = Log::default();
    let value = match json(bytes, &mut log) {
        Ok(value) => value,
        Err(fatal) => return log.account(Err(fatal)),
    };
    note_pages(&value, &mut log);
    let items = items(value);
    let channels = channels(&items, locale);
    let mut taken = Taken::default();
    for (at, item) in items.iter().enumerate() {
        let place = |field: &str| Place::path(format!("[{at}]{field}"));
        let Some(service) = item.as_object().filter(|it| is_service(it)) else {
            if !item.as_object().is_some_and(is_other) {
                log.add(ProblemKind::ItemNotUnderstood.at(place("")));
            }
            continue;
        };
        let Some(node) = node(service, &channels, locale) else {
            log.add(ProblemKind::NameMissing.at(place(".serviceNames")));
            continue;
        };
        if let Some(kind) = unpublished(service) {
            taken.unpublished += 1;
            let place = place(".publishingStatus");
            log.add(kind.at(place).with_value(&node.name));
            continue;
        }
        if let Err(fatal) = taken.add(node) {
            return log.account(Err(fatal));
        }
        let unknown = listed(service).filter(|(id, _)| !channels.contains_key(*id));
        let count = unknown.count();
        if count > 0 {
            let place = place(".serviceChannels");
            log.add(ProblemKind::ChannelsUnknown { count }.at(place));
        }
    }
    match (taken.nodes.is_empty(), taken.unpublished) {
        (true, 0) => log.account(Err(ProblemKind::NotACatalogue)),
        (true, _) => log.account(Err(ProblemKind::NothingPublished)),
        (false, _) => log.account(Ok(taken.nodes)),
    }
}

/// The services while they are read.
#[derive(Default)]
struct Taken {
    nodes: Vec<ImportedNode>,
    spent: Spent,
    seen: BTreeSet<String>,
    /// How many were left out because they are not published.
    unpublished: usize,
}

impl Taken {
    /// Adds a service, once.
    fn add(&mut self, node: ImportedNode) -> Result<(), ProblemKind> {
        if self.seen.insert(node.origin.clone()) {
            self.spent.on(&node)?;
            self.nodes.push(node);
        }
        Ok(())
    }
}

/// Says that a page of results is one of several: the services of the others are not in the file.
fn note_pages(value: &Value, log: &mut Log) {
    let number = |field: &str| value.get(field).and_then(Value::as_u64);
    let pages = number("pageCount").unwrap_or_default();
    if pages > 1 {
        let page = number("pageNumber").unwrap_or(1);
        log.add(ProblemKind::OtherPages { page, pages });
    }
}

/// Whether an item is a service: one with its names in every language, or of the list of ids and names
/// that older and shorter answers of the catalogue are.
fn is_service(item: &Map<String, Value>) -> bool {
    let is_listed = text(item, "id").is_some_and(is_uuid) && item.contains_key("name");
    item.contains_key("serviceNames") || (is_listed && !is_other(item))
}

/// Whether a text is an id as the catalogue makes them.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}

/// Why a service is not one that the municipality has published; drafts, old versions and deleted ones
/// come in the same answers.
fn unpublished(service: &Map<String, Value>) -> Option<ProblemKind> {
    let status = match text(service, "publishingStatus")? {
        "Draft" => "draft",
        "Modified" => "modified",
        "Deleted" => "deleted",
        "OldPublished" => "old-published",
        _ => return None,
    };
    Some(ProblemKind::NotPublished { status })
}

fn json(bytes: &[u8], log: &mut Log) -> Result<Value, ProblemKind> {
    limits::check_size(bytes, limits::FILE_BYTES)?;
    let text = encoding::decode(bytes, log);
    let is_part = |byte: &u8| matches!(byte, b',' | b'[' | b'{');
    if text.as_bytes().iter().filter(|byte| is_part(byte)).count() > limits::VALUES {
        return Err(ProblemKind::TooManyReferences {
            limit: limits::VALUES,
        });
    }
    // The reader itself refuses what is nested too deep.
    serde_json::from_str(&text).map_err(|error| ProblemKind::Syntax {
        line: error.line(),
        character: error.column(),
    })
}

/// The items of a list or of a page of results, or the one there is.
fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Object(mut map) => match map.remove("itemList") {
            Some(Value::Array(items)) => items,
            _ => vec![Value::Object(map)],
        },
        other => vec![other],
    }
}

/// Whether an item is of the catalogue without being a service: a channel or an organisation.
fn is_other(item: &Map<String, Value>) -> bool {
    item.contains_key("serviceChannelType") || item.contains_key("organizationNames")
}

/// The channels of the file by id: the system of an electronic one, nothing for the others.
fn channels(items: &[Value], locale: Locale) -> BTreeMap<String, Option<ImportedSupport>> {
    let mut found = BTreeMap::new();
    for item in items.iter().filter_map(Value::as_object) {
        let (Some(id), Some(kind)) = (text(item, "id"), text(item, "serviceChannelType")) else {
            continue;
        };
        let name = said(item, "serviceChannelNames", "Name", locale);
        let system = (kind == "EChannel" && !name.is_empty()).then(|| ImportedSupport {
            name: shortened(&name, NAME_CHARS),
            kind: Some(NodeKind::System),
            origin: format!("ptv:{id}"),
        });
        found.insert(id.to_owned(), system);
    }
    found
}

/// The channels that a service lists: id and name.
fn listed(service: &Map<String, Value>) -> impl Iterator<Item = (&str, &str)> {
    list(service, "serviceChannels").iter().filter_map(|one| {
        let channel = one.get("serviceChannel")?.as_object()?;
        Some((text(channel, "id")?, text(channel, "name").unwrap_or("")))
    })
}

/// The name of a service, in whichever shape the catalogue gives it.
fn named(service: &Map<String, Value>, locale: Locale) -> String {
    let names = said(service, "serviceNames", "Name", locale);
    if !names.is_empty() {
        return names;
    }
    match text(service, "name") {
        Some(name) => composed(name.trim()).into_owned(),
        None => spoken(list(service, "name"), None, locale),
    }
}

fn node(
    service: &Map<String, Value>,
    channels: &BTreeMap<String, Option<ImportedSupport>>,
    locale: Locale,
) -> Option<ImportedNode> {
    let name = named(service, locale);
    if name.is_empty() {
        return None;
    }
    let systems = listed(service).filter_map(|(id, _)| channels.get(id)?.clone());
    let mut needs: Vec<ImportedSupport> = systems.chain(producers(service, locale)).collect();
    needs.sort();
    needs.dedup();
    let summary = said(service, "serviceDescriptions", "Summary", locale);
    Some(ImportedNode {
        origin: format!("ptv:{}", text(service, "id").unwrap_or_default()),
        gives: shortened(&summary, TEXT_CHARS),
        needs: needs
            .into_iter()
            .map(|one| vec![one])
            .take(NEEDS_MOST)
            .collect(),
        ..ImportedNode::new(NodeKind::Service, &shortened(&name, NAME_CHARS))
    })
}

/// Producers other than those who answer for the service.
fn producers(service: &Map<String, Value>, locale: Locale) -> Vec<ImportedSupport> {
    let of_role = |role: &'static str| {
        list(service, "organizations")
            .iter()
            .filter_map(Value::as_object)
            .filter(move |one| text(one, "roleType") == Some(role))
    };
    let id = |one: &Map<String, Value>| -> Option<String> {
        let organization = one.get("organization")?.as_object()?;
        text(organization, "id").map(str::to_owned)
    };
    let own: BTreeSet<String> = of_role("Responsible").filter_map(id).collect();
    of_role("Producer")
        .filter(|one| text(one, "provisionType") != Some("SelfProducedServices"))
        .filter(|one| id(one).is_none_or(|id| !own.contains(&id)))
        .filter_map(|one| {
            let organization = one.get("organization").and_then(Value::as_object);
            let name = organization.and_then(|it| text(it, "name")).map_or_else(
                || spoken(list(one, "additionalInformation"), None, locale),
                str::to_owned,
            );
            let name = shortened(&name, NAME_CHARS);
            (!name.is_empty()).then(|| ImportedSupport {
                name,
                kind: Some(NodeKind::Supplier),
                origin: id(one).map(|id| format!("ptv:{id}")).unwrap_or_default(),
            })
        })
        .collect()
}

fn text<'a>(map: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    map.get(field)?.as_str()
}

fn list<'a>(map: &'a Map<String, Value>, field: &str) -> &'a [Value] {
    let items = map.get(field).and_then(Value::as_array);
    items.map_or(&[], Vec::as_slice)
}

/// The text of this type in a field, in the language or another; empty when there is none.
fn said(map: &Map<String, Value>, field: &str, kind: &str, locale: Locale) -> String {
    spoken(list(map, field), Some(kind), locale)
}

fn spoken(texts: &[Value], kind: Option<&str>, locale: Locale) -> String {
    let mut by_language: BTreeMap<&str, &str> = BTreeMap::new();
    for one in texts.iter().filter_map(Value::as_object) {
        let is_meant = kind.is_none() || text(one, "type") == kind;
        let value = text(one, "value").filter(|value| !value.trim().is_empty());
        if let (true, Some(value)) = (is_meant, value) {
            let language = text(one, "language").unwrap_or_default();
            by_language.entry(language).or_insert(value);
        }
    }
    // Where the reader's language has no text, Finnish most often has one.
    let wanted = [locale.code(), "fi", "sv", "en"];
    let found = wanted.iter().find_map(|language| by_language.get(language));
    let found = found.or_else(|| by_language.values().next());
    found
        .map(|text| composed(crate::words::without_markup(text).trim()).into_owned())
        .unwrap_or_default()
}
