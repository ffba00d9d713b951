//! The demo's registers of services.

use domain::measure::MeasureStatus;
use domain::service::NodeKind;
use domain::text::Title;
use domain::{MeasureId, ServiceId};
use serde::Deserialize;

use super::{Day, World};
use crate::Files;
use crate::problem::{Problem, structure};

const FILE: &str = "demo/palvelut.toml";

/// The register of one municipality.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Key of the organisation.
    pub organisation: String,
    /// Address of who filled it.
    pub by: String,
    /// When.
    pub on: Day,
    /// Services of the starting set; empty is all but the optional ones.
    pub services: Vec<ServiceId>,
    /// What owners have confirmed.
    #[serde(default)]
    pub told: Vec<Told>,
    /// What contracts promise.
    #[serde(default)]
    pub promise: Vec<Promised>,
    /// The municipality's own.
    #[serde(default)]
    pub own: Vec<Own>,
    /// Measures of the catalogue that it plans.
    #[serde(default)]
    pub measure: Vec<Planned>,
    /// What its bodies have decided of them.
    #[serde(default)]
    pub decision: Vec<Decided>,
}

/// A planned measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// Id in the catalogue.
    pub id: MeasureId,
    /// Euros over the term.
    pub cost: i64,
    /// Who answers for it.
    pub owner: String,
    /// By when.
    pub due: Day,
    /// How far it is.
    pub status: MeasureStatus,
}

/// A decision of a body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// What the matter was called.
    pub title: Title,
    /// The body.
    pub body: String,
    /// The day of the meeting.
    pub on: Day,
    /// Section of the minutes.
    pub section: String,
    /// Ids of measures.
    pub measures: Vec<MeasureId>,
    /// Euros over the term.
    pub euros: i64,
    /// What was decided, in words.
    pub text: String,
}

/// A service that its owner has confirmed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Id in the starting set.
    pub id: ServiceId,
    /// Who answers for it.
    pub owner: String,
    /// Who stands in; empty when nobody does.
    pub deputy: String,
    /// When the fallback was tried.
    pub tested: Option<Day>,
}

/// A contract.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promised {
    /// Id in the starting set.
    pub origin: String,
    /// Hours.
    pub hours: i64,
}

/// Something of the municipality's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// What it is.
    pub kind: NodeKind,
    /// Name.
    pub name: String,
    /// What is good to know of it.
    #[serde(default)]
    pub note: String,
    /// What it gives.
    #[serde(default)]
    pub gives: String,
    /// Who answers for it.
    #[serde(default)]
    pub owner: String,
    /// How many people it touches.
    pub users: Option<i64>,
    /// The longest stop that can be tolerated.
    pub tolerance_hours: Option<i64>,
    /// In how many hours it should be back.
    pub rto_hours: Option<i64>,
    /// In how many hours it is promised to be back.
    pub promise_hours: Option<i64>,
    /// Names of what it depends on, any of each.
    #[serde(default)]
    pub needs: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    register: Vec<Register>,
}

/// Reads the registers; what is wrong is added to the list.
pub(super) fn read(files: &Files, world: &World, problems: &mut Vec<Problem>) -> Vec<Register> {
    let Some(structure) = structure::<Structure>(files, FILE, problems) else {
        return Vec::new();
    };
    let set = crate::service::read(files, &mut Vec::new());
    for register in &structure.register {
        let mut need = |holds: bool, what: &str| {
            if !holds {
                problems.push(Problem::new(FILE, format!("`{what}` is nothing"), ""));
            }
        };
        let key = &register.organisation;
        need(world.organisations.iter().any(|one| one.key == *key), key);
        need(
            world.people.iter().any(|one| one.email == register.by),
            &register.by,
        );
        let told = register.told.iter().map(|one| &one.id);
        for id in register.services.iter().chain(told) {
            need(set.service(id).is_some(), id.as_str());
        }
        let catalogue = crate::threat::read(files, &mut Vec::new());
        let planned = register.measure.iter().map(|one| &one.id);
        let decided = register.decision.iter().flat_map(|one| &one.measures);
        for id in planned.chain(decided) {
            need(catalogue.measure(id).is_some(), id.as_str());
        }
        for one in &register.promise {
            need(set.support(&one.origin).is_some(), &one.origin);
        }
    }
    structure.register
}
