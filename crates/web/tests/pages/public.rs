//! Who reads what of a result: texts of every class are planted in every field that has one, and each
//! role walks through all that it can open.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use domain::assessment::{Round, RoundState};
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::planted::{self, INTERNAL, SECRET};

use crate::crawl;
use crate::stage::say;
use crate::visit::{Guest, Site};

const PUBLIC: &str = "Kaikille";

struct Planted {
    site: Site,
    org: Organisation,
    round: Round,
}

impl Planted {
    async fn new(state: RoundState) -> Self {
        let site = Site::new().await;
        let org = site.test.municipality("Esimerkkilä").await;
        let cx = site.test.member(&org, Role::Coordinator).await;
        let round = planted::round(&cx, state, PUBLIC).await;
        planted::handbook(&cx).await;
        Self { site, org, round }
    }

    async fn person(&self, role: Role) -> Guest {
        let name = format!("Lukija {}", role.code());
        self.site.person(&name, &self.org, &[role]).await
    }

    /// Everything that somebody can open, files that are printed slowly apart.
    async fn read(&self, guest: &Guest) -> Vec<(String, String)> {
        let slug = self.org.slug.as_str();
        let results = format!("/{slug}/rounds/{}/results", self.round.id);
        let mut from = vec![format!("/{slug}"), results.clone()];
        for page in ["", "/report"] {
            for edition in ["public", "internal"] {
                from.push(format!("{results}{page}?edition={edition}"));
            }
        }
        from.push(format!("{results}/annex"));
        let found = crawl::walk(guest, &self.site.table, slug, &from).await;
        let opened: BTreeSet<String> = found.opened.values().chain(&from).cloned().collect();
        let mut read = Vec::new();
        for path in opened.into_iter().filter(|path| !path.contains(".pdf")) {
            let reply = guest.get(&path).await;
            if reply.status == StatusCode::OK {
                read.push((path, reply.text()));
            }
        }
        read
    }
}

/// The addresses at which a text stands.
fn at<'a>(read: &'a [(String, String)], text: &str) -> Vec<&'a str> {
    let has = read.iter().filter(|(_, page)| page.contains(text));
    has.map(|(path, _)| path.as_str()).collect()
}

#[tokio::test]
async fn of_a_published_result_the_elected_read_what_is_public_and_nothing_else() {
    let stage = Planted::new(RoundState::Published).await;
    for role in [Role::Elected, Role::Owner, Role::Host] {
        let guest = stage.person(role).await;
        let read = stage.read(&guest).await;
        assert!(
            !at(&read, PUBLIC).is_empty(),
            "{role:?} reads no result: {:?}",
            read.len()
        );
        assert!(
            at(&read, SECRET).is_empty(),
            "{role:?} {:?}",
            at(&read, SECRET)
        );
        // The owner of a service works with services and documents, which are internal.
        let own = at(&read, INTERNAL).into_iter();
        let own = own.filter(|path| !path.contains("/services") && !path.contains("/documents"));
        let own: Vec<&str> = own.filter(|_| role == Role::Owner).collect();
        assert!(own.is_empty(), "{role:?} {own:?}");
        if role != Role::Owner {
            assert!(
                at(&read, INTERNAL).is_empty(),
                "{role:?} {:?}",
                at(&read, INTERNAL)
            );
        }
    }
}

#[tokio::test]
async fn of_an_open_round_the_elected_read_nothing_but_that_it_is_not_ready() {
    let stage = Planted::new(RoundState::Open).await;
    for role in [Role::Elected, Role::Host] {
        let guest = stage.person(role).await;
        let read = stage.read(&guest).await;
        for text in [PUBLIC, INTERNAL, SECRET] {
            assert!(
                at(&read, text).is_empty(),
                "{role:?} {text} {:?}",
                at(&read, text)
            );
        }
        let path = format!("/{}/rounds/{}/results", stage.org.slug, stage.round.id);
        let page = guest.page(&path).await;
        assert!(page.contains(say("leadership.not-ready.title")), "{role:?}");
        for name in ["summary.docx", "report.docx", "tables.xlsx"] {
            let file = guest.get(&format!("{path}/{name}")).await;
            assert!(
                !file.status.is_success(),
                "{role:?} {name}: {}",
                file.status
            );
        }
    }
}

#[tokio::test]
async fn leadership_reads_what_is_internal_in_its_own_edition_and_what_is_secret_in_the_annex() {
    let stage = Planted::new(RoundState::Published).await;
    let leader = stage.person(Role::Leadership).await;
    let read = stage.read(&leader).await;
    let results = format!("/{}/rounds/{}/results", stage.org.slug, stage.round.id);
    let secret = at(&read, SECRET);
    assert!(
        secret.contains(&format!("{results}/annex").as_str()),
        "{secret:?}"
    );
    let internal = at(&read, INTERNAL);
    assert!(internal.contains(&format!("{results}/report?edition=internal").as_str()));
    for (path, page) in read.iter().filter(|(path, _)| path.starts_with(&results)) {
        let is_public = path.contains("edition=public");
        let is_annex = path.ends_with("/annex");
        assert!(!is_public || !page.contains(INTERNAL), "{path}");
        assert!(is_annex || !page.contains(SECRET), "{path}");
    }
}

#[tokio::test]
async fn nothing_secret_is_on_a_page_that_does_not_say_that_it_may_be() {
    let stage = Planted::new(RoundState::Open).await;
    for role in [Role::Coordinator, Role::Assessor, Role::Leadership] {
        let guest = stage.person(role).await;
        let read = stage.read(&guest).await;
        for (path, page) in &read {
            let has = page.contains(&format!("{SECRET} havainto"));
            let says = page.contains(say("publicity.secret"));
            assert!(!has || says, "{role:?} {path}");
        }
        assert!(!at(&read, SECRET).is_empty(), "{role:?}");
    }
}

#[tokio::test]
async fn strangers_read_nothing_but_the_open_handbook() {
    let stage = Planted::new(RoundState::Published).await;
    let coordinator = stage.person(Role::Coordinator).await;
    let slug = stage.org.slug.as_str();
    let guest = stage.site.anonymous();
    let book = format!("/handbook/{slug}/fi");
    assert_eq!(guest.get(&book).await.status, StatusCode::NOT_FOUND);
    let open = [("is_open", "true"), ("revision", "0")];
    coordinator
        .post(&format!("/{slug}/handbook/open"), &open)
        .await;
    let from = [book.clone(), format!("/{slug}"), format!("/{slug}/results")];
    let found = crawl::walk(&guest, &stage.site.table, slug, &from).await;
    assert!(found.broken.is_empty(), "{:?}", found.broken);
    let member: Vec<&&str> = found
        .opened
        .keys()
        .filter(|it| it.starts_with("/{org}"))
        .collect();
    assert!(member.is_empty(), "{member:?}");
    assert!(found.opened.len() > 5, "{:?}", found.opened);
    for path in found.opened.values().filter(|it| !it.contains("/files/")) {
        let page = guest.get(path).await.text();
        assert!(!page.contains(INTERNAL) && !page.contains(SECRET), "{path}");
    }
    // Closing it again closes it to strangers at once.
    let form = coordinator
        .form(&format!("/{slug}/handbook"), "/open")
        .await;
    let sent = crate::html::filled(&form, &|_| String::new(), &[("is_open", "")]);
    let closed = coordinator
        .send(
            Method::POST,
            &form.action,
            &crate::visit::Sent::Fields(sent),
        )
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert_eq!(guest.get(&book).await.status, StatusCode::NOT_FOUND);
}
