//! Interviews: notes, coding, names, summary.

use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::html;
use crate::stage::{Stage, WORD, refused_at, say, status, words};
use crate::visit::Sent;

#[tokio::test]
async fn a_round_without_interviews_is_led_to_the_first() {
    let mut stage = Stage::empty().await;
    let made = stage.town.fill("rounds/new", "rounds/new", &[]).await;
    let list = format!("{}/interviews", made.location);
    assert!(
        stage
            .read(&list)
            .await
            .contains(say("interview.empty.title"))
    );
    assert!(
        stage
            .town
            .guest
            .page(&list)
            .await
            .contains("/interviews/new")
    );
}

#[tokio::test]
async fn an_interview_needs_a_guide_a_name_and_people_as_a_number() {
    let stage = Stage::planted().await;
    let path = stage.of_round("interviews/new");
    let typed = [("title", ""), ("people", "monta")];
    let reply = stage.fill(&path, "interviews/new", &typed).await;
    refused_at(&reply, "title");
    refused_at(&reply, "people");
    assert!(reply.text().contains("value=\"monta\""));
}

#[tokio::test]
async fn what_was_coded_is_counted_in_the_summary() {
    let stage = Stage::planted().await;
    let summary = stage.read(&stage.of_round("interviews/summary")).await;
    let theme = content::framework().themes[0].title.fi.as_str();
    assert!(summary.contains(theme), "{summary}");
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    assert!(
        stage
            .read(&format!("{one}/turns"))
            .await
            .contains(&stage.town.say("vastaus"))
    );
    assert!(stage.read(&one).await.contains(&stage.town.say("vastaus")));
}

#[tokio::test]
async fn a_finished_interview_is_frozen_until_it_is_opened() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    let late = stage
        .town
        .guest
        .post(&one, &[("notes", "x"), ("revision", "9")])
        .await;
    assert_ne!(late.status, StatusCode::OK);
    assert!(stage.read(&one).await.contains(WORD));
    let opened = stage.fill(&format!("{one}/facts"), "/reopen", &[]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn notes_written_meanwhile_are_shown_beside_ones_own() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    stage.fill(&format!("{one}/facts"), "/reopen", &[]).await;
    let form = stage
        .town
        .guest
        .form(&one, one.rsplit('/').next().unwrap())
        .await;
    let revision = form.fields.iter().find(|it| it.name == "revision").unwrap();
    let revision = revision.value.clone().unwrap();
    let first = [
        ("notes", "Ensimmäiset muistiinpanot"),
        ("revision", revision.as_str()),
    ];
    assert_eq!(
        stage.town.guest.post(&one, &first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = [
        ("notes", "Toiset muistiinpanot"),
        ("revision", revision.as_str()),
    ];
    let reply = stage.town.guest.post(&one, &second).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let page = reply.text();
    assert!(page.contains("Ensimmäiset muistiinpanot") && page.contains("Toiset muistiinpanot"));
    let saved = stage
        .town
        .guest
        .post(&format!("{one}/autosave"), &second)
        .await;
    assert_eq!(saved.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_address_in_the_notes_is_offered_for_replacing() {
    let mut stage = Stage::planted().await;
    let new = format!("{}/interviews/new", stage.town.round);
    let one = stage.town.fill(&new, "interviews/new", &[]).await.location;
    let notes = "V: Kirjoittakaa osoitteeseen matti.meikalainen@kunta.example.\n";
    let own = one.rsplit('/').next().unwrap().to_owned();
    stage.fill(&one, &own, &[("notes", notes)]).await;
    let names = format!("{one}/names");
    assert!(
        stage
            .read(&names)
            .await
            .contains("matti.meikalainen@kunta.example")
    );
}

#[tokio::test]
async fn facts_and_codings_that_were_changed_meanwhile_are_shown_in_both_versions() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    stage.fill(&format!("{one}/facts"), "/reopen", &[]).await;
    let coding = format!("{one}/codings/{}", stage.last("codings/{passage}"));
    for (path, field, other) in [
        (format!("{one}/facts"), "title", "Oma nimi"),
        (coding, "quote", "Oma lainaus"),
    ] {
        let own = path.rsplit('/').next().unwrap();
        let form = stage.town.guest.form(&path, own).await;
        let sent = |text: &str| {
            let filled = html::filled(&form, &|name| stage.town.say(name), &[(field, text)]);
            Sent::Fields(filled)
        };
        let guest = &stage.town.guest;
        let first = guest.send(Method::POST, &path, &sent("Toisen")).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{path}");
        let second = guest.send(Method::POST, &path, &sent(other)).await;
        assert_eq!(second.status, StatusCode::CONFLICT, "{path}");
        let page = second.text();
        let who = say("kit.conflict-own").split('{').next().unwrap();
        for shown in ["Toisen", other, who] {
            assert!(page.contains(shown), "{path}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_coding_of_words_that_are_gone_is_refused_and_what_was_typed_stays() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    stage.fill(&format!("{one}/facts"), "/reopen", &[]).await;
    let place = content::framework().themes[0].id.as_str();
    // At a turn that has other words now, and at one that no longer exists.
    for turn in ["1", "99"] {
        let typed = [
            ("turn", turn),
            ("excerpt", "Näitä sanoja ei enää ole."),
            ("place", place),
            ("level", "no"),
            ("quote", "Tämä ei saa kadota."),
        ];
        let reply = stage.town.guest.post(&format!("{one}/turns"), &typed).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        let page = reply.text();
        assert!(page.contains(say("interview.coding.changed")) && page.contains("saa kadota"));
        assert!(
            !page.contains(say("kit.conflict-title")),
            "it is no conflict"
        );
        assert_eq!(page.contains("Näitä sanoja ei enää ole"), turn == "99");
    }
}

#[tokio::test]
async fn leadership_reads_no_notes() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    for role in [Role::Leadership, Role::Elected, Role::Owner] {
        let guest = stage.member(role).await;
        assert_eq!(status(&guest, &one).await, 403, "{role:?}");
    }
    let assessor = stage.member(Role::Assessor).await;
    assert!(words(&assessor, &one).await.contains(WORD));
}
