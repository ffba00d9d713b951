//! Frameworks: the shipped one and those brought in.

use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::stage::{Stage, say, status, words};
use crate::visit::Sent;

async fn bring(stage: &Stage, body: &[u8]) -> crate::visit::Reply {
    let file = Sent::File(vec![], ("kehys.yaml".to_owned(), body.to_vec()));
    let path = stage.town.at("frameworks");
    stage.town.guest.send(Method::POST, &path, &file).await
}

#[tokio::test]
async fn the_shipped_framework_shows_its_themes_and_cannot_be_removed() {
    let stage = Stage::empty().await;
    let own = &content::framework().id;
    let path = stage.town.at(&format!("frameworks/{own}"));
    let page = stage.read(&path).await;
    for theme in &content::framework().themes {
        assert!(page.contains(theme.title.fi.as_str()), "{}", theme.id);
    }
    assert!(!stage.town.guest.page(&path).await.contains("/remove"));
}

#[tokio::test]
async fn a_framework_brought_in_is_listed_shown_and_removed() {
    let stage = Stage::planted().await;
    let list = stage.town.at("frameworks");
    assert!(
        stage
            .read(&list)
            .await
            .contains(&stage.town.say("viitekehys"))
    );
    let own = stage.town.at(&format!(
        "frameworks/{}",
        stage.last("frameworks/{framework}")
    ));
    assert!(
        stage
            .read(&own)
            .await
            .contains(&stage.town.say("viitekehys"))
    );
    let gone = stage.fill(&own, "/remove", &[]).await;
    assert!(gone.status == StatusCode::SEE_OTHER && !gone.is_refused());
    assert_eq!(status(&stage.town.guest, &own).await, 404);
}

#[tokio::test]
async fn what_is_no_framework_is_refused_on_the_page() {
    let stage = Stage::empty().await;
    for body in [&b""[..], b"\x00\x01\x02", b"Nimi;Laji\n", b"{}"] {
        let reply = bring(&stage, body).await;
        let next = if reply.status.is_redirection() {
            stage.town.guest.follow(&reply).await
        } else {
            reply
        };
        assert!(!next.status.is_server_error(), "{body:?}");
        let list = stage.read(&stage.town.at("frameworks")).await;
        assert!(list.contains(say("framework.title")));
    }
    let before = stage.town.guest.page(&stage.town.at("frameworks")).await;
    assert_eq!(
        before.matches("/frameworks/").count(),
        before.matches("/frameworks/luotsi").count()
    );
}

#[tokio::test]
async fn leadership_reads_frameworks_and_brings_none() {
    let stage = Stage::planted().await;
    let leader = stage.member(Role::Leadership).await;
    let list = stage.town.at("frameworks");
    assert!(
        words(&leader, &list)
            .await
            .contains(&stage.town.say("viitekehys"))
    );
    assert!(!leader.page(&list).await.contains("multipart/form-data"));
    let file = Sent::File(vec![], ("kehys.yaml".to_owned(), b"a: b".to_vec()));
    let refused = leader.send(Method::POST, &list, &file).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
