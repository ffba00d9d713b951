//! Reading a model from JSON.
//!
//! Two forms, which may be mixed. The compact one has `T`, `nodes` with `groups` of indices (one
//! member is needed, that is OR inside a group and AND between groups), `allowed`, `users` and
//! `cost_day` for the last nodes, which are the services, `sc` with `rate`, `mu`, `sg` and `eff`
//! (lists of node, probability, `LN` or `PERT` and three numbers), and `meas` with `cost`, `freq`
//! and `dur`. The full form:
//!
//! ```json
//! {
//!   "term_days": 1461,
//!   "residents": 16000,
//!   "nodes": [
//!     { "name": "Power", "kind": "infra" },
//!     { "name": "Data centre A", "needs": ["Power"] },
//!     { "name": "Data centre B" },
//!     { "name": "Payroll", "needs": [{ "of": ["Data centre A", "Data centre B"], "at_least": 1 }],
//!       "service": { "tolerance_days": 3, "users": 900, "cost_per_day": 4000 } }
//!   ],
//!   "scenarios": [
//!     { "name": "Encryption", "rate_per_year": 0.008, "rate_interval": [0.002, 0.03], "rho": 0.6,
//!       "response": { "median": 480000, "high": 3500000 },
//!       "effects": [
//!         { "node": "Data centre A", "probability": 0.9, "probability_interval": [0.7, 1.0],
//!           "duration": { "median": 21, "high": 120, "cap": 400 },
//!           "duration_interval": [10, 45] }
//!       ] }
//!   ],
//!   "measures": [
//!     { "name": "Tested restore", "cost": 40000, "overlap": "recovery",
//!       "frequency": [{ "scenario": "Encryption", "factor": 0.9 }],
//!       "duration": [{ "node": "Data centre A", "factor": 0.4 }],
//!       "hit": [{ "scenario": "Encryption", "node": "Data centre A", "factor": 0.8 }],
//!       "alternatives": [{ "node": "Payroll", "group": 0, "member": "Power" }] }
//!   ]
//! }
//! ```
//!
//! A duration or response is `{"median", "high"}` (1-in-20 value), `{"low", "high"}` (90 %
//! interval), `{"mean", "sigma"}`, `{"mu", "sigma"}`, `{"constant"}`, all with an optional `cap`, or
//! `{"pert": [least, most likely, greatest]}` without one. Each quantity is told in one form. In place of `rate_per_year`, `in_100_terms` says in
//! how many of 100 municipalities it happens in a term. A node may be named by its index, too.
//!
//! A measure may also have `lasting` (as `hit`, on the duration of one scenario at one node),
//! `response` (as `frequency`, on what an event costs beside its outages), `tolerance` (as
//! `duration`, at least 1, on what a service tolerates) and `overlaps` (names or indices of measures that
//! do part of the same thing).

use super::check::refuse;
use super::field::{Field, Object};
use super::unique::Unique;
use super::{Draft, Group, ModelError, Node, Service, read_measure, read_scenario};

/// Larger than any municipality, small enough to be read at once.
const MOST_BYTES: usize = 256 << 20;
const DEFAULT_TERM: f64 = 1_461.0;

const TOP: &[&str] = &[
    "T",
    "term_days",
    "residents",
    "nodes",
    "allowed",
    "users",
    "cost_day",
    "sc",
    "scenarios",
    "meas",
    "measures",
    "NI",
    "NS",
    "NV",
    "name",
];

/// Reads the parts of a model; what they mean together is checked afterwards.
pub(super) fn draft(text: &str) -> Result<Draft, ModelError> {
    if text.len() > MOST_BYTES {
        let (what, count) = ("bytes", text.len());
        return Err(ModelError::TooMany {
            what,
            count,
            most: MOST_BYTES,
        });
    }
    // Some editors begin a file with the mark of its byte order.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Unique(value) =
        serde_json::from_str(text).map_err(|error| ModelError::NotJson(error.to_string()))?;
    let at = String::new();
    let top = Field { at, value: &value }.object(TOP)?;
    let fields = top.required("nodes")?.list()?;
    let names = names(&fields)?;
    let mut nodes = Vec::with_capacity(fields.len());
    for (field, name) in fields.iter().zip(&names.all) {
        nodes.push(node(field, name, &names)?);
    }
    compact_services(&top, &mut nodes)?;
    let term_days = top.only(&["term_days", "T"], "the length of the term")?;
    let mut draft = Draft {
        term_days: term_days.map_or(Ok(DEFAULT_TERM), |it| it.number())?,
        residents: top.field("residents").map(|it| it.number()).transpose()?,
        nodes,
        ..Draft::default()
    };
    draft.scenarios = read_scenario::scenarios(&top, &names, draft.term_days)?;
    draft.measures = read_measure::measures(&top, &names, &draft.scenarios)?;
    Ok(draft)
}

/// The names of all nodes, to be found by name or number.
pub(super) struct Names {
    all: Vec<String>,
    sorted: Vec<(String, usize)>,
}

