//! Use cases on a real store: who may do what, two people at once, what stays, what comes back.
#![cfg(test)]

mod assessment;
mod audit;
mod demo;
mod document;
mod evidence;
mod form;
mod handbook;
mod identity;
mod interview;
mod job;
mod leadership;
mod measure;
mod organisation;
mod programme;
mod risk;
mod service;
mod survey;
mod threat;
mod training;

use app::assessment::{RoundFacts, create_round};
use app::form::Typed;
use app::identity::Invited;
use app::{Error, OrgCx, Outcome};
use domain::RoundId;
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::text::Title;
use testkit::TestApp;

/// A municipality with an open round, and its coordinator.
struct Scene {
    test: TestApp,
    org: Organisation,
    cx: OrgCx,
    round: RoundId,
}

impl Scene {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let org = test.municipality("Esimerkkilä").await;
        let cx = test.member(&org, Role::Coordinator).await;
        let draft = RoundFacts {
            title: Title::parse("Nykytila 2027").unwrap(),
            framework: content::framework().id.clone(),
            due_on: None,
            revision: 0,
        };
        let round = create_round(&cx, &draft).await.unwrap();
        Self {
            test,
            org,
            cx,
            round,
        }
    }

    async fn member(&self, role: Role) -> OrgCx {
        self.test.member(&self.org, role).await
    }
}

/// Invites a person as the form does.
async fn invite(cx: &OrgCx, email: &str, roles: &[Role]) -> Outcome<Invited> {
    let roles: Vec<String> = roles.iter().map(|it| it.code().to_owned()).collect();
    let typed = Typed::of(&[("email", email)]).with_all("roles", &roles);
    let invite = app::form::read(cx, &(), None, &typed)?;
    app::identity::invite(cx, &invite).await
}

/// The fields at which an outcome asks for something else.
#[track_caller]
fn at_fields<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(invalid)) => invalid
            .fields
            .iter()
            .map(|(name, _)| name.to_string())
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// Whether something was refused with this message.
fn is_refused<T>(outcome: &Result<T, Error>, key: &str) -> bool {
    matches!(outcome, Err(Error::Refused(found)) if *found == key)
}
