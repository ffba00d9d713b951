//! Rounds: the list, a new one, a round's own page, changing its facts.

use app::assessment::{Comparison, Progress, RoundDraft};
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::assessment::{Round, RoundState};
use domain::identity::Permission;
use domain::survey::Level;

use super::steps::{Next, due, next, steps};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Step};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// One round in the list.
struct Row {
    title: String,
    href: String,
    state: &'static str,
    is_published: bool,
    due: String,
    published: String,
}

/// `GET /{org}/rounds`
#[derive(Template)]
#[template(path = "assessment/rounds.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Where a new round is created; empty when this member may not.
    new: String,
    /// The frameworks; empty when this member may not see them.
    frameworks: String,
}

fn state_word(org: &Org, state: RoundState) -> &'static str {
    match state {
        RoundState::Open => org.t().say("assessment.round.state-open"),
        RoundState::Published => org.t().say("assessment.round.state-published"),
    }
}

fn row(org: &Org, round: &Round) -> Row {
    let t = org.t();
    let to = if org.may(link::ROUND) {
        link::ROUND
    } else {
        crate::leadership::link::RESULT
    };
    Row {
        title: round.title.clone(),
        href: org.to(to, round.id),
        state: state_word(org, round.state),
        is_published: round.state == RoundState::Published,
        due: round.due_on.map(|day| t.date(day)).unwrap_or_default(),
        published: round
            .published_at
            .map(|at| t.date(i18n::format::day(at)))
            .unwrap_or_default(),
    }
}

/// `GET /{org}/rounds`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let rounds = app::assessment::rounds(&org.cx).await?;
    let to = |link| org.to_if_may(link, ()).unwrap_or_default();
    Ok(Page(ListPage {
        shell: org.shell(org.t().say("assessment.round.list"), &[]),
        rows: rounds.iter().map(|round| row(&org, round)).collect(),
        new: to(link::NEW_ROUND),
        frameworks: to(crate::framework::link::LIST),
    })
    .into_response())
}

/// `GET /{org}/rounds/new` and `GET /{org}/rounds/{round}/edit`
#[derive(Template)]
#[template(path = "assessment/round_form.html")]
struct FormPage {
    shell: Shell,
    lead: &'static str,
    fields: Fields,
    /// Empty when the framework can no longer be chosen.
    frameworks: Vec<Choice>,
    /// Where another framework is loaded; empty when this member may not.
    load: String,
    problems: Problems,
    conflict: Vec<Difference>,
    back: String,
}

fn draft(fields: &Fields) -> RoundDraft {
    RoundDraft {
        title: fields.text("title").to_owned(),
        framework: fields.text("framework").to_owned(),
        due_on: fields.text("due_on").to_owned(),
    }
}

async fn new_page(org: &Org, fields: Fields, invalid: Invalid) -> PageResult<FormPage> {
    let t = org.t();
    let all = app::assessment::frameworks(&org.cx).await?;
    let kept = if fields.text("framework").is_empty() {
        all.first().map(|one| one.id.clone()).unwrap_or_default()
    } else {
        fields.text("framework").to_owned()
    };
    let frameworks = all
        .iter()
        .map(|one| {
            let n = t.count("framework.criteria", one.criteria);
            let hint = if one.is_shipped {
                format!("{n}. {}", t.say("framework.shipped-hint"))
            } else {
                n
            };
            Choice::new(&one.id, &one.title)
                .with_hint(&hint)
                .chosen_if(&kept)
        })
        .collect();
    let load = if org.cx.may(Permission::FrameworkLoad) {
        org.to(crate::framework::link::LIST, ())
    } else {
        String::new()
    };
    let crumbs = [(t.say("assessment.round.list"), org.to(link::ROUNDS, ()))];
    Ok(FormPage {
        shell: org.shell(t.say("assessment.round.new"), &crumbs),
        lead: t.say("assessment.round.new-lead"),
        problems: Problems::new(t, &invalid),
        fields,
        frameworks,
        load,
        conflict: Vec::new(),
        back: org.to(link::ROUNDS, ()),
    })
}

