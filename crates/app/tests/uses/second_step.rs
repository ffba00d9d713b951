//! The second step: codes and recovery codes are taken once, tries are counted, and nobody comes past it.

use std::net::Ipv4Addr;

use app::identity::{
    Holder, Origin, SignInRefused, Stage, ask_second_step, begin_passkey, begin_totp, begun_totp,
    confirm_totp, give_code, give_passkey, remove_totp, renew_codes, reset_second_step,
    second_step, second_step_rule, session, sign_in,
};
use app::{App, Error, Token};
use domain::identity::Role;
use store::User;
use testkit::{PASSWORD, TestApp, code_of, code_of_bytes};

use crate::{Scene, at_fields};

const HERE: fn() -> Origin = Origin::default;

async fn begun(app: &App, user: &User) -> Token {
    let signed = sign_in(app, user.email.as_str(), PASSWORD, HERE()).await;
    signed.unwrap().unwrap().0
}

async fn stage(app: &App, token: Token) -> Option<Stage> {
    session(app, token).await.unwrap().map(|held| held.stage)
}

/// A person with codes of an application.
struct Person {
    user: User,
    /// What the application was given.
    secret: String,
    /// Recovery codes.
    codes: Vec<String>,
    /// The session in which it was set up.
    token: Token,
}

async fn person(test: &TestApp, name: &str) -> Person {
    let user = test.person(name, false).await;
    let token = begun(&test.app, &user).await;
    let holder = Holder { user: &user, token };
    let secret = begin_totp(&test.app, holder).await.unwrap().secret;
    let code = code_of(&secret, test.app.now());
    let added = confirm_totp(&test.app, holder, (&code, PASSWORD), HERE()).await;
    let added = added.unwrap();
    Person {
        user,
        secret,
        codes: added.codes,
        token: added.token,
    }
}

/// A minute later there is another code.
fn later(test: &TestApp, minute: u32) {
    test.set_time(&format!("2027-05-11T09:{minute:02}:00Z"));
}

#[tokio::test]
async fn the_code_is_asked_after_the_password_and_is_taken_once() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    let app = &test.app;
    let waits = begun(app, &person.user).await;
    assert_eq!(stage(app, waits).await, Some(Stage::Code));
    // The code with which it was taken into use is spent.
    let code = code_of(&person.secret, app.now());
    let spent = give_code(app, waits, &code, HERE()).await.unwrap();
    assert_eq!(spent, Err(SignInRefused::Wrong));
    later(&test, 1);
    let code = code_of(&person.secret, app.now());
    let (first, last) = code.split_at(3);
    let grouped = format!(" {first} {last} ");
    let open = give_code(app, waits, &grouped, HERE())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage(app, open).await, Some(Stage::Open));
    // The session goes on under another token; the one that waited is worth nothing.
    assert_eq!(stage(app, waits).await, None);
    // Whoever saw the code over a shoulder comes too late, on every node.
    let node = test.another_node().await;
    let thief = begun(&node, &person.user).await;
    let again = give_code(&node, thief, &code, HERE()).await.unwrap();
    assert_eq!(again, Err(SignInRefused::Wrong));
    assert_eq!(stage(app, thief).await, Some(Stage::Code));
}

/// Two nodes at once are given the same code: one of them takes it.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_comes_to_two_nodes_at_once_is_taken_by_one() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    later(&test, 1);
    let code = code_of(&person.secret, test.app.now());
    let mut tries = tokio::task::JoinSet::new();
    for app in [test.app.clone(), test.another_node().await] {
        let waits = begun(&app, &person.user).await;
        let code = code.clone();
        tries.spawn(async move { give_code(&app, waits, &code, HERE()).await.unwrap().is_ok() });
    }
    let all = tries.join_all().await;
    assert_eq!(all.iter().filter(|is_in| **is_in).count(), 1, "{all:?}");
}

