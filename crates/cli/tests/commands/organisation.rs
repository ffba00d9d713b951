//! Organisations and lost passwords on the command line.

use app::identity::{organisations, preview};
use domain::identity::Role;
use testkit::TestApp;

use crate::support::{run, run_with};

const EKA: [&str; 4] = [
    "--coordinator",
    "Eka Ensimmäinen",
    "--email",
    "eka@example.fi",
];

/// The token of the link that was printed.
fn printed(text: &str) -> app::Token {
    let token = text.trim_end().rsplit('/').next().unwrap();
    app::Token::parse(token).unwrap_or_else(|| panic!("{text}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_is_added_with_its_first_coordinator_who_is_invited_again() {
    let test = TestApp::in_a_folder().await;
    let add = [
        &["organisation", "add", "--municipality", "Helsinki"][..],
        &EKA,
    ]
    .concat();
    let told = run(test.folder(), &add);
    assert!(told.is_done, "{}", told.text);
    assert!(preview(&test.app, printed(&told.text), None).await.is_ok());
    let standing = organisations(&test.app, None).await.unwrap().remove(0);
    assert_eq!(standing.organisation.code.as_deref(), Some("091"));
    let waits = standing.invited.unwrap();
    assert_eq!(waits.roles, [Role::Coordinator]);
    assert_eq!(waits.name, "Eka Ensimmäinen");
    let twice = run(test.folder(), &add);
    assert!(
        !twice.is_done && twice.text.contains("already"),
        "{}",
        twice.text
    );

    let again = ["organisation", "invite", "--organisation", "091"];
    let told = run(test.folder(), &[&again[..], &EKA].concat());
    assert!(told.is_done, "{}", told.text);
    assert!(preview(&test.app, printed(&told.text), None).await.is_ok());
    let mail = [
        ("LUOTSI_SMTP_URL", "smtp://127.0.0.1:1"),
        ("LUOTSI_MAIL_FROM", "luotsi@example.fi"),
    ];
    let told = run_with(test.folder(), &mail, &[&again[..], &EKA].concat());
    assert!(
        told.is_done && !told.text.contains("/invitation/"),
        "{}",
        told.text
    );
    let org = standing.organisation;
    test.member(&org, Role::Coordinator).await;
    let late = run(test.folder(), &[&again[..], &EKA].concat());
    assert!(
        !late.is_done && late.text.contains("joined"),
        "{}",
        late.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_organisation_and_no_address_is_told_in_words() {
    let test = TestApp::in_a_folder().await;
    let add = ["organisation", "add"];
    for (name, said) in [
        (["--municipality", "Atlantis"], "`Atlantis`"),
        (["--partner", ""], "empty"),
    ] {
        let told = run(test.folder(), &[&add[..], &name, &EKA].concat());
        assert!(!told.is_done && told.text.contains(said), "{}", told.text);
    }
    let whom = ["--coordinator", "Eka", "--email", "ei osoite"];
    let host = ["--host", "Verkosto"];
    let told = run(test.folder(), &[&add[..], &host, &whom].concat());
    assert!(
        !told.is_done && told.text.contains("`ei osoite`"),
        "{}",
        told.text
    );
    let nothing = run(test.folder(), &[&add[..], &EKA].concat());
    assert!(!nothing.is_done);
    assert!(organisations(&test.app, None).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_is_printed_for_an_account_and_for_nobody_else() {
    let test = TestApp::in_a_folder().await;
    let user = test.person("Maija Malli", false).await;
    let told = run(test.folder(), &["recover", "--email", user.email.as_str()]);
    assert!(told.is_done, "{}", told.text);
    let token = printed(&told.text);
    assert!(told.text.contains("/account/recovery/"), "{}", told.text);
    let rows = test.rows().await;
    let kept: Vec<_> = rows
        .iter()
        .filter(|it| it.table == "main.recovery")
        .collect();
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].text.to_lowercase().contains(&token.text()));
    for email in ["tuntematon@example.fi", "ei osoite"] {
        let told = run(test.folder(), &["recover", "--email", email]);
        assert!(!told.is_done && told.text.contains(email), "{}", told.text);
    }
}
