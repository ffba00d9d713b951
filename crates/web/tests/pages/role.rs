//! What each role meets: the first page, where it leads, and nothing that the role refuses.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::{Role, any_may};
use i18n::Texts;
use web::{Access, Route};

use crate::crawl;
use crate::html::{self, tags};
use crate::stage::{Stage, say, status, words};
use crate::visit::Guest;

/// Whether the table of routes lets these roles use a route.
fn may(route: &Route, roles: &[Role]) -> bool {
    match route.access {
        Access::Member(right) => any_may(roles, right),
        Access::Public | Access::Answering | Access::SignedIn | Access::SettingUp => true,
        // Of codes there is nothing to give for whoever is in.
        Access::Operator | Access::Proving => false,
    }
}

/// Links and forms that lead somebody to a refusal, found by walking from the first page.
async fn dead_ends(stage: &Stage, guest: &Guest) -> Vec<String> {
    let slug = stage.town.org.slug.as_str();
    let from = [stage.town.at("")];
    let found = crawl::walk(guest, &stage.site.table, slug, &from).await;
    assert!(found.opened.len() > 5, "{}: {:?}", guest.name, found.opened);
    let mut wrong = found.broken;
    for path in found.forms.keys() {
        let is_it = |route: &&Route| route.method == Method::POST && route.path == *path;
        let route = stage.site.table.iter().find(is_it).unwrap();
        if !may(route, &guest.roles) {
            wrong.push(format!("a form posts to {path}"));
        }
    }
    let name = &guest.name;
    wrong.iter().map(|it| format!("{name}: {it}")).collect()
}

