//! What the council tolerates: a line of at most three losses.

use app::risk::AppetiteDraft;
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::risk::Appetite;
use i18n::Texts;

use super::frame::{shell, tabs};
use super::{charts, link};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Problems};
use crate::kit::chart::Curve;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// Rows of the form.
const ROWS: usize = 3;

/// One limit of the form: its legend, and name and text of its fields.
struct Row {
    legend: String,
    euros: (String, String),
    share: (String, String),
}

/// `GET /{org}/risk/limits`
#[derive(Template)]
#[template(path = "risk/limits.html")]
struct LimitsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    curve: Option<Curve>,
    texts: Vec<String>,
    rows: Vec<Row>,
    revision: i64,
    may_write: bool,
    action: String,
    problems: Problems,
    conflict: &'static str,
}

fn rows(t: Texts, draft: &AppetiteDraft) -> Vec<Row> {
    let mut limits = draft.limits.clone();
    limits.resize(ROWS, (String::new(), String::new()));
    let row = |(n, (euros, share)): (usize, (String, String))| Row {
        legend: t.with("risk.limit.row", &[("n", &(n + 1))]),
        euros: (format!("euros-{n}"), euros),
        share: (format!("share-{n}"), share),
    };
    limits.into_iter().enumerate().map(row).collect()
}

fn stored(appetite: &Appetite) -> AppetiteDraft {
    let text =
        |limit: &domain::risk::LossLimit| (limit.euros.to_string(), limit.of_hundred.to_string());
    AppetiteDraft {
        limits: appetite.limits.iter().map(text).collect(),
        revision: appetite.revision,
    }
}

async fn page(org: &Org, draft: &AppetiteDraft, invalid: &Invalid) -> PageResult<LimitsPage> {
    let t = org.t();
    let reckoning = app::risk::reckoning(&org.cx).await?;
    let appetite = app::risk::appetite(&org.cx).await?;
    let numbers = &reckoning.numbers;
    let has_services = !reckoning.built.services.is_empty();
    Ok(LimitsPage {
        shell: shell(org, t.say("risk.tab.limits")),
        tabs: tabs(org, link::LIMITS),
        curve: has_services.then(|| charts::curve(t, numbers, &appetite.limits)),
        texts: appetite
            .limits
            .iter()
            .map(|limit| charts::limit_text(t, numbers, limit))
            .collect(),
        rows: rows(t, draft),
        revision: draft.revision,
        may_write: org.cx.may(Permission::RiskDecide),
        action: org.to(link::LIMITS, ()),
        problems: Problems::new(t, invalid),
        conflict: "",
    })
}

/// `GET /{org}/risk/limits`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let draft = stored(&app::risk::appetite(&org.cx).await?);
    Ok(Page(page(&org, &draft, &Invalid::default()).await?).into_response())
}

fn draft(fields: &Fields) -> AppetiteDraft {
    let row = |n: usize| {
        let text = |name: &str| fields.text(&format!("{name}-{n}")).to_owned();
        (text("euros"), text("share"))
    };
    AppetiteDraft {
        limits: (0..ROWS).map(row).collect(),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `POST /{org}/risk/limits`
pub(super) async fn save(org: Org, fields: Fields) -> PageResult<Response> {
    let draft = draft(&fields);
    match app::risk::set_appetite(&org.cx, &draft).await {
        Ok(()) => {
            let to = org.to(link::LIMITS, ());
            Ok(go_with(&to, &Notice::done("risk.limit.saved")))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, &draft, &invalid).await?)),
        Err(Error::Conflict) => {
            let revision = app::risk::appetite(&org.cx).await?.revision;
            let seen = AppetiteDraft { revision, ..draft };
            let page = LimitsPage {
                conflict: org.t().say("risk.limit.conflict"),
                ..page(&org, &seen, &Invalid::default()).await?
            };
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(other) => Err(PageError::from(other)),
    }
}
