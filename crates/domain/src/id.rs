//! Typed ids: a survey's id can never stand where an organisation's is asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.as_simple())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person who can log in.
    UserId
    /// An organisation: the tenant.
    OrgId
    /// An invitation to become a member.
    InvitationId
    /// A programme (hanke) of several organisations.
    ProgrammeId
    /// An assessment round (arviointikierros).
    RoundId
    /// A finding (havainto).
    FindingId
    /// A proposed measure (toimenpide-ehdotus).
    ActionId
    /// A survey (kysely).
    SurveyId
    /// An interview (haastattelu).
    InterviewId
    /// A coded passage of an interview.
    PassageId
    /// A job in the queue.
    JobId
    /// Bytes that wait for a decision.
    UploadId
    /// A service, or something that services stand on.
    NodeId
    /// A training session that was held.
    HeldId
}
