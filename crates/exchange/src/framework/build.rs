//! Making a framework of what was read: unique ids, titles, themes in order.

use std::collections::{BTreeMap, BTreeSet};

use domain::framework::{Criterion, Framework, Theme};
use domain::{Locale, Localised};

use crate::account::{Log, shortened};
use crate::{Place, ProblemKind, limits};

/// Longest title, in characters.
const TITLE_CHARS: usize = 140;
/// Longest id, in characters.
const ID_CHARS: usize = 80;

/// What a framework is called and whose it is.
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: Localised,
    pub(super) provenance: String,
}

/// One thing to assess, as its format gives it.
pub(super) struct Item {
    /// What people call it: `GV.OC-01`; may be empty.
    pub(super) label: String,
    /// Ids in order of preference; empty ones do not count.
    pub(super) ids: Vec<String>,
    pub(super) name: Localised,
    pub(super) text: Localised,
    /// Where it stands in the file.
    pub(super) path: String,
}

/// A framework while it is made.
pub(super) struct Builder<'a> {
    log: &'a mut Log,
    themes: Vec<Theme>,
    /// Place of each theme by its key.
    places: BTreeMap<String, usize>,
    theme_ids: Unique,
    criterion_ids: Unique,
    count: usize,
    chars: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(log: &'a mut Log) -> Self {
        Self {
            log,
            themes: Vec::new(),
            places: BTreeMap::new(),
            theme_ids: Unique::default(),
            criterion_ids: Unique::default(),
            count: 0,
            chars: 0,
        }
    }

    pub(super) const fn log(&mut self) -> &mut Log {
        self.log
    }

    /// Adds a criterion to the theme of a key; the theme is made when the key is new.
    pub(super) fn add(
        &mut self,
        key: &str,
        theme: impl FnOnce() -> (String, Localised),
        item: Item,
    ) -> Result<(), ProblemKind> {
        self.count += 1;
        if self.count > limits::CRITERIA {
            return Err(ProblemKind::TooManyCriteria {
                limit: limits::CRITERIA,
            });
        }
        let texts = [&item.name, &item.text];
        let languages = texts
            .iter()
            .flat_map(|text| Locale::ALL.map(|locale| text.exact(locale)));
        self.chars += languages.map(str::len).sum::<usize>();
        if self.chars > limits::FRAMEWORK_CHARS {
            return Err(too_much_text());
        }
        let criterion = self.criterion(item);
        let known = self.places.get(key).copied();
        let place = known.unwrap_or_else(|| {
            let (id, title) = theme();
            self.add_theme(key, &id, title)
        });
        if let Some(theme) = self.themes.get_mut(place) {
            theme.criteria.push(criterion);
        }
        Ok(())
    }

    /// Adds an empty theme and gives its place.
    fn add_theme(&mut self, key: &str, id: &str, title: Localised) -> usize {
        let place = self.themes.len();
        let wanted = clean_id(id);
        let wanted = if wanted.is_empty() {
            format!("theme-{}", place + 1)
        } else {
            wanted
        };
        let id = self.theme_ids.take(&wanted);
        let (question, criteria) = (Localised::default(), Vec::new());
        self.themes.push(Theme {
            id: id.into(),
            title,
            question,
            criteria,
        });
        self.places.insert(key.to_owned(), place);
        place
    }

    fn criterion(&mut self, item: Item) -> Criterion {
        let id = self.criterion_id(&item);
        let mut title = Localised::default();
        for locale in Locale::ALL {
            title.set(
                locale,
                headline(
                    &item.label,
                    item.name.exact(locale),
                    item.text.exact(locale),
                ),
            );
        }
        if item.name.is_empty() && item.text.is_empty() {
            self.log
                .add(ProblemKind::TextMissing.at(Place::path(item.path)));
            title = Localised::same(if item.label.is_empty() {
                id.as_str()
            } else {
                &item.label
            });
        }
        let meaning = if item.text.is_empty() {
            item.name
        } else {
            item.text
        };
        Criterion {
            id: id.into(),
            title,
            meaning,
            area: None,
            duty: None,
            sources: Vec::new(),
            references: Vec::new(),
            leadership: None,
        }
    }

    fn criterion_id(&mut self, item: &Item) -> String {
        let wanted: Vec<String> = item
            .ids
            .iter()
            .map(|id| clean_id(id))
            .filter(|id| !id.is_empty())
            .collect();
        let place = Place::path(&item.path);
        let Some(first) = wanted.first() else {
            let id = self.criterion_ids.take(&format!("item-{}", self.count));
            self.log
                .add(ProblemKind::IdDerived { id: id.clone() }.at(place));
            return id;
        };
        let free = wanted.iter().find(|id| self.criterion_ids.is_free(id));
        let id = self.criterion_ids.take(free.unwrap_or(first));
        if id != *first {
            self.log.add(
                ProblemKind::IdTwice { id: id.clone() }
                    .at(place)
                    .with_value(first),
            );
        }
        id
    }

    /// Ends the framework.
    pub(super) fn finish(mut self, heading: Heading) -> Result<Framework, ProblemKind> {
        if self.count == 0 {
            return Err(ProblemKind::NoCriteria);
        }
        tell_apart(&mut self.themes);
        Ok(Framework {
            id: heading.id,
            version: heading.version,
            title: heading.title,
            provenance: heading.provenance,
            themes: self.themes,
        })
    }
}

