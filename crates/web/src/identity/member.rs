//! Members of an organisation and invitations to it.

use app::identity::{Invited, Member};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Role;
use domain::{InvitationId, UserId};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// One member in the list.
struct MemberRow {
    name: String,
    email: String,
    roles: String,
    href: String,
}

/// One invitation that waits.
struct InvitationRow {
    email: String,
    roles: String,
    expires: String,
    withdraw: String,
}

/// `GET /{org}/members`
#[derive(Template)]
#[template(path = "identity/members.html")]
struct MembersPage {
    shell: Shell,
    members: Vec<MemberRow>,
    invitations: Vec<InvitationRow>,
    invite: String,
    fields: Fields,
    roles: Vec<Choice>,
    problems: Problems,
    invited: Option<Invited>,
}

/// `GET /{org}/members/{user}`
#[derive(Template)]
#[template(path = "identity/member.html")]
struct MemberPage {
    shell: Shell,
    name: String,
    save: String,
    remove: String,
    back: String,
    roles: Vec<Choice>,
    problems: Problems,
}

fn role_choices(t: Texts, held: &[Role]) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| {
            let chosen = if held.contains(role) { role.code() } else { "" };
            Choice::new(role.code(), t.say(&format!("role.{}", role.code())))
                .with_hint(t.say(&format!("identity.role.{}", role.code())))
                .chosen_if(chosen)
        })
        .collect()
}

fn role_names(t: Texts, roles: &[Role]) -> String {
    let names: Vec<&str> = roles
        .iter()
        .map(|role| t.say(&format!("role.{}", role.code())))
        .collect();
    t.list(&names)
}

fn chosen_roles(fields: &Fields) -> Vec<Role> {
    fields
        .all("roles")
        .iter()
        .filter_map(|code| Role::from_code(code))
        .collect()
}

async fn list_page(org: &Org, fields: Fields, invalid: Invalid) -> PageResult<MembersPage> {
    let t = org.t();
    let members = app::identity::members(&org.cx)
        .await?
        .into_iter()
        .map(|member: Member| MemberRow {
            href: org.to(link::MEMBER, member.user),
            roles: role_names(t, &member.roles),
            name: member.name,
            email: member.email,
        })
        .collect();
    let invitations = app::identity::pending(&org.cx)
        .await?
        .into_iter()
        .map(|waiting| InvitationRow {
            email: waiting.email.to_string(),
            roles: role_names(t, &waiting.roles),
            expires: t.datetime(waiting.expires_at),
            withdraw: org.to(link::WITHDRAW, waiting.id),
        })
        .collect();
    Ok(MembersPage {
        shell: org.shell(t.say("identity.member.title"), &[]),
        members,
        invitations,
        invite: org.to(link::INVITE, ()),
        roles: role_choices(t, &chosen_roles(&fields)),
        problems: Problems::new(t, &invalid),
        fields,
        invited: None,
    })
}

/// `GET /{org}/members`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    Ok(Page(list_page(&org, Fields::default(), Invalid::default()).await?).into_response())
}

/// `POST /{org}/members/invite`: shows the link once, for handing over when mail is not set up.
pub(super) async fn invite(org: Org, fields: Fields) -> PageResult<Response> {
    match app::identity::invite(&org.cx, fields.text("email"), &chosen_roles(&fields)).await {
        Ok(invited) => {
            let page = list_page(&org, Fields::default(), Invalid::default()).await?;
            Ok(Page(MembersPage {
                invited: Some(invited),
                ..page
            })
            .into_response())
        }
        Err(Error::Invalid(invalid)) => Ok(mend(list_page(&org, fields, invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

async fn member_page(
    org: &Org,
    user: UserId,
    roles: Option<Vec<Role>>,
    invalid: Invalid,
) -> PageResult<MemberPage> {
    let t = org.t();
    let members = app::identity::members(&org.cx).await?;
    let member = members
        .into_iter()
        .find(|member| member.user == user)
        .ok_or(PageError::NotFound)?;
    let crumbs = [(t.say("identity.member.title"), org.to(link::MEMBERS, ()))];
    Ok(MemberPage {
        shell: org.shell(&member.name, &crumbs),
        name: member.name.clone(),
        save: org.to(link::MEMBER, user),
        remove: org.to(link::REMOVE_MEMBER, user),
        back: org.to(link::MEMBERS, ()),
        roles: role_choices(t, roles.as_ref().unwrap_or(&member.roles)),
        problems: Problems::new(t, &invalid),
    })
}

/// `GET /{org}/members/{user}`
pub(super) async fn edit(org: Org, At(user): At<UserId>) -> PageResult<Response> {
    Ok(Page(member_page(&org, user, None, Invalid::default()).await?).into_response())
}

/// `POST /{org}/members/{user}`
pub(super) async fn save(org: Org, At(user): At<UserId>, fields: Fields) -> PageResult<Response> {
    let roles = chosen_roles(&fields);
    match app::identity::set_roles(&org.cx, user, &roles).await {
        Ok(()) => Ok(go_with(
            &org.to(link::MEMBERS, ()),
            &Notice::done("identity.member.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            Ok(mend(member_page(&org, user, Some(roles), invalid).await?))
        }
        Err(Error::Refused(key)) => {
            let invalid = Invalid::field("roles", key);
            Ok(mend(member_page(&org, user, Some(roles), invalid).await?))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/members/{user}/remove`
pub(super) async fn remove(org: Org, At(user): At<UserId>) -> PageResult<Response> {
    let notice = match app::identity::remove(&org.cx, user).await {
        Ok(()) => Notice::done("identity.member.removed"),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::MEMBERS, ()), &notice))
}

/// `POST /{org}/invitations/{invitation}/withdraw`
pub(super) async fn withdraw(org: Org, At(invitation): At<InvitationId>) -> PageResult<Response> {
    app::identity::withdraw(&org.cx, invitation).await?;
    Ok(go_with(
        &org.to(link::MEMBERS, ()),
        &Notice::done("identity.invitation.withdrawn"),
    ))
}
