//! What is removed is gone from every list, and comes back as it was where the page offers it.

use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::html::{self, Form};
use crate::stage::{Stage, say, status, words};
use crate::visit::{Guest, Reply, Sent};

/// Things that can be removed: the key of the planted ones, the page of one, where it is listed, and
/// a text that it has.
struct Thing {
    page: String,
    list: String,
    text: String,
}

/// The service of the municipality's own.
async fn own_service(stage: &Stage) -> Option<Thing> {
    let town = &stage.town;
    let nodes = &town.found.values["services/{node}"];
    let listed = town.guest.page(&town.at("services")).await;
    let heading = format!("<h1>{}</h1>", town.say("name"));
    for node in nodes.iter().rev().filter(|id| listed.contains(*id)) {
        let page = town.at(&format!("services/{node}"));
        if town.guest.get(&page).await.text().contains(&heading) {
            return Some(Thing {
                page,
                list: town.at("services"),
                text: town.say("name"),
            });
        }
    }
    None
}

async fn things(stage: &Stage) -> Vec<Thing> {
    let town = &stage.town;
    let own = |key: &str| stage.last(key);
    let of_round = |kind: &str| {
        stage.of_round(&format!(
            "{kind}/{}",
            own(&format!("{kind}/{{{}}}", kind.trim_end_matches('s')))
        ))
    };
    let theme = stage.of_round("workspace/leadership");
    let documents = &town.found.values["documents/{document}"];
    let document = documents
        .iter()
        .rev()
        .find(|id| id.starts_with("own-"))
        .unwrap();
    let mut all = vec![
        Thing {
            page: of_round("findings"),
            list: theme.clone(),
            text: town.say("title"),
        },
        Thing {
            page: stage.of_round(&format!("documents/{document}")),
            list: stage.of_round("documents"),
            text: town.say("title"),
        },
    ];
    all.extend(own_service(stage).await);
    for (kind, key) in [
        ("accepted", "accepted/{id}"),
        ("decisions", "decisions/{id}"),
    ] {
        let field = if kind == "accepted" {
            "subject"
        } else {
            "title"
        };
        all.push(Thing {
            page: town.at(&format!("measures/{kind}/{}", own(key))),
            list: town.at(&format!("measures/{kind}")),
            text: town.say(field),
        });
    }
    all
}

/// Sends a form as its page has it.
async fn press(guest: &Guest, form: &Form) -> Reply {
    let sent = Sent::Fields(html::filled(form, &|_| String::new(), &[]));
    guest.send(Method::POST, &form.action, &sent).await
}

/// How many links of a list lead to a page or below it.
async fn links(guest: &Guest, list: &str, page: &str) -> usize {
    let all = html::links(&guest.page(list).await).into_iter();
    all.filter(|it| it.starts_with(page)).count()
}

/// Somebody has changed it since its page was opened: nothing is removed, and it is said.
async fn stays(guest: &Guest, page: &str, form: &Form) {
    let stale = guest.post(&form.action, &[("revision", "999")]).await;
    assert!(stale.is_refused(), "{page}: {}", stale.status);
    let told = guest.follow(&stale).await;
    assert!(told.text().contains("role=\"alert\""), "{page}");
    assert_eq!(status(guest, page).await, 200, "{page}");
}

/// Presses a button that has already done what it does: told, and no failure.
async fn again(guest: &Guest, form: &Form) {
    let reply = press(guest, form).await;
    let is_told = reply.status.is_client_error() || reply.status.is_redirection();
    assert!(is_told, "{}: {}", form.action, reply.status);
}

