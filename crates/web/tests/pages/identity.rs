//! Signing in, members, invitations, one's own account.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::html;
use crate::stage::{Stage, refused_at, say, status, words};
use crate::visit::Site;

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
    // An invitation is used once.
    assert_eq!(status(&guest, &path).await, 404);
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
async fn a_withdrawn_invitation_no_longer_opens() {
    let stage = Stage::planted().await;
    let members = stage.town.at("members");
    let link = format!("/invitation/{}", stage.last("invitation/{token}"));
    assert_eq!(status(&stage.site.anonymous(), &link).await, 200);
    let form = stage.town.guest.form(&members, "/withdraw").await;
    let gone = stage.town.guest.post(&form.action, &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&stage.site.anonymous(), &link).await, 404);
    let again = stage.town.guest.post(&form.action, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
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
