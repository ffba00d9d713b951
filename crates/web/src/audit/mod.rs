//! The audit log of an organisation.

pub(crate) mod link;

use app::audit::AuditChain;
use askama::Template;
use axum::response::{IntoResponse, Response};
use i18n::Texts;

use crate::error::PageResult;
use crate::extract::{Org, Query};
use crate::feature::Feature;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::{Page, download};
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "audit",
    nav: Some(Nav {
        label: "audit.title",
        link: link::LIST,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list).get(link::EXPORT, export)
}

/// One entry in words.
struct Row {
    at: String,
    who: String,
    what: &'static str,
    /// Whom it is about; empty when it is about nobody, or the person is not known any more.
    whom: String,
    detail: String,
    is_intact: bool,
}

/// `GET /{org}/audit`
#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    is_intact: bool,
    /// What the chain shows, in a sentence.
    chain: String,
    older: Option<String>,
    export: String,
    everything: String,
}

/// `GET /{org}/audit?before=N`
async fn list(org: Org, Query(query): Query) -> PageResult<Response> {
    let t = org.t();
    let entries = app::audit::page(&org.cx, query.read("before")).await?;
    let chain = app::audit::chain(&org.cx).await?;
    let is_full = i64::try_from(entries.len()).is_ok_and(|n| n == app::audit::PAGE);
    let last = entries
        .last()
        .map(|entry| entry.sequence)
        .filter(|_| is_full);
    let whom = app::audit::whom(&org.cx, &entries).await?;
    let rows: Vec<Row> = entries
        .into_iter()
        .map(|entry| Row {
            whom: whom.get(&entry.subject).cloned().unwrap_or_default(),
            at: t.datetime(entry.at),
            who: entry
                .actor_name
                .unwrap_or_else(|| t.say("audit.system").to_owned()),
            what: t.say(&format!("audit.kind.{}", entry.kind.code())),
            detail: detail(t, &entry.detail),
            is_intact: entry.is_intact && !chain.broken.contains(&entry.sequence),
        })
        .collect();
    Ok(Page(ListPage {
        shell: org.shell(t.say("audit.title"), &[]),
        is_intact: chain.is_intact(),
        chain: sentence(t, &chain),
        rows,
        older: last.map(|last| org.to(link::LIST, ()).query(&[("before", last)])),
        export: org.to(link::EXPORT, ()),
        everything: org.to(crate::organisation::link::EXPORT, ()),
    })
    .into_response())
}

/// What the whole chain shows: that it holds, with the mark of its last entry, or where it is broken.
fn sentence(t: Texts, chain: &AuditChain) -> String {
    match chain.broken.first() {
        None if chain.entries == 0 => String::new(),
        None => {
            let mut head = app::audit::mark(&chain.head);
            head.truncate(16);
            let entries = t.number(chain.entries);
            t.with("audit.intact", &[("entries", &entries), ("mark", &head)])
        }
        Some(first) => t.with("audit.broken", &[("n", first)]),
    }
}

/// The detail in words. What has no words, such as a code of a theme, is in the export only.
fn detail(t: Texts, stored: &str) -> String {
    // What another organisation of a programme did begins with its word in addresses.
    if let Some((whose, rest)) = stored.split_once(": ") {
        return format!("{whose}: {}", detail(t, rest));
    }
    let phrase = format!("audit.note.{}", stored.replace(' ', "-"));
    if t.has(&phrase) {
        return t.say(&phrase).to_owned();
    }
    let known: Option<Vec<&str>> = stored.split(' ').map(|word| known(t, word)).collect();
    known.map_or_else(String::new, |words| words.join(" "))
}

/// A role, the state of a document, a browser or what it runs on, a number or a day.
fn known(t: Texts, word: &str) -> Option<&str> {
    let role = format!("role.{word}");
    let state = format!("document.state.{word}");
    let browser = format!("device.browser.{word}");
    let system = format!("device.system.{word}");
    match word {
        "->" => Some("→"),
        _ if word.contains(|c: char| c.is_ascii_digit()) => Some(word),
        _ if t.has(&role) => Some(t.say(&role)),
        _ if t.has(&state) => Some(t.say(&state)),
        _ if t.has(&browser) => Some(t.say(&browser)),
        _ if t.has(&system) => Some(t.say(&system)),
        _ => None,
    }
}

/// `GET /{org}/audit/export`
async fn export(org: Org) -> PageResult<Response> {
    let csv = app::audit::export(&org.cx).await?;
    let name = format!(
        "{}-audit-{}.csv",
        org.cx.organisation().slug,
        org.cx.today()
    );
    Ok(download(&name, "text/csv; charset=utf-8", csv))
}
