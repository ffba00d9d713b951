//! Bringing survey answers from a file, and how the file is read.

use app::Invalid;
use app::import::{Again, AnswersAccount, AnswersPlan, Target};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::survey::Level;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::{Page, go, mend};
use crate::upload::Upload;

/// `GET /{org}/rounds/{round}/answers`
#[derive(Template)]
#[template(path = "import/answers.html")]
struct AnswersPage {
    shell: Shell,
    action: String,
    back: String,
    instruments: Vec<Choice>,
    problems: Problems,
}

/// A column that is only like a question.
pub(super) struct SimilarRow {
    pub(super) header: String,
    pub(super) question: String,
    pub(super) percent: String,
}

/// A value that is no label of the scale.
pub(super) struct ValueRow {
    pub(super) value: String,
    pub(super) count: String,
    pub(super) levels: Vec<Choice>,
}

/// How a file of answers is read: what a person can change, and the same as hidden fields.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) accept_similar: bool,
    pub(super) similar: Vec<SimilarRow>,
    pub(super) values: Vec<ValueRow>,
    pub(super) hidden: Vec<(String, String)>,
}

impl Reading {
    /// Whether there is anything to decide.
    pub(super) fn is_needed(&self) -> bool {
        !self.similar.is_empty() || !self.values.is_empty()
    }
}

/// How the fields of the form say that answers are read. Before anything is said, as the file
/// suggests.
pub(super) fn plan(target: Target, fields: &Fields) -> AnswersPlan {
    let instrument = match target {
        Target::Answers(_, instrument) => instrument,
        Target::Documents(_) | Target::Notes(..) | Target::Services => "",
    };
    let suggested = AnswersPlan {
        again: Again::from_code(fields.text("again")),
        ..AnswersPlan::of(instrument)
    };
    if !fields.is_on("said") {
        return suggested;
    }
    let pairs = fields.all("value").iter().zip(fields.all("level"));
    AnswersPlan {
        accept_similar: fields.is_on("similar"),
        accept_suggested: false,
        levels: pairs
            .filter_map(|(value, level)| Some((value.clone(), Level::from_code(level)?)))
            .collect(),
        ..suggested
    }
}

/// What the page shows of how the answers are read.
pub(super) fn reading(org: &Org, plan: &AnswersPlan, shown: &AnswersAccount) -> Reading {
    let t = org.t();
    let n = |count: usize| t.number(i64::try_from(count).unwrap_or_default());
    let levels = |chosen: Option<Level>| -> Vec<Choice> {
        Level::ALL
            .iter()
            .map(|level| {
                let label = t.say(&format!("answer.{}", level.code()));
                Choice::new(level.code(), label).chosen_if(chosen.map_or("", Level::code))
            })
            .collect()
    };
    let mut hidden = vec![("said".to_owned(), "true".to_owned())];
    if plan.accept_similar {
        hidden.push(("similar".to_owned(), "true".to_owned()));
    }
    for one in &shown.values {
        hidden.push(("value".to_owned(), one.value.clone()));
        let level = one.level.map_or("", Level::code);
        hidden.push(("level".to_owned(), level.to_owned()));
    }
    Reading {
        accept_similar: plan.accept_similar,
        similar: shown
            .similar
            .iter()
            .map(|one| SimilarRow {
                header: one.header.clone(),
                question: one.question.text(org.cx.locale()).to_owned(),
                percent: t.percent(f64::from(one.percent) / 100.0),
            })
            .collect(),
        values: shown
            .values
            .iter()
            .map(|one| ValueRow {
                value: one.value.clone(),
                count: n(one.count),
                levels: levels(one.level),
            })
            .collect(),
        hidden,
    }
}

async fn page(
    org: &Org,
    round: RoundId,
    chosen: &str,
    invalid: &Invalid,
) -> PageResult<AnswersPage> {
    let t = org.t();
    let found = app::survey::of_round(&org.cx, round).await?.round;
    let crumbs = [(
        found.title.as_str(),
        org.to(crate::assessment::link::ROUND, round),
    )];
    let instruments = content::instruments()
        .iter()
        .map(|one| Choice::new(&one.id, one.title.text(org.cx.locale())).chosen_if(chosen));
    Ok(AnswersPage {
        shell: org.shell(t.say("import.answers.title"), &crumbs),
        action: org.to(link::ANSWERS, round),
        back: org.to(crate::survey::link::OF_ROUND, round),
        instruments: instruments.collect(),
        problems: Problems::new(t, invalid),
    })
}

/// `GET /{org}/rounds/{round}/answers`
pub(super) async fn show(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    Ok(Page(page(&org, round, "", &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/answers`
pub(super) async fn bring(
    org: Org,
    At(round): At<RoundId>,
    upload: Upload,
) -> PageResult<Response> {
    let mut invalid = Invalid::default();
    let instrument = upload.fields.text("instrument");
    let target = Target::answers(round, instrument);
    let target = invalid.need("instrument", "error.field.choose", target);
    if upload.body.is_empty() {
        invalid.add("file", "import.no-file");
    }
    match target.filter(|_| invalid.fields.is_empty()) {
        Some(target) => {
            let staged = app::import::stage(&org.cx, target, &upload.name, upload.body).await?;
            Ok(go(&org.to(link::ACCOUNT, staged)))
        }
        None => Ok(mend(page(&org, round, instrument, &invalid).await?)),
    }
}
