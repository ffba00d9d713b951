//! Papers for deciding: which choice, which part, which language, which file.

use app::Error;
use app::measure::{PaperPart, Wanted};
use app::print::FileFormat;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Locale;
use domain::identity::Permission;

use super::choice::{asked, pairs};
use super::frame::{shell, tabs};
use super::{link, words};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Problems, Query};
use crate::kit::part::{Choice, Tab};
use crate::kit::shell::Shell;
use crate::page::{Page, mend};
use crate::press::file;

/// `GET /{org}/measures/paper`
#[derive(Template)]
#[template(path = "measure/paper.html")]
struct PaperPage {
    shell: Shell,
    tabs: Vec<Tab>,
    /// What is proposed, in a sentence; empty when nothing can be.
    says: String,
    change: String,
    action: String,
    kept: Vec<(&'static str, String)>,
    parts: Vec<Choice>,
    languages: Vec<Choice>,
    formats: Vec<Choice>,
    ground: String,
    problems: Problems,
}

async fn page(org: &Org, query: &Fields, problems: Problems) -> PageResult<PaperPage> {
    let t = org.t();
    let (asked, _) = asked(query);
    let plan = app::measure::plan(&org.cx, &asked).await?;
    let says = plan.map_or_else(String::new, |plan| {
        let count = i64::try_from(plan.chosen().count()).unwrap_or(i64::MAX);
        t.with(
            "measure.paper.says",
            &[
                ("measures", &t.count("measure.count", count)),
                ("cost", &words::exact(t, plan.cost)),
            ],
        )
    });
    let chosen = |name: &str, first: &str| {
        let typed = query.text(name);
        if typed.is_empty() { first } else { typed }.to_owned()
    };
    let part = chosen("part", "public");
    let mut parts = vec![
        Choice::new("public", t.say("measure.paper.public"))
            .with_hint(t.say("measure.paper.public-hint"))
            .chosen_if(&part),
    ];
    if org.cx.may(Permission::SecretRead) {
        parts.push(
            Choice::new("secret", t.say("measure.paper.secret"))
                .with_hint(t.say("measure.paper.secret-hint"))
                .chosen_if(&part),
        );
    }
    let language = chosen("language", org.cx.locale().code());
    let format = chosen("format", "docx");
    Ok(PaperPage {
        shell: shell(org, t.say("measure.tab.paper")),
        tabs: tabs(org, link::PAPER),
        says,
        change: org.to(link::BUDGET, ()),
        action: org.to(link::PAPER_FILE, ()),
        kept: pairs(&asked),
        parts,
        languages: Locale::ALL
            .into_iter()
            .map(|it| Choice::new(it.code(), it.own_name()).chosen_if(&language))
            .collect(),
        formats: [("docx", "measure.paper.docx"), ("pdf", "measure.paper.pdf")]
            .map(|(code, key)| Choice::new(code, t.say(key)).chosen_if(&format))
            .to_vec(),
        ground: query.text("ground").to_owned(),
        problems,
    })
}

/// `GET /{org}/measures/paper?budget=…`
pub(super) async fn show(org: Org, Query(query): Query) -> PageResult<Response> {
    Ok(Page(page(&org, &query, Problems::default()).await?).into_response())
}

/// `GET /{org}/measures/paper/file?part=…&language=…&format=…`
pub(super) async fn download(org: Org, Query(query): Query) -> PageResult<Response> {
    let wanted = Wanted {
        asked: asked(&query).0,
        part: PaperPart::from_code(query.text("part")).ok_or(PageError::NotFound)?,
        format: FileFormat::from_code(query.text("format")).ok_or(PageError::NotFound)?,
        locale: query.read("language").ok_or(PageError::NotFound)?,
        ground: query.text("ground").to_owned(),
    };
    match app::measure::paper(&org.cx, &wanted).await {
        Ok(made) => Ok(file(made)),
        Err(Error::Invalid(invalid)) => {
            let problems = Problems::new(org.t(), &invalid);
            Ok(mend(page(&org, &query, problems).await?))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
