//! A new interview, and the facts of one.

use app::Outcome;
use app::interview::save_facts;
use askama::Template;
use axum::response::Response;
use domain::interview::{Interview, InterviewState};
use domain::{InterviewId, RoundId};

use super::frame::{shell_under_list, tabs};
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::form::{Desk, Done, FormView, Loaded, Place, Spot};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};

/// What can be done to an interview that exists.
struct Known {
    tabs: Vec<Tab>,
    toggle: String,
    remove: String,
    is_done: bool,
}

/// `GET /{org}/rounds/{round}/interviews/new` and `GET /{org}/rounds/{round}/interviews/{interview}/facts`
#[derive(Template)]
#[template(path = "interview/facts.html")]
pub(super) struct FactsPage {
    shell: Shell,
    known: Option<Known>,
    form: FormView,
    back: String,
}

/// The form of an interview's facts.
pub(super) struct Interviews;

impl Desk for Interviews {
    type Form = Interview;
    type New = RoundId;
    type Old = (RoundId, InterviewId);
    type Page = FactsPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Interview>> {
        Ok(match at {
            Spot::New(round) => Loaded {
                was: None,
                with: app::assessment::round(&org.cx, *round).await?,
            },
            Spot::Old((round, id)) => {
                let opened = app::interview::open(&org.cx, *round, *id).await?;
                Loaded {
                    was: Some(opened.listed.interview),
                    with: opened.round,
                }
            }
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Interview) -> Outcome<Done> {
        save_facts(&org.cx, &value).await?;
        let said = match at {
            Spot::New(_) => "interview.new.done",
            Spot::Old(_) => "interview.facts.saved",
        };
        Ok(Done {
            to: org.to(link::NOTES, (value.round, value.id)),
            notice: Notice::done(said),
        })
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<Interview>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<FactsPage> {
        let (t, round) = (org.t(), &loaded.with);
        let Some(one) = &loaded.was else {
            return Ok(FactsPage {
                shell: shell_under_list(org, round, t.say("interview.new.title")),
                known: None,
                form: form(org.to(link::NEW, round.id)),
                back: org.to(link::LIST, round.id),
            });
        };
        let at = (round.id, one.id);
        let is_done = one.state == InterviewState::Done;
        let toggle = if is_done { link::REOPEN } else { link::DONE };
        Ok(FactsPage {
            shell: shell_under_list(org, round, &one.title),
            known: Some(Known {
                tabs: tabs(org, round, one.id, link::FACTS),
                toggle: org.to(toggle, at),
                remove: org.to(link::REMOVE, at),
                is_done,
            }),
            form: form(org.to(link::FACTS, at)),
            back: org.to(link::NOTES, at),
        })
    }
}

type Here = (RoundId, InterviewId);

/// `POST /{org}/rounds/{round}/interviews/{interview}/done`
pub(super) async fn done(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    app::interview::set_done(&org.cx, round, id, true).await?;
    let notice = Notice::done("interview.done").with_undo(&org.to(link::REOPEN, (round, id)));
    Ok(go_with(&org.to(link::LIST, round), &notice))
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/reopen`
pub(super) async fn reopen(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    app::interview::set_done(&org.cx, round, id, false).await?;
    let notice = Notice::done("interview.reopened");
    Ok(go_with(&org.to(link::TURNS, (round, id)), &notice))
}
