//! What the council tolerates: a line of at most three losses.

use app::Outcome;
use askama::Template;
use domain::identity::Permission;
use domain::risk::Appetite;

use super::frame::{shell, tabs};
use super::{charts, link};
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place};
use crate::kit::chart::Curve;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::Notice;

/// `GET /{org}/risk/limits`
#[derive(Template)]
#[template(path = "risk/limits.html")]
pub(super) struct LimitsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    curve: Option<Curve>,
    texts: Vec<String>,
    may_write: bool,
    form: FormView,
}

/// The form of the limits.
pub(super) struct Limits;

impl Desk for Limits {
    type Form = Appetite;
    type New = ();
    type Old = ();
    type Page = LimitsPage;

    async fn load(org: &Org, _: &Place<Self>) -> Outcome<Loaded<Appetite>> {
        Ok(Loaded {
            was: Some(app::risk::appetite(&org.cx).await?),
            with: (),
        })
    }

    async fn save(org: &Org, _: &Place<Self>, value: Appetite) -> Outcome<Done> {
        app::risk::set_appetite(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::LIMITS, ()),
            notice: Notice::done("risk.limit.saved"),
        })
    }

    fn subject(_: &Org, _: &Place<Self>) -> Option<String> {
        Some(app::risk::APPETITE.to_owned())
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<Appetite>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<LimitsPage> {
        let t = org.t();
        let computed = app::risk::computed(&org.cx).await?;
        let limits = loaded.was.as_ref().map_or(&[][..], |it| &it.limits);
        let numbers = &computed.numbers;
        let has_services = !computed.built.services.is_empty();
        let text = |limit| charts::limit_text(t, numbers, limit);
        Ok(LimitsPage {
            shell: shell(org, t.say("risk.tab.limits")),
            tabs: tabs(org, link::LIMITS),
            curve: has_services.then(|| charts::curve(t, numbers, limits)),
            texts: limits.iter().map(text).collect(),
            may_write: org.cx.may(Permission::RiskDecide),
            form: form(org.to(link::LIMITS, ())),
        })
    }
}
