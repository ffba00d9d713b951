//! Folders are words: a feature has the same name in every crate and in the templates.

use super::{Findings, Project};

/// The one list of features, from which the words are taken.
const LIST: &str = "crates/web/src/lib.rs";

/// Words that are no feature of the interface but mean the same everywhere.
const CONCEPTS: &[&str] = &[
    "backup",
    "ballot",
    "framework",
    "import",
    "job",
    "proposal",
    "record",
    "upload",
];

/// A place whose first level holds features, and what else may stand there.
struct Place {
    folder: &'static str,
    kit: &'static [&'static str],
}

/// The places and their kits. A new piece of kit is a line here, so that a reader can see them all.
const PLACES: &[Place] = &[
    Place {
        folder: "crates/domain/src",
        kit: &[
            "id",
            "language",
            "lib",
            "number",
            "publicity",
            "text",
            "words",
        ],
    },
    Place {
        folder: "crates/store/src",
        kit: &[
            "config", "conn", "copy", "dialect", "error", "lib", "migrate", "ready", "row",
            "testing",
        ],
    },
    Place {
        folder: "crates/app/src",
        kit: &[
            "address", "cache", "cx", "day", "demo", "error", "form", "heavy", "lib", "mail",
            "number", "plan", "print", "queue", "ready", "round", "world",
        ],
    },
    Place {
        folder: "crates/web/src",
        kit: &[
            "connection",
            "cookie",
            "error",
            "evidence",
            "extract",
            "feature",
            "features",
            "figures",
            "form",
            "gate",
            "kit",
            "language",
            "lib",
            "limit",
            "link",
            "page",
            "press",
            "route",
            "server",
            "site",
            "visit",
            "web",
        ],
    },
    Place {
        folder: "crates/web/templates",
        kit: &["base", "error", "kit", "press", "site", "styleguide"],
    },
    Place {
        folder: "crates/store/queries",
        kit: &[],
    },
];

/// The words of the features: `WORD::FEATURE` in the list.
fn words(project: &Project) -> Vec<&str> {
    let list = project.tree.under("crates/web/src");
    let list = list.filter(|(file, _)| file.path == LIST);
    let lines = list.flat_map(|(file, _)| file.text.lines());
    lines
        .filter_map(|line| line.strip_prefix("    ")?.strip_suffix("::FEATURE,"))
        .collect()
}

/// Compares the first level of every place with the features and the kit.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let features = words(project);
    for place in PLACES {
        let mut seen = std::collections::BTreeSet::new();
        for (file, rest) in project.tree.under(place.folder) {
            let first = rest.split('/').next().unwrap_or(rest);
            let word = first.split('.').next().unwrap_or(first);
            let known =
                features.contains(&word) || CONCEPTS.contains(&word) || place.kit.contains(&word);
            if !known && word != "tests" && seen.insert(word.to_owned()) {
                let what = format!("`{word}` is neither a feature nor kit of {}", place.folder);
                let hint = "use the word of the feature, or add it to the list in web/src/lib.rs";
                findings.add(&file.path, 1, what, hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn a_folder_of_another_word_is_found_once() {
        let found = planted(
            check,
            &[
                (
                    "crates/web/src/lib.rs",
                    "pub const FEATURES: &[Feature] = &[\n    survey::FEATURE,\n];\n",
                ),
                ("crates/web/src/survey/mod.rs", ""),
                ("crates/web/src/questionnaire/mod.rs", ""),
                ("crates/web/src/questionnaire/edit.rs", ""),
                ("crates/web/templates/survey/edit.html", ""),
            ],
        );
        assert_eq!(
            found,
            [
                "crates/web/src/questionnaire/mod.rs:1 `questionnaire` is neither a feature nor kit of crates/web/src"
            ]
        );
    }
}
