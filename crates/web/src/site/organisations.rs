//! The organisations of the installation, by name.

use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Problems, Visitor};
use crate::identity::setup::{municipalities, new_organisation};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// One organisation in the list.
struct Row {
    name: String,
    kind: &'static str,
    code: String,
}

/// `GET /site`
#[derive(Template)]
#[template(path = "site/organisations.html")]
struct OrganisationsPage {
    shell: Shell,
    rows: Vec<Row>,
    fields: Fields,
    municipalities: Vec<Choice>,
    problems: Problems,
    action: String,
    jobs: String,
}

async fn page(
    visitor: &Visitor,
    fields: Fields,
    invalid: Invalid,
) -> PageResult<OrganisationsPage> {
    let t = visitor.t();
    let rows = app::organisation::all(&visitor.web().app)
        .await?
        .into_iter()
        .map(|org| Row {
            name: org.name.text(visitor.locale()).to_owned(),
            kind: t.say(&format!("organisation.kind.{}", org.kind.code())),
            code: org.code.unwrap_or_default(),
        })
        .collect();
    Ok(OrganisationsPage {
        shell: visitor.shell(t.say("site.title")),
        rows,
        municipalities: municipalities(visitor, fields.text("municipality")),
        problems: Problems::new(t, &invalid),
        action: link::ORGANISATIONS.to(()),
        jobs: link::JOBS.to(()),
        fields,
    })
}

/// `GET /site`
pub(super) async fn list(visitor: Visitor) -> PageResult<Response> {
    Ok(Page(page(&visitor, Fields::default(), Invalid::default()).await?).into_response())
}

/// `POST /site/organisations`
pub(super) async fn create(visitor: Visitor, fields: Fields) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let new = new_organisation(&fields);
    match app::organisation::create(&visitor.web().app, user, &new).await {
        Ok(_) => {
            let notice = Notice::done("site.organisation.created");
            Ok(go_with(&link::SITE.to(()), &notice))
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, fields, invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}
