//! Jobs as use cases and nodes meet them: what happens when a node dies, a server refuses, or a clock
//! is wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use app::job::{
    At, End, Failure, JOBS, Job, Lane, Pace, Payload, Policy, Reason, Worker, count, failed,
    forget, try_again, worker,
};
use app::risk::{self, RunRequest};
use app::{App, Error, OrgCx, Unsent, survey};
use domain::SurveyId;
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::risk::RunState;
use domain::training::SurveyPart;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{Care, NewJob};
use testkit::{Answer, TestApp};

/// Puts a job in the queue as a use case does.
async fn enqueue_with(test: &TestApp, org: &Organisation, (job, payload): (&Job, &str)) {
    let new = NewJob {
        id: test.app.id(),
        name: job.name().to_owned(),
        payload: payload.to_owned(),
        run_at: test.app.now(),
        care: Care {
            is_long: job.policy().is_long,
            ..Care::default()
        },
    };
    let mut store = test.app.store().write(org.id).await.unwrap();
    store.enqueue(&new).await.unwrap();
    store.commit().await.unwrap();
}

/// Does every job that is due.
async fn all(worker: Worker) -> Vec<(String, End)> {
    let mut ended = Vec::new();
    for lane in [Lane::Short, Lane::Long] {
        while let Some(end) = worker.turn(lane).await.unwrap() {
            ended.push(end);
        }
    }
    ended
}

/// Every node looks at the schedules at once.
async fn look(nodes: &[Worker]) {
    let mut looking = tokio::task::JoinSet::new();
    for node in nodes {
        let node = node.clone();
        looking.spawn(async move { node.look_at_schedules().await.unwrap() });
    }
    looking.join_all().await;
}

async fn municipality(test: &TestApp) -> Organisation {
    test.municipality("Esimerkkilä").await
}

/// Invites somebody, which mails a link.
async fn invite(cx: &OrgCx, to: &str) {
    let invited = app::identity::invite(cx, &testkit::invite(to, &[Role::Elected])).await;
    assert_eq!(invited.unwrap().delivery, app::identity::Delivery::Mailed);
}

/// Moves the clock by seconds.
fn pass(test: &TestApp, seconds: i64) {
    let now = test.app.now() + SignedDuration::from_secs(seconds);
    test.set_time(&now.to_string());
}

/// A pace at which a test does not wait.
fn fast() -> Pace {
    Pace {
        heartbeat: Duration::from_millis(10),
        look: Duration::from_millis(10),
        grace: Duration::from_millis(50),
        ..Pace::default()
    }
}

async fn one(worker: &Worker, lane: Lane) -> Option<End> {
    worker.turn(lane).await.unwrap().map(|(_, end)| end)
}

/// The reasons of what was given up.
async fn reasons(app: &App) -> Vec<Reason> {
    let all = failed(app).await.unwrap();
    all.into_iter().map(|job| job.why).collect()
}

