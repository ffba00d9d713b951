//! Programmes: who takes part, how far each is, the joint report.

mod access;
mod edit;
mod invitation;
mod joint;
pub(crate) mod link;
mod list;
mod view;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "programme",
    nav: Some(Nav {
        label: "programme.title",
        link: link::LIST,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list::show)
        .form::<edit::Facts>(link::NEW, link::EDIT)
        .get(link::PROGRAMME, view::show)
        .edit::<invitation::Invite>(link::INVITE)
        .post(link::ACCEPT, invitation::accept)
        .post(link::DECLINE, invitation::decline)
        .get(link::LEAVE, invitation::ask_leave)
        .post(link::LEAVE, invitation::leave)
        .post(link::SHARE, view::share)
        .post(link::AGREE, view::agree)
        .post(link::LET_IN, access::let_in)
        .post(link::SHUT_OUT, access::shut_out)
        .get(link::JOINT, joint::show)
        .get(link::JOINT_FILE, joint::download)
}