fn names(fields: &[Field<'_>]) -> Result<Names, ModelError> {
    let mut all = Vec::with_capacity(fields.len());
    for (at, field) in fields.iter().enumerate() {
        let object = field.object(NODE)?;
        all.push(object.text_or("name", &format!("node {at}"))?);
    }
    let mut sorted: Vec<_> = all.iter().cloned().zip(0..).collect();
    sorted.sort();
    for pair in sorted.windows(2) {
        if let [(name, _), (other, at)] = pair
            && name == other
        {
            let hint = "give each node a name of its own";
            return refuse(
                &format!("nodes[{at}].name"),
                format!("`{name}` is named twice"),
                hint,
            );
        }
    }
    Ok(Names { all, sorted })
}

impl Names {
    /// The node that a field names or numbers.
    pub(super) fn node(&self, field: &Field<'_>) -> Result<usize, ModelError> {
        named(field, &self.sorted, "node")
    }
}

/// What a field names or numbers in a sorted list.
pub(super) fn named(
    field: &Field<'_>,
    sorted: &[(String, usize)],
    what: &str,
) -> Result<usize, ModelError> {
    let Some(name) = field.value.as_str() else {
        return field.count();
    };
    let first = sorted.partition_point(|(known, _)| known.as_str() < name);
    let called = sorted.iter().skip(first);
    let mut called = called.take_while(|(known, _)| known == name);
    if let Some((_, at)) = called.next() {
        if called.next().is_some() {
            let problem = format!("there are several of the name `{name}`");
            return field.refuse(&problem, "use the number of the one that is meant");
        }
        return Ok(*at);
    }
    let hint = format!("use the name of a {what}, written as it is there, or its number");
    field.refuse(&format!("there is no {what} `{name}`"), &hint)
}

const NODE: &[&str] = &["name", "kind", "groups", "needs", "service"];

fn node(field: &Field<'_>, name: &str, names: &Names) -> Result<Node, ModelError> {
    let object = field.object(NODE)?;
    let mut groups = Vec::new();
    for group in object.list("groups")? {
        let members = group.list()?;
        let members = members.iter().map(Field::count).collect::<Result<_, _>>()?;
        groups.push(Group { members, needed: 1 });
    }
    for need in object.list("needs")? {
        groups.push(self::need(&need, names)?);
    }
    Ok(Node {
        name: name.to_owned(),
        kind: object.text_or("kind", "system")?,
        groups,
        service: object.field("service").map(|it| service(&it)).transpose()?,
    })
}

/// A need is the name or number of a node, or a group that says how many of it are enough.
fn need(field: &Field<'_>, names: &Names) -> Result<Group, ModelError> {
    if !field.value.is_object() {
        let members = vec![names.node(field)?];
        return Ok(Group { members, needed: 1 });
    }
    let object = field.object(&["of", "at_least"])?;
    let of = object.required("of")?.list()?;
    let members: Vec<usize> = of
        .iter()
        .map(|it| names.node(it))
        .collect::<Result<_, _>>()?;
    let needed = object
        .field("at_least")
        .map_or(Ok(members.len()), |it| it.count())?;
    Ok(Group { members, needed })
}

fn service(field: &Field<'_>) -> Result<Service, ModelError> {
    let object = field.object(&["tolerance_days", "users", "cost_per_day"])?;
    Ok(Service {
        tolerance_days: object.required("tolerance_days")?.number()?,
        users: object.number_or("users", 0.0)?,
        cost_per_day: object.number_or("cost_per_day", 0.0)?,
    })
}

/// The compact form's lists of what an outage means; they belong to the last nodes.
fn compact_services(top: &Object<'_>, nodes: &mut [Node]) -> Result<(), ModelError> {
    let allowed = top.list("allowed")?;
    let (users, costs) = (top.list("users")?, top.list("cost_day")?);
    for (key, list) in [("users", &users), ("cost_day", &costs)] {
        if !list.is_empty() && list.len() != allowed.len() {
            let problem = format!(
                "{} entries, but `allowed` has {}",
                list.len(),
                allowed.len()
            );
            return refuse(key, problem, "one entry for each service");
        }
    }
    let Some(first) = nodes.len().checked_sub(allowed.len()) else {
        return refuse(
            "allowed",
            "more entries than nodes",
            "one entry for each service",
        );
    };
    let number = |list: &[Field<'_>], i: usize| list.get(i).map_or(Ok(0.0), Field::number);
    for (i, node) in nodes.iter_mut().skip(first).enumerate() {
        if node.service.is_some() {
            let problem = format!("`{}` has a `service` already", node.name);
            let hint = "tell each service in one of the two forms";
            return refuse(&format!("allowed[{i}]"), problem, hint);
        }
        node.service = Some(Service {
            tolerance_days: number(&allowed, i)?,
            users: number(&users, i)?,
            cost_per_day: number(&costs, i)?,
        });
    }
    Ok(())
}
