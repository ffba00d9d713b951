//! Texts that enter an edition by the door of exceptions: their number is known and does not grow
//! unseen.

use super::{Findings, Project};

/// The places that may use the door. Lower it when one is gone.
const MOST: usize = 8;

/// The door.
const DOOR: &str = "::exception(";

/// The checks name what they look for.
const EXEMPT: &str = "xtask/src/tidy/";

/// Counts the places and fails above [`MOST`].
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let mut places = Vec::new();
    for file in project.tree.rust() {
        if file.is_test() || file.path.starts_with(EXEMPT) {
            continue;
        }
        let lines = file.production_lines().into_iter();
        let found = lines.filter(|(_, line)| line.contains(DOOR));
        places.extend(found.map(|(number, _)| (&file.path, number)));
    }
    let count = places.len();
    if count > MOST {
        let hint = "let the text enter by a door of its own type, or say in review why not and raise the limit";
        for (path, number) in &places {
            let what = format!("one of {count} exceptions of `Cleared`, at most {MOST}");
            findings.add(path, *number, what, hint);
        }
    }
    findings
        .notes
        .push(format!("{count} exceptions of Cleared (at most {MOST})"));
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::{MOST, check};

    #[test]
    fn one_exception_too_many_is_found() {
        let call = "    let text = Cleared::exception(text, Exception::Sample);\n";
        let code = |calls: usize| format!("fn f() {{\n{}}}\n", call.repeat(calls));
        let few = code(MOST);
        assert!(planted(check, &[("crates/app/src/a.rs", &few)]).is_empty());
        let many = code(MOST + 1);
        let found = planted(check, &[("crates/app/src/a.rs", &many)]);
        assert_eq!(found.len(), MOST + 1);
    }
}
