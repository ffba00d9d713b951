//! The account of a file: what would be taken, what not, and why; then yes or no.

mod answers;
pub(crate) mod link;
mod remove;

use answers::Reading;
use app::Error;
use app::import::{Account, Severity, Spot, Target};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::UploadId;
use i18n::Texts;

use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Query};
use crate::feature::Feature;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "import",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::ACCOUNT, show)
        .post(link::TAKE, take)
        .post(link::DISCARD, discard)
        .get(link::ANSWERS, answers::show)
        .get(link::REMOVE, remove::ask)
        .post(link::REMOVE, remove::remove)
        .upload(link::ANSWERS, answers::bring)
}

/// A row of what is taken.
struct TakenRow {
    row: String,
    label: String,
    detail: String,
}

/// Remarks of one kind: a sentence, and all that it is about where the sentence is cut short.
struct Remark {
    says: String,
    all: String,
    spots: Vec<Spot>,
}

/// How much of what is taken is listed; a page of all the turns of a long interview helps nobody.
const LISTED: usize = 1_000;

/// How what is taken is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Rows of a checklist.
    Rows,
    /// Words of an interview.
    Words,
    /// Columns that are questions; never single respondents.
    Columns,
}

/// `GET /{org}/imports/{upload}`
#[derive(Template)]
#[template(path = "import/account.html")]
struct AccountPage {
    shell: Shell,
    file_name: String,
    what: &'static str,
    says: String,
    taken: Vec<TakenRow>,
    fatal: Vec<Remark>,
    left: Vec<Remark>,
    notes: Vec<Remark>,
    unlisted: Option<String>,
    more: Option<String>,
    take: String,
    discard: String,
    is_refused: bool,
    layout: Layout,
    reading: Reading,
    here: String,
    /// That the same answers were imported before; empty when they were not.
    twin: String,
}

/// The remarks of one severity.
fn remarks(t: Texts, account: &Account, severity: Severity) -> Vec<Remark> {
    let groups = account.groups(t, severity).into_iter();
    groups
        .map(|group| Remark {
            says: group.short(t),
            all: t.with("import.show-all", &[("n", &group.spots.len())]),
            spots: if group.has_more() {
                group.spots
            } else {
                Vec::new()
            },
        })
        .collect()
}

/// `GET /{org}/imports/{upload}`
async fn show(org: Org, At(id): At<UploadId>, Query(query): Query) -> PageResult<Response> {
    let staged = app::import::staged(&org.cx, id).await?;
    let plan = answers::plan(staged.target, &query);
    let shown = app::import::account_of(&org.cx, &staged, &plan).await?;
    let reading = answers::reading(&org, &plan, &shown);
    let t = org.t();
    let twin = shown.twin.as_ref().map_or_else(String::new, |twin| {
        t.with("import.answers.twin", &[("title", &twin.title)])
    });
    let account = shown.account;
    let locale = org.cx.locale();
    let n = |count: usize| i64::try_from(count).unwrap_or_default();
    let layout = match staged.target {
        Target::Documents(_) | Target::Services => Layout::Rows,
        Target::Notes(..) => Layout::Words,
        Target::Answers(..) => Layout::Columns,
    };
    let says = format!(
        "{} {}",
        t.count(
            &format!("import.taken.{}", staged.target.code()),
            n(account.count)
        ),
        t.count("import.left-out", n(account.left_out())),
    );
    let over = account.taken.len().saturating_sub(LISTED);
    let taken = account.taken.iter().take(LISTED).map(|one| TakenRow {
        row: one.row.map(|row| row.to_string()).unwrap_or_default(),
        label: one.label.text(locale).to_owned(),
        detail: if t.has(&one.detail) {
            t.say(&one.detail).to_owned()
        } else {
            one.detail.clone()
        },
    });
    Ok(Page(AccountPage {
        shell: org.shell(t.say("import.title"), &[]),
        file_name: staged.file_name.clone(),
        what: t.say(&format!("import.what.{}", staged.target.code())),
        taken: taken.collect(),
        fatal: remarks(t, &account, Severity::Fatal),
        left: [Severity::Row, Severity::Cell]
            .into_iter()
            .flat_map(|severity| remarks(t, &account, severity))
            .collect(),
        notes: remarks(t, &account, Severity::Note),
        unlisted: (account.unlisted.all > 0)
            .then(|| t.count("import.unlisted", n(account.unlisted.all))),
        more: (over > 0).then(|| t.count("import.taken-more", n(over))),
        take: org.to(link::TAKE, id),
        discard: org.to(link::DISCARD, id),
        is_refused: account.is_refused(),
        layout,
        reading,
        here: org.to(link::ACCOUNT, id),
        twin,
        says,
    })
    .into_response())
}

/// Where the person goes on after a decision.
fn place(org: &Org, target: Target) -> String {
    match target {
        Target::Documents(round) => org.to(crate::document::link::LIST, round),
        Target::Notes(round, interview) => {
            org.to(crate::interview::link::NOTES, (round, interview))
        }
        Target::Answers(round, _) => org.to(crate::survey::link::OF_ROUND, round),
        Target::Services => org.to(crate::service::link::LIST, ()),
    }
}

/// `POST /{org}/imports/{upload}/take`
async fn take(org: Org, At(id): At<UploadId>, fields: Fields) -> PageResult<Response> {
    let target = app::import::staged(&org.cx, id).await?.target;
    let plan = answers::plan(target, &fields);
    match app::import::take(&org.cx, id, &plan).await {
        Ok(target) => Ok(go_with(&place(&org, target), &Notice::done("import.done"))),
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::ACCOUNT, id), &Notice::refused(key))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/imports/{upload}/discard`
async fn discard(org: Org, At(id): At<UploadId>) -> PageResult<Response> {
    let target = app::import::discard(&org.cx, id).await?;
    Ok(go_with(
        &place(&org, target),
        &Notice::done("import.discarded"),
    ))
}
