//! Every route × every kind of visitor: the access table proves itself on the real router. That nothing
//! of another municipality is read or changed is proved with real objects in `pages/neighbour.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use app::identity::{Holder, Origin, Stage, begin_totp, confirm_totp, sign_in};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::identity::{Permission, Role};
use domain::organisation::Organisation;
use testkit::TestApp;
use tower::ServiceExt;
use web::{Access, Route, Web};

/// Who knocks.
struct Visitor {
    name: String,
    cookie: Option<String>,
    roles: Vec<Role>,
    is_operator: bool,
    /// How far the session has come, where it is not open.
    waits: Option<Stage>,
}

/// Whoever has given the password and not the code, and whoever must set a second step up first.
async fn waiting(test: &TestApp, org: &Organisation, stage: Stage) -> Visitor {
    let app = &test.app;
    let (name, is_operator) = match stage {
        Stage::Code => ("asked for a code", false),
        _ => ("must set up", true),
    };
    let user = test.person(name, is_operator).await;
    test.join(&user, org, Role::ALL).await;
    let from = Origin::default();
    let begin = async || {
        let signed = sign_in(app, user.email.as_str(), testkit::PASSWORD, from).await;
        signed.unwrap().unwrap().0
    };
    let mut token = begin().await;
    if stage == Stage::Code {
        let holder = Holder { user: &user, token };
        let offer = begin_totp(app, holder).await.unwrap();
        let code = testkit::code_of(&offer.secret, app.now());
        let typed = (code.as_str(), testkit::PASSWORD);
        confirm_totp(app, holder, typed, from).await.unwrap();
        token = begin().await;
    }
    Visitor {
        name: name.to_owned(),
        cookie: Some(format!("luotsi_session={}", token.text())),
        roles: Role::ALL.to_vec(),
        is_operator,
        waits: Some(stage),
    }
}

async fn visitor(test: &TestApp, name: &str, roles: &[Role], org: &Organisation) -> Visitor {
    let is_operator = name == "operator";
    let user = test.person(name, is_operator).await;
    test.join(&user, org, roles).await;
    let cookie = crate::visit::cookie_of(&test.app, user.email.as_str()).await;
    Visitor {
        name: name.to_owned(),
        cookie: Some(cookie),
        roles: roles.to_vec(),
        is_operator,
        waits: None,
    }
}

/// An address of the route in an organisation, with ids that nothing has.
fn address(route: &Route, org: &Organisation) -> String {
    if matches!(route.access, Access::Member(_)) {
        route.sample.replacen("/org", &format!("/{}", org.slug), 1)
    } else {
        route.sample.clone()
    }
}

async fn knock(router: &axum::Router, route: &Route, path: &str, visitor: &Visitor) -> StatusCode {
    let mut request = Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = &visitor.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    router
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
        .status()
}

/// What the table promises this visitor.
fn is_as_promised(route: &Route, visitor: &Visitor, status: StatusCode) -> bool {
    let is_refused = |status| matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let to_sign_in = if route.method == Method::GET {
        status == StatusCode::SEE_OTHER
    } else {
        status == StatusCode::UNAUTHORIZED
    };
    match route.access {
        Access::Public | Access::Answering => !is_refused(status),
        _ if visitor.cookie.is_none() => to_sign_in,
        Access::Proving if visitor.waits == Some(Stage::Code) => !is_refused(status),
        Access::SettingUp if visitor.waits == Some(Stage::SetUp) => !is_refused(status),
        // Led to the code or to setting up, whatever roles there are.
        _ if visitor.waits == Some(Stage::Code) => to_sign_in,
        _ if visitor.waits.is_some() => status == StatusCode::SEE_OTHER,
        Access::SignedIn | Access::Proving | Access::SettingUp => !is_refused(status),
        Access::Operator if visitor.is_operator => !is_refused(status),
        Access::Operator => status == StatusCode::NOT_FOUND,
        Access::Member(_) if visitor.roles.is_empty() => status == StatusCode::NOT_FOUND,
        Access::Member(right) if domain::identity::any_may(&visitor.roles, right) => {
            !is_refused(status)
        }
        Access::Member(_) => status == StatusCode::FORBIDDEN,
    }
}

