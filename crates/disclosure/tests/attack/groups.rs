//! One question's answers in a small group, and who has answered.

use std::collections::BTreeMap;

use disclosure::{
    Background, GroupCount, Plan, Rule, Tally, Verdict, lost_step, preflight, texts_may_be_shown,
    turnout,
};
use domain::survey::{Distribution, Level, MINIMUM_CELL};
use proptest::prelude::*;

/// Every way in which so many people can answer.
pub(crate) fn distributions(n: i64) -> Vec<Distribution> {
    let mut all = Vec::new();
    for yes in 0..=n {
        for partly in 0..=n - yes {
            for no in 0..=n - yes - partly {
                all.push(Distribution {
                    yes,
                    partly,
                    no,
                    unknown: n - yes - partly - no,
                });
            }
        }
    }
    all
}

/// Everything that is shown of a tally, in a form that can be sorted.
pub(crate) fn shown(tally: &Tally) -> Vec<i64> {
    let cells = Level::ALL.iter().filter_map(|level| tally.cell(*level));
    let bounds = cells.flat_map(|cell| {
        let (low, high) = cell.bounds();
        [low, high]
    });
    tally.n().into_iter().chain(bounds).collect()
}

#[test]
fn nobody_learns_that_a_small_group_was_of_one_mind() {
    for minimum in MINIMUM_CELL..=8 {
        let rule = Rule::new(minimum);
        for n in 1..rule.small() {
            let mut alike: BTreeMap<Vec<i64>, Vec<Distribution>> = BTreeMap::new();
            for one in distributions(n) {
                let tally = Tally::of(one, rule);
                assert!(tally.mean().is_none() && tally.spread().is_none());
                assert!(tally.unknown_share().is_none() && tally.exact().is_none());
                alike.entry(shown(&tally)).or_default().push(one);
            }
            for (seen, same) in alike {
                let known = Level::ALL.iter().find(|level| is_known(&same, **level, n));
                assert_eq!(known, None, "of {n} from {seen:?}");
            }
        }
    }
}

/// Whether all of these say that nobody, or that everybody, gave an answer.
fn is_known(same: &[Distribution], level: Level, n: i64) -> bool {
    let counts = || same.iter().map(|it| it.count(level));
    counts().all(|it| it == 0) || counts().all(|it| it == n)
}

