//! The shapes that libraries and catalogs come in, each in a small file of our own.

use domain::Locale;
use domain::framework::Framework;
use exchange::framework::read;
use exchange::{Account, ProblemKind, Severity};

fn taken(text: &str) -> (Framework, Account<Framework>) {
    let account = read(text.as_bytes());
    let framework = account.taken.clone();
    (
        framework.unwrap_or_else(|| panic!("{:?}", account.problems)),
        account,
    )
}

fn ids(framework: &Framework) -> Vec<&str> {
    framework
        .criteria()
        .map(|(_, one)| one.id.as_str())
        .collect()
}

fn titles(framework: &Framework) -> Vec<&str> {
    framework
        .criteria()
        .map(|(_, one)| one.title.exact(Locale::En))
        .collect()
}

fn themes(framework: &Framework) -> Vec<(&str, &str)> {
    let pair = |one| -> (&str, &str) {
        let theme: &domain::framework::Theme = one;
        (theme.id.as_str(), theme.title.exact(Locale::En))
    };
    framework.themes.iter().map(pair).collect()
}

/// The fields that the account says were not used.
fn unused(account: &Account<Framework>) -> Vec<(String, usize)> {
    let fields = account.problems.iter().filter_map(|one| match &one.kind {
        ProblemKind::FieldNotUsed { field, count } => Some((field.clone(), *count)),
        _ => None,
    });
    fields.collect()
}

fn library(nodes: &str) -> String {
    format!(
        "urn: urn:own:risk:library:own\nlocale: en\nref_id: OWN\nname: Own\nversion: 3\nobjects:\n  \
         framework:\n    ref_id: OWN\n    name: Own\n    requirement_nodes:\n{nodes}"
    )
}

fn catalog(inside: &str) -> String {
    format!(
        r##"{{"catalog": {{"metadata": {{"title": "Own catalog", "version": "1"}}, {inside}}}}}"##
    )
}

#[test]
fn a_node_that_only_asks_is_named_by_its_questions() {
    let (framework, account) = taken(&library(
        "    - {urn: 'x:1', assessable: true, ref_id: '1'}
    - urn: x:1.1
      assessable: true
      ref_id: '1.1'
      question:
        question_type: unique_choice
        question_choices: &answers ['Yes', 'No']
        questions:
        - {urn: 'x:q1', text: Are backups tried?}
        - {urn: 'x:q2', text: When last?}
    - urn: x:1.2
      assessable: true
      annotation: '## Only a remark'
      questions:
        ? x:q:10
        : {type: unique_choice, text: Who knows?, choices: *answers}
        x:q:9: {type: text, text: Who leads?, translations: {fi: {text: Kuka johtaa?}}}
",
    ));
    assert_eq!(
        titles(&framework),
        [
            "1",
            "1.1 Are backups tried? When last?",
            "Who leads? Who knows?"
        ]
    );
    let (_, last) = framework.criteria().last().unwrap();
    assert_eq!(last.title.exact(Locale::Fi), "Kuka johtaa?");
    assert_eq!(last.meaning.exact(Locale::En), "Who leads?\nWho knows?");
    assert_eq!(
        unused(&account),
        [("requirement_nodes.annotation".to_owned(), 1)]
    );
}

#[test]
fn fields_without_a_place_in_the_product_are_counted() {
    let (_, account) = taken(&library(
        "    - urn: x:1
      assessable: true
      description: A
      annotation: B
      typical_evidence: C
      weight: 2
      importance: mandatory
      visibility_expression: '1 == 1'
      implementation_groups: [a]
      threats: []
    - {urn: 'x:2', assessable: true, description: D, weight: 1}
",
    ));
    let expected = [
        ("requirement_nodes.annotation", 1),
        ("requirement_nodes.implementation_groups", 1),
        ("requirement_nodes.importance", 1),
        ("requirement_nodes.typical_evidence", 1),
        ("requirement_nodes.visibility_expression", 1),
        ("requirement_nodes.weight", 2),
    ]
    .map(|(field, count)| (field.to_owned(), count));
    assert_eq!(unused(&account), expected);
}

