//! A question by background: which groups may be shown beside the total.
//!
//! The total and the shown groups together must not give away a group that is not shown. Whoever
//! subtracts what is shown exactly from the total gets the sum of all other groups; so either there
//! are no others, or there are at least two and their sum is not small.

use std::collections::BTreeMap;

use domain::survey::Distribution;

use crate::{Rule, Tally};

/// A question's answers by group, as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosstab {
    /// Everybody.
    pub total: Tally,
    /// Each group.
    pub groups: BTreeMap<String, Tally>,
}

impl Crosstab {
    /// Decides which groups may be shown.
    ///
    /// The groups must be everybody, each person in one: who did not say has a group too. Nothing
    /// but the groups' sizes decides who is hidden, so that hiding says nothing about the answers.
    pub fn of(groups: &BTreeMap<String, Distribution>, rule: Rule) -> Self {
        let mut total = Distribution::default();
        for group in groups.values() {
            total.merge(*group);
        }
        let shown = Tally::of(total, rule);
        if shown.exact().is_none() {
            // A small total is in bands; groups beside it would only narrow them.
            return Self {
                total: shown,
                groups: groups
                    .keys()
                    .map(|name| (name.clone(), Tally::Hidden))
                    .collect(),
            };
        }
        let mut table = Self {
            total: shown,
            groups: groups
                .iter()
                .map(|(name, group)| (name.clone(), Tally::of(*group, rule)))
                .collect(),
        };
        table.hide_more(groups, rule);
        table.coarsen_more(groups, rule);
        table
    }

    /// Hides groups, the smallest first, until the hidden ones stand for one another.
    fn hide_more(&mut self, groups: &BTreeMap<String, Distribution>, rule: Rule) {
        while !is_cover(
            &self.sizes(groups, |tally| *tally == Tally::Hidden),
            rule.minimum(),
        ) {
            let Some(next) = self.smallest(groups, |tally| *tally != Tally::Hidden) else {
                return;
            };
            self.groups.insert(next, Tally::Hidden);
        }
    }

    /// Puts exact groups into bands, the smallest first, until subtracting all exact ones from the
    /// total gives the sum of several groups that is not small.
    fn coarsen_more(&mut self, groups: &BTreeMap<String, Distribution>, rule: Rule) {
        while !is_cover(
            &self.sizes(groups, |tally| tally.exact().is_none()),
            rule.small(),
        ) {
            let Some(next) = self.smallest(groups, |tally| tally.exact().is_some()) else {
                return;
            };
            if let Some(tally) = self.groups.get_mut(&next) {
                *tally = tally.coarsened();
            }
        }
    }

    /// Sizes of the groups shown in a certain way; empty groups cover nobody.
    fn sizes(
        &self,
        groups: &BTreeMap<String, Distribution>,
        which: impl Fn(&Tally) -> bool,
    ) -> Vec<i64> {
        groups
            .iter()
            .filter(|(name, _)| self.groups.get(*name).is_some_and(&which))
            .map(|(_, group)| group.n())
            .filter(|n| *n > 0)
            .collect()
    }

    fn smallest(
        &self,
        groups: &BTreeMap<String, Distribution>,
        which: impl Fn(&Tally) -> bool,
    ) -> Option<String> {
        groups
            .iter()
            .filter(|(name, group)| group.n() > 0 && self.groups.get(*name).is_some_and(&which))
            .min_by_key(|(name, group)| (group.n(), (*name).clone()))
            .map(|(name, _)| name.clone())
    }
}

