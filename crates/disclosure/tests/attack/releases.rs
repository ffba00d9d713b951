//! Publications one after another.

use std::collections::BTreeMap;

use disclosure::{Release, Rule, may_release};
use domain::survey::{Distribution, Level, MINIMUM_CELL};
use proptest::prelude::*;

fn release(figures: &[(&str, Distribution)]) -> Release {
    let named = figures.iter().map(|(name, it)| ((*name).to_owned(), *it));
    Release {
        figures: named.collect(),
    }
}

/// The figures that somebody who has both can tell to be about fewer people than the minimum.
fn told(one: &Release, other: &Release) -> Vec<String> {
    let few = |a: Distribution, b: Distribution| {
        let more = |a: Distribution, b: Distribution| -> i64 {
            let levels = Level::ALL.iter();
            levels.map(|it| (a.count(*it) - b.count(*it)).max(0)).sum()
        };
        [more(a, b), more(b, a)]
            .into_iter()
            .any(|people| (1..MINIMUM_CELL).contains(&people))
    };
    let both = one
        .figures
        .iter()
        .filter_map(|(name, a)| Some((name, a, other.figures.get(name)?)));
    both.filter(|(_, a, b)| few(**a, **b))
        .map(|(name, _, _)| name.clone())
        .collect()
}

fn figures() -> impl Strategy<Value = BTreeMap<String, Distribution>> {
    let one = (0..14_i64, 0..6_i64, 0..9_i64, 0..4_i64);
    let one = one.prop_map(|(yes, partly, no, unknown)| Distribution {
        yes,
        partly,
        no,
        unknown,
    });
    prop::collection::btree_map("[abc]", one, 0..3)
}

proptest! {
    /// Whatever was asked for in whatever order: of two that were given, no difference is about a few.
    #[test]
    fn no_two_publications_of_a_history_differ_by_a_few(history in prop::collection::vec(figures(), 0..12)) {
        let rule = Rule::default();
        let mut given: Vec<Release> = Vec::new();
        for figures in history {
            let next = Release { figures };
            match may_release(&given, &next, rule) {
                Ok(()) => given.push(next),
                Err(held) => {
                    // What is named is what differs, and everything that does.
                    let mut names: Vec<String> = given.iter().flat_map(|it| told(it, &next)).collect();
                    names.sort();
                    names.dedup();
                    prop_assert_eq!(held.figures, names);
                }
            }
        }
        for (at, one) in given.iter().enumerate() {
            for other in given.iter().skip(at + 1) {
                prop_assert!(told(one, other).is_empty(), "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn a_figure_that_was_never_published_waits_for_nothing() {
    let of = |yes| Distribution {
        yes,
        ..Distribution::default()
    };
    let earlier = [release(&[("q1", of(10))])];
    let next = release(&[("q1", of(10)), ("q2", of(11))]);
    assert_eq!(may_release(&earlier, &next, Rule::default()), Ok(()));
    let next = release(&[("q1", of(11)), ("q2", of(11))]);
    let held = may_release(&earlier, &next, Rule::default()).unwrap_err();
    assert_eq!(held.figures, ["q1"]);
    assert!(held.to_string().starts_with("1 figures"));
}

#[test]
fn a_stricter_survey_waits_longer() {
    let of = |no| Distribution {
        yes: 10,
        no,
        ..Distribution::default()
    };
    for minimum in MINIMUM_CELL..10 {
        for more in 0..12 {
            let earlier = [release(&[("q", of(3))])];
            let allowed = may_release(
                &earlier,
                &release(&[("q", of(3 + more))]),
                Rule::new(minimum),
            );
            assert_eq!(
                allowed.is_ok(),
                more == 0 || more >= minimum,
                "{minimum} {more}"
            );
        }
    }
}
