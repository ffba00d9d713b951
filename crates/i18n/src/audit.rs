//! What tests need to hold the catalogues complete: keys, placeholders, and the keys that code uses.

use std::collections::{BTreeMap, BTreeSet};

use domain::Locale;

use crate::catalogue::{self, Catalogue, Entry, Piece};

mod scan;

pub use scan::{Use, uses_in_rust, uses_in_template};

/// Every key of a language.
pub fn keys(locale: Locale) -> BTreeSet<&'static str> {
    catalogue::of(locale)
        .entries
        .keys()
        .map(String::as_str)
        .collect()
}

/// The placeholders of a key, `n` of a plural left out: a text may write its number in words.
pub fn placeholders(locale: Locale, key: &str) -> BTreeSet<&'static str> {
    catalogue::of(locale)
        .entries
        .get(key)
        .map(places)
        .unwrap_or_default()
}

/// Everything wrong with the shipped catalogues, one sentence each; empty when they are complete.
pub fn problems() -> Vec<String> {
    let mut found = Vec::new();
    for locale in Locale::ALL {
        let file = format!("locales/{locale}.toml");
        let catalogue = catalogue::of(locale);
        found.extend(
            in_file(catalogue, catalogue::source(locale)).map(|text| format!("{file}: {text}")),
        );
    }
    let [first, others @ ..] = Locale::ALL;
    for other in others {
        found.extend(between(
            (first, catalogue::of(first)),
            (other, catalogue::of(other)),
        ));
    }
    found
}

/// Problems that one file has by itself.
fn in_file(catalogue: &Catalogue, source: &str) -> impl Iterator<Item = String> {
    let entries = catalogue
        .entries
        .iter()
        .flat_map(|(key, entry)| in_entry(key, entry));
    catalogue
        .problems
        .iter()
        .cloned()
        .chain(entries)
        .chain(misplaced(source))
}

fn in_entry(key: &str, entry: &Entry) -> Vec<String> {
    let mut found = Vec::new();
    if !is_key(key) {
        found.push(format!(
            "`{key}` is not a key: lower-case words with hyphens, two at least"
        ));
    }
    for text in entry.forms() {
        if text.trim().is_empty() {
            found.push(format!("`{key}` is empty"));
        } else if text.trim() != text {
            found.push(format!("`{key}` begins or ends with a space"));
        }
        if text.contains("</") || text.contains("/>") || text.contains("<br") {
            found.push(format!(
                "`{key}` holds HTML; markup belongs to the templates"
            ));
        }
        let brace = |piece: &Piece<'_>| matches!(piece, Piece::Text("{" | "}"));
        let shown = text.matches("{{").count() + text.matches("}}").count();
        if catalogue::pieces(text)
            .iter()
            .filter(|piece| brace(piece))
            .count()
            != shown
        {
            found.push(format!(
                "`{key}` has a brace that is no placeholder; write `{{{{` to show it"
            ));
        }
    }
    if let Entry::Plural { one, other } = entry
        && places_in(one) != places_in(other)
    {
        found.push(format!(
            "`{key}` has other placeholders in `one` than in `other`"
        ));
    }
    found
}

/// Sections out of their alphabetical place, read from the header lines.
fn misplaced(source: &str) -> Vec<String> {
    let mut last = "";
    let mut found = Vec::new();
    for line in source.lines().filter_map(|line| line.strip_prefix('[')) {
        let section = line.split(['.', ']']).next().unwrap_or_default();
        if section < last {
            found.push(format!(
                "section [{section}] stands after [{last}]; keep the alphabetical order"
            ));
        }
        last = section;
    }
    found
}

/// Differences between two languages.
fn between(a: (Locale, &Catalogue), b: (Locale, &Catalogue)) -> Vec<String> {
    let (one, other) = (&a.1.entries, &b.1.entries);
    let lacks = |of: Locale, has: Locale, key: &str| {
        format!("locales/{of}.toml: `{key}` is missing (it is in {has}.toml)")
    };
    let mut found = Vec::new();
    for (key, entry) in one {
        match other.get(key) {
            None => found.push(lacks(b.0, a.0, key)),
            Some(twin) => found
                .extend(unlike(entry, twin).map(|what| {
                    format!("`{key}` has {what} in {}.toml than in {}.toml", b.0, a.0)
                })),
        }
    }
    found.extend(
        other
            .keys()
            .filter(|key| !one.contains_key(*key))
            .map(|key| lacks(a.0, b.0, key)),
    );
    found
}

fn unlike(one: &Entry, other: &Entry) -> Option<&'static str> {
    let plural = |entry: &Entry| matches!(entry, Entry::Plural { .. });
    if plural(one) != plural(other) {
        return Some("another kind (plain or plural)");
    }
    (places(one) != places(other)).then_some("other placeholders")
}