#[test]
fn every_job_has_a_name_of_its_own_and_a_payload_that_survives_json() {
    let names: BTreeSet<&str> = JOBS.iter().map(Job::name).collect();
    assert_eq!(names.len(), JOBS.len());
    for job in JOBS {
        let words = job.name().bytes();
        assert!(
            words
                .into_iter()
                .all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            job.name()
        );
        assert!(job.policy().attempts >= 1);
        if let Some(sample) = job.sample() {
            assert_eq!(
                job.kept_again(&sample).as_ref(),
                Some(&sample),
                "{}",
                job.name()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_job_runs_once_with_two_workers() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let mut expected = Vec::new();
    let thrice = JOBS.iter().flat_map(|job| [job; 3]);
    for (job, sample) in thrice.filter_map(|job| Some((job, job.sample()?))) {
        enqueue_with(&test, &org, (job, &sample)).await;
        expected.push((job.name().to_owned(), End::Done));
    }
    let other = test.another_node().await;
    let (one, two) = tokio::join!(
        tokio::spawn(all(worker(test.app.clone()))),
        tokio::spawn(all(worker(other)))
    );
    let mut ended = [one.unwrap(), two.unwrap()].concat();
    ended.sort_by(|one, other| one.0.cmp(&other.0));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(ended, expected);
    assert_eq!(test.outbox.lock().unwrap().len(), 3);
    let left = count(&test.app).await.unwrap();
    assert_eq!((left.waiting, left.running, left.given_up), (0, 0, 0));
}

#[tokio::test]
async fn a_mail_leaves_if_and_only_if_its_transaction_was_committed() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    // Wherever the use case is cut off, there are as many mails as invitations.
    for micros in (0..4_000).step_by(80) {
        let to = format!("vieras{micros}@example.fi");
        let cut = Duration::from_micros(micros);
        let guest = testkit::invite(&to, &[Role::Elected]);
        let _cut_or_done = tokio::time::timeout(cut, app::identity::invite(&cx, &guest)).await;
    }
    invite(&cx, "viimeinen@example.fi").await;
    assert!(test.outbox.lock().unwrap().is_empty(), "only jobs send");
    let invited: BTreeSet<String> = app::identity::pending(&cx)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.email.to_string())
        .collect();
    // The node stops here. Another one finds the mails.
    let other = worker(test.another_node().await);
    while let Some(end) = one(&other, Lane::Short).await {
        assert_eq!(end, End::Done);
    }
    let sent = test.take_mail().await;
    let mailed: BTreeSet<String> = sent.iter().map(|mail| mail.to.clone()).collect();
    assert_eq!(mailed.len(), sent.len(), "each once");
    assert_eq!(mailed, invited);
    assert!(sent.last().unwrap().text.contains("/invitation/"));
}

#[tokio::test]
async fn a_mail_whose_node_dies_in_the_middle_is_not_sent_again() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    test.answer_mail_to("ensio@example.fi", Answer::Hangs);
    invite(&cx, "ensio@example.fi").await;
    let (first, second) = (worker(test.app.clone()), worker(test.another_node().await));
    let died = tokio::time::timeout(Duration::from_millis(300), first.turn(Lane::Short)).await;
    assert!(died.is_err());
    assert_eq!(one(&second, Lane::Short).await, None, "it is still held");
    pass(&test, 61);
    assert_eq!(
        one(&second, Lane::Short).await,
        Some(End::GivenUp(Reason::Interrupted))
    );
    assert_eq!(one(&second, Lane::Short).await, None);
    assert_eq!(test.take_mail().await.len(), 1);
    let all = failed(&test.app).await.unwrap();
    assert_eq!(
        (all.len(), all[0].name.as_str(), all[0].may_retry),
        (1, "mail", false)
    );
    let shown = format!("{all:?}");
    assert!(
        !shown.contains("ensio@") && !shown.contains("/invitation/"),
        "{shown}"
    );
    let again = try_again(&test.app, all[0].id).await;
    assert!(matches!(again, Err(Error::NotFound)), "its text is erased");
    forget(&test.app, all[0].id).await.unwrap();
    assert!(failed(&test.app).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_waited_for_longer_and_longer_and_then_no_more() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    test.answer_mail_to("ensio@example.fi", Answer::Unsent(Unsent::Delayed));
    invite(&cx, "ensio@example.fi").await;
    let worker = worker(test.app.clone());
    let mut waits = Vec::new();
    for _ in 0..7 {
        let Some(End::Later(at, Reason::MailDelayed)) = one(&worker, Lane::Short).await else {
            panic!("it must be tried again");
        };
        let wait = at.as_second() - test.app.now().as_second();
        pass(&test, wait - 1);
        assert_eq!(one(&worker, Lane::Short).await, None, "not before its time");
        pass(&test, 1);
        waits.push(wait);
    }
    assert_eq!(waits, [15, 60, 240, 960, 3_840, 15_360, 21_600]);
    let last = one(&worker, Lane::Short).await;
    assert_eq!(last, Some(End::GivenUp(Reason::MailDelayed)));
    let all = failed(&test.app).await.unwrap();
    assert_eq!((all[0].attempts, all[0].may_retry), (8, false));
    assert!(test.take_mail().await.is_empty());
}

#[tokio::test]
async fn a_mail_that_was_put_off_leaves_once_the_server_is_back() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    test.answer_mail_to("ensio@example.fi", Answer::Unsent(Unsent::Delayed));
    test.answer_mail_to("toini@example.fi", Answer::Unsent(Unsent::Uncertain));
    invite(&cx, "ensio@example.fi").await;
    invite(&cx, "toini@example.fi").await;
    assert!(test.take_mail().await.is_empty());
    assert_eq!(reasons(&test.app).await, [Reason::MailUncertain]);
    test.answer_mail_to("ensio@example.fi", Answer::Taken);
    test.answer_mail_to("toini@example.fi", Answer::Taken);
    pass(&test, 15);
    let sent = test.take_mail().await;
    assert_eq!(sent.len(), 1, "what may have arrived is not sent again");
    assert_eq!(sent[0].to, "ensio@example.fi");
}

