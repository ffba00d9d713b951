//! Members of an organisation and invitations to it.

use app::form::Sheet;
use app::identity::{Delivery, Invite, Invited, Member, MemberRoles, Reset};
use app::{Error, Outcome};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Role;
use domain::{InvitationId, UserId};
use i18n::Texts;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org};
use crate::form::{Desk, Done, FormView, Loaded, Place, Removable, Removal, Spot};
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
    /// Whether its time is over.
    is_over: bool,
    withdraw: String,
}

/// `GET /{org}/members`
#[derive(Template)]
#[template(path = "identity/members.html")]
struct MembersPage {
    shell: Shell,
    members: Vec<MemberRow>,
    invitations: Vec<InvitationRow>,
    form: FormView,
    invited: Option<Invited>,
    /// The page of who must have a second step.
    rule: String,
}

fn role_names(t: Texts, roles: &[Role]) -> String {
    let names: Vec<&str> = roles
        .iter()
        .map(|role| t.say(&format!("role.{}", role.code())))
        .collect();
    t.list(&names)
}

/// The members and who is invited, with the form that invites.
async fn list_page(org: &Org, sheet: Sheet, invited: Option<Invited>) -> PageResult<MembersPage> {
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
            is_over: waiting.expires_at <= org.cx.now(),
            withdraw: org.to(link::WITHDRAW, waiting.id),
        })
        .collect();
    Ok(MembersPage {
        shell: org.shell(t.say("identity.member.title"), &[]),
        members,
        invitations,
        form: FormView::new(t, sheet, org.to(link::INVITE, ())),
        invited,
        rule: org.to(link::RULE, ()),
    })
}

/// The same at the address of an invitation, which cannot be opened.
async fn posted_page(org: &Org, sheet: Sheet, invited: Option<Invited>) -> PageResult<MembersPage> {
    let mut page = list_page(org, sheet, invited).await?;
    page.shell = page.shell.once();
    Ok(page)
}

/// `GET /{org}/members`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let sheet = app::form::shown::<Invite>(&org.cx, &(), None);
    Ok(Page(list_page(&org, sheet, None).await?).into_response())
}

/// `POST /{org}/members/invite`: tells how the invitation reaches the person.
pub(super) async fn invite(org: Org, fields: Fields) -> PageResult<Response> {
    let (invite, mut sheet) = app::form::checked::<Invite>(&org.cx, &(), None, &fields.0);
    let Some(invite) = invite else {
        return Ok(mend(posted_page(&org, sheet, None).await?));
    };
    let invited = match app::identity::invite(&org.cx, &invite).await {
        Err(Error::Invalid(invalid)) => {
            sheet.refuse(org.t(), &invalid);
            return Ok(mend(posted_page(&org, sheet, None).await?));
        }
        other => other?,
    };
    let sheet = app::form::shown::<Invite>(&org.cx, &(), None);
    Ok(Page(posted_page(&org, sheet, Some(invited)).await?).into_response())
}

/// `GET /{org}/members/{user}`
#[derive(Template)]
#[template(path = "identity/member.html")]
pub(super) struct MemberPage {
    shell: Shell,
    form: FormView,
    reset: Reset,
    begin: String,
    undo: String,
}

/// The form of a member's roles.
pub(super) struct Roles;

const fn here(at: &Place<Roles>) -> UserId {
    match at {
        Spot::New(user) | Spot::Old(user) => *user,
    }
}

fn done(org: &Org, said: &'static str) -> Done {
    Done {
        to: org.to(link::MEMBERS, ()),
        notice: Notice::done(said),
    }
}

impl Desk for Roles {
    type Form = MemberRoles;
    type New = UserId;
    type Old = UserId;
    type Page = MemberPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<MemberRoles>> {
        let members = app::identity::members(&org.cx).await?;
        let member = members.into_iter().find(|it| it.user == here(at));
        Ok(Loaded {
            was: Some(MemberRoles::of(member.ok_or(Error::NotFound)?)),
            with: (),
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: MemberRoles) -> Outcome<Done> {
        let MemberRoles { member, seen } = value;
        app::identity::set_roles(&org.cx, member.user, &member.roles, Some(&seen)).await?;
        Ok(done(org, "identity.member.saved"))
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<MemberRoles>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<MemberPage> {
        let (t, user) = (org.t(), here(at));
        let crumb = (t.say("identity.member.title"), org.to(link::MEMBERS, ()));
        let name = loaded.was.as_ref().map_or("", |it| it.member.name.as_str());
        let removal = Removal {
            action: org.to(link::REMOVE_MEMBER, user),
            title: t.say("identity.member.remove"),
            text: t.say("identity.member.remove-text"),
            label: t.say("identity.member.remove"),
        };
        Ok(MemberPage {
            shell: org.shell(name, &[crumb]),
            reset: app::identity::reset(&org.cx, user).await?,
            begin: org.to(link::RESET, user),
            undo: org.to(link::UNDO_RESET, user),
            form: form(org.to(link::MEMBER, user)).with_removal(Some(removal)),
        })
    }
}

impl Removable for Roles {
    async fn remove(org: &Org, user: &UserId, _: i64) -> Outcome<Done> {
        app::identity::remove(&org.cx, *user).await?;
        Ok(done(org, "identity.member.removed"))
    }

    fn kept(org: &Org, _: &UserId) -> String {
        org.to(link::MEMBERS, ())
    }
}

/// `POST /{org}/invitations/{invitation}/withdraw`
pub(super) async fn withdraw(org: Org, At(invitation): At<InvitationId>) -> PageResult<Response> {
    let notice = match app::identity::withdraw(&org.cx, invitation).await {
        Ok(()) => Notice::done("identity.invitation.withdrawn"),
        Err(Error::Refused(why)) => Notice::refused(why),
        Err(other) => return Err(other.into()),
    };
    Ok(go_with(&org.to(link::MEMBERS, ()), &notice))
}
