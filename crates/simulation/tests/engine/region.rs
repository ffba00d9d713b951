//! Municipalities that share suppliers.

use std::num::NonZeroUsize;

use simulation::analytic;
use simulation::model::Model;
use simulation::simulate::{NoRegion, Plan, simulate, simulate_region};

use crate::support::{days, draft, effect, node, scenario, service};

/// A service on a supplier that all share and a system of its own.
fn member(own_rate: f64, shared_rate: f64) -> Model {
    let nodes = vec![
        node("own", &[]),
        node("supplier", &[]),
        service("s", &[(&[0], 1), (&[1], 1)], 2.0),
    ];
    let own = scenario("fault", own_rate, vec![effect(0, 1.0, days(3.0))]);
    let shared = scenario(
        "supplier falls",
        shared_rate,
        vec![effect(1, 0.5, days(6.0))],
    );
    Model::new(draft(nodes, vec![own, shared])).unwrap()
}

fn shared() -> Vec<String> {
    vec!["supplier falls".to_owned()]
}

#[test]
fn each_member_has_the_figures_it_has_alone() {
    let members = [member(0.3, 0.2), member(0.0, 0.2), member(2.0, 0.2)];
    let region = simulate_region(&members, &shared(), Plan::new(60_000, 3)).unwrap();
    let mut losses = 0.0;
    for (found, model) in region.members.iter().zip(&members) {
        let figures = analytic::figures(model);
        losses += figures.loss;
        let service = found.services[0];
        assert!(service.outage_days.z(figures.services[0].outage_days).abs() < 4.0);
        let alone = simulate(model, Plan::new(60_000, 1)).unwrap().services[0].intolerable;
        let error = alone.error.hypot(service.intolerable.error);
        assert!((alone.value - service.intolerable.value).abs() < 4.0 * error);
    }
    let mean = region.losses.iter().sum::<f64>() / 60_000.0;
    assert!(
        (mean / losses - 1.0).abs() < 0.02,
        "{mean} against {losses}"
    );
}

#[test]
fn what_strikes_the_supplier_strikes_all_at_once() {
    let members = vec![member(0.0, 0.2); 20];
    let together = simulate_region(&members, &shared(), Plan::new(40_000, 3)).unwrap();
    assert!(
        together.struck.iter().all(|it| [0, 20].contains(it)),
        "all or none"
    );
    let apart = simulate_region(&members, &[], Plan::new(40_000, 3)).unwrap();
    let (all, none) = (together.struck_at_least(20), apart.struck_at_least(20));
    assert!(all.value > 0.2 && none.value < 1e-3, "{all:?} {none:?}");
}

#[test]
fn threads_do_not_change_a_region() {
    let members = [member(0.3, 0.2), member(1.0, 0.2)];
    let plan = Plan::new(20_000, 5);
    let one = simulate_region(&members, &shared(), plan).unwrap();
    let eight = plan.on(NonZeroUsize::new(8).unwrap());
    assert_eq!(one, simulate_region(&members, &shared(), eight).unwrap());
}

#[test]
fn what_is_not_the_same_cannot_be_shared() {
    let differ = [member(0.3, 0.2), member(0.3, 0.4)];
    let refused = simulate_region(&differ, &shared(), Plan::new(10, 1)).unwrap_err();
    assert_eq!(refused, NoRegion::Differs("supplier falls".to_owned()));
    for longer_first in [true, false] {
        let mut draft = member(0.3, 0.2).draft();
        draft.term_days += 1.0;
        let mut terms = vec![member(0.3, 0.2), Model::new(draft).unwrap()];
        if longer_first {
            terms.reverse();
        }
        let refused = simulate_region(&terms, &shared(), Plan::new(10, 1)).unwrap_err();
        assert_eq!(refused, NoRegion::Terms);
    }
    assert!(
        simulate_region(&[], &[], Plan::new(10, 1))
            .unwrap()
            .members
            .is_empty()
    );
}
