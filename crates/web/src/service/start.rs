//! The starting set to choose from.

use app::Error;
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::frame::shell;
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};
use domain::ServiceId;

struct Group {
    title: String,
    name: String,
    services: Vec<Choice>,
    taken: Vec<String>,
}

/// `GET /{org}/services/start`
#[derive(Template)]
#[template(path = "service/start.html")]
struct StartPage {
    shell: Shell,
    groups: Vec<Group>,
    action: String,
    back: String,
}

/// `GET /{org}/services/start`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let offers = app::service::offers(&org.cx).await?;
    let locale = org.cx.locale();
    let groups = content::starting_set().groups.iter().map(|(id, title)| {
        let of_group = || offers.iter().filter(|offer| offer.service.group == *id);
        let choice = |offer: &app::service::Offer| {
            let service = offer.service;
            Choice {
                // What many buy or have handed over is not chosen for anyone.
                chosen: !service.is_optional,
                ..Choice::new(service.id.as_str(), service.title.text(locale))
            }
            .with_hint(service.gives.text(locale))
        };
        let taken = of_group().filter(|offer| offer.is_taken);
        Group {
            title: title.text(locale).to_owned(),
            name: format!("group-{id}"),
            services: of_group().filter(|it| !it.is_taken).map(choice).collect(),
            taken: taken
                .map(|offer| offer.service.title.text(locale).to_owned())
                .collect(),
        }
    });
    Ok(Page(StartPage {
        shell: shell(&org, org.t().say("service.start.title")),
        groups: groups.collect(),
        action: org.to(link::BEGIN, ()),
        back: org.to(link::LIST, ()),
    })
    .into_response())
}

/// `POST /{org}/services/start`
pub(super) async fn take(org: Org, fields: Fields) -> PageResult<Response> {
    let groups = content::starting_set().groups.iter();
    let chosen: Vec<ServiceId> = groups
        .flat_map(|(id, _)| fields.all(&format!("group-{id}")))
        .map(ServiceId::new)
        .collect();
    match app::service::adopt(&org.cx, &chosen).await {
        Ok(_) => Ok(go_with(
            &org.to(link::LIST, ()),
            &Notice::done("service.start.taken"),
        )),
        Err(Error::Refused(key)) => {
            let to = org.to(link::BEGIN, ());
            Ok(go_with(&to, &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
