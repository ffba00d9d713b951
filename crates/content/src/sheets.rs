//! The texts of a pack: the same tables in three files, one a language.

use std::collections::BTreeSet;

use domain::{Locale, Localised};

use crate::Files;
use crate::problem::{Problem, unreadable};

/// The three text files of a pack. Reading takes texts out, so that what remains is what nothing
/// asked for.
pub(crate) struct Sheets<'a> {
    sheets: Vec<Sheet<'a>>,
    problems: Vec<Problem>,
}

struct Sheet<'a> {
    locale: Locale,
    file: String,
    source: &'a str,
    table: toml::Table,
}

impl<'a> Sheets<'a> {
    /// Opens the files of a folder.
    pub(crate) fn open(files: &'a Files, folder: &str) -> Self {
        let mut problems = Vec::new();
        let sheets = Locale::ALL.map(|locale| {
            let file = format!("{folder}/{locale}.toml");
            let source = files.text(&file);
            let table = toml::from_str(source).unwrap_or_else(|error| {
                problems.push(unreadable(&file, source, &error));
                toml::Table::new()
            });
            Sheet {
                locale,
                file,
                source,
                table,
            }
        });
        Self {
            sheets: sheets.into(),
            problems,
        }
    }

    /// A text that every language has.
    pub(crate) fn text(&mut self, path: &[&str]) -> Localised {
        self.read(path, true)
    }

    /// A text that every language has, or none.
    pub(crate) fn optional(&mut self, path: &[&str]) -> Option<Localised> {
        self.has(path).then(|| self.read(path, true))
    }

    /// Whether some language has something here.
    pub(crate) fn has(&self, path: &[&str]) -> bool {
        self.sheets.iter().any(|sheet| sheet.has(path))
    }

    /// A list of texts, as long in every language.
    pub(crate) fn list(&mut self, path: &[&str]) -> Vec<Localised> {
        let mut all: Vec<Localised> = Vec::new();
        let mut lengths = BTreeSet::new();
        for sheet in &mut self.sheets {
            let Some(toml::Value::Array(items)) = sheet.take(path) else {
                self.problems
                    .push(sheet.problem(path, "is missing", "a list of texts"));
                continue;
            };
            lengths.insert(items.len());
            all.resize(all.len().max(items.len()), Localised::default());
            for (place, item) in all.iter_mut().zip(items) {
                let text = item.as_str().unwrap_or_default();
                self.problems.extend(sheet.faults(path, text));
                place.set(sheet.locale, text);
            }
        }
        if let (Some(sheet), true) = (self.sheets.first(), lengths.len() > 1) {
            let hint = "translate each item";
            self.problems
                .push(sheet.problem(path, "has not as many items in each language", hint));
        }
        all
    }

    /// Ends the reading: the problems, those of texts that nothing asked for among them.
    pub(crate) fn close(mut self) -> Vec<Problem> {
        for sheet in &self.sheets {
            let mut left = Vec::new();
            leaves(&sheet.table, &mut Vec::new(), &mut left);
            for path in left {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let hint = "remove it, or add its id to the structure file";
                self.problems
                    .push(sheet.problem(&path, "belongs to nothing", hint));
            }
        }
        self.problems
    }

    fn read(&mut self, path: &[&str], required: bool) -> Localised {
        let mut all = Localised::default();
        for sheet in &mut self.sheets {
            match sheet.take(path) {
                Some(toml::Value::String(text)) => {
                    self.problems.extend(sheet.faults(path, &text));
                    all.set(sheet.locale, text);
                }
                Some(_) => self.problems.push(sheet.problem(path, "is no text", "")),
                None if required => {
                    self.problems
                        .push(sheet.problem(path, "is missing", "translate it"));
                }
                None => {}
            }
        }
        all
    }
}

impl Sheet<'_> {
    fn has(&self, path: &[&str]) -> bool {
        let Some((last, parents)) = path.split_last() else {
            return false;
        };
        let mut table = Some(&self.table);
        for word in parents {
            table = table
                .and_then(|table| table.get(*word))
                .and_then(toml::Value::as_table);
        }
        table.is_some_and(|table| table.contains_key(*last))
    }

    fn take(&mut self, path: &[&str]) -> Option<toml::Value> {
        let (last, parents) = path.split_last()?;
        let mut table = &mut self.table;
        for word in parents {
            table = table.get_mut(*word)?.as_table_mut()?;
        }
        table.remove(*last)
    }

    fn problem(&self, path: &[&str], what: &str, hint: &str) -> Problem {
        let message = format!("`{}` {what}", path.join("."));
        Problem::new(&self.file, message, hint).at(self.line(path))
    }

    /// The line of a text, or of its table when the text is missing.
    fn line(&self, path: &[&str]) -> Option<usize> {
        let (last, parents) = path.split_last()?;
        let header = format!("[{}]", parents.join("."));
        let start = self.source.lines().position(|line| line.trim() == header)?;
        let inside = self
            .source
            .lines()
            .skip(start + 1)
            .take_while(|line| !line.starts_with('['));
        let key = |line: &str| {
            line.split('=')
                .next()
                .is_some_and(|key| key.trim() == *last)
        };
        Some(
            inside
                .enumerate()
                .find(|(_, line)| key(line))
                .map_or(start + 1, |(at, _)| start + at + 2),
        )
    }

    /// What is wrong with a text by itself.
    fn faults(&self, path: &[&str], text: &str) -> Vec<Problem> {
        let tag = |(at, _): (usize, &str)| {
            let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
            next.is_some_and(|letter| {
                letter.is_ascii_alphabetic() || letter == '/' || letter == '!'
            })
        };
        let found = [
            (text.trim().is_empty(), "is empty", "write it"),
            (text.trim() != text, "begins or ends with a space", ""),
            (text.contains("  "), "has two spaces in a row", ""),
            (
                text.match_indices('<').any(tag),
                "holds HTML",
                "plain text only",
            ),
            (text.contains("TODO"), "is not finished", "it says TODO"),
        ];
        found
            .into_iter()
            .filter(|(wrong, _, _)| *wrong)
            .map(|(_, what, hint)| self.problem(path, what, hint))
            .collect()
    }
}

/// The paths of everything left in a table.
fn leaves(table: &toml::Table, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    for (word, value) in table {
        path.push(word.clone());
        match value.as_table() {
            Some(inner) => leaves(inner, path, found),
            None => found.push(path.clone()),
        }
        path.pop();
    }
}
