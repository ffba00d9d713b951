//! Reads `content/service`: the starting set of services, and the systems, networks and suppliers
//! that they usually depend on.

use std::collections::{BTreeMap, BTreeSet};

use domain::Localised;
use domain::ServiceId;
use domain::service::{EffectKind, MOST_EFFECT, Moment, NodeKind};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, line_of_id, structure};
use crate::sheets::Sheets;

const SERVICES: &str = "service/services.toml";
const SYSTEMS: &str = "service/systems.toml";

/// One need: any of these ids.
pub type StartingNeed = Vec<String>;

/// A service of the starting set. Every number is a default for the owner to confirm or change.
#[derive(Debug, Clone, PartialEq)]
pub struct StartingService {
    /// Stable id.
    pub id: ServiceId,
    /// Group under which it is offered.
    pub group: String,
    /// Many municipalities buy it or have handed it over.
    pub is_optional: bool,
    /// People whom a stop of some days would touch, per resident.
    pub per_resident: f64,
    /// Euros a day per resident.
    pub cost_day: f64,
    /// Months in which a stop hurts most, 1 to 12.
    pub months: Vec<i64>,
    /// The longest stop that can be tolerated in some of those months, the months, and on how many days
    /// of a year that is so.
    pub season: Option<(i64, Vec<i64>, Option<i64>)>,
    /// The longest stop that can be tolerated, in hours.
    pub tolerance_hours: i64,
    /// Recovery time objective, in hours.
    pub rto_hours: i64,
    /// Recovery point objective, in hours.
    pub rpo_hours: i64,
    /// How long the usual fallback lasts, in hours.
    pub fallback_hours: i64,
    /// How serious the effects are: kind, and levels at the three moments.
    pub effects: Vec<(EffectKind, [u8; 3])>,
    /// What it depends on: all of these.
    pub needs: Vec<StartingNeed>,
    /// Name.
    pub title: Localised,
    /// What it gives.
    pub gives: Localised,
    /// What happens at the three moments.
    pub happens: Vec<(Moment, Localised)>,
    /// The usual fallback.
    pub fallback: Localised,
    /// How long the fallback lasts, in words.
    pub carries: Localised,
}

/// A system, network, site or supplier of the starting set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartingSupport {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// Supplier role that it needs, when there usually is one.
    pub supplier: Option<String>,
    /// For a supplier: every system has one of its own until the municipality names the company.
    pub is_one_per_system: bool,
    /// What it depends on: all of these.
    pub needs: Vec<StartingNeed>,
    /// Name.
    pub name: Localised,
    /// What it is, in a sentence.
    pub about: Localised,
}

/// The words of a kind of effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectWords {
    /// The kind.
    pub kind: EffectKind,
    /// Its name.
    pub title: Localised,
    /// What the owner is asked.
    pub ask: Localised,
}

/// The starting set, with the words of the scales.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StartingSet {
    /// Groups of services, in order: id and title.
    pub groups: Vec<(String, Localised)>,
    /// Kinds of effects, in order.
    pub effects: Vec<EffectWords>,
    /// How serious effects are, from none on.
    pub levels: Vec<Localised>,
    /// Services, in order.
    pub services: Vec<StartingService>,
    /// What they depend on.
    pub supports: Vec<StartingSupport>,
}

impl StartingSet {
    /// The service with this id.
    pub fn service(&self, id: &ServiceId) -> Option<&StartingService> {
        self.services.iter().find(|one| one.id == *id)
    }

