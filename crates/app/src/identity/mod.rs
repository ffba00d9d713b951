//! Logging in, setting up, inviting, members.

mod invitation;
mod limit;
mod login;
mod member;
mod password;
mod setup;

pub use invitation::{Accept, Invite, Invited, accept, invite, pending, preview, withdraw};
pub use limit::Origin;
pub(crate) use login::failures_since;
pub use login::{
    SESSION_DAYS, SignInRefused, log_out, log_out_everywhere, session, set_locale, sign_in,
};
pub use member::{MemberRoles, change_password, members, remove, set_roles};
pub use password::hash as hash_password;
pub use setup::{FirstAdministrator, is_set_up, set_up, setup_code};

pub use store::{Invitation, Member, User};
