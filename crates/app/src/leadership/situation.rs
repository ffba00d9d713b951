//! The situation in three sentences, when leadership has not written its own.

use domain::framework::Theme;
use domain::{Cleared, Edition};
use i18n::Texts;

use super::material::Material;

/// The three computed sentences; none when nothing has been judged.
pub(super) fn sentences<E: Edition>(material: &Material) -> Vec<Cleared<E>> {
    if material.total().n() == 0 {
        return Vec::new();
    }
    let t = material.texts();
    [
        Some(judged(material, t)),
        extremes(material, t),
        Some(ahead::<E>(material, t)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How many criteria stand how.
fn judged<E: Edition>(material: &Material, t: Texts) -> Cleared<E> {
    let total = material.total();
    let number = |n| t.cleared_number(n);
    t.cleared_count(
        "leadership.situation.judged",
        total.n(),
        &[
            ("yes", number(total.yes)),
            ("partly", number(total.partly)),
            ("no", number(total.no)),
            ("unknown", number(total.unknown)),
        ],
    )
}

/// The theme that stands best and the one with most to correct; none when they are level.
fn extremes<E: Edition>(material: &Material, t: Texts) -> Option<Cleared<E>> {
    let mut ranked: Vec<(f64, &Theme)> = material
        .picture
        .framework
        .themes
        .iter()
        .filter_map(|theme| Some((material.tally(theme).mean()?, theme)))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (high, best) = ranked.first()?;
    let (low, worst) = ranked.last()?;
    (high > low).then(|| {
        t.cleared(
            "leadership.situation.extremes",
            &[
                ("best", best.open_title(t.locale())),
                ("worst", worst.open_title(t.locale())),
            ],
        )
    })
}

/// What has changed since the last round, or what waits for a decision.
fn ahead<E: Edition>(material: &Material, t: Texts) -> Cleared<E> {
    if !material.before.is_empty() {
        let (better, worse) = material.changes();
        return t.cleared(
            "leadership.situation.changes",
            &[
                ("better", t.cleared_number(better)),
                ("worse", t.cleared_number(worse)),
            ],
        );
    }
    let decisions = material
        .picture
        .actions
        .iter()
        .filter(|one| one.is_decision && one.text.title().cleared::<E>().is_some())
        .count();
    if decisions == 0 {
        Cleared::shipped(t.say("leadership.situation.no-decisions"))
    } else {
        t.cleared_count("leadership.situation.decisions", decisions, &[])
    }
}
