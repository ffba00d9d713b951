//! Whether the members must have a second step, and who has one.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use crate::error::PageResult;
use crate::extract::{Fields, Org};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// One member in the list.
struct MemberRow {
    name: String,
    has_step: bool,
}

/// `GET /{org}/members/second-step`
#[derive(Template)]
#[template(path = "identity/rule.html")]
struct RulePage {
    shell: Shell,
    state: String,
    is_asked: bool,
    /// Whether the person who looks would be the first to be led to setting up.
    is_own_missing: bool,
    members: Vec<MemberRow>,
    action: String,
}

/// `GET /{org}/members/second-step`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let t = org.t();
    let rule = app::identity::second_step_rule(&org.cx).await?;
    let me = org.cx.actor().map(|actor| actor.id);
    let mine = rule.members.iter().find(|(it, _)| Some(it.user) == me);
    let is_own_missing = mine.is_some_and(|(_, has_step)| !has_step);
    let rows = rule
        .members
        .into_iter()
        .map(|(member, has_step)| MemberRow {
            name: member.name,
            has_step,
        });
    let crumbs = [(t.say("identity.member.title"), org.to(link::MEMBERS, ()))];
    let page = RulePage {
        shell: org.shell(t.say("identity.rule.title"), &crumbs),
        state: match rule.asked_since {
            Some(at) => t.with("identity.rule.asked", &[("when", &t.datetime(at))]),
            None => t.say("identity.rule.not-asked").to_owned(),
        },
        is_asked: rule.asked_since.is_some(),
        is_own_missing,
        members: rows.collect(),
        action: org.to(link::RULE, ()),
    };
    Ok(Page(page).into_response())
}

/// `POST /{org}/members/second-step`
pub(super) async fn choose(org: Org, fields: Fields) -> PageResult<Response> {
    let is_asked = fields.text("asked") == "yes";
    app::identity::ask_second_step(&org.cx, is_asked).await?;
    let said = if is_asked {
        "identity.rule.now-asked"
    } else {
        "identity.rule.now-not-asked"
    };
    Ok(go_with(&org.to(link::RULE, ()), &Notice::done(said)))
}
