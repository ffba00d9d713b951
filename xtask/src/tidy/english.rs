//! Comments, documents and error texts are read by strangers: no turns of phrase of our own.

use super::{Findings, Project};

/// What is not written, and what an engineer would write.
const PHRASES: &[(&str, &str)] = &[
    ("anew", "again"),
    ("borne", "tolerated"),
    ("dearer", "more expensive"),
    ("gravest", "most serious"),
    ("its kin", "and the like"),
    ("knot", "component, cycle"),
    ("let go", "dropped, released"),
    ("mended", "corrected, repaired"),
    ("nobody has told", "unknown"),
    ("none such", "none"),
    ("one row a", "one row per"),
    ("passed over", "skipped"),
    ("reckon", "compute"),
    ("reckoned", "computed"),
    ("stand on each other", "depend on each other"),
    ("stands on itself", "depends on itself"),
    ("what it stands on", "what it depends on"),
];

/// Reads comments and error texts of Rust, the documents in English, and the English messages.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for file in &project.tree.files {
        let is_rust = file.extension() == "rs" && !file.path.ends_with("tidy/english.rs");
        let is_document = file.extension() == "md" && !IN_FINNISH.contains(&file.name());
        let is_message = file.path == "locales/en.toml";
        if !(is_rust || is_document || is_message) {
            continue;
        }
        for (index, line) in file.text.lines().enumerate() {
            let text = match (is_rust, is_message) {
                (true, _) => prose(line),
                // What is read of a message is its text, not its key.
                (_, true) => line.split_once('=').map_or("", |(_key, text)| text),
                _ => line,
            };
            for (phrase, better) in PHRASES.iter().filter(|(phrase, _)| says(text, phrase)) {
                let what = format!("`{phrase}`: write `{better}`");
                let hint = "plain English, with the terms of the field";
                findings.add(&file.path, index + 1, what, hint);
            }
        }
    }
}

/// Documents that are not in English.
const IN_FINNISH: &[&str] = &["kayttoopas.md", "lakimiehelle.md"];

/// The comment of a line, or the whole line when it is the text of an error.
fn prose(line: &str) -> &str {
    if line.trim_start().starts_with("#[error(") {
        return line;
    }
    line.find("//")
        .and_then(|at| line.get(at..))
        .unwrap_or_default()
}

/// Whether a text has the phrase as words of its own.
fn says(text: &str, phrase: &str) -> bool {
    let text = text.to_lowercase();
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(phrase).any(|(at, found)| {
        let (before, rest) = text.split_at(at);
        let after = rest.get(found.len()..).unwrap_or_default();
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn phrases_are_found_in_comments_errors_and_documents_only() {
        let code =
            "/// One row a respondent.\nlet knot = \"anew\";\n#[error(\"it must be mended\")]\n";
        let found = planted(
            check,
            &[
                ("crates/a/src/a.rs", code),
                ("README.md", "It is reckoned.\n"),
                ("docs/kayttoopas.md", "knot\n"),
                ("crates/a/src/b.rs", "// A canewood. // knotty\n"),
            ],
        );
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn every_phrase_is_found_as_words_of_its_own() {
        for (phrase, better) in super::PHRASES {
            let code = format!("//! Something that is said.\n// Then {phrase}, or so.\n");
            let message = format!("[a]\nb = \"It is {phrase}\"\n");
            let part = format!("// x{phrase}, {phrase}y\nlet a = \"{phrase}\";\n");
            let found = planted(
                check,
                &[
                    ("crates/a/src/a.rs", &code),
                    ("crates/a/src/b.rs", &part),
                    ("locales/en.toml", &message),
                    ("locales/fi.toml", &message),
                ],
            );
            let own = format!("`{phrase}`: write `{better}`");
            let at = |place: &str| found.contains(&format!("{place} {own}"));
            assert!(
                at("crates/a/src/a.rs:2") && at("locales/en.toml:2"),
                "{found:?}"
            );
            assert!(
                !found
                    .iter()
                    .any(|it| it.contains("b.rs") || it.contains("fi.toml")),
                "{found:?}"
            );
        }
    }
}
