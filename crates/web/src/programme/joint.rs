//! The joint report as a page and as files.

use app::print::FileFormat;
use app::{Error, leadership::document::Document};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{Locale, ProgrammeId, Publicity};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Query};
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};
use crate::press::{Blocks, file};

/// `GET /{org}/programmes/{programme}/joint`
#[derive(Template)]
#[template(path = "programme/joint.html")]
struct JointPage {
    shell: Shell,
    lead: String,
    class: Publicity,
    blocks: Option<Blocks>,
    back: String,
    files: Vec<Link>,
}

/// `GET /{org}/programmes/{programme}/joint`
pub(super) async fn show(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    let view = app::programme::programme(&org.cx, id).await?;
    match app::programme::joint_page(&org.cx, id).await {
        Ok(document) => {
            let title = view.programme.title;
            Ok(Page(page(&org, id, &title, document)).into_response())
        }
        Err(Error::Refused(key)) => Ok(refused(&org, id, key)),
        Err(other) => Err(PageError::from(other)),
    }
}

fn refused(org: &Org, id: ProgrammeId, key: &'static str) -> Response {
    go_with(&org.to(link::PROGRAMME, id), &Notice::refused(key))
}

fn page(org: &Org, id: ProgrammeId, title: &str, document: Option<Document>) -> JointPage {
    let t = org.t();
    let crumbs = [
        (t.say("programme.title"), org.to(link::LIST, ())),
        (title, org.to(link::PROGRAMME, id)),
    ];
    let mut files = Vec::new();
    if document.is_some() {
        for locale in Locale::ALL {
            for (format, key) in [
                ("pdf", "leadership.download.pdf"),
                ("docx", "leadership.download.docx"),
            ] {
                let label = t.with(key, &[("language", &locale.own_name())]);
                let to = org.to(link::JOINT_FILE, (id, &format!("report.{format}")));
                files.push(Link::new(&label, &to.query(&[("language", locale)])));
            }
        }
    }
    JointPage {
        shell: org.shell(t.say("programme.joint.title"), &crumbs),
        lead: document
            .as_ref()
            .map(|one| one.byline.clone())
            .unwrap_or_default(),
        class: Publicity::Public,
        blocks: document.map(|document| Blocks::new(t, document)),
        back: org.to(link::PROGRAMME, id),
        files,
    }
}

/// `GET /{org}/programmes/{programme}/joint/{file}`: `report.pdf?language=sv`.
pub(super) async fn download(
    org: Org,
    At((id, name)): At<(ProgrammeId, String)>,
    Query(query): Query,
) -> PageResult<Response> {
    let format = name
        .strip_prefix("report.")
        .and_then(FileFormat::from_code)
        .ok_or(PageError::NotFound)?;
    let locale: Locale = query.read("language").unwrap_or(org.cx.locale());
    match app::programme::render_joint(&org.cx, Some(id), format, locale).await {
        Ok(made) => Ok(file(made)),
        Err(Error::Refused(key)) => Ok(refused(&org, id, key)),
        Err(other) => Err(PageError::from(other)),
    }
}
