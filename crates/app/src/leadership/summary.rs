//! The two-page summary.

use domain::assessment::{Action, RoundState};
use domain::framework::Theme;
use domain::survey::{Distribution, Level};
use domain::{Cleared, Edition};
use i18n::Texts;
use reports::assessment::{Proposal, Summary, ThemeOverview, Worry};
use reports::{Counts, Judgement};

use super::clear::{body, header, lines, owner, withheld_sentence};
use super::material::Material;
use super::situation;
use crate::assessment::Worry as Concern;

/// The share of "don't know" in a theme's survey that is put before a reader.
const NOTABLE_UNKNOWN: f64 = 0.3;

/// The summary of a round in edition `E`.
pub fn summary<E: Edition>(material: &Material) -> Summary<E> {
    let t = material.texts();
    let own = material.words.as_ref();
    let written = |text| own.map_or_else(Vec::new, |own| lines::<E>(own, text));
    let mut situation = written(|words| &words.situation);
    if situation.is_empty() {
        situation = situation::sentences(material);
    }
    let mut next = written(|words| &words.next_steps);
    if next.is_empty() {
        next = next_steps(material, t);
    }
    Summary {
        header: header(material),
        situation,
        themes: themes(material, t),
        worries: material
            .worries::<E>()
            .iter()
            .take(3)
            .map(|concern| worry(material, concern, t))
            .collect(),
        disagreements: disagreements(material, None, t),
        unknown: unknown(material, t),
        proposals: material
            .picture
            .actions
            .iter()
            .filter(|action| action.is_decision)
            .filter_map(|action| proposal(action, t))
            .collect(),
        next,
        withheld: withheld_sentence(material, t),
    }
}

/// Counts as reports show them.
pub(crate) fn counts(tally: Distribution) -> Counts {
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Counts {
        in_order: number(tally.yes),
        partly: number(tally.partly),
        not_in_order: number(tally.no),
        unknown: number(tally.unknown),
    }
}

fn themes<E: Edition>(material: &Material, t: Texts) -> Vec<ThemeOverview<E>> {
    material
        .picture
        .framework
        .themes
        .iter()
        .map(|theme| ThemeOverview {
            title: theme.open_title(t.locale()),
            counts: counts(material.tally(theme)),
            sentence: theme_sentence(material, theme, t),
        })
        .collect()
}

/// What most needs mending in a theme.
fn theme_sentence<E: Edition>(material: &Material, theme: &Theme, t: Texts) -> Option<Cleared<E>> {
    if material.tally(theme).n() == 0 {
        return Some(Cleared::shipped(t.say("leadership.theme.unjudged")));
    }
    let concerns = material.worries::<E>();
    let worst = concerns
        .iter()
        .find(|one| theme.criteria.iter().any(|c| c.id == one.criterion.id))?;
    let title = worst.criterion.open_title(t.locale());
    let key = match worst.level {
        Level::Yes => return None,
        Level::Partly => "leadership.theme.partly",
        Level::No => "leadership.theme.no",
        Level::Unknown => "leadership.theme.unknown",
    };
    Some(t.cleared(key, &[("criterion", title)]))
}

fn worry<E: Edition>(material: &Material, concern: &Concern<'_>, t: Texts) -> Worry<E> {
    let criterion = concern.criterion;
    let disagreement = concern
        .disagreement
        .map(|found| material.sentence(t, found));
    let evidence: Vec<Cleared<E>> = standing(material, concern, t)
        .into_iter()
        .chain(disagreement)
        .collect();
    let title = criterion.open_title(t.locale());
    // A criterion's title says how things should be; alone it would read as good news.
    let key = match concern.level {
        Level::Yes | Level::Partly => "leadership.worry.partly",
        Level::No => "leadership.worry.no",
        Level::Unknown => "leadership.worry.unknown",
    };
    Worry {
        title: t.cleared(key, &[("criterion", title)]),
        worry: criterion.open_consequence(t.locale()),
        evidence: (!evidence.is_empty()).then(|| Cleared::joined(evidence, " ")),
    }
}