#[tokio::test]
async fn a_job_that_cannot_be_read_or_is_not_known_does_not_go_round_for_ever() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let other = "{\"from\":\"another version\"}";
    test.plant_job(&org, "simulation", other).await;
    test.plant_job(&org, "expiry", "not even JSON").await;
    let unknown = test.plant_job(&org, "job-of-a-newer-version", "{}").await;
    let worker = worker(test.app.clone());
    let mut ended = Vec::new();
    while let Some(end) = one(&worker, Lane::Short).await {
        ended.push(end);
    }
    assert_eq!(ended.len(), 3);
    assert_eq!(reasons(&test.app).await, [Reason::Unreadable; 2]);
    let mut turns = 1;
    while !reasons(&test.app).await.contains(&Reason::Unknown) {
        pass(&test, 6 * 3600);
        turns += usize::from(one(&worker, Lane::Short).await.is_some());
        assert!(turns < 20);
    }
    assert_eq!(turns, 8, "a node of the newer version has a day to take it");
    try_again(&test.app, unknown).await.unwrap();
    let again = one(&worker, Lane::Short).await;
    assert!(matches!(again, Some(End::Later(_, Reason::Unknown))));
}

static SLOW: AtomicUsize = AtomicUsize::new(0);

/// A job that never ends by itself.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Slow {}

impl Payload for Slow {
    const NAME: &'static str = "slow";
    const POLICY: Policy = Policy::repeatable(2);

    fn sample() -> Self {
        Self {}
    }

    async fn run(self, _at: At) -> Result<(), Failure> {
        SLOW.fetch_add(1, Ordering::Relaxed);
        std::future::pending().await
    }
}

/// A job that fails on the way, once a crash and once an error.
#[derive(Debug, Serialize, Deserialize)]
struct Careless<const IS_ONCE: bool> {
    crashes: bool,
}

impl<const IS_ONCE: bool> Payload for Careless<IS_ONCE> {
    const NAME: &'static str = if IS_ONCE { "once" } else { "careless" };
    const POLICY: Policy = if IS_ONCE {
        Policy::at_most_once(3)
    } else {
        Policy::repeatable(3)
    };

    fn sample() -> Self {
        Self { crashes: true }
    }

    async fn run(self, _at: At) -> Result<(), Failure> {
        assert!(!self.crashes, "crashed as the test wants");
        Err(Error::NotFound.into())
    }
}

const TRIAL: &[Job] = &[
    Job::every::<Slow>(5),
    Job::asked::<Careless<true>>(),
    Job::asked::<Careless<false>>(),
];

