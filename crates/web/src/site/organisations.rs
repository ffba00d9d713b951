//! The organisations of the installation, by name, and whether anybody has joined them.

use app::identity::{Delivery, Invited, Standing};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::organisation::Kind;

use super::link::{self, Adding};
use crate::error::{PageError, PageResult};
use crate::extract::Visitor;
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::page::Page;

/// One organisation in the list.
struct Row {
    name: String,
    kind: &'static str,
    code: String,
    /// How far it is; empty when somebody has joined.
    standing: String,
    /// Where the first coordinator is invited again; empty when somebody has joined.
    invite: String,
    /// Where it is erased.
    erase: String,
}

/// An organisation that was erased, and when.
struct Gone {
    name: String,
    at: String,
}

/// `GET /site`
#[derive(Template)]
#[template(path = "site/organisations.html")]
pub(super) struct OrganisationsPage {
    shell: Shell,
    rows: Vec<Row>,
    add: Vec<Link>,
    jobs: String,
    invited: Option<Invited>,
    backups: String,
    gone: Vec<Gone>,
}

/// The list, with what has just been done.
pub(super) async fn page(
    visitor: &Visitor,
    invited: Option<Invited>,
) -> PageResult<OrganisationsPage> {
    let t = visitor.t();
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let all = app::identity::organisations(&visitor.web().app, Some(user)).await?;
    let adding = [
        (Kind::Municipality, "site.organisation.add"),
        (Kind::Partner, "site.organisation.add-partner"),
        (Kind::Host, "site.organisation.add-host"),
    ];
    let gone = app::backup::erased(&visitor.web().app, user)
        .await?
        .into_iter();
    let gone = gone.map(|entry| Gone {
        name: entry.subject,
        at: t.datetime(entry.at),
    });
    Ok(OrganisationsPage {
        shell: if invited.is_some() {
            visitor.shell(t.say("site.title")).once()
        } else {
            visitor.shell(t.say("site.title"))
        },
        rows: all.into_iter().map(|one| row(visitor, one)).collect(),
        add: adding
            .map(|(kind, key)| Link::new(t.say(key), &link::NEW.to(Adding(kind))))
            .to_vec(),
        jobs: link::JOBS.to(()),
        invited,
        backups: link::BACKUPS.to(()),
        gone: gone.collect(),
    })
}

fn row(visitor: &Visitor, one: Standing) -> Row {
    let t = visitor.t();
    let now = visitor.web().app.now();
    let standing = match &one.invited {
        _ if one.is_joined => String::new(),
        Some(invited) if invited.expires_at > now => {
            let until = t.datetime(invited.expires_at);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("email", &invited.email), ("until", &until)];
            t.with("site.organisation.invited", &values)
        }
        _ => t.say("site.organisation.nobody").to_owned(),
    };
    let organisation = one.organisation;
    Row {
        name: organisation.name.text(visitor.locale()).to_owned(),
        kind: t.say(&format!("organisation.kind.{}", organisation.kind.code())),
        code: organisation.code.unwrap_or_default(),
        erase: link::ERASE.to(organisation.id),
        standing,
        invite: if one.is_joined {
            String::new()
        } else {
            link::INVITE.to(organisation.id)
        },
    }
}

/// `GET /site`
pub(super) async fn list(visitor: Visitor) -> PageResult<Response> {
    Ok(Page(page(&visitor, None).await?).into_response())
}