#[tokio::test]
async fn what_is_removed_is_nowhere_and_the_way_back_brings_it_all() {
    let stage = Stage::whole().await;
    let own = &stage.town.guest;
    for thing in things(&stage).await {
        let (page, list) = (&thing.page, &thing.list);
        let before = links(own, list, page).await;
        assert!(words(own, list).await.contains(&thing.text), "{page}");
        let form = own.form(page, "/remove").await;
        stays(own, page, &form).await;
        let removed = press(own, &form).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER, "{page}");
        assert!(!removed.is_refused(), "{page}");
        assert_eq!(status(own, page).await, 404, "{page}");
        assert_eq!(links(own, list, page).await, 0, "{page}");
        let next = own.follow(&removed).await.text();
        let mut forms = html::forms(&next, "").into_iter();
        let back = forms.find(|form| form.action == format!("{page}/restore"));
        let back = back.unwrap_or_else(|| panic!("{page}: no way back"));
        again(own, &form).await;
        let restored = press(own, &back).await;
        assert_eq!(restored.status, StatusCode::SEE_OTHER, "{page}");
        assert!(!restored.is_refused(), "{page}");
        assert_eq!(links(own, list, page).await, before, "{page}");
        assert!(own.page(page).await.contains(&thing.text), "{page}");
        // What is there is not brought back once more.
        again(own, &back).await;
        assert_eq!(links(own, list, page).await, before, "{page}");
    }
}

#[tokio::test]
async fn whoever_may_not_change_a_thing_cannot_remove_or_bring_it_back() {
    let stage = Stage::whole().await;
    let things = things(&stage).await;
    for role in [Role::Elected, Role::Host, Role::Owner, Role::Leadership] {
        let guest = stage.member(role).await;
        let is_refused = |thing: &&Thing| {
            let is_decided = thing.page.contains("/measures/") && role == Role::Leadership;
            let is_service = thing.page.contains("/services/") && role == Role::Owner;
            !is_decided && !is_service
        };
        let doors = things.iter().filter(is_refused).flat_map(|thing| {
            let ends = ["/remove", "/restore"].into_iter();
            ends.map(|end| format!("{}{end}", thing.page))
        });
        for path in doors {
            let reply = guest.post(&path, &[("revision", "1")]).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role:?} {path}");
        }
    }
    for thing in &things {
        assert_eq!(
            status(&stage.town.guest, &thing.page).await,
            200,
            "{}",
            thing.page
        );
    }
}

#[tokio::test]
async fn a_member_who_is_removed_is_outside_at_once() {
    let stage = Stage::empty().await;
    let leader = stage.member(Role::Leadership).await;
    let home = stage.town.at("");
    assert_eq!(status(&leader, &home).await, 200);
    let members = stage.town.guest.page(&stage.town.at("members")).await;
    let rows = members
        .split("<tr")
        .filter(|row| row.contains("Maija leadership"));
    let links: Vec<String> = rows.flat_map(html::links).collect();
    let one = links.iter().find(|it| it.contains("/members/")).unwrap();
    let form = stage.town.guest.form(one, "/remove").await;
    let removed = press(&stage.town.guest, &form).await;
    assert!(removed.status == StatusCode::SEE_OTHER && !removed.is_refused());
    assert_eq!(status(&leader, &home).await, 404);
    let now = stage.read(&stage.town.at("members")).await;
    assert!(!now.contains("Maija leadership"), "{now}");
    // What the person did stays told in the log under the person's name.
    let log = stage.read(&stage.town.at("audit")).await;
    assert!(log.contains(say("audit.kind.member.removed")), "{log}");
    let gone = stage.town.guest.get(one).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_interview_is_removed_only_after_being_asked_and_its_text_is_gone() {
    let stage = Stage::planted().await;
    let one = stage.of_round(&format!(
        "interviews/{}",
        stage.last("interviews/{interview}")
    ));
    let ask = stage.town.guest.page(&format!("{one}/remove")).await;
    assert!(
        html::words(&ask).contains(&stage.town.say("title")),
        "{ask}"
    );
    assert_eq!(
        status(&stage.town.guest, &one).await,
        200,
        "asking removes nothing"
    );
    let gone = stage.fill(&format!("{one}/remove"), "/remove", &[]).await;
    assert!(gone.status == StatusCode::SEE_OTHER && !gone.is_refused());
    assert_eq!(status(&stage.town.guest, &one).await, 404);
    let word = stage.town.say("vastaus").to_lowercase();
    let rows = stage.site.test.rows().await;
    let left = rows
        .iter()
        .filter(|row| row.text.to_lowercase().contains(&word));
    let left: Vec<&str> = left.map(|row| row.table.as_str()).collect();
    assert!(left.is_empty(), "{left:?}");
}
