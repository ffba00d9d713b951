//! Names say what a thing is for; a few words say nothing.

use super::{Findings, Project};

/// Endings of type names that tell nothing. `Service` is a word of the field here, so it is not one.
const EMPTY_ENDINGS: &[&str] = &["Helper", "Helpers", "Impl", "Manager", "Util", "Utils"];
/// Modules that collect what found no home.
const EMPTY_MODULES: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

/// Looks at the definitions of types, functions and modules.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for file in project.tree.rust() {
        for (index, line) in file.text.lines().enumerate() {
            let Some((kind, name)) = definition(line) else {
                continue;
            };
            let hint = "name it after what it does for its user";
            match kind {
                "fn" if name.starts_with("get_") => {
                    findings.add(
                        &file.path,
                        index + 1,
                        format!("`fn {name}`"),
                        "drop the `get_`",
                    );
                }
                "mod" if EMPTY_MODULES.contains(&name) => {
                    findings.add(&file.path, index + 1, format!("`mod {name}`"), hint);
                }
                "struct" | "enum" | "trait" | "type"
                    if EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending)) =>
                {
                    findings.add(&file.path, index + 1, format!("`{kind} {name}`"), hint);
                }
                _ => {}
            }
        }
    }
}

/// The kind and the name of what a line defines.
fn definition(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_whitespace();
    let mut kind = words.next()?;
    while matches!(kind, "async" | "const" | "unsafe") || kind.starts_with("pub") {
        kind = words.next()?;
    }
    let name = words.next()?;
    let end = name
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(name.len());
    Some((kind, name.get(..end)?))
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn empty_names_are_found() {
        let text = "pub struct SurveyManager;\npub(crate) async fn get_round(id: u8) {}\nmod utils;\n\
                    struct DigitalService;\nfn target_of() {}\n// struct AManager\n";
        let found = planted(check, &[("a.rs", text)]);
        assert_eq!(
            found,
            [
                "a.rs:1 `struct SurveyManager`",
                "a.rs:2 `fn get_round`",
                "a.rs:3 `mod utils`"
            ]
        );
    }

    #[test]
    fn every_empty_name_is_found_however_it_is_defined() {
        for ending in super::EMPTY_ENDINGS {
            for kind in ["struct", "pub struct", "pub(crate) enum", "trait", "type"] {
                let line = format!("{kind} Survey{ending}<T> {{\n");
                assert_eq!(planted(check, &[("a.rs", &line)]).len(), 1, "{line}");
            }
        }
        for module in super::EMPTY_MODULES {
            assert_eq!(
                planted(check, &[("a.rs", &format!("pub mod {module};\n"))]).len(),
                1
            );
            assert!(planted(check, &[("a.rs", &format!("use crate::{module};\n"))]).is_empty());
        }
        for good in [
            "fn getter() {}",
            "struct Manage;",
            "mod utilities;",
            "enum Service {",
            "let get_x = 1;",
        ] {
            assert!(planted(check, &[("a.rs", good)]).is_empty(), "{good}");
        }
    }
}
