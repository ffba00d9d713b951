//! Logging in, setting up, inviting, members, ways to a new password.

mod acceptance;
mod first;
mod invitation;
mod limit;
mod login;
mod member;
mod password;
mod recovery;
mod reset;
mod setup;

pub use acceptance::{
    Accept, Next, Opened, Over, Preview, accept, join, join_waiting, preview, waiting,
};
pub use first::{
    FirstCoordinator, Founding, Standing, first_coordinator, found, invite_first, organisations,
};
pub(crate) use invitation::remembered_since;
pub use invitation::{Delivery, Invite, Invited, invite, pending, withdraw};
pub use limit::Origin;
pub(crate) use login::failures_since;
pub use login::{
    SESSION_DAYS, SignInRefused, log_out, log_out_everywhere, session, set_locale, sign_in,
};
pub use member::{MemberRoles, change_password, members, remove, set_roles};
pub use password::hash as hash_password;
pub(crate) use recovery::Forgotten;
pub use recovery::{ask_for_password, recover, recover_by_operator, recovering};
pub use reset::{
    BegunReset, Reset, ResetCode, ResetTimes, TypedCode, begin_reset, begun_reset, reset,
    stop_own_reset, stop_reset, use_code,
};
pub use setup::{FirstAdministrator, is_set_up, set_up, setup_code};

pub use store::{Invitation, Member, User};
