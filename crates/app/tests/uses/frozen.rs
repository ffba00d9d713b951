//! A published round stands: nothing that its result was made of changes until it is opened again.

use app::assessment::{publish, reopen};
use app::document::{StateRow, StateSheet};
use app::import::{AnswersPlan, Extent};
use app::{Error, import};
use domain::document::DocumentState;
use domain::identity::Role;
use testkit::TestApp;

use crate::is_refused;
use crate::table::{At, CASES};

/// What would change what a result was made of.
const FROZEN: &[&str] = &[
    "assessment::judge",
    "assessment::remove_proposal",
    "assessment::restore_proposal",
    "assessment::save_proposal",
    "document::add_own",
    "document::remove_own",
    "document::restore_own",
    "document::save",
    "document::save_states",
    "import::take_documents",
    "import::take_interview",
    "import::take_notes",
    "interview::code",
    "interview::restore",
    "interview::save_facts",
    "interview::save_notes",
    "interview::set_done",
    "interview::uncode",
    "survey::create",
    "survey::open",
    "training::begin_survey",
];

/// A file of answers that could be taken.
pub(crate) const ANSWERS: &str = "Vastaaja;Tiedätkö, kuka kunnassa vastaa digiturvan \
    kokonaisuudesta?;Näkyykö digiturva kunnan strategiassa?\n\
    1;Kyllä;Ei\n2;Osittain;Ei\n3;Ei;Kyllä\n";

#[tokio::test]
async fn nothing_of_a_published_round_changes_and_everything_does_once_it_is_open_again() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    publish(&cx, at.round, 1).await.unwrap();
    let before = test.rows().await;
    let mut tried = 0;
    for case in CASES.iter().filter(|it| FROZEN.contains(&it.name)) {
        let outcome = (case.call)(&cx, &at).await;
        let is_frozen = is_refused(&outcome, "assessment.round.frozen");
        assert!(is_frozen, "{}: {outcome:?}", case.name);
        assert_eq!(test.rows().await, before, "{} changed something", case.name);
        tried += 1;
    }
    assert_eq!(tried, FROZEN.len() + 3, "two kinds of proposals");
    let plan = AnswersPlan::of("elected");
    let file = ANSWERS.as_bytes();
    let answers = import::take_answers(&cx, at.round, file, &plan, Extent::Rest).await;
    assert!(is_refused(&answers.map(drop), "assessment.round.frozen"));
    assert_eq!(test.rows().await, before);
    reopen(&cx, at.round, 2).await.unwrap();
    let answers = import::take_answers(&cx, at.round, file, &plan, Extent::Rest).await;
    assert_eq!(answers.unwrap().1.account.count, 3);
}

#[tokio::test]
async fn states_that_were_on_somebodys_screen_are_not_saved_after_publishing() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    let row = StateRow {
        document: content::documents()[0].id.clone(),
        state: DocumentState::Missing,
        revision: 0,
        is_touched: true,
    };
    let sheet = StateSheet {
        show: String::new(),
        rows: vec![row],
    };
    publish(&cx, at.round, 1).await.unwrap();
    let late = app::document::save_states(&cx, at.round, &sheet).await;
    assert!(is_refused(&late, "assessment.round.frozen"));
    reopen(&cx, at.round, 2).await.unwrap();
    app::document::save_states(&cx, at.round, &sheet)
        .await
        .unwrap();
}

/// What was promised to people holds whatever the round's state: whoever withdraws is gone at once,
/// and words that tell who spoke are taken out.
#[tokio::test]
async fn what_was_promised_to_the_interviewed_holds_after_publishing_too() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    publish(&cx, at.round, 1).await.unwrap();
    let words = [app::interview::Replacement {
        word: "varmuuskopiot".to_owned(),
        mark: "[järjestelmä]".to_owned(),
    }];
    let seen = at.interview.revision;
    let places = app::interview::replace_words(&cx, at.round, at.interview.id, &words, seen);
    assert_eq!(places.await.unwrap(), 1);
    app::interview::remove(&cx, at.round, at.interview.id)
        .await
        .unwrap();
    let gone = app::interview::open(&cx, at.round, at.interview.id).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}