#[tokio::test]
async fn a_recovery_code_is_taken_once_and_only_from_its_person() {
    let test = TestApp::new().await;
    let (one, other) = (
        person(&test, "Maija Malli").await,
        person(&test, "Matti Malli").await,
    );
    let app = &test.app;
    assert_eq!(one.codes.len(), 10);
    let foreign = begun(app, &other.user).await;
    let refused = give_code(app, foreign, &one.codes[0], HERE())
        .await
        .unwrap();
    assert_eq!(refused, Err(SignInRefused::Wrong));
    let typed = one.codes[0].to_uppercase().replace('-', " ");
    let waits = begun(app, &one.user).await;
    assert!(give_code(app, waits, &typed, HERE()).await.unwrap().is_ok());
    let waits = begun(app, &one.user).await;
    let again = give_code(app, waits, &one.codes[0], HERE()).await.unwrap();
    assert_eq!(again, Err(SignInRefused::Wrong));
    assert_eq!(second_step(app, &one.user).await.unwrap().codes, 9);
    // New ones take the place of all earlier ones.
    let new = renew_codes(app, &one.user, PASSWORD, HERE()).await.unwrap();
    let old = give_code(app, waits, &one.codes[1], HERE()).await.unwrap();
    assert_eq!(old, Err(SignInRefused::Wrong));
    assert!(
        give_code(app, waits, &new[1], HERE())
            .await
            .unwrap()
            .is_ok()
    );
}

/// Whoever knows the password alone must not come past the second step by adding one of their own.
#[tokio::test]
async fn whoever_waits_for_the_code_changes_nothing() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    let app = &test.app;
    let token = begun(app, &person.user).await;
    let holder = Holder {
        user: &person.user,
        token,
    };
    let in_use = begin_totp(app, holder).await;
    assert!(matches!(in_use, Err(Error::Refused(_))));
    assert!(
        matches!(begun_totp(app, holder).await, Err(Error::NotFound)),
        "shown to nobody"
    );
    let code = code_of(&person.secret, app.now());
    let typed = (code.as_str(), PASSWORD);
    assert!(matches!(
        confirm_totp(app, holder, typed, HERE()).await,
        Err(Error::NotFound)
    ));
    let passkey = begin_passkey(app, holder, ("Puhelin", PASSWORD), HERE()).await;
    assert!(matches!(passkey, Err(Error::NotFound)));
    let made_up = (app.id(), "{}");
    let passkey = give_passkey(app, token, made_up, HERE()).await.unwrap();
    assert_eq!(passkey, Err(SignInRefused::Wrong));
    // A session that is open has no code to give.
    let code = give_code(app, person.token, "000000", HERE()).await;
    assert!(matches!(code, Err(Error::NotFound)));
    // It is waited for a quarter of an hour.
    later(&test, 16);
    assert_eq!(stage(app, token).await, None);
}

/// Six digits do not bear many tries: whoever knows the password is stopped from everywhere.
#[tokio::test(flavor = "multi_thread")]
async fn sixty_codes_tried_at_once_from_as_many_networks_are_twenty_tries() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    let token = begun(&test.app, &person.user).await;
    later(&test, 1);
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..60_u8 {
        let app = test.app.clone();
        let from = Origin::new(Some(Ipv4Addr::new(192, 0, 2, number).into()));
        let guess = format!("{:06}", 100_000 + u32::from(number));
        tries.spawn(async move { give_code(&app, token, &guess, from).await.unwrap() });
    }
    let all = tries.join_all().await;
    let looked_at = all.iter().filter(|it| **it == Err(SignInRefused::Wrong));
    assert_eq!(looked_at.count(), 20);
    let right = code_of(&person.secret, test.app.now());
    let waits = give_code(&test.app, token, &right, HERE()).await.unwrap();
    assert_eq!(waits, Err(SignInRefused::TooMany));
}

