//! Who of other organisations sees a municipality's data: a part of the programme's page.

use app::programme::{Guest, View};
use axum::response::Response;
use domain::identity::Permission;
use domain::programme::Part;
use domain::{OrgId, ProgrammeId};

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::page::flash::{Notice, go_with};

/// A partner or host and what its people see.
pub(super) struct GuestRow {
    pub(super) name: String,
    /// What its people see and why, or would see.
    pub(super) why: String,
    pub(super) people: String,
    pub(super) state: String,
    pub(super) is_let_in: bool,
    /// The day to which this municipality has agreed is past.
    pub(super) is_over: bool,
    /// Where the button posts; empty for those who do not decide.
    pub(super) action: String,
}

/// The partners and hosts of a programme.
pub(super) fn rows(org: &Org, view: &View, guests: &[Guest]) -> Vec<GuestRow> {
    let guests = guests.iter();
    guests.map(|guest| row(org, view, guest)).collect()
}

fn row(org: &Org, view: &View, guest: &Guest) -> GuestRow {
    let t = org.t();
    let name = guest.organisation.name.text(t.locale());
    let at = (view.programme.id, guest.organisation.id);
    let why = match guest.part {
        Part::Host => "programme.guest.sees.host",
        _ => "programme.guest.sees.partner",
    };
    let until = t.date(view.access_ends_on());
    let is_over = view.access_ends_on() < view.today;
    let state = guest.let_in_at.map(|at| {
        if is_over {
            return t.with("programme.guest.ended", &[("until", &until)]);
        }
        let since = t.datetime(at);
        let days: [(&str, &dyn std::fmt::Display); 2] = [("since", &since), ("until", &until)];
        t.with("programme.guest.since", &days)
    });
    let link = match guest.let_in_at {
        Some(_) => link::SHUT_OUT,
        None => link::LET_IN,
    };
    let may_decide = org.cx.may(Permission::ProgrammeDecide);
    GuestRow {
        why: t.say(why).to_owned(),
        people: match guest.people.as_slice() {
            [] => t.say("programme.guest.nobody").to_owned(),
            people => people.join(", "),
        },
        is_let_in: state.is_some(),
        is_over,
        state: state.unwrap_or_else(|| t.say("programme.guest.waits").to_owned()),
        action: if may_decide {
            org.to(link, at)
        } else {
            String::new()
        },
        name: name.to_owned(),
    }
}

/// `POST /{org}/programmes/{programme}/guests/{guest}/let-in`
pub(super) async fn let_in(
    org: Org,
    At((id, guest)): At<(ProgrammeId, OrgId)>,
) -> PageResult<Response> {
    app::programme::let_in(&org.cx, id, guest).await?;
    let notice = Notice::done("programme.guest.let-in.done");
    let undo = org.to(link::SHUT_OUT, (id, guest));
    let notice = notice.with_undo(&undo);
    Ok(go_with(&org.to(link::PROGRAMME, id), &notice))
}

/// `POST /{org}/programmes/{programme}/guests/{guest}/shut-out`
pub(super) async fn shut_out(
    org: Org,
    At((id, guest)): At<(ProgrammeId, OrgId)>,
) -> PageResult<Response> {
    app::programme::shut_out(&org.cx, id, guest).await?;
    let notice = Notice::done("programme.guest.shut-out.done");
    let undo = org.to(link::LET_IN, (id, guest));
    let notice = notice.with_undo(&undo);
    Ok(go_with(&org.to(link::PROGRAMME, id), &notice))
}
