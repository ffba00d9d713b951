//! The model: what depends on what, what may happen, and what could be done about it.

mod check;
mod field;
mod measure;
mod read;
mod read_measure;
mod read_scenario;
mod unique;
mod write;

use sha2::{Digest as _, Sha256};

use crate::DAYS_PER_YEAR;
use crate::distribution::Distribution;

pub use measure::{Alternative, HitMultiplier, Measure, Multiplier};

/// A service, a system, a supplier, a network, a site: anything that can be down.
///
/// It is down while something that happened to it lasts, or while one of its groups has fewer
/// members up than it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// How people call it.
    pub name: String,
    /// A word for the kind: `infra`, `system`, `service`, ...; the engine does not look at it.
    pub kind: String,
    /// What it depends on; all groups are needed.
    pub groups: Vec<Group>,
    /// What its outage means to residents, for the nodes that serve them.
    pub service: Option<Service>,
}

/// Nodes of which at least `needed` must be up: all of them is AND, one of them is OR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Indices of nodes, each at most once.
    pub members: Vec<usize>,
    /// From one to the number of members.
    pub needed: usize,
}

/// What an outage of a service means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// The longest outage in one piece that is tolerable, in days.
    pub tolerance_days: f64,
    /// Residents who depend on it.
    pub users: f64,
    /// Euros a day of outage costs.
    pub cost_per_day: f64,
}

/// Something that may happen, again and again, independently of what else happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// How people call it.
    pub name: String,
    /// Events per year.
    pub rate_per_year: f64,
    /// 90 % interval of the rate, when it is not known exactly.
    pub rate_interval: Option<(f64, f64)>,
    /// What an event puts out of order, all at once.
    pub effects: Vec<Effect>,
    /// Euros that an event costs beside the outages.
    pub response: Option<Distribution>,
    /// 90 % interval of the response's median.
    pub response_interval: Option<(f64, f64)>,
    /// Correlation of the normal scores of durations and cost with the severity of the event: at 0
    /// they are independent, at 1 all are long or all are short.
    pub rho: f64,
}

/// One node that an event may put out of order.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Index of the node.
    pub node: usize,
    /// Probability that an event hits it, independently of the event's other effects.
    pub probability: f64,
    /// 90 % interval of the probability.
    pub probability_interval: Option<(f64, f64)>,
    /// Days it is out of order when hit.
    pub duration: Distribution,
    /// 90 % interval of the duration's median.
    pub duration_interval: Option<(f64, f64)>,
}

impl Scenario {
    /// Events per day.
    pub fn rate_per_day(&self) -> f64 {
        self.rate_per_year / DAYS_PER_YEAR
    }
}

/// A checked model: indices exist, numbers are in range, nothing depends on itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    term_days: f64,
    residents: Option<f64>,
    nodes: Vec<Node>,
    scenarios: Vec<Scenario>,
    measures: Vec<Measure>,
    order: Vec<usize>,
    services: Vec<usize>,
}

/// A service together with its node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served<'a> {
    /// Index of the node.
    pub node: usize,
    /// Its name.
    pub name: &'a str,
    /// What its outage means.
    pub service: Service,
}

/// What is wrong with a model, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The text is not JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// A field is missing, unknown or out of range.
    #[error("`{at}`: {problem}")]
    Field {
        /// The path of the field, such as `scenarios[3].effects[0].probability`.
        at: String,
        /// What is wrong with it.
        problem: String,
        /// What to write instead.
        hint: String,
    },
    /// Some nodes depend on themselves.
    #[error("these depend on each other in a cycle: {}", .0.join(" -> "))]
    Cycle(Vec<String>),
    /// More than the engine takes.
    #[error("{count} {what}, at most {most}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
}

impl ModelError {
    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::NotJson(_) => {
                "the file must be one JSON object; see the documentation of the model"
            }
            Self::Field { hint, .. } => hint,
            Self::Cycle(_) => "take one of the dependencies away, or join the nodes into one",
            Self::TooMany { .. } => "split the model",
        }
    }
}