#[test]
fn a_page_that_is_only_shown_is_no_criterion() {
    let (framework, _) = taken(&library(
        "    - {urn: 'x:0', assessable: true, display_mode: splash, name: Welcome}
    - {urn: 'x:1', assessable: true, name: A}
",
    ));
    assert_eq!(ids(&framework), ["1"]);
}

#[test]
fn the_structure_is_found_by_parents_by_depth_and_in_any_order() {
    let by_depth = "    - {urn: 'x:a', depth: 1, assessable: false, name: Theme}
    - {urn: 'x:a1', depth: 2, assessable: true, name: One}
    - {urn: 'x:a2', depth: 2, assessable: true, name: Two}
";
    let by_parent = "    - {urn: 'x:a1', parent_urn: 'X:A', assessable: true, name: One}
    - {urn: 'x:a2', parent_urn: 'x:a', assessable: true, name: Two}
    - {urn: 'x:a', parent_urn: null, assessable: false, name: Theme}
";
    for nodes in [by_depth, by_parent] {
        let (framework, account) = taken(&library(nodes));
        assert_eq!(themes(&framework), [("a", "Theme")]);
        assert_eq!(ids(&framework), ["a1", "a2"]);
        assert_eq!(account.problems, []);
    }
}

#[test]
fn a_criterion_may_have_criteria_under_it() {
    let (framework, account) = taken(&library(
        "    - {urn: 'x:h', assessable: false, name: Theme}
    - {urn: 'x:a', parent_urn: 'x:h', assessable: true, name: Group}
    - {urn: 'x:a1', parent_urn: 'x:a', assessable: true, name: One}
",
    ));
    assert_eq!(themes(&framework), [("h", "Theme")]);
    assert_eq!(
        (ids(&framework), account.problems.len()),
        (vec!["a", "a1"], 0)
    );
}

#[test]
fn texts_come_in_every_notation_of_the_format() {
    let text = library(
        "    - urn: x:1
      assessable: true
      name: >-
        Folded over
        two lines
      description: |
        First line
        second line

        ✅ third 💡
    - urn: x:2
      assessable: yes
      name: \"Caf\\xE9 \\u2019quoted\\u2019 over \\
        \\ lines\"
    - urn: x:3
      assessable: True
      name: 'It''s
        plain'
",
    );
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for text in [text, windows] {
        let (framework, account) = taken(&text);
        assert_eq!(
            titles(&framework),
            [
                "Folded over two lines",
                "Café ’quoted’ over lines",
                "It's plain"
            ]
        );
        let first = &framework.criteria().next().unwrap().1.meaning;
        assert_eq!(
            first.exact(Locale::En),
            "First line\nsecond line\n\n✅ third 💡"
        );
        assert_eq!(account.problems, []);
    }
}

#[test]
fn a_language_of_others_is_shown_as_it_is_unless_translated() {
    let text = library(
        "    - {urn: 'x:1', assessable: true, name: Eerste, translations: {en: {name: First}}}
    - {urn: 'x:2', assessable: true, name: Tweede, translations: {fr: {name: Second}}}
",
    );
    let (framework, account) = taken(&text.replace("locale: en", "locale: nl"));
    assert_eq!(titles(&framework), ["First", "Tweede"]);
    let second = &framework.criteria().nth(1).unwrap().1.title;
    assert_eq!(second.exact(Locale::Fi), "Tweede");
    assert!(account.problems[0].kind.code() == "language-unknown");
}

