//! Rounds, the assessor's workspace, findings and proposed measures.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, said, say, status, words};

#[tokio::test]
async fn a_municipality_without_a_round_is_led_to_begin_one() {
    let stage = Stage::empty().await;
    let path = stage.town.at("rounds");
    assert!(
        stage
            .read(&path)
            .await
            .contains(say("assessment.round.empty-title"))
    );
    assert!(stage.town.guest.page(&path).await.contains("/rounds/new"));
    // Whoever may not begin one is not shown the way.
    let leader = stage.member(Role::Leadership).await;
    assert!(!leader.page(&path).await.contains("/rounds/new"));
}

#[tokio::test]
async fn a_round_needs_a_name_and_keeps_what_was_typed() {
    let stage = Stage::empty().await;
    let path = stage.town.at("rounds/new");
    let typed = [("title", ""), ("due_on", "2027-09-30")];
    let reply = stage.fill(&path, "rounds/new", &typed).await;
    refused_at(&reply, "title");
    assert!(reply.text().contains("value=\"2027-09-30\""));
}

#[tokio::test]
async fn the_workspace_tells_what_has_been_judged_and_leads_to_the_rest() {
    let stage = Stage::planted().await;
    let workspace = stage.read(&stage.of_round("workspace")).await;
    let all = content::framework().criteria().count();
    assert!(workspace.contains(&format!("1/{all}")), "{workspace}");
    let theme = stage.read(&stage.of_round("workspace/leadership")).await;
    assert!(theme.contains(&stage.town.say("title")), "{theme}");
    let criterion = stage.of_round("workspace/leadership/leadership-policy");
    assert!(
        stage
            .read(&criterion)
            .await
            .contains(&stage.town.say("rationale"))
    );
}

#[tokio::test]
async fn a_secret_rationale_without_its_ground_is_not_taken() {
    let stage = Stage::planted().await;
    let path = stage.of_round("workspace/risks/risks-method");
    let typed = [("level", "partly"), ("publicity", "secret"), ("ground", "")];
    let reply = stage.fill(&path, "risks-method", &typed).await;
    refused_at(&reply, "ground");
    assert!(reply.text().contains(&stage.town.say("rationale")));
}

#[tokio::test]
async fn a_removed_finding_is_gone_from_its_theme_and_comes_back() {
    let stage = Stage::planted().await;
    let finding = stage.of_round(&format!("findings/{}", stage.last("findings/{finding}")));
    let removed = stage.fill(&finding, "/remove", &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&stage.town.guest, &finding).await, 404);
    let next = stage.town.guest.follow(&removed).await;
    assert!(next.text().contains(&format!("{finding}/restore")));
    let back = stage
        .town
        .guest
        .post(&format!("{finding}/restore"), &[])
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(
        stage
            .read(&finding)
            .await
            .contains(say("assessment.finding.title"))
    );
}

