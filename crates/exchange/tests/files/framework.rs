//! Frameworks: real files where they are available, and the irregular ones that people write.

use std::path::PathBuf;

use domain::Locale;
use domain::framework::Framework;
use exchange::framework::read;
use exchange::{Account, ProblemKind, Severity};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/fixtures")
        .join(name);
    std::fs::read(path).expect("the shared fixtures lie beside the project")
}

fn codes(account: &Account<Framework>) -> Vec<&'static str> {
    account
        .problems
        .iter()
        .map(|problem| problem.kind.code())
        .collect()
}

/// What must hold of every framework that is taken.
fn check(account: &Account<Framework>) -> &Framework {
    let framework = account
        .taken
        .as_ref()
        .unwrap_or_else(|| panic!("{:?}", account.problems));
    let mut ids: Vec<_> = framework
        .criteria()
        .map(|(_, criterion)| criterion.id.as_str().to_lowercase())
        .collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "criterion ids are unique");
    for (theme, criterion) in framework.criteria() {
        assert!(
            !criterion.title.is_empty()
                && !criterion.id.as_str().is_empty()
                && !theme.title.is_empty()
        );
    }
    assert!(!framework.id.is_empty() && !framework.title.is_empty());
    framework
}

#[test]
fn bio2_is_taken_whole() {
    let bytes = fixture("ciso-assistant/bio2.yaml");
    let account = read(&bytes);
    let framework = check(&account);
    let declared = String::from_utf8(bytes)
        .unwrap()
        .matches("assessable: true")
        .count();
    assert_eq!(framework.criteria().count(), declared);
    assert_eq!(
        (framework.id.as_str(), framework.version.as_str()),
        ("bio2", "2")
    );
    assert!(framework.title.exact(Locale::En).starts_with("Baseline"));
    assert!(framework.provenance.starts_with("Rijksoverheid"));
    assert!(!account.left_something_out());
}

#[test]
fn nist_csf_has_its_functions_categories_and_subcategories() {
    let bytes = fixture("ciso-assistant/nist-csf-2.0.yaml");
    let account = read(&bytes);
    let framework = check(&account);
    assert_eq!(
        (framework.themes.len(), framework.criteria().count()),
        (22, 106)
    );
    assert_eq!(framework.themes[0].id, "GV.OC");
    let title = framework.themes[0].title.exact(Locale::En);
    assert!(
        title.starts_with("GV ") && title.contains(" › GV.OC "),
        "{title}"
    );
    let criterion = &framework.themes[0].criteria[0];
    assert_eq!(criterion.id, "GV.OC-01");
    assert!(
        criterion
            .title
            .exact(Locale::En)
            .starts_with("GV.OC-01 The organizational mission")
    );
    assert_eq!(criterion.title.exact(Locale::Fi), "");
}

#[test]
fn libraries_without_a_framework_say_what_they_hold() {
    for (name, found) in [
        (
            "ciso-assistant/mapping-nist-csf-2.0-to-iso27001-2022.yaml",
            "requirement_mapping_sets",
        ),
        (
            "ciso-assistant/risk-matrix-4x4-ebios-rm.yaml",
            "risk_matrix",
        ),
    ] {
        let bytes = fixture(name);
        let account = read(&bytes);
        assert!(account.is_refused());
        assert_eq!(
            account.problems[0].kind,
            ProblemKind::NoFramework {
                found: found.to_owned()
            }
        );
    }
}

#[test]
fn oscal_catalogs_are_taken_whole() {
    let bytes = fixture("oscal/sp800-53-rev5-low-resolved-catalog-min.json");
    let account = read(&bytes);
    let framework = check(&account);
    assert_eq!(framework.criteria().count(), 149);
    let criterion = &framework.themes[0].criteria[0];
    assert_eq!(
        criterion.title.exact(Locale::En),
        "AC-1 Policy and Procedures"
    );
    assert!(
        criterion
            .meaning
            .exact(Locale::En)
            .starts_with("a. Develop, document, and disseminate to"),
        "{}",
        criterion.meaning.exact(Locale::En)
    );
    assert!(
        framework
            .criteria()
            .all(|(_, one)| !one.meaning.exact(Locale::En).contains("{{"))
    );
    assert!(!codes(&account).contains(&"parameter-unknown"));

    let bytes = fixture("oscal/basic-catalog.json");
    let account = read(&bytes);
    let framework = check(&account);
    assert_eq!(framework.criteria().count(), 4);
    let text = framework.themes[0].criteria[0].meaning.exact(Locale::En);
    assert!(
        text.contains("inactivity") && text.contains("syntax: (choppy)."),
        "{text}"
    );
}

