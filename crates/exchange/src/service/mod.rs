//! Services and what they depend on: read from a table or from the Suomi.fi service catalogue, written
//! as a table.

mod catalogue;
mod columns;
mod reading;
mod template;

use domain::service::NodeKind;

pub use catalogue::{is_catalogue, read_catalogue};
pub use reading::{best_fit, read};
pub use template::template;

/// Something that services depend on, named in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImportedSupport {
    /// Name.
    pub name: String,
    /// What it is, when the file says.
    pub kind: Option<NodeKind>,
    /// Where it comes from; empty when the file has no id for it.
    pub origin: String,
}

/// What a file says of a service or of what services depend on; what it does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedNode {
    /// Row of the file, where it has rows.
    pub row: Option<usize>,
    /// Where it comes from; empty when the file has no id for it.
    pub origin: String,
    /// What it is.
    pub kind: NodeKind,
    /// Name.
    pub name: String,
    /// What it gives.
    pub gives: String,
    /// Who answers for it.
    pub owner: String,
    /// Who stands in.
    pub deputy: String,
    /// How many people it touches.
    pub users: Option<i64>,
    /// The longest stop that can be tolerated, in hours.
    pub tolerance_hours: Option<i64>,
    /// In how many hours it should be back.
    pub rto_hours: Option<i64>,
    /// How many hours of entries may be lost.
    pub rpo_hours: Option<i64>,
    /// In how many hours it is promised to be back.
    pub promise_hours: Option<i64>,
    /// How the work is done meanwhile.
    pub fallback: String,
    /// How many hours that carries.
    pub fallback_hours: Option<i64>,
    /// What is good to know of it.
    pub note: String,
    /// What it depends on: all of these, each any of these.
    pub needs: Vec<Vec<ImportedSupport>>,
}

impl ImportedNode {
    /// One of which the file says its name and kind.
    pub fn new(kind: NodeKind, name: &str) -> Self {
        Self {
            row: None,
            origin: String::new(),
            kind,
            name: name.to_owned(),
            gives: String::new(),
            owner: String::new(),
            deputy: String::new(),
            users: None,
            tolerance_hours: None,
            rto_hours: None,
            rpo_hours: None,
            promise_hours: None,
            fallback: String::new(),
            fallback_hours: None,
            note: String::new(),
            needs: Vec::new(),
        }
    }
}
