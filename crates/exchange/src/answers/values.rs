//! Understanding the values of cells.

use std::collections::BTreeMap;

use domain::Locale;
use domain::survey::Level;

use super::reading::is_summary;
use super::{Choice, Codebook, Mapping, QuestionKind, Undeclared};
use crate::table::Table;
use crate::words::{normalised, without_number};

/// How survey makers word the scale in the three languages, normalised.
const WORDINGS: &[(Level, &[&str])] = &[
    (
        Level::Yes,
        &[
            "kyllä",
            "kylla",
            "joo",
            "on",
            "yes",
            "y",
            "ja",
            "jo",
            "kyllä on",
            "täysin",
            "kokonaan",
            "fully",
            "helt",
        ],
    ),
    (
        Level::Partly,
        &[
            "osittain",
            "osin",
            "jossain määrin",
            "jonkin verran",
            "osaksi",
            "kyllä osittain",
            "partly",
            "partially",
            "in part",
            "to some extent",
            "somewhat",
            "yes partly",
            "delvis",
            "i viss mån",
            "i någon mån",
            "till viss del",
            "ja delvis",
        ],
    ),
    (
        Level::No,
        &[
            "ei",
            "ei ole",
            "no",
            "n",
            "nej",
            "ei lainkaan",
            "not at all",
            "inte alls",
        ],
    ),
    (
        Level::Unknown,
        &[
            "en osaa sanoa",
            "eos",
            "e o s",
            "en tiedä",
            "ei osaa sanoa",
            "en osaa sanoa en tiedä",
            "en tiedä en osaa sanoa",
            "dont know",
            "do not know",
            "i dont know",
            "cannot say",
            "cant say",
            "can not say",
            "dont know cannot say",
            "unsure",
            "not sure",
            "dk",
            "kan inte säga",
            "kan ej säga",
            "vet inte",
            "vet ej",
            "jag vet inte",
            "vet ej kan inte säga",
        ],
    ),
];

/// Values that stand for no answer, normalised; an empty cell and lone signs are no answer too.
const NO_ANSWER: [&str; 12] = [
    "na",
    "n a",
    "no answer",
    "not answered",
    "ei vastausta",
    "ei vastattu",
    "ei vastannut",
    "inget svar",
    "ej besvarad",
    "obesvarad",
    "null",
    "not displayed",
];

/// Values that say that the question does not concern who answers, normalised.
const NOT_CONCERNED: [&str; 14] = [
    "ei koske minua",
    "ei koske",
    "ei koske meitä",
    "ei sovellu",
    "ei sovellettavissa",
    "berör inte mig",
    "gäller inte mig",
    "gäller inte",
    "gäller ej",
    "ej tillämpligt",
    "not applicable",
    "does not apply",
    "does not concern me",
    "not relevant",
];

/// What stands for the name of somebody who gave none, normalised.
const NOBODY: [&str; 9] = [
    "anonyymi",
    "nimetön",
    "nimetön vastaaja",
    "anonyymi vastaaja",
    "anonym",
    "anonym respondent",
    "anonymous",
    "anonymous respondent",
    "unknown",
];

/// Codes of answer lists in the order of the scale, as survey tools number them.
const CODE_LISTS: [[&str; 4]; 3] = [
    ["A1", "A2", "A3", "A4"],
    ["AO01", "AO02", "AO03", "AO04"],
    ["A01", "A02", "A03", "A04"],
];

/// Why a cell holds no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotGiven {
    /// Nothing stands there, or a word for it.
    Blank,
    /// It says that the question does not concern who answers.
    NotConcerned,
}

/// Why a cell holds no answer; nothing when it may hold one.
pub(super) fn not_given(value: &str) -> Option<NotGiven> {
    let bare = normalised(value);
    if bare.is_empty() || NO_ANSWER.contains(&bare.as_str()) {
        return Some(NotGiven::Blank);
    }
    let uncoded = uncoded(&bare);
    let is_so = NOT_CONCERNED.contains(&bare.as_str()) || NOT_CONCERNED.contains(&uncoded);
    is_so.then_some(NotGiven::NotConcerned)
}

/// Whether a cell that should tell who answered tells nobody.
pub(super) fn is_nobody(value: &str) -> bool {
    let bare = normalised(value);
    let bare = bare.as_str();
    bare.is_empty() || NO_ANSWER.contains(&bare) || NOBODY.contains(&bare)
}

/// A normalised label without a number or a code such as `a1` before or behind it.
fn uncoded(label: &str) -> &str {
    const CODE_CHARS: usize = 5;
    let is_code = |word: &str| {
        word.chars().count() <= CODE_CHARS && word.contains(|c: char| c.is_ascii_digit())
    };
    let before = label.split_once(' ').filter(|(code, _)| is_code(code));
    let rest = before.map_or(label, |(_, rest)| rest);
    let behind = rest.rsplit_once(' ').filter(|(_, code)| is_code(code));
    behind.map_or(rest, |(rest, _)| rest)
}

/// The labels of the scale by their normalised text.
pub(super) struct Scale {
    labels: BTreeMap<String, Level>,
}

impl Scale {
    /// The usual wordings, and the survey's own before them.
    pub(super) fn of(codebook: &Codebook) -> Self {
        let mut labels: BTreeMap<String, Level> = WORDINGS
            .iter()
            .flat_map(|(level, words)| words.iter().map(|word| ((*word).to_owned(), *level)))
            .collect();
        for (level, label) in &codebook.scale {
            let own = Locale::ALL
                .into_iter()
                .map(|locale| normalised(label.exact(locale)));
            labels.extend(
                own.filter(|label| !label.is_empty())
                    .map(|label| (label, *level)),
            );
        }
        Self { labels }
    }

