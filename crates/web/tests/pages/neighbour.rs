//! Nothing of another municipality is read or changed, whatever address somebody asks for.
//!
//! Two municipalities have something of everything. Everybody of the first one knocks at every route
//! with real objects of the second: under the second one's word, and under their own with the other's
//! objects in the address, all of them or one at a time, and in what a form sends.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Request;
use axum::http::{Method, StatusCode, Uri, header};
use domain::identity::{Role, any_may};
use testkit::Row;
use tower::ServiceExt;
use web::{Access, Route};

use crate::crawl::{self, Found};
use crate::html;
use crate::town::Town;
use crate::visit::{Guest, Reply, Sent, Site};

/// Stands in every text of the second municipality.
const CANARY: &str = "KANARIALINTU";

/// Parameters that are words of the product, the same in every municipality.
const WORDS: &[&str] = &[
    "{theme}",
    "{criterion}",
    "{guide}",
    "{lang}",
    "{card}",
    "{fact}",
    "{module}",
    "{step}",
    "{session}",
    "{file}",
    "{threat}",
    "{part}",
];

/// Addresses that are a secret in themselves: whoever has one may use it, from whatever municipality.
const BEARERS: &[&str] = &[
    "/survey/{link}",
    "/invitation/{token}",
    "/account/recovery/{token}",
];

/// Parameters of the operator's pages, which are about the installation.
const OPERATORS: &[&str] = &["jobs/{job}", "new/{kind}", "organisations/{organisation}"];

/// What belongs to a person and comes of a ceremony that no form can do. That nobody removes
/// another's is tried on the use cases (`uses::passkey`).
const CEREMONIES: &[&str] = &["passkeys/{passkey}"];

/// Routes that take an id as the name of something within the visitor's own municipality, and what
/// they answer when it has none of that name.
const OWN_NAMES: &[(&str, &str)] = &[
    (
        "/{org}/handbook/parts/{part}",
        "a part that is not there yet is begun",
    ),
    ("/{org}/handbook/parts/{part}/forget", "told to be gone"),
    (
        "/{org}/handbook/pictures/{picture}/remove",
        "told to be gone",
    ),
    ("/{org}/measures/accepted/{id}/remove", "told to be gone"),
    ("/{org}/measures/accepted/{id}/restore", "told to be gone"),
    ("/{org}/measures/decisions/{id}/remove", "told to be gone"),
    ("/{org}/measures/decisions/{id}/restore", "told to be gone"),
    (
        "/{org}/rounds/{round}/results/{file}",
        "the right to an edition is asked before the round is looked for",
    ),
];

/// What is sent to routes whose forms stand on no page of these municipalities: made by a script, or
/// shown only in a state that they are not in.
const BY_HAND: &[(&str, &[(&str, &str)])] = &[
    (
        "/{org}/rounds/{round}/interviews/{interview}/autosave",
        &[("notes", "Tunkeilijan muistiinpano."), ("revision", "1")],
    ),
    (
        "/{org}/rounds/{round}/interviews/{interview}/names",
        &[("name", "Tunkeilija"), ("to", "henkilö")],
    ),
    ("/{org}/risk/runs/stop", &[]),
    ("/{org}/surveys/{survey}/remove", &[]),
    ("/{org}/members/{user}/reset", &[]),
    ("/{org}/members/{user}/reset/stop", &[]),
    ("/{org}/programmes/{programme}/agree", &[]),
    ("/{org}/programmes/{programme}/guests/{guest}/let-in", &[]),
    ("/{org}/measures/{id}/restore", &[]),
    ("/{org}/measures/accepted/{id}/restore", &[]),
    ("/{org}/measures/decisions/{id}/restore", &[]),
    ("/{org}/training/held/{held}/restore", &[]),
];

/// Two municipalities and everybody of the first.
struct Scene {
    site: Site,
    home: Town,
    other: Town,
    mine: Found,
    theirs: Found,
    visitors: Vec<Guest>,
}

impl Scene {
    async fn new() -> Self {
        let site = Site::new().await;
        let home = Town::new(&site, "Esimerkkilä", "OMA").await;
        let other = Town::new(&site, "Mallijoki", CANARY).await;
        // What was planted comes first: its last round is the one that is being worked on.
        let (mut mine, mut theirs) = (home.found.clone(), other.found.clone());
        mine.join(home.walk().await);
        theirs.join(other.walk().await);
        let mut visitors = vec![site.anonymous(), site.operator("operator").await];
        for role in Role::ALL {
            let name = format!("visitor-{}", role.code());
            visitors.push(site.person(&name, &home.org, &[*role]).await);
        }
        Self {
            site,
            home,
            other,
            mine,
            theirs,
            visitors,
        }
    }

    /// The object of the second municipality for a parameter, when it has one of its own.
    fn foreign(&self, key: &str) -> Option<&String> {
        let known = self.mine.values.get(key);
        let theirs = self.theirs.values.get(key)?.iter().rev();
        theirs
            .into_iter()
            .find(|value| known.is_none_or(|known| !known.contains(value)))
    }

