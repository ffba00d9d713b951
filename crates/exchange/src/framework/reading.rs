//! Reading texts of a library in the languages it has, and listing the fields that are not read.

use std::collections::BTreeMap;

use domain::{Locale, Localised};

use super::tree::Tree;
use crate::account::{Log, shortened};
use crate::{ProblemKind, limits};

/// Fields of a node that are read, or that say nothing more than those that are.
const NODE_FIELDS: [&str; 11] = [
    "urn",
    "ref_id",
    "name",
    "description",
    "annotation",
    "assessable",
    "depth",
    "parent_urn",
    "translations",
    "locale",
    "order_id",
];
/// Fields of the library and the framework that are read or only of use to the tool itself.
const HEAD_FIELDS: [&str; 17] = [
    "urn",
    "ref_id",
    "name",
    "description",
    "locale",
    "version",
    "provider",
    "packager",
    "copyright",
    "publication_date",
    "translations",
    "objects",
    "framework",
    "frameworks",
    "requirement_nodes",
    "convert_library_version",
    "dependencies",
];

/// The first text that is not empty.
pub(super) fn first_of<const N: usize>(texts: [String; N]) -> String {
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The language of the texts, and how to find their translations.
pub(super) struct Speech(Option<Locale>);

impl Speech {
    pub(super) fn of(root: &Tree, framework: &Tree, log: &mut Log) -> Self {
        let code = first_of([framework.at("locale").line(), root.at("locale").line()]);
        if code.is_empty() {
            return Self(Some(Locale::En));
        }
        let locale = code.parse().ok();
        if locale.is_none() {
            log.add(ProblemKind::LanguageUnknown {
                language: shortened(&code, 20),
            });
        }
        Self(locale)
    }

    /// A text with its translations. What is in a language that the product does not speak is
    /// shown as it is, unless there is a translation.
    pub(super) fn text(&self, owner: &Tree, field: &str) -> Localised {
        let mut text = Localised::default();
        for (code, translation) in owner.at("translations").fields() {
            let translated = translation.at(field).text();
            if let (Ok(locale), false) = (code.parse::<Locale>(), translated.is_empty()) {
                text.set(locale, shown(translated));
            }
        }
        let own = shown(owner.at(field).text());
        match self.0 {
            Some(locale) if !own.is_empty() => text.set(locale, own),
            None if !own.is_empty() && text.is_empty() => text = Localised::same(own),
            _ => {}
        }
        text
    }
}

fn shown(text: String) -> String {
    if text.len() <= limits::TEXT_CHARS {
        text
    } else {
        text.chars().take(limits::TEXT_CHARS).collect()
    }
}

/// Lists the fields that the product has no use for, each once with how often it occurs.
pub(super) fn note_unused(root: &Tree, objects: &Tree, framework: &Tree, log: &mut Log) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (prefix, owner) in [("", root), ("objects.", objects), ("framework.", framework)] {
        let unused = owner
            .fields()
            .filter(|(name, value)| !HEAD_FIELDS.contains(name) && !value.is_null());
        for (name, value) in unused {
            counts
                .entry(format!("{prefix}{name}"))
                .or_insert_with(|| value.items().len());
        }
    }
    for node in framework.at("requirement_nodes").items() {
        for (name, value) in node
            .fields()
            .filter(|(name, _)| !NODE_FIELDS.contains(name))
        {
            let is_empty =
                value.is_null() || matches!(value, Tree::List(items) if items.is_empty());
            *counts
                .entry(format!("requirement_nodes.{name}"))
                .or_default() += usize::from(!is_empty);
        }
    }
    for (field, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        log.add(ProblemKind::FieldNotUsed {
            field: shortened(&field, limits::SHOWN_CHARS),
            count,
        });
    }
}
