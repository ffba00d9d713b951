//! The check before a survey is opened: how small the planned background questions would make the
//! groups.

use crate::Rule;

/// A background question as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// The question's id.
    pub id: String,
    /// How many of the invited belong to each choice, where the roll or anything else tells.
    pub sizes: Vec<Option<i64>>,
}

/// A survey as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many will be invited.
    pub invited: i64,
    /// How many in a hundred are expected to answer.
    pub response_percent: i64,
    /// The background questions.
    pub backgrounds: Vec<Background>,
}

/// What to do about it, the most serious last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Ask as planned.
    Fine,
    /// Ask with fewer choices, or fewer questions; as planned, groups will be hidden.
    Coarsen,
    /// Do not ask: no division of so few can be shown, or nearly everybody would be alone in their
    /// combination of answers.
    Refuse,
}

/// The outlook for one background question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackgroundCheck {
    /// The question's id.
    pub id: String,
    /// Answers expected in its smallest group.
    pub smallest: i64,
    /// The most choices of equal size that would all be shown.
    pub most_choices: i64,
    /// What to do.
    pub verdict: Verdict,
}

/// The outlook for a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preflight {
    /// Answers expected in all.
    pub expected: i64,
    /// Each background question.
    pub backgrounds: Vec<BackgroundCheck>,
    /// How many combinations the background questions have together.
    pub combinations: i64,
    /// What to do about the combinations: answers to several background questions stand on one
    /// ballot, so a rare combination is a person even when no table shows it.
    pub together: Verdict,
    /// The most serious of all.
    pub verdict: Verdict,
}

/// Works out what the planned background questions would do.
pub fn preflight(plan: &Plan, rule: Rule) -> Preflight {
    let expected = share(plan.invited, plan.response_percent);
    let backgrounds: Vec<BackgroundCheck> = plan
        .backgrounds
        .iter()
        .map(|background| check(background, plan, rule))
        .collect();
    let combinations = plan
        .backgrounds
        .iter()
        .map(choices)
        .fold(1_i64, i64::saturating_mul);
    let together =
        if plan.backgrounds.len() < 2 || expected >= combinations.saturating_mul(rule.minimum()) {
            Verdict::Fine
        } else if expected > combinations {
            Verdict::Coarsen
        } else {
            Verdict::Refuse
        };
    let alone = if expected < rule.minimum() {
        Verdict::Refuse
    } else {
        Verdict::Fine
    };
    let verdict = backgrounds
        .iter()
        .map(|check| check.verdict)
        .chain([together, alone])
        .max()
        .unwrap_or(Verdict::Fine);
    Preflight {
        expected,
        backgrounds,
        combinations,
        together,
        verdict,
    }
}

fn choices(background: &Background) -> i64 {
    i64::try_from(background.sizes.len().max(1)).unwrap_or(i64::MAX)
}

/// A share of a count in hundredths, rounded down: small groups are not hoped away.
const fn share(count: i64, percent: i64) -> i64 {
    count * percent / 100
}

fn check(background: &Background, plan: &Plan, rule: Rule) -> BackgroundCheck {
    let known: i64 = background.sizes.iter().flatten().sum();
    let unknown = background
        .sizes
        .iter()
        .filter(|size| size.is_none())
        .count();
    let unknown = i64::try_from(unknown).unwrap_or(i64::MAX);
    // Who is not in a known group is taken to be spread evenly, which is the best case.
    let even = (unknown > 0).then(|| (plan.invited - known).max(0) / unknown);
    let smallest = background
        .sizes
        .iter()
        .flatten()
        .copied()
        .chain(even)
        .min()
        .map_or(0, |size| share(size, plan.response_percent));
    let most_choices = share(plan.invited, plan.response_percent) / rule.minimum();
    let verdict = if most_choices < 2 {
        Verdict::Refuse
    } else if smallest < rule.minimum() {
        Verdict::Coarsen
    } else {
        Verdict::Fine
    };
    BackgroundCheck {
        id: background.id.clone(),
        smallest,
        most_choices,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(id: &str, choices: usize) -> Background {
        Background {
            id: id.to_owned(),
            sizes: vec![None; choices],
        }
    }

    fn plan(invited: i64, backgrounds: Vec<Background>) -> Plan {
        Plan {
            invited,
            response_percent: 70,
            backgrounds,
        }
    }

    #[test]
    fn a_council_of_27_by_party_sex_and_age_is_refused() {
        let council = plan(27, vec![even("party", 5), even("sex", 2), even("age", 4)]);
        let outlook = preflight(&council, Rule::new(5));
        assert_eq!((outlook.expected, outlook.combinations), (18, 40));
        assert_eq!(outlook.together, Verdict::Refuse);
        let verdicts: Vec<_> = outlook.backgrounds.iter().map(|b| b.verdict).collect();
        assert_eq!(
            verdicts,
            [Verdict::Coarsen, Verdict::Fine, Verdict::Coarsen]
        );
        assert_eq!(outlook.backgrounds[0].most_choices, 3);
        assert_eq!(outlook.verdict, Verdict::Refuse);
    }

    #[test]
    fn known_small_groups_count_and_large_surveys_pass() {
        let roles = Background {
            id: "role".to_owned(),
            sizes: vec![Some(200), Some(9), None],
        };
        let outlook = preflight(&plan(400, vec![roles]), Rule::new(5));
        assert_eq!(outlook.backgrounds[0].smallest, 6);
        assert_eq!(outlook.verdict, Verdict::Fine);
        assert_eq!(
            preflight(&plan(6, Vec::new()), Rule::new(5)).verdict,
            Verdict::Refuse
        );
    }
}
