//! The demo's handbooks.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Day, World};
use crate::Files;
use crate::problem::{Problem, structure};

const FILE: &str = "demo/kasikirjat.toml";

/// What a municipality has made its own in the handbook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handbook {
    /// Key of the organisation.
    pub organisation: String,
    /// Address of who filled it.
    pub by: String,
    /// When.
    pub on: Day,
    /// Heading of the introduction.
    pub title: String,
    /// Who signs the introduction.
    pub author: String,
    /// The introduction as Markdown.
    pub text: String,
    /// Facts by id.
    pub facts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    handbook: Vec<Handbook>,
}

/// Reads the handbooks of the demo.
pub(super) fn read(files: &Files, world: &World, problems: &mut Vec<Problem>) -> Vec<Handbook> {
    let Some(file) = structure::<File>(files, FILE, problems) else {
        return Vec::new();
    };
    for one in &file.handbook {
        let is_organisation = world
            .organisations
            .iter()
            .any(|it| it.key == one.organisation);
        let is_person = world.people.iter().any(|it| it.email == one.by);
        let is_fact = |id: &String| crate::handbook().fact(id).is_some();
        if !is_organisation || !is_person || !one.facts.keys().all(is_fact) {
            let message = format!(
                "the handbook of `{}` names what is not there",
                one.organisation
            );
            problems.push(Problem::new(FILE, message, ""));
        }
    }
    file.handbook
}
