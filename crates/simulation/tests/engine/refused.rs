//! What is no model: refused with the place of the field and what to write instead.

use proptest::prelude::*;
use simulation::model::{Draft, Model, ModelError};

use crate::support::{days, draft, effect, node, scenario, service};

/// A model that is right, as text.
const RIGHT: &str = r#"{
  "term_days": 1461, "residents": 16000,
  "nodes": [
    { "name": "Power" },
    { "name": "A", "needs": ["Power"] },
    { "name": "B" },
    { "name": "Payroll", "needs": [{ "of": ["A", "B"], "at_least": 1 }],
      "service": { "tolerance_days": 3, "users": 900, "cost_per_day": 4000 } }
  ],
  "scenarios": [
    { "name": "Fire", "rate_per_year": 0.01, "rate_interval": [0.002, 0.03], "rho": 0.6,
      "response": { "median": 480000, "high": 3500000 },
      "effects": [ { "node": "A", "probability": 0.9, "probability_interval": [0.7, 1.0],
        "duration": { "median": 21, "high": 120 } } ] }
  ],
  "measures": [
    { "name": "Restore", "cost": 40000, "frequency": [{ "scenario": "Fire", "factor": 0.9 }],
      "alternatives": [{ "node": "Payroll", "group": 0, "member": "Power" }] }
  ]
}"#;

/// The right model with one piece of text exchanged.
fn with(old: &str, new: &str) -> Result<Model, ModelError> {
    assert!(RIGHT.contains(old), "{old}");
    Model::from_json(&RIGHT.replacen(old, new, 1))
}

/// The place that must be named | what the right model has | what is wrong instead.
const WRONG: &str = r#"term_days | "term_days": 1461 | "term_days": 0
term_days | "term_days": 1461 | "term_days": -1
term_days | "term_days": 1461 | "term_days": 1e9
residents | "residents": 16000 | "residents": -1
nodes[3].tolerance_days | "tolerance_days": 3 | "tolerance_days": -3
nodes[3].users | "users": 900 | "users": -1
nodes[3].cost_per_day | "cost_per_day": 4000 | "cost_per_day": -1
nodes[3].groups[0] | "at_least": 1 | "at_least": 0
nodes[3].groups[0] | "at_least": 1 | "at_least": 3
nodes[3].needs[0].at_least | "at_least": 1 | "at_least": 1.5
nodes[3].groups[0] | ["A", "B"] | []
nodes[3].groups[0] | ["A", "B"] | ["A", "A"]
nodes[3].needs[0].of[1] | ["A", "B"] | ["A", "C"]
nodes[3].groups[0] | ["A", "B"] | ["A", 9]
scenarios[0].rate_per_year | "rate_per_year": 0.01 | "rate_per_year": -0.01
scenarios[0].rate_per_year | "rate_per_year": 0.01 | "rate_per_year": 1e300
scenarios[0].rate_per_year | "rate_per_year": 0.01 | "rate_per_year": "often"
scenarios[0].in_100_terms | "rate_per_year": 0.01 | "in_100_terms": 100
scenarios[0] | "rate_per_year": 0.01 | "note": "often"
scenarios[0].rate_interval | [0.002, 0.03] | [0.03, 0.002]
scenarios[0].rate_interval | [0.002, 0.03] | [0.03]
scenarios[0].rho | "rho": 0.6 | "rho": 1.1
scenarios[0].response | "median": 480000 | "median": 0
scenarios[0].effects[0].probability | "probability": 0.9 | "probability": 1.1
scenarios[0].effects[0].probability | "probability": 0.9 | "probability": -0.1
scenarios[0].effects[0].probability_interval | [0.7, 1.0] | [0.7, 1.2]
scenarios[0].effects[0].node | "node": "A", "p | "node": "Z", "p
scenarios[0].effects[0].node | "node": "A", "p | "node": 4, "p
scenarios[0].effects[0].duration | "median": 21 | "median": -21
scenarios[0].effects[0].duration | "high": 120 | "high": 2
scenarios[0].effects[0].duration | "high": 120 | "mean": 120
scenarios[0].effects[0].duration.cap | "median": 21, "high": 120 | "pert": [1, 2, 30], "cap": 9
scenarios[0].effects[0].duration.high | "median": 21, "high": 120 | "pert": [1, 2, 30], "high": 9
scenarios[0].effects[0].duration.median | "high": 120 | "high": 120, "low": 3
scenarios[0].effects[0].duration.sigma | "high": 120 | "high": 120, "sigma": 3
scenarios[0].effects[0].duration.high | "median": 21 | "constant": 3
scenarios[0].response.mean | "high": 3500000 | "high": 3500000, "mean": 1
scenarios[0].in_100_terms | "rate_per_year": 0.01 | "rate_per_year": 0.01, "in_100_terms": 3
scenarios[0].rate | "rate_per_year": 0.01 | "rate_per_year": 0.01, "rate": 3
scenarios[0].mu | "rho": 0.6 | "rho": 0.6, "mu": 1, "sg": 1
scenarios[0].lo | "rho": 0.6 | "rho": 0.6, "lo": 1, "hi": 2
T | "term_days": 1461 | "term_days": 1461, "T": 1461
allowed[0] | "residents" | "allowed": [3], "residents"
measures[0].overlaps[0] | "cost": 40000 | "cost": 40000, "overlaps": ["Nobody"]
measures[0].cost | "cost": 40000 | "cost": -1
measures[0].frequency | "factor": 0.9 | "factor": 1.1
measures[0].alternatives | "group": 0 | "group": 1
nodes[2].name | "name": "B" | "name": "A"
nodes[0].nmae | "name": "Power" | "nmae": "Power""#;