#[test]
fn the_first_of_several_frameworks_is_read_and_the_others_are_named() {
    let (framework, account) = taken(
        "objects:
  threats: [{urn: t}]
  frameworks:
  - {ref_id: EMPTY, name: Empty, requirement_nodes: []}
  - {ref_id: ONE, name: One, requirement_nodes: [{urn: 'x:1', assessable: true, name: A}]}
  - {ref_id: TWO, name: Two, requirement_nodes: [{urn: 'x:2', assessable: true, name: B}]}
",
    );
    assert_eq!(framework.id, "one");
    let others = account.problems.iter().find_map(|one| match &one.kind {
        ProblemKind::FrameworksNotRead { names } => Some(names.as_str()),
        _ => None,
    });
    assert_eq!(others, Some("Empty, Two"));
    assert_eq!(unused(&account), [("objects.threats".to_owned(), 1)]);
}

#[test]
fn tabs_for_indentation_are_refused_at_their_line() {
    let account = read(b"objects:\n  framework:\n\tname: X\n");
    assert!(account.is_refused());
    assert!(
        matches!(
            account.problems[0].kind,
            ProblemKind::Syntax { line: 3, .. }
        ),
        "{:?}",
        account.problems
    );
}

#[test]
fn groups_without_ids_stay_apart() {
    let (framework, account) = taken(&catalog(
        r#""groups": [
            {"title": "Roles", "parts": [{"name": "overview", "prose": "About roles."}], "groups": [
                {"title": "Board", "controls": [{"id": "c-1", "title": "One"}]},
                {"title": "Owners", "controls": [{"id": "c-2", "title": "Two"}]}]},
            {"title": "Board", "controls": [{"id": "c-3", "title": "Three"}]}]"#,
    ));
    assert_eq!(
        themes(&framework),
        [
            ("board", "Roles › Board"),
            ("owners", "Roles › Owners"),
            ("board-2", "Board")
        ]
    );
    assert_eq!(unused(&account), [("parts.overview".to_owned(), 1)]);
}

#[test]
fn labels_that_hold_the_title_are_not_said_twice() {
    let (framework, _) = taken(&catalog(
        r#""groups": [{"id": "GV", "title": "GOVERN", "props": [{"name": "label", "value": "GOVERN (GV)"}],
            "controls": [{"id": "GV.OV", "title": "Oversight",
                "props": [{"name": "label", "value": "Oversight (GV.OV)"}],
                "controls": [{"id": "GV.OV-01", "title": "GV.OV-01",
                    "props": [{"name": "label", "value": "GV.OV-01"}],
                    "parts": [{"name": "statement", "prose": "Results are reviewed"},
                              {"name": "example", "prose": "Meet yearly"}]}]}]}]"#,
    ));
    assert_eq!(themes(&framework), [("GV", "GOVERN (GV)")]);
    assert_eq!(
        titles(&framework),
        ["Oversight (GV.OV)", "GV.OV-01 Results are reviewed"]
    );
}

