//! Threats: the shipped figures, and the municipality's own.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, said, say, status, words};

const ONE: &str = "threats/ransomware-own";

#[tokio::test]
async fn every_threat_is_listed_and_tells_where_its_figures_come_from() {
    let stage = Stage::empty().await;
    let list = stage.read(&stage.town.at("threats")).await;
    for threat in &content::threats().threats {
        assert!(list.contains(threat.title.fi.as_str()), "{}", threat.id);
    }
    let one = stage.town.guest.page(&stage.town.at(ONE)).await;
    assert!(one.contains("https://"), "a source can be opened");
}

#[tokio::test]
async fn a_range_that_runs_backwards_is_refused_at_its_field_and_kept() {
    let stage = Stage::empty().await;
    let typed = [
        ("often_low", "20"),
        ("often_high", "3"),
        ("days_worst", ""),
        ("euros_worst", ""),
    ];
    let reply = stage
        .fill(&stage.town.at(ONE), "ransomware-own", &typed)
        .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = reply.text();
    assert!(text.contains(say("threat.error.order")));
    assert!(text.contains("value=\"20\"") && text.contains("value=\"3\""));
    let typed = [("often_low", "-1"), ("days_worst", ""), ("euros_worst", "")];
    let reply = stage
        .fill(&stage.town.at(ONE), "ransomware-own", &typed)
        .await;
    let says = said("threat.error.number", "threat.field.often-low");
    assert_eq!(refused_at(&reply, "often_low"), says);
}

#[tokio::test]
async fn of_two_who_estimate_at_once_the_second_sees_both_and_who_was_first() {
    let stage = Stage::empty().await;
    let path = stage.town.at(ONE);
    let worst = [("days_worst", ""), ("euros_worst", "")];
    let first = stage.fill(&path, "ransomware-own", &worst).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let [days, euros] = worst;
    let stale = [days, euros, ("revision", "0"), ("why", "Toisen perustelu")];
    let reply = stage.fill(&path, "ransomware-own", &stale).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let text = reply.text();
    for version in ["Toisen perustelu", &stage.town.say("why")] {
        assert!(text.contains(version), "{version}");
    }
    assert!(text.contains("Tallensit itse"), "{text}");
    assert!(text.contains("name=\"revision\" value=\"1\""));
}

#[tokio::test]
async fn own_figures_are_shown_and_can_be_forgotten() {
    let stage = Stage::whole().await;
    let path = stage.town.at(ONE);
    assert!(stage.read(&path).await.contains(&stage.town.say("why")));
    let gone = stage.fill(&path, "/forget", &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!stage.read(&path).await.contains(&stage.town.say("why")));
}

#[tokio::test]
async fn leadership_reads_and_the_elected_do_not() {
    let stage = Stage::whole().await;
    let leader = stage.member(Role::Leadership).await;
    assert!(
        words(&leader, &stage.town.at(ONE))
            .await
            .contains(&stage.town.say("why"))
    );
    assert!(
        !leader
            .page(&stage.town.at(ONE))
            .await
            .contains("name=\"often_low\"")
    );
    assert_eq!(
        status(&stage.member(Role::Elected).await, &stage.town.at(ONE)).await,
        403
    );
}