#[tokio::test]
async fn what_failed_on_the_way_is_done_again_only_if_its_effect_may_repeat() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let worker = Worker::of(test.app.clone(), TRIAL);
    for payload in ["{\"crashes\":true}", "{\"crashes\":false}"] {
        test.plant_job(&org, "once", payload).await;
        let end = one(&worker, Lane::Short).await;
        assert!(matches!(end, Some(End::GivenUp(_))), "{end:?}");
        test.plant_job(&org, "careless", payload).await;
        for attempt in 1..=3 {
            let end = one(&worker, Lane::Short).await;
            match end {
                Some(End::Later(_, Reason::Failed)) => assert!(attempt < 3),
                Some(End::GivenUp(Reason::Failed)) => assert_eq!(attempt, 3),
                other => panic!("{other:?}"),
            }
            pass(&test, 3600);
        }
    }
    let reasons = reasons(&test.app).await;
    assert_eq!(reasons.len(), 4);
    assert!(reasons.contains(&Reason::Interrupted), "the crash");
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_lease_is_held_by_heartbeats() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    test.plant_job(&org, "slow", "{}").await;
    let first = Worker::of(test.app.clone(), TRIAL).at_pace(fast());
    let second = Worker::of(test.another_node().await, TRIAL);
    let working = tokio::spawn(async move { first.turn(Lane::Short).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    for _ in 0..5 {
        pass(&test, 40);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(one(&second, Lane::Short).await, None);
    }
    working.abort();
    assert!(working.await.is_err());
    tokio::time::sleep(Duration::from_millis(50)).await;
    // A job that brings its node down each time is not begun for ever.
    for attempt in 2..=3 {
        pass(&test, 120);
        let died = tokio::time::timeout(Duration::from_millis(200), second.turn(Lane::Short)).await;
        assert_eq!(died.is_ok(), attempt == 3);
    }
    assert_eq!(reasons(&test.app).await, [Reason::Interrupted]);
}

#[tokio::test]
async fn a_node_that_was_away_stops_what_another_has_taken() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    test.plant_job(&org, "slow", "{}").await;
    let slow = Pace {
        heartbeat: Duration::from_millis(400),
        ..fast()
    };
    let first = Worker::of(test.app.clone(), TRIAL).at_pace(slow);
    let second = Worker::of(test.another_node().await, TRIAL).at_pace(slow);
    let away = tokio::spawn(async move { first.turn(Lane::Short).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    pass(&test, 61);
    let taken = tokio::spawn(async move { second.turn(Lane::Short).await });
    let end = away.await.unwrap().unwrap();
    assert_eq!(end, Some(("slow".to_owned(), End::Lost)));
    assert_eq!(count(&test.app).await.unwrap().running, 1);
    taken.abort();
}

#[tokio::test]
async fn a_worker_that_is_told_to_stop_leaves_its_job_to_another_at_once() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    let id = test.plant_job(&org, "slow", "{}").await;
    let stop = tokio::time::sleep(Duration::from_millis(300));
    Worker::of(test.app.clone(), &TRIAL[..1])
        .at_pace(fast())
        .run(stop)
        .await;
    let left = count(&test.app).await.unwrap();
    assert_eq!((left.running, left.given_up), (0, 0));
    assert!(left.waiting >= 1);
    let mut store = test.app.store().site_write().await.unwrap();
    let ask = store::Ask {
        worker: test.app.id(),
        is_long: false,
        now: test.app.now(),
        until: test.app.now(),
    };
    let store::Claim::Taken(job) = store.claim_job(ask).await.unwrap() else {
        panic!("it is due at once");
    };
    assert_eq!((job.attempts, job.was_interrupted), (1, false));
    assert!(job.id == id || job.org.is_none());
    drop(store);
    // What may not repeat is not left to another, and not left unsaid.
    test.answer_mail_to("ensio@example.fi", Answer::Hangs);
    invite(&cx, "ensio@example.fi").await;
    let stop = tokio::time::sleep(Duration::from_millis(300));
    worker(test.app.clone()).at_pace(fast()).run(stop).await;
    assert!(reasons(&test.app).await.contains(&Reason::Interrupted));
    assert_eq!(count(&test.app).await.unwrap().running, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_kept_once_however_many_nodes_there_are() {
    let test = TestApp::new().await;
    let mut nodes = vec![worker(test.app.clone())];
    for _ in 0..3 {
        nodes.push(worker(test.another_node().await));
    }
    let often = ["expiry", "roll-purge", "training-reminders"];
    let all = ["backup", "expiry", "roll-purge", "training-reminders"];
    // Backups are looked at once an hour.
    for (minutes, scheduled) in [(0, &all[..]), (15, &often), (15, &often)] {
        pass(&test, minutes * 60);
        for _ in 0..3 {
            look(&nodes).await;
        }
        let mut done: Vec<String> = test
            .work()
            .await
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        done.sort();
        assert_eq!(done, scheduled);
    }
    // A clock that is set back by a day makes the turn due; one that stutters does not.
    pass(&test, -30);
    nodes[1].look_at_schedules().await.unwrap();
    assert!(test.work().await.is_empty());
    pass(&test, -24 * 3600);
    nodes[2].look_at_schedules().await.unwrap();
    nodes[3].look_at_schedules().await.unwrap();
    assert_eq!(test.work().await.len(), all.len());
}

#[tokio::test]
async fn what_is_over_is_removed_by_itself() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let person = test.person("Oona Omistaja", false).await;
    test.join(&person, &org, &[Role::Coordinator]).await;
    let cx = test.enter(&person, &org).await;
    let target = app::import::Target::Services;
    let file = app::import::stage(&cx, target, "palvelut.csv", b"nimi".to_vec());
    let file = file.await.unwrap();
    let node = worker(test.app.clone());
    pass(&test, 23 * 3600);
    node.look_at_schedules().await.unwrap();
    test.work().await;
    assert!(app::import::staged(&cx, file).await.is_ok());
    pass(&test, 2 * 3600);
    node.look_at_schedules().await.unwrap();
    test.work().await;
    let gone = app::import::staged(&cx, file).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

async fn simulated(test: &TestApp, terms: u64) -> OrgCx {
    let org = municipality(test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    let services = content::starting_set().services.iter();
    let services: Vec<domain::ServiceId> = services.map(|one| one.id.clone()).collect();
    app::service::adopt(&cx, &services).await.unwrap();
    let request = RunRequest { terms, seed: 7 };
    risk::begin(&cx, request).await.unwrap();
    cx
}

/// Waits until a run tells of itself as wanted.
async fn told(cx: &OrgCx, is_so: impl Fn(&domain::risk::RiskRun) -> bool) {
    for _ in 0..600 {
        if is_so(&risk::latest_run(cx).await.unwrap().unwrap()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the run does not tell what is waited for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_whose_node_dies_is_begun_again_and_any_node_stops_it() {
    let test = TestApp::new().await;
    let cx = simulated(&test, 20_000_000).await;
    let followed = risk::followed_run(&cx).await.unwrap().unwrap();
    assert!(followed.is_alive, "it waits for a worker");
    let first = worker(test.app.clone());
    let dying = tokio::spawn(async move { first.turn(Lane::Long).await });
    told(&cx, |run| run.done > 0).await;
    dying.abort();
    assert!(dying.await.is_err());
    let second = worker(test.another_node().await);
    assert_eq!(one(&second, Lane::Long).await, None);
    assert!(risk::followed_run(&cx).await.unwrap().unwrap().is_alive);
    pass(&test, 61);
    let begun = test.app.now();
    let again = tokio::spawn(async move { second.turn(Lane::Long).await });
    told(&cx, |run| run.told == begun && run.done > 0).await;
    risk::stop(&cx).await.unwrap();
    let end = again.await.unwrap().unwrap();
    assert_eq!(end, Some(("simulation".to_owned(), End::Done)));
    let followed = risk::followed_run(&cx).await.unwrap().unwrap();
    assert_eq!(
        (followed.run.state, followed.is_alive),
        (RunState::Stopped, false)
    );
}

#[tokio::test]
async fn a_simulation_that_is_stopped_before_it_begins_or_given_up_keeps_nobody_waiting() {
    let test = TestApp::new().await;
    let cx = simulated(&test, 20_000_000).await;
    risk::stop(&cx).await.unwrap();
    test.work().await;
    let run = risk::latest_run(&cx).await.unwrap().unwrap();
    assert_eq!((run.state, run.done), (RunState::Stopped, 0));
    let request = RunRequest { terms: 10, seed: 1 };
    pass(&test, 1);
    risk::begin(&cx, request).await.unwrap();
    // Three nodes die of it.
    for _ in 0..4 {
        let mut site = test.app.store().site_write().await.unwrap();
        let ask = store::Ask {
            worker: test.app.id(),
            is_long: true,
            now: test.app.now(),
            until: test.app.now() + SignedDuration::from_secs(60),
        };
        let taken = site.claim_job(ask).await.unwrap();
        assert!(matches!(taken, store::Claim::Taken(_)));
        site.commit().await.unwrap();
        pass(&test, 61);
    }
    let worker = worker(test.app.clone());
    let end = one(&worker, Lane::Long).await;
    assert_eq!(end, Some(End::GivenUp(Reason::Interrupted)));
    let followed = risk::followed_run(&cx).await.unwrap().unwrap();
    assert_eq!(
        (followed.run.state, followed.is_alive),
        (RunState::Running, false)
    );
    pass(&test, 1);
    risk::begin(&cx, request).await.unwrap();
    test.work().await;
    let run = risk::latest_run(&cx).await.unwrap().unwrap();
    assert_eq!((run.state, run.done), (RunState::Done, 10));
    // The operator tries the first one again.
    let id = failed(&test.app).await.unwrap()[0].id;
    try_again(&test.app, id).await.unwrap();
    assert_eq!(one(&worker, Lane::Long).await, Some(End::Done));
}

#[tokio::test]
async fn no_file_keeps_a_mail_that_has_left() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    invite(&cx, "ensio@example.fi").await;
    invite(&cx, "toini@example.fi").await;
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 2);
    let (_, rest) = mails[1].text.split_once("/invitation/").unwrap();
    let secret = rest.split_whitespace().next().unwrap().to_owned();
    let folder = test.folder().to_owned();
    test.app.store().close().await;
    for entry in std::fs::read_dir(&folder).unwrap().flatten() {
        if entry.path().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "the link is in {}", entry.path().display());
        }
    }
}

/// A survey that is open and has been answered by so many.
pub(crate) async fn answered(cx: &OrgCx, people: usize) -> SurveyId {
    let draft = app::assessment::RoundFacts {
        new: None,
        title: domain::text::Title::parse("Nykytila 2027").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    let round = app::assessment::create_round(cx, &draft).await.unwrap();
    let part = SurveyPart::Before;
    let id = app::training::begin_survey(cx, part, Some(round), "elected-short").await;
    let id = id.unwrap();
    survey::open(cx, id).await.unwrap();
    let (opened, _) = survey::show(cx, id).await.unwrap();
    let sheet = survey::sheet(cx.app(), &opened.link_code).await.unwrap();
    let questions = || sheet.questions().map(|one| one.id.clone());
    for _ in 0..people {
        let given = survey::Answers {
            credential: survey::form_pass(cx.app(), &sheet).await.unwrap(),
            chosen: questions().map(|id| (id, "yes".to_owned())).collect(),
            ..survey::Answers::default()
        };
        survey::hand_in(cx.app(), &sheet, &given).await.unwrap();
    }
    id
}

#[tokio::test]
async fn each_server_mixes_its_ballots_and_a_worker_alone_does_not() {
    let test = TestApp::new().await;
    let org = municipality(&test).await;
    let cx = test.member(&org, Role::Coordinator).await;
    let id = answered(&cx, 12).await;
    let mixed = || async { test.app.store().ballots(org.id, id).await.unwrap().len() };
    let alone = worker(test.app.clone()).at_pace(fast());
    alone
        .run(tokio::time::sleep(Duration::from_millis(300)))
        .await;
    assert_eq!(mixed().await, 0);
    let stop = tokio::time::sleep(Duration::from_millis(300));
    app::job::on_this_server(test.app.clone(), stop).await;
    assert_eq!(mixed().await, 7, "five stay behind");
}

/// Every Rust file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => sources(&path, found),
            path => found.push(path),
        }
    }
}

#[test]
fn only_the_job_hands_mail_to_the_server() {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root, &mut found);
    let callers: Vec<&Path> = found
        .iter()
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.contains(".hand_over(") || text.contains(".post()")
        })
        .map(|path| path.strip_prefix(&root).unwrap())
        .collect();
    assert_eq!(callers, [Path::new("queue/mail.rs")]);
}
