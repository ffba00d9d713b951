//! Migrations come in pairs, in order, each with sample data, and never break a running installation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Project};
use crate::tree::SourceFile;

const FOLDER: &str = "crates/store/migrations";
const ENGINES: [&str; 2] = ["postgres", "sqlite"];

/// The migrations of one database: those of the main database, the roll, or the ballots.
#[derive(Default)]
struct Family<'a> {
    files: BTreeMap<&'a str, BTreeMap<&'a str, &'a SourceFile>>,
}

/// Checks every family of migrations: names, order, pairs, samples and what the statements do.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let mut families: BTreeMap<&str, Family<'_>> = BTreeMap::new();
    let mut samples: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (file, rest) in project
        .tree
        .under(FOLDER)
        .filter(|(file, _)| file.extension() == "sql")
    {
        match rest.split('/').collect::<Vec<_>>().as_slice() {
            ["samples", _, engine, _] if ENGINES.contains(engine) => {}
            ["samples", name] => _ = samples.insert(("", name)),
            ["samples", family, name] => _ = samples.insert((family, name)),
            [engine, name] if ENGINES.contains(engine) => {
                _ = families
                    .entry("")
                    .or_default()
                    .files
                    .entry(engine)
                    .or_default()
                    .insert(name, file);
            }
            [family, engine, name] if ENGINES.contains(engine) => {
                _ = families
                    .entry(family)
                    .or_default()
                    .files
                    .entry(engine)
                    .or_default()
                    .insert(name, file);
            }
            _ => findings.add(
                &file.path,
                1,
                "lies outside the folders of the engines",
                "migrations/[database/]{sqlite,postgres}/NNNN_name.sql or migrations/samples/",
            ),
        }
    }
    for (name, family) in &families {
        check_family(name, family, &samples, findings);
    }
}

fn check_family(
    family_name: &str,
    family: &Family<'_>,
    samples: &BTreeSet<(&str, &str)>,
    findings: &mut Findings,
) {
    let names: BTreeSet<&str> = family
        .files
        .values()
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    for (engine, files) in &family.files {
        for file in files.values() {
            check_statements(engine, file, findings);
        }
    }
    for (index, name) in names.iter().enumerate() {
        let some = family.files.values().find_map(|files| files.get(name));
        let Some(file) = some else { continue };
        let number = format!("{:04}", index + 1);
        if !is_named(name) || !name.starts_with(&number) {
            let what = format!("`{name}` is not `{number}_words_of_small_letters.sql`");
            findings.add(
                &file.path,
                1,
                what,
                "number the migrations 0001, 0002, … without gaps",
            );
        }
        for engine in ENGINES {
            if !family
                .files
                .get(engine)
                .is_some_and(|files| files.contains_key(name))
            {
                let what = format!("`{name}` has no twin for {engine}");
                findings.add(
                    &file.path,
                    1,
                    what,
                    "write the same migration for both engines",
                );
            }
        }
        if !samples.is_empty() && !samples.contains(&(family_name, name)) {
            let hint = "write rows as this version has them, so that later migrations meet data";
            findings.add(&file.path, 1, "no sample in migrations/samples", hint);
        }
    }
}

fn is_named(name: &str) -> bool {
    let Some((number, words)) = name
        .strip_suffix(".sql")
        .and_then(|stem| stem.split_once('_'))
    else {
        return false;
    };
    number.len() == 4
        && number.bytes().all(|b| b.is_ascii_digit())
        && !words.is_empty()
        && words
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Statements end at a semicolon; comments are left out.
fn check_statements(engine: &str, file: &SourceFile, findings: &mut Findings) {
    let mut statement = String::new();
    let mut began = 0;
    for (index, line) in file.text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default().trim();
        if statement.trim().is_empty() {
            began = index + 1;
        }
        statement.push_str(&code.to_uppercase());
        statement.push(' ');
        if code.ends_with(';') {
            check_statement(engine, &statement, (file, began), findings);
            statement.clear();
        }
    }
}

fn check_statement(
    engine: &str,
    statement: &str,
    at: (&SourceFile, usize),
    findings: &mut Findings,
) {
    let (file, line) = at;
    let creates = statement.trim_start().starts_with("CREATE TABLE");
    if engine == "sqlite" && creates && !ends_strict(statement) {
        let hint = "end the definition with `) STRICT;`";
        findings.add(&file.path, line, "a table that is not STRICT", hint);
    }
    let adds = statement.contains(" ADD COLUMN ") && statement.contains(" NOT NULL");
    if adds && !statement.contains(" DEFAULT ") {
        let hint = "existing rows have no value: give a default, or expand now and contract later";
        findings.add(
            &file.path,
            line,
            "NOT NULL without a default on an existing table",
            hint,
        );
    }
}

/// Whether STRICT stands among the options after the last parenthesis.
fn ends_strict(statement: &str) -> bool {
    statement
        .rsplit_once(')')
        .is_some_and(|(_, options)| options.contains("STRICT"))
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    const M: &str = "crates/store/migrations";

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(String, &str)> = files
            .iter()
            .map(|(path, text)| (format!("{M}/{path}"), *text))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        planted(check, &files)
            .into_iter()
            .map(|line| line.replace(&format!("{M}/"), ""))
            .collect()
    }

    #[test]
    fn a_pair_in_order_is_well() {
        let files = [
            (
                "main/sqlite/0001_start.sql",
                "CREATE TABLE a (\n  id BLOB\n) STRICT;",
            ),
            ("main/postgres/0001_start.sql", "CREATE TABLE a (id UUID);"),
            ("samples/main/0001_start.sql", ""),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn a_missing_twin_a_gap_and_a_missing_sample_are_found() {
        let files = [
            ("roll/sqlite/0001_start.sql", ""),
            ("roll/postgres/0001_start.sql", ""),
            ("roll/sqlite/0003_more.sql", ""),
            ("samples/roll/0001_start.sql", ""),
        ];
        assert_eq!(
            found(&files),
            [
                "roll/sqlite/0003_more.sql:1 `0003_more.sql` is not `0002_words_of_small_letters.sql`",
                "roll/sqlite/0003_more.sql:1 `0003_more.sql` has no twin for postgres",
                "roll/sqlite/0003_more.sql:1 no sample in migrations/samples",
            ]
        );
    }

    #[test]
    fn loose_tables_and_columns_without_default_are_found() {
        let sql = "CREATE TABLE a (\n  b TEXT CHECK (b <> '')\n);\nALTER TABLE a\n  ADD COLUMN c TEXT NOT NULL;\n";
        let files = [("sqlite/0001_a.sql", sql), ("postgres/0001_a.sql", "")];
        assert_eq!(
            found(&files),
            [
                "sqlite/0001_a.sql:1 a table that is not STRICT",
                "sqlite/0001_a.sql:4 NOT NULL without a default on an existing table",
            ]
        );
    }

    #[test]
    fn a_file_of_no_engine_is_found() {
        assert_eq!(found(&[("0001_a.sql", "")]).len(), 1);
    }
}
