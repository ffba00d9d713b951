//! The owner's form, a step at a time.

use app::Outcome;
use app::service::{AtStep, NodeEdit, Step, Then};
use askama::Template;
use domain::NodeId;
use domain::service::{Node, NodeKind};

use super::frame::shell;
use super::link;
use super::view::edit_href;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place, Spot};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// `GET /{org}/services/new` and `GET /{org}/services/{node}/edit/{step}`
#[derive(Template)]
#[template(path = "service/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    lead: &'static str,
    tabs: Vec<Tab>,
    form: FormView,
    is_new: bool,
    is_last: bool,
    back: String,
}

/// The steps of the form side by side.
fn step_tabs(org: &Org, node: &Node, here: Step) -> Vec<Tab> {
    let tab = |step: &Step| Tab {
        label: org
            .t()
            .say(&format!("service.step.{}", step.code()))
            .to_owned(),
        href: edit_href(org, node.id, *step),
        current: *step == here,
        count: String::new(),
    };
    Step::of(node.kind).iter().map(tab).collect()
}

/// The form of a service or of something that services depend on.
pub(super) struct Services;

impl Desk for Services {
    type Form = NodeEdit;
    type New = ();
    type Old = (NodeId, String);
    type Page = EditPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<NodeEdit>> {
        let register = app::service::register(&org.cx).await?;
        let (was, step) = match at {
            Spot::New(()) => (None, Step::Facts),
            Spot::Old((id, code)) => {
                let node = register.node(*id).ok_or(app::Error::NotFound)?;
                let mut steps = Step::of(node.kind).iter();
                let step = steps.find(|it| it.code() == code);
                let step = *step.ok_or(app::Error::NotFound)?;
                (Some(NodeEdit::from(node.clone())), step)
            }
        };
        let with = AtStep { step, register };
        Ok(Loaded { was, with })
    }

    async fn save(org: &Org, at: &Place<Self>, value: NodeEdit) -> Outcome<Done> {
        app::service::save(&org.cx, &value).await?;
        let Node { id, kind, .. } = value.node;
        let (step, then, said) = match at {
            Spot::New(()) => ("facts", Then::Next, "service.added"),
            Spot::Old((_, step)) => (step.as_str(), value.then, "service.saved"),
        };
        let mut steps = Step::of(kind).iter().skip_while(|it| it.code() != step);
        let (here, next) = (steps.next(), steps.next());
        let to = match then {
            Then::Next => next,
            Then::Another => here,
            Then::Close | Then::Confirm => None,
        };
        Ok(Done {
            to: to.map_or_else(|| org.to(link::NODE, id), |it| edit_href(org, id, *it)),
            notice: Notice::done(said),
        })
    }

    fn subject(_: &Org, at: &Place<Self>) -> Option<String> {
        at.old().map(|(id, _)| id.to_string())
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<NodeEdit>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<EditPage> {
        let (t, step) = (org.t(), loaded.with.step);
        let node = loaded.was.as_ref().map(|it| &it.node);
        let kind = node.map_or(NodeKind::Service, |it| it.kind);
        let action = node.map_or_else(
            || org.to(link::NEW, ()),
            |node| edit_href(org, node.id, step),
        );
        Ok(EditPage {
            shell: shell(org, node.map_or(t.say("service.new"), |it| &it.name)),
            lead: t.say(&format!("service.lead.{}", step.code())),
            tabs: node
                .map(|node| step_tabs(org, node, step))
                .unwrap_or_default(),
            form: form(action),
            is_new: node.is_none(),
            is_last: Step::of(kind).last() == Some(&step),
            back: node.map_or_else(
                || org.to(link::LIST, ()),
                |node| org.to(link::NODE, node.id),
            ),
        })
    }
}
