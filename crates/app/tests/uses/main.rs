//! Use cases on a real store: who may do what, two people at once, what stays, what comes back.
#![cfg(test)]

mod answering;
mod assessment;
mod at;
mod audit;
mod backup;
mod cut;
mod deciding;
mod demo;
mod document;
mod evidence;
mod fields;
mod form;
mod founding;
mod frozen;
mod handbook;
mod hearing;
mod identity;
mod importing;
mod interview;
mod job;
mod joining;
mod leadership;
mod logged;
mod measure;
mod neighbour;
mod organisation;
mod passkey;
mod programme;
mod ready;
mod recovering;
mod rights;
mod risk;
mod second;
mod second_step;
mod service;
mod session;
mod survey;
mod table;
mod terms;
mod threat;
mod training;
mod walks;
mod writers;

use app::assessment::{RoundFacts, create_round};
use app::form::Typed;
use app::identity::Invited;
use app::{Error, OrgCx, Outcome};
use domain::assessment::Place;
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::text::Title;
use domain::{CriterionId, RoundId};
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
        Self::of(TestApp::new().await).await
    }

    /// The same where mail has not been set up.
    async fn without_mail() -> Self {
        Self::of(TestApp::without_mail().await).await
    }

    async fn of(test: TestApp) -> Self {
        let org = test.municipality("Esimerkkilä").await;
        let cx = test.member(&org, Role::Coordinator).await;
        let draft = RoundFacts {
            new: None,
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

/// The first theme of the shipped framework, and its first criterion.
fn spot() -> Place {
    let (theme, criterion) = content::framework().criteria().next().unwrap();
    Place {
        theme: theme.id.clone(),
        criterion: Some(criterion.id.clone()),
    }
}

/// The criterion of that place.
fn criterion_id() -> CriterionId {
    spot().criterion.unwrap()
}

/// Invites a person as the form does.
async fn invite(cx: &OrgCx, email: &str, roles: &[Role]) -> Outcome<Invited> {
    let roles: Vec<String> = roles.iter().map(|it| it.code().to_owned()).collect();
    let typed = Typed::of(&[("email", email)]).with_all("roles", &roles);
    let invite = app::form::read(cx, &(), None, &typed)?;
    app::identity::invite(cx, &invite).await
}

/// The audit log as the text of its file.
async fn log_of(cx: &OrgCx) -> String {
    let file = app::audit::export(cx).await.unwrap();
    String::from_utf8(file).unwrap()
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

/// What a reader of a Word file or a workbook can find in it.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut part = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}
