//! Who may do what: every use case as every role, with things that are nowhere.
//!
//! A use case asks for the right before it looks for anything: an answer that depends on what was
//! loaded would tell an outsider that it exists.

use std::collections::BTreeSet;
use std::path::Path;

use app::Error;
use domain::identity::{Permission, Role};
use testkit::TestApp;

use crate::table::{At, CASES, Case};

/// Use cases of an organisation that are no row of the table, and why.
const APART: &[(&str, &str)] = &[
    (
        "assessment::framework",
        "texts that came with the product, or were loaded by this organisation",
    ),
    (
        "audit::last_change",
        "whoever edits the thing has shown the right by loading it",
    ),
    ("import::account_of", "takes what `staged` has let through"),
    (
        "measure::paper",
        "the proposal or the annex as a file, whose rights are in the table",
    ),
    (
        "survey::letters_file",
        "prints codes that the caller has in hand",
    ),
];

#[tokio::test]
async fn every_use_case_is_for_those_roles_alone_that_carry_its_rights() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let helper = test.member(&org, Role::Coordinator).await;
    let at = At::nowhere(&helper);
    for role in Role::ALL {
        let cx = test.member(&org, *role).await;
        for case in CASES {
            let outcome = (case.call)(&cx, &at).await;
            let is_let_in = case.needs.iter().all(|right| role.may(*right));
            let is_refused = matches!(outcome, Err(Error::Forbidden));
            assert_eq!(
                is_refused, !is_let_in,
                "{} as {:?}: {outcome:?}",
                case.name, role
            );
        }
    }
}

#[tokio::test]
async fn whoever_has_no_right_changes_nothing_by_trying() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    let staged = At {
        upload: at.staged(&cx).await,
        ..at.clone()
    };
    let before = test.rows().await;
    for role in Role::ALL {
        let cx = test.member(&org, *role).await;
        let before = test.rows().await;
        let refused = |case: &&Case| !case.needs.iter().all(|right| role.may(*right));
        let tries = CASES.iter().filter(refused);
        for (case, at) in tries.flat_map(|case| [(case, &at), (case, &staged)]) {
            let outcome = (case.call)(&cx, at).await;
            let is_refused = matches!(outcome, Err(Error::Forbidden));
            assert!(is_refused, "{} as {role:?}", case.name);
        }
        assert_eq!(test.rows().await, before, "{role:?}");
    }
    let after = test.rows().await;
    let is_kept = before.iter().all(|row| after.contains(row));
    assert!(is_kept, "only members were added");
}

#[test]
fn every_right_opens_something() {
    let asked: BTreeSet<&str> = CASES
        .iter()
        .flat_map(|case| case.needs)
        .map(|right| right.code())
        .collect();
    for right in Permission::ALL {
        assert!(asked.contains(right.code()), "{right:?} opens nothing");
    }
}

/// The use cases of a folder of the source: `feature::name` of each that takes an organisation.
fn use_cases(folder: &Path, feature: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            use_cases(&path, feature, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for part in text.split("\npub async fn ").skip(1) {
            let Some((head, _)) = part.split_once(')') else {
                continue;
            };
            let name = head.split(['(', '<']).next().unwrap();
            if head.contains("cx: &OrgCx") {
                found.insert(format!("{feature}::{name}"));
            }
        }
    }
}

#[test]
fn no_use_case_is_missing_from_the_table() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(source).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        // The demo fills an empty installation; the queue belongs to no organisation.
        if entry.path().is_dir() && !["demo", "queue", "form"].contains(&name.as_str()) {
            use_cases(&entry.path(), &name, &mut found);
        }
    }
    assert!(found.len() > 100, "the source is read: {}", found.len());
    let told: BTreeSet<&str> = CASES
        .iter()
        .map(|case| case.name)
        .chain(APART.iter().map(|(name, _)| *name))
        .collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let missing: Vec<_> = found.difference(&told).collect();
    let gone: Vec<_> = told.difference(&found).collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
    assert!(gone.is_empty(), "no longer in the source: {gone:?}");
}
