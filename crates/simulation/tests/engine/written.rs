//! A model that was written and read again is the same model.

use simulation::analytic::figures;
use simulation::distribution::{Distribution, Pert};
use simulation::model::{Alternative, Draft, HitMultiplier, Measure, Model, Multiplier};

use crate::support::{city, draft, node, random_draft, service};

fn again(model: &Model) -> Model {
    Model::from_json(&model.to_json().to_string()).unwrap()
}

/// The parts of a model with every number rounded to twelve figures: reading JSON may lose the last
/// one of sixteen.
fn rounded(model: &Model) -> String {
    let text = format!("{:?}", model.draft());
    let mut shown = String::new();
    for word in text.split_inclusive([' ', ',', '(', ')', ']', '}']) {
        let (number, mark) = word.split_at(word.len() - 1);
        match number.parse::<f64>() {
            Ok(number) => shown.extend([format!("{number:.11e}").as_str(), mark]),
            Err(_) => shown.push_str(word),
        }
    }
    shown
}

/// A random model whose measures do everything that a measure can, with every interval told.
fn full(seed: u64) -> Draft {
    let mut draft = random_draft(seed);
    let first = &mut draft.scenarios[0];
    first.rate_interval = Some((0.01, 9.0));
    first.response_interval = Some((500.0, 2_000.0));
    first.effects[0].probability_interval = Some((0.1, 1.0));
    first.effects[0].duration_interval = Some((0.5, 40.0));
    first.effects[0].duration = Distribution::Pert(Pert::new(0.5, 2.0, 8.5).unwrap());
    let at = |target, factor| vec![Multiplier { target, factor }];
    let hit = HitMultiplier {
        scenario: 0,
        node: draft.scenarios[0].effects[0].node,
        factor: 0.25,
    };
    draft.nodes.push(node("spare", &[]));
    draft.nodes.push(service("twin", &[(&[0], 1)], 2.0));
    draft.residents = Some(16_000.0);
    let everything = Measure {
        name: "all".to_owned(),
        cost: 4_000.0,
        frequency: at(0, 0.5),
        duration: at(1, 0.75),
        lasting: vec![hit],
        hit: vec![hit],
        response: at(1, 0.1),
        tolerance: at(15, 2.0),
        alternatives: vec![Alternative {
            node: 15,
            group: 0,
            member: 14,
        }],
        overlap: Some("word".to_owned()),
        overlaps: vec![1],
    };
    let little = Measure {
        name: "all".to_owned(),
        cost: 0.0,
        ..Measure::default()
    };
    draft.measures = vec![everything, little];
    draft
}

#[test]
fn what_is_written_is_read_again() {
    for seed in 1..40 {
        let model = Model::new(full(seed)).unwrap();
        let read = again(&model);
        assert_eq!(rounded(&model), rounded(&read));
        let (one, other) = (figures(&model).loss, figures(&read).loss);
        assert!((one / other - 1.0).abs() < 1e-12, "{one} {other}");
    }
}

#[test]
fn the_reference_city_is_written_in_the_full_form() {
    let city = city();
    assert_eq!(rounded(&city), rounded(&again(&city)));
}

#[test]
fn nodes_of_one_name_get_a_number() {
    let names = ["A", "A", "A (2)", "A"].map(|name| node(name, &[]));
    let model = Model::new(draft(names.to_vec(), Vec::new())).unwrap();
    let read = again(&model);
    let names: Vec<&str> = read.nodes().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["A", "A (3)", "A (2)", "A (4)"]);
}
