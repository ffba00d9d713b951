//! The organisation's programmes and its invitations.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::shell::Shell;
use crate::page::Page;

/// One programme.
struct Row {
    title: String,
    href: String,
    period: String,
    running: &'static str,
    is_running: bool,
}

/// One invitation.
struct Invited {
    title: String,
    goal: String,
    text: String,
    consequence: &'static str,
    accept: String,
    decline: String,
}

/// `GET /{org}/programmes`
#[derive(Template)]
#[template(path = "programme/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    invitations: Vec<Invited>,
    may_decide: bool,
    new: String,
}

/// `GET /{org}/programmes`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let t = org.t();
    let today = org.cx.today();
    let (programmes, invitations) = app::programme::programmes(&org.cx).await?;
    let rows = programmes
        .into_iter()
        .map(|one| {
            let is_running = one.is_running(today);
            Row {
                href: org.to(link::PROGRAMME, one.id),
                period: format!("{} – {}", t.date(one.starts_on), t.date(one.ends_on)),
                running: t.say(if is_running {
                    "programme.running"
                } else if one.starts_on > today {
                    "programme.coming"
                } else {
                    "programme.over"
                }),
                is_running,
                title: one.title,
            }
        })
        .collect();
    let invitations = invitations
        .into_iter()
        .map(|one| {
            let by = one.by.text(t.locale());
            let (from, to) = (one.programme.starts_on, one.programme.ends_on);
            Invited {
                text: t.with(
                    "programme.invited.text",
                    &[("by", &by), ("from", &t.date(from)), ("to", &t.date(to))],
                ),
                consequence: t.say(match one.part {
                    domain::programme::Part::Municipality => "programme.invited.municipality",
                    domain::programme::Part::Partner => "programme.invited.partner",
                    domain::programme::Part::Host => "programme.invited.host",
                }),
                accept: org.to(link::ACCEPT, one.programme.id),
                decline: org.to(link::DECLINE, one.programme.id),
                title: one.programme.title,
                goal: one.programme.goal,
            }
        })
        .collect();
    let new = if app::programme::may_manage(&org.cx) {
        org.to(link::NEW, ())
    } else {
        String::new()
    };
    Ok(Page(ListPage {
        shell: org.shell(t.say("programme.title"), &[]),
        rows,
        invitations,
        may_decide: org.cx.may(Permission::ProgrammeDecide),
        new,
    })
    .into_response())
}
