//! The owner's form, a step at a time.

use std::sync::Arc;

use domain::service::{Care, EffectKind, Moment, Need, Node, NodeKind, Register};
use domain::service::{in_units, parse_hours};
use domain::text::Title;
use i18n::Texts;

use super::Step;
use super::needs::{dependency, needs};
use crate::form::{
    Fault, Form, Maybe, Parsed, Pick, Walk, choose, day, line, maybe, offers, paragraph, parsed,
    pick, unclear_hours, whole, word_offers,
};

/// The most characters of a post.
const POST_MOST: usize = 200;
/// The most people or euros of a field.
const NUMBER_MOST: i64 = 1_000_000_000;

/// What the form needs to know: its step, and what can be depended on.
#[derive(Debug, Clone)]
pub struct AtStep {
    /// The step.
    pub step: Step,
    /// The register.
    pub register: Arc<Register>,
}

/// What happens after a step has been saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The form is left.
    Close,
    /// The next step follows.
    Next,
    /// The same step is shown again, for one more need.
    Another,
    /// The form is left, and everything in it is confirmed to be right.
    Confirm,
}

/// A service, or something that services depend on, as it is edited.
#[derive(Debug, Clone)]
pub struct NodeEdit {
    /// With the fields of the step changed.
    pub node: Node,
    /// A dependency that is not in the register yet.
    pub new: Option<(String, NodeKind)>,
    /// What happens after it has been saved.
    pub then: Then,
}

impl From<Node> for NodeEdit {
    fn from(node: Node) -> Self {
        Self {
            node,
            new: None,
            then: Then::Close,
        }
    }
}

pub(super) type Edit<'a> = Walk<'a, NodeEdit>;

impl Form for NodeEdit {
    type With = AtStep;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let id = f.id(|it| it.node.id);
        let new = || Node::new(id, NodeKind::Service, "");
        let node = f.was().map_or_else(new, |it| it.node.clone());
        let mut added = Some(None);
        let changed = match f.with().step {
            Step::Facts => facts(f, node),
            Step::Moment(moment) => at_moment(f, node, moment),
            Step::Tolerance => tolerance(f, node),
            Step::Fallback => fallback(f, node),
            Step::Needs => {
                let needs = needs(f, id);
                let both = f.group("new", "service.need.new", |f| dependency(f, id));
                added = both.clone().map(|(_, new)| new);
                needs.zip(both).map(|(mut needs, (known, _))| {
                    needs.extend(known.map(Need::of));
                    Node { needs, ..node }
                })
            }
        };
        let revision = f.revision(|it| it.node.revision);
        let then = match f.pressed("do") {
            "next" => Then::Next,
            "add" => Then::Another,
            "confirm" => Then::Confirm,
            _ => Then::Close,
        };
        Some(Self {
            node: Node {
                revision,
                ..changed?
            },
            new: added?,
            then,
        })
    }
}

/// A length of time that may be left out.
const fn hours() -> Maybe<Parsed<i64>> {
    maybe(parsed(read_span, typed_span, "service.error.hours"))
}

fn read_span(typed: &str, key: &'static str) -> Result<i64, Fault> {
    parse_hours(typed).map_err(|error| unclear_hours(error, typed, key))
}

/// A length of time as one would type it into a field: `2 vk`, `3 pv`, `24 h`.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature of every kind of value"
)]
fn typed_span(hours: &i64, t: Texts) -> String {
    let (unit, n) = in_units(*hours);
    t.with(&format!("service.typed.{unit}"), &[("n", &n)])
}

/// What something in the register can be.
pub(super) fn kinds(t: Texts) -> Pick<NodeKind> {
    pick(word_offers(t, "service.kind"))
}

/// Name, what it gives, to whom, who answers for it. Only services have the latter.
fn facts(f: &mut Edit<'_>, before: Node) -> Option<Node> {
    let kinds = kinds(f.t());
    let kinds = match f.was() {
        Some(_) => kinds,
        None => kinds.visible().preset(NodeKind::Service.code()),
    };
    let kind = f.field("kind", "service.field.kind", kinds, |it| it.node.kind);
    let name = line(Title::MOST).width("full");
    let name = f.field("name", "service.field.name", name, |it| {
        it.node.name.clone()
    });
    let care = if before.is_service() {
        owner(f, before.care)
    } else {
        Some(before.care)
    };
    let promise = f.field("promise", "service.field.promise", hours(), |it| {
        it.node.promise_hours
    });
    let note = paragraph().or_empty().rows(3);
    let note = f.field("note", "service.field.note", note, |it| {
        it.node.note.clone()
    });
    Some(Node {
        kind: kind?,
        name: name?,
        note: note?,
        promise_hours: promise?,
        care: care?,
        ..before
    })
}

