//! The owner's form, a step at a time, as typed.

use std::collections::BTreeSet;

use domain::NodeId;
use domain::service::{EffectKind, MOST_EFFECT, Moment, Need, Node, NodeKind, parse_hours};
use domain::text::{PARAGRAPH, Title, optional};

use crate::day;
use crate::error::{Invalid, Outcome};
use crate::number::unspaced;

/// A step of the owner's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Name, what it gives, to whom, who answers for it.
    Facts,
    /// What happens at a moment of a stop.
    Moment(Moment),
    /// How long a stop can be borne.
    Tolerance,
    /// How the work is done meanwhile.
    Fallback,
    /// What it stands on.
    Needs,
}

impl Step {
    /// The steps of a service's form, in order.
    pub const OF_SERVICE: [Self; 7] = [
        Self::Facts,
        Self::Moment(Moment::Hour1),
        Self::Moment(Moment::Day3),
        Self::Moment(Moment::Week3),
        Self::Tolerance,
        Self::Fallback,
        Self::Needs,
    ];

    /// The steps of the form of what services stand on.
    pub const OF_SUPPORT: [Self; 2] = [Self::Facts, Self::Needs];

    /// The steps of this kind's form.
    pub const fn of(kind: NodeKind) -> &'static [Self] {
        match kind {
            NodeKind::Service => &Self::OF_SERVICE,
            _ => &Self::OF_SUPPORT,
        }
    }

    /// The word in addresses and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Moment(moment) => moment.code(),
            Self::Tolerance => "tolerance",
            Self::Fallback => "fallback",
            Self::Needs => "needs",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::OF_SERVICE
            .into_iter()
            .find(|step| step.code() == code)
    }

    /// The step after this one; none after the last.
    pub fn next(self, kind: NodeKind) -> Option<Self> {
        let steps = Self::of(kind);
        let at = steps.iter().position(|step| *step == self)?;
        steps.get(at + 1).copied()
    }
}

/// A need as typed: what was kept or added, and how many of them must stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedDraft {
    /// How many must stand.
    pub least: String,
    /// What it can stand on.
    pub members: Vec<NodeId>,
}

/// A step's fields as typed; those of other steps are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What it is.
    pub kind: String,
    /// Name.
    pub name: String,
    /// What is good to know of it.
    pub note: String,
    /// In how long it is promised to be back.
    pub promise: String,
    /// What it gives.
    pub gives: String,
    /// How many people use it.
    pub users: String,
    /// Who answers for it.
    pub owner: String,
    /// Who stands in.
    pub deputy: String,
    /// What happens at the step's moment.
    pub happens: String,
    /// How grave the effects are at the step's moment, by kind; empty where nothing is chosen.
    pub effects: Vec<(EffectKind, String)>,
    /// Months that hurt most.
    pub months: Vec<String>,
    /// The longest stop that can be borne.
    pub tolerance: String,
    /// The same in the months that hurt most.
    pub season_tolerance: String,
    /// On how many days of a year it is so; may be empty.
    pub season_days: String,
    /// In how long it should be back.
    pub rto: String,
    /// How long a time of entries may be lost.
    pub rpo: String,
    /// Euros a day.
    pub cost: String,
    /// How the work is done meanwhile.
    pub fallback: String,
    /// How long that carries.
    pub fallback_hours: String,
    /// When it was last tried.
    pub fallback_tested_on: String,
    /// What it stands on.
    pub needs: Vec<NeedDraft>,
    /// Name of a new thing that it stands on; empty when none is added.
    pub new_name: String,
    /// What the new thing is.
    pub new_kind: String,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
}

/// The most characters of a post.
const POST_MOST: usize = 200;
/// The most people or euros of a field.
const NUMBER_MOST: i64 = 1_000_000_000;

impl Draft {
    /// The thing with this step's fields as typed.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what must be mended.
    pub(super) fn applied(&self, step: Step, before: Node) -> Outcome<Node> {
        let mut node = Node {
            revision: self.revision,
            ..before
        };
        let mut invalid = Invalid::default();
        match step {
            Step::Facts => self.facts(&mut node, &mut invalid),
            Step::Moment(moment) => self.moment(&mut node, moment, &mut invalid),
            Step::Tolerance => self.tolerance(&mut node, &mut invalid),
            Step::Fallback => self.fallback(&mut node, &mut invalid),
            Step::Needs => self.needs(&mut node),
        }
        invalid.check()?;
        Ok(node)
    }

