//! The ledger of releases: two publications must not differ by so few answers that the difference
//! is about somebody.

use std::collections::BTreeMap;

use domain::survey::Distribution;
use serde::{Deserialize, Serialize};

use crate::Rule;

/// What one publication says: figures by a name that stays the same from release to release, such
/// as the question, or question and group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The shown figures.
    pub figures: BTreeMap<String, Distribution>,
}

/// Why a release waits: these figures differ too little from an earlier release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} figures differ from an earlier release by fewer answers than the minimum", figures.len())]
pub struct Held {
    /// Names of the figures.
    pub figures: Vec<String>,
}

/// Whether a publication may follow the earlier ones of the same answers.
///
/// # Errors
/// [`Held`] when a figure differs from one released before by fewer answers than the minimum: whoever
/// has both would know how those few answered.
pub fn may_release(earlier: &[Release], next: &Release, rule: Rule) -> Result<(), Held> {
    let figures: Vec<String> = next
        .figures
        .iter()
        .filter(|(name, figure)| {
            earlier
                .iter()
                .filter_map(|release| release.figures.get(*name))
                .any(|before| tells_on_few(*before, **figure, rule))
        })
        .map(|(name, _)| name.clone())
        .collect();
    if figures.is_empty() {
        Ok(())
    } else {
        Err(Held { figures })
    }
}

/// Whether the difference of two distributions is about fewer people than the minimum.
///
/// Answers that came and answers that went are counted apart: a distribution of equal size with
/// one answer changed is the work of one person.
fn tells_on_few(before: Distribution, after: Distribution, rule: Rule) -> bool {
    let changes = [
        after.yes - before.yes,
        after.partly - before.partly,
        after.no - before.no,
        after.unknown - before.unknown,
    ];
    let came: i64 = changes.iter().filter(|change| **change > 0).sum();
    let went: i64 = -changes.iter().filter(|change| **change < 0).sum::<i64>();
    let few = |people: i64| people > 0 && people < rule.minimum();
    few(came) || few(went)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn release(yes: i64, no: i64) -> Release {
        Release {
            figures: BTreeMap::from([(
                "q".to_owned(),
                Distribution {
                    yes,
                    no,
                    ..Distribution::default()
                },
            )]),
        }
    }

    #[test]
    fn a_release_waits_until_enough_answers_have_come() {
        let rule = Rule::new(5);
        let first = [release(6, 4)];
        assert_eq!(may_release(&first, &release(6, 4), rule), Ok(()));
        assert!(may_release(&first, &release(7, 4), rule).is_err());
        assert!(may_release(&first, &release(8, 6), rule).is_err());
        assert_eq!(may_release(&first, &release(9, 6), rule), Ok(()));
        assert_eq!(may_release(&[], &release(6, 4), rule), Ok(()));
    }

    #[test]
    fn one_changed_answer_is_one_person() {
        let held = may_release(&[release(6, 4)], &release(5, 5), Rule::new(5)).unwrap_err();
        assert_eq!(held.figures, ["q"]);
    }

    #[test]
    fn every_earlier_release_counts_and_not_only_the_last() {
        let earlier = [release(6, 4), release(12, 8)];
        assert!(may_release(&earlier, &release(8, 6), Rule::new(5)).is_err());
    }

    proptest! {
        #[test]
        fn whoever_has_both_releases_learns_about_nobody_or_about_enough(
            before in (0..60_i64, 0..60_i64), more in (0..12_i64, 0..12_i64), minimum in 5..9_i64,
        ) {
            let next = release(before.0 + more.0, before.1 + more.1);
            let came = more.0 + more.1;
            let allowed = may_release(&[release(before.0, before.1)], &next, Rule::new(minimum));
            prop_assert_eq!(allowed.is_ok(), came == 0 || came >= minimum);
        }
    }
}
