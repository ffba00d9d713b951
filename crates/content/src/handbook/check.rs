//! What must hold between the files of the handbook.

use std::collections::BTreeSet;

use domain::handbook::{FaultKind, Open};
use domain::{Exception, Locale};

use super::{CARDS, Card, FACTS, HandbookPack, MOST_CARD_WORDS, SOURCES, TERMS, entry};
use crate::Files;
use crate::problem::{Problem, check_ids, ids, line_of_id};

/// Words of a text: what stands between spaces and holds a letter or a digit.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Everything wrong in the handbook besides its missing texts.
pub(super) fn all(pack: &HandbookPack, files: &Files) -> Vec<Problem> {
    let mut found = Vec::new();
    for (file, ids) in [
        (CARDS, ids(&pack.cards, |it| &it.id)),
        (FACTS, ids(&pack.facts, |it| &it.id)),
        (TERMS, ids(&pack.terms, |it| &it.id)),
        (SOURCES, ids(&pack.sources, |it| &it.id)),
    ] {
        check_ids(file, files.text(file), &ids, &mut found);
    }
    found.extend(
        pack.cards
            .iter()
            .flat_map(|card| card_faults(pack, card, files)),
    );
    found.extend(chapters(pack, files));
    found.extend(terms(pack, files));
    found.extend(unused(pack, files));
    found.extend(addresses(pack, files));
    found.extend(numbers(pack));
    found
}

fn card_faults(pack: &HandbookPack, card: &Card, files: &Files) -> Vec<Problem> {
    let structure = files.text(CARDS);
    let mut found = Vec::new();
    let mut tell = |message: String, hint: &str| {
        let problem = Problem::new(CARDS, message, hint);
        found.push(problem.at(line_of_id(structure, &card.id)));
    };
    for source in &card.sources {
        if pack.source(source).is_none() {
            tell(
                format!("card `{}` names the unknown source `{source}`", card.id),
                SOURCES,
            );
        }
    }
    if card.sources.is_empty() {
        tell(format!("card `{}` names no source", card.id), SOURCES);
    }
    if card.duties.is_empty() {
        tell(format!("card `{}` touches none of the duties", card.id), "");
    }
    for number in &card.questions {
        let mut groups = pack.questions.iter().flat_map(|group| &group.questions);
        if !groups.any(|(one, _)| one == number) {
            tell(
                format!("card `{}` names the unknown question {number}", card.id),
                "",
            );
        }
    }
    for locale in Locale::ALL {
        let words: usize = card.fields(locale).values().map(|text| count(text)).sum();
        if words > MOST_CARD_WORDS {
            let message = format!("card `{}` has {words} words in `{locale}`", card.id);
            tell(message, "250 at most: move the rest to the chapter");
        }
    }
    found
}

/// Chapters that cannot be read as running text, or that differ between the languages in what they
/// call for.
fn chapters(pack: &HandbookPack, files: &Files) -> Vec<Problem> {
    let ids = pack.ids();
    let mut found = Vec::new();
    for card in &pack.cards {
        let mut calls = BTreeSet::new();
        for locale in Locale::ALL {
            let path = entry::chapter_path(&card.id, locale);
            let text = files.text(&path);
            if text.trim().is_empty() {
                found.push(Problem::new(
                    &path,
                    "the chapter is missing",
                    "translate it",
                ));
                continue;
            }
            match domain::handbook::read(
                &Open::exception(text, Exception::ContentFile),
                ids.known(),
            ) {
                Err(faults) => found.extend(faults.iter().map(|fault| {
                    let message = format!("{} `{}`", what(fault.kind), fault.about);
                    Problem::new(&path, message, "").at(Some(fault.line))
                })),
                Ok(prose) => {
                    let mut sources: Vec<String> =
                        prose.sources().into_iter().map(str::to_owned).collect();
                    sources.sort();
                    let facts: Vec<String> = prose.facts().into_iter().map(str::to_owned).collect();
                    calls.insert((sources, facts));
                }
            }
        }
        if calls.len() > 1 {
            let path = entry::chapter_path(&card.id, Locale::Fi);
            let message = "the languages do not name the same sources and facts";
            found.push(Problem::new(
                &path,
                message,
                "the translations follow the Finnish text",
            ));
        }
    }
    found
}

/// A fault in the words of a problem.
const fn what(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Html => "holds HTML",
        FaultKind::PictureWithoutText => "holds a picture without a text",
        FaultKind::Picture | FaultKind::PictureElsewhere | FaultKind::PicturePlace => {
            "holds a picture"
        }
        FaultKind::Address => "leads to what is no address",
        FaultKind::LinkWithoutText => "has a link without words",
        FaultKind::Unclosed => "has a mark that does not end",
        FaultKind::Fact => "calls for the unknown fact",
        FaultKind::Source => "names the unknown source",
        FaultKind::Heading => "has a heading out of order",
        FaultKind::Code => "holds a code block",
        FaultKind::Depth => "goes too deep",
        FaultKind::Length => "is too long",
    }
}

