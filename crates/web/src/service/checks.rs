//! What is wrong or missing, for those who lead: the most serious first, the same thing said once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::service::{Finding, Register, Weight};
use i18n::Texts;

use super::frame::{shell, tabs};
use super::link;
use super::words::{FindingLine, finding, n};
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::part::{KeyFigure, Tab};
use crate::kit::shell::Shell;
use crate::page::Page;

/// Everything that was found of one kind.
struct Part {
    title: String,
    /// What is said of all of them; empty when each has a sentence of its own.
    text: String,
    todo: &'static str,
    rows: Vec<FindingLine>,
    further: Vec<FindingLine>,
    more: String,
}

struct Group {
    id: &'static str,
    title: &'static str,
    text: &'static str,
    parts: Vec<Part>,
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

/// How many of one kind are shown; the others open.
const SHOWN: usize = 5;

/// `GET /{org}/services/checks`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let (register, found) = app::service::checks(&org.cx).await?;
    let t = org.t();
    let groups = Weight::ALL
        .iter()
        .map(|weight| group(&org, &register, (*weight, &found)))
        .filter(|group| !group.parts.is_empty());
    Ok(Page(ChecksPage {
        shell: shell(&org, t.say("service.tab.checks")),
        tabs: tabs(&org, link::CHECKS),
        figures: Weight::ALL
            .iter()
            .map(|weight| figure(t, *weight, &found))
            .collect(),
        groups: groups.collect(),
        is_empty: register.nodes().is_empty(),
        list: org.to(link::LIST, ()),
    })
    .into_response())
}

fn figure(t: Texts, weight: Weight, found: &[Finding]) -> KeyFigure {
    let own = found.iter().filter(|one| one.remark.weight() == weight);
    KeyFigure {
        value: t.number(n(own.count())),
        label: t
            .say(&format!("service.weight.{}", weight.code()))
            .to_owned(),
        note: String::new(),
    }
}

fn group(org: &Org, register: &Register, (weight, found): (Weight, &[Finding])) -> Group {
    let t = org.t();
    let code = weight.code();
    let mut kinds: Vec<(&'static str, Vec<&Finding>)> = Vec::new();
    for one in found.iter().filter(|one| one.remark.weight() == weight) {
        let kind = one.remark.code();
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, all)) => all.push(one),
            None => kinds.push((kind, vec![one])),
        }
    }
    let part = |(kind, all): (&str, Vec<&Finding>)| part(org, register, (kind, &all));
    Group {
        id: code,
        title: t.say(&format!("service.weight.{code}")),
        text: t.say(&format!("service.weight-text.{code}")),
        parts: kinds.into_iter().map(part).collect(),
    }
}

fn part(org: &Org, register: &Register, (kind, all): (&str, &[&Finding])) -> Part {
    let t = org.t();
    let mut rows: Vec<FindingLine> = all.iter().map(|one| finding(org, register, one)).collect();
    let first = rows
        .first()
        .map_or_else(String::new, |row| row.says.clone());
    let text = if rows.len() > 1 && rows.iter().all(|row| row.says == first) {
        for row in &mut rows {
            row.says = String::new();
        }
        first
    } else {
        String::new()
    };
    let further = rows.split_off(rows.len().min(SHOWN));
    Part {
        title: t.count(&format!("service.check-title.{kind}"), n(all.len())),
        todo: t.say(&format!("service.todo.{kind}")),
        more: t.count("service.checks.more", n(further.len())),
        text,
        rows,
        further,
    }
}
