//! Programmes: what is asked, what is agreed to, what each may see.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, say, status, words};

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
    assert_eq!(
        refused_at(&reply, "ends_on"),
        say("programme.error.ends-before")
    );
    assert!(reply.text().contains(&stage.town.say("goal")));
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
