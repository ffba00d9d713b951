//! The frameworks to choose from, and loading another from a file.

use app::assessment::{Loaded, Unread, frameworks, load_framework};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{Org, Problems};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};
use crate::upload::Upload;

/// One framework in the list.
struct Row {
    title: String,
    href: String,
    version: String,
    criteria: String,
    origin: String,
    used: String,
}

/// `GET /{org}/frameworks`
#[derive(Template)]
#[template(path = "framework/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Where a file is sent; empty when this member may not.
    load: String,
    problems: Problems,
    /// Why nothing was taken, in sentences.
    refused: Vec<String>,
}

/// What was not understood, in a sentence with its place in the file.
pub(super) fn sentence_of(t: Texts, one: &Unread) -> String {
    let mut parts = vec![if t.has(&one.key) {
        app::import::sentence(t, &one.key, &one.arguments)
    } else {
        t.say("framework.load.unread").to_owned()
    }];
    if !one.value.is_empty() {
        parts.push(format!("”{}”", one.value));
    }
    if !one.place.is_empty() {
        parts.push(format!("({})", one.place));
    }
    parts.join(" ")
}

async fn page(org: &Org, invalid: &Invalid, refused: Vec<String>) -> PageResult<ListPage> {
    let t = org.t();
    let rows = frameworks(&org.cx)
        .await?
        .into_iter()
        .map(|one| Row {
            href: org.to(link::FRAMEWORK, &one.id),
            criteria: t.number(one.criteria),
            origin: if one.is_shipped {
                t.say("framework.shipped").to_owned()
            } else {
                one.file_name
            },
            used: t.count("framework.used", one.rounds),
            title: one.title,
            version: one.version,
        })
        .collect();
    let crumbs = [(
        t.say("assessment.round.list"),
        org.to(crate::assessment::link::ROUNDS, ()),
    )];
    Ok(ListPage {
        shell: org.shell(t.say("framework.title"), &crumbs),
        rows,
        load: if org.cx.may(Permission::FrameworkLoad) {
            org.to(link::LIST, ())
        } else {
            String::new()
        },
        problems: Problems::new(t, invalid),
        refused,
    })
}

/// `GET /{org}/frameworks`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    Ok(Page(page(&org, &Invalid::default(), Vec::new()).await?).into_response())
}

/// `POST /{org}/frameworks`: takes the file, and shows what was taken or why nothing was.
pub(super) async fn load(org: Org, upload: Upload) -> PageResult<Response> {
    if upload.body.is_empty() {
        let invalid = Invalid::field("file", "framework.load.no-file");
        return Ok(mend(page(&org, &invalid, Vec::new()).await?));
    }
    match load_framework(&org.cx, &upload.name, upload.body).await {
        Ok(Loaded {
            id: Some(id),
            listed,
        }) => {
            let key = if listed.unread.is_empty() {
                "framework.load.done"
            } else {
                "framework.load.done-partly"
            };
            let to = org.to(link::FRAMEWORK, &id);
            Ok(go_with(&to, &Notice::done(key)))
        }
        Ok(Loaded { id: None, listed }) => {
            let said = listed
                .unread
                .iter()
                .map(|one| sentence_of(org.t(), one))
                .collect();
            Ok(mend(page(&org, &Invalid::default(), said).await?))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, &invalid, Vec::new()).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}