fn places(entry: &Entry) -> BTreeSet<&str> {
    match entry {
        Entry::Plain(text) => catalogue::pieces(text)
            .into_iter()
            .filter_map(place)
            .collect(),
        Entry::Plural { one, other } => places_in(one).union(&places_in(other)).copied().collect(),
    }
}

/// The placeholders of a plural's form without its number.
fn places_in(form: &str) -> BTreeSet<&str> {
    catalogue::pieces(form)
        .into_iter()
        .filter_map(place)
        .filter(|name| *name != "n")
        .collect()
}

fn place(piece: Piece<'_>) -> Option<&str> {
    match piece {
        Piece::Place(name) => Some(name),
        Piece::Text(_) => None,
    }
}

/// Whether a text has the form of a key.
pub fn is_key(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    text.contains('.') && text.split('.').all(word)
}

/// What a scan of the sources found about the keys.
#[derive(Debug, Default)]
pub struct Usage {
    called: BTreeMap<String, BTreeSet<String>>,
    written: BTreeSet<String>,
}

impl Usage {
    /// Takes in the uses of one file.
    pub fn add(&mut self, file: &str, uses: Vec<Use>) {
        for used in uses {
            if used.called {
                self.called
                    .entry(used.text.clone())
                    .or_default()
                    .insert(file.to_owned());
            }
            self.written.insert(used.text);
        }
    }

    /// Keys that are asked for and that no catalogue has, with the files that ask.
    pub fn absent(&self) -> Vec<String> {
        let known = keys(Locale::Fi);
        self.called
            .iter()
            .filter(|(key, _)| is_key(key) && !known.contains(key.as_str()))
            .map(|(key, files)| {
                let files: Vec<&str> = files.iter().map(String::as_str).collect();
                format!("`{key}` is used but has no text: {}", files.join(", "))
            })
            .collect()
    }

    /// Keys that nothing uses, except those under a prefix built while running. The label of a field
    /// brings its hint along: the text of the same key with `-hint` behind it.
    pub fn unused(&self, built: &[&str]) -> Vec<&'static str> {
        let is_written = |key: &str| {
            let label = key.strip_suffix("-hint").unwrap_or(key);
            self.written.contains(key) || self.written.contains(label)
        };
        keys(Locale::Fi)
            .into_iter()
            .filter(|key| !is_written(key))
            .filter(|key| !built.iter().any(|prefix| key.starts_with(prefix)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(source: &str) -> Vec<String> {
        in_file(&Catalogue::parse(source), source).collect()
    }

    fn pair(fi: &str, sv: &str) -> Vec<String> {
        between(
            (Locale::Fi, &Catalogue::parse(fi)),
            (Locale::Sv, &Catalogue::parse(sv)),
        )
    }

    #[test]
    fn finds_what_is_wrong_in_one_file() {
        for (source, part) in [
            ("[a]\nb = \"\"", "is empty"),
            ("[a]\nb = \" x\"", "space"),
            ("[a]\nb = \"<b>x</b>\"", "HTML"),
            ("[a]\nb = \"{Name}\"", "brace"),
            ("[a]\nB = \"x\"", "not a key"),
            ("a = \"x\"", "not a key"),
            (
                "[a]\nb = { one = \"{x}\", other = \"{n}\" }",
                "other placeholders",
            ),
            ("[b]\nx = \"x\"\n\n[a]\nx = \"x\"", "alphabetical"),
        ] {
            let found = alone(source);
            assert!(
                !found.is_empty() && found.iter().all(|text| text.contains(part)),
                "{source}: {found:?}"
            );
        }
        assert_eq!(
            alone("[a]\nb = \"{{x}} {y}\"\nc = { one = \"yksi\", other = \"{n}\" }"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn finds_what_differs_between_languages() {
        assert_eq!(
            pair("[a]\nb = \"{x} {y}\"", "[a]\nb = \"{y} {x}\""),
            Vec::<String>::new()
        );
        assert!(pair("[a]\nb = \"x\"", "[a]\nc = \"x\"").len() == 2);
        assert!(pair("[a]\nb = \"{x}\"", "[a]\nb = \"x\"")[0].contains("other placeholders"));
        let plural = "[a]\nb = { one = \"x\", other = \"y\" }";
        assert!(pair("[a]\nb = \"x\"", plural)[0].contains("another kind"));
    }

    #[test]
    fn tells_absent_and_unused_keys() {
        let mut usage = Usage::default();
        usage.add(
            "a.rs",
            uses_in_rust("t.say(\"common.save\"); t.say(\"no.such\"); other(\"not.a.key\");"),
        );
        assert_eq!(usage.absent(), ["`no.such` is used but has no text: a.rs"]);
        let unused = usage.unused(&["answer."]);
        assert!(unused.contains(&"common.cancel"));
        assert!(!unused.contains(&"common.save") && !unused.contains(&"answer.yes"));
    }
}
