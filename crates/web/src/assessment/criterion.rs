//! A criterion in the workspace: what each source says, the judgement, findings and measures.

use app::assessment::{CriterionView, JudgementDraft, sentence};
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::framework::{Criterion, Reference, Source};
use domain::identity::Permission;
use domain::survey::Level;
use i18n::Texts;

use super::theme::{Said, said};
use super::words::{FindingRow, MeasureRow, Written};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::chart::Cell;
use crate::kit::part::{Choice, Difference};
use crate::kit::shell::Shell;
use crate::link::{Link, Tail};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// A document that gives evidence.
struct DocumentRow {
    title: String,
    href: String,
    state: String,
    level: Level,
    facts: Vec<String>,
    note: Option<Written>,
}

/// One source's cell with its name.
struct SourceRow {
    name: &'static str,
    cell: Cell,
    is_fed: bool,
}

/// What the levels mean for a criterion, and what it refers to.
struct Scale {
    fully: String,
    partly: String,
    references: Vec<String>,
}

fn scale(t: Texts, criterion: &Criterion) -> Scale {
    let own = criterion.leadership.as_ref();
    let locale = t.locale();
    Scale {
        fully: own.map_or("", |one| one.fully.text(locale)).to_owned(),
        partly: own.map_or("", |one| one.partly.text(locale)).to_owned(),
        references: criterion
            .references
            .iter()
            .map(|one| reference(t, one))
            .collect(),
    }
}

/// The judgement as it stands, for those who only read.
struct Judged {
    level: Level,
    rationale: Written,
}

/// `GET /{org}/rounds/{round}/workspace/{theme}/{criterion}`
#[derive(Template)]
#[template(path = "assessment/criterion.html")]
struct CriterionPage {
    shell: Shell,
    title: String,
    meaning: String,
    theme: String,
    position: String,
    before: String,
    after: String,
    back: String,
    scale: Scale,
    sources: Vec<SourceRow>,
    gap: String,
    passages: Vec<Said>,
    documents: Vec<DocumentRow>,
    suggestion: Option<Level>,
    earlier: Option<Level>,
    judged: Option<Judged>,
    may_judge: bool,
    fields: Fields,
    levels: Vec<Choice>,
    classes: Vec<Choice>,
    problems: Problems,
    conflict: Vec<Difference>,
    findings: Vec<FindingRow>,
    measures: Vec<MeasureRow>,
    new_finding: String,
    new_measure: String,
}

/// `GET /{org}/rounds/{round}/workspace/{theme}/{criterion}`
pub(super) async fn show(
    org: Org,
    At((id, theme, criterion)): At<(RoundId, String, String)>,
) -> PageResult<Response> {
    let view = app::assessment::criterion(&org.cx, id, &theme, &criterion).await?;
    let fields = stored(&org, &view);
    Ok(Page(page_of(&org, &view, fields, &Invalid::default())).into_response())
}

/// The form as stored. Nothing is chosen before somebody has judged.
fn stored(org: &Org, view: &CriterionView) -> Fields {
    let Some(judgement) = &view.judgement else {
        return Fields::of(&[("revision", "0"), ("publicity", "internal")]);
    };
    let rationale = app::assessment::shown(&org.cx, &judgement.rationale);
    Fields::of(&[
        ("level", judgement.level.code()),
        ("rationale", rationale.unwrap_or_default()),
        ("publicity", judgement.rationale.publicity().code()),
        ("ground", &judgement.ground),
        ("revision", &judgement.revision.to_string()),
    ])
}

fn page_of(org: &Org, view: &CriterionView, fields: Fields, invalid: &Invalid) -> CriterionPage {
    let (t, locale, id) = (org.t(), org.cx.locale(), view.round.id);
    let criterion = &view.criterion;
    let title = criterion.title.text(locale);
    let may_judge = org.cx.may_in(&view.round, Permission::Judge);
    let near = |one: &Option<(String, String)>| {
        one.as_ref()
            .map(|(theme, criterion)| org.to(link::CRITERION, (id, theme, criterion)))
            .unwrap_or_default()
    };
    let (number, all) = view.position;
    CriterionPage {
        shell: shell(org, view, title),
        title: title.to_owned(),
        meaning: criterion.meaning.text(locale).to_owned(),
        theme: view.theme.title.text(locale).to_owned(),
        position: t.with(
            "assessment.criterion.position",
            &[("n", &t.number(number)), ("all", &t.number(all))],
        ),
        before: near(&view.before),
        after: near(&view.after),
        back: org.to(link::THEME, (id, &view.theme.id)),
        scale: scale(t, criterion),
        sources: sources(t, view),
        gap: gap(t, view),
        passages: view.passages.iter().map(|pair| said(org, pair)).collect(),
        documents: documents(org, view),
        suggestion: view.suggestion,
        earlier: view.earlier,
        judged: view.judgement.as_ref().map(|one| Judged {
            level: one.level,
            rationale: words::written(org, &one.rationale, &one.ground),
        }),
        may_judge,
        levels: level_choices(t, &fields),
        classes: words::publicity_choices(t, &fields),
        fields,
        problems: Problems::new(t, invalid),
        conflict: Vec::new(),
        findings: words::findings(org, id, &view.findings, may_judge),
        measures: words::measures(org, id, &view.actions, may_judge),
        new_finding: add(org, view, link::NEW_FINDING),
        new_measure: add(org, view, link::NEW_MEASURE),
    }
}

fn gap(t: Texts, view: &CriterionView) -> String {
    view.disagreement
        .as_ref()
        .map(|(found, voices)| sentence(t, &view.criterion, found, *voices))
        .unwrap_or_default()
}

