//! What every answer carries besides its content: who may embed it, load into it, keep it.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use domain::identity::Role;
use web::{Access, Web};

use crate::download;
use crate::html::tags;
use crate::scene::Scene;
use crate::stage::{Stage, WORD};
use crate::visit::{Guest, Reply, Sent};

/// What may be loaded into a page, and from where it may be embedded.
const POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
];

/// Answers that a browser or a proxy may keep, because nothing in them belongs to anybody.
const KEPT: &[&str] = &["/handbook/{org}/pictures/{sum}/{picture}"];

/// What is missing from the headers of an answer.
fn missing(reply: &Reply) -> Vec<String> {
    let policy = reply.header("content-security-policy");
    let rules: BTreeSet<&str> = policy.split(';').map(str::trim).collect();
    let mut wrong: Vec<String> = POLICY
        .iter()
        .filter(|rule| !rules.contains(*rule))
        .map(|rule| format!("no {rule}"))
        .collect();
    if policy.contains("unsafe-inline") || policy.contains("unsafe-eval") {
        wrong.push("what is unsafe is allowed".to_owned());
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        if reply.header(name) != value {
            wrong.push(format!("{name}: {}", reply.header(name)));
        }
    }
    wrong
}

/// The nonces of the policy and of the page that do not belong together.
fn strays(reply: &Reply) -> Vec<String> {
    let policy = reply.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|it| it.split('\'').next());
    let nonce = nonce.unwrap_or_default();
    let page = reply.text();
    let of_tags = tags(&page).filter(|tag| matches!(tag.name, "style" | "script"));
    let used = of_tags.filter_map(|tag| tag.get("nonce"));
    let used = used.filter(|it| it != nonce && !it.is_empty());
    used.map(|it| format!("a nonce of its own: {it}")).collect()
}

