//! Logging in, invitations, members and passwords.

use app::identity::{
    Accept, FirstAdministrator, MemberRoles, Origin, SignInRefused, Stage, accept, is_set_up,
    log_out, log_out_everywhere, members, pending, preview, remove, session, set_roles, set_up,
    setup_code, sign_in, withdraw,
};
use app::organisation::NewOrganisation;
use app::{Error, Token};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Kind;
use domain::text::Title;
use testkit::{PASSWORD, TestApp};

use crate::{Scene, at_fields, invite, is_refused};

fn filled(name: &str, password: &str) -> Accept {
    Accept {
        name: name.to_owned(),
        password: password.to_owned(),
        locale: Locale::Fi,
    }
}

/// The token of the latest invitation that was mailed.
async fn mailed(test: &TestApp) -> Token {
    let mails = test.take_mail().await;
    let (_, rest) = mails[0].text.split_once("/invitation/").unwrap();
    Token::parse(rest.split_whitespace().next().unwrap()).unwrap()
}

#[tokio::test]
async fn after_eight_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let email = user.email.as_str();
    for _ in 0..8 {
        let wrong = sign_in(&test.app, email, "väärä salasana", Origin::default())
            .await
            .unwrap();
        assert_eq!(wrong.unwrap_err(), SignInRefused::Wrong);
    }
    let waits = sign_in(&test.app, email, PASSWORD, Origin::default())
        .await
        .unwrap();
    assert_eq!(waits.unwrap_err(), SignInRefused::TooMany);
    // A stranger's tries do not lock the person out of another network.
    let home = Origin::new(Some("192.0.2.7".parse().unwrap()));
    let own = sign_in(&test.app, email, PASSWORD, home).await.unwrap();
    assert!(own.is_ok());
    // Somebody else's address does not wait.
    let other = test.person("Matti Malli", false).await;
    assert!(
        sign_in(&test.app, other.email.as_str(), PASSWORD, Origin::default())
            .await
            .unwrap()
            .is_ok()
    );
    test.set_time("2027-05-11T09:16:00Z");
    assert!(
        sign_in(&test.app, email, PASSWORD, Origin::default())
            .await
            .unwrap()
            .is_ok()
    );
}

#[tokio::test]
async fn a_session_ends_by_itself_by_leaving_and_everywhere_at_once() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let signed = sign_in(&test.app, user.email.as_str(), PASSWORD, Origin::default())
            .await
            .unwrap();
        tokens.push(signed.unwrap().0);
    }
    let [first, second, third] = tokens.try_into().unwrap();
    assert!(session(&test.app, first).await.unwrap().is_some());
    log_out(&test.app, first).await.unwrap();
    assert!(session(&test.app, first).await.unwrap().is_none());
    assert!(session(&test.app, second).await.unwrap().is_some());
    log_out_everywhere(&test.app, &user).await.unwrap();
    assert!(session(&test.app, second).await.unwrap().is_none());
    assert!(session(&test.app, third).await.unwrap().is_none());
    let signed = sign_in(&test.app, user.email.as_str(), PASSWORD, Origin::default())
        .await
        .unwrap();
    let (token, _) = signed.unwrap();
    // Used three times a day, it lasts two weeks all the same.
    let days = (11..=25).flat_map(|day| [5, 13, 21].map(|hour| (day, hour)));
    for (day, hour) in days.filter(|at| ((11, 9)..(25, 9)).contains(at)) {
        test.set_time(&format!("2027-05-{day}T{hour:02}:00:00Z"));
        let lasts = session(&test.app, token).await.unwrap().is_some();
        assert!(lasts, "{day} {hour}");
    }
    test.set_time("2027-05-25T09:01:00Z");
    assert!(session(&test.app, token).await.unwrap().is_none());
}

