//! A new password: by mail, by a code that a coordinator hands over, by the operator; and who is let
//! in with an address that somebody else may have taken.

use app::identity::{
    Accept, Delivery, Holder, Origin, Reset, Stage, TypedCode, accept, ask_for_password,
    begin_reset, begin_totp, begun_reset, change_password, confirm_totp, join, join_waiting,
    pending, recover, recover_by_operator, recovering, remove, reset, session, sign_in,
    stop_own_reset, stop_reset, use_code, waiting, withdraw,
};
use app::{App, Error, OrgCx, Outcome, Token};
use domain::audit::AuditKind;
use domain::identity::Role;
use domain::{Locale, UserId};
use store::User;
use testkit::{PASSWORD, TestApp, code_of};
use tokio::task::JoinSet;

use crate::{Scene, at_fields, invite, is_refused};

const NEW: &str = "neljä uutta satamaa";

async fn can_sign_in(app: &App, user: &User, password: &str) -> bool {
    let signed = sign_in(app, user.email.as_str(), password, Origin::default()).await;
    signed.unwrap().is_ok()
}

async fn ask(app: &App, email: &str) {
    ask_for_password(app, email, Origin::default())
        .await
        .unwrap();
}

/// Asks for a link and reads it in the mail.
async fn link_of(test: &TestApp, user: &User) -> Token {
    ask(&test.app, user.email.as_str()).await;
    test.mailed("/account/recovery/").await
}

fn filled() -> Accept {
    Accept {
        name: "Uusi Jäsen".to_owned(),
        password: PASSWORD.to_owned(),
        locale: Locale::Fi,
    }
}

#[tokio::test]
async fn a_link_by_mail_changes_the_password_once_and_ends_every_session() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let signed = sign_in(&test.app, user.email.as_str(), PASSWORD, Origin::default()).await;
    let (open, _) = signed.unwrap().unwrap();
    let link = link_of(&test, &user).await;
    assert!(
        session(&test.app, open).await.unwrap().is_some(),
        "asking ends nothing"
    );
    assert_eq!(recovering(&test.app, link).await.unwrap().id, user.id);
    let short = recover(&test.app, link, "lyhyt").await;
    assert_eq!(at_fields(short), ["password"]);
    recover(&test.app, link, NEW).await.unwrap();
    assert!(session(&test.app, open).await.unwrap().is_none());
    assert!(!can_sign_in(&test.app, &user, PASSWORD).await);
    assert!(can_sign_in(&test.app, &user, NEW).await);
    let mut mails = test.take_mail().await;
    // The new device is told as well.
    mails.retain(|mail| mail.text.contains("/account/forgotten"));
    assert_eq!(mails.len(), 1, "the person is told");
    assert_eq!(mails[0].to, user.email.as_str());
    let again = recover(&test.app, link, "viisi uutta satamaa").await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert!(can_sign_in(&test.app, &user, NEW).await);
}

/// Asking writes the same rows and sends the mail later, if at all.
#[tokio::test]
async fn an_address_without_an_account_is_answered_like_one_with_it() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let mut left = Vec::new();
    for email in [user.email.as_str(), "tuntematon@example.fi"] {
        let before = test.rows().await;
        ask(&test.app, email).await;
        let after = test.rows().await;
        let new = after.iter().filter(|row| !before.contains(row));
        let mut tables: Vec<String> = new.map(|row| row.table.clone()).collect();
        tables.sort();
        tables.retain(|it| it != "main.setting");
        left.push(tables);
    }
    assert_eq!(left[0], left[1]);
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, user.email.as_str());
    let none = ask_for_password(&test.app, "ei osoite", Origin::default()).await;
    assert_eq!(at_fields(none), ["email"]);
}

#[tokio::test]
async fn a_link_lasts_an_hour_and_its_mail_comes_once_in_five_minutes() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let link = link_of(&test, &user).await;
    test.set_time("2027-05-11T09:04:59Z");
    ask(&test.app, user.email.as_str()).await;
    assert!(test.take_mail().await.is_empty());
    test.set_time("2027-05-11T09:05:00Z");
    let second = link_of(&test, &user).await;
    // Neither asking again nor somebody else's asking takes the first link away.
    assert!(recovering(&test.app, link).await.is_ok());
    test.set_time("2027-05-11T10:00:00Z");
    let late = recover(&test.app, link, NEW).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    // The one that is used takes the others with it.
    recover(&test.app, second, NEW).await.unwrap();
    assert!(recovering(&test.app, second).await.is_err());
}

