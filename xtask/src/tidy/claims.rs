//! What the security document says is shown by a test is shown by a test that exists.

use super::{Findings, Project};

const DOCUMENT: &str = "docs/security.md";

/// The last two words of a test's name: the module, and the function.
fn named(word: &str) -> Option<(&str, &str)> {
    let (path, function) = word.rsplit_once("::")?;
    let module = path.rsplit("::").next()?;
    let is_plain = |it: &str| {
        it.chars()
            .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    };
    // Tests are sentences; a name of one word is of something else.
    (is_plain(path.replace("::", "").as_str()) && is_plain(function) && function.contains('_'))
        .then_some((module, function))
}

/// Looks for every test that the document names between backticks.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let Some(document) = project.tree.file(DOCUMENT) else {
        return;
    };
    let mut seen = 0;
    for (line, text) in (1..).zip(document.text.lines()) {
        for (module, function) in text.split('`').skip(1).step_by(2).filter_map(named) {
            seen += 1;
            let is_there = project.tree.rust().any(|file| {
                let is_module = file
                    .path
                    .split('/')
                    .any(|part| part.strip_suffix(".rs").unwrap_or(part) == module);
                is_module && file.text.contains(&format!("fn {function}("))
            });
            if !is_there {
                let what = format!("there is no test `{function}` in `{module}`");
                findings.add(DOCUMENT, line, what, "name the test that shows it now");
            }
        }
    }
    findings.notes.push(format!("{seen} times a test is named"));
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn a_test_that_is_gone_is_found_and_other_words_are_none() {
        let found = planted(
            check,
            &[
                (
                    "docs/security.md",
                    "| a | `web::pages::header::a_nonce_is_used_once` |\n\
                     | b | `web::pages::header::gone_since_then`, `crates/app/src/x.rs`, `Db::open` |\n",
                ),
                (
                    "crates/web/tests/pages/header.rs",
                    "async fn a_nonce_is_used_once() {}\n",
                ),
            ],
        );
        assert_eq!(
            found,
            ["docs/security.md:2 there is no test `gone_since_then` in `header`"]
        );
    }
}