#[tokio::test]
async fn it_is_taken_into_use_with_a_right_code_and_the_password() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let app = &test.app;
    let (token, elsewhere) = (begun(app, &user).await, begun(app, &user).await);
    test.take_mail().await;
    let holder = Holder { user: &user, token };
    let typed = ("123456", PASSWORD);
    let nothing = confirm_totp(app, holder, typed, HERE()).await;
    assert!(matches!(nothing, Err(Error::NotFound)), "nothing was begun");
    let seen = begin_totp(app, holder).await.unwrap().secret;
    let secret = begin_totp(app, holder).await.unwrap().secret;
    assert_ne!(seen, secret, "what somebody saw before is of no use");
    assert_eq!(begun_totp(app, holder).await.unwrap().secret, secret);
    let other = Holder {
        user: &user,
        token: elsewhere,
    };
    let shown = begun_totp(app, other).await.unwrap().secret;
    assert_ne!(shown, secret, "another session sees another");
    let kept = app.store().site_read().await.unwrap().totp(user.id).await;
    let kept = code_of_bytes(&kept.unwrap().unwrap().secret, app.now());
    let read = confirm_totp(app, holder, (&kept, PASSWORD), HERE()).await;
    assert_eq!(at_fields(read), ["code"], "the database holds another");
    for (code, password, field) in [
        (code_of(&seen, app.now()), PASSWORD, "code"),
        (code_of(&secret, app.now()), "väärä salasana", "password"),
    ] {
        let wrong = confirm_totp(app, holder, (&code, password), HERE()).await;
        assert_eq!(at_fields(wrong), [field]);
    }
    assert!(!second_step(app, &user).await.unwrap().is_on());
    let code = code_of(&secret, app.now());
    let added = confirm_totp(app, holder, (&code, PASSWORD), HERE())
        .await
        .unwrap();
    assert_eq!(stage(app, added.token).await, Some(Stage::Open));
    // Other devices must give the code, too, before they go on.
    assert_eq!(stage(app, elsewhere).await, Some(Stage::Code));
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        mails[0].subject,
        "Kaksivaiheinen kirjautuminen otettiin käyttöön"
    );
}

#[tokio::test]
async fn an_operator_reaches_nothing_before_there_is_a_second_step_and_keeps_the_last_one() {
    let test = TestApp::new().await;
    let user = test.person("Yrjö Ylläpitäjä", true).await;
    let app = &test.app;
    let token = begun(app, &user).await;
    assert_eq!(stage(app, token).await, Some(Stage::SetUp));
    // The password was just given.
    let holder = Holder { user: &user, token };
    let secret = begin_totp(app, holder).await.unwrap().secret;
    let code = code_of(&secret, app.now());
    let added = confirm_totp(app, holder, (&code, ""), HERE())
        .await
        .unwrap();
    assert_eq!(stage(app, added.token).await, Some(Stage::Open));
    let last = remove_totp(app, &user, PASSWORD, HERE()).await;
    assert!(matches!(
        last,
        Err(Error::Refused("error.second-step.needed"))
    ));
    assert!(second_step(app, &user).await.unwrap().has_totp);
    // There is an hour to set it up.
    let other = test.person("Ylermi Ylläpitäjä", true).await;
    let token = begun(app, &other).await;
    test.set_time("2027-05-11T10:01:00Z");
    assert_eq!(stage(app, token).await, None);
}

