//! The workspace's first page: themes by source, and where sources disagree.

use app::assessment::{Overview, sentence};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::assessment::{Disagreement, ThemeRow};
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Permission;

use super::words::{ActionRow, FindingRow};
use super::{link, words};
use crate::error::PageResult;
use crate::extract::{At, Org, Query};
use crate::kit::chart::{Matrix, MatrixRow};
use crate::kit::part::Pages;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;

/// The most themes on one page.
const THEMES: usize = 40;

/// The most disagreements shown before asking for more.
const SHOWN: usize = 12;

/// The most disagreements ever shown.
const SHOWN_ALL: usize = 300;

/// One disagreement.
struct Gap {
    sentence: String,
    title: String,
    href: String,
}

/// `GET /{org}/rounds/{round}/workspace`
#[derive(Template)]
#[template(path = "assessment/workspace.html")]
struct WorkspacePage {
    shell: Shell,
    lead: String,
    matrix: Matrix,
    has_hidden: bool,
    pages: Option<Pages>,
    gaps: Vec<Gap>,
    /// How many more disagreements there are than are shown, and where they all are.
    more: String,
    all: String,
    findings: Vec<FindingRow>,
    actions: Vec<ActionRow>,
    may_judge: bool,
    back: String,
}

/// `GET /{org}/rounds/{round}/workspace`
pub(super) async fn show(
    org: Org,
    At(id): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let view = app::assessment::overview(&org.cx, id).await?;
    let page = query.read("page").unwrap_or(1);
    Ok(Page(page_of(&org, &view, page, query.is_on("all"))).into_response())
}

fn page_of(org: &Org, view: &Overview, page: usize, wants_all: bool) -> WorkspacePage {
    let t = org.t();
    let round = &view.round;
    let may_judge = org.cx.may_in(round, Permission::Judge);
    let crumbs = [
        (t.say("assessment.round.list"), org.to(link::ROUNDS, ())),
        (round.title.as_str(), org.to(link::ROUND, round.id)),
    ];
    let total = view.total();
    let (matrix, pages) = matrix(org, view, page);
    let most = if wants_all { SHOWN_ALL } else { SHOWN };
    let left = view.disagreements.len().saturating_sub(most);
    WorkspacePage {
        shell: org
            .shell(t.say("assessment.workspace.title"), &crumbs)
            .of_round(round)
            .wide(),
        lead: t.with(
            "assessment.workspace.lead",
            &[
                ("n", &t.number(total.judged())),
                ("all", &t.number(total.criteria)),
            ],
        ),
        has_hidden: view
            .matrix
            .rows
            .iter()
            .any(|row| row.views.iter().any(|view| view.is_hidden)),
        matrix,
        pages,
        gaps: gaps(org, view, most),
        more: if left == 0 {
            String::new()
        } else {
            t.count("assessment.workspace.more-gaps", left)
        },
        all: if wants_all {
            String::new()
        } else {
            org.to(link::WORKSPACE, round.id)
                .query(&[("all", "1")])
                .fragment("disagreements")
        },
        findings: words::findings(org, round.id, &view.findings, may_judge),
        actions: words::actions(org, round.id, &view.actions, may_judge),
        may_judge,
        back: org.to(link::ROUND, round.id),
    }
}

fn matrix(org: &Org, view: &Overview, page: usize) -> (Matrix, Option<Pages>) {
    let t = org.t();
    let last = view.matrix.rows.len().div_ceil(THEMES).max(1);
    let page = page.clamp(1, last);
    let rows = view
        .matrix
        .rows
        .iter()
        .zip(&view.framework.themes)
        .skip(THEMES.saturating_mul(page.saturating_sub(1)))
        .take(THEMES)
        .map(|(row, theme)| matrix_row(org, view, row, theme))
        .collect();
    let sources = ["source.survey", "source.interview", "source.document"];
    let heads = sources.iter().map(|key| t.say(key).to_owned());
    let judged = t.say("assessment.cell.judged-head").to_owned();
    let matrix = Matrix {
        id: "matrix".to_owned(),
        caption: t.say("assessment.workspace.matrix").to_owned(),
        theme: t.say("kit.theme").to_owned(),
        sources: heads.chain(std::iter::once(judged)).collect(),
        rows,
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let pages = (last > 1).then(|| Pages::new(number(page), number(last), "?page="));
    (matrix, pages)
}

fn matrix_row(org: &Org, view: &Overview, row: &ThemeRow, theme: &Theme) -> MatrixRow {
    let t = org.t();
    let mut cells = words::cells(t, &row.views);
    let tally = view.tallies.get(&theme.id).copied().unwrap_or_default();
    cells.push(words::judged(t, &tally));
    let within = |one: &&Disagreement| theme.criteria.iter().any(|of| of.id == one.criterion);
    let widest = view.disagreements.iter().find(within);
    MatrixRow {
        label: theme.title.text(org.cx.locale()).to_owned(),
        href: org.to(link::THEME, (view.round.id, &theme.id)),
        cells,
        gap: widest
            .and_then(|one| {
                let criterion = theme.criteria.iter().find(|of| of.id == one.criterion)?;
                Some(say(org, view, criterion, one))
            })
            .unwrap_or_default(),
    }
}

fn say(org: &Org, view: &Overview, criterion: &Criterion, one: &Disagreement) -> String {
    let voices = view.voices.get(&one.criterion).copied().unwrap_or_default();
    sentence(org.t(), criterion, one, voices)
}

fn gaps(org: &Org, view: &Overview, most: usize) -> Vec<Gap> {
    let places = places(&view.framework);
    view.disagreements
        .iter()
        .take(most)
        .filter_map(|one| {
            let (theme, criterion) = places.get(one.criterion.as_str())?;
            Some(Gap {
                sentence: say(org, view, criterion, one),
                title: criterion.title.text(org.cx.locale()).to_owned(),
                href: org.to(link::CRITERION, (view.round.id, &theme.id, &criterion.id)),
            })
        })
        .collect()
}

fn places(framework: &Framework) -> std::collections::BTreeMap<&str, (&Theme, &Criterion)> {
    framework
        .criteria()
        .map(|(theme, criterion)| (criterion.id.as_str(), (theme, criterion)))
        .collect()
}
