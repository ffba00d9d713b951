//! The demo fills, refuses the second time, and tells one consistent story.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use app::Error;
use app::demo::{DemoLogin, fill};
use domain::Publicity;
use domain::assessment::{Place, Round, RoundState};
use domain::identity::{Email, Role};
use domain::interview::{Passage, Turn, turns};
use domain::organisation::{Kind, Organisation};
use domain::survey::{MINIMUM_CELL, SurveyState};
use jiff::ToSpan;
use testkit::TestApp;

async fn filled() -> (TestApp, Vec<DemoLogin>) {
    let test = TestApp::new().await;
    let began = Instant::now();
    let logins = fill(&test.app, 7).await.expect("the demo fills");
    println!("filled in {} ms", began.elapsed().as_millis());
    (test, logins)
}

/// Every round with its municipality, the newest first.
async fn rounds(test: &TestApp) -> Vec<(Organisation, Round)> {
    let all = app::organisation::all(&test.app).await.expect("a list");
    let mut found = Vec::new();
    for one in all.into_iter().filter(|it| it.kind == Kind::Municipality) {
        let mut org = test.app.store().read(one.id).await.expect("a store");
        let rounds = org.rounds().await.expect("rounds");
        found.extend(rounds.into_iter().map(|round| (one.clone(), round)));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn fills_once_and_lets_everyone_in() {
    let (test, logins) = filled().await;
    for login in &logins {
        println!("{} {} {}", login.organisation, login.email, login.url);
        let session = app::identity::sign_in(
            &test.app,
            &login.email,
            &login.password,
            app::identity::Origin::default(),
        )
        .await;
        assert!(session.expect("the store").is_ok(), "{}", login.email);
    }
    let again = fill(&test.app, 7).await;
    assert!(matches!(again, Err(Error::Refused(_))));
    let all = app::organisation::all(&test.app).await.expect("a list");
    assert_eq!(all.len(), 5);
    for one in &all {
        assert!(one.fictitious && one.name.fi.contains("(kuvitteellinen)"));
    }
    for role in Role::ALL {
        assert!(logins.iter().any(|login| login.roles.contains(role)));
    }
}

/// One demo for all of it: filling takes a second.
#[tokio::test(flavor = "multi_thread")]
async fn tells_one_consistent_story() {
    let (test, logins) = filled().await;
    rounds_are_whole(&test).await;
    the_log_knows_who_judged_and_who_reviewed(&test).await;
    every_class_is_there_and_secrets_have_grounds(&test).await;
    closed_surveys_can_be_shown_and_open_ones_wait(&test).await;
    codings_stand_in_the_turns_they_name(&test).await;
    assessors_of_the_partner_work_in_every_municipality(&test, &logins).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn never_fills_into_somebodys_data() {
    let test = TestApp::new().await;
    test.person("Joku", true).await;
    let refused = fill(&test.app, 7).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
}

async fn rounds_are_whole(test: &TestApp) {
    let all = content::framework().criteria();
    let criteria: BTreeSet<&str> = all.map(|(_, it)| it.id.as_str()).collect();
    let mut published = 0;
    for (municipality, round) in rounds(test).await {
        let store = test.app.store();
        let mut org = store.read(municipality.id).await.expect("a store");
        let judged = org.judgements(round.id).await.expect("judgements");
        let findings = org.findings(round.id).await.expect("findings");
        let actions = org.actions(round.id).await.expect("measures");
        let documents = org.document_reviews(round.id).await.expect("documents");
        println!(
            "{} {}: {} judgements, {} findings, {} measures ({} decisions), {} documents",
            municipality.slug,
            round.title,
            judged.len(),
            findings.len(),
            actions.len(),
            actions.iter().filter(|it| it.is_decision).count(),
            documents.len(),
        );
        assert!(!round.title.contains('{'), "{}", round.title);
        let is_known = |at: &Place| {
            let criterion = at.criterion.as_ref();
            criterion.is_some_and(|id| criteria.contains(id.as_str()))
        };
        assert!(
            judged
                .iter()
                .all(|it| criteria.contains(it.criterion.as_str()))
        );
        assert!(findings.iter().all(|it| is_known(&it.place)));
        assert!(actions.iter().all(|it| is_known(&it.place)));
        let today = test.app.today();
        let past = documents
            .iter()
            .flat_map(|it| [it.approved_on, it.tested_on]);
        assert!(past.flatten().all(|day| day <= today));
        if municipality.slug.as_str() != "kuvitelma" {
            assert_eq!(judged.len(), criteria.len(), "{}", round.title);
        }
        let is_now = round.created_at > test.app.now() - 2400.hours();
        let mut dues = actions.iter().filter_map(|it| it.due_on);
        assert!(!is_now || dues.all(|day| day > today), "{}", round.title);
        published += usize::from(round.state == RoundState::Published);
    }
    assert_eq!(published, 2);
}

/// A page in conflict asks the log by the names that the use cases give.
async fn the_log_knows_who_judged_and_who_reviewed(test: &TestApp) {
    let mut asked = 0;
    for (municipality, round) in rounds(test).await {
        let mut org = test.app.store().read(municipality.id).await.unwrap();
        let levels = org.judgement_levels(round.id).await.unwrap();
        let judged = levels
            .iter()
            .map(|(criterion, _)| app::assessment::judgement_subject(round.id, criterion));
        let reviews = org.document_reviews(round.id).await.unwrap();
        let reviewed = reviews
            .iter()
            .map(|review| app::document::review_subject(round.id, &review.document));
        for subject in judged.chain(reviewed) {
            asked += 1;
            let last = org.audit_last_of(&subject).await.unwrap();
            assert!(last.is_some(), "{}: {subject}", municipality.slug);
        }
    }
    assert!(asked > 100, "{asked}");
}

async fn every_class_is_there_and_secrets_have_grounds(test: &TestApp) {
    let mut seen = BTreeSet::new();
    for (municipality, round) in rounds(test).await {
        if !seen.insert(municipality.id) {
            continue;
        }
        let store = test.app.store();
        let mut org = store.read(municipality.id).await.expect("a store");
        let mut classes: BTreeMap<Publicity, usize> = BTreeMap::new();
        for finding in org.findings(round.id).await.expect("findings") {
            let class = finding.text.publicity();
            *classes.entry(class).or_default() += 1;
            assert_eq!(class == Publicity::Secret, finding.text.ground().is_some());
        }
        println!("{}: findings {classes:?}", municipality.slug);
        assert_eq!(classes.len(), 3, "{}", municipality.slug);
    }
}

async fn closed_surveys_can_be_shown_and_open_ones_wait(test: &TestApp) {
    let store = test.app.store();
    let mut open = 0;
    for (municipality, round) in rounds(test).await {
        let mut org = store.read(municipality.id).await.expect("a store");
        for survey in org.surveys(round.id).await.expect("surveys") {
            let (place, id) = (municipality.id, survey.id);
            let answered = store.answered(place, id).await.expect("a count");
            let mixed = store.ballots(place, id).await.expect("ballots").len();
            println!(
                "{} {}: {} invited, {answered} answered, {mixed} mixed",
                municipality.slug, survey.title, survey.invited,
            );
            assert!(answered >= MINIMUM_CELL && answered <= survey.invited);
            let is_closed = survey.state == SurveyState::Closed;
            let takes_answers = store.box_open(place, id).await.expect("a box");
            assert_eq!(is_closed, !takes_answers);
            // What is closed is mixed to the last ballot.
            assert!(!is_closed || i64::try_from(mixed).ok() == Some(answered));
            open += i32::from(!is_closed);
        }
    }
    assert_eq!(open, 2);
}

fn stands_in(spoken: &[Turn], passage: &Passage) -> bool {
    let turn = &spoken[usize::try_from(passage.turn).expect("a turn")];
    turn.text.contains(&passage.excerpt) && turn.speaker == passage.speaker
}

async fn codings_stand_in_the_turns_they_name(test: &TestApp) {
    let mut passages = 0;
    for (municipality, round) in rounds(test).await {
        let store = test.app.store();
        let mut org = store.read(municipality.id).await.expect("a store");
        for interview in org.interviews(round.id).await.expect("interviews") {
            assert!(!interview.notes.contains('«'), "{}", interview.title);
            let spoken = turns(&interview.notes);
            let coded = org.passages(interview.id).await.expect("passages");
            println!(
                "{} {}: {} turns, {} passages",
                municipality.slug,
                interview.title,
                spoken.len(),
                coded.len()
            );
            assert!(coded.iter().all(|passage| stands_in(&spoken, passage)));
            passages += coded.len();
        }
    }
    assert!(passages >= 90, "{passages}");
}

async fn assessors_of_the_partner_work_in_every_municipality(test: &TestApp, logins: &[DemoLogin]) {
    let assessor = logins
        .iter()
        .find(|login| login.roles.contains(&Role::Assessor))
        .expect("an assessor");
    let email = Email::parse(&assessor.email).expect("an address");
    let mut site = test.app.store().site_read().await.expect("a store");
    let found = site.credentials(&email).await.expect("a row");
    drop(site);
    let user = found.expect("a person").user;
    let mine = app::organisation::mine(&test.app, &user).await;
    assert_eq!(mine.expect("a list").len(), 4);
}