/// Whether groups that are not shown stand for one another: none, or several of enough people.
fn is_cover(sizes: &[i64], least: i64) -> bool {
    sizes.is_empty() || (sizes.len() > 1 && sizes.iter().sum::<i64>() >= least)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(groups: &[(&str, i64, i64)]) -> BTreeMap<String, Distribution> {
        groups
            .iter()
            .map(|(name, yes, no)| {
                let group = Distribution {
                    yes: *yes,
                    no: *no,
                    ..Distribution::default()
                };
                ((*name).to_owned(), group)
            })
            .collect()
    }

    fn kinds(table: &Crosstab) -> Vec<&'static str> {
        table
            .groups
            .values()
            .map(|tally| match tally {
                Tally::Hidden => "hidden",
                Tally::Banded(_) => "banded",
                Tally::Exact(_) => "exact",
            })
            .collect()
    }

    #[test]
    fn a_single_small_group_takes_the_next_smallest_along() {
        let groups = table(&[("a", 3, 1), ("b", 6, 5), ("c", 20, 10), ("d", 0, 0)]);
        let shown = Crosstab::of(&groups, Rule::new(5));
        assert_eq!(kinds(&shown), ["hidden", "hidden", "exact", "hidden"]);
    }

    #[test]
    fn a_single_banded_group_takes_the_next_smallest_along() {
        let groups = table(&[("a", 7, 0), ("b", 6, 5), ("c", 20, 10)]);
        let shown = Crosstab::of(&groups, Rule::new(5));
        assert_eq!(kinds(&shown), ["banded", "banded", "exact"]);
    }

    #[test]
    fn large_groups_are_all_shown_and_a_small_total_shows_none() {
        let rule = Rule::new(5);
        let shown = Crosstab::of(&table(&[("a", 10, 4), ("b", 9, 9)]), rule);
        assert_eq!(kinds(&shown), ["exact", "exact"]);
        let shown = Crosstab::of(&table(&[("a", 5, 0), ("b", 0, 4)]), rule);
        assert_eq!(kinds(&shown), ["hidden", "hidden"]);
        assert!(matches!(shown.total, Tally::Banded(_)));
    }

    proptest! {
        #[test]
        fn no_hidden_group_can_be_worked_out_by_subtraction(
            counts in proptest::collection::vec((0..14_i64, 0..9_i64, 0..5_i64, 0..3_i64), 1..7),
            minimum in 5..8_i64,
        ) {
            let rule = Rule::new(minimum);
            let groups: BTreeMap<String, Distribution> = counts
                .iter()
                .enumerate()
                .map(|(at, (yes, partly, no, unknown))| {
                    let group = Distribution {
                        yes: *yes, partly: *partly, no: *no, unknown: *unknown,
                    };
                    (format!("g{at}"), group)
                })
                .collect();
            let shown = Crosstab::of(&groups, rule);
            let Some(mut rest) = shown.total.exact() else {
                prop_assert!(shown.groups.values().all(|tally| *tally == Tally::Hidden));
                return Ok(());
            };
            // What the reader gets by subtracting every exact group from the total.
            let mut unknown_n = rest.n();
            for tally in shown.groups.values() {
                if let Tally::Exact(d) = tally {
                    prop_assert!(d.n() >= rule.small());
                    rest.merge(Distribution {
                        yes: -d.yes, partly: -d.partly, no: -d.no, unknown: -d.unknown,
                    });
                }
                unknown_n -= tally.n().unwrap_or(0);
            }
            let sizes = |hidden: bool| -> Vec<i64> {
                shown.groups.iter()
                    .filter(|(_, tally)| if hidden { **tally == Tally::Hidden } else { tally.exact().is_none() })
                    .map(|(name, _)| groups[name].n())
                    .filter(|n| *n > 0)
                    .collect()
            };
            let (hidden, not_exact) = (sizes(true), sizes(false));
            prop_assert_eq!(rest.n(), not_exact.iter().sum::<i64>());
            prop_assert!(rest.n() == 0 || (rest.n() >= rule.small() && not_exact.len() > 1));
            // And by subtracting every shown size: the hidden ones are never one group, or few people.
            prop_assert_eq!(unknown_n, hidden.iter().sum::<i64>());
            prop_assert!(unknown_n == 0 || (unknown_n >= rule.minimum() && hidden.len() > 1));
            for (name, tally) in &shown.groups {
                prop_assert!(tally.n().is_none() || groups[name].n() >= rule.minimum());
                prop_assert!(tally.mean().is_none() || groups[name].n() >= rule.small());
            }
        }
    }
}
