//! The organisations of the installation, by name.

use app::Error;
use app::form::{Setting, Sheet, checked, shown};
use app::organisation::NewOrganisation;
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Visitor};
use crate::form::FormView;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// One organisation in the list.
struct Row {
    name: String,
    kind: &'static str,
    code: String,
    erase: String,
}

/// An organisation that was erased, and when.
struct Gone {
    name: String,
    at: String,
}

/// `GET /site`
#[derive(Template)]
#[template(path = "site/organisations.html")]
struct OrganisationsPage {
    shell: Shell,
    rows: Vec<Row>,
    form: FormView,
    jobs: String,
    backups: String,
    gone: Vec<Gone>,
}

async fn page(visitor: &Visitor, sheet: Sheet) -> PageResult<OrganisationsPage> {
    let t = visitor.t();
    let rows = app::organisation::all(&visitor.web().app)
        .await?
        .into_iter()
        .map(|org| Row {
            name: org.name.text(visitor.locale()).to_owned(),
            kind: t.say(&format!("organisation.kind.{}", org.kind.code())),
            code: org.code.unwrap_or_default(),
            erase: link::ERASE.to(org.id),
        })
        .collect();
    let gone = app::backup::erased(&visitor.web().app).await?;
    let gone = gone.into_iter().map(|entry| Gone {
        name: entry.subject,
        at: t.datetime(entry.at),
    });
    Ok(OrganisationsPage {
        shell: visitor.shell(t.say("site.title")),
        rows,
        form: FormView::new(t, sheet, link::ORGANISATIONS.to(())),
        jobs: link::JOBS.to(()),
        backups: link::BACKUPS.to(()),
        gone: gone.collect(),
    })
}

fn setting(visitor: &Visitor) -> Setting<'_> {
    Setting::new(&visitor.web().app, visitor.t())
}

/// `GET /site`
pub(super) async fn list(visitor: Visitor) -> PageResult<Response> {
    let sheet = shown::<NewOrganisation>(setting(&visitor), &(), None);
    Ok(Page(page(&visitor, sheet).await?).into_response())
}

/// `POST /site/organisations`
pub(super) async fn create(visitor: Visitor, fields: Fields) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (new, mut sheet) = checked::<NewOrganisation>(setting(&visitor), &(), None, &fields);
    let Some(new) = new else {
        return Ok(mend(page(&visitor, sheet).await?));
    };
    match app::organisation::create(&visitor.web().app, user, &new).await {
        Ok(_) => {
            let notice = Notice::done("site.organisation.created");
            Ok(go_with(&link::SITE.to(()), &notice))
        }
        Err(Error::Invalid(invalid)) => {
            sheet.refuse(visitor.t(), &invalid);
            Ok(mend(page(&visitor, sheet).await?))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
