//! Who people are and what they may do: roles, permissions, e-mail addresses, passwords.

use serde::{Deserialize, Serialize};

use crate::words::words;

mod device;
mod password;

pub use device::{Browser, Device, System};
pub use password::{PASSWORD_LEAST, PASSWORD_MOST, PasswordRefused, check_password};

words! {
    /// A role in an organisation. One person may hold several, in several organisations.
    Role {
        /// Luottamushenkilö: answers, reads, decides.
        Elected = "elected",
        /// Kunnanjohtaja, johtoryhmä: one page, decisions.
        Leadership = "leadership",
        /// Koordinaattori: runs everything.
        Coordinator = "coordinator",
        /// Palvelun omistaja: describes own service, writes its plan.
        Owner = "owner",
        /// Arvioija: interviews, codes, reviews, judges.
        Assessor = "assessor",
        /// Verkoston isäntä: group interviews and joint reports across municipalities.
        Host = "host",
    }
}

words! {
    /// A right to do one thing in an organisation.
    Permission {
        /// Read leadership outputs: summary, public report, decisions.
        ResultRead = "result.read",
        /// Read internal outputs and the workspace.
        AssessmentRead = "assessment.read",
        /// Read what is secret: the annex, secret findings.
        SecretRead = "secret.read",
        /// Create, open and close rounds.
        RoundManage = "round.manage",
        /// Judge criteria, record findings and measures.
        Judge = "assessment.judge",
        /// Load a framework from a file.
        FrameworkLoad = "framework.load",
        /// See a survey's state and results.
        SurveyRead = "survey.read",
        /// Create, open, close surveys; make letters.
        SurveyManage = "survey.manage",
        /// Confirm letters of a small survey that somebody else has asked for.
        SurveyConfirm = "survey.confirm",
        /// Read interview notes and codings.
        InterviewRead = "interview.read",
        /// Write and code interviews.
        InterviewWrite = "interview.write",
        /// Read the document review.
        DocumentRead = "document.read",
        /// Record the document review.
        DocumentWrite = "document.write",
        /// See the register of services, what they depend on, and what would follow of a stop.
        ServiceRead = "service.read",
        /// Describe services and what they depend on.
        ServiceWrite = "service.write",
        /// See the programme and its progress.
        ProgrammeRead = "programme.read",
        /// Manage the programme: members, joint report.
        ProgrammeManage = "programme.manage",
        /// Decide for the organisation: join a programme, share published results in it.
        ProgrammeDecide = "programme.decide",
        /// Write leadership's own words in the summary.
        SummaryWrite = "summary.write",
        /// See members of the organisation.
        MemberRead = "member.read",
        /// Invite and remove members, change roles.
        MemberManage = "member.manage",
        /// Read the audit log.
        AuditRead = "audit.read",
        /// See the threats and what they would do.
        ThreatRead = "threat.read",
        /// Adapt the threats to the municipality.
        ThreatWrite = "threat.write",
        /// See the handbook before it is public, and how it is put together.
        HandbookRead = "handbook.read",
        /// Make the handbook the municipality's own, and open it to anyone.
        HandbookWrite = "handbook.write",
        /// Study the modules and see one's own certificate.
        TrainingTake = "training.take",
        /// Lead sessions, see how far each body is, send reminders.
        TrainingManage = "training.manage",
        /// See planned measures, what a budget buys, decisions and accepted risks.
        MeasureRead = "measure.read",
        /// Plan measures: cost, owner, deadline, status.
        MeasureWrite = "measure.write",
        /// Record what is tolerated, accepted and decided.
        RiskDecide = "risk.decide",
        /// Import files.
        Import = "import",
        /// Take the whole content of the organisation out in files.
        ContentExport = "content.export",
    }
}

impl Role {
    /// Whether this role carries the right. The one place where rights are given.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Coordinator => true,
            Self::Assessor => !matches!(
                permission,
                P::MemberManage
                    | P::AuditRead
                    | P::ProgrammeManage
                    | P::ProgrammeDecide
                    | P::SummaryWrite
                    | P::SurveyManage
                    | P::SurveyConfirm
                    | P::HandbookWrite
                    | P::RiskDecide
                    | P::ContentExport
            ),
            Self::Leadership => matches!(
                permission,
                P::ResultRead
                    | P::AssessmentRead
                    | P::SecretRead
                    | P::SurveyRead
                    | P::SurveyConfirm
                    | P::DocumentRead
                    | P::ServiceRead
                    | P::ProgrammeRead
                    | P::ProgrammeDecide
                    | P::SummaryWrite
                    | P::MemberRead
                    | P::ThreatRead
                    | P::HandbookRead
                    | P::HandbookWrite
                    | P::TrainingTake
                    | P::MeasureRead
                    | P::MeasureWrite
                    | P::RiskDecide
            ),
            Self::Host => {
                matches!(
                    permission,
                    P::ResultRead | P::ProgrammeRead | P::ProgrammeManage
                )
            }
            Self::Elected => matches!(
                permission,
                P::ResultRead | P::HandbookRead | P::TrainingTake
            ),
            Self::Owner => matches!(
                permission,
                P::ResultRead
                    | P::DocumentRead
                    | P::ServiceRead
                    | P::ServiceWrite
                    | P::HandbookRead
            ),
        }
    }
}

/// Whether any of the roles carries the right.
pub fn any_may(roles: &[Role], permission: Permission) -> bool {
    roles.iter().any(|role| role.may(permission))
}

/// An e-mail address in the form in which it is compared: trimmed, lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

impl Email {
    /// Takes an address: one `@`, something before it, a dotted domain after it, no spaces.
    ///
    /// Deliverability is known only by delivering, so nothing cleverer is tried.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        /// What stands between addresses, or around one, in a header of a mail.
        const APART: &str = "@,;:<>()[]\\\"";
        let text = text.trim().to_lowercase();
        let (local, domain) = text.split_once('@').ok_or(NotAnEmail)?;
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| !c.is_whitespace() && !c.is_control() && !APART.contains(c))
        };
        let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        if plain(local) && plain(domain) && dotted && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(NotAnEmail)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_and_refuses_the_rest() {
        assert_eq!(
            Email::parse(" Anna@Kunta.FI ").map(|e| e.to_string()),
            Ok("anna@kunta.fi".into())
        );
        for bad in [
            "", "a", "a@", "@b.fi", "a@b", "a b@c.fi", "a@b@c.fi", "a@.fi",
        ] {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad}");
        }
    }

    #[test]
    fn nobody_but_coordinators_manages_members() {
        for role in Role::ALL {
            assert_eq!(
                role.may(Permission::MemberManage),
                *role == Role::Coordinator
            );
        }
    }
}
