//! The pages of a round's result.

use app::leadership::{Given, document::Document};
use app::{Error, OrgCx};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessment::{Round, RoundState};
use domain::identity::Permission;
use domain::{Locale, Publicity, RoundId};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Query};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::{Page, go};
use crate::press::Blocks;

/// One file to download.
struct FileLink {
    label: String,
    href: String,
}

/// The files of one language.
struct Language {
    code: &'static str,
    files: Vec<FileLink>,
}

/// `GET /{org}/rounds/{round}/results` and its report and annex.
#[derive(Template)]
#[template(path = "leadership/result.html")]
struct ResultPage {
    shell: Shell,
    lead: String,
    class: Publicity,
    tabs: Vec<Tab>,
    editions: Vec<Tab>,
    blocks: Blocks,
    is_draft: bool,
    is_empty: bool,
    is_annex: bool,
    edit: String,
    work: String,
    languages: Vec<Language>,
    tables: String,
}

/// A result that is not there yet.
#[derive(Template)]
#[template(path = "leadership/none.html")]
struct NonePage {
    shell: Shell,
    title: &'static str,
    text: String,
    href: String,
    label: &'static str,
}

/// Which of the three documents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Summary,
    Report,
    Annex,
}

/// `GET /{org}/results`: the latest published result.
pub(super) async fn latest(org: Org) -> PageResult<Response> {
    if let Some(round) = app::leadership::latest(&org.cx).await? {
        return Ok(go(&org.to(link::RESULT, round.id)));
    }
    let t = org.t();
    let may_begin = org.cx.may(Permission::RoundManage);
    let href = if may_begin {
        org.to(crate::assessment::link::ROUNDS, ())
    } else {
        String::new()
    };
    Ok(Page(NonePage {
        shell: org.shell(t.say("leadership.title"), &[]),
        title: t.say("leadership.none.title"),
        text: t.say("leadership.none.text").to_owned(),
        href,
        label: t.say("leadership.none.begin"),
    })
    .into_response())
}

/// `GET /{org}/rounds/{round}/results`
pub(super) async fn summary(
    org: Org,
    At(id): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let round = round(&org.cx, id).await?;
    let internal = wants_internal(&org.cx, &round, query.text("edition"));
    let drawn = app::leadership::summary_page(&org.cx, id, internal).await;
    show(&org, &round, View::Summary, internal, drawn)
}

/// `GET /{org}/rounds/{round}/results/report`
pub(super) async fn report(
    org: Org,
    At(id): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let round = round(&org.cx, id).await?;
    let internal = wants_internal(&org.cx, &round, query.text("edition"));
    let drawn = app::leadership::report_page(&org.cx, id, internal).await;
    show(&org, &round, View::Report, internal, drawn)
}

/// `GET /{org}/rounds/{round}/results/annex`
pub(super) async fn annex(org: Org, At(id): At<RoundId>) -> PageResult<Response> {
    let round = round(&org.cx, id).await?;
    let drawn = app::leadership::annex_page(&org.cx, id).await;
    show(&org, &round, View::Annex, true, drawn)
}

async fn round(cx: &OrgCx, id: RoundId) -> PageResult<Round> {
    app::leadership::round(cx, id)
        .await
        .map_err(PageError::from)
}

/// Those who work on the round read the internal edition unless they ask for the public one.
fn wants_internal(cx: &OrgCx, round: &Round, edition: &str) -> bool {
    app::leadership::given(cx, round) == Given::Internal && edition != "public"
}

fn show(
    org: &Org,
    round: &Round,
    view: View,
    internal: bool,
    drawn: Result<Document, Error>,
) -> PageResult<Response> {
    match drawn {
        Ok(document) => Ok(Page(page(org, round, view, internal, document)).into_response()),
        Err(Error::Refused(_)) => Ok(not_ready(org, round)),
        Err(other) => Err(PageError::from(other)),
    }
}

/// What elected officials see before the result is published.
fn not_ready(org: &Org, round: &Round) -> Response {
    let t = org.t();
    let text = match round.due_on {
        Some(due) => t.with("leadership.not-ready.due", &[("date", &t.date(due))]),
        None => t.say("leadership.not-ready.text").to_owned(),
    };
    Page(NonePage {
        shell: org.shell(
            &round.title,
            &[(t.say("leadership.title"), org.to(link::LATEST, ()))],
        ),
        title: t.say("leadership.not-ready.title"),
        text,
        href: org.to(crate::link::HOME, ()),
        label: t.say("leadership.home"),
    })
    .into_response()
}

