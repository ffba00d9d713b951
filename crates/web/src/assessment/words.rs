//! Levels, spreads and counts in words, as cells of the matrix and as tags.

use app::assessment::{Tally, shown};
use domain::assessment::{Action, Finding, NOTABLE, Range, SourceView};
use domain::framework::Source;
use domain::survey::Level;
use domain::{Classified, Publicity, RoundId};
use i18n::Texts;

use super::link;
use crate::extract::Org;
use crate::kit::chart::{Cell, Deviation};

/// A level of judgement in a word.
pub(super) fn level(t: Texts, level: Level) -> &'static str {
    t.say(&format!("kit.level.{}", level.code()))
}

/// From this spread on, answers are said to be scattered; a half is the most there can be.
const SCATTERED: f64 = 0.35;

/// Below this spread, answers are said to agree.
const UNANIMOUS: f64 = 0.2;

/// A spread in words; empty when fewer than two have said anything.
pub(super) fn spread(t: Texts, view: &SourceView) -> &'static str {
    match view.spread {
        None => "",
        Some(_) if view.n < 2 => "",
        Some(spread) if spread < UNANIMOUS => t.say("assessment.spread.unanimous"),
        Some(spread) if spread < SCATTERED => t.say("assessment.spread.some"),
        Some(_) => t.say("assessment.spread.scattered"),
    }
}

/// How many answers, passages or documents there are.
fn behind(t: Texts, source: Source, n: i64) -> String {
    match source {
        Source::Survey => t.count("assessment.n.survey", n),
        Source::Interview => t.count("assessment.n.interview", n),
        Source::Document => t.count("assessment.n.document", n),
    }
}

/// What one source says, as a cell of the matrix.
pub(super) fn cell(t: Texts, source: Source, view: &SourceView) -> Cell {
    if view.is_hidden {
        return Cell {
            word: t.say("assessment.cell.hidden").to_owned(),
            ..Cell::default()
        };
    }
    if view.n == 0 {
        return Cell {
            word: t.say("assessment.cell.none").to_owned(),
            ..Cell::default()
        };
    }
    let mut more = vec![behind(t, source, view.n)];
    let spread = spread(t, view);
    if !spread.is_empty() {
        more.push(spread.to_owned());
    }
    if let Some(share) = view.unknown_share.filter(|share| share.high() > 0.0) {
        let share = t.percents([share.low(), share.high()]);
        more.push(t.with("assessment.cell.unknown", &[("share", &share)]));
    }
    Cell {
        level: view.level.and_then(drawn),
        word: said(t, view),
        more,
        ..Cell::default()
    }
}

/// What is drawn of a level: where only bounds are known, the level that holds for all of them.
fn drawn(level: Range) -> Option<f64> {
    level
        .value()
        .or_else(|| level.level().and_then(Level::share))
}

/// A level in a word, or two where what may be shown leaves it between them.
fn said(t: Texts, view: &SourceView) -> String {
    let Some(range) = view.level else {
        return if view.is_untold {
            t.say("assessment.cell.untold").to_owned()
        } else {
            level(t, Level::Unknown).to_owned()
        };
    };
    let [low, high] = range.levels();
    if low == high {
        level(t, low).to_owned()
    } else {
        let words = [("low", level(t, low)), ("high", level(t, high))];
        let [(a, low), (b, high)] = &words;
        t.with("assessment.cell.between", &[(a, low), (b, high)])
    }
}

/// How far the levels of two sources must be apart to be marked, and to be marked strongly: for a
/// criterion as for what is called a disagreement, for a theme, whose levels are means, half of it.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    notable: f64,
    large: f64,
}

impl Marks {
    pub(super) const CRITERION: Self = Self {
        notable: NOTABLE,
        large: 0.7,
    };
    pub(super) const THEME: Self = Self {
        notable: NOTABLE / 2.0,
        large: NOTABLE,
    };
}

/// The three sources' cells; the one that deviates is marked, by how far.
pub(super) fn cells(
    t: Texts,
    views: &[SourceView; 3],
    (lowest, marks): (Option<(Source, f64)>, Marks),
) -> Vec<Cell> {
    let deviates = |source: Source| match lowest {
        Some((lower, by)) if lower == source && by >= marks.large => Deviation::Large,
        Some((lower, by)) if lower == source && by >= marks.notable => Deviation::Notable,
        _ => Deviation::None,
    };
    let marked = |(source, view): (&Source, &SourceView)| {
        let mut cell = cell(t, *source, view);
        cell.deviates = deviates(*source);
        if cell.deviates != Deviation::None {
            cell.more.push(t.say("assessment.cell.deviates").to_owned());
        }
        cell
    };
    Source::ALL.iter().zip(views).map(marked).collect()
}

