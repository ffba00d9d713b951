//! A question by background: every small table, looked at from the outside.

use std::collections::BTreeMap;

use disclosure::{Crosstab, Rule, Tally};
use domain::survey::Distribution;
use proptest::prelude::*;

fn group(yes: i64, no: i64) -> Distribution {
    Distribution {
        yes,
        no,
        ..Distribution::default()
    }
}

fn table(groups: &[Distribution]) -> BTreeMap<String, Distribution> {
    let named = groups.iter().enumerate();
    named.map(|(at, it)| (format!("g{at}"), *it)).collect()
}

/// How each group is shown.
fn kinds(shown: &Crosstab) -> Vec<char> {
    let kind = |tally: &Tally| match tally {
        Tally::Hidden => 'h',
        Tally::Banded(_) => 'b',
        Tally::Exact(_) => 'e',
    };
    shown.groups.values().map(kind).collect()
}

/// What is left of a total when everything that is shown of the sizes is taken from it, for groups
/// shown in one way or another: how many people, and in how many groups.
fn rest(
    groups: &BTreeMap<String, Distribution>,
    shown: &Crosstab,
    kinds_of: &[char],
) -> (i64, usize) {
    let sizes = groups.values().map(Distribution::n).zip(kinds(shown));
    let hidden = sizes.filter(|(n, kind)| *n > 0 && kinds_of.contains(kind));
    hidden.fold((0, 0), |(people, count), (n, _)| (people + n, count + 1))
}

/// The promises of a table, whatever was answered.
fn holds(groups: &BTreeMap<String, Distribution>, rule: Rule) {
    let shown = Crosstab::of(groups, rule);
    let total: i64 = groups.values().map(Distribution::n).sum();
    assert_eq!(
        shown.total.n().is_some(),
        total >= rule.minimum(),
        "{groups:?}"
    );
    if shown.total.exact().is_none() {
        // Bands of the total would be narrowed by any group beside it.
        assert!(kinds(&shown).iter().all(|kind| *kind == 'h'), "{groups:?}");
        return;
    }
    for (name, tally) in &shown.groups {
        let n = groups[name].n();
        assert!(
            tally
                .n()
                .is_none_or(|told| told == n && n >= rule.minimum()),
            "{groups:?}"
        );
        assert!(
            tally
                .exact()
                .is_none_or(|told| told == groups[name] && n >= rule.small())
        );
    }
    let (people, count) = rest(groups, &shown, &['h']);
    assert!(
        people == 0 || (count > 1 && people >= rule.minimum()),
        "{groups:?}"
    );
    let (people, count) = rest(groups, &shown, &['h', 'b']);
    assert!(
        people == 0 || (count > 1 && people >= rule.small()),
        "{groups:?}"
    );
}

#[test]
fn every_table_of_three_small_groups_keeps_its_promises() {
    for a in 0..=21 {
        for b in 0..=21 {
            for c in 0..=21 {
                let groups = table(&[group(a, 0), group(b / 2, b - b / 2), group(0, c)]);
                holds(&groups, Rule::default());
            }
        }
    }
}

#[test]
fn every_table_of_four_groups_about_the_thresholds_keeps_its_promises() {
    let sizes = [0, 1, 4, 5, 6, 9, 10, 11];
    let all = sizes.len();
    for at in 0..all.pow(4) {
        let size = |place: u32| sizes[at / all.pow(place) % all];
        let [a, b, c, d] = [0, 1, 2, 3].map(size);
        let groups = table(&[group(a, 0), group(0, b), group(c, 0), group(d, 0)]);
        holds(&groups, Rule::default());
    }
}

/// Random answers of groups of given sizes.
fn answers() -> impl Strategy<Value = Vec<(i64, i64, i64)>> {
    prop::collection::vec((0..26_i64, 0..=100_i64, 0..=100_i64), 1..7)
}

proptest! {
    /// Were it otherwise, that a group is hidden would tell something of what it answered.
    #[test]
    fn who_is_hidden_depends_on_the_sizes_alone(given in answers(), minimum in 5..8_i64) {
        let one: Vec<Distribution> = given.iter().map(|(n, p, _)| group(n * p / 100, n - n * p / 100)).collect();
        let other: Vec<Distribution> = given.iter().map(|(n, _, p)| group(n * p / 100, n - n * p / 100)).collect();
        let rule = Rule::new(minimum);
        let shown = [one, other].map(|groups| kinds(&Crosstab::of(&table(&groups), rule)));
        prop_assert_eq!(&shown[0], &shown[1]);
    }

    #[test]
    fn a_choice_that_nobody_took_changes_nothing_for_the_others(given in answers()) {
        let groups: Vec<Distribution> = given.iter().map(|(n, p, _)| group(n * p / 100, n - n * p / 100)).collect();
        let without = Crosstab::of(&table(&groups), Rule::default());
        let mut all = table(&groups);
        all.insert("zz".to_owned(), Distribution::default());
        let mut with = Crosstab::of(&all, Rule::default());
        prop_assert_eq!(with.groups.remove("zz"), Some(Tally::Hidden));
        prop_assert_eq!(with, without);
    }

    #[test]
    fn the_total_is_that_of_everybody(given in answers()) {
        let groups: Vec<Distribution> = given.iter().map(|(n, p, _)| group(n * p / 100, n - n * p / 100)).collect();
        let mut total = Distribution::default();
        for group in &groups {
            total.merge(*group);
        }
        let shown = Crosstab::of(&table(&groups), Rule::default());
        prop_assert_eq!(shown.total, Tally::of(total, Rule::default()));
        prop_assert_eq!(shown.groups.len(), groups.len());
    }
}

#[test]
fn a_table_of_nobody_or_of_one_group_shows_the_total_at_most() {
    let rule = Rule::default();
    let empty = Crosstab::of(&BTreeMap::new(), rule);
    assert_eq!((empty.total, empty.groups.len()), (Tally::Hidden, 0));
    // One group of everybody is the total itself.
    let all = Crosstab::of(&table(&[group(12, 3)]), rule);
    assert_eq!(all.groups["g0"], all.total);
}