/// How the judgement compares with the round before; the worry's title already says what it is.
fn standing<E: Edition>(
    material: &Material,
    concern: &Concern<'_>,
    t: Texts,
) -> Option<Cleared<E>> {
    let before = material.before.get(&concern.criterion.id)?;
    let key = match before.share().zip(concern.level.share()) {
        Some((before, now)) if now > before => "leadership.worry.better",
        Some((before, now)) if now < before => "leadership.worry.worse",
        Some(_) => "leadership.worry.same",
        None if *before == concern.level => "leadership.worry.same",
        None => "leadership.worry.other",
    };
    let was = Judgement::from(*before).cleared_word(t);
    Some(t.cleared(key, &[("before", was)]))
}

/// Where sources disagree, in sentences; of one theme, or of all.
pub(super) fn disagreements<E: Edition>(
    material: &Material,
    theme: Option<&Theme>,
    t: Texts,
) -> Vec<Cleared<E>> {
    material
        .picture
        .disagreements
        .iter()
        .filter(|found| material.may_name::<E>(&found.criterion))
        .filter_map(|found| {
            let (home, _) = material
                .picture
                .framework
                .criteria()
                .find(|(_, criterion)| criterion.id == found.criterion)?;
            theme
                .is_none_or(|wanted| wanted.id == home.id)
                .then(|| material.sentence(t, found))
        })
        .collect()
}

fn unknown<E: Edition>(material: &Material, t: Texts) -> Vec<Cleared<E>> {
    let mut lines: Vec<Cleared<E>> = Vec::new();
    for row in &material.picture.matrix.rows {
        let share = row
            .views
            .first()
            .filter(|view| !view.is_hidden)
            .and_then(|view| view.unknown_share)
            .filter(|share| share.low() >= NOTABLE_UNKNOWN);
        let theme = material
            .picture
            .framework
            .themes
            .iter()
            .find(|theme| theme.id == row.theme);
        if let Some((share, theme)) = share.zip(theme) {
            let share = Cleared::figure(&t.percents([share.low(), share.high()]));
            let title = theme.open_title(t.locale());
            lines.push(t.cleared(
                "leadership.unknown.survey",
                &[("share", share), ("theme", title)],
            ));
        }
    }
    let unknowns = material.unknowns::<E>();
    // The title says how things should be: alone it would read as if they were.
    lines.extend(unknowns.map(|criterion| {
        let title = criterion.open_title(t.locale());
        t.cleared("leadership.unknown.criterion", &[("criterion", title)])
    }));
    let unjudged = material.unjudged();
    if unjudged > 0 && material.total().n() > 0 {
        lines.push(t.cleared_count("leadership.unknown.unjudged", unjudged, &[]));
    }
    lines
}

fn proposal<E: Edition>(action: &Action, t: Texts) -> Option<Proposal<E>> {
    Some(Proposal {
        decision: action.text.title().cleared()?,
        body: Some(Cleared::shipped(body(action.decided_by, t))),
        owner: owner(action),
        by: action.due_on,
        effort: Some(action.effort),
    })
}

/// What happens next, when leadership has not written it.
fn next_steps<E: Edition>(material: &Material, t: Texts) -> Vec<Cleared<E>> {
    let round = &material.picture.round;
    if material.total().n() == 0 {
        return Vec::new();
    }
    let mut steps: Vec<Cleared<E>> = Vec::new();
    if round.state == RoundState::Open {
        steps.push(match round.due_on {
            Some(due) => t.cleared(
                "leadership.next.open-until",
                &[("date", t.cleared_date(due))],
            ),
            None => Cleared::shipped(t.say("leadership.next.open")),
        });
    }
    let dues = material.picture.actions.iter().filter_map(|action| {
        Some((
            action.due_on?,
            action.id,
            action.text.title().cleared::<E>()?,
        ))
    });
    if material.picture.actions.iter().any(|one| one.is_decision) {
        steps.push(Cleared::shipped(t.say("leadership.next.decide")));
    }
    if let Some((date, _, action)) = dues.min_by_key(|(date, id, _)| (*date, *id)) {
        steps.push(t.cleared(
            "leadership.next.first-due",
            &[
                ("date", t.cleared_date(date)),
                ("action", action.without_stop()),
            ],
        ));
    }
    steps.push(Cleared::shipped(t.say("leadership.next.follow")));
    steps
}
