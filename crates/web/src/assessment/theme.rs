//! A theme in the workspace: its criteria with what each source says.

use app::assessment::{CriterionRow, ThemeView, sentence, suggestion};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::survey::Level;
use domain::{RoundId, ThemeId};

use super::words::{ActionRow, FindingRow, Marks};
use super::{link, words};
use crate::error::PageResult;
use crate::extract::{At, Org, Query};
use crate::kit::chart::{Cell, Matrix, MatrixRow};
use crate::kit::part::Pages;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;

/// A quote on the theme at large.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) source: String,
    pub(super) level: Level,
    pub(super) is_quotable: bool,
}

/// `GET /{org}/rounds/{round}/workspace/{theme}`
#[derive(Template)]
#[template(path = "assessment/theme.html")]
struct ThemePage {
    shell: Shell,
    title: String,
    question: String,
    progress: String,
    matrix: Matrix,
    pages: Option<Pages>,
    said: Vec<Said>,
    findings: Vec<FindingRow>,
    actions: Vec<ActionRow>,
    new_finding: String,
    new_action: String,
    before: String,
    after: String,
    workspace: String,
}

/// `GET /{org}/rounds/{round}/workspace/{theme}`
pub(super) async fn show(
    org: Org,
    At((id, theme)): At<(RoundId, ThemeId)>,
    Query(query): Query,
) -> PageResult<Response> {
    let page = query.read("page").unwrap_or(1);
    let view = app::assessment::theme(&org.cx, id, &theme, page).await?;
    Ok(Page(page_of(&org, &view)).into_response())
}

fn page_of(org: &Org, view: &ThemeView) -> ThemePage {
    let (t, locale, id) = (org.t(), org.cx.locale(), view.round.id);
    let title = view.theme.title.text(locale);
    let crumbs = [
        (view.round.title.as_str(), org.to(link::ROUND, id)),
        (
            t.say("assessment.workspace.title"),
            org.to(link::WORKSPACE, id),
        ),
    ];
    let (all, judged) = view.criteria;
    let may_judge = org.cx.may_in(&view.round, Permission::Judge);
    let near = |one: &Option<ThemeId>| {
        one.as_ref()
            .map(|theme| org.to(link::THEME, (id, theme)))
            .unwrap_or_default()
    };
    let add = |kind| {
        if may_judge {
            org.to(kind, id)
                .query(&[("theme", &view.theme.id.as_str())])
        } else {
            String::new()
        }
    };
    ThemePage {
        shell: org.shell(title, &crumbs).of_round(&view.round).wide(),
        title: title.to_owned(),
        question: view.theme.question.text(locale).to_owned(),
        progress: t.with(
            "assessment.cell.judged",
            &[("n", &t.number(judged)), ("all", &t.number(all))],
        ),
        matrix: matrix(org, view),
        pages: (view.last > 1).then(|| Pages::new(view.page, view.last, "?page=")),
        said: view.passages.iter().map(|pair| said(org, pair)).collect(),
        findings: words::findings(org, id, &view.findings, may_judge),
        actions: words::actions(org, id, &view.actions, may_judge),
        new_finding: add(link::NEW_FINDING),
        new_action: add(link::NEW_ACTION),
        before: near(&view.before),
        after: near(&view.after),
        workspace: org.to(link::WORKSPACE, id),
    }
}

fn matrix(org: &Org, view: &ThemeView) -> Matrix {
    let t = org.t();
    let heads = [
        "source.survey",
        "source.interview",
        "source.document",
        "assessment.judgement.head",
    ];
    Matrix {
        id: "criteria".to_owned(),
        caption: t.say("assessment.theme.criteria").to_owned(),
        theme: t.say("assessment.theme.criterion").to_owned(),
        sources: heads.iter().map(|key| t.say(key).to_owned()).collect(),
        rows: view
            .rows
            .iter()
            .map(|row| matrix_row(org, view, row))
            .collect(),
    }
}

fn matrix_row(org: &Org, view: &ThemeView, row: &CriterionRow) -> MatrixRow {
    let t = org.t();
    let found = row.disagreement.as_ref();
    let lowest = found.map(|(found, _)| (found.lower, found.distance));
    let mut cells = words::cells(t, &row.views, (lowest, Marks::CRITERION));
    cells.push(judgement_cell(org, row));
    let criterion = &row.criterion;
    MatrixRow {
        label: criterion.title.text(org.cx.locale()).to_owned(),
        href: org.to(
            link::CRITERION,
            (view.round.id, &view.theme.id, &criterion.id),
        ),
        cells,
        gap: row
            .disagreement
            .as_ref()
            .map(|(found, voices)| sentence(t, criterion, found, *voices))
            .unwrap_or_default(),
    }
}

fn judgement_cell(org: &Org, row: &CriterionRow) -> Cell {
    let t = org.t();
    let Some(level) = row.level else {
        let more = suggestion(&row.views).map(|level| {
            let word = words::level(t, level);
            t.with("assessment.judgement.points-at", &[("level", &word)])
        });
        return Cell {
            word: t.say("assessment.cell.not-judged").to_owned(),
            more: more.into_iter().collect(),
            ..Cell::default()
        };
    };
    Cell {
        level: level.share(),
        word: words::level(t, level).to_owned(),
        ..Cell::default()
    }
}

/// What someone said: the edited quote where there is one, else the passage.
pub(super) fn said(
    org: &Org,
    (passage, interview): &(domain::interview::Passage, domain::interview::Interview),
) -> Said {
    let text = if passage.quote.is_empty() {
        &passage.excerpt
    } else {
        &passage.quote
    };
    let role = content::guide(&interview.guide)
        .map(|guide| guide.title.text(org.cx.locale()))
        .unwrap_or_default();
    let source = if org.cx.may(Permission::InterviewRead) || role.is_empty() {
        interview.title.clone()
    } else {
        role.to_owned()
    };
    Said {
        text: text.clone(),
        source,
        level: passage.level,
        is_quotable: passage.is_quotable,
    }
}