/// What a service gives, to how many, and who answers for it.
fn owner(f: &mut Edit<'_>, before: Care) -> Option<Care> {
    let gives = paragraph().or_empty().rows(2);
    let gives = f.field("gives", "service.field.gives", gives, |it| {
        it.node.care.gives.clone()
    });
    let number = maybe(whole(0..=NUMBER_MOST));
    let users = f.field("users", "service.field.users", number, |it| {
        it.node.care.users
    });
    let post = line(POST_MOST).or_empty();
    let owner = f.field("owner", "service.field.owner", post, |it| {
        it.node.care.owner.clone()
    });
    let deputy = f.field("deputy", "service.field.deputy", post, |it| {
        it.node.care.deputy.clone()
    });
    Some(Care {
        gives: gives?,
        users: users?,
        owner: owner?,
        deputy: deputy?,
        ..before
    })
}

/// What happens at a moment of an outage, and how serious it is by kind of effect.
fn at_moment(f: &mut Edit<'_>, mut node: Node, moment: Moment) -> Option<Node> {
    let (set, locale) = (content::starting_set(), f.t().locale());
    let text = paragraph().or_empty().rows(4);
    let text = f.field("happens", "service.field.happens", text, |it| {
        it.node.care.text(moment).to_owned()
    });
    let levels = (0_u8..).zip(&set.levels);
    let levels = offers(levels.map(|(n, words)| (n, n, words.text(locale))));
    let mut chosen: Vec<(EffectKind, Option<Option<u8>>)> = Vec::new();
    for effect in &set.effects {
        let kind = effect.kind;
        let level = f.field(
            format!("effect-{}", kind.code()),
            effect.title.text(locale).to_owned(),
            maybe(pick(levels.clone()).in_row()),
            |it| Some(it.node.care.effects.level(kind, moment)),
        );
        f.hint(effect.ask.text(locale));
        chosen.push((kind, level));
    }
    node.care.happens.insert(moment, text?);
    for (kind, level) in chosen {
        if let Some(level) = level? {
            node.care.effects.set(kind, moment, level);
        }
    }
    Some(node)
}

/// How long an outage can be tolerated, usually and in the worst months.
fn tolerance(f: &mut Edit<'_>, before: Node) -> Option<Node> {
    let tolerance = f.field("tolerance", "service.field.tolerance", hours(), |it| {
        it.node.care.tolerance_hours
    });
    let rto = f.field("rto", "service.field.rto", hours(), |it| {
        it.node.care.rto_hours
    });
    let rpo = f.field("rpo", "service.field.rpo", hours(), |it| {
        it.node.care.rpo_hours
    });
    let t = f.t();
    let months = choose(offers((1..=12).map(|n: i64| (n, n, t.month(n)))));
    let months = f.field("months", "service.field.months", months, |it| {
        it.node.care.months.iter().copied().collect::<Vec<_>>()
    });
    let season = f.field(
        "season_tolerance",
        "service.field.season-tolerance",
        hours(),
        |it| it.node.care.season_tolerance_hours,
    );
    let days = maybe(whole(1..=366).or("service.error.season-days"));
    let days = f.field("season_days", "service.field.season-days", days, |it| {
        it.node.care.season_days
    });
    let cost = maybe(whole(0..=NUMBER_MOST).unit("€"));
    let cost = f.field("cost", "service.field.cost", cost, |it| {
        it.node.care.cost_per_day
    });
    let is_said = season.flatten().is_none() || months.as_ref().is_some_and(|it| !it.is_empty());
    f.rule(&["months"], "service.error.months", is_said);
    let care = Care {
        tolerance_hours: tolerance?,
        season_tolerance_hours: season?,
        season_days: days?,
        rto_hours: rto?,
        rpo_hours: rpo?,
        cost_per_day: cost?,
        months: months?.into_iter().collect(),
        ..before.care
    };
    Some(Node { care, ..before })
}

/// How the work is done during an outage.
fn fallback(f: &mut Edit<'_>, before: Node) -> Option<Node> {
    let text = paragraph().or_empty();
    let fallback = f.field("fallback", "service.field.fallback", text, |it| {
        it.node.care.fallback.clone()
    });
    let carries = f.field(
        "fallback_hours",
        "service.field.fallback-hours",
        hours(),
        |it| it.node.care.fallback_hours,
    );
    let tested_on = f.field(
        "fallback_tested_on",
        "service.field.tested",
        maybe(day()),
        |it| it.node.care.fallback_tested_on,
    );
    let care = Care {
        fallback: fallback?,
        fallback_hours: carries?,
        fallback_tested_on: tested_on?,
        ..before.care
    };
    Some(Node { care, ..before })
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    #[test]
    fn what_a_field_shows_is_read_as_the_same_time() {
        for locale in Locale::ALL {
            for hours in [0, 1, 4, 24, 47, 48, 72, 168, 336, 337, 1_000, 2_016, 87_600] {
                let shown = typed_span(&hours, Texts::new(locale));
                assert_eq!(parse_hours(&shown), Ok(hours), "{shown}");
            }
        }
        assert_eq!(typed_span(&336, Texts::new(Locale::Fi)), "2 vk");
    }
}
