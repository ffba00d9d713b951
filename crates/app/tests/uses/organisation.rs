//! Organisations: who makes them, and who gets in.

use app::Error;
use app::form::{Setting, Typed, read};
use app::organisation::{NewOrganisation, all, create, enter, find, mine};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Kind;
use domain::text::Title;
use i18n::Texts;
use testkit::TestApp;

use crate::at_fields;

#[tokio::test]
async fn the_operator_adds_a_listed_municipality_once() {
    let test = TestApp::new().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let listed = &content::municipalities()[0];
    let new = NewOrganisation::Municipality(listed.code.clone());
    let made = create(&test.app, &operator, &new).await.unwrap();
    assert_eq!(made.code.as_deref(), Some(listed.code.as_str()));
    assert_eq!(made.population, listed.population);
    let again = create(&test.app, &operator, &new).await.map(|_| ());
    assert_eq!(at_fields(again), ["municipality"]);
    let unknown = NewOrganisation::Municipality("999".into());
    let unknown = create(&test.app, &operator, &unknown).await.map(|_| ());
    assert_eq!(at_fields(unknown), ["municipality"]);
    // Making it gives the operator no way in.
    let entered = enter(&test.app, &operator, made.slug.as_str()).await;
    assert!(matches!(entered, Err(Error::NotFound)));
    assert_eq!(all(&test.app).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_else_adds_an_organisation() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let new = NewOrganisation::Other(Kind::Host, Title::parse("Verkosto").unwrap());
    let made = create(&test.app, &user, &new).await;
    assert!(matches!(made, Err(Error::Forbidden)));
    assert!(all(&test.app).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_without_letters_makes_no_address() {
    let test = TestApp::new().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let setting = Setting::new(&test.app, Texts::new(Locale::Fi));
    for name in ["", "   ", "!!!"] {
        let typed = Typed::of(&[("kind", "partner"), ("organisation", name)]);
        let made = match read::<NewOrganisation>(setting, &(), None, &typed) {
            Ok(new) => create(&test.app, &operator, &new).await.map(|_| ()),
            Err(error) => Err(error),
        };
        assert_eq!(at_fields(made), ["organisation"]);
    }
}

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