#[tokio::test]
async fn an_invitation_makes_a_member_once_and_not_after_two_weeks() {
    let scene = Scene::new().await;
    assert_eq!(
        at_fields(invite(&scene.cx, "ei osoite", &[]).await),
        ["email", "roles"]
    );
    invite(&scene.cx, "uusi@example.fi", &[Role::Leadership])
        .await
        .unwrap();
    let token = mailed(&scene.test).await;
    let (invitation, organisation, has_account) = preview(&scene.test.app, token).await.unwrap();
    assert_eq!(invitation.roles, [Role::Leadership]);
    assert_eq!(organisation.id, scene.org.id);
    assert!(!has_account);
    let short = accept(
        &scene.test.app,
        token,
        &filled("", "lyhyt"),
        Origin::default(),
    )
    .await;
    assert_eq!(at_fields(short.map(|_| ())), ["name", "password"]);
    accept(
        &scene.test.app,
        token,
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await
    .unwrap();
    let again = accept(
        &scene.test.app,
        token,
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await;
    assert!(matches!(again, Err(Error::NotFound)));
    invite(&scene.cx, "toinen@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let late = mailed(&scene.test).await;
    scene.test.set_time("2027-05-26T09:00:00Z");
    assert!(matches!(
        preview(&scene.test.app, late).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn whoever_has_an_account_joins_with_its_password_and_keeps_earlier_roles() {
    let scene = Scene::new().await;
    let user = scene.test.person("Maija Malli", false).await;
    scene.test.join(&user, &scene.org, &[Role::Owner]).await;
    invite(&scene.cx, user.email.as_str(), &[Role::Leadership])
        .await
        .unwrap();
    let token = mailed(&scene.test).await;
    assert!(preview(&scene.test.app, token).await.unwrap().2);
    let wrong = accept(
        &scene.test.app,
        token,
        &filled("", "ihan jokin muu sana"),
        Origin::default(),
    )
    .await;
    assert_eq!(at_fields(wrong.map(|_| ())), ["password"]);
    accept(
        &scene.test.app,
        token,
        &filled("Muu Nimi", PASSWORD),
        Origin::default(),
    )
    .await
    .unwrap();
    let all = members(&scene.cx).await.unwrap();
    let joined = all.iter().find(|one| one.user == user.id).unwrap();
    assert_eq!(joined.roles, [Role::Leadership, Role::Owner]);
    assert_eq!(joined.name, "Maija Malli");
}

#[tokio::test]
async fn an_invitation_taken_back_is_gone_and_taken_back_once() {
    let scene = Scene::new().await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Leadership])
        .await
        .unwrap();
    let token = mailed(&scene.test).await;
    let id = pending(&scene.cx).await.unwrap()[0].id;
    let stranger = scene.test.municipality("Mallijoki").await;
    let stranger = scene.test.member(&stranger, Role::Coordinator).await;
    assert!(matches!(
        withdraw(&stranger, id).await,
        Err(Error::NotFound)
    ));
    assert_eq!(pending(&scene.cx).await.unwrap().len(), 1);
    withdraw(&scene.cx, id).await.unwrap();
    assert!(matches!(
        withdraw(&scene.cx, id).await,
        Err(Error::NotFound)
    ));
    assert!(pending(&scene.cx).await.unwrap().is_empty());
    assert!(matches!(
        preview(&scene.test.app, token).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_link_is_shown_even_when_the_mail_does_not_arrive() {
    let scene = Scene::new().await;
    scene.test.refuse_mail_to("uusi@example.fi");
    let invited = invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
        .await
        .unwrap();
    // The mail leaves later, if at all: whoever invites has the link in any case.
    assert!(invited.link.contains("/invitation/"));
    assert!(scene.test.take_mail().await.is_empty());
}

#[tokio::test]
async fn of_two_who_change_the_roles_of_a_member_the_second_is_told() {
    let scene = Scene::new().await;
    let other = scene.member(Role::Coordinator).await;
    let all = members(&scene.cx).await.unwrap();
    let mine = scene.cx.actor().unwrap().id;
    let one = all.into_iter().find(|it| it.user == mine).unwrap();
    let seen = MemberRoles::of(one).seen;
    let more = [Role::Coordinator, Role::Leadership];
    set_roles(&other, mine, &more, Some(&seen)).await.unwrap();
    let less = set_roles(&scene.cx, mine, &[Role::Coordinator], Some(&seen)).await;
    assert!(matches!(less, Err(Error::Conflict)), "{less:?}");
    let all = members(&scene.cx).await.unwrap();
    let one = all.into_iter().find(|it| it.user == mine).unwrap();
    assert_eq!(one.roles, more);
}

#[tokio::test]
async fn there_is_always_a_coordinator() {
    let scene = Scene::new().await;
    let own = scene.cx.actor().unwrap().id;
    let left = set_roles(&scene.cx, own, &[Role::Leadership], None).await;
    assert!(is_refused(&left, "error.member.last-coordinator"));
    assert!(is_refused(
        &remove(&scene.cx, own).await,
        "error.member.last-coordinator"
    ));
    assert_eq!(
        at_fields(set_roles(&scene.cx, own, &[], None).await),
        ["roles"]
    );
    let second = scene.member(Role::Coordinator).await;
    set_roles(&scene.cx, own, &[Role::Leadership], None)
        .await
        .unwrap();
    remove(&second, own).await.unwrap();
    assert!(
        members(&second)
            .await
            .unwrap()
            .iter()
            .all(|one| one.user != own)
    );
    let nobody = scene.test.person("Ei Jäsen", false).await;
    assert!(matches!(
        remove(&second, nobody.id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn members_are_managed_by_a_coordinator_alone() {
    let scene = Scene::new().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Coordinator) {
        let cx = scene.member(*role).await;
        let own = cx.actor().unwrap().id;
        let outcomes = [
            invite(&cx, "uusi@example.fi", &[Role::Owner])
                .await
                .map(|_| ()),
            set_roles(&cx, own, &[Role::Coordinator], None).await,
            remove(&cx, own).await,
            pending(&cx).await.map(|_| ()),
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::Forbidden)), "{role:?}");
        }
    }
}

/// Many at once are counted like one after another: none is looked at beyond the eighth.
#[tokio::test(flavor = "multi_thread")]
async fn forty_passwords_tried_at_once_are_eight_tries() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let from = Origin::new(Some("192.0.2.9".parse().unwrap()));
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..40 {
        let (app, email) = (test.app.clone(), user.email.to_string());
        let guess = format!("arvaus numero {number}");
        tries.spawn(async move { sign_in(&app, &email, &guess, from).await.unwrap() });
    }
    let all = tries.join_all().await;
    let looked_at = all
        .iter()
        .filter(|it| matches!(it, Err(SignInRefused::Wrong)));
    assert_eq!(looked_at.count(), 8);
}

#[tokio::test]
async fn the_right_password_forgets_the_wrong_ones_before() {
    let test = TestApp::new().await;
    let user = test.person("Maija Malli", false).await;
    let email = user.email.as_str();
    for round in 0..3 {
        for _ in 0..7 {
            let wrong = sign_in(&test.app, email, "väärä salasana", Origin::default()).await;
            assert_eq!(wrong.unwrap().unwrap_err(), SignInRefused::Wrong, "{round}");
        }
        let right = sign_in(&test.app, email, PASSWORD, Origin::default()).await;
        assert!(right.unwrap().is_ok(), "{round}");
    }
}

/// A link that somebody has got hold of is no place to guess a password, nor the page of set-up.
#[tokio::test]
async fn invitations_and_the_first_set_up_count_tries_like_signing_in() {
    let scene = Scene::new().await;
    let person = scene.test.person("Maija Malli", false).await;
    invite(&scene.cx, person.email.as_str(), &[Role::Owner])
        .await
        .unwrap();
    let token = mailed(&scene.test).await;
    let guess = filled("", "ihan jokin muu sana");
    for _ in 0..8 {
        let wrong = accept(&scene.test.app, token, &guess, Origin::default()).await;
        assert_eq!(at_fields(wrong.map(|_| ())), ["password"]);
    }
    let right = filled("", PASSWORD);
    let waits = accept(&scene.test.app, token, &right, Origin::default()).await;
    let Err(Error::Invalid(waits)) = waits else {
        panic!("the ninth must wait");
    };
    assert_eq!(waits.of("password"), Some("identity.sign-in.too-many"));
    let empty = TestApp::new().await;
    let code = setup_code(&empty.app).await.unwrap();
    assert_eq!(code.len(), 39, "128 bits in groups of four");
    let mut first = FirstAdministrator {
        code: "0000".into(),
        name: "Yrjö Ylläpitäjä".into(),
        email: "yrjo@example.fi".into(),
        password: PASSWORD.into(),
        organisation: NewOrganisation::Other(Kind::Partner, Title::parse("Kumppani Oy").unwrap()),
        locale: Locale::Fi,
    };
    for _ in 0..8 {
        let wrong = set_up(&empty.app, &first, Origin::default()).await;
        assert_eq!(at_fields(wrong.map(|_| ())), ["code"]);
    }
    first.code = code.to_uppercase().replace('-', " ");
    let waits = set_up(&empty.app, &first, Origin::default()).await;
    assert_eq!(at_fields(waits.map(|_| ())), ["code"]);
    empty.set_time("2027-05-11T09:16:00Z");
    assert!(set_up(&empty.app, &first, Origin::default()).await.is_ok());
}

#[tokio::test]
async fn an_installation_is_set_up_once_by_whoever_reads_its_code() {
    let test = TestApp::new().await;
    assert!(!is_set_up(&test.app).await.unwrap());
    let code = setup_code(&test.app).await.unwrap();
    assert_eq!(setup_code(&test.app).await.unwrap(), code);
    let mut first = FirstAdministrator {
        code: "00000000x".into(),
        name: String::new(),
        email: "ei osoite".into(),
        password: PASSWORD.into(),
        organisation: NewOrganisation::Other(Kind::Partner, Title::parse("Kumppani Oy").unwrap()),
        locale: Locale::Fi,
    };
    let wrong = set_up(&test.app, &first, Origin::default())
        .await
        .map(|_| ());
    assert_eq!(at_fields(wrong), ["code", "name", "email"]);
    assert!(!is_set_up(&test.app).await.unwrap());
    first.code = code;
    first.name = "Yrjö Ylläpitäjä".into();
    first.email = "yrjo@example.fi".into();
    let token = set_up(&test.app, &first, Origin::default()).await.unwrap();
    let held = session(&test.app, token).await.unwrap().unwrap();
    assert!(held.user.is_operator);
    // Whoever runs the installation must have a second step before anything else.
    assert_eq!(held.stage, Stage::SetUp);
    let again = set_up(&test.app, &first, Origin::default()).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_lets_in_stands_in_no_log() {
    let scene = Scene::new().await;
    let invited = invite(&scene.cx, "uusi@example.fi", &[Role::Elected]).await;
    let invited = invited.unwrap();
    let accept = Accept {
        name: "Uusi Valtuutettu".to_owned(),
        password: "kanarian salasana".to_owned(),
        locale: Locale::Fi,
    };
    scene.test.work().await;
    let mails = scene.test.outbox.lock().unwrap().clone();
    let text = mails.last().expect("a mail").text.clone();
    let token = invited.link.rsplit('/').next().unwrap().to_owned();
    assert!(text.contains(&token), "the mail holds the link");
    for shown in [
        format!("{invited:?}"),
        format!("{accept:?}"),
        format!("{mails:?}"),
    ] {
        assert!(
            !shown.contains(&token) && !shown.contains("kanarian"),
            "{shown}"
        );
        assert!(!shown.contains("uusi@example.fi"), "{shown}");
    }
}
