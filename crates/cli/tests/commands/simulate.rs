//! `luotsi simulate` as people run it: the table, the JSON, and what it says of a broken model.

use std::path::{Path, PathBuf};

use crate::support::{Told, run};
use serde_json::Value;
use tempfile::TempDir;

/// A payroll service on either of two data centres, one of which may burn.
const MODEL: &str = r#"{
  "residents": 16000,
  "nodes": [
    { "name": "Data centre A" },
    { "name": "Data centre B" },
    { "name": "Payroll", "needs": ["Data centre A"],
      "service": { "tolerance_days": 3, "users": 900, "cost_per_day": 4000 } },
    { "name": "Library", "needs": [{ "of": ["Data centre A", "Data centre B"], "at_least": 1 }],
      "service": { "tolerance_days": 1, "users": 5000, "cost_per_day": 700 } }
  ],
  "scenarios": [
    { "name": "Fire", "rate_per_year": 0.2, "response": { "median": 20000, "high": 90000 },
      "effects": [
        { "node": "Data centre A", "duration": { "median": 5, "high": 30 } },
        { "node": "Data centre B", "probability": 0.3, "duration": { "pert": [1, 2, 9] } }
      ] }
  ]
}"#;

struct World {
    files: TempDir,
}

impl World {
    fn new() -> Self {
        let files = TempDir::new().unwrap();
        Self { files }
    }

    /// Runs it on a model with this text.
    fn simulate(&self, model: &str, arguments: &[&str]) -> Told {
        let path = self.files.path().join("model.json");
        std::fs::write(&path, model).unwrap();
        self.on(&path, arguments)
    }

    fn on(&self, model: &Path, arguments: &[&str]) -> Told {
        let all = [&["simulate", model.to_str().unwrap()], arguments].concat();
        run(self.files.path(), &all)
    }
}

fn as_json(told: &Told) -> Value {
    assert!(told.is_done, "{}", told.text);
    serde_json::from_str(&told.text).unwrap()
}

#[test]
fn a_table_tells_every_service_and_the_loss() {
    let told = World::new().simulate(MODEL, &["--terms", "20000"]);
    assert!(told.is_done, "{}", told.text);
    for piece in [
        "Payroll",
        "Library",
        "loss, EUR: mean",
        "99.0 %",
        "20000 terms",
    ] {
        assert!(told.text.contains(piece), "{piece} is not in {}", told.text);
    }
}

#[test]
fn json_holds_figures_with_their_errors_whatever_the_threads() {
    let world = World::new();
    let arguments = ["--terms", "20000", "--seed", "7", "--json"];
    let told = as_json(&world.simulate(MODEL, &arguments));
    assert_eq!((&told["seed"], &told["terms"]), (&7.into(), &20_000.into()));
    assert_eq!(told["services"].as_array().unwrap().len(), 2);
    for service in told["services"].as_array().unwrap() {
        let days = &service["outage_days"];
        let number = |it: &Value| it.as_f64().unwrap();
        let simulated = &days["simulated"];
        let apart = number(&simulated["value"]) - number(&days["analytic"]);
        assert!(
            apart.abs() < 4.0 * number(&simulated["standard_error"]),
            "{service}"
        );
    }
    let more = [&arguments[..], &["--threads", "3"]].concat();
    let mut same = as_json(&world.simulate(MODEL, &more));
    // How long it took is the only difference.
    same["cpu_seconds"] = told["cpu_seconds"].clone();
    assert_eq!(told, same);
}

#[test]
fn a_broken_model_is_refused_with_the_place_and_a_hint() {
    let world = World::new();
    for (old, new, place, hint) in [
        (
            "\"rate_per_year\": 0.2",
            "\"rate_per_year\": -1",
            "scenarios[0].rate_per_year",
            "from 0",
        ),
        (
            "\"at_least\": 1",
            "\"at_least\": 3",
            "nodes[3].groups[0]",
            "at most all",
        ),
        (
            "\"probability\": 0.3",
            "\"likelihood\": 0.3",
            "effects[1].likelihood",
            "fields here",
        ),
        (
            "\"Data centre A\" }",
            "\"Data centre A\", \"needs\": [2] }",
            "cycle",
            "take one",
        ),
        ("\"residents\"", "residents", "not JSON", "JSON object"),
    ] {
        assert!(MODEL.contains(old), "{old}");
        let told = world.simulate(&MODEL.replacen(old, new, 1), &[]);
        assert!(!told.is_done, "{new}: {}", told.text);
        for piece in [place, hint, "model.json"] {
            assert!(told.text.contains(piece), "{piece} is not in {}", told.text);
        }
    }
    let told = world.on(Path::new("/nowhere/model.json"), &[]);
    assert!(
        !told.is_done && told.text.contains("/nowhere/model.json"),
        "{}",
        told.text
    );
    let told = world.simulate(MODEL, &["--terms", "0"]);
    assert!(
        !told.is_done && told.text.contains("from 1 to"),
        "{}",
        told.text
    );
}

