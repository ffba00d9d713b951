//! Members of an organisation, and a person's own password.

use domain::UserId;
use domain::audit::AuditKind;
use domain::identity::{PasswordRefused, Permission, Role, check_password};
use store::{Member, User};

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Offer, Walk, choose};
use crate::identity::password;
use crate::world::App;

/// A member whose roles are edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRoles {
    /// The member, with the roles to give.
    pub member: Member,
    /// The roles that were seen: a member has no revision.
    pub seen: String,
}

impl MemberRoles {
    /// A member as stored now.
    pub fn of(member: Member) -> Self {
        Self {
            seen: codes(&member.roles),
            member,
        }
    }
}

impl Form for MemberRoles {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let roles = roles(f, |it| it.member.roles.clone());
        let seen = f.seen(|it| it.seen.clone());
        let member = f.was()?.member.clone();
        Some(Self {
            member: Member {
                roles: roles?,
                ..member
            },
            seen,
        })
    }
}

fn codes(roles: &[Role]) -> String {
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    codes.join(" ")
}

/// The field of roles, each with what it may do.
pub(super) fn roles<F: Form>(
    f: &mut Walk<'_, F>,
    stored: impl FnOnce(&F) -> Vec<Role>,
) -> Option<Vec<Role>> {
    let t = f.t();
    let offer = |role: &Role| {
        let code = role.code();
        let offer = Offer::new(code, t.say(&format!("role.{code}")));
        (*role, offer.hint(t.say(&format!("identity.role.{code}"))))
    };
    let all = choose(Role::ALL.iter().map(offer).collect()).at_least_one();
    f.field("roles", "identity.roles", all, stored)
}

/// Members with their roles.
pub async fn members(cx: &OrgCx) -> Outcome<Vec<Member>> {
    cx.require(Permission::MemberRead)?;
    Ok(cx.read().await?.members().await?)
}

/// Gives a member these roles; `seen` is what [`MemberRoles`] saw before, where somebody saw it.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed them meanwhile, [`Error::Refused`] when the
/// organisation would be left without a coordinator.
pub async fn set_roles(
    cx: &OrgCx,
    user: UserId,
    roles: &[Role],
    seen: Option<&str>,
) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    if roles.is_empty() {
        return Err(Invalid::field("roles", "error.field.choose").into());
    }
    change(cx, user, roles, seen, AuditKind::MemberChanged).await
}

/// Removes a member. The person's account and other organisations stay.
///
/// # Errors
/// [`Error::Refused`] when the organisation would be left without a coordinator.
pub async fn remove(cx: &OrgCx, user: UserId) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    change(cx, user, &[], None, AuditKind::MemberRemoved).await
}

async fn change(
    cx: &OrgCx,
    user: UserId,
    roles: &[Role],
    seen: Option<&str>,
    kind: AuditKind,
) -> Outcome<()> {
    let mut org = cx.write().await?;
    let members = org.members().await?;
    let changed = members
        .iter()
        .find(|member| member.user == user)
        .ok_or(Error::NotFound)?;
    let before = codes(&changed.roles);
    if seen.is_some_and(|seen| seen != before) {
        return Err(Error::Conflict);
    }
    let others_coordinate = members
        .iter()
        .any(|member| member.user != user && member.roles.contains(&Role::Coordinator));
    if !others_coordinate && !roles.contains(&Role::Coordinator) {
        return Err(Error::Refused("error.member.last-coordinator"));
    }
    let detail = format!("{before} -> {}", codes(roles));
    org.set_roles(user, roles).await?;
    org.audit(&cx.audit(kind, user, detail)).await?;
    Ok(org.commit().await?)
}

/// Changes a person's own password and ends the other sessions.
///
/// # Errors
/// [`Error::Invalid`] when the current one is wrong or the new one is refused.
pub async fn change_password(app: &App, user: &User, current: &str, new: &str) -> Outcome<()> {
    let found = app
        .store()
        .site_read()
        .await?
        .credentials(&user.email)
        .await?;
    let hash = found.and_then(|found| found.password_hash);
    if !password::verify(current, hash).await? {
        return Err(Invalid::field("current", "error.password.current").into());
    }
    check_password(new, Some(&user.email))
        .map_err(|refused| Invalid::field("password", password_key(refused)))?;
    let hash = password::hash(app, new).await?;
    let mut site = app.store().site_write().await?;
    site.set_password(user.id, &hash).await?;
    site.end_sessions(user.id).await?;
    Ok(site.commit().await?)
}

/// The message key of a refused password.
pub(super) const fn password_key(refused: PasswordRefused) -> &'static str {
    match refused {
        PasswordRefused::TooShort => "error.password.short",
        PasswordRefused::TooLong => "error.password.long",
        PasswordRefused::Guessable => "error.password.guessable",
    }
}