#[tokio::test]
async fn asking_is_limited_and_says_so_for_every_address() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    for email in [user.email.as_str(), "tuntematon@example.fi"] {
        for _ in 0..8 {
            ask(&test.app, email).await;
        }
        let ninth = ask_for_password(&test.app, email, Origin::default()).await;
        assert_eq!(at_fields(ninth), ["email"]);
        // Neither signing in nor another network suffers from it.
        let home = Origin::new(Some("192.0.2.7".parse().unwrap()));
        assert!(ask_for_password(&test.app, email, home).await.is_ok());
    }
    assert!(can_sign_in(&test.app, &user, PASSWORD).await);
    let mails = test.take_mail().await;
    let links = mails
        .iter()
        .filter(|mail| mail.text.contains("/account/recovery/"));
    assert_eq!(links.count(), 1);
}

#[tokio::test]
async fn only_the_hash_of_a_link_is_kept_and_its_mail_leaves_with_its_row() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let link = link_of(&test, &user).await;
    let rows = test.rows().await;
    assert!(rows.iter().any(|row| row.table == "main.recovery"));
    let is_in = |row: &testkit::Row| row.text.to_lowercase().contains(&link.text());
    assert!(!rows.iter().any(is_in), "the link is in the database");
}

/// Twenty at once: one changes the password, the others are told, and nothing fails.
async fn twenty<F, T>(app: &App, act: impl Fn(App, usize) -> F) -> Vec<Outcome<T>>
where
    F: Future<Output = Outcome<T>> + Send + 'static,
    T: Send + 'static,
{
    let mut acts = JoinSet::new();
    for number in 0..20 {
        acts.spawn(act(app.clone(), number));
    }
    acts.join_all().await
}

