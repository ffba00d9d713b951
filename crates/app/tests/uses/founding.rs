//! The first coordinator of an organisation, and what the operator sees until somebody has joined.

use app::form::{Setting, Typed, read};
use app::identity::{
    Accept, Delivery, Founding, Origin, Over, Preview, accept, first_coordinator, found,
    invite_first, organisations, preview, session,
};
use app::organisation::{NewOrganisation, enter};
use app::{Error, Token};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Kind;
use i18n::Texts;
use testkit::{PASSWORD, TestApp};

use crate::{at_fields, is_refused};

fn municipality(code: &str) -> Founding {
    Founding {
        organisation: NewOrganisation::Municipality(code.to_owned()),
        coordinator: testkit::first_coordinator("eka@example.fi"),
    }
}

fn filled() -> Accept {
    Accept {
        name: "Eka Ensimmäinen".to_owned(),
        password: PASSWORD.to_owned(),
        locale: Locale::Fi,
    }
}

#[tokio::test]
async fn a_listed_municipality_is_added_once_and_its_coordinator_is_invited_with_it() {
    let test = TestApp::new().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let listed = &content::municipalities()[0];
    let new = municipality(&listed.code);
    let (made, invited) = found(&test.app, Some(&operator), &new, Locale::Fi)
        .await
        .unwrap();
    assert_eq!(made.code.as_deref(), Some(listed.code.as_str()));
    assert_eq!(made.population, listed.population);
    assert_eq!(invited.delivery, Delivery::Mailed);
    let again = found(&test.app, Some(&operator), &new, Locale::Fi).await;
    assert_eq!(at_fields(again), ["municipality"]);
    let unknown = found(&test.app, None, &municipality("999"), Locale::Fi).await;
    assert_eq!(at_fields(unknown), ["municipality"]);
    // Making it gives the operator no way in.
    let entered = enter(&test.app, &operator, made.slug.as_str()).await;
    assert!(matches!(entered, Err(Error::NotFound)));
    assert_eq!(test.take_mail().await.len(), 1, "what fails invites nobody");
    assert_eq!(organisations(&test.app, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nobody_else_adds_an_organisation_or_invites_to_one() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let org = test.municipality("Esimerkkilä").await;
    let new = municipality(&content::municipalities()[0].code);
    let made = found(&test.app, Some(&user), &new, Locale::Fi).await;
    assert!(matches!(made, Err(Error::Forbidden)));
    let first = (org.id, &new.coordinator);
    let invited = invite_first(&test.app, Some(&user), first, Locale::Fi).await;
    assert!(matches!(invited, Err(Error::Forbidden)));
    let looked = first_coordinator(&test.app, &user, org.id).await;
    assert!(matches!(looked, Err(Error::Forbidden)));
    assert_eq!(organisations(&test.app, None).await.unwrap().len(), 1);
    assert!(test.take_mail().await.is_empty());
}

#[tokio::test]
async fn a_form_without_a_coordinator_or_a_name_adds_nothing() {
    let test = TestApp::new().await;
    let setting = Setting::new(&test.app, Texts::new(Locale::Fi));
    let whom = [("name", "Eka"), ("email", "eka@example.fi")];
    for name in ["", "   ", "!!!"] {
        let typed = Typed::of(&whom).with("organisation", name);
        let made = match read::<Founding>(setting, &Kind::Partner, None, &typed) {
            Ok(new) => found(&test.app, None, &new, Locale::Fi).await.map(drop),
            Err(error) => Err(error),
        };
        assert_eq!(at_fields(made), ["organisation"]);
    }
    let typed = Typed::of(&[("municipality", "091"), ("email", "ei osoite")]);
    let made = read::<Founding>(setting, &Kind::Municipality, None, &typed);
    assert_eq!(at_fields(made), ["name", "email"]);
    assert!(organisations(&test.app, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_operator_invites_again_until_somebody_has_joined() {
    let test = TestApp::new().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let by = Some(&operator);
    let made = testkit::found(&test.app, &operator, &content::municipalities()[0].code).await;
    let lost = test.mailed_token().await;
    let standing = organisations(&test.app, None).await.unwrap().remove(0);
    assert!(!standing.is_joined);
    let waits = standing.invited.unwrap();
    assert_eq!(waits.email.as_str(), "ensimmainen@example.fi");
    assert_eq!(waits.roles, [Role::Coordinator]);
    let (_, last) = first_coordinator(&test.app, &operator, made.id)
        .await
        .unwrap();
    assert_eq!(last.unwrap().email, waits.email);
    // To another address: the first one no longer works.
    let other = testkit::first_coordinator("toinen@example.fi");
    invite_first(&test.app, by, (made.id, &other), Locale::Fi)
        .await
        .unwrap();
    let over = preview(&test.app, lost, None).await.unwrap();
    assert!(matches!(over, Preview::Over(Over::Withdrawn)), "{over:?}");
    let token = test.mailed_token().await;
    let begun = accept(&test.app, token, &filled(), Origin::default())
        .await
        .unwrap();
    let user = session(&test.app, begun).await.unwrap().unwrap().user;
    let cx = enter(&test.app, &user, made.slug.as_str()).await.unwrap();
    assert_eq!(cx.roles(), [Role::Coordinator]);
    let standing = organisations(&test.app, None).await.unwrap().remove(0);
    assert!(standing.is_joined && standing.invited.is_none());
    // Whom the municipality invites from now on is none of the operator's business.
    crate::invite(&cx, "jasen@example.fi", &[Role::Elected])
        .await
        .unwrap();
    test.take_mail().await;
    let standing = organisations(&test.app, None).await.unwrap().remove(0);
    assert!(standing.invited.is_none());
    let looked = first_coordinator(&test.app, &operator, made.id).await;
    assert!(is_refused(&looked, "site.organisation.has-members"));
    let late = invite_first(&test.app, by, (made.id, &other), Locale::Fi).await;
    assert!(is_refused(&late, "site.organisation.has-members"));
    assert!(test.take_mail().await.is_empty());
}

#[tokio::test]
async fn without_mail_the_link_is_shown_to_the_operator() {
    let test = TestApp::without_mail().await;
    let new = municipality(&content::municipalities()[0].code);
    let (made, invited) = found(&test.app, None, &new, Locale::Fi).await.unwrap();
    let token = invited.link().unwrap().rsplit('/').next().unwrap();
    let token = Token::parse(token).unwrap();
    let Preview::Open(opened) = preview(&test.app, token, None).await.unwrap() else {
        panic!("the link is open");
    };
    assert_eq!(opened.organisation.id, made.id);
    assert_eq!(opened.invitation.name, "Eka Ensimmäinen");
    assert!(
        accept(&test.app, token, &filled(), Origin::default())
            .await
            .is_ok()
    );
}