#[test]
fn other_files_are_refused_with_a_name() {
    let refused = |text: &str| read(text.as_bytes()).problems[0].kind.clone();
    assert_eq!(
        refused(r#"{"profile": {"imports": []}}"#),
        ProblemKind::OtherOscal {
            found: "profile".into()
        }
    );
    assert_eq!(refused("{\"a\": 1}"), ProblemKind::NotAFramework);
    assert_eq!(refused("just a note"), ProblemKind::NotAFramework);
    assert_eq!(
        refused("{\"a\": "),
        ProblemKind::Syntax {
            line: 1,
            character: 6
        }
    );
    assert_eq!(
        refused("<?xml version='1.0'?><catalog/>").code(),
        "wrong-type"
    );
    assert_eq!(
        refused(r#"{"catalog": {"metadata": {}}}"#),
        ProblemKind::NoCriteria
    );
    assert_eq!(refused(&"[".repeat(1_000)).code(), "too-deep");
    assert_eq!(
        refused(&format!("objects: {}", "{a: ".repeat(500))).code(),
        "too-deep"
    );
    let bytes = fixture("xlsform/xlsform_spec_test.xlsx");
    assert_eq!(read(&bytes).problems[0].kind.code(), "wrong-type");
}

const ODD: &str = "
urn: urn:intuitem:risk:library:odd
locale: fi
name: ' Oma   kehikko '
version: 1
copyright: ~
objects:
  reference_controls: [{urn: x}]
  framework:
    urn: urn:x:framework:Oma Kehikko
    requirement_nodes:
    - {urn: 'a:1', ref_id: 1, name: Johtaminen, depth: 1, assessable: false}
    - {urn: 'a:1.10', ref_id: 1.10, name: null, description: ' Ensimmäinen asia on hoidettu. Toinen myös. ', depth: 2, assessable: true, parent_urn: 'A:1', weight: 3,
       translations: {sv: {name: Första saken}, de: {name: Erste}}}
    - {ref_id: 1.10, name: Sama tunnus, depth: 2, assessable: 'yes'}
    - {name: Ei tunnusta, assessable: true, depth: 2}
    - {urn: 'a:e', assessable: true, parent_urn: 'a:none'}
    - pelkkä teksti
    - {urn: 'a:l1', name: L1, parent_urn: 'a:l2', assessable: true}
    - {urn: 'a:l2', name: L2, parent_urn: 'a:l1'}
    - {urn: 'a:n', name: Selitys}
";

#[test]
fn irregular_libraries_lose_nothing_silently() {
    let account = read(ODD.as_bytes());
    let framework = check(&account);
    assert_eq!(
        (framework.id.as_str(), framework.title.exact(Locale::Fi)),
        ("oma-kehikko", "Oma kehikko")
    );
    let ids: Vec<_> = framework
        .criteria()
        .map(|(_, one)| one.id.as_str())
        .collect();
    assert_eq!(ids, ["1.10", "1.10-2", "item-3", "e", "l1"]);
    let first = &framework.themes[0].criteria[0];
    assert_eq!(
        first.title.exact(Locale::Fi),
        "1.10 Ensimmäinen asia on hoidettu."
    );
    assert_eq!(first.title.exact(Locale::Sv), "1.10 Första saken");
    let codes = codes(&account);
    for code in [
        "id-twice",
        "id-derived",
        "text-missing",
        "parent-missing",
        "parent-loops",
        "item-not-understood",
        "explanations-left-out",
        "field-not-used",
    ] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    assert_eq!(account.of(Severity::Row).count(), 1);
}

#[test]
fn leaves_are_taken_where_nothing_is_declared_assessable() {
    let account = read(b"framework:\n  name: X\n  requirement_nodes:\n  - {urn: a, name: A, depth: 1}\n  - {urn: b, name: B, depth: 2}\n");
    let framework = check(&account);
    assert_eq!(framework.criteria().next().unwrap().1.id, "b");
    assert!(codes(&account).contains(&"assessable-missing"));
}

#[test]
fn withdrawn_controls_are_listed_and_enhancements_are_criteria() {
    let text = r##"{"catalog": {"metadata": {"title": "T", "version": 1}, "groups": [{"id": "g", "title": "G", "controls": [
        {"id": "a-1", "title": "A", "props": [{"name": "label", "value": "A-1"}], "controls": [
            {"id": "a-1.1", "title": "B"}, {"id": "a-1.2", "title": "C", "props": [{"name": "status", "value": "withdrawn"}]}]},
        {"title": "Nimetön"}, {"id": "a-1", "parts": [{"name": "statement", "prose": "Teksti"}]}, 7]}]}}"##;
    let account = read(text.as_bytes());
    let framework = check(&account);
    let ids: Vec<_> = framework
        .criteria()
        .map(|(_, one)| one.id.as_str())
        .collect();
    assert_eq!(ids, ["a-1", "a-1.1", "item-3", "a-1-2"]);
    let left: Vec<_> = account
        .of(Severity::Row)
        .map(|one| (one.kind.code(), one.value.as_str()))
        .collect();
    assert_eq!(left, [("item-not-understood", "7")]);
    assert!(codes(&account).contains(&"withdrawn"));
}

#[test]
fn the_largest_known_files_are_read_quickly() {
    let body = "An item of text that goes on for a while. ".repeat(38);
    let mut text = vec!["objects:\n  framework:\n    name: Big\n    requirement_nodes:".to_owned()];
    for index in 0..2_000 {
        text.push(format!(
            "    - {{urn: 'urn:x:{index}', ref_id: R.{index}, assessable: true, description: '{body}'}}"
        ));
    }
    let text = text.join("\n");
    assert!(text.len() > 3_200_000);
    let start = std::time::Instant::now();
    assert_eq!(check(&read(text.as_bytes())).criteria().count(), 2_000);
    // Unoptimised builds are some thirty times slower than what is served.
    println!("{} bytes in {:?}", text.len(), start.elapsed());
    assert!(start.elapsed().as_secs() < 20);
}