    fn facts(&self, node: &mut Node, invalid: &mut Invalid) {
        let kind = NodeKind::from_code(&self.kind);
        if let Some(kind) = invalid.need("kind", "error.field.choose", kind) {
            node.kind = kind;
        }
        if let Some(name) = invalid.text("name", Title::parse(&self.name)) {
            node.name = name.to_string();
        }
        paragraph(invalid, ("note", &self.note), &mut node.note);
        node.promise_hours = hours(invalid, "promise", &self.promise);
        if !node.is_service() {
            return;
        }
        let care = &mut node.care;
        paragraph(invalid, ("gives", &self.gives), &mut care.gives);
        care.users = number(invalid, "users", &self.users);
        for (field, typed, kept) in [
            ("owner", &self.owner, &mut care.owner),
            ("deputy", &self.deputy, &mut care.deputy),
        ] {
            if let Some(post) = invalid.text(field, optional(typed, POST_MOST)) {
                *kept = post;
            }
        }
    }

    fn moment(&self, node: &mut Node, moment: Moment, invalid: &mut Invalid) {
        let mut text = String::new();
        paragraph(invalid, ("happens", &self.happens), &mut text);
        node.care.happens.insert(moment, text);
        for (kind, level) in &self.effects {
            let level = level.parse::<u8>().ok().filter(|it| *it <= MOST_EFFECT);
            if let Some(level) = level {
                node.care.effects.set(*kind, moment, level);
            }
        }
    }

    fn tolerance(&self, node: &mut Node, invalid: &mut Invalid) {
        let care = &mut node.care;
        care.tolerance_hours = hours(invalid, "tolerance", &self.tolerance);
        care.rto_hours = hours(invalid, "rto", &self.rto);
        care.rpo_hours = hours(invalid, "rpo", &self.rpo);
        care.season_tolerance_hours = hours(invalid, "season_tolerance", &self.season_tolerance);
        let days = number(invalid, "season_days", &self.season_days);
        if days.is_some_and(|days| !(1..=366).contains(&days)) {
            invalid.add("season_days", "service.error.season-days");
        }
        care.season_days = days;
        care.cost_per_day = number(invalid, "cost", &self.cost);
        care.months = self
            .months
            .iter()
            .filter_map(|month| month.parse().ok())
            .filter(|month| (1..=12).contains(month))
            .collect::<BTreeSet<i64>>();
        if care.season_tolerance_hours.is_some() && care.months.is_empty() {
            invalid.add("months", "service.error.months");
        }
    }

    fn fallback(&self, node: &mut Node, invalid: &mut Invalid) {
        let care = &mut node.care;
        paragraph(invalid, ("fallback", &self.fallback), &mut care.fallback);
        care.fallback_hours = hours(invalid, "fallback_hours", &self.fallback_hours);
        care.fallback_tested_on =
            day::optional(invalid, "fallback_tested_on", &self.fallback_tested_on);
    }

    fn needs(&self, node: &mut Node) {
        let needs = self.needs.iter().filter_map(|need| {
            // A thing does not stand on itself.
            let members = need.members.iter().copied().filter(|id| *id != node.id);
            Need::new(need.least.trim().parse().unwrap_or(1), members)
        });
        node.needs = needs.collect();
    }
}

fn paragraph(invalid: &mut Invalid, (field, typed): (&'static str, &str), kept: &mut String) {
    if let Some(text) = invalid.text(field, optional(typed, PARAGRAPH)) {
        *kept = text;
    }
}

/// A length of time that may be left out.
fn hours(invalid: &mut Invalid, field: &'static str, typed: &str) -> Option<i64> {
    if typed.trim().is_empty() {
        return None;
    }
    invalid.need(field, "service.error.hours", parse_hours(typed))
}

/// A number that may be left out; spaces may stand between thousands.
fn number(invalid: &mut Invalid, field: &'static str, typed: &str) -> Option<i64> {
    let digits = unspaced(typed);
    if digits.is_empty() {
        return None;
    }
    let number = digits.parse().ok();
    let fits = number.filter(|it| (0..=NUMBER_MOST).contains(it));
    invalid.need(field, "error.field.number", fits)
}
