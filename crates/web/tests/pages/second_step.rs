//! The pages of the second step and of one's account, as the person at them meets them.

use axum::http::{Method, StatusCode};
use domain::identity::Role;
use testkit::{PASSWORD, code_of};

use crate::html;
use crate::stage::{Stage, refused_at, say, status, words};
use crate::visit::{Guest, Reply, Sent};

/// The same browser with the cookie of the session that an answer set.
fn with(guest: &Guest, reply: &Reply) -> Guest {
    let cookie = reply.cookie("luotsi_session").expect("a session");
    Guest {
        cookie: cookie.split(';').next().map(str::to_owned),
        ..guest.clone()
    }
}

/// The secret that the page of setting up shows.
fn secret(page: &str) -> String {
    let (_, rest) = page.split_once("<code").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split('<').next().unwrap().to_owned()
}

/// A member who has taken codes into use, and the secret.
async fn member(stage: &Stage) -> (Guest, String) {
    let guest = stage.member(Role::Coordinator).await;
    let begun = guest.post("/account/second-step/totp/new", &[]).await;
    assert_eq!(begun.location, "/account/second-step/totp");
    let secret = secret(&guest.page(&begun.location).await);
    let code = code_of(&secret, stage.site.test.app.now());
    let typed = [("code", code.as_str()), ("password", PASSWORD)];
    let added = guest.post("/account/second-step/totp", &typed).await;
    assert_eq!(added.status, StatusCode::OK);
    assert_eq!(added.text().matches("<code>").count(), 10);
    (with(&guest, &added), secret)
}

const EMAIL: &str = "maija-coordinator@example.fi";

/// The form with this action, filled with what stands in it and what is typed.
fn filled(page: &str, action: &str, typed: &[(&str, &str)]) -> Sent {
    let forms = html::forms(page, action);
    let form = forms.iter().rfind(|form| form.action == action).unwrap();
    Sent::Fields(html::filled(form, &|_| String::new(), typed))
}

#[tokio::test]
async fn after_the_password_comes_the_code_and_then_where_one_was_going() {
    let stage = Stage::empty().await;
    let (_, secret) = member(&stage).await;
    let guest = stage.site.anonymous();
    let wanted = stage.town.at("members");
    let page = guest.page(&guest.get(&wanted).await.location).await;
    let typed = [("email", EMAIL), ("password", PASSWORD)];
    let asked = guest
        .send(Method::POST, "/sign-in", &filled(&page, "/sign-in", &typed))
        .await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.text().contains(say("identity.proof.lead")));
    // Nobody is known on this device before the code has been given.
    assert!(asked.cookie("luotsi_device").is_none());
    let half = with(&guest, &asked);
    let away = half.get(&wanted).await;
    assert!(
        away.location.starts_with("/sign-in/code?to="),
        "{}",
        away.location
    );
    assert_eq!(half.get("/sign-in").await.location, "/");
    let wrong = [("code", "000000")];
    let wrong = half
        .send(
            Method::POST,
            "/sign-in/code",
            &filled(&asked.text(), "/sign-in/code", &wrong),
        )
        .await;
    refused_at(&wrong, "code");
    stage.site.test.set_time("2027-05-11T09:01:00Z");
    let code = code_of(&secret, stage.site.test.app.now());
    let right = [("code", code.as_str())];
    let right = filled(&wrong.text(), "/sign-in/code", &right);
    let open = half.send(Method::POST, "/sign-in/code", &right).await;
    assert_eq!(
        (open.status, open.location.as_str()),
        (StatusCode::SEE_OTHER, wanted.as_str())
    );
    assert!(open.cookie("luotsi_device").is_some());
    let person = with(&guest, &open);
    assert_eq!(status(&person, &wanted).await, 200);
    // The cookie from before the code leads nowhere, also when the form is sent once more.
    assert_eq!(status(&half, &wanted).await, 303);
    let again = half.send(Method::POST, "/sign-in/code", &right).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    // Whoever is in has no code to give.
    assert_eq!(person.get("/sign-in/code").await.location, "/");
}

