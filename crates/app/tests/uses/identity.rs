//! Logging in, invitations, members and passwords.

use app::identity::{
    Accept, FirstAdministrator, MemberRoles, Next, Opened, Origin, Over, Preview, SignInRefused,
    Stage, accept, is_set_up, join, log_out, log_out_everywhere, members, pending, preview, remove,
    session, set_roles, set_up, setup_code, sign_in, withdraw,
};
use app::organisation::NewOrganisation;
use app::{App, Error, Token};
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

/// The invitation behind a link, which must be open.
async fn opened(app: &App, token: Token, user: Option<&store::User>) -> Opened {
    match preview(app, token, user).await.unwrap() {
        Preview::Open(opened) => *opened,
        Preview::Over(why) => panic!("{why:?}"),
    }
}

/// Why a link is over.
async fn over(app: &App, token: Token) -> Over {
    match preview(app, token, None).await.unwrap() {
        Preview::Over(why) => why,
        Preview::Open(opened) => panic!("{opened:?}"),
    }
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
    let app = &scene.test.app;
    assert_eq!(
        at_fields(invite(&scene.cx, "ei osoite", &[]).await),
        ["email", "roles"]
    );
    invite(&scene.cx, "uusi@example.fi", &[Role::Leadership])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let shown = opened(app, token, None).await;
    assert_eq!(shown.invitation.roles, [Role::Leadership]);
    assert_eq!(shown.organisation.id, scene.org.id);
    assert_eq!(shown.next, Next::New);
    let short = accept(app, token, &filled("", "lyhyt"), Origin::default()).await;
    assert_eq!(at_fields(short.map(|_| ())), ["name", "password"]);
    accept(
        app,
        token,
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await
    .unwrap();
    let again = accept(
        app,
        token,
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await;
    assert!(matches!(again, Err(Error::Conflict)));
    assert_eq!(over(app, token).await, Over::Used);
    let used = scene.cx.read().await.unwrap().members().await.unwrap();
    let used = used.iter().filter(|it| it.name == "Uusi Jäsen").count();
    assert_eq!(used, 1);
    invite(&scene.cx, "toinen@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let late = scene.test.mailed_token().await;
    scene.test.set_time("2027-05-26T09:00:00Z");
    assert_eq!(over(app, late).await, Over::Expired);
    let nobody = preview(app, app.token(), None).await;
    assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
}

/// The page of an invitation is no place to try the password of an account.
#[tokio::test]
async fn whoever_has_an_account_signs_in_and_joins_without_a_password() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let user = scene.test.person("Maija Malli", false).await;
    invite(&scene.cx, user.email.as_str(), &[Role::Leadership])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    assert_eq!(opened(app, token, None).await.next, Next::SignIn);
    for password in [PASSWORD, "ihan jokin muu sana"] {
        let taken = accept(app, token, &filled("Muu Nimi", password), Origin::default()).await;
        assert!(matches!(taken, Err(Error::Conflict)), "{taken:?}");
    }
    let other = scene.test.person("Matti Malli", false).await;
    let next = opened(app, token, Some(&other)).await.next;
    assert_eq!(next, Next::SignOut(other.email.clone()));
    let stolen = join(app, token, &other).await;
    assert!(matches!(stolen, Err(Error::Conflict)), "{stolen:?}");
    assert_eq!(opened(app, token, Some(&user)).await.next, Next::Join);
    // Somebody made the person a member meanwhile.
    scene.test.join(&user, &scene.org, &[Role::Owner]).await;
    assert_eq!(join(app, token, &user).await.unwrap().id, scene.org.id);
    let all = members(&scene.cx).await.unwrap();
    let joined = all.iter().find(|one| one.user == user.id).unwrap();
    assert_eq!(joined.roles, [Role::Leadership, Role::Owner]);
    assert_eq!(joined.name, "Maija Malli");
    let twice = join(app, token, &user).await;
    assert!(matches!(twice, Err(Error::Conflict)), "{twice:?}");
}

#[tokio::test]
async fn a_member_is_not_invited_again() {
    let scene = Scene::new().await;
    let user = scene.test.person("Maija Malli", false).await;
    scene.test.join(&user, &scene.org, &[Role::Owner]).await;
    let again = invite(&scene.cx, "Maija-Malli@example.fi", &[Role::Leadership]).await;
    let Err(Error::Invalid(again)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(again.of("email"), Some("identity.invitation.member"));
    assert!(scene.test.take_mail().await.is_empty());
}

#[tokio::test]
async fn an_invitation_taken_back_says_so_and_is_taken_back_once() {
    let scene = Scene::new().await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Leadership])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let id = pending(&scene.cx).await.unwrap()[0].id;
    let stranger = scene.test.municipality("Mallijoki").await;
    let stranger = scene.test.member(&stranger, Role::Coordinator).await;
    assert!(matches!(
        withdraw(&stranger, id).await,
        Err(Error::NotFound)
    ));
    assert_eq!(pending(&scene.cx).await.unwrap().len(), 1);
    withdraw(&scene.cx, id).await.unwrap();
    let again = withdraw(&scene.cx, id).await;
    assert!(is_refused(&again, "identity.invitation.withdrawn-before"));
    assert!(pending(&scene.cx).await.unwrap().is_empty());
    assert_eq!(over(&scene.test.app, token).await, Over::Withdrawn);
    let late = accept(
        &scene.test.app,
        token,
        &filled("Uusi", PASSWORD),
        Origin::default(),
    )
    .await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
}

#[tokio::test]
async fn a_used_invitation_cannot_be_taken_back() {
    let scene = Scene::new().await;
    invite(&scene.cx, "uusi@example.fi", &[Role::Leadership])
        .await
        .unwrap();
    let token = scene.test.mailed_token().await;
    let id = pending(&scene.cx).await.unwrap()[0].id;
    accept(
        &scene.test.app,
        token,
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await
    .unwrap();
    let late = withdraw(&scene.cx, id).await;
    assert!(is_refused(&late, "identity.invitation.used-before"));
}

/// Otherwise the second link would let in again whoever was removed after using the first.
#[tokio::test]
async fn a_newer_invitation_and_a_removal_end_the_links_before() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let mut links = Vec::new();
    for _ in 0..2 {
        invite(&scene.cx, "uusi@example.fi", &[Role::Owner])
            .await
            .unwrap();
        links.push(scene.test.mailed_token().await);
    }
    assert_eq!(pending(&scene.cx).await.unwrap().len(), 1);
    assert_eq!(over(app, links[0]).await, Over::Withdrawn);
    let begun = accept(
        app,
        links[1],
        &filled("Uusi Jäsen", PASSWORD),
        Origin::default(),
    )
    .await;
    let user = session(app, begun.unwrap()).await.unwrap().unwrap().user;
    remove(&scene.cx, user.id).await.unwrap();
    for link in links {
        let back = join(app, link, &user).await;
        assert!(matches!(back, Err(Error::Conflict)), "{back:?}");
    }
}

/// Where there is mail, the owner of the address alone sees the link.
#[tokio::test]
async fn a_link_is_mailed_and_shown_to_nobody_else() {
    let scene = Scene::new().await;
    let known = scene.test.person("Maija Malli", false).await;
    scene.test.refuse_mail_to("uusi@example.fi");
    let mut told = Vec::new();
    for email in ["uusi@example.fi", known.email.as_str()] {
        let invited = invite(&scene.cx, email, &[Role::Owner]).await.unwrap();
        assert_eq!(invited.link(), None);
        told.push(invited.delivery);
    }
    assert_eq!(told[0], told[1], "the answer tells nothing of accounts");
    assert_eq!(scene.test.take_mail().await.len(), 1);
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

#[tokio::test]
async fn the_first_set_up_counts_tries_like_signing_in() {
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
    invite(&scene.cx, "uusi@example.fi", &[Role::Elected])
        .await
        .unwrap();
    let closed = Scene::without_mail().await;
    let invited = invite(&closed.cx, "uusi@example.fi", &[Role::Elected]).await;
    let invited = invited.unwrap();
    let shown = invited.link().unwrap().rsplit('/').next().unwrap();
    let accept = Accept {
        name: "Uusi Valtuutettu".to_owned(),
        password: "kanarian salasana".to_owned(),
        locale: Locale::Fi,
    };
    scene.test.work().await;
    let mails = scene.test.outbox.lock().unwrap().clone();
    let text = mails.last().expect("a mail").text.clone();
    let (_, token) = text.split_once("/invitation/").expect("a link");
    let token = token.split_whitespace().next().unwrap();
    for log in [
        format!("{invited:?}"),
        format!("{accept:?}"),
        format!("{mails:?}"),
    ] {
        for secret in [token, shown, "kanarian", "uusi@example.fi"] {
            assert!(!log.contains(secret), "{log}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_set_up_at_once_one_becomes_the_administrator() {
    let test = TestApp::new().await;
    let code = setup_code(&test.app).await.unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (app, code) = (test.app.clone(), code.clone());
        let from = Origin::new(Some(std::net::Ipv4Addr::new(192, 0, 2, number).into()));
        tries.spawn(async move {
            let first = FirstAdministrator {
                code,
                name: "Yrjö Ylläpitäjä".into(),
                email: format!("yrjo{number}@example.fi"),
                password: PASSWORD.into(),
                organisation: NewOrganisation::Other(
                    Kind::Partner,
                    Title::parse(&format!("Kumppani {number} Oy")).unwrap(),
                ),
                locale: Locale::Fi,
            };
            set_up(&app, &first, from).await
        });
    }
    let all = tries.join_all().await;
    assert_eq!(all.iter().filter(|it| it.is_ok()).count(), 1, "{all:?}");
    let lost = all.iter().filter(|it| matches!(it, Err(Error::NotFound)));
    assert_eq!(lost.count(), 19, "{all:?}");
    assert_eq!(app::organisation::all(&test.app).await.unwrap().len(), 1);
}
