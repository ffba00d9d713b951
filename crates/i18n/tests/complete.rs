//! Holds the catalogues complete, and in step with the code and templates that use them.

#[cfg(test)]
#[path = "support/families.rs"]
mod families;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use domain::Locale;
    use i18n::audit::{self, Usage};

    use crate::families::{self, Family};

    /// Prefixes of which this test knows no list of words, each with the reason.
    const BUILT: &[(&str, &str)] = &[(
        "common.",
        "one set of words for every page, used or not yet",
    )];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// Every file under a folder, in a fixed order; nothing when there is no such folder.
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a folder entry").path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                files(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    /// What the sources of every crate but this one use.
    fn usage() -> Usage {
        let mut paths = Vec::new();
        for entry in fs::read_dir(root().join("crates")).expect("the crates") {
            let folder = entry.expect("a crate").path();
            if folder.file_name().is_some_and(|name| name != "i18n") {
                files(&folder.join("src"), &mut paths);
                files(&folder.join("templates"), &mut paths);
            }
        }
        let mut usage = Usage::default();
        for path in paths {
            let kind = path
                .extension()
                .and_then(|kind| kind.to_str())
                .unwrap_or_default();
            let scan = match kind {
                "rs" => audit::uses_in_rust,
                "html" | "txt" | "xml" | "svg" | "typ" => audit::uses_in_template,
                _ => continue,
            };
            let source = fs::read_to_string(&path).expect("a source file");
            usage.add(
                &path.strip_prefix(root()).unwrap_or(&path).to_string_lossy(),
                scan(&source),
            );
        }
        usage
    }

    #[test]
    fn the_catalogues_are_complete() {
        let problems = audit::problems();
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
        assert!(audit::keys(Locale::Fi).len() > 50);
    }

    #[test]
    fn every_used_key_has_a_text() {
        let absent = usage().absent();
        assert!(absent.is_empty(), "\n{}\n", absent.join("\n"));
    }

    #[test]
    fn every_text_is_used() {
        let families = families::all();
        let mut built: Vec<&str> = BUILT.iter().map(|(prefix, _)| *prefix).collect();
        built.extend(families.iter().map(|family| family.prefix));
        let unused = usage().unused(&built);
        assert!(
            unused.is_empty(),
            "\nno code or template uses these; remove them, or list their prefix in BUILT with the \
         reason:\n{}\n",
            unused.join("\n")
        );
    }

    #[test]
    fn every_built_prefix_exists() {
        let keys = audit::keys(Locale::Fi);
        for (prefix, _) in BUILT {
            assert!(
                keys.iter().any(|key| key.starts_with(prefix)),
                "no key begins with `{prefix}`"
            );
        }
    }

    #[test]
    fn every_family_has_a_text_for_each_word_and_no_other() {
        let (families, texts) = (families::all(), audit::keys(Locale::Fi));
        let missing = families::missing(&families, &texts);
        assert!(missing.is_empty(), "no text: {missing:#?}");
        let unused: BTreeSet<&str> = usage().unused(&[]).into_iter().collect();
        let extra = families::superfluous(&families, &texts, &|key| !unused.contains(key));
        assert!(extra.is_empty(), "no use: {extra:#?}");
    }

    #[test]
    fn a_word_without_a_text_and_a_text_without_a_word_are_found() {
        let families = vec![Family {
            prefix: "audit.kind.",
            words: vec!["round.created", "round.forgotten"],
        }];
        let texts = BTreeSet::from(["audit.kind.round.created", "audit.kind.round.renamed"]);
        assert_eq!(
            families::missing(&families, &texts),
            ["audit.kind.round.forgotten"]
        );
        let extra = families::superfluous(&families, &texts, &|_| false);
        assert_eq!(extra, ["audit.kind.round.renamed"]);
        let used = families::superfluous(&families, &texts, &|key| key.ends_with("renamed"));
        assert!(used.is_empty());
    }
}