/// Terms of unknown cards, and words in whose place a term is used.
fn terms(pack: &HandbookPack, files: &Files) -> Vec<Problem> {
    let mut found = Vec::new();
    for term in &pack.terms {
        for card in term.cards.iter().filter(|id| pack.card(id).is_none()) {
            let message = format!("term `{}` belongs to the unknown card `{card}`", term.id);
            found.push(
                Problem::new(TERMS, message, CARDS).at(header(files, TERMS, "term", &term.id)),
            );
        }
        for word in &term.avoid {
            for (path, line) in uses(files, word) {
                let message = format!("says `{word}`");
                let hint = format!("say `{}`", term.term.fi);
                found.push(Problem::new(path, message, hint).at(Some(line)));
            }
        }
    }
    found
}

/// Files and lines in Finnish that use a word; abbreviations only as they are written.
fn uses<'a>(files: &'a Files, word: &'a str) -> impl Iterator<Item = (&'static str, usize)> + 'a {
    let is_abbreviation = !word.chars().any(char::is_lowercase);
    let is_finnish =
        |path: &&str| path.starts_with("handbook/chapters/") && path.ends_with(".fi.md");
    let texts = ["handbook/fi.toml", "training/fi.toml"];
    files
        .paths()
        .filter(move |path| is_finnish(path) || texts.contains(path))
        .flat_map(move |path| {
            let lines = files.text(path).lines().enumerate();
            lines.filter_map(move |(at, line)| {
                let holds = if is_abbreviation {
                    line.split(|c: char| !c.is_alphanumeric())
                        .any(|one| one == word)
                } else {
                    line.to_lowercase().contains(&word.to_lowercase())
                };
                holds.then_some((path, at + 1))
            })
        })
}

/// Facts that no chapter calls for, and sources that nothing names.
fn unused(pack: &HandbookPack, files: &Files) -> Vec<Problem> {
    let fi: Vec<&str> = pack
        .cards
        .iter()
        .map(|card| card.chapter.fi.as_str())
        .collect();
    let chapters = fi.join("\n");
    let training = files.text("training/training.toml");
    let mut found = Vec::new();
    for fact in &pack.facts {
        if !chapters.contains(&format!("{{{{fact:{}}}}}", fact.id)) {
            let message = format!("no chapter calls for the fact `{}`", fact.id);
            found.push(Problem::new(FACTS, message, "").at(header(files, FACTS, "fact", &fact.id)));
        }
    }
    for source in &pack.sources {
        let id = &source.id;
        let named = chapters.contains(&format!("[^{id}]"))
            || pack.cards.iter().any(|card| card.sources.contains(id))
            || pack.question_sources.contains(id)
            || training.contains(&format!("\"{id}\""));
        if !named {
            let message = format!("nothing names the source `{id}`");
            found.push(Problem::new(SOURCES, message, "").at(header(files, SOURCES, "source", id)));
        }
    }
    for id in pack
        .question_sources
        .iter()
        .filter(|id| pack.source(id).is_none())
    {
        let message = format!("the questions name the unknown source `{id}`");
        found.push(Problem::new(CARDS, message, SOURCES));
    }
    found
}

/// Sources whose address is none, or that do not tell who published them.
fn addresses(pack: &HandbookPack, files: &Files) -> Vec<Problem> {
    let wrong = |source: &&super::Source| {
        let is_address = source.url.starts_with("https://") && !source.url.contains(' ');
        !is_address || source.title.is_empty() || source.publisher.is_empty()
    };
    pack.sources
        .iter()
        .filter(wrong)
        .map(|source| {
            let message = format!("source `{}` lacks a title, publisher or address", source.id);
            Problem::new(SOURCES, message, "an address begins with https://")
                .at(header(files, SOURCES, "source", &source.id))
        })
        .collect()
}

/// Questions out of order: every number once.
fn numbers(pack: &HandbookPack) -> Vec<Problem> {
    let all: Vec<u32> = pack
        .questions
        .iter()
        .flat_map(|group| group.questions.iter().map(|(number, _)| *number))
        .collect();
    let expected: Vec<u32> = (1..).take(all.len()).collect();
    if all == expected {
        Vec::new()
    } else {
        let message = "the questions are not numbered from 1 on, each once";
        vec![Problem::new(CARDS, message, "")]
    }
}

/// The line of `[table.id]`.
fn header(files: &Files, path: &str, table: &str, id: &str) -> Option<usize> {
    let wanted = format!("[{table}.{id}]");
    let line = files
        .text(path)
        .lines()
        .position(|line| line.trim() == wanted);
    line.map(|at| at + 1)
}