#[test]
fn items_that_ask_for_an_order_get_it() {
    let control = |id: &str, sort: &str| {
        format!(
            r#"{{"id": "{id}", "title": "{id}", "props": [{{"name": "sort-id", "value": "{sort}"}}]}}"#
        )
    };
    let sorted = [control("b", "g[1].c[10]"), control("a", "g[1].c[9]")].join(",");
    let (framework, _) = taken(&catalog(&format!(r#""controls": [{sorted}]"#)));
    assert_eq!(ids(&framework), ["a", "b"]);
    let half = format!(r#"{},{{"id": "a", "title": "a"}}"#, control("b", "2"));
    let (framework, _) = taken(&catalog(&format!(r#""controls": [{half}]"#)));
    assert_eq!(ids(&framework), ["b", "a"]);
}

#[test]
fn controls_out_of_force_are_counted_and_named() {
    let (framework, account) = taken(&catalog(
        r#""controls": [{"id": "a", "title": "A"},
            {"id": "b", "title": "B", "props": [{"name": "status", "value": "Withdrawn"}],
             "controls": [{"id": "c", "title": "C"}]},
            {"id": "d", "title": "D", "properties": [{"name": "status", "value": "withdrawn"}]}]"#,
    ));
    assert_eq!(ids(&framework), ["a", "c"]);
    let [one] = account.problems.as_slice() else {
        panic!("{:?}", account.problems);
    };
    let withdrawn = ProblemKind::Withdrawn {
        count: 2,
        ids: "b, d".to_owned(),
    };
    assert_eq!(
        (&one.kind, one.kind.severity()),
        (&withdrawn, Severity::Note)
    );
}

#[test]
fn parts_that_are_not_read_are_counted() {
    let (framework, account) = taken(&catalog(
        r#""controls": [{"id": "a", "title": "A", "parts": [
                {"name": "overview", "prose": "Why"},
                {"name": "statement", "parts": [{"name": "item", "prose": "Do", "parts": [
                    {"name": "item", "props": [{"name": "label", "value": "(1)"}], "prose": "this"}]}]},
                {"name": "guidance", "prose": "How"}]},
            {"id": "b", "title": "B", "parts": [{"name": "guidance", "prose": "Only how"}]}]"#,
    ));
    let said: Vec<_> = framework
        .criteria()
        .map(|(_, one)| one.meaning.exact(Locale::En))
        .collect();
    assert_eq!(said, ["Do\n(1) this", "Only how"]);
    assert_eq!(
        unused(&account),
        [
            ("parts.guidance".to_owned(), 1),
            ("parts.overview".to_owned(), 1)
        ]
    );
}

#[test]
fn drafts_of_the_format_and_its_yaml_are_read() {
    let (framework, account) = taken(
        "catalog:
  metadata:
    title: Draft
    version: 0.9
    parties:
    - {type: person, party-name: A. Author}
  back-matter: {resources: []}
  controls:
  - id: ac-1
    title: Policy
    parameters:
    - {id: p1, label: persons}
    - {id: p2, select: {how-many: one or more, alternatives: [weekly, 'every {{ p1 }}']}}
    properties: [{name: label, value: AC-1}]
    parts:
    - {name: statement, prose: 'Tell {{ p1 }} {{ insert: param, p2 }}.'}
    subcontrols:
    - {id: ac-1.1, title: More}
",
    );
    assert_eq!(ids(&framework), ["ac-1", "ac-1.1"]);
    assert_eq!(framework.provenance, "A. Author");
    let first = framework.criteria().next().unwrap().1;
    assert_eq!(first.title.exact(Locale::En), "AC-1 Policy");
    assert_eq!(
        first.meaning.exact(Locale::En),
        "Tell [persons] [weekly / every [persons]]."
    );
    assert_eq!(account.problems, []);
}

#[test]
fn what_is_no_catalog_is_refused_by_its_name() {
    let code = |text: &str| {
        let account = read(text.as_bytes());
        assert!(account.is_refused(), "{text}");
        (
            account.problems[0].kind.code(),
            account.problems[0].kind.args(),
        )
    };
    for kind in ["profile", "component-definition", "system-security-plan"] {
        let (code, args) = code(&format!(r#"{{"{kind}": {{"uuid": "x"}}}}"#));
        assert_eq!((code, args[0].1.as_str()), ("other-oscal", kind));
    }
    for xml in [
        "<?xml version=\"1.0\"?>\n<catalog/>",
        "\u{feff}<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\"/>",
    ] {
        let (code, args) = code(xml);
        assert_eq!((code, args[0].1.as_str()), ("wrong-type", "xml"));
    }
    assert_eq!(code(r#"{"controls": [1]}"#).0, "not-a-framework");
    assert_eq!(
        code("\u{feff}{\"catalog\": {\"metadata\": {}}}").0,
        "no-criteria"
    );
    assert_eq!(
        code("objects: {reference_controls: [{urn: a}], threats: [{urn: b}]}").1[0].1,
        "reference_controls, threats"
    );
}
