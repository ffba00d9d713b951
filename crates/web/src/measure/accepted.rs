//! Accepted risks: who bears what until when, those that must be decided again first.

use app::Outcome;
use app::form::Typed;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::measure::Acceptance;
use domain::service::Register;

use super::frame::{shell, tabs};
use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{
    Desk, Done, FormPage, FormView, Loaded, Place, Removable, Removal, Restorable, Spot,
};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::Notice;

struct Row {
    subject: String,
    href: String,
    service: String,
    by: String,
    until: String,
    is_over: bool,
    reason: String,
}

/// `GET /{org}/measures/accepted`
#[derive(Template)]
#[template(path = "measure/accepted.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    new: String,
}

fn service(register: &Register, one: &Acceptance) -> String {
    let node = one.service.and_then(|id| register.node(id));
    node.map_or_else(|| "–".to_owned(), |node| node.name.clone())
}

fn row(org: &Org, register: &Register, one: &Acceptance) -> Row {
    let t = org.t();
    Row {
        subject: one.subject.to_string(),
        href: if org.cx.may(Permission::RiskDecide) {
            org.to(link::ACCEPTANCE, &one.id)
        } else {
            String::new()
        },
        service: service(register, one),
        by: t.with(
            "risk.accept.by-on",
            &[("by", &one.accepted_by), ("day", &t.date(one.accepted_on))],
        ),
        until: t.date(one.until),
        is_over: one.is_over(org.cx.today()),
        reason: one.reason.clone(),
    }
}

/// `GET /{org}/measures/accepted`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let all = app::measure::acceptances(&org.cx).await?;
    let register = app::service::register(&org.cx).await?;
    let may_decide = org.cx.may(Permission::RiskDecide);
    Ok(Page(ListPage {
        shell: shell(&org, org.t().say("measure.tab.accepted")),
        tabs: tabs(&org, link::ACCEPTED),
        rows: all.iter().map(|one| row(&org, &register, one)).collect(),
        new: if may_decide {
            org.to(link::NEW_ACCEPTANCE, ())
        } else {
            String::new()
        },
    })
    .into_response())
}

/// The form of an accepted risk.
pub(super) struct Accepted;

impl Desk for Accepted {
    type Form = Acceptance;
    type New = ();
    type Old = String;
    type Page = FormPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Acceptance>> {
        let register = app::service::register(&org.cx).await?;
        let services = register
            .services()
            .map(|it| (it.id, it.id, it.name.clone()));
        Ok(Loaded {
            with: app::form::offers(services),
            was: match at {
                Spot::New(()) => None,
                Spot::Old(id) => Some(app::measure::acceptance(&org.cx, id).await?),
            },
        })
    }

    fn begin(org: &Org, _: &Typed, _: &Loaded<Acceptance>) -> Option<Typed> {
        let today = org.cx.today().to_string();
        Some(Typed::of(&[("accepted_on", &today)]))
    }

    async fn save(org: &Org, _: &Place<Self>, value: Acceptance) -> Outcome<Done> {
        app::measure::accept(&org.cx, &value).await?;
        Ok(Done {
            to: org.to(link::ACCEPTED, ()),
            notice: Notice::done("risk.accept.saved"),
        })
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        _: &Loaded<Acceptance>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FormPage> {
        let t = org.t();
        let (title, form) = match at {
            Spot::New(()) => ("risk.accept.new", form(org.to(link::NEW_ACCEPTANCE, ()))),
            Spot::Old(id) => {
                let removal = Removal {
                    action: org.to(link::REMOVE_ACCEPTANCE, id),
                    title: t.say("risk.accept.remove"),
                    text: t.say("risk.accept.remove-text"),
                    label: t.say("risk.accept.remove"),
                };
                let form = form(org.to(link::ACCEPTANCE, id));
                ("risk.accept.edit", form.with_removal(Some(removal)))
            }
        };
        let crumbs = [
            (t.say("measure.title"), org.to(link::BUDGET, ())),
            (t.say("measure.tab.accepted"), org.to(link::ACCEPTED, ())),
        ];
        Ok(FormPage {
            shell: org.shell(t.say(title), &crumbs),
            lead: t.say("risk.accept.form-lead").to_owned(),
            form,
        })
    }
}

impl Removable for Accepted {
    async fn remove(org: &Org, id: &String, revision: i64) -> Outcome<Done> {
        app::measure::remove_acceptance(&org.cx, id, revision).await?;
        Ok(Done {
            to: org.to(link::ACCEPTED, ()),
            notice: Notice::done("risk.accept.removed")
                .with_undo(&org.to(link::RESTORE_ACCEPTANCE, id)),
        })
    }

    fn kept(org: &Org, _: &String) -> String {
        org.to(link::ACCEPTED, ())
    }
}

impl Restorable for Accepted {
    async fn restore(org: &Org, id: &String) -> Outcome<Done> {
        app::measure::restore_acceptance(&org.cx, id).await?;
        Ok(Done {
            to: org.to(link::ACCEPTED, ()),
            notice: Notice::done("risk.accept.restored"),
        })
    }
}
