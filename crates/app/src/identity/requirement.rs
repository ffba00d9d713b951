//! An organisation asks its members for a second step.

use domain::audit::AuditKind;
use domain::identity::Permission;
use jiff::Timestamp;
use store::Member;

use crate::cx::OrgCx;
use crate::error::Outcome;

/// Whether an organisation asks for a second step, and who has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondStepRule {
    /// Since when it has been asked for; nothing when it is not.
    pub asked_since: Option<Timestamp>,
    /// The members, each with whether the person has a second step.
    pub members: Vec<(Member, bool)>,
}

/// Whether the organisation asks for a second step, and which members have one.
pub async fn second_step_rule(cx: &OrgCx) -> Outcome<SecondStepRule> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.read().await?;
    let having = org.members_with_second_step().await?;
    let members = org.members().await?.into_iter();
    Ok(SecondStepRule {
        asked_since: org.second_step_rule().await?,
        members: members
            .map(|member| {
                let has_step = having.contains(&member.user);
                (member, has_step)
            })
            .collect(),
    })
}

/// Asks the members for a second step, or no longer does. Whoever has none reaches nothing before
/// having taken one into use.
pub async fn ask_second_step(cx: &OrgCx, is_asked: bool) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    let stamp = cx.stamp();
    let is_changed = if is_asked {
        org.ask_second_step(stamp.at, stamp.by).await?
    } else {
        org.drop_second_step_rule().await?
    };
    if is_changed {
        let detail = if is_asked { "asked" } else { "not asked" };
        let subject = cx.organisation().id;
        org.audit(&cx.audit(AuditKind::SecondStepAsked, subject, detail))
            .await?;
    }
    Ok(org.commit().await?)
}
