//! What is certain of a figure that is made of several questions, of which some are shown in bands.
//!
//! Every table of counts that fits the bands may be the true one. A figure is told only as far as all of
//! them agree; its bounds are found exactly, for they are reached at tables that fill the bands in the
//! order of what a count adds to the figure.

use domain::survey::{Distribution, Level};

use crate::Tally;

/// What is certain of the mean of those who took a stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mean {
    /// Nobody took a stand, whatever the table.
    Nobody,
    /// In some tables nobody took a stand and in others somebody did.
    Untold,
    /// At least the first and at most the second, each 0 to 1.
    Between(f64, f64),
}

/// What is certain of the mean over all answers to these questions; nothing when none of them shows
/// anything.
pub fn mean_bounds(tallies: &[Tally]) -> Option<Mean> {
    let least = fitting(tallies, [1.0, 1.0, 1.0, 0.0], Aim::Least)?;
    let most = fitting(tallies, [1.0, 1.0, 1.0, 0.0], Aim::Most)?;
    Some(match (least.stands(), most.stands()) {
        (_, 0) => Mean::Nobody,
        (0, _) => Mean::Untold,
        _ => Mean::Between(extreme(tallies, Aim::Least)?, extreme(tallies, Aim::Most)?),
    })
}

/// The least and the greatest share of "don't know" among all answers to these questions, 0 to 1;
/// nothing when none of them shows anything.
pub fn unknown_bounds(tallies: &[Tally]) -> Option<(f64, f64)> {
    let weights = [0.0, 0.0, 0.0, 1.0];
    let least = fitting(tallies, weights, Aim::Least)?.unknown_share()?;
    let most = fitting(tallies, weights, Aim::Most)?.unknown_share()?;
    Some((least, most))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Least,
    Most,
}

/// How often the search for a mean may go on. It ends after a few steps, for each is a table that has
/// not been met before and is better.
const STEPS: usize = 100;

/// The least or greatest mean: a ratio of two sums, found by Dinkelbach's method (1967).
fn extreme(tallies: &[Tally], aim: Aim) -> Option<f64> {
    let mut found = if aim == Aim::Most { 0.0 } else { 1.0 };
    for _ in 0..STEPS {
        let weights = [1.0 - found, 0.5 - found, -found, 0.0];
        let mean = fitting(tallies, weights, aim)?.mean()?;
        let is_better = match aim {
            Aim::Least => mean < found,
            Aim::Most => mean > found,
        };
        if !is_better {
            break;
        }
        found = mean;
    }
    Some(found)
}

/// The sum of those fitting tables in which the weighed counts are least or most.
fn fitting(tallies: &[Tally], weights: [f64; 4], aim: Aim) -> Option<Distribution> {
    let mut all: Option<Distribution> = None;
    for tally in tallies {
        if let Some(one) = filled(tally, weights, aim) {
            all.get_or_insert_default().merge(one);
        }
    }
    all
}