/// The parts of a model before they are checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// Length of the term in days.
    pub term_days: f64,
    /// Residents of the municipality, at which sums of users are capped.
    pub residents: Option<f64>,
    /// Everything that can be down, in any order.
    pub nodes: Vec<Node>,
    /// What may happen.
    pub scenarios: Vec<Scenario>,
    /// What could be done.
    pub measures: Vec<Measure>,
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: String = char::decode_utf16(pairs.iter().copied().map(unit))
        .collect::<Result<_, _>>()
        .ok()?;
    rest.is_empty().then_some(text)
}

impl Model {
    /// Reads a model from JSON, in the compact form (groups of indices, `sc`, `eff`, `meas`) or the
    /// full one with names; both are documented with the program.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place and what to do.
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        Self::new(read::draft(text)?)
    }

    /// Reads a model from the bytes of a file: UTF-8 with or without the mark of its byte order, or UTF-16
    /// with it.
    ///
    /// # Errors
    /// As [`Model::from_json`], and when it is no such text.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let text = match bytes {
            [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
            _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
        };
        match text {
            Some(text) => Self::from_json(&text),
            None => Err(ModelError::NotJson("no text in UTF-8".to_owned())),
        }
    }

    /// The model in the full form of JSON that [`Model::from_json`] reads.
    ///
    /// What is read again is the same model, but for nodes of one name, which get a number after it;
    /// numbers of sixteen digits may differ in the last one.
    pub fn to_json(&self) -> serde_json::Value {
        write::json(self)
    }

    /// Checks the parts and finds an order in which nothing comes before what it depends on.
    ///
    /// # Errors
    /// See [`ModelError`].
    pub fn new(draft: Draft) -> Result<Self, ModelError> {
        check::draft(&draft)?;
        let order = check::order(&draft.nodes)?;
        let services = (0..draft.nodes.len())
            .filter(|at| {
                draft
                    .nodes
                    .get(*at)
                    .is_some_and(|node| node.service.is_some())
            })
            .collect();
        Ok(Self {
            term_days: draft.term_days,
            residents: draft.residents,
            nodes: draft.nodes,
            scenarios: draft.scenarios,
            measures: draft.measures,
            order,
            services,
        })
    }

    /// The parts again, to make another model of them.
    pub fn draft(&self) -> Draft {
        Draft {
            term_days: self.term_days,
            residents: self.residents,
            nodes: self.nodes.clone(),
            scenarios: self.scenarios.clone(),
            measures: self.measures.clone(),
        }
    }

    /// Length of the term in days.
    pub fn term_days(&self) -> f64 {
        self.term_days
    }

    /// Residents of the municipality, if entered.
    pub fn residents(&self) -> Option<f64> {
        self.residents
    }

    /// Everything that can be down.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What may happen.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// What could be done.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Indices of all nodes, each after what it depends on.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The services in the order of their nodes.
    pub fn services(&self) -> impl ExactSizeIterator<Item = Served<'_>> {
        self.services.iter().map(|&node| {
            let it = self.nodes.get(node);
            Served {
                node,
                name: it.map_or("", |it| it.name.as_str()),
                service: it.and_then(|it| it.service).unwrap_or(Service {
                    tolerance_days: 0.0,
                    users: 0.0,
                    cost_per_day: 0.0,
                }),
            }
        })
    }

    /// A fingerprint of everything that decides the outcome: SHA-256 of [`Model::to_json`] in the
    /// canonical form of RFC 8785, in hexadecimal.
    ///
    /// Equal models have equal fingerprints on every machine and in every version that writes the
    /// same JSON; names count, the form of the file does not.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        // A model holds finite numbers only, which is all that the form cannot write.
        hash.update(serde_json_canonicalizer::to_vec(&self.to_json()).unwrap_or_default());
        let mut text = String::with_capacity(64);
        for byte in hash.finalize() {
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        text
    }
}
