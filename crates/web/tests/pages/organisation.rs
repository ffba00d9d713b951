//! The front page of an organisation, and choosing one.

use domain::identity::Role;

use crate::stage::{Stage, say, status, words};

#[tokio::test]
async fn the_front_page_leads_to_the_next_thing_to_do() {
    let stage = Stage::planted().await;
    let home = stage.read(&stage.town.at("")).await;
    assert!(home.contains(say("assessment.next.title")), "{home}");
    assert!(home.contains(&stage.town.say("kierros")));
}

#[tokio::test]
async fn an_empty_municipality_is_told_what_an_assessment_is_for() {
    let stage = Stage::empty().await;
    let home = stage.read(&stage.town.at("")).await;
    assert!(home.contains(say("assessment.round.empty-title")));
    let elected = stage.member(Role::Elected).await;
    let theirs = words(&elected, &stage.town.at("")).await;
    assert!(theirs.contains(say("organisation.home.no-results")));
    assert!(!theirs.contains(say("assessment.round.empty-title")));
}

#[tokio::test]
async fn an_elected_official_sees_nothing_of_a_round_that_is_open() {
    let stage = Stage::planted().await;
    let elected = stage.member(Role::Elected).await;
    let home = words(&elected, &stage.town.at("")).await;
    assert!(!home.contains(&stage.town.say("kierros")), "{home}");
}

#[tokio::test]
async fn whoever_belongs_nowhere_is_told_whom_to_ask() {
    let stage = Stage::empty().await;
    let other = stage.site.test.municipality("Mallijoki").await;
    let nobody = stage.site.person("Uusi Uusitalo", &other, &[]).await;
    assert!(
        words(&nobody, "/")
            .await
            .contains(say("organisation.choose.none"))
    );
    assert_eq!(status(&nobody, &stage.town.at("")).await, 404);
    assert_eq!(status(&stage.site.anonymous(), "/").await, 303);
}

#[tokio::test]
async fn navigation_shows_only_what_the_role_may_open() {
    let stage = Stage::planted().await;
    for role in Role::ALL {
        let guest = stage.member(*role).await;
        let page = guest.page(&stage.town.at("")).await;
        let nav = page
            .split("<nav")
            .nth(1)
            .unwrap_or_default()
            .split("</nav>")
            .next()
            .unwrap();
        for link in crate::html::links(nav) {
            let status = status(&guest, &link).await;
            assert!(status < 400, "{role:?} {link}: {status}");
        }
    }
}