#[tokio::test]
async fn nobody_is_led_to_a_page_or_shown_a_form_that_their_role_refuses() {
    let stage = Stage::planted().await;
    let mut wrong = Vec::new();
    for role in Role::ALL.iter().filter(|role| **role != Role::Coordinator) {
        let name = format!("kulkija {}", role.code());
        let guest = stage.site.person(&name, &stage.town.org, &[*role]).await;
        wrong.extend(dead_ends(&stage, &guest).await);
    }
    let both = [Role::Elected, Role::Owner];
    let guest = stage.site.person("kaksi roolia", &stage.town.org, &both);
    wrong.extend(dead_ends(&stage, &guest.await).await);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The labels of the navigation, in its order.
fn navigation(page: &str) -> Vec<String> {
    let nav = page.split("<nav class=\"nav").nth(1).unwrap_or_default();
    let nav = nav.split("</nav>").next().unwrap_or_default();
    let items = nav.split("<li>").skip(1);
    items
        .map(|item| html::words(&format!("<li>{item}")))
        .collect()
}

#[tokio::test]
async fn each_role_finds_its_own_work_in_the_navigation_and_no_others() {
    let stage = Stage::empty().await;
    for (role, has, lacks) in [
        (
            Role::Elected,
            &["leadership.nav", "handbook.nav", "training.nav"][..],
            &[
                "audit.title",
                "service.title",
                "measure.nav",
                "survey.title",
            ][..],
        ),
        (
            Role::Owner,
            &["service.title"],
            &["audit.title", "measure.nav", "training.nav", "risk.nav"],
        ),
        (
            Role::Leadership,
            &["measure.nav", "risk.nav", "service.title"],
            &["audit.title", "identity.member.title"],
        ),
        (
            Role::Assessor,
            &["risk.nav", "service.title", "assessment.nav"],
            &["audit.title", "identity.member.title"],
        ),
        (
            Role::Host,
            &["programme.title", "leadership.nav"],
            &[
                "audit.title",
                "service.title",
                "handbook.nav",
                "training.nav",
            ],
        ),
        (
            Role::Coordinator,
            &["audit.title", "identity.member.title"],
            &[],
        ),
    ] {
        let guest = stage.member(role).await;
        let shown = navigation(&guest.page(&stage.town.at("")).await);
        for key in has {
            assert!(
                shown.iter().any(|it| it == say(key)),
                "{role:?} {key}: {shown:?}"
            );
        }
        for key in lacks {
            assert!(
                shown.iter().all(|it| it != say(key)),
                "{role:?} {key}: {shown:?}"
            );
        }
    }
}

#[tokio::test]
async fn signing_in_leads_straight_to_the_only_organisation_and_else_to_a_choice() {
    let stage = Stage::empty().await;
    let own = &stage.town.guest;
    let start = own.get("/").await;
    assert_eq!(
        (start.status, start.location),
        (StatusCode::SEE_OTHER, stage.town.at(""))
    );
    let other = stage.site.test.municipality("Mallijoki").await;
    let user = stage.site.test.person("Kahden Kunnan", false).await;
    stage
        .site
        .test
        .join(&user, &other, &[Role::Leadership])
        .await;
    let both = stage
        .site
        .person("Kahden Kunnan Toinen", &stage.town.org, &[Role::Elected])
        .await;
    let signed = app::identity::sign_in(
        &stage.site.test.app,
        "kahden-kunnan-toinen@example.fi",
        testkit::PASSWORD,
        app::identity::Origin::default(),
    );
    let (_, user) = signed.await.unwrap().unwrap();
    stage
        .site
        .test
        .join(&user, &other, &[Role::Leadership])
        .await;
    let choice = both.page("/").await;
    let shown = html::words(&choice);
    assert!(
        shown.contains("Esimerkkilä") && shown.contains("Mallijoki"),
        "{shown}"
    );
    // The right of one place opens nothing in another.
    assert_eq!(status(&both, "/mallijoki/measures").await, 200);
    assert_eq!(status(&both, &stage.town.at("measures")).await, 403);
}

#[tokio::test]
async fn the_first_page_of_leadership_has_the_result_and_that_of_the_elected_waits_for_it() {
    let stage = Stage::planted().await;
    for (role, sees_work) in [
        (Role::Leadership, true),
        (Role::Assessor, true),
        (Role::Elected, false),
        (Role::Owner, false),
        (Role::Host, false),
    ] {
        let guest = stage.member(role).await;
        let page = words(&guest, &stage.town.at("")).await;
        assert_eq!(
            page.contains(&stage.town.say("kierros")),
            sees_work,
            "{role:?} {page}"
        );
        // The earlier round is published: everybody finds it by its name.
        let earlier =
            Texts::new(Locale::Fi).with("assessment.round.default-title", &[("year", &2027)]);
        assert!(page.contains(&earlier), "{role:?} {page}");
    }
}

#[tokio::test]
async fn where_one_is_stands_once_in_the_navigation_and_at_the_end_of_the_path() {
    let stage = Stage::planted().await;
    for (path, place) in [
        (stage.town.at(""), "/esimerkkila"),
        (stage.town.at("measures/new"), "/esimerkkila/measures"),
        (stage.town.at("risk/limits"), "/esimerkkila/risk"),
        (stage.of_round("workspace"), "/esimerkkila/rounds"),
        (stage.of_round("documents"), "/esimerkkila/rounds"),
        (stage.of_round("results/report"), "/esimerkkila/results"),
        (stage.town.at("training/sessions"), "/esimerkkila/training"),
    ] {
        let page = stage.town.guest.page(&path).await;
        let nav = page.split("<nav class=\"nav").nth(1).unwrap();
        let nav = nav.split("</nav>").next().unwrap();
        let current = tags(nav).filter(|tag| tag.is("aria-current", "page"));
        let current: Vec<String> = current.filter_map(|tag| tag.get("href")).collect();
        assert_eq!(current, [place], "{path}");
        if path == stage.town.at("") {
            continue;
        }
        let crumbs = page.split("<nav class=\"crumbs\"").nth(1).unwrap();
        let crumbs = crumbs.split("</nav>").next().unwrap();
        let mut links = html::links(crumbs).into_iter();
        assert_eq!(links.next(), Some(stage.town.at("")), "{path}");
        for link in links {
            // The newest result is found by being led to it.
            let status = status(&stage.town.guest, &link).await;
            assert!(status < 400, "{path} {link}: {status}");
        }
        let here = tags(crumbs).filter(|tag| tag.is("aria-current", "page"));
        assert_eq!(here.count(), 1, "{path}");
    }
}

/// Pages whose buttons only some of their readers may press, and the words of those buttons.
const BUTTONS: &[(&str, &str, &[Role])] = &[
    (
        "services",
        "/services/new",
        &[Role::Coordinator, Role::Owner, Role::Assessor],
    ),
    (
        "services",
        "/services/import",
        &[Role::Coordinator, Role::Assessor],
    ),
    (
        "measures",
        "/measures/new",
        &[Role::Coordinator, Role::Leadership, Role::Assessor],
    ),
    (
        "measures/decisions",
        "/decisions/new",
        &[Role::Coordinator, Role::Leadership],
    ),
    (
        "measures/accepted",
        "/accepted/new",
        &[Role::Coordinator, Role::Leadership],
    ),
    (
        "programmes",
        "/programmes/new",
        // Who hosts programmes does so in an organisation that is for it.
        &[Role::Coordinator],
    ),
    (
        "handbook",
        "/handbook/facts",
        &[Role::Coordinator, Role::Leadership],
    ),
    (
        "training",
        "/training/sessions",
        &[Role::Coordinator, Role::Assessor],
    ),
    (
        "rounds",
        "/rounds/new",
        &[Role::Coordinator, Role::Assessor],
    ),
];

#[tokio::test]
async fn a_way_to_add_something_is_shown_to_those_who_may_and_to_nobody_else() {
    let stage = Stage::planted().await;
    for role in Role::ALL {
        let guest = stage.member(*role).await;
        for (path, leads, who) in BUTTONS {
            let reply = guest.get(&stage.town.at(path)).await;
            let may = who.contains(role);
            let links = html::links(&reply.text());
            let is_shown = reply.status != StatusCode::FORBIDDEN;
            let has = is_shown && links.iter().any(|link| link.ends_with(leads));
            assert_eq!(has, may, "{role:?} {path} {leads}");
        }
    }
}
