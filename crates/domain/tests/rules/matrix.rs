//! The matrix of themes and sources, and where the three sources disagree.

use domain::assessment::{Evidence, Matrix, NOTABLE, Range, SourceView, disagreements, view_of};
use domain::framework::Source;
use domain::survey::{Distribution, MINIMUM_CELL};
use domain::{CriterionId, ThemeId};
use proptest::prelude::*;

use crate::support::{framework, id};

const EVERY: [&str; 4] = ["a", "b", "c", "d"];

fn counts(yes: i64, partly: i64, no: i64, unknown: i64) -> Distribution {
    Distribution {
        yes,
        partly,
        no,
        unknown,
    }
}

#[test]
fn a_view_is_hidden_below_the_minimum_and_nothing_of_it_shows() {
    for n in 0..2 * MINIMUM_CELL {
        let view = view_of(counts(n, 0, 0, 0), MINIMUM_CELL);
        assert_eq!(view.is_hidden, n > 0 && n < MINIMUM_CELL, "{n}");
        let shows = view.level.is_some() || view.spread.is_some() || view.unknown_share.is_some();
        assert_eq!(shows, n >= MINIMUM_CELL, "{n}");
        assert_eq!(view.n, if n >= MINIMUM_CELL { n } else { 0 });
    }
    // Those who do not know are answers, too, but no level comes of them.
    let view = view_of(counts(0, 0, 0, 6), MINIMUM_CELL);
    assert_eq!(
        (view.level, view.unknown_share, view.n),
        (None, Some(Range::exact(1.0)), 6)
    );
}

fn level(share: f64) -> SourceView {
    SourceView {
        level: Some(Range::exact(share)),
        n: 10,
        unknown_share: Some(Range::exact(0.0)),
        ..SourceView::default()
    }
}

#[test]
fn the_matrix_has_a_row_for_every_theme_and_a_gap_where_two_sources_speak() {
    let themes = framework(&[&["a"], &["b"], &[]]);
    let mut views = Evidence::<ThemeId>::new();
    views.insert((id("t0"), Source::Survey), level(0.9));
    views.insert((id("t0"), Source::Document), level(0.2));
    views.insert((id("t0"), Source::Interview), level(0.5));
    views.insert((id("t1"), Source::Interview), level(0.5));
    views.insert((id("unknown"), Source::Survey), level(0.0));
    let matrix = Matrix::new(&themes, &views);
    let rows: Vec<_> = matrix.rows.iter().map(|row| row.theme.clone()).collect();
    assert_eq!(rows, ["t0", "t1", "t2"].map(ThemeId::new));
    for (at, source) in Source::ALL.iter().enumerate() {
        let view = views[&(id("t0"), *source)];
        assert_eq!(matrix.rows[0].views[at], view, "{source:?}");
    }
    assert!((matrix.rows[0].gap.unwrap() - 0.7).abs() < 1e-12);
    assert_eq!(
        matrix.rows[1].gap, None,
        "one source alone agrees with itself"
    );
    assert_eq!(matrix.rows[2].views, [SourceView::default(); 3]);
}

#[test]
fn a_distance_is_told_from_four_tenths_on() {
    let themes = framework(&[&["a"]]);
    let told = |high: f64, low: f64| {
        let evidence = Evidence::from([
            ((id("a"), Source::Survey), level(high)),
            ((id("a"), Source::Document), level(low)),
        ]);
        disagreements(&themes, &evidence).len()
    };
    assert_eq!(
        (told(0.5, 0.0), told(NOTABLE, 0.0), told(0.39, 0.0)),
        (1, 1, 0)
    );
    assert_eq!((told(0.5, 0.5), told(0.0, 1.0)), (0, 1));
}

#[test]
fn what_too_few_said_disagrees_with_nobody() {
    let themes = framework(&[&["a"]]);
    let evidence = Evidence::from([
        (
            (id("a"), Source::Survey),
            view_of(counts(0, 0, 4, 0), MINIMUM_CELL),
        ),
        ((id("a"), Source::Document), level(1.0)),
    ]);
    assert!(disagreements(&themes, &evidence).is_empty());
}

#[test]
fn equal_distances_stand_in_the_order_of_the_framework() {
    let themes = framework(&[&["d", "b"], &["a", "c"]]);
    let evidence: Evidence<CriterionId> = EVERY
        .iter()
        .flat_map(|it| {
            [
                ((id(it), Source::Survey), level(1.0)),
                ((id(it), Source::Document), level(0.0)),
            ]
        })
        .collect();
    let found = disagreements(&themes, &evidence);
    let order: Vec<_> = found.into_iter().map(|it| it.criterion).collect();
    assert_eq!(order, ["d", "b", "a", "c"].map(CriterionId::new));
}

/// How far below one source another is, from the definition: by level, or by not knowing about what
/// the first sees in order.
fn apart(high: Distribution, low: Distribution) -> f64 {
    let Some(level) = high.mean() else { return 0.0 };
    let below = low.mean().map_or(0.0, |low| level - low);
    let knows_less = low.unknown_share().unwrap_or(0.0) - high.unknown_share().unwrap_or(0.0);
    let not_knowing = if level >= 0.5 {
        knows_less * level
    } else {
        0.0
    };
    below.max(not_knowing)
}

fn answers() -> impl Strategy<Value = Distribution> {
    (0..8_i64, 0..8_i64, 0..8_i64, 0..8_i64).prop_map(|(a, b, c, d)| counts(a, b, c, d))
}

proptest! {
    /// Every pair of sources of every criterion is tried.
    #[test]
    fn the_widest_disagreement_of_each_criterion_is_found(
        given in prop::collection::vec(prop::collection::vec(prop::option::of(answers()), 3), 4),
    ) {
        let themes = framework(&[&EVERY]);
        let mut evidence = Evidence::new();
        for (criterion, sources) in EVERY.iter().zip(&given) {
            for (source, counts) in Source::ALL.iter().zip(sources) {
                if let Some(counts) = counts {
                    evidence.insert((id(criterion), *source), view_of(*counts, MINIMUM_CELL));
                }
            }
        }
        let found = disagreements(&themes, &evidence);
        prop_assert!(found.is_sorted_by(|a, b| a.distance >= b.distance));
        for (criterion, sources) in EVERY.iter().zip(&given) {
            let shown: Vec<Distribution> =
                sources.iter().flatten().copied().filter(|it| it.n() >= MINIMUM_CELL).collect();
            let pairs = shown.iter().flat_map(|high| shown.iter().map(|low| apart(*high, *low)));
            let widest = pairs.fold(0.0, f64::max);
            let told: Vec<_> = found.iter().filter(|it| it.criterion == *criterion).collect();
            prop_assert_eq!(told.len(), usize::from(widest >= NOTABLE), "{} {}", criterion, widest);
            for it in told {
                prop_assert!((it.distance - widest).abs() < 1e-12 && it.distance <= 1.0);
                prop_assert!(it.higher != it.lower && it.high.level.is_some());
                prop_assert_eq!(evidence.get(&(id(criterion), it.higher)), Some(&it.high));
                prop_assert_eq!(evidence.get(&(id(criterion), it.lower)), Some(&it.low));
            }
        }
    }
}
