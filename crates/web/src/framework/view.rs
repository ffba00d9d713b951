//! One framework: its themes and criteria, and what was not understood when it was loaded.

use app::Error;
use app::assessment::{Listed, frameworks, view_framework};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::framework::Theme;
use domain::identity::Permission;

use super::link;
use super::list::sentence_of;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Query};
use crate::kit::part::Pages;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// The most themes on one page.
const THEMES: usize = 20;

/// A criterion as it is shown.
struct CriterionRow {
    title: String,
    meaning: String,
}

/// A theme as it is shown.
struct ThemeRow {
    title: String,
    question: String,
    criteria: Vec<CriterionRow>,
    count: String,
}

/// `GET /{org}/frameworks/{framework}`
#[derive(Template)]
#[template(path = "framework/view.html")]
struct ViewPage {
    shell: Shell,
    title: String,
    version: String,
    provenance: String,
    count: String,
    themes: Vec<ThemeRow>,
    pages: Option<Pages>,
    unread: Vec<String>,
    unlisted: String,
    /// Empty when it cannot be removed.
    remove: String,
}

/// `GET /{org}/frameworks/{framework}`
pub(super) async fn show(
    org: Org,
    At(id): At<String>,
    Query(query): Query,
) -> PageResult<Response> {
    let t = org.t();
    let locale = org.cx.locale();
    let (framework, listed) = view_framework(&org.cx, &id).await?;
    let facts = frameworks(&org.cx).await?;
    let is_removable = org.cx.may(Permission::FrameworkLoad)
        && facts
            .iter()
            .any(|one| one.id == id && !one.is_shipped && one.rounds == 0);
    let last = framework.themes.len().div_ceil(THEMES).max(1);
    let page = query.read("page").unwrap_or(1).clamp(1, last);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let crumbs = [(t.say("framework.title"), org.to(link::LIST, ()))];
    let title = framework.title.text(locale);
    Ok(Page(ViewPage {
        shell: org.shell(title, &crumbs),
        title: title.to_owned(),
        version: framework.version.clone(),
        provenance: framework.provenance.clone(),
        count: t.count("framework.criteria", framework.criteria().count()),
        themes: framework
            .themes
            .iter()
            .skip(THEMES.saturating_mul(page.saturating_sub(1)))
            .take(THEMES)
            .map(|theme| row(&org, theme))
            .collect(),
        pages: (last > 1).then(|| Pages::new(number(page), number(last), "?page=")),
        unread: unread(&org, &listed),
        unlisted: if listed.unlisted == 0 {
            String::new()
        } else {
            t.count("framework.load.unlisted", listed.unlisted)
        },
        remove: if is_removable {
            org.to(link::REMOVE, &id)
        } else {
            String::new()
        },
    })
    .into_response())
}

fn row(org: &Org, theme: &Theme) -> ThemeRow {
    let locale = org.cx.locale();
    ThemeRow {
        title: theme.title.text(locale).to_owned(),
        question: theme.question.text(locale).to_owned(),
        count: org.t().count("framework.criteria", theme.criteria.len()),
        criteria: theme
            .criteria
            .iter()
            .map(|one| CriterionRow {
                title: one.title.text(locale).to_owned(),
                meaning: one.meaning.text(locale).to_owned(),
            })
            .collect(),
    }
}

/// What was not understood, in sentences.
fn unread(org: &Org, listed: &Listed) -> Vec<String> {
    listed
        .unread
        .iter()
        .map(|one| sentence_of(org.t(), one))
        .collect()
}

/// `POST /{org}/frameworks/{framework}/remove`
pub(super) async fn remove(org: Org, At(id): At<String>) -> PageResult<Response> {
    let notice = match app::assessment::remove_framework(&org.cx, &id).await {
        Ok(()) => Notice::done("framework.remove.done"),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::LIST, ()), &notice))
}
