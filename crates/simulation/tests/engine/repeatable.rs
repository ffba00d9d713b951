//! The same in gives the same out to the bit, and who stops early gets nothing.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use simulation::model::Model;
use simulation::simulate::{NoOutcome, Outcome, Plan, simulate, simulate_telling};
use simulation::uncertainty;

use crate::support::{random_draft, spread};

/// Six chunks, the last of them short.
const TERMS: u64 = 21_000;

fn model() -> Model {
    Model::new(random_draft(3)).unwrap()
}

/// Every number of an outcome, as bits.
fn bits(outcome: &Outcome) -> Vec<u64> {
    let services = outcome.services.iter();
    let services = services.flat_map(|it| [it.outage_days, it.intolerable]);
    let others = [
        outcome.loss,
        outcome.resident_days,
        outcome.peak_residents,
        outcome.affected_at_least,
        outcome.affected_at_most,
    ];
    let estimates = services.chain(others).flat_map(|it| [it.value, it.error]);
    let shares = outcome
        .services_intolerable
        .iter()
        .chain(&outcome.services_at_once);
    let all = estimates
        .chain(shares.copied())
        .chain(outcome.losses.iter().copied());
    all.map(f64::to_bits)
        .chain([outcome.events, outcome.terms])
        .collect()
}

#[test]
fn threads_do_not_change_a_bit() {
    let one = bits(&simulate(&model(), Plan::new(TERMS, 9)).unwrap());
    for threads in [2, 3, 8, 64] {
        let plan = Plan::new(TERMS, 9).on(NonZeroUsize::new(threads).unwrap());
        assert!(
            one == bits(&simulate(&model(), plan).unwrap()),
            "{threads} threads"
        );
    }
}

#[test]
fn seed_and_model_decide_every_bit() {
    let first = bits(&simulate(&model(), Plan::new(TERMS, 9)).unwrap());
    assert!(first == bits(&simulate(&model(), Plan::new(TERMS, 9)).unwrap()));
    let other = bits(&simulate(&model(), Plan::new(TERMS, 10)).unwrap());
    assert!(first != other);
    // More terms begin with the same ones.
    let (short, long) = (Plan::new(TERMS, 9), Plan::new(3 * TERMS, 9));
    let losses = simulate(&model(), short).unwrap().losses;
    let whole = losses.len() / 4_096 * 4_096;
    assert_eq!(
        losses[..whole],
        simulate(&model(), long).unwrap().losses[..whole]
    );
    let changed = |change: fn(&mut simulation::model::Draft)| {
        let mut draft = random_draft(3);
        change(&mut draft);
        Model::new(draft).unwrap().fingerprint()
    };
    assert_eq!(changed(|_| ()), model().fingerprint());
    assert_ne!(
        changed(|it| it.scenarios[0].rate_per_year += 1e-9),
        model().fingerprint()
    );
    assert_ne!(
        changed(|it| it.nodes[0].name.push('x')),
        model().fingerprint()
    );
}

/// Who changes how terms are drawn changes this, and says so in the changelog: figures that a council
/// has seen are no longer those that the program gives.
#[test]
fn the_terms_of_this_version_are_known() {
    let losses = simulate(&model(), Plan::new(4_000, 1)).unwrap().losses;
    let sum = losses
        .iter()
        .fold(0_u64, |sum, it| sum.rotate_left(5) ^ it.to_bits());
    assert_eq!(format!("{sum:016x}"), "225c4a2c1072b691");
}

#[test]
fn progress_grows_to_the_end() {
    for threads in [1, 2] {
        let seen = Mutex::new(Vec::new());
        let plan = Plan::new(TERMS, 1).on(NonZeroUsize::new(threads).unwrap());
        let tell = |done| {
            seen.lock().unwrap().push(done);
            ControlFlow::Continue(())
        };
        simulate_telling(&model(), plan, &tell).unwrap();
        let seen = seen.into_inner().unwrap();
        assert_eq!(seen.len(), 6, "once a chunk");
        assert!(
            seen.is_sorted_by(|a, b| a < b),
            "{seen:?} on {threads} threads"
        );
        assert_eq!(seen.last(), Some(&TERMS));
    }
}

#[test]
fn who_stops_gets_nothing_and_soon() {
    for threads in [1, 8] {
        let told = AtomicU64::new(0);
        let plan = Plan::new(50_000_000, 1).on(NonZeroUsize::new(threads).unwrap());
        let stopped = simulate_telling(&model(), plan, &|_| {
            told.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Err(NoOutcome::Stopped));
        assert_eq!(
            told.into_inner(),
            1,
            "nobody is told after having stopped it"
        );
    }
}

#[test]
fn no_terms_and_too_many_are_refused() {
    for terms in [0, 50_000_001, u64::MAX] {
        assert_eq!(
            simulate(&model(), Plan::new(terms, 1)),
            Err(NoOutcome::Terms)
        );
    }
    assert_eq!(simulate(&model(), Plan::new(1, 1)).unwrap().losses.len(), 1);
}

#[test]
fn seeds_are_independent_of_each_other() {
    // The mean of each seed is as far from the mean of all as its own standard error says.
    let runs: Vec<Outcome> = (0..40)
        .map(|seed| simulate(&model(), Plan::new(4_000, seed)).unwrap())
        .collect();
    let mean = runs.iter().map(|it| it.loss.value).sum::<f64>() / 40.0;
    let z: Vec<f64> = runs.iter().map(|it| it.loss.z(mean)).collect();
    let (most, typical) = spread(&z);
    assert!(
        most < 4.0 && (0.7..1.3).contains(&typical),
        "{most}, {typical}"
    );
}

#[test]
fn bands_repeat_and_hold_their_headline() {
    let mut draft = random_draft(3);
    let exact = uncertainty::bands(&Model::new(draft.clone()).unwrap(), 5, 1);
    assert!(
        exact.loss.low.to_bits() == exact.loss.high.to_bits(),
        "nothing is uncertain"
    );
    for scenario in &mut draft.scenarios {
        scenario.rate_interval = Some((0.5 * scenario.rate_per_year, 2.0 * scenario.rate_per_year));
    }
    let model = Model::new(draft).unwrap();
    let bands = uncertainty::bands(&model, 60, 1);
    assert_eq!(bands, uncertainty::bands(&model, 60, 1));
    assert_ne!(bands, uncertainty::bands(&model, 60, 2));
    let all = bands.outage_days.iter().chain(&bands.intolerable);
    for band in all.chain([&bands.loss, &bands.resident_days]) {
        assert!(
            band.low <= band.headline && band.headline <= band.high,
            "{band:?}"
        );
    }
    assert!(bands.loss.high > 1.1 * bands.loss.low, "{:?}", bands.loss);
}