fn told<T: std::fmt::Debug>(all: &[Outcome<T>], is_lost: impl Fn(&Error) -> bool) {
    let done = all.iter().filter(|it| it.is_ok()).count();
    assert_eq!(done, 1, "{all:?}");
    let lost = all.iter().filter_map(|it| it.as_ref().err());
    assert!(lost.clone().all(is_lost), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_use_a_link_at_once_one_changes_the_password() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let link = link_of(&test, &user).await;
    let all = twenty(&test.app, |app, number| async move {
        recover(&app, link, &format!("salasana numero {number}")).await
    })
    .await;
    told(&all, |error| matches!(error, Error::NotFound));
    assert_eq!(test.take_mail().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_accept_at_once_one_joins_and_the_others_are_told() {
    let scene = Scene::new().await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let all = twenty(&scene.test.app, |app, _| async move {
        accept(&app, token, &filled(), Origin::default()).await
    })
    .await;
    told(&all, |error| matches!(error, Error::Conflict));
    let user = scene.test.person("Maija Malli", false).await;
    invite(&scene.cx, user.email.as_str(), &[Role::Owner])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let all = twenty(&scene.test.app, |app, _| {
        let user = user.clone();
        async move { join(&app, token, &user).await }
    })
    .await;
    told(&all, |error| matches!(error, Error::Conflict));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_withdraw_and_accept_at_once_one_wins_and_all_are_told() {
    let scene = Scene::new().await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let id = pending(&scene.cx).await.unwrap()[0].id;
    let all = twenty(&scene.test.app, |app, number| {
        let cx = scene.cx.clone();
        async move {
            match number % 2 {
                0 => withdraw(&cx, id).await,
                _ => accept(&app, token, &filled(), Origin::default())
                    .await
                    .map(drop),
            }
        }
    })
    .await;
    told(&all, |error| {
        matches!(error, Error::Conflict | Error::Refused(_))
    });
}

/// The same address invited by two organisations at once, both links used at once.
#[tokio::test(flavor = "multi_thread")]
async fn two_first_invitations_of_one_address_make_one_account() {
    let scene = Scene::new().await;
    let other = scene.test.municipality("Mallijoki").await;
    let other = scene.test.member(&other, Role::Coordinator).await;
    let mut links = Vec::new();
    for cx in [&scene.cx, &other] {
        invite(cx, "uusi@example.fi", &[Role::Owner]).await.unwrap();
        links.push(scene.test.mailed_token().await);
    }
    let (first, second) = (links[0], links[1]);
    let all = twenty(&scene.test.app, |app, number| {
        let link = if number % 2 == 0 { first } else { second };
        async move { accept(&app, link, &filled(), Origin::default()).await }
    })
    .await;
    told(&all, |error| matches!(error, Error::Conflict));
}

/// A member of an organisation without mail, and the coordinator.
struct Desk {
    scene: Scene,
    user: User,
}

impl Desk {
    async fn new() -> Self {
        let scene = Scene::without_mail().await;
        let user = scene.test.person("Maija Malli", false).await;
        scene.test.join(&user, &scene.org, &[Role::Owner]).await;
        Self { scene, user }
    }

    fn app(&self) -> &App {
        &self.scene.test.app
    }

    fn cx(&self) -> &OrgCx {
        &self.scene.cx
    }

    async fn code(&self) -> String {
        begin_reset(self.cx(), self.user.id).await.unwrap().code
    }

    async fn try_code(&self, code: &str, password: &str) -> Outcome<()> {
        let typed = TypedCode {
            email: self.user.email.as_str(),
            code,
            password,
        };
        use_code(self.app(), &typed, Origin::default()).await
    }

    fn later(&self) {
        self.scene.test.set_time("2027-05-11T10:00:00Z");
    }

    /// The kinds of entries about the person, the newest first.
    async fn log(&self) -> Vec<(AuditKind, Option<UserId>)> {
        let all = app::audit::page(self.cx(), None).await.unwrap();
        let own = all
            .into_iter()
            .filter(|it| it.subject == self.user.id.to_string());
        let resets = own.filter(|it| it.kind.code().starts_with("member.reset"));
        resets.map(|it| (it.kind, it.actor)).collect()
    }
}

fn key(outcome: &Outcome<()>) -> &'static str {
    match outcome {
        Err(Error::Invalid(invalid)) => invalid.fields[0].1,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_works_after_an_hour_once_and_the_log_tells_of_it() {
    let desk = Desk::new().await;
    let me = desk.cx().actor().unwrap().id;
    let signed = sign_in(
        desk.app(),
        desk.user.email.as_str(),
        PASSWORD,
        Origin::default(),
    )
    .await;
    let (open, _) = signed.unwrap().unwrap();
    let code = desk.code().await;
    assert!(matches!(
        reset(desk.cx(), desk.user.id).await.unwrap(),
        Reset::Begun(_)
    ));
    let shown = begun_reset(desk.app(), &desk.user).await.unwrap().unwrap();
    assert_eq!(shown.by, desk.cx().actor().unwrap().name);
    desk.scene.test.set_time("2027-05-11T09:59:59Z");
    assert_eq!(key(&desk.try_code(&code, NEW).await), "identity.code.early");
    assert!(can_sign_in(desk.app(), &desk.user, PASSWORD).await);
    desk.later();
    let short = desk.try_code(&code, "lyhyt").await;
    assert_eq!(at_fields(short), ["password"]);
    let typed = code.to_uppercase().replace('-', " ");
    desk.try_code(&typed, NEW).await.unwrap();
    assert!(can_sign_in(desk.app(), &desk.user, NEW).await);
    assert!(session(desk.app(), open).await.unwrap().is_none());
    assert_eq!(begun_reset(desk.app(), &desk.user).await.unwrap(), None);
    let again = desk.try_code(&code, "viisi uutta satamaa").await;
    assert_eq!(key(&again), "identity.code.wrong");
    let log = desk.log().await;
    assert_eq!(
        log,
        [
            (AuditKind::ResetDone, Some(desk.user.id)),
            (AuditKind::ResetBegun, Some(me)),
        ]
    );
}

#[tokio::test]
async fn a_code_is_over_a_day_after_it_began_to_work() {
    let desk = Desk::new().await;
    let code = desk.code().await;
    desk.scene.test.set_time("2027-05-12T10:00:00Z");
    let late = desk.try_code(&code, NEW).await;
    assert_eq!(key(&late), "identity.code.wrong");
    let state = reset(desk.cx(), desk.user.id).await.unwrap();
    assert_eq!(state, Reset::Possible);
}

#[tokio::test]
async fn the_person_stops_it_and_so_does_the_coordinator() {
    let desk = Desk::new().await;
    let me = desk.cx().actor().unwrap().id;
    let first = desk.code().await;
    stop_own_reset(desk.app(), &desk.user).await.unwrap();
    let second = desk.code().await;
    stop_reset(desk.cx(), desk.user.id).await.unwrap();
    let twice = stop_reset(desk.cx(), desk.user.id).await;
    assert!(matches!(twice, Err(Error::NotFound)), "{twice:?}");
    desk.later();
    for code in [first, second] {
        let stopped = desk.try_code(&code, NEW).await;
        assert_eq!(key(&stopped), "identity.code.wrong");
    }
    let stops = desk.log().await.into_iter();
    let stops = stops.filter(|(kind, _)| *kind == AuditKind::ResetStopped);
    let by: Vec<_> = stops.map(|(_, by)| by).collect();
    assert_eq!(by, [Some(me), Some(desk.user.id)]);
    // What nobody has begun is stopped in silence.
    stop_own_reset(desk.app(), &desk.user).await.unwrap();
    assert_eq!(desk.log().await.len(), 4);
}

#[tokio::test]
async fn a_new_code_takes_the_place_of_the_one_before() {
    let desk = Desk::new().await;
    let (first, second) = (desk.code().await, desk.code().await);
    desk.later();
    let lost = desk.try_code(&first, NEW).await;
    assert_eq!(key(&lost), "identity.code.wrong");
    desk.try_code(&second, NEW).await.unwrap();
}

#[tokio::test]
async fn nobody_is_reset_who_has_more_to_lose_than_this_organisation() {
    let desk = Desk::new().await;
    let test = &desk.scene.test;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let both = test.person("Kahden Kunnan", false).await;
    let other = test.municipality("Mallijoki").await;
    test.join(&both, &other, &[Role::Elected]).await;
    for user in [&operator, &both] {
        test.join(user, &desk.scene.org, &[Role::Leadership]).await;
        let refused = begin_reset(desk.cx(), user.id).await;
        assert!(is_refused(&refused, "identity.reset.elsewhere"));
    }
    let me = desk.cx().actor().unwrap().id;
    let oneself = begin_reset(desk.cx(), me).await;
    assert!(is_refused(&oneself, "identity.reset.oneself"));
    let stranger = test.member(&other, Role::Elected).await;
    let outside = begin_reset(desk.cx(), stranger.actor().unwrap().id).await;
    assert!(matches!(outside, Err(Error::NotFound)), "{outside:?}");
    let rows = test.rows().await;
    assert!(!rows.iter().any(|row| row.table == "main.recovery"));
    let scene = Scene::new().await;
    let member = scene.member(Role::Owner).await;
    let mailed = begin_reset(&scene.cx, member.actor().unwrap().id).await;
    assert!(is_refused(&mailed, "identity.reset.has-mail"));
}

/// A coordinator who waits until the person has become more than a member of this organisation.
#[tokio::test]
async fn a_code_does_not_open_what_the_person_has_joined_since() {
    let desk = Desk::new().await;
    let code = desk.code().await;
    let other = desk.scene.test.municipality("Mallijoki").await;
    desk.scene
        .test
        .join(&desk.user, &other, &[Role::Leadership])
        .await;
    desk.later();
    let refused = desk.try_code(&code, NEW).await;
    assert_eq!(key(&refused), "identity.code.elsewhere");
    assert!(can_sign_in(desk.app(), &desk.user, PASSWORD).await);
}

#[tokio::test]
async fn a_code_of_somebody_who_was_removed_opens_nothing() {
    let desk = Desk::new().await;
    let code = desk.code().await;
    remove(desk.cx(), desk.user.id).await.unwrap();
    desk.later();
    let gone = desk.try_code(&code, NEW).await;
    assert_eq!(key(&gone), "identity.code.wrong");
}

#[tokio::test]
async fn a_code_is_tried_eight_times_and_opens_one_account_alone() {
    let desk = Desk::new().await;
    let code = desk.code().await;
    desk.later();
    let other = desk.scene.member(Role::Owner).await;
    let other = other.actor().unwrap().id;
    let mut site = desk.app().store().site_read().await.unwrap();
    let other = site.user(other).await.unwrap().unwrap();
    drop(site);
    for email in [other.email.as_str(), "tuntematon@example.fi", "ei osoite"] {
        let typed = TypedCode {
            email,
            code: &code,
            password: NEW,
        };
        let stolen = use_code(desk.app(), &typed, Origin::default()).await;
        assert_eq!(key(&stolen), "identity.code.wrong", "{email}");
    }
    for number in 0..8 {
        let wrong = desk
            .try_code(&format!("2222-2222-2222-222{number}"), NEW)
            .await;
        assert_eq!(key(&wrong), "identity.code.wrong");
    }
    let ninth = desk.try_code(&code, NEW).await;
    assert_eq!(key(&ninth), "identity.sign-in.too-many");
    // The password of the same account is another door.
    assert!(can_sign_in(desk.app(), &desk.user, PASSWORD).await);
}

/// A link is no code and a code is no link.
#[tokio::test]
async fn what_was_made_for_one_way_opens_no_other() {
    let desk = Desk::new().await;
    let link = recover_by_operator(desk.app(), &desk.user.email)
        .await
        .unwrap();
    let token = link.rsplit('/').next().unwrap();
    let tried = desk.try_code(token, NEW).await;
    assert_eq!(key(&tried), "identity.code.wrong");
    assert!(
        recovering(desk.app(), Token::parse(token).unwrap())
            .await
            .is_ok()
    );
    assert_eq!(begun_reset(desk.app(), &desk.user).await.unwrap(), None);
}

#[tokio::test]
async fn the_operator_lets_anybody_back_in_and_every_log_tells_of_it() {
    let desk = Desk::new().await;
    let link = recover_by_operator(desk.app(), &desk.user.email)
        .await
        .unwrap();
    assert_eq!(desk.log().await, [(AuditKind::ResetBegun, None)]);
    let token = Token::parse(link.rsplit('/').next().unwrap()).unwrap();
    recover(desk.app(), token, NEW).await.unwrap();
    assert!(can_sign_in(desk.app(), &desk.user, NEW).await);
    let nobody = "tuntematon@example.fi";
    let nobody = domain::identity::Email::parse(nobody).unwrap();
    let none = recover_by_operator(desk.app(), &nobody).await;
    assert!(matches!(none, Err(Error::NotFound)));
}

/// Invites an address and takes the link that was shown.
async fn shown(cx: &OrgCx, email: &str) -> Token {
    let invited = invite(cx, email, &[Role::Owner]).await.unwrap();
    let link = invited.link().expect("a link").to_owned();
    Token::parse(link.rsplit('/').next().unwrap()).unwrap()
}

/// Takes codes of an application into use.
async fn with_second_step(app: &App, user: &User) {
    let token = again(app, user).await;
    let holder = Holder { user, token };
    let secret = begin_totp(app, holder).await.unwrap().secret;
    let code = code_of(&secret, app.now());
    let typed = (code.as_str(), PASSWORD);
    confirm_totp(app, holder, typed, Origin::default())
        .await
        .unwrap();
}

/// Signs in with the password.
async fn again(app: &App, user: &User) -> Token {
    let signed = sign_in(app, user.email.as_str(), PASSWORD, Origin::default()).await;
    signed.unwrap().unwrap().0
}

/// A coordinator makes an account with somebody else's address, with a link that was shown, and waits
/// for others to invite that address.
#[tokio::test]
async fn an_address_that_somebody_else_has_taken_counts_only_when_it_is_proven() {
    let thief = Scene::without_mail().await;
    let test = &thief.test;
    let email = "maija.malli@example.fi";
    let token = shown(&thief.cx, email).await;
    let begun = accept(&test.app, token, &filled(), Origin::default())
        .await
        .unwrap();
    let taken = session(&test.app, begun).await.unwrap().unwrap().user;
    let town = test.municipality("Mallijoki").await;
    let town = test.member(&town, Role::Coordinator).await;
    let invited = invite(&town, email, &[Role::Coordinator]).await.unwrap();
    assert_eq!(invited.delivery, Delivery::Unproven);
    assert!(waiting(&test.app, &taken).await.unwrap().is_empty());
    let id = pending(&town).await.unwrap()[0].id;
    let stolen = join_waiting(&test.app, &taken, id).await;
    assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
    // The organisation that let the person in may invite them again.
    remove(&thief.cx, taken.id).await.unwrap();
    let back = invite(&thief.cx, email, &[Role::Elected]).await.unwrap();
    assert_eq!(back.delivery, Delivery::Account);
    let own = waiting(&test.app, &taken).await.unwrap();
    assert_eq!(own.len(), 1, "and not the other one's");
    assert_eq!(own[0].1.id, thief.org.id);
    // The thief has a second step, to keep the owner out.
    let held = session(&test.app, again(&test.app, &taken).await).await;
    assert_eq!(held.unwrap().unwrap().stage, Stage::Open);
    with_second_step(&test.app, &taken).await;
    // The operator has seen who it is: from then on the address counts.
    let link = recover_by_operator(&test.app, &taken.email).await.unwrap();
    let token = Token::parse(link.rsplit('/').next().unwrap()).unwrap();
    recover(&test.app, token, NEW).await.unwrap();
    let owner = sign_in(&test.app, email, NEW, Origin::default()).await;
    let owner = session(&test.app, owner.unwrap().unwrap().0).await.unwrap();
    assert_eq!(
        owner.unwrap().stage,
        Stage::Open,
        "no code of the thief's is asked"
    );
    assert_eq!(waiting(&test.app, &taken).await.unwrap().len(), 2);
    let joined = join_waiting(&test.app, &taken, id).await.unwrap();
    assert_eq!(joined.id, town.organisation().id);
    let twice = join_waiting(&test.app, &taken, id).await;
    assert!(matches!(twice, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_mailed_link_proves_the_address_and_a_new_password_by_mail_too() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let begun = accept(app, token, &filled(), Origin::default())
        .await
        .unwrap();
    let new = session(app, begun).await.unwrap().unwrap().user;
    let old = scene.test.person("Maija Malli", false).await;
    let other = scene.test.municipality("Mallijoki").await;
    let other = scene.test.member(&other, Role::Coordinator).await;
    for (user, before) in [(&new, 1), (&old, 0)] {
        invite(&other, user.email.as_str(), &[Role::Owner])
            .await
            .unwrap();
        let seen = waiting(app, user).await.unwrap().len();
        assert_eq!(seen, before, "{}", user.email);
    }
    scene.test.take_mail().await;
    let link = link_of(&scene.test, &old).await;
    recover(app, link, NEW).await.unwrap();
    assert_eq!(waiting(app, &old).await.unwrap().len(), 1);
}

/// What is over is not kept for ever.
#[tokio::test]
async fn links_and_unused_invitations_are_forgotten_in_time() {
    let scene = Scene::new().await;
    let user = scene.test.person("Maija Malli", false).await;
    link_of(&scene.test, &user).await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
        .await
        .unwrap();
    scene.test.mailed_token().await;
    let tables = async || {
        scene.test.plant_job(&scene.org, "expiry", "{}").await;
        scene.test.work().await;
        let rows = scene.test.rows().await;
        let count = |table: &str| rows.iter().filter(|row| row.table == table).count();
        (count("main.recovery"), count("main.invitation"))
    };
    assert_eq!(tables().await, (1, 1));
    scene.test.set_time("2027-05-11T10:00:00Z");
    assert_eq!(tables().await, (0, 1));
    scene.test.set_time("2027-08-23T08:59:59Z");
    assert_eq!(tables().await, (0, 1));
    scene.test.set_time("2027-08-23T09:00:00Z");
    assert_eq!(tables().await, (0, 0));
}

/// Tries to change the password to itself in a session.
async fn change_back(app: App, user: User, token: Token) {
    let holder = Holder { user: &user, token };
    let typed = (PASSWORD, PASSWORD);
    let _refused = change_password(&app, holder, typed, Origin::default()).await;
}

/// Whoever knows the old password and holds a session changes it again and again while its owner uses
/// the mailed link: whatever comes first, the owner's new password holds.
#[tokio::test(flavor = "multi_thread")]
async fn a_recovered_password_is_not_changed_back_by_whoever_knew_the_old_one() {
    for _ in 0..3 {
        let test = TestApp::new().await;
        let user = test.person("Maija Malli", false).await;
        let thief = again(&test.app, &user).await;
        let link = link_of(&test, &user).await;
        let mut changes = JoinSet::new();
        for _ in 0..6 {
            let (app, user) = (test.app.clone(), user.clone());
            changes.spawn(change_back(app, user, thief));
        }
        recover(&test.app, link, NEW).await.unwrap();
        changes.join_all().await;
        assert!(can_sign_in(&test.app, &user, NEW).await);
        assert!(session(&test.app, thief).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_changed_password_ends_what_a_coordinator_has_begun() {
    let desk = Desk::new().await;
    let code = desk.code().await;
    let holder = Holder {
        user: &desk.user,
        token: again(desk.app(), &desk.user).await,
    };
    change_password(desk.app(), holder, (PASSWORD, NEW), Origin::default())
        .await
        .unwrap();
    assert_eq!(begun_reset(desk.app(), &desk.user).await.unwrap(), None);
    desk.later();
    let late = desk.try_code(&code, "viisi uutta satamaa").await;
    assert_eq!(key(&late), "identity.code.wrong");
    assert!(can_sign_in(desk.app(), &desk.user, NEW).await);
}
