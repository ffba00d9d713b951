//! Signing in, members, invitations, one's own account.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use testkit::TestApp;

use crate::stage::{Stage, refused_at, say, status, words};
use crate::town::Town;
use crate::visit::{Guest, Sent, Site, cookie_of};
use crate::{html, structure};

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_told_alike() {
    let stage = Stage::empty().await;
    let user = stage.site.test.person("Tuttu Tuttunen", false).await;
    let mut told = Vec::new();
    for email in [user.email.as_str(), "tuntematon@example.fi"] {
        let typed = [("email", email), ("password", "aivan väärä salasana")];
        let reply = stage.site.anonymous().post("/sign-in", &typed).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text().contains(&format!("value=\"{email}\"")));
        told.push(html::words(&reply.text()).replace(email, ""));
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn whoever_signs_in_comes_to_where_they_were_going_and_nowhere_else() {
    let stage = Stage::empty().await;
    let user = stage.site.test.person("Tuttu Tuttunen", false).await;
    stage
        .site
        .test
        .join(&user, &stage.town.org, &[Role::Leadership])
        .await;
    for (to, leads) in [
        ("/esimerkkila/results", "/esimerkkila/results"),
        ("//evil.example", "/"),
    ] {
        let typed = [
            ("email", user.email.as_str()),
            ("password", testkit::PASSWORD),
            ("to", to),
        ];
        let reply = stage.site.anonymous().post("/sign-in", &typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        assert_eq!(reply.location, leads);
    }
}

#[tokio::test]
async fn somebody_is_invited_joins_and_stands_among_the_members() {
    let stage = Stage::empty().await;
    let members = stage.town.at("members");
    let typed = [("email", "uusi@example.fi"), ("roles", "leadership")];
    let invited = stage.fill(&members, "/invite", &typed).await;
    assert!(!invited.status.is_client_error());
    assert!(stage.read(&members).await.contains("uusi@example.fi"));
    let mails = stage.site.test.take_mail().await;
    let (_, token) = mails[0].text.split_once("/invitation/").unwrap();
    let path = format!("/invitation/{}", token.split_whitespace().next().unwrap());
    let guest = stage.site.anonymous();
    assert!(words(&guest, &path).await.contains("Esimerkkilä"));
    let short = [("name", "Uusi Jäsen"), ("password", "lyhyt")];
    refused_at(&guest.post(&path, &short).await, "password");
    let typed = [("name", "Uusi Jäsen"), ("password", testkit::PASSWORD)];
    let joined = guest.post(&path, &typed).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER);
    assert!(stage.read(&members).await.contains("Uusi Jäsen"));
    // An invitation is used once, and says so.
    let used = guest.get(&path).await;
    assert_eq!(used.status, StatusCode::GONE);
    assert!(html::words(&used.text()).contains(say("identity.over.used-text")));
    let again = guest.post(&path, &typed).await;
    assert_eq!(
        (again.status, again.location),
        (StatusCode::SEE_OTHER, path)
    );
}

#[tokio::test]
async fn an_invitation_without_an_address_or_a_role_keeps_what_was_typed() {
    let stage = Stage::empty().await;
    let path = stage.town.at("members/invite");
    let typed = [("email", "ei osoite"), ("roles", "owner")];
    let reply = stage.town.guest.post(&path, &typed).await;
    refused_at(&reply, "email");
    let page = reply.text();
    assert!(page.contains("value=\"ei osoite\"") && page.contains("value=\"owner\" checked"));
    let reply = stage.town.guest.post(&path, &[("email", "a@b.fi")]).await;
    assert!(refused_at(&reply, "roles").contains(say("identity.roles")));
}

#[tokio::test]
async fn a_withdrawn_invitation_says_so_and_so_does_withdrawing_it_again() {
    let stage = Stage::planted().await;
    let members = stage.town.at("members");
    let link = format!("/invitation/{}", stage.last("invitation/{token}"));
    assert_eq!(status(&stage.site.anonymous(), &link).await, 200);
    let form = stage.town.guest.form(&members, "/withdraw").await;
    let gone = stage.town.guest.post(&form.action, &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let over = stage.site.anonymous().get(&link).await;
    assert_eq!(over.status, StatusCode::GONE);
    assert!(html::words(&over.text()).contains(say("identity.over.withdrawn-text")));
    let again = stage.town.guest.post(&form.action, &[]).await;
    assert!(again.is_refused(), "{again:?}");
    let page = stage.town.guest.follow(&again).await.text();
    assert!(html::words(&page).contains(say("identity.invitation.withdrawn-before")));
    let log = stage.read(&stage.town.at("audit")).await;
    let whom = format!(
        "{} istutettu@example.fi",
        say("audit.kind.member.invitation-withdrawn")
    );
    assert!(log.contains(&whom), "{log}");
}

#[tokio::test]
async fn the_log_says_who_was_removed() {
    let stage = Stage::empty().await;
    let other = stage.site.test.person("Poistuva Jäsen", false).await;
    let org = &stage.town.org;
    stage.site.test.join(&other, org, &[Role::Owner]).await;
    let page = stage.town.at(&format!("members/{}", other.id));
    stage.fill(&page, "/remove", &[]).await;
    let log = stage.read(&stage.town.at("audit")).await;
    let removed = format!("{} Poistuva Jäsen", say("audit.kind.member.removed"));
    assert!(log.contains(&removed), "{log}");
}

#[tokio::test]
async fn a_member_is_not_invited_again_and_the_form_says_why() {
    let stage = Stage::empty().await;
    let other = stage.site.test.person("Maija Malli", false).await;
    let org = &stage.town.org;
    stage.site.test.join(&other, org, &[Role::Owner]).await;
    let typed = [("email", other.email.as_str()), ("roles", "elected")];
    let reply = stage
        .fill(&stage.town.at("members"), "/invite", &typed)
        .await;
    let says = refused_at(&reply, "email");
    assert!(says.contains(say("identity.invitation.member")), "{says}");
}

/// The page of an invitation never asks for the password of an account that exists.
#[tokio::test]
async fn whoever_has_an_account_signs_in_from_the_invitation_and_joins_with_one_press() {
    let stage = Stage::empty().await;
    let user = stage.site.test.person("Maija Malli", false).await;
    let invite = testkit::invite(user.email.as_str(), &[Role::Leadership]);
    let org = &stage.town.org;
    let cx = stage.site.test.member(org, Role::Coordinator).await;
    app::identity::invite(&cx, &invite).await.unwrap();
    let token = stage.site.test.mailed_token().await.text();
    let path = format!("/invitation/{token}");
    let guest = stage.site.anonymous();
    let page = guest.page(&path).await;
    assert!(!page.contains("type=\"password\""), "{page}");
    let links = html::links(&page);
    let to = links.iter().find(|it| it.starts_with("/sign-in")).unwrap();
    let form = guest.form(to, "/sign-in").await;
    let typed = [
        ("email", user.email.as_str()),
        ("password", testkit::PASSWORD),
    ];
    let sent = html::filled(&form, &|_| String::new(), &typed);
    let sent = Sent::Fields(sent);
    let signed = guest.send(Method::POST, "/sign-in", &sent).await;
    assert_eq!(signed.location, path);
    let cookie = signed.cookie("luotsi_session").unwrap().split(';').next();
    let signed = Guest {
        cookie: cookie.map(str::to_owned),
        ..guest
    };
    // Somebody else who has signed in is told whose invitation it is.
    let other = words(&stage.town.guest, &path).await;
    assert!(other.contains(user.email.as_str()), "{other}");
    let stolen = stage.town.guest.post(&path, &[]).await;
    assert_eq!(stolen.location, path);
    let joined = signed.post(&path, &[]).await;
    assert_eq!(joined.location, "/esimerkkila");
    assert_eq!(status(&signed, "/esimerkkila").await, 200);
}

#[tokio::test]
async fn an_invitation_that_waits_in_the_account_is_one_press_away() {
    let site = Site::of(TestApp::without_mail().await);
    let town = Town::empty(&site, "Mallijoki", "Mallirivi").await;
    let operator = site.test.person("Yrjö Ylläpitäjä", true).await;
    let members = town.at("members");
    let form = town.guest.form(&members, "/invite").await;
    let typed = [("email", operator.email.as_str()), ("roles", "elected")];
    let sent = Sent::Fields(html::filled(&form, &|_| String::new(), &typed));
    let invited = town.guest.send(Method::POST, &form.action, &sent).await;
    assert!(
        !invited.text().contains("/invitation/"),
        "no link for an account"
    );
    let cookie = cookie_of(&site.test.app, operator.email.as_str()).await;
    let guest = Guest {
        cookie: Some(cookie),
        ..site.anonymous()
    };
    let start = guest.page("/").await;
    assert!(structure::faults(&start).is_empty());
    let forms = html::forms(&start, "/");
    let join = forms
        .iter()
        .find(|it| it.action.contains("/account/invitations/"));
    let join = join.expect("the invitation waits");
    let stranger = town.guest.post(&join.action, &[]).await;
    assert!(stranger.is_refused(), "{stranger:?}");
    let joined = guest.post(&join.action, &[]).await;
    assert_eq!(joined.location, town.at(""));
    let again = guest.post(&join.action, &[]).await;
    assert!(again.is_refused(), "{again:?}");
}

/// The whole way of a forgotten password by mail, in three languages.
#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_mailed_link() {
    let stage = Stage::empty().await;
    let user = stage.site.test.person("Maija Malli", false).await;
    let guest = stage.site.anonymous();
    let links = html::links(&guest.page("/sign-in").await);
    assert!(links.iter().any(|it| it == "/account/forgotten"));
    let mut told = Vec::new();
    for email in ["tuntematon@example.fi", user.email.as_str()] {
        let asked = guest.post("/account/forgotten", &[("email", email)]).await;
        assert_eq!(asked.status, StatusCode::OK);
        told.push(html::words(&asked.text()).replace(email, ""));
    }
    assert_eq!(told[0], told[1], "the answer tells nothing of accounts");
    let wrong = guest
        .post("/account/forgotten", &[("email", "ei osoite")])
        .await;
    refused_at(&wrong, "email");
    let token = stage.site.test.mailed("/account/recovery/").await.text();
    let path = format!("/account/recovery/{token}");
    for locale in Locale::ALL {
        let guest = Guest {
            cookie: Some(format!("luotsi_language={}", locale.code())),
            ..guest.clone()
        };
        for path in ["/account/forgotten", "/account/code", path.as_str()] {
            let page = guest.page(path).await;
            assert!(structure::faults(&page).is_empty(), "{locale} {path}");
        }
    }
    refused_at(
        &guest.post(&path, &[("password", "lyhyt")]).await,
        "password",
    );
    let new = [("password", "neljä uutta satamaa")];
    let done = guest.post(&path, &new).await;
    assert_eq!(done.location, "/sign-in");
    let next = guest.follow(&done).await.text();
    assert!(html::words(&next).contains(say("identity.recovery.done")));
    for reply in [guest.get(&path).await, guest.post(&path, &new).await] {
        assert_eq!(reply.status, StatusCode::GONE);
        let says = html::words(&reply.text());
        assert!(says.contains(say("identity.recovery.over-text")), "{says}");
    }
    let nonsense = guest.get("/account/recovery/nonsense").await;
    assert_eq!(nonsense.status, StatusCode::GONE);
}

#[tokio::test]
async fn without_mail_a_coordinator_gives_a_code_and_the_person_sees_it_on_every_page() {
    let site = Site::of(TestApp::without_mail().await);
    let town = Town::empty(&site, "Mallijoki", "Mallirivi").await;
    let name = "Maija Malli";
    let person = site.person(name, &town.org, &[Role::Leadership]).await;
    let page = words(&site.anonymous(), "/account/forgotten").await;
    assert!(page.contains(say("identity.forgotten.whom")), "{page}");
    let asked = [("email", "maija-malli@example.fi")];
    let asked = site.anonymous().post("/account/forgotten", &asked).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let members = town.guest.page(&town.at("members")).await;
    let own = members.split(name).next().unwrap();
    let (_, own) = own.rsplit_once("href=\"").unwrap();
    let own = own.split('"').next().unwrap();
    let form = town.guest.form(own, "/reset").await;
    let begun = town.guest.post(&form.action, &[]).await;
    let text = begun.text();
    assert!(structure::faults(&text).is_empty());
    let (_, code) = text.split_once("<p><strong>").unwrap();
    let code = code.split('<').next().unwrap();
    let alarm = say("identity.reset.stop");
    for path in [town.at(""), town.at("results"), "/account".to_owned()] {
        let page = person.page(&path).await;
        assert!(html::words(&page).contains(alarm), "{path}");
        assert!(structure::faults(&page).is_empty(), "{path}");
        assert!(!page.contains(code));
    }
    assert!(!words(&town.guest, &town.at("")).await.contains(alarm));
    let typed = [
        ("email", "maija-malli@example.fi"),
        ("code", code),
        ("password", "neljä uutta satamaa"),
    ];
    let early = site.anonymous().post("/account/code", &typed).await;
    assert_eq!(refused_at(&early, "code"), say("identity.code.early"));
    assert!(early.text().contains("value=\"maija-malli@example.fi\""));
    let stopped = person.post("/account/reset/stop", &[]).await;
    assert_eq!(stopped.status, StatusCode::SEE_OTHER);
    assert!(!words(&person, &town.at("")).await.contains(alarm));
    site.test.set_time("2027-05-11T10:00:00Z");
    let late = site.anonymous().post("/account/code", &typed).await;
    assert_eq!(refused_at(&late, "code"), say("identity.code.wrong"));
    let begun = town.guest.post(&form.action, &[]).await.text();
    let (_, code) = begun.split_once("<p><strong>").unwrap();
    let code = code.split('<').next().unwrap();
    site.test.set_time("2027-05-11T11:00:00Z");
    let typed = [typed[0], ("code", code), typed[2]];
    let done = site.anonymous().post("/account/code", &typed).await;
    assert_eq!(done.location, "/sign-in");
    let log = words(&town.guest, &town.at("audit")).await;
    for kind in ["reset", "reset-begun", "reset-stopped"] {
        let says = say(&format!("audit.kind.member.{kind}"));
        assert!(log.contains(&format!("{says} {name}")), "{log}");
    }
}

#[tokio::test]
async fn where_there_is_mail_no_coordinator_gives_a_code() {
    let stage = Stage::empty().await;
    let person = stage.site.test.person("Maija Malli", false).await;
    let org = &stage.town.org;
    stage.site.test.join(&person, org, &[Role::Owner]).await;
    let path = stage.town.at(&format!("members/{}", person.id));
    assert!(
        stage
            .read(&path)
            .await
            .contains(say("identity.reset.has-mail"))
    );
    let forced = stage.town.guest.post(&format!("{path}/reset"), &[]).await;
    assert!(forced.is_refused(), "{forced:?}");
    let nothing = stage
        .town
        .guest
        .post(&format!("{path}/reset/stop"), &[])
        .await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_coordinator_cannot_leave_the_role() {
    let stage = Stage::empty().await;
    let page = stage.town.guest.page(&stage.town.at("members")).await;
    let links = html::links(&page);
    let own = links
        .iter()
        .find(|link| link.contains("/members/"))
        .unwrap();
    let changed = stage.town.guest.post(own, &[("roles", "leadership")]).await;
    let is_refused = changed.status.is_client_error() || changed.is_refused();
    assert!(is_refused, "{}", changed.status);
    assert_eq!(
        status(&stage.town.guest, &stage.town.at("members")).await,
        200
    );
}

#[tokio::test]
async fn a_new_password_needs_the_old_one() {
    let stage = Stage::empty().await;
    let wrong = [("current", "väärä"), ("new", "kolme uutta satamaa")];
    let reply = stage.town.guest.post("/account/password", &wrong).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!html::errors(&reply.text()).is_empty());
    let left = stage
        .town
        .guest
        .post("/account/sign-out-everywhere", &[])
        .await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&stage.town.guest, "/account").await, 303);
}

#[tokio::test]
async fn only_a_coordinator_sees_the_members() {
    let stage = Stage::empty().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Coordinator) {
        let guest = stage.member(*role).await;
        assert_eq!(
            status(&guest, &stage.town.at("members")).await,
            403,
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn an_installation_is_set_up_once() {
    let site = Site::new().await;
    let guest = site.anonymous();
    assert!(
        words(&guest, "/setup")
            .await
            .contains(say("identity.setup.title"))
    );
    let reply = guest
        .post("/setup", &[("name", ""), ("email", "ei osoite")])
        .await;
    for field in ["name", "email", "password", "municipality"] {
        refused_at(&reply, field);
    }
    assert!(!reply.text().contains("{field}"), "{}", reply.text());
    site.test.person("Joku Jo", true).await;
    assert_ne!(status(&guest, "/setup").await, 200);
}