#[tokio::test]
async fn an_organisation_asks_its_members_and_those_who_have_none_are_held_up() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let member = scene.test.person("Maija Malli", false).await;
    scene.test.join(&member, &scene.org, &[Role::Elected]).await;
    let having = person(&scene.test, "Matti Malli").await;
    scene
        .test
        .join(&having.user, &scene.org, &[Role::Elected])
        .await;
    let stranger = scene.test.person("Muu Mies", false).await;
    let token = begun(app, &member).await;
    let foreign = begun(app, &stranger).await;
    assert_eq!(stage(app, token).await, Some(Stage::Open));
    ask_second_step(&scene.cx, true).await.unwrap();
    assert_eq!(stage(app, token).await, Some(Stage::SetUp), "at once");
    assert_eq!(stage(app, having.token).await, Some(Stage::Open));
    assert_eq!(stage(app, foreign).await, Some(Stage::Open));
    let rule = second_step_rule(&scene.cx).await.unwrap();
    assert_eq!(rule.asked_since, Some(app.now()));
    let with: Vec<_> = rule
        .members
        .iter()
        .filter(|(_, has)| *has)
        .map(|(it, _)| it.user)
        .collect();
    assert_eq!(with, [having.user.id]);
    let last = remove_totp(app, &having.user, PASSWORD, HERE()).await;
    assert!(matches!(
        last,
        Err(Error::Refused("error.second-step.needed"))
    ));
    ask_second_step(&scene.cx, false).await.unwrap();
    assert_eq!(stage(app, token).await, Some(Stage::Open));
    remove_totp(app, &having.user, PASSWORD, HERE())
        .await
        .unwrap();
    assert_eq!(second_step(app, &having.user).await.unwrap().codes, 0);
}

#[tokio::test]
async fn removing_it_needs_the_password_and_is_told() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    let app = &test.app;
    test.take_mail().await;
    let wrong = remove_totp(app, &person.user, "väärä salasana", HERE()).await;
    assert_eq!(at_fields(wrong), ["password"]);
    let wrong = renew_codes(app, &person.user, "väärä salasana", HERE()).await;
    assert_eq!(at_fields(wrong), ["password"]);
    remove_totp(app, &person.user, PASSWORD, HERE())
        .await
        .unwrap();
    assert_eq!(test.take_mail().await.len(), 1);
    let token = begun(app, &person.user).await;
    assert_eq!(stage(app, token).await, Some(Stage::Open));
    let nothing = renew_codes(app, &person.user, PASSWORD, HERE()).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
}

#[tokio::test]
async fn whoever_has_lost_everything_begins_again_and_is_out_everywhere() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    let app = &test.app;
    test.take_mail().await;
    reset_second_step(app, &person.user.email).await.unwrap();
    assert_eq!(stage(app, person.token).await, None);
    assert_eq!(test.take_mail().await.len(), 1);
    let token = begun(app, &person.user).await;
    assert_eq!(stage(app, token).await, Some(Stage::Open));
    let again = reset_second_step(app, &person.user.email).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_proves_a_person_stands_in_no_log() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let token = begun(&test.app, &user).await;
    let holder = Holder { user: &user, token };
    let offer = begin_totp(&test.app, holder).await.unwrap();
    let code = code_of(&offer.secret, test.app.now());
    let added = confirm_totp(&test.app, holder, (&code, PASSWORD), HERE())
        .await
        .unwrap();
    let shown = format!("{offer:?} {added:?} {holder:?}");
    for secret in [
        offer.secret.as_str(),
        added.codes[0].as_str(),
        &added.token.text(),
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
    // A copy of the database holds no recovery code, however it is written.
    for row in test.rows().await {
        for code in &added.codes {
            assert!(
                !row.text.contains(code.as_str()) && !row.text.contains(&code.replace('-', ""))
            );
        }
    }
}

/// A step that was given once proves nothing after it has been removed.
#[tokio::test]
async fn a_session_whose_step_is_gone_is_held_up_when_one_is_asked() {
    let test = TestApp::new().await;
    let person = person(&test, "Maija Malli").await;
    assert_eq!(stage(&test.app, person.token).await, Some(Stage::Open));
    remove_totp(&test.app, &person.user, PASSWORD, HERE())
        .await
        .unwrap();
    assert_eq!(stage(&test.app, person.token).await, Some(Stage::Open));
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    test.join(&person.user, &org, &[Role::Elected]).await;
    ask_second_step(&cx, true).await.unwrap();
    assert_eq!(stage(&test.app, person.token).await, Some(Stage::SetUp));
}