/// `GET /{org}/rounds/new`
pub(super) async fn new(org: Org) -> PageResult<Response> {
    let title = org.t().with(
        "assessment.round.default-title",
        &[("year", &org.cx.today().year())],
    );
    let fields = Fields::of(&[("title", &title)]);
    Ok(Page(new_page(&org, fields, Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/new`
pub(super) async fn create(org: Org, fields: Fields) -> PageResult<Response> {
    match app::assessment::create_round(&org.cx, &draft(&fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::ROUND, id),
            &Notice::done("assessment.round.created"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(new_page(&org, fields, invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

fn edit_page(org: &Org, round: &Round, fields: Fields, invalid: &Invalid) -> FormPage {
    let t = org.t();
    let crumbs = [
        (t.say("assessment.round.list"), org.to(link::ROUNDS, ())),
        (round.title.as_str(), org.to(link::ROUND, round.id)),
    ];
    FormPage {
        shell: org.shell(t.say("assessment.round.edit"), &crumbs),
        lead: "",
        problems: Problems::new(t, invalid),
        fields,
        frameworks: Vec::new(),
        load: String::new(),
        conflict: Vec::new(),
        back: org.to(link::ROUND, round.id),
    }
}

fn day_text(round: &Round) -> String {
    round.due_on.map(|day| day.to_string()).unwrap_or_default()
}

/// `GET /{org}/rounds/{round}/edit`
pub(super) async fn edit(org: Org, At(id): At<RoundId>) -> PageResult<Response> {
    let round = app::assessment::round(&org.cx, id).await?;
    let fields = Fields::of(&[
        ("title", &round.title),
        ("due_on", &day_text(&round)),
        ("revision", &round.revision.to_string()),
    ]);
    Ok(Page(edit_page(&org, &round, fields, &Invalid::default())).into_response())
}

/// `POST /{org}/rounds/{round}/edit`
pub(super) async fn save(org: Org, At(id): At<RoundId>, fields: Fields) -> PageResult<Response> {
    let seen = fields.read("revision").unwrap_or_default();
    match app::assessment::save_round(&org.cx, id, &draft(&fields), seen).await {
        Ok(()) => Ok(go_with(
            &org.to(link::ROUND, id),
            &Notice::done("assessment.round.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            let round = app::assessment::round(&org.cx, id).await?;
            Ok(mend(edit_page(&org, &round, fields, &invalid)))
        }
        Err(Error::Conflict) => conflict(&org, id, &fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

async fn conflict(org: &Org, id: RoundId, typed: &Fields) -> PageResult<Response> {
    let t = org.t();
    let round = app::assessment::round(&org.cx, id).await?;
    let fields = Fields::of(&[
        ("title", typed.text("title")),
        ("due_on", typed.text("due_on")),
        ("revision", &round.revision.to_string()),
    ]);
    let pair = |label: &str, mine: &str, saved: String| Difference {
        label: label.to_owned(),
        mine: mine.to_owned(),
        differs: mine != saved,
        saved,
    };
    let conflict = vec![
        pair(
            t.say("assessment.round.title"),
            typed.text("title"),
            round.title.clone(),
        ),
        pair(
            t.say("assessment.round.due"),
            typed.text("due_on"),
            day_text(&round),
        ),
    ];
    let page = FormPage {
        conflict,
        ..edit_page(org, &round, fields, &Invalid::default())
    };
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

/// One theme's change since the round before.
struct ChangeRow {
    title: String,
    before: Option<Level>,
    now: Option<Level>,
    change: &'static str,
}

/// `GET /{org}/rounds/{round}`
#[derive(Template)]
#[template(path = "assessment/round.html")]
struct RoundPage {
    shell: Shell,
    title: String,
    state: &'static str,
    is_published: bool,
    due: String,
    is_late: bool,
    framework: String,
    framework_href: String,
    revision: i64,
    steps: Vec<Step>,
    next: Vec<Next>,
    /// These are empty when this member may not.
    edit: String,
    publish: String,
    reopen: String,
    earlier: String,
    changes: Vec<ChangeRow>,
}

/// `GET /{org}/rounds/{round}`
pub(super) async fn show(org: Org, At(id): At<RoundId>) -> PageResult<Response> {
    let progress = app::assessment::progress(&org.cx, id).await?;
    let (earlier, changes) = comparison(&org, &progress).await?;
    Ok(Page(round_page(&org, &progress, earlier, changes)).into_response())
}

fn round_page(
    org: &Org,
    progress: &Progress,
    earlier: String,
    changes: Vec<ChangeRow>,
) -> RoundPage {
    let t = org.t();
    let round = &progress.round;
    let is_published = progress.is_published();
    let to = |link, applies: bool| {
        let to = org.to_if_may(link, round.id);
        to.filter(|_| applies).unwrap_or_default()
    };
    let crumbs = [(t.say("assessment.round.list"), org.to(link::ROUNDS, ()))];
    RoundPage {
        shell: org.shell(&round.title, &crumbs).of_round(round),
        title: round.title.clone(),
        state: state_word(org, round.state),
        is_published,
        due: due(t, progress),
        is_late: !is_published && round.due_on.is_some_and(|day| day < org.cx.today()),
        framework: progress.framework.clone(),
        framework_href: org.to(crate::framework::link::FRAMEWORK, &round.framework),
        revision: round.revision,
        steps: steps(org, progress),
        next: next(org, progress),
        edit: to(link::EDIT_ROUND, true),
        publish: to(link::PUBLISH, !is_published),
        reopen: to(link::REOPEN, is_published),
        earlier,
        changes,
    }
}

async fn comparison(org: &Org, progress: &Progress) -> PageResult<(String, Vec<ChangeRow>)> {
    let Some((earlier, comparison)) =
        app::assessment::compare_rounds(&org.cx, progress.round.id).await?
    else {
        return Ok((String::new(), Vec::new()));
    };
    let framework = app::assessment::framework(&org.cx, &progress.round.framework).await?;
    let rows = framework
        .themes
        .iter()
        .filter_map(|theme| change_row(org, theme, &comparison))
        .collect();
    Ok((earlier.title, rows))
}

fn change_row(
    org: &Org,
    theme: &domain::framework::Theme,
    comparison: &Comparison,
) -> Option<ChangeRow> {
    let t = org.t();
    let change = comparison.themes.get(&theme.id)?;
    let level = |share: Option<f64>| share.map(|share| Level::nearest(Some(share)));
    let words = match change.difference() {
        None => t.say("assessment.change.none"),
        Some(difference) if difference > words::NOTICEABLE => t.say("assessment.change.better"),
        Some(difference) if difference < -words::NOTICEABLE => t.say("assessment.change.worse"),
        Some(_) => t.say("assessment.change.same"),
    };
    Some(ChangeRow {
        title: theme.title.text(org.cx.locale()).to_owned(),
        before: level(change.before),
        now: level(change.now),
        change: words,
    })
}
