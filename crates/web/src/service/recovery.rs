//! The order in which things must come back.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::service::{RecoveryStep, Register};

use super::frame::{shell, tabs};
use super::link;
use super::words::{kind, maybe_span, n, name, span};
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::Page;

struct Row {
    name: String,
    href: String,
    kind: &'static str,
    by: String,
    can: String,
    services: String,
    is_late: bool,
    is_cut: bool,
}

/// `GET /{org}/services/recovery`
#[derive(Template)]
#[template(path = "service/recovery.html")]
struct RecoveryPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    late: String,
    list: String,
}

fn row(org: &Org, register: &Register, step: &RecoveryStep) -> Row {
    let t = org.t();
    let kind_word = register.node(step.node).map(|node| kind(t, node.kind));
    Row {
        name: name(register, step.node).to_owned(),
        href: org.to(link::NODE, step.node),
        kind: kind_word.unwrap_or_default(),
        by: maybe_span(t, step.by),
        can: if step.can > 0 {
            span(t, step.can)
        } else {
            "–".to_owned()
        },
        services: if step.services.is_empty() {
            "–".to_owned()
        } else {
            t.count("service.count.services", n(step.services.len()))
        },
        is_late: step.is_late(),
        is_cut: step.is_cut,
    }
}

/// `GET /{org}/services/recovery`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let (register, steps) = app::service::recovery(&org.cx).await?;
    let t = org.t();
    let late = steps.iter().filter(|step| step.is_late()).count();
    Ok(Page(RecoveryPage {
        shell: shell(&org, t.say("service.tab.recovery")).wide(),
        tabs: tabs(&org, link::RECOVERY),
        rows: steps.iter().map(|it| row(&org, &register, it)).collect(),
        late: if late > 0 {
            t.count("service.recovery.late", n(late))
        } else {
            String::new()
        },
        list: org.to(link::LIST, ()),
    })
    .into_response())
}
