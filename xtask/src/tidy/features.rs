//! Folders are words: a feature has the same name in every crate and in the templates.

use super::{Findings, Project};

/// The features of the product, as PRODUCT and DESIGN name them.
const FEATURES: &[&str] = &[
    "assessment",
    "audit",
    "continuity",
    "document",
    "exercise",
    "handbook",
    "identity",
    "interview",
    "leadership",
    "measure",
    "network",
    "organisation",
    "programme",
    "risk",
    "service",
    "strategy",
    "survey",
    "threat",
    "training",
];

/// Words that are no feature of the interface but mean the same everywhere.
const CONCEPTS: &[&str] = &[
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
        kit: &["id", "language", "lib", "publicity", "text", "words"],
    },
    Place {
        folder: "crates/store/src",
        kit: &[
            "config", "conn", "dialect", "error", "lib", "migrate", "row", "testing",
        ],
    },
    Place {
        folder: "crates/app/src",
        kit: &[
            "address", "cache", "cx", "day", "demo", "error", "form", "lib", "mail", "number",
            "print", "queue", "round", "world",
        ],
    },
    Place {
        folder: "crates/web/src",
        kit: &[
            "cookie", "error", "evidence", "extract", "feature", "features", "figures", "form",
            "gate", "kit", "language", "lib", "limit", "link", "page", "press", "route", "server",
            "site", "visit", "web",
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

/// Compares the first level of every place with the features and the kit.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for place in PLACES {
        let mut seen = std::collections::BTreeSet::new();
        for (file, rest) in project.tree.under(place.folder) {
            let first = rest.split('/').next().unwrap_or(rest);
            let word = first.split('.').next().unwrap_or(first);
            let known =
                FEATURES.contains(&word) || CONCEPTS.contains(&word) || place.kit.contains(&word);
            if !known && word != "tests" && seen.insert(word.to_owned()) {
                let what = format!("`{word}` is neither a feature nor kit of {}", place.folder);
                let hint = "use the word of the feature, or add it to xtask/src/tidy/features.rs";
                findings.add(&file.path, 1, what, hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::{FEATURES, check};

    #[test]
    fn a_folder_of_another_word_is_found_once() {
        let found = planted(
            check,
            &[
                ("crates/web/src/survey/mod.rs", ""),
                ("crates/web/src/lib.rs", ""),
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

    #[test]
    fn features_are_sorted_and_unique() {
        assert!(FEATURES.is_sorted());
    }
}
