//! The installation: organisations that its operator adds, and the statement of accessibility.

use axum::http::StatusCode;

use crate::html;
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

const NEW_PARTNER: &str = "/site/organisations/new/partner";

#[tokio::test]
async fn a_partner_is_added_by_name_with_its_coordinator_and_not_twice() {
    let stage = Stage::empty().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let empty = operator.post(NEW_PARTNER, &[("organisation", "")]).await;
    for (field, key, label) in [
        ("organisation", "error.form.empty", "organisation.name"),
        ("name", "error.form.empty", "site.organisation.coordinator"),
        ("email", "error.form.empty", "site.organisation.email"),
    ] {
        assert_eq!(refused_at(&empty, field), said(key, label));
    }
    let typed = [
        ("organisation", "Kumppani Oy"),
        ("name", "Eka Ensimmäinen"),
        ("email", "eka@example.fi"),
    ];
    let added = operator.post(NEW_PARTNER, &typed).await;
    assert_eq!(added.status, StatusCode::OK);
    let told = html::words(&added.text());
    assert!(told.contains("Kumppani Oy") && told.contains("eka@example.fi"));
    assert!(
        !added.text().contains("/invitation/"),
        "the link is only mailed"
    );
    let again = operator.post(NEW_PARTNER, &typed).await;
    let says = refused_at(&again, "organisation");
    assert!(says.contains(say("error.organisation.taken")), "{says}");
    assert!(again.text().contains("value=\"Eka Ensimmäinen\""));
}

#[tokio::test]
async fn a_municipality_that_nobody_has_joined_says_so_until_its_coordinator_has() {
    let stage = Stage::empty().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let typed = [
        ("municipality", "091"),
        ("name", "Eka Ensimmäinen"),
        ("email", "vaara@example.fi"),
    ];
    let path = "/site/organisations/new/municipality";
    operator.post(path, &typed).await;
    stage.site.test.take_mail().await;
    let list = operator.page("/site").await;
    let nobody = "Kukaan ei ole vielä liittynyt";
    assert!(html::words(&list).contains(nobody), "{list}");
    let links = html::links(&list);
    let again = links.iter().find(|it| it.ends_with("/invite")).unwrap();
    let form = operator.page(again).await;
    assert!(form.contains("value=\"vaara@example.fi\""), "{form}");
    let wrong = operator
        .post(again, &[("name", "Eka"), ("email", "x")])
        .await;
    refused_at(&wrong, "email");
    let typed = [("name", "Eka Ensimmäinen"), ("email", "eka@example.fi")];
    let sent = operator.post(again, &typed).await;
    assert_eq!(sent.status, StatusCode::OK);
    let token = stage.site.test.mailed_token().await.text();
    let guest = stage.site.anonymous();
    let page = guest.page(&format!("/invitation/{token}")).await;
    assert!(
        page.contains("value=\"Eka Ensimmäinen\""),
        "the name stands ready"
    );
    let typed = [("name", "Eka Ensimmäinen"), ("password", testkit::PASSWORD)];
    guest.post(&format!("/invitation/{token}"), &typed).await;
    let list = words(&operator, "/site").await;
    assert!(!list.contains(nobody) && list.contains(say("site.organisation.joined")));
    let late = operator
        .post(again, &[("name", "Toka"), ("email", "toka@example.fi")])
        .await;
    assert!(late.is_refused(), "{late:?}");
}

#[tokio::test]
async fn nobody_else_finds_the_pages() {
    let stage = Stage::empty().await;
    let id = stage.town.org.id;
    let again = format!("/site/organisations/{id}/invite");
    for path in ["/site", NEW_PARTNER, again.as_str()] {
        assert_eq!(status(&stage.town.guest, path).await, 404, "{path}");
    }
    let typed = [
        ("organisation", "Kumppani Oy"),
        ("name", "Eka"),
        ("email", "eka@example.fi"),
    ];
    for path in [NEW_PARTNER, again.as_str()] {
        let refused = stage.town.guest.post(path, &typed).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mails = stage.site.test.take_mail().await;
    assert!(!mails.iter().any(|mail| mail.to == "eka@example.fi"));
}

#[tokio::test]
async fn an_organisation_of_no_kind_and_none_at_all_have_no_page() {
    let stage = Stage::empty().await;
    let operator = stage.site.operator("Yrjö Ylläpitäjä").await;
    let nowhere: uuid::Uuid = stage.site.test.app.id();
    for path in [
        "/site/organisations/new/kingdom".to_owned(),
        format!("/site/organisations/{nowhere}/invite"),
    ] {
        assert_eq!(status(&operator, &path).await, 404, "{path}");
        let typed = [("name", "Eka"), ("email", "eka@example.fi")];
        let sent = operator.post(&path, &typed).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn anybody_reads_the_statement_of_accessibility() {
    let stage = Stage::empty().await;
    let page = words(&stage.site.anonymous(), "/accessibility").await;
    assert!(page.contains(say("site.accessibility.title")));
}
