//! Assessment frameworks from CISO Assistant libraries (YAML) and OSCAL catalogs (JSON or YAML).
//!
//! Such files are written by many hands, so nothing but the essential is demanded of them: ids are
//! made where they are missing or repeated, titles where they are empty, and what was not
//! understood is listed. Everything the file declares to be assessed becomes a criterion or is in
//! the account.

mod build;
mod library;
mod oscal;
mod parameters;
mod parts;
mod reading;
mod tree;
mod yaml;

use domain::framework::Framework;
use tree::Tree;

use crate::account::Log;
use crate::kind::FileKind;
use crate::{Account, ProblemKind, encoding, limits};

/// Reads a framework; the format is told from the content.
pub fn read(bytes: &[u8]) -> Account<Framework> {
    let mut log = Log::default();
    let framework = read_tree(bytes, &mut log).and_then(|tree| read_framework(&tree, &mut log));
    log.account(framework)
}

fn read_tree(bytes: &[u8], log: &mut Log) -> Result<Tree, ProblemKind> {
    limits::check_size(bytes, limits::FILE_BYTES)?;
    match FileKind::of(bytes) {
        FileKind::Text => {}
        FileKind::Encrypted => return Err(ProblemKind::Encrypted),
        kind => {
            return Err(ProblemKind::WrongType {
                found: kind.code(),
                expected: "framework",
            });
        }
    }
    let text = encoding::decode(bytes, log);
    if text.trim_start().starts_with('<') {
        return Err(ProblemKind::WrongType {
            found: FileKind::Xml.code(),
            expected: "framework",
        });
    }
    if text.trim_start().starts_with(['{', '[']) {
        tree::json(&text)
    } else {
        yaml::read(&text, log)
    }
}

fn read_framework(root: &Tree, log: &mut Log) -> Result<Framework, ProblemKind> {
    const OTHER_OSCAL: [&str; 7] = [
        "profile",
        "component-definition",
        "system-security-plan",
        "assessment-plan",
        "assessment-results",
        "plan-of-action-and-milestones",
        "mapping-collection",
    ];
    if root.at("catalog").is_map() {
        return oscal::read(root.at("catalog"), log);
    }
    if let Some(found) = OTHER_OSCAL.into_iter().find(|name| root.at(name).is_map()) {
        return Err(ProblemKind::OtherOscal {
            found: found.to_owned(),
        });
    }
    let is_library = ["objects", "framework", "requirement_nodes"]
        .into_iter()
        .any(|name| !root.at(name).is_null());
    if is_library {
        library::read(root, log)
    } else {
        Err(ProblemKind::NotAFramework)
    }
}
