//! The workspace's first page: themes by source, and where sources disagree.

use app::assessment::{Overview, sentence};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessment::{Disagreement, ThemeRow};
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Permission;
use domain::{RoundId, ThemeId};

use super::words::{ActionRow, FindingRow, Marks};
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
    /// Whether only themes in which sources disagree are shown, and where the other choice is.
    is_only: bool,
    other: String,
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
    let wanted = Wanted {
        page: query.read("page").unwrap_or(1),
        all: query.is_on("all"),
        only: query.is_on("only"),
    };
    Ok(Page(page_of(&org, &view, wanted)).into_response())
}

/// What of the workspace is asked for.
#[derive(Clone, Copy)]
struct Wanted {
    page: usize,
    /// Every disagreement in the list.
    all: bool,
    /// The themes alone in which sources disagree.
    only: bool,
}

fn page_of(org: &Org, view: &Overview, wanted: Wanted) -> WorkspacePage {
    let (t, wants_all) = (org.t(), wanted.all);
    let round = &view.round;
    let may_judge = org.cx.may_in(round, Permission::Judge);
    let crumbs = [
        (t.say("assessment.round.list"), org.to(link::ROUNDS, ())),
        (round.title.as_str(), org.to(link::ROUND, round.id)),
    ];
    let total = view.total();
    let (matrix, pages) = matrix(org, view, wanted);
    let everything = org.to(link::WORKSPACE, round.id);
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
        is_only: wanted.only,
        other: if wanted.only {
            everything
        } else {
            everything.query(&[("only", "1")])
        },
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

/// How many themes have their sentence in the matrix: where most are marked, none is.
const SAID: usize = 3;

/// The widest disagreement of a theme.
fn widest<'a>(view: &'a Overview, theme: &Theme) -> Option<&'a Disagreement> {
    let within = |one: &&Disagreement| theme.criteria.iter().any(|of| of.id == one.criterion);
    view.disagreements.iter().find(within)
}

/// The themes whose widest disagreements are widest.
fn said_of(view: &Overview) -> Vec<&ThemeId> {
    let distance = |theme: &&Theme| widest(view, theme).map(|found| found.distance);
    let mut themes: Vec<&Theme> = view.framework.themes.iter().collect();
    themes.retain(|theme| distance(theme).is_some());
    themes.sort_by(|a, b| {
        let [a, b] = [a, b].map(|theme| distance(theme).unwrap_or_default());
        b.total_cmp(&a)
    });
    themes.iter().take(SAID).map(|theme| &theme.id).collect()
}

fn matrix(org: &Org, view: &Overview, wanted: Wanted) -> (Matrix, Option<Pages>) {
    let t = org.t();
    let all = view.matrix.rows.iter().zip(&view.framework.themes);
    let shown: Vec<(&ThemeRow, &Theme)> = all
        .filter(|(_, theme)| !wanted.only || widest(view, theme).is_some())
        .collect();
    let last = shown.len().div_ceil(THEMES).max(1);
    let page = wanted.page.clamp(1, last);
    let said = said_of(view);
    let rows = shown
        .into_iter()
        .skip(THEMES.saturating_mul(page.saturating_sub(1)))
        .take(THEMES)
        .map(|(row, theme)| matrix_row(org, view, (row, theme), said.contains(&&theme.id)))
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
    let before = if wanted.only {
        "?only=1&page="
    } else {
        "?page="
    };
    let pages = (last > 1).then(|| Pages::new(number(page), number(last), before));
    (matrix, pages)
}

fn matrix_row(
    org: &Org,
    view: &Overview,
    (row, theme): (&ThemeRow, &Theme),
    is_said: bool,
) -> MatrixRow {
    let t = org.t();
    let widest = widest(view, theme);
    let mut cells = words::cells(t, &row.views, (row.lowest, Marks::THEME));
    let tally = view.tallies.get(&theme.id).copied().unwrap_or_default();
    cells.push(words::judged(t, &tally));
    MatrixRow {
        label: theme.title.text(org.cx.locale()).to_owned(),
        href: org.to(link::THEME, (view.round.id, &theme.id)),
        cells,
        gap: widest
            .filter(|_| is_said)
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
