//! Programmes: what is asked, what is agreed to, what each may see.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, said, say, status, words};

#[tokio::test]
async fn an_organisation_without_programmes_reads_what_they_are_for() {
    let stage = Stage::empty().await;
    let list = stage.read(&stage.town.at("programmes")).await;
    assert!(list.contains(say("programme.none.title")), "{list}");
}

#[tokio::test]
async fn a_programme_does_not_end_before_it_begins() {
    let stage = Stage::empty().await;
    let typed = [("starts_on", "2027-05-01"), ("ends_on", "2026-05-01")];
    let reply = stage
        .fill(&stage.town.at("programmes/new"), "/new", &typed)
        .await;
    let says = said("programme.error.ends-before", "programme.ends");
    assert_eq!(refused_at(&reply, "ends_on"), says);
    assert!(reply.text().contains(&stage.town.say("goal")));
}

#[tokio::test]
async fn of_two_who_change_a_programme_the_second_sees_both_versions() {
    let stage = Stage::planted().await;
    let id = stage.last("programmes/{programme}");
    let page = stage.town.at(&format!("programmes/{id}/edit"));
    let stale = [("title", "Toinen nimi"), ("revision", "7")];
    let reply = stage.fill(&page, "/edit", &stale).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let text = reply.text();
    assert!(text.contains("value=\"Toinen nimi\""));
    assert!(text.contains(&stage.town.say("title")));
    assert!(text.contains(say("kit.conflict-text")));
}

#[tokio::test]
async fn an_invitation_without_anybody_is_refused_at_its_field() {
    let stage = Stage::planted().await;
    let mut all = stage.town.found.values["programmes/{programme}"].clone();
    let id = all.remove(0);
    stage.site.test.municipality("Sivukylä").await;
    let page = stage.town.at(&format!("programmes/{id}/invite"));
    let reply = stage.fill(&page, "/invite", &[]).await;
    let says = said("error.form.choose", "programme.invite.whom");
    assert_eq!(refused_at(&reply, "organisations"), says);
}

#[tokio::test]
async fn an_invitation_is_answered_by_those_who_decide_for_the_municipality() {
    let stage = Stage::planted().await;
    let list = stage.town.at("programmes");
    let page = stage.town.guest.page(&list).await;
    assert!(page.contains("/accept") && page.contains("/decline"));
    let assessor = stage.member(Role::Assessor).await;
    assert!(!assessor.page(&list).await.contains("/accept"));
    let accepted = stage.fill(&list, "/accept", &[]).await;
    assert!(accepted.status == StatusCode::SEE_OTHER && !accepted.is_refused());
    assert!(!stage.town.guest.page(&list).await.contains("/accept"));
}

#[tokio::test]
async fn what_is_shared_is_told_and_can_be_taken_back() {
    let stage = Stage::planted().await;
    let id = stage.last("programmes/{programme}");
    let mut all = stage.town.found.values["programmes/{programme}"].clone();
    all.retain(|one| *one != id || all_is_one(&stage));
    let page = stage.town.at(&format!("programmes/{}", all[0]));
    assert!(
        stage
            .read(&page)
            .await
            .contains(say("programme.share.stop"))
    );
    let joint = format!("{page}/joint");
    assert!(
        !stage
            .read(&joint)
            .await
            .contains(say("programme.joint.none"))
    );
    stage.fill(&page, "/share", &[]).await;
    assert!(
        stage
            .read(&page)
            .await
            .contains(say("programme.share.start"))
    );
    assert!(
        stage
            .read(&joint)
            .await
            .contains(say("programme.joint.none"))
    );
}

fn all_is_one(stage: &Stage) -> bool {
    stage.town.found.values["programmes/{programme}"].len() == 1
}

#[tokio::test]
async fn leadership_decides_and_an_elected_official_sees_no_programme() {
    let stage = Stage::planted().await;
    let list = stage.town.at("programmes");
    let leader = stage.member(Role::Leadership).await;
    assert!(
        words(&leader, &list)
            .await
            .contains(&stage.town.say("title"))
    );
    assert_eq!(status(&leader, &stage.town.at("programmes/new")).await, 403);
    assert_eq!(status(&stage.member(Role::Elected).await, &list).await, 403);
}

#[tokio::test]
async fn who_sees_the_data_is_told_and_can_be_ended() {
    let stage = Stage::planted().await;
    let coordinator = &stage.town.guest;
    let mut page = String::new();
    for id in &stage.town.found.values["programmes/{programme}"] {
        let one = stage.town.at(&format!("programmes/{id}"));
        if coordinator.page(&one).await.contains("/shut-out") {
            page = one;
        }
    }
    let leader = stage.member(Role::Leadership).await;
    assert!(leader.page(&page).await.contains("/shut-out"));
    let assessor = stage.member(Role::Assessor).await;
    let seen = assessor.page(&page).await;
    assert!(seen.contains(say("programme.guest.is-in")) && !seen.contains("/shut-out"));
    stage.fill(&page, "/shut-out", &[]).await;
    let ended = coordinator.page(&page).await;
    assert!(ended.contains(say("programme.guest.waits")) && ended.contains("/let-in"));
    let home = coordinator.page(&stage.town.at("")).await;
    assert!(
        home.contains("#guests"),
        "the first page asks for the decision"
    );
    stage.fill(&page, "/let-in", &[]).await;
    assert!(coordinator.page(&page).await.contains("/shut-out"));
}