    /// The system, network, site or supplier with this id.
    pub fn support(&self, id: &str) -> Option<&StartingSupport> {
        self.supports.iter().find(|one| one.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServicesFile {
    #[serde(rename = "version")]
    _version: u32,
    service: Vec<ServiceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceEntry {
    id: String,
    group: String,
    #[serde(rename = "users")]
    _users: String,
    per_resident: f64,
    cost_day: f64,
    #[serde(default)]
    season: Vec<SeasonEntry>,
    max_outage_h: i64,
    rto_h: i64,
    rpo_h: i64,
    fallback_h: i64,
    effects: BTreeMap<EffectKind, [u8; 3]>,
    needs: Vec<StartingNeed>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonEntry {
    kind: String,
    months: Vec<i64>,
    days: Option<i64>,
    max_outage_h: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemsFile {
    #[serde(rename = "version")]
    _version: u32,
    system: Vec<SystemEntry>,
    supplier: Vec<SupplierEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemEntry {
    id: String,
    kind: SystemKind,
    supplier: Option<String>,
    #[serde(rename = "shared")]
    _shared: bool,
    needs: Vec<StartingNeed>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SystemKind {
    System,
    Network,
    Place,
    Power,
    National,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SupplierEntry {
    id: String,
    one_per: OnePer,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OnePer {
    Municipality,
    System,
}

/// Reads the starting set; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> StartingSet {
    let services = structure::<ServicesFile>(files, SERVICES, problems);
    let systems = structure::<SystemsFile>(files, SYSTEMS, problems);
    let (Some(services), Some(systems)) = (services, systems) else {
        return StartingSet::default();
    };
    let mut sheets = Sheets::open(files, "service");
    let mut set = StartingSet {
        groups: groups(&services.service, &mut sheets),
        supports: supports(systems, &mut sheets),
        effects: effects(&mut sheets),
        levels: (0..=MOST_EFFECT)
            .map(|level| sheets.text(&["level", &level.to_string(), "title"]))
            .collect(),
        services: Vec::new(),
    };
    let seasons: BTreeSet<&str> = services
        .service
        .iter()
        .flat_map(|entry| entry.season.iter().map(|season| season.kind.as_str()))
        .collect();
    for kind in seasons {
        sheets.text(&["season", kind, "title"]);
    }
    let services = services.service.into_iter();
    set.services = services.map(|one| service(one, &mut sheets)).collect();
    problems.extend(sheets.close());
    check(files, &set, problems);
    set
}

fn groups(services: &[ServiceEntry], sheets: &mut Sheets<'_>) -> Vec<(String, Localised)> {
    let mut groups: Vec<(String, Localised)> = Vec::new();
    for entry in services {
        if !groups.iter().any(|(id, _)| *id == entry.group) {
            let title = sheets.text(&["group", &entry.group, "title"]);
            groups.push((entry.group.clone(), title));
        }
    }
    groups
}

fn effects(sheets: &mut Sheets<'_>) -> Vec<EffectWords> {
    let words = EffectKind::ALL.iter().map(|kind| EffectWords {
        kind: *kind,
        title: sheets.text(&["effect", kind.code(), "title"]),
        ask: sheets.text(&["effect", kind.code(), "ask"]),
    });
    words.collect()
}

fn service(entry: ServiceEntry, sheets: &mut Sheets<'_>) -> StartingService {
    let mut text = |field: &str| sheets.text(&["service", &entry.id, field]);
    let shortest = entry
        .season
        .iter()
        .filter_map(|season| Some((season.max_outage_h?, season.months.clone(), season.days)))
        .min();
    let mut months: Vec<i64> = entry
        .season
        .iter()
        .flat_map(|season| season.months.iter().copied())
        .collect();
    months.sort_unstable();
    months.dedup();
    StartingService {
        title: text("title"),
        gives: text("gives"),
        happens: vec![
            (Moment::Hour1, text("hour_1")),
            (Moment::Day3, text("day_3")),
            (Moment::Week3, text("week_3")),
        ],
        fallback: text("fallback"),
        carries: text("carries"),
        id: ServiceId::new(entry.id),
        group: entry.group,
        is_optional: entry.optional,
        per_resident: entry.per_resident,
        cost_day: entry.cost_day,
        months,
        season: shortest,
        tolerance_hours: entry.max_outage_h,
        rto_hours: entry.rto_h,
        rpo_hours: entry.rpo_h,
        fallback_hours: entry.fallback_h,
        effects: entry.effects.into_iter().collect(),
        needs: entry.needs,
    }
}

fn supports(file: SystemsFile, sheets: &mut Sheets<'_>) -> Vec<StartingSupport> {
    let mut all = Vec::new();
    for entry in file.system {
        let mut text = |field: &str| sheets.text(&["system", &entry.id, field]);
        all.push(StartingSupport {
            name: text("name"),
            about: text("about"),
            kind: match entry.kind {
                SystemKind::System | SystemKind::National => NodeKind::System,
                SystemKind::Network | SystemKind::Power => NodeKind::Network,
                SystemKind::Place => NodeKind::Site,
            },
            supplier: entry.supplier,
            is_one_per_system: false,
            needs: entry.needs,
            id: entry.id,
        });
    }
    for entry in file.supplier {
        let mut text = |field: &str| sheets.text(&["supplier", &entry.id, field]);
        all.push(StartingSupport {
            name: text("name"),
            about: text("about"),
            kind: NodeKind::Supplier,
            supplier: None,
            is_one_per_system: entry.one_per == OnePer::System,
            needs: Vec::new(),
            id: entry.id,
        });
    }
    all
}

/// Ids that are given twice or resolve to nothing, and numbers that contradict each other.
fn check(files: &Files, set: &StartingSet, problems: &mut Vec<Problem>) {
    let services = set.services.iter().map(|one| one.id.as_str());
    let supports = set.supports.iter().map(|one| one.id.as_str());
    let ids: Vec<&str> = services.chain(supports).collect();
    check_ids(SERVICES, files.text(SERVICES), &ids, problems);
    let mut wrong = |file: &str, id: &str, message: String| {
        let line = line_of_id(files.text(file), id);
        problems.push(Problem::new(file, message, "").at(line));
    };
    for one in &set.services {
        for id in one.needs.iter().flatten() {
            if set.support(id).is_none() && !set.services.iter().any(|one| one.id == id.as_str()) {
                wrong(
                    SERVICES,
                    one.id.as_str(),
                    format!("`{}` needs `{id}`, which is nothing", one.id),
                );
            }
        }
        let least = one
            .season
            .as_ref()
            .map_or(one.tolerance_hours, |(h, ..)| *h);
        if one.rto_hours > least.min(one.tolerance_hours) {
            wrong(
                SERVICES,
                one.id.as_str(),
                format!("`{}` comes back later than it can be borne", one.id),
            );
        }
        if one.fallback_hours > one.tolerance_hours {
            wrong(
                SERVICES,
                one.id.as_str(),
                format!("the fallback of `{}` outlasts its tolerance", one.id),
            );
        }
        if one
            .effects
            .iter()
            .any(|(_, levels)| levels.iter().any(|it| *it > MOST_EFFECT))
        {
            wrong(
                SERVICES,
                one.id.as_str(),
                format!("`{}` has an effect off the scale", one.id),
            );
        }
    }
    for one in &set.supports {
        for id in one.needs.iter().flatten().chain(&one.supplier) {
            if set.support(id).is_none() {
                wrong(
                    SYSTEMS,
                    one.id.as_str(),
                    format!("`{}` needs `{id}`, which is nothing", one.id),
                );
            }
        }
    }
}