    /// The level that a value means: as declared, else as a label, else as a label with a number
    /// before it or a code in brackets behind it.
    pub(super) fn level(&self, value: &str, mapping: &Mapping) -> Option<Level> {
        let declared = mapping.levels.get(value.trim()).copied();
        declared.or_else(|| {
            variants(value)
                .iter()
                .find_map(|label| self.labels.get(label).copied())
        })
    }
}

/// The option that a value means: by code, by label, or as declared for the column.
pub(super) fn option<'a>(
    value: &str,
    choices: &'a [Choice],
    declared: &BTreeMap<String, String>,
) -> Option<&'a str> {
    let value = value.trim();
    let by_code = |code: &str| {
        choices
            .iter()
            .find(|choice| choice.code.eq_ignore_ascii_case(code))
    };
    let by_label = |label: &String| {
        choices.iter().find(|choice| {
            Locale::ALL.into_iter().any(|locale| {
                let known = normalised(choice.label.exact(locale));
                !known.is_empty() && known == *label
            })
        })
    };
    declared
        .get(value)
        .and_then(|code| by_code(code))
        .or_else(|| by_code(value))
        .or_else(|| variants(value).iter().find_map(by_label))
        .map(|choice| choice.code.as_str())
}

/// A label as it stands, without a number before it, without brackets behind it, and without a code on
/// either side, normalised.
fn variants(value: &str) -> Vec<String> {
    let bare = without_number(value);
    let unbracketed = |text: &str| {
        let open = text.trim_end().strip_suffix([')', ']'])?;
        open.rsplit_once(['(', '['])
            .map(|(label, _)| normalised(label))
    };
    [
        Some(normalised(value)),
        Some(normalised(bare)),
        unbracketed(value),
        unbracketed(bare),
        Some(uncoded(&normalised(value)).to_owned()),
    ]
    .into_iter()
    .flatten()
    .filter(|label| !label.is_empty())
    .collect()
}

/// The values of scale questions that are no labels, the commonest first.
pub(super) fn undeclared(
    table: &Table,
    mapping: &Mapping,
    codebook: &Codebook,
    scale: &Scale,
) -> Vec<Undeclared> {
    let columns: Vec<usize> = mapping
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| match &column.target {
            super::Target::Question(id) => codebook
                .question(id)
                .is_some_and(|question| question.kind == QuestionKind::Scale),
            _ => false,
        })
        .map(|(index, _)| index)
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let rows = table.rows.iter().skip(mapping.header_rows);
    for row in rows.filter(|row| !is_summary(row, mapping)) {
        for value in columns
            .iter()
            .map(|column| row.cell(*column))
            .filter(|value| !value.is_empty())
        {
            // A file of a thousand different values has some other trouble than codes.
            if counts.len() < 1_000 || counts.contains_key(value) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
    counts.retain(|value, _| not_given(value).is_none() && scale.level(value, mapping).is_none());
    let list = CODE_LISTS
        .iter()
        .find(|list| counts.keys().all(|value| list.contains(value)));
    let suggestion = |value: &str| {
        let place = list?.iter().position(|code| *code == value)?;
        Level::ALL.get(place).copied()
    };
    let mut found: Vec<Undeclared> = counts
        .into_iter()
        .map(|(value, count)| Undeclared {
            value: value.to_owned(),
            count,
            suggestion: suggestion(value),
        })
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.count));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn understands_the_scale_in_three_languages() {
        let scale = Scale::of(&Codebook::default());
        let mapping = Mapping::default();
        for (value, level) in [
            ("Kyllä", Level::Yes),
            ("1. Kyllä", Level::Yes),
            ("Jossain määrin", Level::Partly),
            ("2 - Osittain", Level::Partly),
            ("EI", Level::No),
            ("Nej", Level::No),
            ("N", Level::No),
            ("Don't know", Level::Unknown),
            ("Don’t know", Level::Unknown),
            ("EOS", Level::Unknown),
            ("En osaa sanoa (4)", Level::Unknown),
            ("Kan inte säga", Level::Unknown),
            ("En osaa sanoa / en tiedä", Level::Unknown),
            ("To some extent", Level::Partly),
            ("1 Kyllä", Level::Yes),
            ("1, Kyllä", Level::Yes),
            ("Kyllä 1", Level::Yes),
            ("Kyllä, 1", Level::Yes),
            ("A2 Osittain", Level::Partly),
            ("3=Ei", Level::No),
            ("4/En osaa sanoa", Level::Unknown),
        ] {
            assert_eq!(scale.level(value, &mapping), Some(level), "{value}");
        }
        for value in ["3", "A1", "1 2", "ehkä", "kyllä ja ei", "1 kyllä 2 ei"] {
            assert_eq!(scale.level(value, &mapping), None, "{value}");
        }
    }

    #[test]
    fn lone_signs_are_no_answer() {
        assert!(
            ["", "-", "N/A", "–", "Ei vastausta", "…"]
                .into_iter()
                .all(|value| not_given(value) == Some(NotGiven::Blank))
        );
        for value in [
            "Ei koske minua",
            "5 Ei koske minua",
            "Gäller inte mig",
            "Not applicable",
        ] {
            assert_eq!(not_given(value), Some(NotGiven::NotConcerned), "{value}");
        }
        assert_eq!(not_given("ei"), None);
    }
}