/// How far a theme has been judged, as a cell of the matrix.
pub(super) fn judged(t: Texts, tally: &Tally) -> Cell {
    let n = tally.judged();
    let done = t.with(
        "assessment.cell.judged",
        &[("n", &t.number(n)), ("all", &t.number(tally.criteria))],
    );
    let level = tally.levels.mean();
    let word = if n == 0 {
        t.say("assessment.cell.not-judged")
    } else {
        self::level(t, Level::nearest(level))
    };
    Cell {
        level,
        word: word.to_owned(),
        more: vec![done],
        ..Cell::default()
    }
}

/// A text that a member wrote, as this member may see it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// The text, or the words that say that it is secret.
    pub(super) text: String,
    /// Whether the text itself is shown.
    pub(super) is_shown: bool,
    /// Its class.
    pub(super) class: Publicity,
    /// Legal ground when secret and shown.
    pub(super) ground: Option<String>,
}

/// The text with its class, or only that something secret exists.
pub(super) fn written(org: &Org, text: Classified<&str>, ground: Option<&str>) -> Written {
    let seen = shown(&org.cx, text);
    Written {
        text: seen.map_or_else(
            || org.t().say("assessment.secret").to_owned(),
            str::to_owned,
        ),
        is_shown: seen.is_some(),
        class: text.publicity(),
        ground: seen.and(ground).map(str::to_owned),
    }
}

/// A finding in a list.
#[derive(Clone, Debug)]
pub(super) struct FindingRow {
    pub(super) title: Written,
    pub(super) body: String,
    /// Where it is changed; empty when this member may not.
    pub(super) href: String,
}

/// Findings in a list.
pub(super) fn findings(org: &Org, round: RoundId, all: &[Finding], may: bool) -> Vec<FindingRow> {
    all.iter()
        .map(|one| finding(org, round, one, may))
        .collect()
}

fn finding(org: &Org, round: RoundId, one: &Finding, may_change: bool) -> FindingRow {
    let title = written(org, one.text.title(), one.text.ground());
    let href = if may_change && title.is_shown {
        org.to(link::FINDING, (round, one.id))
    } else {
        String::new()
    };
    FindingRow {
        body: shown(&org.cx, one.text.body())
            .unwrap_or_default()
            .to_owned(),
        title,
        href,
    }
}

/// An action in a list.
#[derive(Clone, Debug)]
pub(super) struct ActionRow {
    pub(super) title: Written,
    pub(super) body: String,
    /// Owner, decider, effort, effect, due date: short lines.
    pub(super) facts: Vec<String>,
    pub(super) is_decision: bool,
    /// Where it is changed; empty when this member may not.
    pub(super) href: String,
}

/// Actions in a list.
pub(super) fn actions(org: &Org, round: RoundId, all: &[Action], may: bool) -> Vec<ActionRow> {
    all.iter().map(|one| action(org, round, one, may)).collect()
}

fn action(org: &Org, round: RoundId, one: &Action, may_change: bool) -> ActionRow {
    let t = org.t();
    let title = written(org, one.text.title(), one.text.ground());
    let line = |label: &str, value: &str| format!("{label}: {value}");
    let mut facts = Vec::new();
    if title.is_shown {
        if let Some(owner) = &one.owner {
            facts.push(line(t.say("assessment.action.owner"), owner));
        }
        facts.push(line(
            t.say("assessment.action.decided-by"),
            t.say(&format!("assessment.body.{}", one.decided_by.code())),
        ));
        facts.push(line(
            t.say("assessment.action.effort"),
            t.say(&format!("assessment.effort.{}", one.effort.code())),
        ));
        facts.push(line(
            t.say("assessment.action.effect"),
            t.say(&format!("assessment.effect.{}", one.effect.code())),
        ));
        if let Some(due) = one.due_on {
            facts.push(line(t.say("assessment.action.due"), &t.date(due)));
        }
    }
    let href = if may_change && title.is_shown {
        org.to(link::ACTION, (round, one.id))
    } else {
        String::new()
    };
    ActionRow {
        body: shown(&org.cx, one.text.body())
            .unwrap_or_default()
            .to_owned(),
        title,
        facts,
        is_decision: one.is_decision,
        href,
    }
}

/// The least change of a theme's mean level that is called a change: one criterion of ten a step.
pub(super) const NOTICEABLE: f64 = 0.05;
