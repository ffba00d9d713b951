//! What is wrong or missing, for those who lead.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::service::Weight;

use super::words::{FindingLine, finding, n};
use super::{href, shell, tabs};
use crate::error::PageResult;
use crate::extract::{Org, Query};
use crate::kit::part::{KeyFigure, Tab};
use crate::kit::shell::Shell;
use crate::page::Page;

struct Group {
    id: &'static str,
    title: &'static str,
    text: &'static str,
    rows: Vec<FindingLine>,
    more: String,
    all: String,
}

/// `GET /{org}/services/checks`
#[derive(Template)]
#[template(path = "service/checks.html")]
struct ChecksPage {
    shell: Shell,
    tabs: Vec<Tab>,
    figures: Vec<KeyFigure>,
    groups: Vec<Group>,
    is_empty: bool,
    list: String,
}

/// How many findings of one weight are shown before one asks for all.
const SHOWN: usize = 15;

/// `GET /{org}/services/checks?all=…`
pub(super) async fn show(org: Org, Query(query): Query) -> PageResult<Response> {
    let (register, found) = app::service::checks(&org.cx).await?;
    let t = org.t();
    let mut by_weight: BTreeMap<Weight, Vec<_>> = BTreeMap::new();
    for one in &found {
        by_weight.entry(one.remark.weight()).or_default().push(one);
    }
    let figures = Weight::ALL.iter().map(|weight| KeyFigure {
        value: t.number(n(by_weight.get(weight).map_or(0, Vec::len))),
        label: t
            .say(&format!("service.weight.{}", weight.code()))
            .to_owned(),
        note: String::new(),
    });
    let groups = by_weight.iter().map(|(weight, found)| {
        let code = weight.code();
        let is_all = query.text("all") == code;
        let shown = if is_all { usize::MAX } else { SHOWN };
        let hidden = found.len().saturating_sub(shown);
        Group {
            id: code,
            title: t.say(&format!("service.weight.{code}")),
            text: t.say(&format!("service.weight-text.{code}")),
            rows: found
                .iter()
                .take(shown)
                .map(|one| finding(&org, &register, one))
                .collect(),
            more: if hidden > 0 {
                t.count("service.checks.more", n(hidden))
            } else {
                String::new()
            },
            all: href(&org, &format!("checks?all={code}#{code}")),
        }
    });
    Ok(Page(ChecksPage {
        shell: shell(&org, t.say("service.tab.checks")),
        tabs: tabs(&org, "checks"),
        figures: figures.collect(),
        groups: groups.collect(),
        is_empty: register.nodes().is_empty(),
        list: href(&org, ""),
    })
    .into_response())
}