#[tokio::test]
async fn every_answer_is_ours_alone_is_kept_by_nobody_and_if_a_file_is_what_its_name_says() {
    let scene = Scene::new().await;
    let (mut wrong, mut files) = (Vec::new(), 0);
    let routes = scene.site.table.iter();
    for route in routes.filter(|route| route.method == Method::GET) {
        let Some(path) = scene.found.opened.get(route.path) else {
            continue;
        };
        let reply = scene.town.guest.get(path).await;
        let mut found = missing(&reply);
        let is_file = reply.headers.contains_key("content-disposition");
        if is_file {
            files += 1;
            found.extend(download::faults(&reply, scene.town.org.slug.as_str()));
        } else if reply.text().starts_with("<!") {
            found.extend(strays(&reply));
        }
        let cache = reply.header("cache-control");
        let is_member = !matches!(route.access, Access::Public | Access::Answering);
        if is_member && cache != "no-store" {
            found.push(format!("may be kept: {cache}"));
        }
        if !is_member && !KEPT.contains(&route.path) && cache.contains("immutable") {
            found.push(format!("is kept for good: {cache}"));
        }
        wrong.extend(found.iter().map(|it| format!("{}: {it}", route.path)));
    }
    assert!(files >= 5, "{files}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_refused_carries_the_same_headers_as_what_is_given() {
    let stage = Stage::planted().await;
    let (own, elected) = (&stage.town.guest, stage.member(Role::Elected).await);
    let round = stage.town.at("rounds/new");
    let wrong_form = own.post(&round, &[("title", "")]).await;
    let anonymous = stage.site.anonymous();
    let elsewhere = own.raw(
        Method::POST,
        &round,
        &[("sec-fetch-site", "cross-site")],
        vec![],
    );
    let edit = stage.of_round("results/edit/fi");
    let stale = stage
        .fill(
            &edit,
            "edit/fi",
            &[("revision", "0"), ("situation", "Toinen")],
        )
        .await;
    for (reply, status) in [
        (own.get("/no-such-place").await, StatusCode::NOT_FOUND),
        (
            own.get(&stage.town.at("rounds/x")).await,
            StatusCode::NOT_FOUND,
        ),
        (
            elected.get(&stage.town.at("audit")).await,
            StatusCode::FORBIDDEN,
        ),
        (wrong_form, StatusCode::UNPROCESSABLE_ENTITY),
        (stale, StatusCode::CONFLICT),
        (
            anonymous.post(&round, &[("title", "x")]).await,
            StatusCode::UNAUTHORIZED,
        ),
        (anonymous.get(&round).await, StatusCode::SEE_OTHER),
        (elsewhere.await, StatusCode::FORBIDDEN),
        (
            own.send(Method::PUT, &round, &Sent::Nothing).await,
            StatusCode::NOT_FOUND,
        ),
    ] {
        assert_eq!(reply.status, status, "{}", reply.text());
        let found = missing(&reply);
        assert!(found.is_empty(), "{status}: {found:?}");
        assert_eq!(reply.header("cache-control"), "no-store", "{status}");
        if !status.is_redirection() {
            assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
            assert_eq!(reply.text().matches("<h1").count(), 1, "{status}");
        }
    }
}

#[tokio::test]
async fn a_nonce_is_used_once() {
    let stage = Stage::empty().await;
    let mut seen = BTreeSet::new();
    for _ in 0..5 {
        let reply = stage.town.guest.get(&stage.town.at("")).await;
        seen.insert(reply.header("content-security-policy").to_owned());
    }
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn a_form_posted_from_elsewhere_changes_nothing() {
    let stage = Stage::empty().await;
    let path = stage.town.at("rounds/new");
    let body = b"title=Murto&framework=luotsi&due_on=".to_vec();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let host = ("host", "luotsi.test");
    for headers in [
        &[kind, ("sec-fetch-site", "cross-site")][..],
        &[kind, ("sec-fetch-site", "same-site")],
        &[kind, host, ("origin", "https://evil.example")],
        &[kind, host, ("origin", "https://luotsi.test.evil.example")],
        &[kind, host, ("origin", "null")],
        // A browser that says nothing at all, with our cookie.
        &[kind, host],
    ] {
        let reply = stage
            .town
            .guest
            .raw(Method::POST, &path, headers, body.clone())
            .await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(!stage.read(&stage.town.at("rounds")).await.contains("Murto"));
    let own = [kind, host, ("origin", "http://luotsi.test")];
    let reply = stage.town.guest.raw(Method::POST, &path, &own, body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
}

/// The same people before the site as it is served over TLS.
fn over_tls(stage: &Stage) -> Guest {
    let (router, _) = web::router(Web {
        app: stage.site.test.app.clone(),
        is_secure: true,
    });
    Guest {
        router,
        ..stage.site.anonymous()
    }
}

#[tokio::test]
async fn the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites() {
    let stage = Stage::empty().await;
    let user = stage.site.test.person("Tuttu Tuttunen", false).await;
    let typed = [
        ("email", user.email.as_str()),
        ("password", testkit::PASSWORD),
    ];
    let signed = over_tls(&stage).post("/sign-in", &typed).await;
    assert!(
        signed
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    assert!(signed.cookie("luotsi_session").is_none());
    let cookie = signed.cookie("__Host-luotsi_session").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let chosen = [("language", "sv"), ("return_to", "/")];
    let language = over_tls(&stage).post("/language", &chosen).await;
    assert!(
        language
            .cookie("luotsi_language")
            .unwrap()
            .contains("Secure")
    );
    // Without TLS the browser would not send it back at all.
    let plain = stage.site.anonymous().post("/sign-in", &typed).await;
    assert_eq!(plain.header("strict-transport-security"), "");
    assert!(!plain.cookie("luotsi_session").unwrap().contains("Secure"));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_its_cookie() {
    let stage = Stage::empty().await;
    let leader = stage.member(Role::Leadership).await;
    let out = leader.post("/sign-out", &[]).await;
    let cookie = out.cookie("luotsi_session").unwrap();
    assert!(cookie.contains("Max-Age=0"), "{cookie}");
    // A copy of the old cookie opens nothing.
    assert_eq!(
        leader.get(&stage.town.at("")).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn files_of_the_binary_are_kept_for_a_year_under_an_address_that_changes() {
    let stage = Stage::empty().await;
    let page = stage.site.anonymous().page("/sign-in").await;
    let links = crate::html::links(&page);
    let assets: Vec<&String> = links
        .iter()
        .filter(|it| it.starts_with("/assets/"))
        .collect();
    assert!(assets.len() > 3, "{links:?}");
    for address in assets {
        let reply = stage.site.anonymous().get(address).await;
        assert_eq!(reply.status, StatusCode::OK, "{address}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(
            reply.header("cache-control").contains("immutable"),
            "{address}"
        );
        assert!(reply.cookie("luotsi_session").is_none());
        // A font's address is written in the style sheet too, which cannot know its version.
        assert!(
            address.contains("?v=") || address.split('.').next_back() == Some("woff2"),
            "{address}"
        );
    }
    for (name, status) in [
        ("/assets/app.css?v=0", StatusCode::OK),
        ("/assets/..%2Fapp.css", StatusCode::NOT_FOUND),
        ("/assets/none.js", StatusCode::NOT_FOUND),
        ("/favicon.ico", StatusCode::OK),
        ("/healthz", StatusCode::OK),
        ("/readyz", StatusCode::OK),
    ] {
        assert_eq!(
            stage.site.anonymous().get(name).await.status,
            status,
            "{name}"
        );
    }
}

#[tokio::test]
async fn what_is_larger_than_any_form_is_refused_whole_and_told() {
    let stage = Stage::empty().await;
    let path = stage.town.at("rounds/new");
    let long = "a".repeat(5 * 1024 * 1024);
    let reply = stage.town.guest.post(&path, &[("title", &long)]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.text().contains("<h1"), "{}", reply.text());
    // What is a form is no upload, and the reverse.
    let upload = stage.town.at("frameworks");
    let reply = stage.town.guest.post(&upload, &[("file", "x")]).await;
    assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(reply.text().contains("<h1"));
}

#[tokio::test]
async fn a_notice_is_shown_once_and_holds_no_text_of_anybody() {
    let stage = Stage::planted().await;
    let finding = stage.of_round(&format!("findings/{}", stage.last("findings/{finding}")));
    let removed = stage.fill(&finding, "/remove", &[]).await;
    let notice = removed.cookie("luotsi_flash").unwrap();
    assert!(!notice.contains(WORD), "{notice}");
    assert!(
        notice.contains("HttpOnly") && notice.contains("Max-Age=60"),
        "{notice}"
    );
    let shown = stage.town.guest.follow(&removed).await;
    assert!(shown.cookie("luotsi_flash").unwrap().contains("Max-Age=0"));
    assert!(shown.text().contains("role=\"status\""));
    // Somebody else's words or addresses in the cookie are shown to nobody.
    for planted in [
        "luotsi_flash=s|<b>x</b>|/x",
        "luotsi_flash=s|no.such.key|/x",
        "luotsi_flash=s|service.removed|//evil.example/x",
        "luotsi_flash=s|service.removed|https://evil.example/x",
        "luotsi_flash=",
        "luotsi_flash=w",
    ] {
        let own = stage.town.guest.cookie.clone().unwrap();
        let guest = Guest {
            cookie: Some(format!("{own}; {planted}")),
            ..stage.town.guest.clone()
        };
        let page = guest.page(&stage.town.at("audit")).await;
        assert!(
            !page.contains("<b>x</b>") && !page.contains("evil.example"),
            "{planted}"
        );
        assert!(!page.contains("no.such.key"), "{planted}");
    }
}

/// Besides pages: what a machine asks for, and what is not there.
#[tokio::test]
async fn what_is_no_page_is_taken_for_what_it_is_and_leaves_small() {
    let stage = Stage::empty().await;
    let guest = stage.site.anonymous();
    for path in [
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/favicon.ico",
        "/assets/none",
    ] {
        let reply = guest.get(path).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
    }
    let robots = guest.get("/robots.txt").await.text();
    for kept in ["/survey/", "/invitation/", "/account/recovery/"] {
        assert!(robots.contains(&format!("Disallow: {kept}\n")), "{robots}");
    }
    let page = guest.get("/sign-in").await.text();
    let style = page.split("href=\"").find(|it| it.contains(".css"));
    let style = style.and_then(|it| it.split('"').next()).unwrap();
    for path in [style, "/sign-in"] {
        let plain = guest.get(path).await.bytes.len();
        let asked = [("accept-encoding", "gzip")];
        let small = guest.raw(Method::GET, path, &asked, Vec::new()).await;
        assert_eq!(small.header("content-encoding"), "gzip", "{path}");
        assert!(small.bytes.len() * 2 < plain, "{path}: {plain}");
    }
    assert!(page.contains("<meta name=\"description\""), "{page}");
}
