//! Counting who has answered, without telling who.

use crate::Rule;

/// How many have answered, rounded down so that one more answer does not show: 0 means fewer than
/// the minimum, anything else "at least so many".
pub const fn live_step(answered: i64, rule: Rule) -> i64 {
    if answered < rule.minimum() {
        0
    } else {
        answered - answered % rule.minimum()
    }
}

/// Whether free texts of so many people may be shown at all, after a person has read them.
pub const fn texts_may_be_shown(answered: i64, rule: Rule) -> bool {
    answered >= rule.small()
}

/// A group of the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCount {
    /// Its name.
    pub group: String,
    /// How many were invited.
    pub invited: i64,
    /// How many are marked as having answered.
    pub answered: i64,
}

/// What is shown of a group's turnout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTurnout {
    /// Its name.
    pub group: String,
    /// How many were invited; the owner made the list and knows.
    pub invited: i64,
    /// At least so many have answered, 0 for fewer than the minimum; nothing for a small group.
    pub answered: Option<i64>,
}

/// Turnout by group in steps. A group that is small shows nothing, and neither does one that would
/// show that nearly everybody or everybody has answered.
pub fn turnout(groups: &[GroupCount], rule: Rule) -> Vec<GroupTurnout> {
    groups
        .iter()
        .map(|group| GroupTurnout {
            group: group.group.clone(),
            invited: group.invited,
            answered: (group.invited >= rule.small()).then(|| {
                // The last step would say that at most a few are missing, perhaps nobody.
                let most = group.invited - rule.minimum();
                live_step(group.answered.min(most), rule)
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_grow_in_steps_of_the_minimum() {
        let rule = Rule::new(5);
        let steps: Vec<i64> = [0, 4, 5, 9, 10, 27]
            .into_iter()
            .map(|n| live_step(n, rule))
            .collect();
        assert_eq!(steps, [0, 0, 5, 5, 10, 25]);
        assert!(!texts_may_be_shown(9, rule));
        assert!(texts_may_be_shown(10, rule));
    }

    #[test]
    fn a_small_group_and_a_full_one_show_no_names_by_counting() {
        let group = |name: &str, invited, answered| GroupCount {
            group: name.to_owned(),
            invited,
            answered,
        };
        let shown = turnout(
            &[
                group("board", 9, 9),
                group("council", 27, 27),
                group("staff", 40, 3),
            ],
            Rule::new(5),
        );
        let answered: Vec<_> = shown.into_iter().map(|group| group.answered).collect();
        assert_eq!(answered, [None, Some(20), Some(0)]);
    }
}
