//! Reading texts of a library in the languages it has, and listing the fields that are not read.

use std::collections::BTreeMap;

use domain::{Locale, Localised};

use super::parts::natural;
use super::tree::Tree;
use crate::account::{Log, shortened};
use crate::{ProblemKind, limits};

/// Fields of a node that are read, or that say nothing more than those that are.
const NODE_FIELDS: [&str; 11] = [
    "urn",
    "ref_id",
    "name",
    "description",
    "assessable",
    "display_mode",
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

    /// What a node says: its description, or else what it asks, or else what is noted of it.
    pub(super) fn said(&self, node: &Tree) -> Localised {
        let description = self.text(node, "description");
        match source(node) {
            Source::Description => description,
            Source::Questions => self.questions(node),
            Source::Annotation => self.text(node, "annotation"),
        }
    }

    /// The questions of a node, one on a line.
    fn questions(&self, node: &Tree) -> Localised {
        let asked: Vec<Localised> = questions(node)
            .into_iter()
            .map(|question| self.text(question, "text"))
            .collect();
        let mut all = Localised::default();
        for locale in Locale::ALL {
            let lines: Vec<&str> = asked
                .iter()
                .map(|one| one.exact(locale))
                .filter(|line| !line.is_empty())
                .collect();
            all.set(locale, shown(lines.join("\n")));
        }
        all
    }
}

/// Which field gives what a node says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Description,
    Questions,
    Annotation,
}

impl Source {
    /// Whether the field of this name is read for it.
    fn reads(self, field: &str) -> bool {
        match self {
            Self::Description => field == "description",
            Self::Questions => matches!(field, "question" | "questions"),
            Self::Annotation => field == "annotation",
        }
    }
}

fn source(node: &Tree) -> Source {
    let is_described = |owner: &Tree| !owner.at("description").line().is_empty();
    let is_translated = |owner: &Tree| {
        let mut translations = owner.at("translations").fields();
        translations.any(|(_, translation)| is_described(translation))
    };
    if is_described(node) || is_translated(node) {
        Source::Description
    } else if questions(node)
        .into_iter()
        .any(|question| !question.at("text").line().is_empty())
    {
        Source::Questions
    } else {
        Source::Annotation
    }
}

/// The questions of a node: by name, in a list, or together under one `question` as libraries gave
/// them first.
fn questions(node: &Tree) -> Vec<&Tree> {
    let mut found = Vec::new();
    for spelling in [node.at("questions"), node.at("question").at("questions")] {
        if let Tree::List(items) = spelling {
            found.extend(items);
        }
        let mut named: Vec<(&str, &Tree)> = spelling.fields().collect();
        named.sort_by_key(|(name, _)| natural(name));
        found.extend(named.into_iter().map(|(_, question)| question));
    }
    found
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
        let source = source(node);
        let unused = node
            .fields()
            .filter(|(name, _)| !NODE_FIELDS.contains(name) && !source.reads(name));
        for (name, value) in unused {
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
