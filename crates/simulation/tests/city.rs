//! The reference city: figures that were worked out elsewhere, where its files are at hand.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use simulation::analytic;
use simulation::model::Model;

fn fixture(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/fixtures/risk")
        .join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: fixtures not here");
    }
    text
}

fn city() -> Option<Model> {
    Some(Model::from_json(&fixture("city.json")?).unwrap())
}

#[test]
fn expected_outage_days_of_all_services_are_the_exact_ones() {
    let (Some(city), Some(expected)) = (city(), fixture("city-expected-outage-days.json")) else {
        return;
    };
    let expected: BTreeMap<usize, f64> = serde_json::from_str(&expected).unwrap();
    let figures = analytic::figures(&city);
    assert_eq!((figures.services.len(), expected.len()), (30, 30));
    for (i, days) in expected {
        let found = &figures.services[i];
        assert!(found.exact);
        println!(
            "{i}: {} against {days}, {:e}",
            found.outage_days,
            found.outage_days / days - 1.0
        );
    }
}
