//! Programmes: who takes part, how far each is, the joint report.

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
        .get(link::NEW, edit::new)
        .post(link::NEW, edit::create)
        .get(link::PROGRAMME, view::show)
        .get(link::EDIT, edit::edit)
        .post(link::EDIT, edit::save)
        .get(link::INVITE, invitation::show)
        .post(link::INVITE, invitation::send)
        .post(link::ACCEPT, invitation::accept)
        .post(link::DECLINE, invitation::decline)
        .get(link::LEAVE, invitation::ask_leave)
        .post(link::LEAVE, invitation::leave)
        .post(link::SHARE, view::share)
        .post(link::AGREE, view::agree)
        .get(link::JOINT, joint::show)
        .get(link::JOINT_FILE, joint::download)
}