/// A small model that once failed.
fn case(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/risk");
    folder.join(name)
}

#[test]
fn a_formula_that_does_not_know_is_not_told() {
    for (name, chance) in [
        ("redundancy-with-a-rare-scenario.json", 0.136),
        ("outages-that-merge.json", 0.985),
    ] {
        let told = World::new().on(&case(name), &["--json"]);
        let service = &as_json(&told)["services"][0];
        assert!(service["outage_days"]["analytic"].is_number(), "{service}");
        let longer = &service["intolerable"];
        assert!(longer["analytic"].is_null(), "{service}");
        assert_eq!(longer["holds"], "simulated");
        let simulated = longer["simulated"]["value"].as_f64().unwrap();
        assert!((simulated - chance).abs() < 0.005, "{service}");
        let told = World::new().on(&case(name), &[]);
        assert!(told.text.contains("-: events meet"), "{}", told.text);
    }
}

#[test]
fn names_of_a_file_do_not_reach_the_terminal_as_commands() {
    let world = World::new();
    let name = r"Payroll\u001b[2J\u009b31m\u202e\r\n";
    let model = MODEL.replace("Payroll", name);
    for arguments in [&["--terms", "100"][..], &["--terms", "100", "--json"]] {
        let told = world.simulate(&model, arguments);
        assert!(
            told.is_done && told.text.contains("Payroll"),
            "{}",
            told.text
        );
        let obeyed = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!told.text.contains(obeyed), "{:?}", told.text);
    }
    for (old, new) in [
        ("\"rate_per_year\"", r#""\u001b[31m""#),
        ("\"node\": \"Data centre B\"", r#""node": "\u001b[31m""#),
        (
            "\"name\": \"Library\"",
            r#""name": "Data centre A\u0007", "needs": ["\u001b]0;x"]"#,
        ),
    ] {
        assert!(model.contains(old), "{old}");
        let told = world.simulate(&model.replacen(old, new, 1), &[]);
        assert!(!told.is_done, "{}", told.text);
        let obeyed = |c: char| c != '\n' && c.is_control();
        assert!(!told.text.contains(obeyed), "{:?}", told.text);
    }
}

#[test]
fn nothing_is_never_less_than_nothing() {
    let still = r#"{ "nodes": [{ "name": "S", "service": { "tolerance_days": 1 } }] }"#;
    for model in [
        still,
        &MODEL.replace("\"rate_per_year\": 0.2", "\"rate_per_year\": 0"),
    ] {
        for arguments in [&["--terms", "100"][..], &["--terms", "100", "--json"]] {
            let told = World::new().simulate(model, arguments);
            assert!(told.is_done, "{}", told.text);
            assert!(!told.text.contains("-0"), "{}", told.text);
        }
    }
}

#[test]
fn a_file_may_begin_with_the_mark_of_its_byte_order() {
    let world = World::new();
    let plain = as_json(&world.simulate(MODEL, &["--terms", "100", "--json"]));
    let marked = world.simulate(&format!("\u{feff}{MODEL}"), &["--terms", "100", "--json"]);
    assert_eq!(plain["model"], as_json(&marked)["model"]);
}

#[test]
fn a_model_in_which_very_much_happens_gets_fewer_terms_and_that_is_said() {
    let busy = MODEL.replace("\"rate_per_year\": 0.2", "\"rate_per_year\": 10000");
    let world = World::new();
    let begun = std::time::Instant::now();
    let told = world.simulate(&busy, &[]);
    assert!(told.is_done, "{}", told.text);
    assert!(
        told.text.contains("fewer terms than the usual 100000"),
        "{}",
        told.text
    );
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
    let asked = as_json(&world.simulate(&busy, &["--terms", "20", "--json"]));
    assert_eq!(
        (&asked["terms"], &asked["fewer_terms_than_usual"]),
        (&20.into(), &false.into())
    );
}

/// The reference city.
#[test]
fn the_reference_city_is_told() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/risk/city.json");
    let told = as_json(&World::new().on(&path, &["--terms", "5000", "--json"]));
    assert_eq!(told["services"].as_array().unwrap().len(), 30);
    let mean = told["loss"]["mean"]["analytic"].as_f64().unwrap();
    assert!((mean / 812_883.0 - 1.0).abs() < 1e-5, "{mean}");
}
