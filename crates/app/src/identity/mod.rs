//! Logging in by one step or two, sessions, setting up, inviting, members, ways to a new password.

mod acceptance;
mod code;
mod first;
mod invitation;
mod limit;
mod login;
mod member;
mod notice;
mod passkey;
mod password;
mod recovery;
mod requirement;
mod reset;
mod second_step;
mod session;
mod setup;
mod totp;

pub use acceptance::{
    Accept, Next, Opened, Over, Preview, accept, join, join_waiting, preview, waiting,
};
pub(crate) use first::require_operator;
pub use first::{
    FirstCoordinator, Founding, Standing, first_coordinator, found, invite_first, organisations,
};
pub(crate) use invitation::remembered_since;
pub use invitation::{Delivery, Invite, Invited, invite, pending, withdraw};
pub use limit::Origin;
pub(crate) use login::{Refused, failures_since};
pub use login::{SignInRefused, set_locale, sign_in};
pub use member::{MemberRoles, members, remove, set_roles};
pub use passkey::{
    OwnPasskey, PasskeyAsked, ask_passkey, begin_passkey, finish_passkey, give_passkey,
    has_passkeys, remove_passkey,
};
pub(crate) use password::confirm;
pub use password::{change_password, hash as hash_password};
pub(crate) use recovery::Forgotten;
pub use recovery::{ask_for_password, recover, recover_by_operator, recovering};
pub use requirement::{SecondStepRule, ask_second_step, second_step_rule};
pub use reset::{
    BegunReset, Reset, ResetCode, ResetTimes, TypedCode, begin_reset, begun_reset, reset,
    stop_own_reset, stop_reset, use_code,
};
pub use second_step::{
    OwnSecondStep, StepAdded, begin_totp, begun_totp, confirm_totp, give_code, remove_totp,
    renew_codes, reset_second_step, second_step,
};
pub use session::{
    DEVICE_DAYS, Held, Holder, OwnSession, SESSION_DAYS, Stage, end_session, log_out,
    log_out_everywhere, session, sessions,
};
pub(crate) use session::{devices_since, idle_since};
pub use setup::{FirstAdministrator, is_set_up, set_up, setup_code};
pub use totp::TotpOffer;

pub use store::{Invitation, Member, User};