/// What the table lets each visitor do, in words for the generated page.
fn promised(route: &Route, visitor: &Visitor) -> &'static str {
    match route.access {
        Access::Public | Access::Answering => "yes",
        Access::Proving if visitor.waits == Some(Stage::Code) => "yes",
        Access::SettingUp if visitor.waits == Some(Stage::SetUp) => "yes",
        _ if visitor.waits == Some(Stage::Code) => "give the code",
        _ if visitor.waits.is_some() => "set up",
        Access::Proving if visitor.cookie.is_some() => "done",
        Access::SignedIn | Access::SettingUp if visitor.cookie.is_some() => "yes",
        Access::Operator if visitor.is_operator => "yes",
        Access::Member(right) if domain::identity::any_may(&visitor.roles, right) => "yes",
        Access::Member(_) if visitor.cookie.is_some() && !visitor.roles.is_empty() => "403",
        Access::Operator | Access::Member(_) if visitor.cookie.is_some() => "404",
        _ => "sign in",
    }
}

/// Knocks at one route as one visitor, at home and at another organisation's; what was wrong.
async fn try_door(
    router: &axum::Router,
    route: &Route,
    visitor: &Visitor,
    (org, other): (&Organisation, &Organisation),
) -> Vec<String> {
    // Signing out would end the session that the following rows need.
    if route.path.contains("sign-out") && visitor.cookie.is_some() {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let status = knock(router, route, &address(route, org), visitor).await;
    let has_failed = status == StatusCode::INTERNAL_SERVER_ERROR;
    if has_failed || !is_as_promised(route, visitor, status) {
        let name = &visitor.name;
        wrong.push(format!("{} {} {name}: {status}", route.method, route.path));
    }
    let is_in = visitor.cookie.is_some() && visitor.waits.is_none();
    if matches!(route.access, Access::Member(_)) && is_in {
        let foreign = knock(router, route, &address(route, other), visitor).await;
        if foreign != StatusCode::NOT_FOUND {
            wrong.push(format!(
                "{} of another: {} {foreign}",
                route.path, visitor.name
            ));
        }
    }
    wrong
}

#[tokio::test]
async fn every_route_lets_in_whom_its_access_says_and_nobody_else() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let other = test.municipality("Mallijoki").await;
    let mut visitors = vec![
        Visitor {
            name: "anonymous".into(),
            cookie: None,
            roles: vec![],
            is_operator: false,
            waits: None,
        },
        waiting(&test, &org, Stage::Code).await,
        waiting(&test, &org, Stage::SetUp).await,
        visitor(&test, "operator", &[], &org).await,
    ];
    for role in Role::ALL {
        visitors.push(visitor(&test, role.code(), &[*role], &org).await);
    }
    let (router, table) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let mut wrong: Vec<String> = Vec::new();
    let mut page = heading(&visitors);
    for route in &table {
        row(&mut page, route, &visitors);
        for visitor in &visitors {
            wrong.extend(try_door(&router, route, visitor, (&org, &other)).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    current("docs/generated/access.md", &page);
}

fn heading(visitors: &[Visitor]) -> String {
    let names: Vec<&str> = visitors
        .iter()
        .map(|visitor| visitor.name.as_str())
        .collect();
    let mut page = String::from("# Who may use which route\n\n");
    page.push_str("Written by the test `access` from the route table. A person without a role in the organisation gets 404.\n\n");
    let _ = writeln!(page, "| Route | Right | {} |", names.join(" | "));
    let _ = writeln!(page, "|---|---|{}", "---|".repeat(names.len()));
    page
}

fn row(page: &mut String, route: &Route, visitors: &[Visitor]) {
    let right = match route.access {
        Access::Member(right) => right.code().to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    let cells: Vec<&str> = visitors
        .iter()
        .map(|visitor| promised(route, visitor))
        .collect();
    let _ = writeln!(
        page,
        "| {} {} | {right} | {} |",
        route.method,
        route.path,
        cells.join(" | ")
    );
}

/// The generated page is committed and current; `UPDATE=1` writes it again.
fn current(name: &str, page: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed,
        page,
        "run the test with UPDATE=1 and commit {}",
        path.display()
    );
}

#[test]
fn every_permission_is_given_to_somebody_and_the_table_is_current() {
    let mut page =
        String::from("# Rights by role\n\nWritten by the test `access` from `Role::may`.\n\n");
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    let _ = writeln!(page, "| Right | {} |", roles.join(" | "));
    let _ = writeln!(page, "|---|{}", "---|".repeat(roles.len()));
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for right in Permission::ALL {
        let cells: Vec<&str> = Role::ALL
            .iter()
            .map(|role| if role.may(*right) { "yes" } else { "" })
            .collect();
        given.insert(
            right.code(),
            cells.iter().filter(|cell| !cell.is_empty()).count(),
        );
        let _ = writeln!(page, "| {} | {} |", right.code(), cells.join(" | "));
    }
    assert!(given.values().all(|count| *count > 0), "{given:?}");
    current("docs/generated/rights.md", &page);
}

/// The patterns as the browser crawl reads them.
fn patterns(table: &[Route]) -> String {
    let paths: BTreeSet<&str> = table.iter().map(|route| route.path).collect();
    let mut script = String::from(
        "// The patterns of the product's addresses. Written by the test `access` from the route table.\n",
    );
    script.push_str("export const ROUTES = [\n");
    for path in paths {
        let _ = writeln!(script, "  '{path}',");
    }
    script.push_str("];\n");
    script
}

/// A router that answers with the pattern that an address matched.
fn mirror(table: &[Route]) -> axum::Router {
    let patterns: BTreeSet<&'static str> = table.iter().map(|route| route.path).collect();
    patterns.into_iter().fold(axum::Router::new(), |all, path| {
        all.route(path, axum::routing::get(move || async move { path }))
    })
}

async fn pattern_of(mirror: &axum::Router, path: &str) -> String {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = mirror.clone().oneshot(request).await.unwrap().into_body();
    let body = axum::body::to_bytes(answer, 1024).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn every_address_leads_back_to_its_link_and_has_the_parameters_of_its_pattern() {
    let test = TestApp::new().await;
    let (_, table) = web::router(Web {
        app: test.app,
        is_secure: false,
    });
    current("e2e/lib/routes.mjs", &patterns(&table));
    let mirror = mirror(&table);
    for route in &table {
        let inside = usize::from(matches!(route.access, Access::Member(_)));
        let named = route.path.matches('{').count();
        assert_eq!(named, route.params + inside, "{}", route.path);
        let pattern = pattern_of(&mirror, &route.sample).await;
        assert_eq!(pattern, route.path, "{}", route.sample);
    }
}

/// Mails and letters are written by the application; its patterns are those of the routes.
#[tokio::test]
async fn addresses_that_the_application_writes_lead_to_pages() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let (_, table) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let mirror = mirror(&table);
    let guest = testkit::invite("uusi@esimerkkila.example", &[Role::Assessor]);
    app::identity::invite(&cx, &guest).await.unwrap();
    let user = test.person("Maija Malli", false).await;
    let from = Origin::default();
    let asked = app::identity::ask_for_password(&test.app, user.email.as_str(), from);
    asked.await.unwrap();
    let mails = test.take_mail().await;
    let mailed = |to: &str| {
        let mail = mails.iter().find(|it| it.to == to).unwrap();
        let mut words = mail.text.split_whitespace();
        words.find(|it| it.starts_with("http")).unwrap().to_owned()
    };
    let written = [
        (mailed("uusi@esimerkkila.example"), "/invitation/{token}"),
        (mailed(user.email.as_str()), "/account/recovery/{token}"),
        (app::handbook::address(&test.app, &org), "/handbook/{org}"),
    ];
    for (address, pattern) in written {
        let path = address.strip_prefix(&test.app.settings().base_url).unwrap();
        assert_eq!(pattern_of(&mirror, path).await, pattern);
    }
}

#[tokio::test]
async fn no_two_routes_are_the_same() {
    let test = TestApp::new().await;
    let (_, table) = web::router(Web {
        app: test.app,
        is_secure: false,
    });
    let mut seen: Vec<String> = table
        .iter()
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    seen.sort();
    let all = seen.len();
    seen.dedup();
    assert_eq!(all, seen.len());
}
