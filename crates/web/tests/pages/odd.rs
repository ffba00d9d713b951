//! Addresses that nobody was given: ids of nothing, questions without sense. Each is answered with a
//! page that says so, and none with a failure.

use axum::http::{Method, StatusCode};
use domain::identity::Role;
use web::{Access, Route};

use crate::crawl;
use crate::hostile;
use crate::html;
use crate::scene::Scene;
use crate::stage::{Stage, say};
use crate::visit::{Guest, Sent};

/// Parameters that name nothing.
const ODD: &[&str] = &[
    "0",
    "-1",
    "null",
    "0d0e0a0d-0000-4000-8000-00000000beef",
    "00000000-0000-0000-0000-000000000000",
    "%00",
    "%C3%A4%F0%9F%98%80",
    "..%2F..%2Fetc%2Fpasswd",
    "%27%20OR%201%3D1--",
    "%FF%FE",
    "9999999999999999999999999",
];

/// A route's address with this in the place of each of its parameters.
fn address(route: &Route, slug: &str, odd: &str) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{org}" => slug,
        part if part.starts_with('{') => odd,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Routes that take any word: a part of the handbook that is not there yet is begun, and what is
/// already gone is told to be gone.
fn takes_any(route: &Route) -> bool {
    let ends = ["/forget", "/remove", "/parts/{part}"];
    ends.iter().any(|end| route.path.ends_with(end))
}

async fn knock(guest: &Guest, route: &Route, path: &str) -> Option<String> {
    let sent = match route.method {
        Method::GET => Sent::Nothing,
        _ => Sent::Fields(vec![("revision".to_owned(), "1".to_owned())]),
    };
    let reply = guest.send(route.method.clone(), path, &sent).await;
    let is_open = reply.status.is_success() && !takes_any(route);
    let is_wrong = reply.status.is_server_error() || is_open;
    is_wrong.then(|| format!("{} {path}: {}", route.method, reply.status))
}

#[tokio::test]
async fn an_address_of_nothing_opens_nothing_and_breaks_nothing() {
    let stage = Stage::planted().await;
    let slug = stage.town.org.slug.as_str();
    let mut wrong = Vec::new();
    let table = stage.site.table.iter();
    for route in table.filter(|route| !crawl::parameters(route.path).is_empty()) {
        for odd in ODD {
            let path = address(route, slug, odd);
            wrong.extend(knock(&stage.town.guest, route, &path).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_not_there_and_what_belongs_to_others_look_the_same() {
    let stage = Stage::empty().await;
    stage.site.test.municipality("Mallijoki").await;
    let mut told = Vec::new();
    for path in [
        "/mallijoki",
        "/mallijoki/members",
        "/eiole",
        "/eiole/members",
        "/mallijoki/x",
    ] {
        let reply = stage.town.guest.get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        told.push(html::words(&reply.text()));
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(say("error.not-found.text")));
}

/// The names that pages read from the questions in their addresses.
const NAMES: &[&str] = &[
    "q",
    "page",
    "show",
    "theme",
    "criterion",
    "measure",
    "budget",
    "to",
    "edition",
    "before",
    "turn",
    "terms",
    "language",
    "lang",
    "node",
    "service",
    "hour",
    "own",
    "all",
    "by",
];

/// Values without sense: numbers that are none, bytes that are no text, markup.
const VALUES: &[&str] = &["", "-1", "99999999999999999999", "1e308", "%FF%FE%00%ZZ"];

/// A question that says this to everything that a page reads, twice.
fn asking(value: &str) -> String {
    let pairs: Vec<String> = NAMES.iter().map(|it| format!("{it}={value}")).collect();
    format!("?{0}&&=&{0}", pairs.join("&"))
}

#[tokio::test]
async fn a_question_without_sense_never_breaks_a_page_and_comes_back_as_text() {
    let scene = Scene::new().await;
    let evil: String = form_urlencoded::byte_serialize(hostile::EVIL.as_bytes()).collect();
    let values = VALUES.iter().copied().chain([evil.as_str()]);
    let queries: Vec<String> = values.map(asking).collect();
    let mut wrong = Vec::new();
    // Files that take long to make are asked for once elsewhere.
    let is_file = |path: &str| {
        path.rsplit('/')
            .next()
            .is_some_and(|last| last.contains('.'))
    };
    let opened = scene.found.opened.iter();
    let opened = opened.map(|(route, path)| (route, path.split('?').next().unwrap()));
    let asked = opened
        .filter(|(_, path)| !is_file(path))
        .flat_map(|(route, path)| queries.iter().map(move |query| (route, path, query)));
    for (route, path, query) in asked {
        let reply = scene.town.guest.get(&format!("{path}{query}")).await;
        let harm = hostile::harm(&reply.text());
        wrong.extend(harm.iter().map(|it| format!("{route} shows {it}")));
        if reply.status.is_server_error() {
            wrong.push(format!("{route}{query}: {}", reply.status));
        }
        let is_page = reply.status == StatusCode::OK && reply.text().starts_with("<!");
        let headings = reply.text().matches("<h1").count();
        if is_page && headings != 1 && !route.contains("poster") {
            wrong.push(format!("{route}{query}: {headings} headings"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_form_that_no_page_has_is_answered_and_breaks_nothing() {
    let stage = Stage::planted().await;
    let slug = stage.town.org.slug.as_str();
    let bodies: &[&[u8]] = &[
        b"",
        b"&&&",
        b"=",
        b"revision=abc&title=%FF%FE&body=%00",
        b"revision=-9223372036854775809&title=a&title=b&title=c",
        b"{\"title\":\"x\"}",
    ];
    let kind = "application/x-www-form-urlencoded";
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", kind)];
    let mut wrong = Vec::new();
    let posts = stage
        .site
        .table
        .iter()
        .filter(|route| route.method == Method::POST);
    let posts = posts.filter(|route| matches!(route.access, Access::Member(_)));
    for route in posts {
        let mut keys = crawl::parameters(route.path).into_iter();
        let parts = route.path.split('/').map(|part| match part {
            "{org}" => slug.to_owned(),
            part if part.starts_with('{') => {
                let (key, _) = keys.next().unwrap();
                let last = stage.town.found.values.get(&key).and_then(|all| all.last());
                last.cloned().unwrap_or_default()
            }
            part => part.to_owned(),
        });
        let path = parts.collect::<Vec<_>>().join("/");
        for body in bodies {
            let guest = &stage.town.guest;
            let sent = guest.raw(Method::POST, &path, &headers, body.to_vec());
            let status = sent.await.status;
            let body = String::from_utf8_lossy(body);
            let fault = format!("{} {body}: {status}", route.path);
            wrong.extend(status.is_server_error().then_some(fault));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn another_method_than_a_page_has_finds_no_page() {
    let stage = Stage::empty().await;
    let guest = stage.member(Role::Coordinator).await;
    for (method, path) in [
        (Method::PUT, "rounds"),
        (Method::DELETE, "rounds"),
        (Method::PATCH, "members"),
        (Method::POST, "audit"),
        (Method::GET, "members/invite"),
    ] {
        let path = stage.town.at(path);
        let reply = guest.send(method.clone(), &path, &Sent::Nothing).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{method} {path}");
        assert!(reply.text().contains(say("error.not-found.title")));
    }
    let head = guest
        .send(Method::HEAD, &stage.town.at("audit"), &Sent::Nothing)
        .await;
    assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
}
