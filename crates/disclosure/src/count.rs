//! Counting who has answered, without telling who.

use crate::Rule;

/// How many answers were lost, rounded down to a multiple of the minimum: 0 means fewer than the
/// minimum, anything else "at least so many".
pub const fn lost_step(answered: i64, rule: Rule) -> i64 {
    if answered < rule.minimum() {
        0
    } else {
        answered - answered % rule.minimum()
    }
}

/// The first count that is told of a survey under way. Each later one is twice the one before.
///
/// Whoever wrote every other ballot sees one ballot come when it happens to be the one that passes
/// the drawn point of a step. That has a chance of one in the width of the step, so over all steps
/// less than two in fifty, however many ballots are written to look for it.
const FIRST_STEP: i64 = 50;

/// What is told of how many have answered while a survey is open: at least so many, or 0 for nothing.
///
/// The steps are 50, 100, 200, 400 and so on. A step is taken at a point between itself and the next
/// that is drawn for this survey and this step alone; `draw` gives the number of a step, always the
/// same one, and nobody who watches may know it. With `most` nothing is told beyond that count.
pub fn live_count(answered: i64, most: Option<i64>, rule: Rule, draw: impl Fn(u32) -> u64) -> i64 {
    let counted = most.map_or(answered, |most| answered.min(most));
    let mut told = 0;
    let mut width = FIRST_STEP.max(rule.minimum());
    for step in 0..u32::from(u8::MAX) {
        let within = draw(step) % width.unsigned_abs();
        let point = width.saturating_add(i64::try_from(within).unwrap_or(i64::MAX));
        if counted < point {
            break;
        }
        told = width;
        width = width.saturating_mul(2);
    }
    told
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
    /// At least so many have answered, 0 when nothing is told yet; nothing for a small group.
    pub answered: Option<i64>,
}

/// Turnout by group in steps, as [`live_count`] takes them; `draw` gives the number of a group's step.
/// A group in which no step can be taken shows nothing, and none shows that nearly everybody or
/// everybody has answered.
pub fn turnout(
    groups: &[GroupCount],
    rule: Rule,
    draw: impl Fn(&str, u32) -> u64,
) -> Vec<GroupTurnout> {
    groups
        .iter()
        .map(|group| GroupTurnout {
            group: group.group.clone(),
            invited: group.invited,
            answered: (most_told(group.invited, rule) >= FIRST_STEP).then(|| {
                let most = Some(most_told(group.invited, rule));
                live_count(group.answered, most, rule, |step| draw(&group.group, step))
            }),
        })
        .collect()
}

/// The most that is told of so many invited: beyond it a step would say that at most a few are
/// missing, perhaps nobody.
pub const fn most_told(invited: i64, rule: Rule) -> i64 {
    invited - rule.minimum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_answers_are_counted_in_steps_of_the_minimum() {
        let rule = Rule::new(5);
        let steps: Vec<i64> = [0, 4, 5, 9, 10, 27]
            .into_iter()
            .map(|n| lost_step(n, rule))
            .collect();
        assert_eq!(steps, [0, 0, 5, 5, 10, 25]);
    }

    #[test]
    fn a_step_is_taken_at_its_drawn_point() {
        let rule = Rule::new(5);
        let told = |answered| {
            live_count(answered, None, rule, |step| {
                [7, 30, 1_001][step.min(2) as usize]
            })
        };
        let seen: Vec<i64> = [0, 56, 57, 129, 130, 200, 201, 401]
            .into_iter()
            .map(told)
            .collect();
        assert_eq!(seen, [0, 0, 50, 50, 100, 100, 200, 200]);
        assert_eq!(live_count(5_000, Some(99), rule, |_| 0), 50);
        assert_eq!(live_count(50 << 40, None, rule, |_| 0), 50 << 40);
    }

    #[test]
    fn few_answers_are_no_texts() {
        let rule = Rule::new(5);
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
                group("council", 54, 54),
                group("school", 55, 55),
                group("staff", 400, 3),
            ],
            Rule::new(5),
            |_, _| 0,
        );
        let answered: Vec<_> = shown.into_iter().map(|group| group.answered).collect();
        assert_eq!(answered, [None, None, Some(50), Some(0)]);
    }
}
