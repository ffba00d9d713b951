//! Adding an organisation, and inviting its first coordinator until somebody has joined.

use app::Error;
use app::form::{Setting, Sheet, checked, shown};
use app::identity::{FirstCoordinator, Founding};
use axum::response::{IntoResponse, Response};
use domain::OrgId;
use domain::organisation::{Kind, Organisation};

use super::link::{self, Adding};
use super::organisations;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Visitor};
use crate::form::{Buttons, FormPage, FormView};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

fn setting(visitor: &Visitor) -> Setting<'_> {
    Setting::new(&visitor.web().app, visitor.t())
}

/// The form of a new organisation.
fn new_page(visitor: &Visitor, kind: Kind, sheet: Sheet) -> FormPage {
    let t = visitor.t();
    let title = match kind {
        Kind::Municipality => "site.organisation.add",
        Kind::Partner => "site.organisation.add-partner",
        Kind::Host => "site.organisation.add-host",
    };
    let buttons = Buttons {
        back: link::SITE.to(()),
        ..Buttons::saying(t.say("site.organisation.add-and-invite"))
    };
    FormPage {
        shell: visitor.shell(t.say(title)),
        lead: t.say("site.organisation.lead").to_owned(),
        form: FormView::new(t, sheet, link::NEW.to(Adding(kind))).with_buttons(buttons),
    }
}

/// `GET /site/organisations/new/{kind}`
pub(super) async fn begin(visitor: Visitor, At(adding): At<Adding>) -> Response {
    let sheet = shown::<Founding>(setting(&visitor), &adding.0, None);
    Page(new_page(&visitor, adding.0, sheet)).into_response()
}

/// `POST /site/organisations/new/{kind}`: tells how the invitation reaches the coordinator.
pub(super) async fn found(
    visitor: Visitor,
    At(Adding(kind)): At<Adding>,
    fields: Fields,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (founding, mut sheet) = checked::<Founding>(setting(&visitor), &kind, None, &fields);
    let Some(founding) = founding else {
        return Ok(mend(new_page(&visitor, kind, sheet)));
    };
    let app = &visitor.web().app;
    match app::identity::found(app, Some(user), &founding, visitor.locale()).await {
        Ok((_, invited)) => {
            let list = organisations::page(&visitor, Some(invited)).await?;
            Ok(Page(list).into_response())
        }
        Err(Error::Invalid(invalid)) => {
            sheet.refuse(visitor.t(), &invalid);
            Ok(mend(new_page(&visitor, kind, sheet)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// The form that invites again.
fn again_page(visitor: &Visitor, organisation: &Organisation, sheet: Sheet) -> FormPage {
    let t = visitor.t();
    let name = organisation.name.text(visitor.locale());
    let buttons = Buttons {
        back: link::SITE.to(()),
        ..Buttons::saying(t.say("identity.invitation.send"))
    };
    FormPage {
        shell: visitor.shell(&t.with("site.organisation.invite", &[("organisation", &name)])),
        lead: t.say("site.organisation.invite-lead").to_owned(),
        form: FormView::new(t, sheet, link::INVITE.to(organisation.id)).with_buttons(buttons),
    }
}

/// Goes back to the list when somebody has joined meanwhile.
fn or_joined(error: Error) -> PageResult<Response> {
    match error {
        Error::Refused(why) => Ok(go_with(&link::SITE.to(()), &Notice::refused(why))),
        other => Err(PageError::from(other)),
    }
}

/// `GET /site/organisations/{organisation}/invite`
pub(super) async fn again(visitor: Visitor, At(id): At<OrgId>) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    match app::identity::first_coordinator(&visitor.web().app, user, id).await {
        Ok((organisation, last)) => {
            let sheet = shown::<FirstCoordinator>(setting(&visitor), &(), last.as_ref());
            Ok(Page(again_page(&visitor, &organisation, sheet)).into_response())
        }
        Err(error) => or_joined(error),
    }
}

/// `POST /site/organisations/{organisation}/invite`
pub(super) async fn invite(
    visitor: Visitor,
    At(id): At<OrgId>,
    fields: Fields,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let app = &visitor.web().app;
    let organisation = match app::identity::first_coordinator(app, user, id).await {
        Ok((organisation, _)) => organisation,
        Err(error) => return or_joined(error),
    };
    let (first, sheet) = checked::<FirstCoordinator>(setting(&visitor), &(), None, &fields);
    let Some(first) = first else {
        return Ok(mend(again_page(&visitor, &organisation, sheet)));
    };
    match app::identity::invite_first(app, Some(user), (id, &first), visitor.locale()).await {
        Ok(invited) => {
            let list = organisations::page(&visitor, Some(invited)).await?;
            Ok(Page(list).into_response())
        }
        Err(error) => or_joined(error),
    }
}
