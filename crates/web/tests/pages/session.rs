//! A session that ends: nothing that was typed is lost, and nothing is done without a person.

use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::html;
use crate::stage::{Stage, say};
use crate::visit::{Guest, Sent};

/// The same person after the session has ended on the server.
async fn expired(stage: &Stage) -> Guest {
    let guest = stage.town.guest.clone();
    guest.post("/account/sign-out-everywhere", &[]).await;
    guest
}

fn again(stage: &Stage, cookie: Option<&str>) -> Guest {
    let cookie = cookie.and_then(|it| it.split(';').next());
    Guest {
        cookie: cookie.map(str::to_owned),
        ..stage.site.anonymous()
    }
}

/// The address and password of the coordinator, with what the log-in page keeps.
fn signing_in(page: &str, email: &str, password: &str) -> Sent {
    let forms = html::forms(page, "/sign-in");
    let form = forms.iter().find(|form| form.action == "/sign-in").unwrap();
    let typed = [("email", email), ("password", password)];
    Sent::Fields(html::filled(form, &|_| String::new(), &typed))
}

const EMAIL: &str = "istutettu-koordinaattori@example.fi";

#[tokio::test]
async fn a_form_sent_after_the_session_ended_waits_and_is_sent_with_one_press() {
    let stage = Stage::empty().await;
    let guest = expired(&stage).await;
    let path = stage.town.at("rounds/new");
    let title = "Pitkään mietitty & \"kirjoitettu\" <nimi>";
    let typed = [
        ("title", title),
        ("framework", "luotsi"),
        ("due_on", "2027-09-30"),
    ];
    let refused = guest.post(&path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.text().contains(say("identity.expired.kept")));
    // A mistyped password loses nothing either.
    let wrong = signing_in(&refused.text(), EMAIL, "väärä salasana");
    let wrong = guest.send(Method::POST, "/sign-in", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = signing_in(&wrong.text(), EMAIL, testkit::PASSWORD);
    let kept = guest.send(Method::POST, "/sign-in", &right).await;
    assert_eq!(kept.status, StatusCode::OK);
    let person = again(&stage, kept.cookie("luotsi_session"));
    // Nothing has been stored yet: the person presses the button.
    assert!(
        !person
            .page(&stage.town.at("rounds"))
            .await
            .contains("Pitkään")
    );
    let forms = html::forms(&kept.text(), "/sign-in");
    let form = forms.iter().find(|form| form.action == path).unwrap();
    let sent = Sent::Fields(html::filled(form, &|_| String::new(), &[]));
    let saved = person.send(Method::POST, &form.action, &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let rounds = html::words(&person.page(&stage.town.at("rounds")).await);
    assert!(rounds.contains(title), "{rounds}");
}

#[tokio::test]
async fn what_waits_goes_to_our_own_addresses_only() {
    let stage = Stage::empty().await;
    for path in [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:x()",
    ] {
        let typed = [
            ("email", EMAIL),
            ("password", testkit::PASSWORD),
            ("resume_path", path),
            ("resume_body", "a=b"),
        ];
        let reply = stage.site.anonymous().post("/sign-in", &typed).await;
        assert!(!reply.text().contains("evil.example"), "{path}");
        assert_eq!(
            (reply.status, reply.location.as_str()),
            (StatusCode::SEE_OTHER, "/"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_page_asked_for_without_a_session_opens_after_signing_in_with_its_question() {
    let stage = Stage::planted().await;
    let guest = stage.site.anonymous();
    let wanted = stage.of_round("documents?show=unreviewed&x=%C3%A4+b");
    let sent = guest.get(&wanted).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = guest.page(&sent.location).await;
    let signed = guest
        .send(
            Method::POST,
            "/sign-in",
            &signing_in(&page, EMAIL, testkit::PASSWORD),
        )
        .await;
    assert_eq!(
        (signed.status, signed.location.as_str()),
        (StatusCode::SEE_OTHER, wanted.as_str())
    );
}

#[tokio::test]
async fn a_file_sent_after_the_session_ended_must_be_sent_again_and_it_is_said() {
    let stage = Stage::empty().await;
    let guest = expired(&stage).await;
    let file = Sent::File(vec![], ("kehys.yaml".to_owned(), b"a: b".to_vec()));
    let reply = guest
        .send(Method::POST, &stage.town.at("frameworks"), &file)
        .await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert!(reply.text().contains(say("identity.expired.again")));
    assert!(!reply.text().contains("name=\"resume_body\""));
}

#[tokio::test]
async fn a_session_ends_by_itself_after_its_days_and_a_made_up_one_never_began() {
    let stage = Stage::empty().await;
    let leader = stage.member(Role::Leadership).await;
    let home = stage.town.at("");
    assert_eq!(leader.get(&home).await.status, StatusCode::OK);
    for cookie in [
        "luotsi_session=",
        "luotsi_session=x",
        "luotsi_session=0000000000000000000000000000000000000000000000000000000000000000",
        "luotsi_session=ä",
        "LUOTSI_SESSION=1",
    ] {
        let guest = again(&stage, Some(cookie));
        assert_eq!(
            guest.get(&home).await.status,
            StatusCode::SEE_OTHER,
            "{cookie}"
        );
    }
    stage.site.test.set_time("2028-05-11T09:00:00Z");
    assert_eq!(leader.get(&home).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn too_many_wrong_passwords_are_told_and_the_right_one_waits_too() {
    let stage = Stage::empty().await;
    let guest = stage.site.anonymous();
    let mut told = String::new();
    for _ in 0..30 {
        let typed = [("email", EMAIL), ("password", "arvaus arvaus arvaus")];
        let reply = guest.post("/sign-in", &typed).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        told = reply.text();
        if told.contains(say("identity.sign-in.too-many")) {
            break;
        }
    }
    assert!(told.contains(say("identity.sign-in.too-many")), "{told}");
    let typed = [("email", EMAIL), ("password", testkit::PASSWORD)];
    let reply = guest.post("/sign-in", &typed).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Whoever is inside already is not thrown out by a stranger's guesses.
    assert_eq!(
        stage.town.guest.get(&stage.town.at("")).await.status,
        StatusCode::OK
    );
    stage.site.test.set_time("2027-05-12T09:00:00Z");
    let reply = guest.post("/sign-in", &typed).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
}