    /// The first municipality's object, or the product's word.
    fn own(&self, key: &str) -> Option<&String> {
        self.mine.values.get(key).and_then(|all| all.last())
    }

    /// The parameters of routes for which nothing was planted.
    fn bare(&self) -> Vec<String> {
        let keys = self
            .site
            .table
            .iter()
            .flat_map(|route| crawl::parameters(route.path));
        let elsewhere = [OPERATORS, CEREMONIES].concat();
        let keys = keys.filter(|(key, _)| !elsewhere.contains(&key.as_str()));
        let bare = keys.filter(|(key, name)| {
            let is_word = WORDS.contains(&name.as_str()) && self.own(key).is_some();
            !is_word && (self.foreign(key).is_none() || self.own(key).is_none())
        });
        bare.map(|(key, _)| key)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// An address of a route under a municipality's word; a parameter is the other municipality's
    /// when `is_foreign` says so.
    fn address(&self, route: &Route, slug: &str, is_foreign: &dyn Fn(&str) -> bool) -> String {
        let mut keys = crawl::parameters(route.path).into_iter();
        let parts = route.path.split('/').map(|part| match part {
            "{org}" => slug.to_owned(),
            part if part.starts_with('{') => {
                let (key, _) = keys.next().unwrap_or_default();
                let theirs = is_foreign(&key).then(|| self.foreign(&key)).flatten();
                theirs
                    .or_else(|| self.own(&key))
                    .cloned()
                    .unwrap_or_default()
            }
            part => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The parameters of a route that name something of the second municipality.
    fn objects(&self, route: &Route) -> Vec<String> {
        let keys = crawl::parameters(route.path)
            .into_iter()
            .map(|(key, _)| key);
        keys.filter(|key| self.foreign(key).is_some()).collect()
    }

    /// Addresses under the visitor's own word with something of the second municipality in them: all
    /// of it, and one at a time.
    fn smuggled(&self, route: &Route) -> Vec<String> {
        let slug = self.home.org.slug.as_str();
        let objects = self.objects(route);
        if objects.is_empty() || !route.path.contains("{org}") {
            return vec![];
        }
        let mut all = vec![self.address(route, slug, &|_| true)];
        for one in objects.iter().filter(|_| objects.len() > 1) {
            all.push(self.address(route, slug, &|key| key == one));
        }
        all
    }

    /// What somebody would send to a route who had copied the second municipality's form: its
    /// revisions and choices, and words of their own.
    fn body(&self, route: &Route) -> Option<Sent> {
        if route.method == Method::GET {
            return Some(Sent::Nothing);
        }
        let owned = |fields: &[(&str, &str)]| {
            let pairs = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            pairs.collect::<Vec<_>>()
        };
        if let Some((_, fields)) = BY_HAND.iter().find(|(path, _)| *path == route.path) {
            return Some(Sent::Fields(owned(fields)));
        }
        let form = self.theirs.forms.get(route.path)?;
        let mut fields = html::filled(form, &|_| "Tunkeilija".to_owned(), &[]);
        for (_, value) in &mut fields {
            *value = value.replace(CANARY, "Tunkeilija");
        }
        let file = || {
            (
                "tiedosto.csv".to_owned(),
                b"Vastaaja;Kysymys\n1;Ei\n".to_vec(),
            )
        };
        Some(if form.is_upload {
            Sent::File(fields, file())
        } else {
            Sent::Fields(fields)
        })
    }
}

/// What must come back when somebody asks for what is not theirs.
fn expected(route: &Route, visitor: &Guest, is_home: bool) -> Option<StatusCode> {
    match route.access {
        Access::Public | Access::Answering => Some(StatusCode::NOT_FOUND),
        _ if visitor.cookie.is_none() && route.method == Method::GET => Some(StatusCode::SEE_OTHER),
        _ if visitor.cookie.is_none() => Some(StatusCode::UNAUTHORIZED),
        Access::Member(_) if !is_home || visitor.roles.is_empty() => Some(StatusCode::NOT_FOUND),
        Access::Member(right) if any_may(&visitor.roles, right) => Some(StatusCode::NOT_FOUND),
        Access::Member(_) => Some(StatusCode::FORBIDDEN),
        Access::SignedIn | Access::Proving | Access::SettingUp | Access::Operator => None,
    }
}

/// Says what is wrong with an answer to somebody who asked for what is not theirs.
fn fault(what: &str, reply: &Reply, wanted: Option<StatusCode>) -> Vec<String> {
    let mut wrong = Vec::new();
    if wanted.is_some_and(|wanted| wanted != reply.status) {
        wrong.push(format!("{what}: {} {}", reply.status, reply.location));
    }
    if reply.text().contains(CANARY) {
        wrong.push(format!("{what}: shows the other municipality's text"));
    }
    wrong
}

/// Knocks at these routes of a site as these visitors, and says what was wrong: an answer that is not
/// a refusal, a text of the second municipality, a row of it that has changed. This is the check that
/// both the site and a leak planted into it go through.
async fn knock(scene: &Scene, table: &[Route], visitors: &[Guest]) -> Vec<String> {
    let before = theirs(scene).await;
    let mut wrong = Vec::new();
    let is_ours = |route: &&Route| route.path.contains("{org}") || route.method == Method::GET;
    let routes = table.iter().filter(is_ours);
    for route in routes.filter(|route| !BEARERS.contains(&route.path)) {
        let Some(sent) = scene.body(route) else {
            wrong.push(format!(
                "{} {}: no form posts to it",
                route.method, route.path
            ));
            continue;
        };
        let their_slug = scene.other.org.slug.as_str();
        let theirs = scene.address(route, their_slug, &|_| true);
        let is_named = OWN_NAMES.iter().any(|(path, _)| *path == route.path);
        for visitor in visitors {
            let mut doors = Vec::new();
            if route.path.contains("{org}") {
                doors.push((theirs.clone(), expected(route, visitor, false)));
            }
            for address in scene.smuggled(route) {
                let wanted = expected(route, visitor, true).filter(|_| !is_named);
                doors.push((address, wanted));
            }
            if route.method == Method::GET {
                let own = scene.address(route, scene.home.org.slug.as_str(), &|_| false);
                doors.push((own, None));
            }
            for (path, wanted) in doors {
                let reply = visitor.send(route.method.clone(), &path, &sent).await;
                let what = format!("{} {} {path} as {}", route.method, route.path, visitor.name);
                wrong.extend(fault(&what, &reply, wanted));
            }
        }
    }
    wrong.extend(changed(&before, &theirs(scene).await));
    wrong
}

/// The rows of the second municipality, and those that belong to no municipality.
async fn theirs(scene: &Scene) -> BTreeMap<Row, usize> {
    let home: String = scene.home.org.id.to_string().replace('-', "");
    let mut rows = BTreeMap::new();
    for row in scene.site.test.rows().await {
        // Sessions are renewed by being used.
        if row.org != home && row.table != "main.session" {
            *rows.entry(row).or_default() += 1;
        }
    }
    rows
}

/// What has become of these rows. What the first municipality adds to tables that belong to nobody,
/// such as a programme, is its own.
fn changed(before: &BTreeMap<Row, usize>, after: &BTreeMap<Row, usize>) -> Vec<String> {
    let gone = before
        .iter()
        .filter(|(row, count)| after.get(row) != Some(count));
    let gone = gone.map(|(row, _)| format!("changed or gone in {}: {}", row.table, row.text));
    let new = after
        .keys()
        .filter(|row| !row.org.is_empty() && !before.contains_key(row));
    let new = new.map(|row| format!("new in {}: {}", row.table, row.text));
    gone.chain(new).collect()
}

#[tokio::test]
async fn nothing_of_another_municipality_is_read_or_changed() {
    let scene = Scene::new().await;
    let bare = scene.bare();
    assert!(bare.is_empty(), "no real object is planted for {bare:?}");
    let wrong = knock(&scene, &scene.site.table, &scene.visitors).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A site with a leak planted into it: findings are looked up in the second municipality, as if the
/// store had been opened for the wrong one.
fn leaky(scene: &Scene) -> axum::Router {
    let (router, cookie) = (scene.site.router.clone(), scene.other.guest.cookie.clone());
    let home = format!("/{}/", scene.home.org.slug);
    let other = format!("/{}/", scene.other.org.slug);
    let their_round = scene.other.round.clone();
    let own_round = scene.home.round.clone();
    let leak = move |mut request: Request| {
        let path = request.uri().path().to_owned();
        if path.starts_with(&home)
            && path.contains("/findings/")
            && request.headers().contains_key(header::COOKIE)
        {
            let path = path
                .replacen(&home, &other, 1)
                .replace(&own_round, &their_round);
            *request.uri_mut() = path.parse::<Uri>().unwrap();
            let cookie = cookie.clone().unwrap_or_default().parse().unwrap();
            request.headers_mut().insert(header::COOKIE, cookie);
        }
        router.clone().oneshot(request)
    };
    axum::Router::new().fallback(move |request: Request| async move { leak(request).await })
}

#[tokio::test]
async fn a_leak_planted_into_the_site_is_caught() {
    let scene = Scene::new().await;
    let router = leaky(&scene);
    let visitors: Vec<Guest> = scene
        .visitors
        .iter()
        .filter(|visitor| visitor.roles == [Role::Assessor])
        .map(|visitor| Guest {
            router: router.clone(),
            ..visitor.clone()
        })
        .collect();
    let of_findings = |route: &&Route| route.path.contains("/findings/{finding}");
    let routes: Vec<Route> = scene
        .site
        .table
        .iter()
        .filter(of_findings)
        .cloned()
        .collect();
    assert!(routes.len() > 3);
    let wrong = knock(&scene, &routes, &visitors).await;
    for caught in [
        "200 OK",
        "shows the other",
        "changed or gone in main.finding",
        "new in main.audit_entry",
    ] {
        assert!(
            wrong.iter().any(|one| one.contains(caught)),
            "{caught}: {wrong:#?}"
        );
    }
}