#[test]
fn every_field_that_is_out_of_range_is_named_with_a_hint() {
    Model::from_json(RIGHT).unwrap();
    for line in WRONG.lines() {
        let [place, old, new] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        match with(old, new) {
            Err(ModelError::Field { at, problem, hint }) => {
                assert_eq!(at, place, "{new}: {problem}");
                assert!(
                    !problem.is_empty() && hint.len() > 5,
                    "{new}: {problem}, {hint}"
                );
            }
            other => panic!("{new} gave {other:?}"),
        }
    }
}

#[test]
fn what_is_no_json_is_refused_with_its_line() {
    for text in ["", "[", "{\"nodes\": [}", "nodes = []", "{\"nodes\": NaN}"] {
        let refused = Model::from_json(text).unwrap_err();
        assert!(
            matches!(&refused, ModelError::NotJson(_)),
            "{text}: {refused:?}"
        );
        assert!(refused.to_string().contains("line") && !refused.hint().is_empty());
    }
    for text in ["[]", "1", "null", "{}", "{\"nodes\": 3}"] {
        assert!(
            matches!(Model::from_json(text), Err(ModelError::Field { .. })),
            "{text}"
        );
    }
}

#[test]
fn what_stands_twice_is_refused_with_its_name() {
    for (old, new, name) in [
        ("\"rho\": 0.6", "\"rho\": 0.6, \"rho\": 0.2", "rho"),
        ("\"cost\": 40000", "\"cost\": 4, \"cost\": 40000", "cost"),
    ] {
        let refused = with(old, new).unwrap_err().to_string();
        assert!(
            refused.contains(&format!("`{name}` stands twice")),
            "{refused}"
        );
        assert!(refused.contains("line"), "{refused}");
    }
    with("\"rho\": 0.6", "\"rho\": 0.6, \"note\": 1, \"note\": 2").unwrap();
    // Two of one name cannot be told apart, but by their numbers.
    let two = "{ \"name\": \"Fire\", \"rate_per_year\": 1 }, { \"name\": \"Fire\", \"rate_per_year\": 0.01,";
    match with("{ \"name\": \"Fire\", \"rate_per_year\": 0.01,", two) {
        Err(ModelError::Field { at, problem, .. }) => {
            assert_eq!(at, "measures[0].frequency[0].scenario");
            assert!(problem.contains("several"), "{problem}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_mark_of_a_byte_order_is_no_reason_to_refuse() {
    let right = Model::from_json(RIGHT).unwrap();
    let marked = format!("\u{feff}{RIGHT}");
    assert_eq!(Model::from_json(&marked).unwrap(), right);
    assert_eq!(Model::from_bytes(marked.as_bytes()).unwrap(), right);
    let units: Vec<u16> = marked.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|it| it.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|it| it.to_be_bytes()).collect();
    assert_eq!(Model::from_bytes(&little).unwrap(), right);
    assert_eq!(Model::from_bytes(&big).unwrap(), right);
    for bytes in [&b"{\xff}"[..], &[0xff, 0xfe, b'{'], &[]] {
        assert!(matches!(
            Model::from_bytes(bytes),
            Err(ModelError::NotJson(_))
        ));
    }
}

#[test]
fn measures_are_named_by_those_that_overlap_them() {
    let two = |overlaps: &str| {
        let first = format!(
            "{{ \"name\": \"Second site\", \"cost\": 1, \"overlaps\": [{overlaps}] }}, {{ \"name\": \"Restore\""
        );
        with("{ \"name\": \"Restore\"", &first)
    };
    let by_name = two("\"Restore\"").unwrap();
    assert_eq!(by_name.measures()[0].overlaps, [1]);
    assert_eq!(by_name, two("1").unwrap());
}

#[test]
fn a_pert_of_equal_values_is_a_constant() {
    let old = "\"median\": 21, \"high\": 120";
    let pert = with(old, "\"pert\": [7, 7, 7]").unwrap();
    assert_eq!(pert, with(old, "\"constant\": 7").unwrap());
    let compact = |effect: &str| {
        let text = format!("{{\"nodes\": [{{}}], \"sc\": [{{\"rate\": 1, \"eff\": [{effect}]}}]}}");
        Model::from_json(&text)
    };
    let found = compact("[0, 1.0, \"PERT\", 7, 7, 7]").unwrap();
    assert_eq!(found.scenarios()[0].effects[0].duration, days(7.0));
    for wrong in [
        "[0, 1.0, \"PERT\", 7, 6, 7]",
        "[0, 1.0, \"PERT\", 0, 0, 0]",
        "[0, 1.0, \"LN\", 1, 1, 0, 5]",
    ] {
        assert!(compact(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn circles_are_refused_and_told() {
    let nodes = |c: &[(&[usize], usize)]| {
        vec![
            service("a", &[(&[1], 1)], 1.0),
            node("b", &[(&[2, 3], 1)]),
            node("c", c),
            node("d", &[]),
        ]
    };
    Model::new(draft(nodes(&[]), Vec::new())).unwrap();
    for (groups, circle) in [
        (&[(&[0][..], 1)], "a -> b -> c -> a"),
        (&[(&[2][..], 1)], "c -> c"),
        // A cycle through one of several alternatives is one, too.
        (&[(&[1, 3][..], 1)], "b -> c -> b"),
    ] {
        let refused = Model::new(draft(nodes(groups), Vec::new())).unwrap_err();
        assert!(matches!(refused, ModelError::Cycle(_)));
        assert!(refused.to_string().ends_with(circle), "{refused}");
    }
    // A measure must not close one either.
    let closing = RIGHT.replacen("\"member\": \"Power\"", "\"member\": \"Payroll\"", 1);
    let model = Model::from_json(&closing).unwrap();
    assert!(matches!(
        model.with_measures(&[0]),
        Err(ModelError::Cycle(_))
    ));
}

#[test]
fn too_much_is_refused_with_the_limit() {
    let many = vec![effect(0, 0.5, days(1.0)); 2_001];
    let draft = draft(vec![node("a", &[])], vec![scenario("s", 1.0, many)]);
    let refused = Model::new(draft).unwrap_err();
    assert!(refused.to_string().contains("at most 2000"), "{refused}");
}

/// Places of a draft into which a number can be put.
fn put(draft: &mut Draft, place: usize, value: f64) -> &'static str {
    let scenario = &mut draft.scenarios[0];
    match place {
        0 => draft.term_days = value,
        1 => draft.residents = Some(value),
        2 => scenario.rate_per_year = value,
        3 => scenario.rho = value,
        4 => scenario.rate_interval = Some((value, 2.0)),
        5 => scenario.effects[0].probability = value,
        6 => scenario.effects[0].probability_interval = Some((0.1, value)),
        7 => scenario.effects[0].duration_interval = Some((1.0, value)),
        8 => draft.measures[0].cost = value,
        9 => draft.measures[0].frequency[0].factor = value,
        10 => scenario.response_interval = Some((value, 1.0)),
        _ => {
            let service = draft.nodes[3].service.as_mut().unwrap();
            match place {
                11 => service.tolerance_days = value,
                12 => service.users = value,
                _ => service.cost_per_day = value,
            }
        }
    }
    [
        "term_days",
        "residents",
        "rate_per_year",
        "rho",
        "rate_interval",
        "probability",
        "probability_interval",
        "duration_interval",
        "cost",
        "frequency",
        "response_interval",
        "tolerance_days",
        "users",
        "cost_per_day",
    ][place]
}

proptest! {
    #[test]
    fn what_is_no_number_is_refused_everywhere(
        place in 0_usize..14,
        value in prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(-1.0)],
    ) {
        let mut draft = Model::from_json(RIGHT).unwrap().draft();
        let name = put(&mut draft, place, value);
        match Model::new(draft) {
            Err(ModelError::Field { at, .. }) => prop_assert!(at.ends_with(name), "{at} for {name}"),
            other => prop_assert!(false, "{name} = {value} gave {other:?}"),
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(cut in 0_usize..900, new in "\\PC{0,4}") {
        let at = RIGHT.char_indices().map(|it| it.0).nth(cut).unwrap_or(RIGHT.len());
        let (before, after) = RIGHT.split_at(at);
        let rest: String = after.chars().skip(new.chars().count()).collect();
        if let Err(refused) = Model::from_json(&format!("{before}{new}{rest}")) {
            prop_assert!(!refused.hint().is_empty());
        }
    }
}