#[test]
fn what_is_shown_holds_the_truth_and_from_twice_the_minimum_on_all_of_it() {
    for n in 0..=12 {
        for truth in distributions(n) {
            let tally = Tally::of(truth, Rule::default());
            assert_eq!(tally.n().is_some(), n >= MINIMUM_CELL);
            assert_eq!(tally.exact(), (n >= 2 * MINIMUM_CELL).then_some(truth));
            let holds = |level: &&Level| {
                let share = tally.share(**level);
                let in_order =
                    share.is_none_or(|(low, high)| 0.0 <= low && low <= high && high <= 1.0);
                let bounds = tally.cell(**level).map(disclosure::Cell::bounds);
                let count = truth.count(**level);
                in_order && bounds.is_none_or(|(low, high)| (low..=high).contains(&count))
            };
            assert!(Level::ALL.iter().all(|level| holds(&level)), "{truth:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_survey_lowers_the_minimum(asked in -1_000_000_i64..1_000_000) {
        let rule = Rule::new(asked);
        prop_assert!(rule.minimum() >= MINIMUM_CELL && rule.minimum() >= asked);
        prop_assert_eq!(rule.small(), 2 * rule.minimum());
    }
}

#[test]
fn one_more_lost_answer_does_not_show_in_what_is_told_of_them() {
    for minimum in MINIMUM_CELL..=9 {
        let rule = Rule::new(minimum);
        let mut alike: BTreeMap<i64, i64> = BTreeMap::new();
        for answered in 0..20 * minimum {
            let step = lost_step(answered, rule);
            assert!(step <= answered && step % minimum == 0);
            *alike.entry(step).or_default() += 1;
            assert_eq!(texts_may_be_shown(answered, rule), answered >= 2 * minimum);
        }
        assert!(alike.values().all(|count| *count == minimum), "{alike:?}");
    }
}

#[test]
fn a_turnout_never_says_who_is_missing() {
    for minimum in MINIMUM_CELL..=8 {
        let rule = Rule::new(minimum);
        for invited in (0..140).step_by(7) {
            let mut alike: BTreeMap<Option<i64>, Vec<i64>> = BTreeMap::new();
            for answered in 0..=invited {
                let group = GroupCount {
                    group: "Valtuusto".to_owned(),
                    invited,
                    answered,
                };
                let told = turnout(&[group], rule, |_, _| 0).remove(0);
                assert_eq!((told.group.as_str(), told.invited), ("Valtuusto", invited));
                assert!(told.answered.is_none_or(|least| least <= answered));
                alike.entry(told.answered).or_default().push(answered);
            }
            for (seen, same) in alike {
                // So many could be missing that nobody is under suspicion, or nobody at all could be.
                let many = i64::try_from(same.len()).unwrap() >= minimum.min(invited + 1);
                assert!(many, "{seen:?} of {invited} means {same:?}");
                assert_eq!(seen.is_none(), invited < 50 + minimum);
                assert!(seen.is_none() || same.first() < Some(&(invited - minimum + 1)));
            }
        }
    }
}

fn plan(invited: i64, percent: i64, sizes: &[Vec<Option<i64>>]) -> Plan {
    let backgrounds = sizes.iter().enumerate().map(|(at, sizes)| Background {
        id: format!("b{at}"),
        sizes: sizes.clone(),
    });
    Plan {
        invited,
        response_percent: percent,
        backgrounds: backgrounds.collect(),
    }
}

proptest! {
    #[test]
    fn more_people_never_make_a_plan_worse_and_more_choices_never_better(
        invited in 0..400_i64, more in 0..200_i64, percent in 0..=100_i64,
        choices in prop::collection::vec(1..9_usize, 0..4), finer in 1..4_usize,
    ) {
        let even = |by: usize| -> Vec<Vec<Option<i64>>> { choices.iter().map(|it| vec![None; it * by]).collect() };
        let verdict = |invited, sizes: &[Vec<Option<i64>>]| preflight(&plan(invited, percent, sizes), Rule::default()).verdict;
        let now = verdict(invited, &even(1));
        prop_assert!(verdict(invited + more, &even(1)) <= now);
        prop_assert!(verdict(invited, &even(finer)) >= now);
    }

    #[test]
    fn a_plan_is_as_bad_as_its_worst_part(
        invited in 0..400_i64, percent in 0..=100_i64,
        sizes in prop::collection::vec(prop::collection::vec(prop::option::of(0..200_i64), 1..5), 0..4),
    ) {
        let outlook = preflight(&plan(invited, percent, &sizes), Rule::default());
        let parts = outlook.backgrounds.iter().map(|it| it.verdict).chain([outlook.together]);
        let worst = parts.max().unwrap_or(Verdict::Fine);
        let few = outlook.expected < MINIMUM_CELL;
        prop_assert_eq!(outlook.verdict, if few { Verdict::Refuse } else { worst });
        for (check, sizes) in outlook.backgrounds.iter().zip(&sizes) {
            // Where every group is known, fine means that every group will be shown.
            let known: Vec<i64> = sizes.iter().flatten().map(|size| size * percent / 100).collect();
            if known.len() == sizes.len() && check.verdict == Verdict::Fine {
                prop_assert!(known.iter().all(|size| *size >= MINIMUM_CELL));
            }
        }
    }
}

#[test]
fn a_plan_with_more_combinations_than_people_is_refused_however_many_there_are() {
    let sizes = vec![vec![None; 200]; 12];
    let outlook = preflight(&plan(1_000, 100, &sizes), Rule::default());
    assert_eq!(
        (outlook.combinations, outlook.together),
        (i64::MAX, Verdict::Refuse)
    );
    let none = preflight(&plan(1_000, 100, &[]), Rule::default());
    assert_eq!((none.combinations, none.verdict), (1, Verdict::Fine));
}
