//! The installation: organisations that its operator adds, and the statement of accessibility.

use axum::http::StatusCode;

use crate::stage::{Stage, WORD, refused_at, said, say, status, words};

#[tokio::test]
async fn the_operator_sees_names_of_organisations_and_nothing_within() {
    let stage = Stage::planted().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let page = words(&operator, "/site").await;
    assert!(
        page.contains("Esimerkkilä") && !page.contains(WORD),
        "{page}"
    );
    for path in ["", "members", "rounds", "audit"] {
        assert_eq!(status(&operator, &stage.town.at(path)).await, 404, "{path}");
    }
}

#[tokio::test]
async fn a_partner_is_added_by_name_and_not_twice() {
    let stage = Stage::empty().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let empty = operator
        .post(
            "/site/organisations",
            &[("organisation", ""), ("kind", "partner")],
        )
        .await;
    let says = said("error.form.empty", "organisation.name");
    assert_eq!(refused_at(&empty, "organisation"), says);
    let typed = [("organisation", "Kumppani Oy"), ("kind", "partner")];
    let added = operator.post("/site/organisations", &typed).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    assert!(words(&operator, "/site").await.contains("Kumppani Oy"));
    let again = operator.post("/site/organisations", &typed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Kumppani Oy"));
}

#[tokio::test]
async fn nobody_else_finds_the_page() {
    let stage = Stage::empty().await;
    assert_eq!(status(&stage.town.guest, "/site").await, 404);
    let typed = [("organisation", "Kumppani Oy"), ("kind", "partner")];
    let refused = stage.town.guest.post("/site/organisations", &typed).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn anybody_reads_the_statement_of_accessibility() {
    let stage = Stage::empty().await;
    let page = words(&stage.site.anonymous(), "/accessibility").await;
    assert!(page.contains(say("site.accessibility.title")));
}
