//! The first page after logging in: one's organisations.

use app::identity::User;
use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::error::{PageError, PageResult};
use crate::extract::Visitor;
use crate::identity::link::JOIN;
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::link;
use crate::page::{Page, go};

/// `GET /`
#[derive(Template)]
#[template(path = "organisation/choose.html")]
struct ChoosePage {
    shell: Shell,
    organisations: Vec<Link>,
    /// Invitations that wait for the person.
    invitations: Vec<Waiting>,
    /// The operator's pages; empty for others.
    site: String,
}

/// An invitation, one press away from being taken up.
struct Waiting {
    text: String,
    action: String,
}

/// `GET /`: with one organisation and no invitation, straight there.
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let mine = app::organisation::mine(&visitor.web().app, user).await?;
    let invitations = waiting(&visitor, user).await?;
    let is_alone = invitations.is_empty() && !user.is_operator;
    if let ([only], true) = (mine.as_slice(), is_alone) {
        return Ok(go(&link::HOME.within(&only.slug, ())));
    }
    let organisations = mine
        .iter()
        .map(|org| {
            let home = link::HOME.within(&org.slug, ());
            Link::new(org.name.text(visitor.locale()), &home)
        })
        .collect();
    let site = user.is_operator.then(|| crate::site::link::SITE.to(()));
    let site = site.unwrap_or_default();
    let page = ChoosePage {
        shell: visitor.shell(visitor.t().say("organisation.choose.title")),
        organisations,
        invitations,
        site,
    };
    Ok(Page(page).into_response())
}

async fn waiting(visitor: &Visitor, user: &User) -> PageResult<Vec<Waiting>> {
    let t = visitor.t();
    let all = app::identity::waiting(&visitor.web().app, user).await?;
    let shown = all.into_iter().map(|(invitation, organisation)| {
        let name = organisation.name.text(visitor.locale());
        let roles = invitation.roles.iter();
        let roles: Vec<&str> = roles
            .map(|role| t.say(&format!("role.{}", role.code())))
            .collect();
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("organisation", &name), ("roles", &t.list(&roles))];
        Waiting {
            text: t.with("identity.invitation.lead", &values),
            action: JOIN.to(invitation.id),
        }
    });
    Ok(shown.collect())
}