/// Puts its id before a title that several criteria have: nobody could tell them apart in a list.
fn tell_apart(themes: &mut [Theme]) {
    for locale in Locale::ALL {
        let criteria = themes.iter().flat_map(|theme| &theme.criteria);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for criterion in criteria {
            let title = criterion.title.exact(locale).to_lowercase();
            *counts.entry(title).or_default() += 1;
        }
        for criterion in themes.iter_mut().flat_map(|theme| &mut theme.criteria) {
            let title = criterion.title.exact(locale);
            let times = counts.get(&title.to_lowercase()).copied();
            if !title.is_empty() && times.is_some_and(|times| times > 1) {
                let told = headline(criterion.id.as_str(), title, "");
                criterion.title.set(locale, told);
            }
        }
    }
}

/// What is said of a framework with more text than is taken.
pub(super) const fn too_much_text() -> ProblemKind {
    ProblemKind::TooMuchText {
        limit: limits::FRAMEWORK_CHARS / limits::MEGABYTE,
    }
}

/// Ids given so far; those that differ in case only count as the same.
#[derive(Default)]
struct Unique {
    taken: BTreeSet<String>,
    /// The number tried last for an id, so that a thousand equal ids do not cost a million tries.
    numbers: BTreeMap<String, usize>,
}

impl Unique {
    fn is_free(&self, id: &str) -> bool {
        !self.taken.contains(&id.to_lowercase())
    }

    /// Takes the id, or the first free one with a number behind it.
    fn take(&mut self, id: &str) -> String {
        let mut free = id.to_owned();
        while !self.is_free(&free) {
            let number = self.numbers.entry(id.to_lowercase()).or_insert(1);
            *number += 1;
            free = format!("{id}-{number}");
        }
        self.taken.insert(free.to_lowercase());
        free
    }
}

/// An id that can stand in an address: without spaces and signs that mean something there.
pub(super) fn clean_id(id: &str) -> String {
    let mut clean = String::new();
    for char in id.trim().chars().take(ID_CHARS) {
        let kept = char.is_alphanumeric() || matches!(char, '.' | '-' | '_' | '(' | ')' | ':');
        if kept {
            clean.push(char);
        } else if !clean.ends_with('-') {
            clean.push('-');
        }
    }
    clean.trim_matches(['-', ':']).to_owned()
}

/// What is behind the last colon of a URN.
pub(super) fn urn_tail(urn: &str) -> &str {
    urn.rsplit(':').next().unwrap_or_default()
}

/// A title: label and name, or the beginning of the text where the name says nothing more.
pub(super) fn headline(label: &str, name: &str, text: &str) -> String {
    let (bare_label, bare_name) = (label.to_lowercase(), name.to_lowercase());
    let name = match (
        bare_name.is_empty() || bare_name == bare_label,
        text.is_empty(),
    ) {
        (true, true) => return name.to_owned(),
        (true, false) => opening(text),
        (false, _) => shortened(name, TITLE_CHARS),
    };
    // Some labels hold the name, as `Oversight (GV.OV)` does.
    let holds_name = bare_name.chars().count() > 2
        && bare_label.len() > bare_name.len()
        && bare_label.contains(&bare_name);
    if label.is_empty() || begins_with_word(&name, label) {
        name
    } else if holds_name {
        label.to_owned()
    } else {
        format!("{label} {name}")
    }
}

/// Whether a text begins with a word or number that ends where the word does.
fn begins_with_word(text: &str, word: &str) -> bool {
    text.split_at_checked(word.len())
        .is_some_and(|(start, rest)| {
            start.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphanumeric)
        })
}

/// The first sentence of a text, shortened at a word where it is long.
fn opening(text: &str) -> String {
    let line = shortened(text, TITLE_CHARS + 1);
    let sentence = line.split_inclusive(". ").next().map_or("", str::trim_end);
    if line.chars().count() <= TITLE_CHARS {
        return if sentence.chars().count() > 20 {
            sentence.to_owned()
        } else {
            line
        };
    }
    if sentence.len() < line.len() && sentence.chars().count() > 20 {
        return sentence.to_owned();
    }
    match line.rsplit_once(' ') {
        Some((words, _)) if words.len() > TITLE_CHARS / 2 => {
            format!("{}…", words.trim_end_matches([',', ';', ':']))
        }
        _ => line,
    }
}

/// The titles one after another, in each language that any of them has.
pub(super) fn path_title(titles: &[Localised]) -> Localised {
    let mut path = Localised::default();
    for locale in Locale::ALL {
        if titles.iter().any(|title| !title.exact(locale).is_empty()) {
            let parts: Vec<&str> = titles
                .iter()
                .map(|title| title.text(locale))
                .filter(|t| !t.is_empty())
                .collect();
            path.set(locale, parts.join(" › "));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_short_and_carry_the_label() {
        assert_eq!(headline("GV", "Govern", ""), "GV Govern");
        assert_eq!(headline("AC-1", "AC-1 Policy", ""), "AC-1 Policy");
        assert_eq!(headline("1", "10 rules", ""), "1 10 rules");
        assert_eq!(
            headline("Oversight (GV.OV)", "Oversight", ""),
            "Oversight (GV.OV)"
        );
        assert_eq!(
            headline("GV.OV-01", "GV.OV-01", "Results are reviewed"),
            "GV.OV-01 Results are reviewed"
        );
        assert_eq!(
            headline(
                "1",
                "",
                "All users are known by name. They are also trained."
            ),
            "1 All users are known by name."
        );
        let long = headline("", "", &"sana ".repeat(100));
        assert!(
            long.chars().count() <= TITLE_CHARS + 1 && long.ends_with("sana…"),
            "{long}"
        );
    }

    #[test]
    fn ids_are_fit_for_addresses_and_unique() {
        assert_eq!(clean_id(" AC-2 (1)/x?"), "AC-2-(1)-x");
        let mut ids = Unique::default();
        assert_eq!(
            [ids.take("a"), ids.take("A"), ids.take("a")],
            ["a", "A-2", "a-3"]
        );
    }
}
