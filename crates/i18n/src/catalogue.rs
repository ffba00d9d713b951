//! The message catalogue: one parsed map per language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use domain::Locale;

/// What one key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// One text.
    Plain(String),
    /// Two texts, of which a number chooses one.
    Plural { one: String, other: String },
}

impl Entry {
    /// Every text of the entry.
    pub(crate) fn forms(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Plural { one, other } => vec![one, other],
        }
    }
}

/// The texts of one language, and what was wrong with the file they came from.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) entries: BTreeMap<String, Entry>,
    pub(crate) problems: Vec<String>,
}

/// The file of a language, as shipped.
pub(crate) const fn source(locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => include_str!("../../../locales/fi.toml"),
        Locale::Sv => include_str!("../../../locales/sv.toml"),
        Locale::En => include_str!("../../../locales/en.toml"),
    }
}

/// Entries by key, for those who only look up.
#[expect(
    clippy::disallowed_types,
    reason = "never walked; a page of a hundred rows looks a thousand keys up"
)]
type Index = std::collections::HashMap<&'static str, &'static Entry>;

/// The entry of a key.
pub(crate) fn entry(locale: Locale, key: &str) -> Option<&'static Entry> {
    static FI: OnceLock<Index> = OnceLock::new();
    static SV: OnceLock<Index> = OnceLock::new();
    static EN: OnceLock<Index> = OnceLock::new();
    let place = match locale {
        Locale::Fi => &FI,
        Locale::Sv => &SV,
        Locale::En => &EN,
    };
    let entries = || of(locale).entries.iter();
    place
        .get_or_init(|| {
            entries()
                .map(|(key, entry)| (key.as_str(), entry))
                .collect()
        })
        .get(key)
        .copied()
}

/// The catalogue of a language, parsed on first use.
pub(crate) fn of(locale: Locale) -> &'static Catalogue {
    static FI: OnceLock<Catalogue> = OnceLock::new();
    static SV: OnceLock<Catalogue> = OnceLock::new();
    static EN: OnceLock<Catalogue> = OnceLock::new();
    let place = match locale {
        Locale::Fi => &FI,
        Locale::Sv => &SV,
        Locale::En => &EN,
    };
    place.get_or_init(|| Catalogue::parse(source(locale)))
}

impl Catalogue {
    /// Reads a file. What cannot be read is left out and told in `problems`.
    pub(crate) fn parse(source: &str) -> Self {
        let mut catalogue = Self::default();
        match toml::from_str::<toml::Table>(source) {
            Ok(table) => catalogue.read(&table, ""),
            Err(error) => catalogue.problems.push(error.to_string()),
        }
        catalogue
    }

    fn read(&mut self, table: &toml::Table, path: &str) {
        for (word, value) in table {
            let key = if path.is_empty() {
                word.clone()
            } else {
                format!("{path}.{word}")
            };
            match value {
                toml::Value::String(text) => {
                    self.entries.insert(key, Entry::Plain(text.clone()));
                }
                toml::Value::Table(inner) => self.read_table(inner, key),
                other => {
                    self.problems
                        .push(format!("`{key}` is a {}, not a text", other.type_str()));
                }
            }
        }
    }

    fn read_table(&mut self, table: &toml::Table, key: String) {
        let one = table.get("one").and_then(toml::Value::as_str);
        let other = table.get("other").and_then(toml::Value::as_str);
        match (one, other) {
            (Some(one), Some(other)) if table.len() == 2 => {
                let entry = Entry::Plural {
                    one: one.to_owned(),
                    other: other.to_owned(),
                };
                self.entries.insert(key, entry);
            }
            (Some(_), _) => self.problems.push(format!(
                "`{key}` is not a plural: it needs exactly the keys `one` and `other`"
            )),
            (None, Some(_)) if table.len() == 1 => {
                self.problems
                    .push(format!("the plural `{key}` has no `one`"));
            }
            _ => self.read(table, &key),
        }
    }
}

/// The text shown in the place of a missing one: the key in white square brackets.
///
/// Marks live for the whole run, so that a text is always `&'static str`. Keys are written in code,
/// hence few; if some day they are not, the marks stop growing instead of filling the memory.
pub(crate) fn mark(key: &str) -> &'static str {
    const MOST: usize = 500;
    static MARKS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let text = format!("⟦{key}⟧");
    let mut marks = MARKS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = marks.get(text.as_str()) {
        return known;
    }
    if marks.len() >= MOST {
        return "⟦…⟧";
    }
    let text: &'static str = Box::leak(text.into_boxed_str());
    marks.insert(text);
    text
}

/// Fills the placeholders of a text. An unknown one stays as it is, so that it is seen.
pub(crate) fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(words) => filled.push_str(words),
            Piece::Place(name) => match value(name) {
                Some(words) => filled.push_str(&words),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    filled
}

/// A run of text, or a place to fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Place(&'a str),
}

/// Cuts a text at its placeholders; `{{` and `}}` are braces that are shown.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['{', '}']) {
        found.push(Piece::Text(before));
        let opens = rest.as_bytes().get(before.len()) == Some(&b'{');
        let brace = if opens { "{" } else { "}" };
        rest = match (after.strip_prefix(brace), after.split_once('}')) {
            (Some(doubled), _) => {
                found.push(Piece::Text(brace));
                doubled
            }
            (None, Some((name, tail))) if opens && is_name(name) => {
                found.push(Piece::Place(name));
                tail
            }
            _ => {
                found.push(Piece::Text(brace));
                after
            }
        };
    }
    found.push(Piece::Text(rest));
    found.retain(|piece| *piece != Piece::Text(""));
    found
}

/// Whether this is the name of a placeholder.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nested_tables_and_plurals() {
        let catalogue = Catalogue::parse(
            "[a.b]\nc = \"teksti\"\nd = { one = \"{n} asia\", other = \"{n} asiaa\" }\n[kind]\nother = \"Muu\"\nx = \"X\"",
        );
        assert_eq!(catalogue.problems, Vec::<String>::new());
        assert_eq!(
            catalogue.entries.get("a.b.c"),
            Some(&Entry::Plain("teksti".to_owned()))
        );
        assert!(matches!(
            catalogue.entries.get("a.b.d"),
            Some(Entry::Plural { .. })
        ));
        assert!(catalogue.entries.contains_key("kind.other"));
    }

    #[test]
    fn tells_what_cannot_be_read() {
        for broken in [
            "a = { one = \"x\" }",
            "a = { other = \"x\" }",
            "a = { one = \"x\", other = \"y\", few = \"z\" }",
            "a = 3",
            "a = \"x\"\na = \"y\"",
        ] {
            assert_eq!(Catalogue::parse(broken).problems.len(), 1, "{broken}");
        }
    }

    #[test]
    fn fills_places_and_keeps_braces() {
        let value = |name: &str| (name == "n").then(|| "3".to_owned());
        assert_eq!(
            fill("{n} asiaa, {{n}} ja {m}", &value),
            "3 asiaa, {n} ja {m}"
        );
        assert_eq!(fill("{ n } } {", &value), "{ n } } {");
    }

    #[test]
    fn marks_are_the_same_every_time() {
        assert_eq!(mark("x.y"), "⟦x.y⟧");
        assert!(std::ptr::eq(mark("x.y"), mark("x.y")));
    }
}
