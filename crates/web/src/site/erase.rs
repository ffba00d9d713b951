//! Erasing an organisation: what goes is told first, and its name is typed.

use app::Error;
use app::backup::{Erasure, Leaving};
use app::form::{Setting, Sheet, checked, shown};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::OrgId;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Visitor};
use crate::form::FormView;
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /site/organisations/{id}/erase`
#[derive(Template)]
#[template(path = "site/erase.html")]
struct ErasePage {
    shell: Shell,
    name: String,
    /// What else is to be known, in sentences.
    told: Vec<String>,
    form: FormView,
    /// What is wrong with the password.
    password: String,
    back: String,
}

async fn leaving(visitor: &Visitor, id: OrgId) -> PageResult<Leaving> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    Ok(app::backup::leaving(&visitor.web().app, user, id).await?)
}

fn page(visitor: &Visitor, leaving: &Leaving, sheet: Sheet) -> ErasePage {
    let t = visitor.t();
    let organisation = &leaving.organisation;
    let mut told = vec![t.say("site.erase.goes").to_owned()];
    if leaving.people > 0 {
        told.push(t.count("site.erase.people", leaving.people));
    }
    told.push(match leaving.last_gone {
        Some(day) => t.with("site.erase.backups", &[("date", &t.date(day))]),
        None => t.say("site.erase.no-backups").to_owned(),
    });
    told.push(t.say("site.erase.take").to_owned());
    let password = sheet.problem("password").to_owned();
    ErasePage {
        shell: visitor.shell(t.say("site.erase.title")),
        name: organisation.name.text(visitor.locale()).to_owned(),
        told,
        form: FormView::new(t, sheet, link::ERASE.to(organisation.id)),
        password,
        back: link::SITE.to(()),
    }
}

fn setting(visitor: &Visitor) -> Setting<'_> {
    Setting::new(&visitor.web().app, visitor.t())
}

/// `GET /site/organisations/{id}/erase`
pub(super) async fn show(visitor: Visitor, At(id): At<OrgId>) -> PageResult<Response> {
    let leaving = leaving(&visitor, id).await?;
    let sheet = shown::<Erasure>(setting(&visitor), &(), None);
    Ok(Page(page(&visitor, &leaving, sheet)).into_response())
}

/// `POST /site/organisations/{id}/erase`
pub(super) async fn erase(
    visitor: Visitor,
    At(id): At<OrgId>,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let leaving = leaving(&visitor, id).await?;
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (typed, mut sheet) = checked::<Erasure>(setting(&visitor), &(), None, &fields);
    let Some(typed) = typed else {
        return Ok(mend(page(&visitor, &leaving, sheet)));
    };
    let sure = (fields.text("password"), from.origin());
    match app::backup::erase(&visitor.web().app, user, (id, &typed), sure).await {
        Ok(_) => {
            let notice = Notice::done("site.erase.done");
            Ok(go_with(&link::SITE.to(()), &notice))
        }
        Err(Error::Invalid(invalid)) => {
            sheet.refuse(visitor.t(), &invalid);
            Ok(mend(page(&visitor, &leaving, sheet)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
