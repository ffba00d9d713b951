//! Typed ids: a survey's id can never stand where an organisation's is asked for.

use std::borrow::Borrow;
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

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id that is written so.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }

            /// As it is written in files, addresses and the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::new(text))
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                Self(code)
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                Self(code.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, code: &str) -> bool {
                self.0 == code
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, code: &&str) -> bool {
                self.0 == *code
            }
        }
    )*};
}

codes! {
    /// A theme of a framework (teema), as its file names it.
    ThemeId
    /// A criterion of a framework (kriteeri), as its file names it.
    CriterionId
    /// A threat of the catalogue (uhka).
    ThreatId
    /// A measure that lowers a risk (keino): one of the catalogue, or the municipality's own.
    MeasureId
    /// A service of the starting set (palvelu), as the catalogue names it.
    ServiceId
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
    /// A request for letters of a survey.
    LetterRequestId
    /// An interview (haastattelu).
    InterviewId
    /// A coded passage of an interview.
    PassageId
    /// A job in the queue.
    JobId
    /// Bytes that wait for a decision.
    UploadId
    /// A service, or something that services depend on.
    NodeId
    /// A training session that was held.
    HeldId
    /// A login of a person on one device (istunto).
    SessionId
    /// A passkey of a person (pääsyavain).
    PasskeyId
    /// An attempt to use a passkey or to add one.
    CeremonyId
}
impl OrgId {
    /// The installation itself, in whose log is written what belongs to no organisation: it has the
    /// id of none.
    pub const INSTALLATION: Self = Self(Uuid::nil());
}
