//! Sessions: how long they last, one's own list, what a new password and a new device do.

use app::Error;
use app::identity::{Holder, Origin, change_password, end_session, session, sessions, sign_in};
use app::{App, Token};
use domain::identity::Device;
use testkit::{PASSWORD, TestApp};

use crate::at_fields;

async fn begun(app: &App, email: &str, from: Origin) -> Token {
    let signed = sign_in(app, email, PASSWORD, from).await.unwrap();
    signed.unwrap().0
}

async fn lasts(app: &App, token: Token) -> bool {
    session(app, token).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_that_is_forgotten_in_the_evening_is_over_in_the_morning() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let (forgotten, used) = (
        begun(&test.app, user.email.as_str(), Origin::default()).await,
        begun(&test.app, user.email.as_str(), Origin::default()).await,
    );
    test.set_time("2027-05-11T15:00:00Z");
    assert!(lasts(&test.app, used).await);
    test.set_time("2027-05-11T21:01:00Z");
    assert!(!lasts(&test.app, forgotten).await);
    // On whichever node it was used.
    assert!(lasts(&test.another_node().await, used).await);
}

#[tokio::test]
async fn one_sees_ones_sessions_and_ends_one_of_them() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let other = test.person("Matti Malli", false).await;
    let phone = Device::of_agent("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36");
    let lost = Origin::default().on(phone, None);
    let lost = begun(&test.app, user.email.as_str(), lost).await;
    test.set_time("2027-05-11T10:00:00Z");
    let token = begun(&test.app, user.email.as_str(), Origin::default()).await;
    let holder = Holder { user: &user, token };
    let own = sessions(&test.app, holder).await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own[0].is_this && !own[1].is_this);
    assert_eq!(own[1].device, phone);
    // Nobody else's, even by its id.
    let foreign = end_session(&test.app, &other, own[1].id).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    end_session(&test.app, &user, own[1].id).await.unwrap();
    assert!(!lasts(&test.app, lost).await && lasts(&test.app, token).await);
    let again = end_session(&test.app, &user, own[1].id).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_ends_the_other_sessions_and_is_told() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let email = user.email.as_str();
    let other = begun(&test.app, email, Origin::default()).await;
    let token = begun(&test.app, email, Origin::default()).await;
    test.take_mail().await;
    let holder = Holder { user: &user, token };
    let change = async |current: &str, new: &str| {
        change_password(&test.app, holder, (current, new), Origin::default()).await
    };
    assert_eq!(
        at_fields(change("väärä", "neljä uutta satamaa").await),
        ["current"]
    );
    assert_eq!(at_fields(change(PASSWORD, "lyhyt").await), ["password"]);
    assert_eq!(
        at_fields(change(PASSWORD, "Salasana12345").await),
        ["password"]
    );
    assert!(lasts(&test.app, other).await && test.take_mail().await.is_empty());
    change(PASSWORD, "neljä uutta satamaa").await.unwrap();
    assert!(!lasts(&test.app, other).await && lasts(&test.app, token).await);
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].to.as_str(), mails[0].subject.as_str()),
        (email, "Salasanasi vaihdettiin")
    );
    let old = sign_in(&test.app, email, PASSWORD, Origin::default()).await;
    assert!(old.unwrap().is_err());
    let new = sign_in(&test.app, email, "neljä uutta satamaa", Origin::default()).await;
    assert!(new.unwrap().is_ok());
}

/// Whoever finds a browser open can guess the password there no more often than anywhere else.
#[tokio::test]
async fn the_current_password_is_tried_like_when_signing_in() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let token = begun(&test.app, user.email.as_str(), Origin::default()).await;
    let holder = Holder { user: &user, token };
    for _ in 0..8 {
        let words = ("väärä salasana", "neljä uutta satamaa");
        let wrong = change_password(&test.app, holder, words, Origin::default()).await;
        assert_eq!(at_fields(wrong), ["current"]);
    }
    let words = (PASSWORD, "neljä uutta satamaa");
    let waits = change_password(&test.app, holder, words, Origin::default()).await;
    let Err(Error::Invalid(waits)) = waits else {
        panic!("the ninth must wait");
    };
    assert_eq!(waits.of("current"), Some("identity.sign-in.too-many"));
}

#[tokio::test]
async fn a_device_is_told_by_mail_when_it_is_new_and_not_again() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let email = user.email.as_str();
    let first = begun(&test.app, email, Origin::default()).await;
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        mails[0].subject,
        "Tilillesi kirjauduttiin uudella selaimella"
    );
    assert!(
        mails[0].text.contains("http://luotsi.test/account"),
        "{}",
        mails[0].text
    );
    // The browser brings the cookie that it was given with its first session.
    let known = Origin::default().on(Device::default(), Some(first.of_device()));
    begun(&test.app, email, known).await;
    assert!(test.take_mail().await.is_empty());
    // Another person's cookie makes nothing known.
    let other = test.person("Matti Malli", false).await;
    begun(&test.app, other.email.as_str(), known).await;
    assert_eq!(test.take_mail().await.len(), 1);
    let guessed = Origin::default().on(Device::default(), Some(test.app.token()));
    begun(&test.app, email, guessed).await;
    assert_eq!(test.take_mail().await.len(), 1);
}