/// The fitting table of one question: every answer has as many as it must, and the rest go to the
/// answers that aim best, as far as their bands allow.
fn filled(tally: &Tally, weights: [f64; 4], aim: Aim) -> Option<Distribution> {
    let n = tally.n()?;
    let mut cells = Vec::new();
    for (level, weight) in Level::ALL.iter().zip(weights) {
        let (low, high) = tally.cell(*level)?.bounds();
        cells.push((*level, weight, low, high));
    }
    let mut rest = n - cells.iter().map(|(_, _, low, _)| low).sum::<i64>();
    cells.sort_by(|a, b| match aim {
        Aim::Least => a.1.total_cmp(&b.1),
        Aim::Most => b.1.total_cmp(&a.1),
    });
    let mut table = Distribution::default();
    for (level, _, low, high) in cells {
        let more = rest.clamp(0, high - low);
        rest -= more;
        let count = match level {
            Level::Yes => &mut table.yes,
            Level::Partly => &mut table.partly,
            Level::No => &mut table.no,
            Level::Unknown => &mut table.unknown,
        };
        *count = low + more;
    }
    Some(table)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Rule;

    fn distribution([yes, partly, no, unknown]: [i64; 4]) -> Distribution {
        Distribution {
            yes,
            partly,
            no,
            unknown,
        }
    }

    fn shown(counts: [i64; 4]) -> Tally {
        Tally::of(distribution(counts), Rule::new(5))
    }

    /// Every table of as many answers that fits the bands.
    fn fits(tally: &Tally) -> Vec<Distribution> {
        let n = tally.n().unwrap();
        let is_within = |table: &Distribution, level: &Level| {
            let (low, high) = tally.cell(*level).unwrap().bounds();
            (low..=high).contains(&table.count(*level))
        };
        let pairs = (0..=n).flat_map(|yes| (0..=(n - yes)).map(move |partly| (yes, partly)));
        let triples = pairs.flat_map(|(yes, partly)| {
            (0..=(n - yes - partly)).map(move |no| [yes, partly, no, n - yes - partly - no])
        });
        triples
            .map(distribution)
            .filter(|table| Level::ALL.iter().all(|level| is_within(table, level)))
            .collect()
    }

    #[test]
    fn of_six_answers_that_all_look_alike_nothing_is_certain() {
        // Two surveys of six in which nobody chose "don't know" and nobody can tell.
        let both = [shown([2, 2, 2, 0]), shown([3, 1, 2, 0])];
        assert_eq!(unknown_bounds(&both), Some((0.0, 0.5)));
        let Some(Mean::Between(low, high)) = mean_bounds(&both) else {
            panic!("somebody took a stand");
        };
        assert!(low < 0.25 && high > 0.75, "{low} {high}");
    }

    #[test]
    fn what_is_shown_whole_is_certain() {
        let whole = [shown([6, 2, 2, 10])];
        assert_eq!(unknown_bounds(&whole), Some((0.5, 0.5)));
        assert_eq!(mean_bounds(&whole), Some(Mean::Between(0.7, 0.7)));
        assert_eq!(mean_bounds(&[shown([0, 0, 0, 12])]), Some(Mean::Nobody));
        assert_eq!(mean_bounds(&[shown([0, 0, 0, 7])]), Some(Mean::Untold));
        assert_eq!(mean_bounds(&[Tally::Hidden]), None);
        assert_eq!(mean_bounds(&[]), None);
    }

    proptest! {
        /// The bounds are those of all tables that fit, no wider and no narrower.
        #[test]
        fn bounds_are_those_of_every_table_that_fits(
            one in [0..5_i64, 0..5_i64, 0..5_i64, 0..5_i64],
            other in [0..4_i64, 0..4_i64, 0..4_i64, 0..4_i64],
        ) {
            let tallies = [shown(one), shown(other)];
            let seen: Vec<&Tally> = tallies.iter().filter(|it| it.n().is_some()).collect();
            prop_assume!(!seen.is_empty());
            let mut sums = vec![Distribution::default()];
            for tally in &seen {
                let fits = fits(tally);
                sums = sums.iter().flat_map(|sum| fits.iter().map(move |one| {
                    let mut sum = *sum;
                    sum.merge(*one);
                    sum
                })).collect();
            }
            let means: Vec<Option<f64>> = sums.iter().map(Distribution::mean).collect();
            let told = means.iter().flatten().copied();
            let expected = match (means.contains(&None), told.clone().reduce(f64::min)) {
                (_, None) => Mean::Nobody,
                (true, Some(_)) => Mean::Untold,
                (false, Some(least)) => Mean::Between(least, told.reduce(f64::max).unwrap()),
            };
            prop_assert_eq!(mean_bounds(&tallies), Some(expected));
            let shares = sums.iter().map(|sum| sum.unknown_share().unwrap());
            let least = shares.clone().reduce(f64::min).unwrap();
            let most = shares.reduce(f64::max).unwrap();
            prop_assert_eq!(unknown_bounds(&tallies), Some((least, most)));
        }
    }
}