fn page(org: &Org, round: &Round, view: View, internal: bool, document: Document) -> ResultPage {
    let t = org.t();
    let mut crumbs = vec![(t.say("leadership.title"), org.to(link::LATEST, ()))];
    if view != View::Summary {
        crumbs.push((round.title.as_str(), org.to(link::RESULT, round.id)));
    }
    let title = match view {
        View::Summary => round.title.as_str(),
        View::Report => t.say("leadership.report.title"),
        View::Annex => t.say("leadership.annex.title"),
    };
    let edit = org.to_if_may(link::EDIT, (round.id, org.cx.locale()));
    let work = org.to_if_may(crate::assessment::link::ROUND, round.id);
    ResultPage {
        shell: org.shell(title, &crumbs),
        lead: lead(t, view, &document),
        class: match (view, internal) {
            (View::Annex, _) => Publicity::Secret,
            (_, true) => Publicity::Internal,
            (_, false) => Publicity::Public,
        },
        tabs: tabs(org, round.id, view),
        editions: editions(t, view, internal, work.is_some()),
        is_draft: round.state == RoundState::Open,
        is_empty: document.blocks.len() < 4 && view == View::Summary,
        is_annex: view == View::Annex,
        blocks: Blocks::new(t, document),
        edit: edit.filter(|_| view == View::Summary).unwrap_or_default(),
        work: work.unwrap_or_default(),
        languages: languages(org, round.id, view, internal),
        tables: file(org, round.id, "tables.xlsx", t.locale()),
    }
}

/// When it was made and by whom; the summary's title is already the round's.
fn lead(t: Texts, view: View, document: &Document) -> String {
    if view == View::Summary {
        let date = t.date(document.date);
        t.with(
            "leadership.dated",
            &[("date", &date), ("author", &document.author)],
        )
    } else {
        document.byline.clone()
    }
}

fn tabs(org: &Org, round: RoundId, view: View) -> Vec<Tab> {
    let t = org.t();
    let tab = |label: &str, href: String, current| Tab {
        label: label.to_owned(),
        href,
        current,
        count: String::new(),
    };
    let mut tabs = vec![
        tab(
            t.say("leadership.tab.summary"),
            org.to(link::RESULT, round),
            view == View::Summary,
        ),
        tab(
            t.say("leadership.tab.report"),
            org.to(link::REPORT, round),
            view == View::Report,
        ),
    ];
    if let Some(annex) = org.to_if_may(link::ANNEX, round) {
        let label = t.say("leadership.tab.annex");
        tabs.push(tab(label, annex, view == View::Annex));
    }
    tabs
}

fn editions(t: Texts, view: View, internal: bool, may_switch: bool) -> Vec<Tab> {
    if !may_switch || view == View::Annex {
        return Vec::new();
    }
    let tab = |label: &str, href: &str, current| Tab {
        label: label.to_owned(),
        href: href.to_owned(),
        current,
        count: String::new(),
    };
    vec![
        tab(
            t.say("leadership.edition.internal"),
            "?edition=internal",
            internal,
        ),
        tab(
            t.say("leadership.edition.public"),
            "?edition=public",
            !internal,
        ),
    ]
}

/// Address of a file in a language.
fn file(org: &Org, round: RoundId, name: &str, locale: Locale) -> String {
    org.to(link::FILE, (round, name))
        .query(&[("language", locale)])
}

/// The files of this document in every language.
fn languages(org: &Org, round: RoundId, view: View, internal: bool) -> Vec<Language> {
    let t = org.t();
    let kind = match (view, internal) {
        (View::Summary, false) => "summary",
        (View::Summary, true) => "summary-internal",
        (View::Report, false) => "report",
        (View::Report, true) => "report-internal",
        (View::Annex, _) => "annex",
    };
    Locale::ALL
        .into_iter()
        .map(|locale| {
            let name = locale.own_name();
            let one = |format: &str, key: &str| FileLink {
                label: t.with(key, &[("language", &name)]),
                href: file(org, round, &format!("{kind}.{format}"), locale),
            };
            Language {
                code: locale.code(),
                files: vec![
                    one("pdf", "leadership.download.pdf"),
                    one("docx", "leadership.download.docx"),
                ],
            }
        })
        .collect()
}
