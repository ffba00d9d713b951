//! Organisations: who gets in.

use app::Error;
use app::organisation::{enter, find, mine};
use domain::identity::Role;
use testkit::TestApp;

#[tokio::test]
async fn a_person_sees_their_own_organisations_and_enters_no_other() {
    let test = TestApp::new().await;
    let home = test.municipality("Esimerkkilä").await;
    let other = test.municipality("Mallijoki").await;
    let user = test.person("Maija Malli", false).await;
    test.join(&user, &home, &[Role::Leadership]).await;
    let own = mine(&test.app, &user).await.unwrap();
    assert_eq!(own.iter().map(|one| one.id).collect::<Vec<_>>(), [home.id]);
    assert!(enter(&test.app, &user, "esimerkkila").await.is_ok());
    for slug in [other.slug.as_str(), "ei-ole", "Ei Osoite", ""] {
        assert!(
            matches!(enter(&test.app, &user, slug).await, Err(Error::NotFound)),
            "{slug}"
        );
    }
}

#[tokio::test]
async fn the_command_line_finds_an_organisation_by_address_or_name() {
    let test = TestApp::new().await;
    let home = test.municipality("Esimerkkilä").await;
    for name in ["esimerkkila", "Esimerkkilä", "ESIMERKKILÄ"] {
        assert_eq!(find(&test.app, name).await.unwrap().id, home.id, "{name}");
    }
    assert!(matches!(
        find(&test.app, "Mallijoki").await,
        Err(Error::NotFound)
    ));
}
