//! A criterion in the workspace: what each source says, the judgement, findings and actions.

use app::assessment::{CriterionView, Judging, sentence};
use app::{Error, Outcome};
use askama::Template;
use domain::framework::{Criterion, Reference, Source};
use domain::identity::Permission;
use domain::survey::Level;
use domain::text::Title;
use domain::{CriterionId, RoundId, ThemeId};
use i18n::Texts;

use super::theme::{Said, said};
use super::words::{ActionRow, FindingRow, Written};
use super::{link, words};
use crate::error::PageResult;
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place};
use crate::kit::chart::Cell;
use crate::kit::shell::Shell;
use crate::link::{Link, Tail};
use crate::page::flash::Notice;

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
pub(super) struct CriterionPage {
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
    form: FormView,
    findings: Vec<FindingRow>,
    actions: Vec<ActionRow>,
    new_finding: String,
    new_action: String,
}

fn page_of(org: &Org, view: &CriterionView, form: FormView) -> CriterionPage {
    let (t, locale, id) = (org.t(), org.cx.locale(), view.round.id);
    let criterion = &view.criterion;
    let title = criterion.title.text(locale);
    let may_judge = org.cx.may_in(&view.round, Permission::Judge);
    let near = |one: &Option<(ThemeId, CriterionId)>| {
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
            rationale: words::written(org, one.rationale.text(), one.rationale.ground()),
        }),
        may_judge,
        form,
        findings: words::findings(org, id, &view.findings, may_judge),
        actions: words::actions(org, id, &view.actions, may_judge),
        new_finding: add(org, view, link::NEW_FINDING),
        new_action: add(org, view, link::NEW_ACTION),
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
    let spot = [
        ("theme", view.theme.id.as_str()),
        ("criterion", view.criterion.id.as_str()),
    ];
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

fn documents(org: &Org, view: &CriterionView) -> Vec<DocumentRow> {
    let t = org.t();
    view.documents
        .iter()
        .map(|one| {
            let review = &one.review;
            let title = content::document(&review.document).map_or_else(
                || review.title.as_ref().map_or("", Title::as_str),
                |known| known.title.text(org.cx.locale()),
            );
            let mut facts = Vec::new();
            if let Some(day) = review.approved_on {
                facts.push(t.with("assessment.document.approved", &[("date", &t.date(day))]));
            }
            if let Some(day) = review.tested_on {
                facts.push(t.with("assessment.document.tested", &[("date", &t.date(day))]));
            }
            let note = &review.note;
            let has_note = one.is_note_hidden || !note.for_member().is_empty();
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
                note: has_note.then(|| words::written(org, note.text(), note.ground())),
            }
        })
        .collect()
}

/// The form of a judgement.
pub(super) struct Judge;

impl Desk for Judge {
    type Form = Judging;
    type New = ();
    type Old = (RoundId, ThemeId, CriterionId);
    type Page = CriterionPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Judging>> {
        let (id, theme, criterion) = at.old().ok_or(Error::NotFound)?;
        let with = app::assessment::criterion(&org.cx, *id, theme, criterion).await?;
        Ok(Loaded {
            was: with.judging(&org.cx),
            with,
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Judging) -> Outcome<Done> {
        let (id, theme, criterion) = at.old().ok_or(Error::NotFound)?;
        app::assessment::judge(&org.cx, *id, &value.judgement).await?;
        let next = if value.goes_on {
            let view = app::assessment::criterion(&org.cx, *id, theme, criterion).await?;
            view.after
        } else {
            None
        };
        let (theme, criterion) = next.as_ref().map_or((theme, criterion), |(a, b)| (a, b));
        Ok(Done {
            to: org.to(link::CRITERION, (*id, theme, criterion)),
            notice: Notice::done("assessment.judgement.saved"),
        })
    }

    fn subject(_: &Org, at: &Place<Self>) -> Option<String> {
        at.old()
            .map(|(id, _, criterion)| app::assessment::judgement_subject(*id, criterion))
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<Judging>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<CriterionPage> {
        let view = &loaded.with;
        let here = (view.round.id, &view.theme.id, &view.criterion.id);
        Ok(page_of(org, view, form(org.to(link::CRITERION, here))))
    }
}