#[tokio::test]
async fn a_form_that_was_being_sent_waits_through_both_steps() {
    let stage = Stage::empty().await;
    let (guest, secret) = member(&stage).await;
    guest.post("/account/sign-out-everywhere", &[]).await;
    stage.site.test.set_time("2027-05-11T09:01:00Z");
    let path = stage.town.at("members/invite");
    let typed = [("email", "ei osoite"), ("roles", "owner")];
    let refused = guest.post(&path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let typed = [("email", EMAIL), ("password", PASSWORD)];
    let signing = filled(&refused.text(), "/sign-in", &typed);
    let asked = guest.send(Method::POST, "/sign-in", &signing).await;
    let half = with(&guest, &asked);
    let code = code_of(&secret, stage.site.test.app.now());
    let typed = [("code", code.as_str())];
    let given = filled(&asked.text(), "/sign-in/code", &typed);
    let kept = half.send(Method::POST, "/sign-in/code", &given).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(kept.text().contains(say("identity.resume.lead")));
    let sent = filled(&kept.text(), &path, &[]);
    let reply = with(&guest, &kept).send(Method::POST, &path, &sent).await;
    assert!(reply.text().contains("value=\"ei osoite\""));
}

#[tokio::test]
async fn a_form_sent_while_the_code_is_waited_for_is_kept() {
    let stage = Stage::empty().await;
    let (_, secret) = member(&stage).await;
    let guest = stage.site.anonymous();
    let typed = [("email", EMAIL), ("password", PASSWORD)];
    let half = with(&guest, &guest.post("/sign-in", &typed).await);
    let path = stage.town.at("members/invite");
    let asked = half.post(&path, &[("email", "ei osoite")]).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    stage.site.test.set_time("2027-05-11T09:01:00Z");
    let code = code_of(&secret, stage.site.test.app.now());
    let given = filled(&asked.text(), "/sign-in/code", &[("code", code.as_str())]);
    let kept = half.send(Method::POST, "/sign-in/code", &given).await;
    assert!(kept.text().contains("value=\"ei osoite\""));
}

#[tokio::test]
async fn a_coordinator_asks_for_it_and_is_the_first_to_be_led_there() {
    let stage = Stage::empty().await;
    let guest = stage.town.guest.clone();
    let page = stage.town.at("members/second-step");
    assert!(
        words(&guest, &page)
            .await
            .contains(say("identity.rule.own-missing"))
    );
    let asked = guest.post(&page, &[("asked", "yes")]).await;
    assert_eq!(asked.location, page);
    let led = guest.get(&page).await;
    assert_eq!(led.location, "/account/second-step");
    let shown = words(&guest, "/account/second-step").await;
    assert!(shown.contains(say("identity.second-step.held")));
    // Nothing else of the account is open, neither.
    assert_eq!(guest.get("/account").await.location, "/account/second-step");
    guest.post("/account/second-step/totp/new", &[]).await;
    let setting_up = guest.page("/account/second-step/totp").await;
    assert!(!setting_up.contains("type=\"password\""));
    let code = code_of(&secret(&setting_up), stage.site.test.app.now());
    let added = guest
        .post("/account/second-step/totp", &[("code", &code)])
        .await;
    assert_eq!(added.status, StatusCode::OK);
    let person = with(&guest, &added);
    let shown = words(&person, &page).await;
    assert!(
        shown.contains(say("identity.rule.has"))
            && !shown.contains(say("identity.rule.own-missing"))
    );
    // The last way cannot be removed.
    let kept = person
        .post(
            "/account/second-step/totp/remove",
            &[("password", PASSWORD)],
        )
        .await;
    assert!(kept.is_refused());
}

#[tokio::test]
async fn codes_are_taken_out_of_use_and_renewed_with_the_password() {
    let stage = Stage::empty().await;
    let (guest, _) = member(&stage).await;
    for path in [
        "/account/second-step/totp/remove",
        "/account/second-step/codes",
    ] {
        assert_eq!(status(&guest, path).await, 200);
        let wrong = guest.post(path, &[("password", "väärä salasana")]).await;
        refused_at(&wrong, "password");
    }
    let typed = [("password", PASSWORD)];
    let renewed = guest.post("/account/second-step/codes", &typed).await;
    assert_eq!(renewed.text().matches("<code>").count(), 10);
    let gone = guest.post("/account/second-step/totp/remove", &typed).await;
    assert_eq!(gone.location, "/account/second-step");
    let shown = words(&guest, "/account/second-step").await;
    assert!(shown.contains(say("identity.totp.off")));
    // Where nothing was begun there is no secret to show.
    let nothing = guest.get("/account/second-step/totp").await;
    assert_eq!(nothing.location, "/account/second-step");
}

#[tokio::test]
async fn where_browsers_allow_no_passkeys_the_page_says_so() {
    let stage = Stage::empty().await;
    let (guest, _) = member(&stage).await;
    for path in ["/account/second-step", "/account/second-step/passkeys"] {
        assert!(
            words(&guest, path)
                .await
                .contains(say("identity.passkey.address")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_changed_password_is_told_and_the_session_goes_on() {
    let stage = Stage::empty().await;
    let guest = stage.member(Role::Elected).await;
    let common = [("current", PASSWORD), ("password", "Salasana12345")];
    let reply = guest.post("/account/password", &common).await;
    assert!(refused_at(&reply, "password").contains(say("error.password.common")));
    let typed = [("current", PASSWORD), ("password", "neljä uutta satamaa")];
    let changed = guest.post("/account/password", &typed).await;
    assert_eq!(changed.location, "/account");
    let notice = changed.cookie("luotsi_flash").unwrap_or_default();
    assert!(notice.contains("identity.account.changed"), "{notice}");
    assert_eq!(status(&guest, "/account").await, 200);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let stage = Stage::empty().await;
    let guest = stage.member(Role::Elected).await;
    let cookie = crate::visit::cookie_of(&stage.site.test.app, "maija-elected@example.fi").await;
    let other = Guest {
        cookie: Some(cookie),
        ..stage.site.anonymous()
    };
    let page = guest.page("/account").await;
    assert_eq!(page.matches(say("identity.session.this")).count(), 1);
    let form = guest.form("/account", "/end").await;
    let ended = guest.post(&form.action, &[]).await;
    assert_eq!(ended.location, "/account");
    assert_eq!(status(&other, "/account").await, 303);
    assert_eq!(status(&guest, "/account").await, 200);
    let again = guest.post(&form.action, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_the_code_speaks_the_language_that_is_chosen_there() {
    let stage = Stage::empty().await;
    member(&stage).await;
    let guest = stage.site.anonymous();
    let typed = [("email", EMAIL), ("password", PASSWORD)];
    let half = with(&guest, &guest.post("/sign-in", &typed).await);
    let typed = [("language", "sv"), ("return_to", "/sign-in/code")];
    let chosen = half.post("/language", &typed).await;
    let language = chosen.cookie("luotsi_language").unwrap();
    let session = half.cookie.clone().unwrap();
    let both = format!("{session}; {}", language.split(';').next().unwrap());
    let speaks = Guest {
        cookie: Some(both),
        ..half
    };
    let page = speaks.page("/sign-in/code").await;
    let swedish = i18n::Texts::new(domain::Locale::Sv);
    assert!(page.contains(swedish.say("identity.proof.lead")));
}
