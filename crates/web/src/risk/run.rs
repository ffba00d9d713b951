//! Long simulations: begun and stopped.

use app::Outcome;
use app::form::Typed;
use app::risk::RunRequest;
use axum::response::Response;

use super::analysis::{self, AnalysisPage};
use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Buttons, Desk, Done, FormView, Loaded, Place};
use crate::page::flash::{Notice, go_with};

/// The form that begins a simulation, on the analyst's page.
pub(super) struct Begin;

impl Desk for Begin {
    type Form = RunRequest;
    type New = ();
    type Old = ();
    type Page = AnalysisPage;

    async fn load(_: &Org, _: &Place<Self>) -> Outcome<Loaded<RunRequest>> {
        Ok(Loaded {
            was: None,
            with: (),
        })
    }

    fn begin(_: &Org, _: &Typed, _: &Loaded<RunRequest>) -> Option<Typed> {
        Some(Typed::of(&[("terms", "1000000"), ("seed", "1")]))
    }

    async fn save(org: &Org, _: &Place<Self>, value: RunRequest) -> Outcome<Done> {
        app::risk::begin(&org.cx, value).await?;
        Ok(Done {
            to: org.to(link::ANALYSIS, ()),
            notice: Notice::done("risk.run.begun"),
        })
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        _: &Loaded<RunRequest>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<AnalysisPage> {
        let form = form(org.to(link::ANALYSIS, ()));
        analysis::page(
            org,
            form.with_buttons(Buttons::saying(org.t().say("risk.run.begin"))),
        )
        .await
    }
}

/// `POST /{org}/risk/runs/stop`
pub(super) async fn stop(org: Org) -> PageResult<Response> {
    app::risk::stop(&org.cx).await?;
    let to = org.to(link::ANALYSIS, ());
    Ok(go_with(&to, &Notice::done("risk.run.stopping")))
}
