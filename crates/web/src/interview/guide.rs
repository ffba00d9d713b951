//! A guide, on screen and on paper.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{Locale, RoundId, ThemeId};

use super::frame::shell_under_list;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org};
use crate::kit::shell::Shell;
use crate::page::Page;

/// A question with what to ask further.
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) probes: Vec<String>,
    pub(super) themes: String,
}

/// A guide in one language.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) purpose: String,
    pub(super) opening: String,
    pub(super) closing: String,
    pub(super) minutes: String,
    pub(super) questions: Vec<Asked>,
}

/// `GET /{org}/rounds/{round}/interviews/guides/{guide}`
#[derive(Template)]
#[template(path = "interview/guide.html")]
struct GuidePage {
    shell: Shell,
    told: Told,
}

/// The guide in the person's language.
pub(super) fn told(org: &Org, id: &str) -> Option<Told> {
    let locale = org.cx.locale();
    let guide = content::guide(id)?;
    let questions = guide.questions.iter().map(|question| Asked {
        text: question.text.text(locale).to_owned(),
        probes: question
            .probes
            .iter()
            .map(|probe| probe.text(locale).to_owned())
            .collect(),
        themes: org.t().list(&theme_names(&question.themes, locale)),
    });
    Some(Told {
        title: guide.title.text(locale).to_owned(),
        purpose: guide.purpose.text(locale).to_owned(),
        opening: guide.opening.text(locale).to_owned(),
        closing: guide.closing.text(locale).to_owned(),
        minutes: org.t().count("common.minutes", i64::from(guide.minutes)),
        questions: questions.collect(),
    })
}

/// Guides speak of the shipped framework's themes.
fn theme_names(ids: &[ThemeId], locale: Locale) -> Vec<&'static str> {
    let names = ids.iter().map(|id| content::theme_title(id, locale));
    names.collect()
}

/// `GET /{org}/rounds/{round}/interviews/guides/{guide}`
pub(super) async fn show(
    org: Org,
    At((round, guide)): At<(RoundId, String)>,
) -> PageResult<Response> {
    let found = app::interview::list(&org.cx, round).await?.round;
    let told = told(&org, &guide).ok_or(PageError::NotFound)?;
    Ok(Page(GuidePage {
        shell: shell_under_list(&org, &found, &told.title),
        told,
    })
    .into_response())
}
