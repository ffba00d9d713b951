//! Migrations come in pairs, in order, and never break a running installation. A released one has a
//! sample of its version's rows and is never edited: databases remember what they were made with.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Project};
use crate::tree::SourceFile;

const FOLDER: &str = "crates/store/migrations";
const ENGINES: [&str; 2] = ["postgres", "sqlite"];

/// The released migrations: a line each, `sum database/engine/NNNN_words.sql`.
const RELEASED: &str = "crates/store/migrations/released.txt";

/// The migrations of one database: those of the main database, the roll, or the ballots.
#[derive(Default)]
struct Family<'a> {
    files: BTreeMap<&'a str, BTreeMap<&'a str, &'a SourceFile>>,
}

/// Checks every family of migrations: names, order, pairs, samples and what the statements do.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let mut families: BTreeMap<&str, Family<'_>> = BTreeMap::new();
    for (file, rest) in project
        .tree
        .under(FOLDER)
        .filter(|(file, _)| file.extension() == "sql")
    {
        match rest.split('/').collect::<Vec<_>>().as_slice() {
            ["samples", _, engine, _] if ENGINES.contains(engine) => {}
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
                "migrations/[samples/]database/{sqlite,postgres}/NNNN_name.sql",
            ),
        }
    }
    for family in families.values() {
        check_family(family, findings);
    }
    check_released(project, findings);
}

/// A released migration is what it was, and has a sample. One that is not released yet is noted with
/// the line that releases it.
fn check_released(project: &Project, findings: &mut Findings) {
    let list = project
        .tree
        .file(RELEASED)
        .map_or("", |file| file.text.as_str());
    let released: BTreeMap<&str, (usize, &str)> = list
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            line.split_once(' ')
                .map(|(sum, path)| (path, (at + 1, sum)))
        })
        .collect();
    let mut gone: BTreeSet<&str> = released.keys().copied().collect();
    for (file, rest) in project.tree.under(FOLDER) {
        if file.extension() != "sql" || rest.starts_with("samples/") {
            continue;
        }
        gone.remove(rest);
        let sum = sum(&file.text);
        match released.get(rest) {
            None => findings.notes.push(format!(
                "not released yet; the line for released.txt: {sum} {rest}"
            )),
            Some((_, known)) if *known != sum => findings.add(
                &file.path,
                1,
                "a released migration was edited",
                "put it back as it was, and write another migration",
            ),
            Some(_)
                if project
                    .tree
                    .file(&format!("{FOLDER}/samples/{rest}"))
                    .is_none() =>
            {
                findings.add(
                    &file.path,
                    1,
                    "no sample in migrations/samples",
                    "write rows as this version has them, so that later migrations meet data",
                );
            }
            Some(_) => {}
        }
    }
    for path in gone {
        let line = released.get(path).map_or(1, |(line, _)| *line);
        let what = format!("`{path}` is released and is not here");
        findings.add(RELEASED, line, what, "a released migration stays");
    }
}

/// FNV-1a of 64 bits: it tells an edit, and needs no other crate.
fn sum(text: &str) -> String {
    let sum = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{sum:016x}")
}

fn check_family(family: &Family<'_>, findings: &mut Findings) {
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
    use super::{check, sum};

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
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn a_missing_twin_and_a_gap_are_found() {
        let files = [
            ("roll/sqlite/0001_start.sql", ""),
            ("roll/postgres/0001_start.sql", ""),
            ("roll/sqlite/0003_more.sql", ""),
        ];
        assert_eq!(
            found(&files),
            [
                "roll/sqlite/0003_more.sql:1 `0003_more.sql` is not `0002_words_of_small_letters.sql`",
                "roll/sqlite/0003_more.sql:1 `0003_more.sql` has no twin for postgres",
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

    #[test]
    fn a_released_migration_that_is_edited_gone_or_without_a_sample_is_found() {
        let lines = format!(
            "{start} roll/sqlite/0001_start.sql\n{start} roll/postgres/0001_start.sql\n\
             {start} main/sqlite/0001_gone.sql\n",
            start = sum("-- start")
        );
        let files = [
            ("released.txt", lines.as_str()),
            ("roll/sqlite/0001_start.sql", "-- start"),
            ("roll/postgres/0001_start.sql", "-- another start"),
            ("roll/sqlite/0002_new.sql", ""),
            ("roll/postgres/0002_new.sql", ""),
        ];
        assert_eq!(
            found(&files),
            [
                "roll/sqlite/0001_start.sql:1 no sample in migrations/samples",
                "roll/postgres/0001_start.sql:1 a released migration was edited",
                "released.txt:3 `main/sqlite/0001_gone.sql` is released and is not here",
            ]
        );
    }

    #[test]
    fn a_released_migration_with_its_sample_is_well() {
        let lines = format!("{} main/sqlite/0001_start.sql\n", sum("-- start"));
        let files = [
            ("released.txt", lines.as_str()),
            ("main/sqlite/0001_start.sql", "-- start"),
            ("main/postgres/0001_start.sql", ""),
            ("samples/main/sqlite/0001_start.sql", "-- rows"),
        ];
        assert!(found(&files).is_empty());
    }
}