fn shell(org: &Org, view: &CriterionView, title: &str) -> Shell {
    let space = org.to(link::WORKSPACE, view.round.id);
    let theme = org.to(link::THEME, (view.round.id, &view.theme.id));
    let crumbs = [
        (
            view.round.title.as_str(),
            org.to(link::ROUND, view.round.id),
        ),
        (org.t().say("assessment.workspace.title"), space),
        (view.theme.title.text(org.cx.locale()), theme),
    ];
    org.shell(title, &crumbs).of_round(&view.round)
}

fn add(org: &Org, view: &CriterionView, kind: Link<RoundId>) -> String {
    let spot = [("theme", &view.theme.id), ("criterion", &view.criterion.id)];
    org.to(kind, view.round.id).query(&spot)
}

fn sources(t: Texts, view: &CriterionView) -> Vec<SourceRow> {
    Source::ALL
        .iter()
        .zip(&view.views)
        .map(|(source, one)| SourceRow {
            name: t.say(&format!("source.{}", source.code())),
            cell: words::cell(t, *source, one),
            is_fed: view.criterion.is_fed_by(*source),
        })
        .collect()
}

/// A reference in words: the law or framework and the place in it.
fn reference(t: Texts, one: &Reference) -> String {
    let key = format!("assessment.reference.{}", one.framework.replace('.', "-"));
    let name = if t.has(&key) {
        t.say(&key)
    } else {
        &one.framework
    };
    format!("{name} {}", one.id)
}

fn level_choices(t: Texts, fields: &Fields) -> Vec<Choice> {
    Level::ALL
        .iter()
        .map(|level| {
            Choice::new(level.code(), words::level(t, *level)).chosen_if(fields.text("level"))
        })
        .collect()
}

fn documents(org: &Org, view: &CriterionView) -> Vec<DocumentRow> {
    let t = org.t();
    view.documents
        .iter()
        .map(|one| {
            let review = &one.review;
            let title = content::document(&review.document)
                .map_or(review.title.as_str(), |known| {
                    known.title.text(org.cx.locale())
                });
            let mut facts = Vec::new();
            if let Some(day) = review.approved_on {
                facts.push(t.with("assessment.document.approved", &[("date", &t.date(day))]));
            }
            if let Some(day) = review.tested_on {
                facts.push(t.with("assessment.document.tested", &[("date", &t.date(day))]));
            }
            let note = domain::Classified::new(review.note.clone(), review.publicity);
            let has_note = one.is_note_hidden || !review.note.is_empty();
            DocumentRow {
                title: title.to_owned(),
                href: org.to(
                    crate::document::link::DOCUMENT,
                    (view.round.id, &review.document),
                ),
                state: t
                    .say(&format!("assessment.document.{}", review.state.code()))
                    .to_owned(),
                level: one.level,
                facts,
                note: has_note.then(|| words::written(org, &note, &review.ground)),
            }
        })
        .collect()
}

fn draft(fields: &Fields) -> JudgementDraft {
    JudgementDraft {
        level: fields.text("level").to_owned(),
        rationale: fields.text("rationale").to_owned(),
        publicity: fields.text("publicity").to_owned(),
        ground: fields.text("ground").to_owned(),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// `POST /{org}/rounds/{round}/workspace/{theme}/{criterion}`
pub(super) async fn save(
    org: Org,
    At((id, theme, criterion)): At<(RoundId, String, String)>,
    fields: Fields,
) -> PageResult<Response> {
    let done = app::assessment::judge(&org.cx, id, &criterion, &draft(&fields)).await;
    let view = app::assessment::criterion(&org.cx, id, &theme, &criterion).await?;
    let here = org.to(link::CRITERION, (id, &theme, &criterion));
    match done {
        Ok(()) => {
            let next = view.after.filter(|_| fields.text("then") == "next");
            let to = next.map_or(here, |(theme, criterion)| {
                org.to(link::CRITERION, (id, &theme, &criterion))
            });
            Ok(go_with(&to, &Notice::done("assessment.judgement.saved")))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page_of(&org, &view, fields, &invalid))),
        Err(Error::Conflict) => Ok(conflict(&org, &view, &fields)),
        Err(Error::Refused(key)) => {
            let page = page_of(&org, &view, fields, &Invalid::field("level", key));
            Ok(mend(page))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// Both versions side by side; what the person typed stays in the form, and saving again is a
/// choice made with both in sight.
fn conflict(org: &Org, view: &CriterionView, typed: &Fields) -> Response {
    let t = org.t();
    let saved = stored(org, view);
    let word = |fields: &Fields| {
        Level::from_code(fields.text("level")).map_or("", |level| words::level(t, level))
    };
    let pair = |key: &str, mine: String, saved: String| Difference {
        label: t.say(key).to_owned(),
        differs: mine != saved,
        mine,
        saved,
    };
    let rationale = view.judgement.as_ref().map_or_else(String::new, |one| {
        words::written(org, &one.rationale, &one.ground).text
    });
    let differences = vec![
        pair(
            "assessment.judgement.level",
            word(typed).to_owned(),
            word(&saved).to_owned(),
        ),
        pair(
            "assessment.judgement.rationale",
            typed.text("rationale").trim().replace("\r\n", "\n"),
            rationale,
        ),
        pair(
            "assessment.publicity.label",
            words::class_word(t, typed),
            words::class_word(t, &saved),
        ),
    ];
    let fields = Fields::of(&[
        ("level", typed.text("level")),
        ("rationale", typed.text("rationale")),
        ("publicity", typed.text("publicity")),
        ("ground", typed.text("ground")),
        ("revision", saved.text("revision")),
    ]);
    let page = CriterionPage {
        conflict: differences,
        ..page_of(org, view, fields, &Invalid::default())
    };
    (StatusCode::CONFLICT, Page(page)).into_response()
}
