//! The register by kind, with what is missing.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::service::{Node, NodeKind, Register, gaps};

use super::frame::tabs;
use super::link;
use super::words::{kind, maybe_span, n};
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::Page;

struct Row<'a> {
    name: &'a str,
    href: String,
    owner: &'a str,
    span: String,
    above: String,
    state: &'static str,
    tag: &'static str,
    missing: String,
}

struct Group<'a> {
    id: &'static str,
    title: &'static str,
    is_service: bool,
    rows: Vec<Row<'a>>,
}

/// What a row says of its state: the key of the words, and the kind of the mark.
const PROPOSED: (&str, &str) = ("service.state.proposed", "info");
const OPEN: (&str, &str) = ("service.state.open", "warning");
const TOLD: (&str, &str) = ("service.state.told", "success");

/// `GET /{org}/services`
#[derive(Template)]
#[template(path = "service/list.html")]
struct ListPage<'a> {
    shell: Shell,
    tabs: Vec<Tab>,
    groups: Vec<Group<'a>>,
    progress: String,
    percent: i64,
    waiting: String,
    is_empty: bool,
    is_writer: bool,
    may_import: bool,
    new: String,
    start: String,
    import: String,
    table: String,
}

fn service<'a>(org: &Org, node: &'a Node) -> Row<'a> {
    let t = org.t();
    let missing: Vec<&str> = gaps(node)
        .iter()
        .map(|gap| t.say(&format!("service.gap.{}", gap.code())))
        .collect();
    let (state, tag) = match (node.is_proposed, missing.is_empty()) {
        (true, _) => PROPOSED,
        (false, false) => OPEN,
        (false, true) => TOLD,
    };
    Row {
        name: &node.name,
        href: org.to(link::NODE, node.id),
        owner: &node.care.owner,
        span: maybe_span(t, node.care.tolerance_hours),
        above: String::new(),
        state: t.say(state),
        tag,
        missing: t.list(&missing),
    }
}

/// Something that services depend on.
fn ground<'a>(org: &Org, register: &Register, node: &'a Node) -> Row<'a> {
    let t = org.t();
    let (state, tag) = if node.is_proposed { PROPOSED } else { TOLD };
    Row {
        name: &node.name,
        href: org.to(link::NODE, node.id),
        owner: &node.care.owner,
        span: maybe_span(t, node.promise_hours),
        above: t.number(n(register.above(node.id).len())),
        state: t.say(state),
        tag,
        missing: String::new(),
    }
}

fn group<'a>(org: &Org, register: &'a Register, of: NodeKind) -> Group<'a> {
    let is_service = of == NodeKind::Service;
    let rows = register.of_kind(of).map(|node| {
        if is_service {
            service(org, node)
        } else {
            ground(org, register, node)
        }
    });
    Group {
        id: of.code(),
        title: org.t().say(&format!("service.kinds.{}", of.code())),
        is_service,
        rows: rows.collect(),
    }
}

/// `GET /{org}/services`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let register = app::service::register(&org.cx).await?;
    let t = org.t();
    let all = n(register.services().count());
    let told = register
        .services()
        .filter(|node| !node.is_proposed && gaps(node).is_empty());
    let told = n(told.count());
    let waiting = register.nodes().iter().filter(|node| node.is_proposed);
    let waiting = n(waiting.count());
    let groups = NodeKind::ALL
        .iter()
        .map(|of| group(&org, &register, *of))
        .filter(|group| !group.rows.is_empty());
    Ok(Page(ListPage {
        shell: org.shell(t.say("service.title"), &[]).wide(),
        tabs: tabs(&org, link::LIST),
        groups: groups.collect(),
        progress: t.with(
            "service.progress",
            &[("told", &t.number(told)), ("all", &t.number(all))],
        ),
        percent: (told * 100).checked_div(all).unwrap_or_default(),
        waiting: if waiting > 0 {
            t.count("service.waiting", waiting)
        } else {
            String::new()
        },
        is_empty: register.nodes().is_empty(),
        is_writer: org.cx.may(Permission::ServiceWrite),
        may_import: org.cx.may(Permission::Import) && org.cx.may(Permission::ServiceWrite),
        new: org.to(link::NEW, ()),
        start: org.to(link::BEGIN, ()),
        import: org.to(link::IMPORT, ()),
        table: org.to(link::TABLE, ()),
    })
    .into_response())
}

/// The name of a kind, for pages about one thing.
pub(super) fn kind_of(org: &Org, node: &Node) -> &'static str {
    kind(org.t(), node.kind)
}