#[tokio::test]
async fn a_published_round_is_frozen_until_it_is_opened_again() {
    let stage = Stage::planted().await;
    // A survey that still takes answers keeps the round open.
    let early = stage
        .fill(&stage.of_round("publish"), "/publish", &[])
        .await;
    assert!(early.is_refused());
    let rounds = stage.town.found.values["rounds/{round}"].clone();
    let published = rounds
        .iter()
        .find(|id| !stage.town.round.ends_with(*id))
        .unwrap();
    let own = stage.town.at(&format!("rounds/{published}"));
    assert!(
        stage
            .read(&own)
            .await
            .contains(say("assessment.publish.reopen"))
    );
    let judged = format!("{own}/workspace/leadership/leadership-policy");
    let typed = [
        ("level", "yes"),
        ("rationale", "Liian myöhään"),
        ("publicity", "internal"),
        ("revision", "1"),
    ];
    let late = stage.town.guest.post(&judged, &typed).await;
    assert_ne!(late.status, StatusCode::OK);
    assert!(!stage.read(&judged).await.contains("Liian myöhään"));
    let opened = stage.fill(&own, "/reopen", &[]).await;
    assert!(!opened.is_refused());
    let now = stage
        .fill(&judged, "leadership-policy", &[("level", "yes")])
        .await;
    assert_eq!(now.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_judgement_without_a_level_is_refused_at_it_and_the_rationale_stands() {
    let stage = Stage::empty().await;
    let new = stage.town.at("rounds/new");
    let made = stage.fill(&new, "rounds/new", &[]).await;
    let round = made.location.split('?').next().unwrap();
    let criterion = format!("{round}/workspace/leadership/leadership-policy");
    let typed = [("rationale", "Peruste jää"), ("publicity", "internal")];
    let reply = stage.town.guest.post(&criterion, &typed).await;
    let says = said("error.form.choose", "assessment.judgement.level");
    assert_eq!(refused_at(&reply, "level"), says);
    assert!(reply.text().contains("Peruste jää"));
}

#[tokio::test]
async fn of_two_who_judge_at_once_the_second_sees_both_and_who_was_first() {
    let stage = Stage::planted().await;
    let criterion = stage.of_round("workspace/leadership/leadership-policy");
    let assessor = stage.member(Role::Assessor).await;
    let typed = [
        ("level", "no"),
        ("rationale", "Toisen peruste"),
        ("publicity", "internal"),
        ("revision", "0"),
    ];
    let reply = assessor.post(&criterion, &typed).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let text = reply.text();
    for part in [
        "Toisen peruste",
        &stage.town.say("rationale"),
        "koordinaattori tallensi",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[tokio::test]
async fn saving_with_the_first_button_leads_to_the_next_criterion() {
    let stage = Stage::planted().await;
    let criterion = stage.of_round("workspace/leadership/leadership-policy");
    let saved = stage.fill(&criterion, "leadership-policy", &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(!saved.location.contains("leadership-policy"), "{saved:?}");
    let stays = [("then", "")];
    let saved = stage.fill(&criterion, "leadership-policy", &stays).await;
    assert!(saved.location.contains("leadership-policy"), "{saved:?}");
}

#[tokio::test]
async fn an_assessor_judges_and_leadership_reads() {
    let stage = Stage::planted().await;
    let criterion = stage.of_round("workspace/leadership/leadership-policy");
    let (assessor, leader) = (
        stage.member(Role::Assessor).await,
        stage.member(Role::Leadership).await,
    );
    assert!(
        assessor
            .page(&criterion)
            .await
            .contains("name=\"rationale\"")
    );
    let read = words(&leader, &criterion).await;
    assert!(read.contains(&stage.town.say("rationale")));
    assert!(!leader.page(&criterion).await.contains("name=\"rationale\""));
    let refused = leader.post(&criterion, &[("level", "yes")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let elected = stage.member(Role::Elected).await;
    assert_eq!(status(&elected, &criterion).await, 403);
}

#[tokio::test]
async fn what_was_typed_is_shown_when_a_colleague_removed_the_finding() {
    let stage = Stage::planted().await;
    let finding = stage.of_round(&format!("findings/{}", stage.last("findings/{finding}")));
    let form = stage.town.guest.form(&finding, &finding).await;
    let words = "Varmuuskopioita ei ole kokeiltu kahteen vuoteen";
    let typed = crate::html::filled(&form, &|name| stage.town.say(name), &[("body", words)]);
    stage.fill(&finding, "/remove", &[]).await;
    let sent = crate::visit::Sent::Fields(typed);
    let guest = &stage.town.guest;
    let reply = guest
        .send(axum::http::Method::POST, &form.action, &sent)
        .await;
    assert_eq!(reply.status.as_u16(), 404);
    let text = crate::html::words(&reply.text());
    assert!(
        text.contains(words) && text.contains(say("kit.gone-title")),
        "{text}"
    );
}

#[tokio::test]
async fn what_is_not_there_is_answered_alike_whether_it_was_or_never_was() {
    let stage = Stage::planted().await;
    let finding = stage.of_round(&format!("findings/{}", stage.last("findings/{finding}")));
    let never = stage.of_round("findings/00000000-0000-7000-8000-000000000000");
    stage.fill(&finding, "/remove", &[]).await;
    let guest = &stage.town.guest;
    for fields in [[("body", "Kaksi sanaa")], [("body", "Sana")]] {
        let removed = guest.post(&finding, &fields).await;
        let unknown = guest.post(&never, &fields).await;
        assert_eq!(removed.status, StatusCode::NOT_FOUND);
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let told = crate::html::words(&removed.text());
        assert_eq!(told, crate::html::words(&unknown.text()));
        let is_typed = fields.iter().any(|(_, text)| text.contains(' '));
        assert_eq!(told.contains(say("kit.gone-title")), is_typed, "{told}");
    }
}
