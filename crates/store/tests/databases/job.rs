//! The queue of jobs on both engines: who holds a job, and what becomes of it.

use domain::organisation::{Kind, Organisation, Slug};
use domain::{JobId, Localised, OrgId};
use jiff::Timestamp;
use store::testing::TestStore;
use store::{Ask, Care, Claim, Engine, Hold, Job, JobCount, NewJob, Store, Turn, both_databases};
use uuid::Uuid;

const FIRST: Uuid = Uuid::from_u128(101);
const SECOND: Uuid = Uuid::from_u128(102);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn new(id: u128, run_at: i64) -> NewJob {
    NewJob {
        id: JobId(Uuid::from_u128(id)),
        name: "mail".to_owned(),
        payload: "{\"to\":\"ensio@example.fi\"}".to_owned(),
        run_at: at(run_at),
        care: Care::default(),
    }
}

async fn organisation(test: &TestStore) -> OrgId {
    let id = OrgId(Uuid::from_u128(1));
    let mut site = test.store.site_write().await.unwrap();
    let new = Organisation {
        id,
        kind: Kind::Municipality,
        slug: Slug::from_name("Esimerkkilä").unwrap(),
        name: Localised::same("Esimerkkilä"),
        code: None,
        languages: vec![],
        population: None,
        fictitious: true,
    };
    site.add_organisation(&new).await.unwrap();
    site.commit().await.unwrap();
    id
}

async fn enqueue(test: &TestStore, job: &NewJob) {
    let mut site = test.store.site_write().await.unwrap();
    site.enqueue(job).await.unwrap();
    site.commit().await.unwrap();
}

/// Takes the next job for a minute.
async fn claim(store: &Store, worker: Uuid, now: i64) -> Option<Job> {
    let ask = Ask {
        worker,
        is_long: false,
        now: at(now),
        until: at(now + 60),
    };
    let mut site = store.site_write().await.unwrap();
    match site.claim_job(ask).await.unwrap() {
        Claim::Taken(job) => {
            site.commit().await.unwrap();
            Some(job)
        }
        Claim::Nothing => None,
        Claim::Lost => panic!("nobody else is here"),
    }
}

fn hold(job: &Job, worker: Uuid) -> Hold {
    Hold {
        job: job.id,
        worker,
        attempt: job.attempts,
    }
}

/// Whether a node gets the right to look at the schedules.
async fn lease(test: &TestStore, node: Uuid, now: i64, until: i64) -> bool {
    let mut site = test.store.site_write().await.unwrap();
    let has = site
        .lease_schedules(node, at(now), at(until), at(now + 60))
        .await
        .unwrap();
    site.commit().await.unwrap();
    has
}

/// Changes the queue in one transaction.
macro_rules! change {
    ($test:expr, $site:ident => $change:expr) => {{
        let mut $site = $test.store.site_write().await.unwrap();
        let changed = $change.await.unwrap();
        $site.commit().await.unwrap();
        changed
    }};
}

both_databases! {
    /// A job is taken by one worker, and again when its worker has died.
    async fn jobs(test: &TestStore) {
        let org = organisation(test).await;
        let mut store = test.store.write(org).await.unwrap();
        store.enqueue(&new(1, 0)).await.unwrap();
        store.commit().await.unwrap();
        assert_eq!(claim(&test.store, FIRST, -1).await, None, "not before its time");
        let job = claim(&test.store, FIRST, 1).await.unwrap();
        assert_eq!((job.name.as_str(), job.org, job.attempts), ("mail", Some(org), 1));
        assert!(!job.was_interrupted);
        assert_eq!(claim(&test.store, SECOND, 60).await, None, "it is held for a minute");
        let again = claim(&test.store, SECOND, 61).await.unwrap();
        assert!(again.was_interrupted && again.attempts == 2);
        let (lost, held) = (hold(&job, FIRST), hold(&again, SECOND));
        assert!(!change!(test, site => site.extend_job(lost, at(500))));
        assert!(!change!(test, site => site.finish_job(lost)));
        assert!(!change!(test, site => site.give_up_job(lost, at(62), "failed")));
        assert!(change!(test, site => site.extend_job(held, at(500))));
        assert_eq!(claim(&test.store, FIRST, 499).await, None, "it is held for longer");
        assert!(change!(test, site => site.finish_job(held)));
        assert_eq!(claim(&test.store, FIRST, 600).await, None);
    }

    async fn a_job_is_there_only_if_its_transaction_was_committed(test: &TestStore) {
        let org = organisation(test).await;
        let mut store = test.store.write(org).await.unwrap();
        store.enqueue(&new(1, 0)).await.unwrap();
        drop(store);
        assert_eq!(claim(&test.store, FIRST, 1).await, None);
    }

    async fn a_job_that_is_put_back_waits_and_one_that_is_released_does_not(test: &TestStore) {
        enqueue(test, &new(1, 0)).await;
        let job = claim(&test.store, FIRST, 1).await.unwrap();
        let held = hold(&job, FIRST);
        assert!(change!(test, site => site.retry_job(held, at(30), "mail-delayed")));
        assert_eq!(claim(&test.store, FIRST, 29).await, None);
        let job = claim(&test.store, FIRST, 30).await.unwrap();
        assert!(job.attempts == 2 && !job.was_interrupted);
        let held = hold(&job, FIRST);
        assert!(change!(test, site => site.release_job(held, at(31))));
        let job = claim(&test.store, SECOND, 31).await.unwrap();
        assert_eq!(job.attempts, 2, "what was not finished is not counted");
    }

    async fn what_is_given_up_keeps_its_reason_and_a_private_payload_is_erased(test: &TestStore) {
        let org = organisation(test).await;
        let private = NewJob {
            care: Care { is_private: true, ..Care::default() },
            ..new(2, 1)
        };
        let mut store = test.store.write(org).await.unwrap();
        store.enqueue(&new(1, 0)).await.unwrap();
        store.enqueue(&private).await.unwrap();
        store.commit().await.unwrap();
        for now in [2, 3] {
            let job = claim(&test.store, FIRST, now).await.unwrap();
            let held = hold(&job, FIRST);
            assert!(change!(test, site => site.give_up_job(held, at(now), "mail-refused")));
        }
        let given_up = test.store.site_read().await.unwrap().given_up_jobs().await.unwrap();
        let told: Vec<(bool, &str, Timestamp)> =
            given_up.iter().map(|job| (job.is_kept, job.why.as_str(), job.at)).collect();
        assert_eq!(told, [(false, "mail-refused", at(3)), (true, "mail-refused", at(2))]);
        let private = match test.engine() {
            Engine::Sqlite => "SELECT payload FROM job WHERE is_private = TRUE",
            Engine::Postgres => "SELECT convert_to(payload, 'UTF8') FROM job WHERE is_private",
        };
        let payloads = test.blobs("main", private).await.unwrap();
        assert_eq!(payloads, [b""]);
        let (kept, erased) = (given_up[1].id, given_up[0].id);
        assert!(!change!(test, site => site.try_job_again(erased, at(4))));
        assert!(change!(test, site => site.try_job_again(kept, at(4))));
        assert!(!change!(test, site => site.forget_job(kept)), "it waits again");
        assert!(change!(test, site => site.forget_job(erased)));
        let job = claim(&test.store, FIRST, 4).await.unwrap();
        assert_eq!((job.id, job.attempts), (kept, 1));
        let count = test.store.site_read().await.unwrap().count_jobs().await.unwrap();
        assert_eq!(count, JobCount { waiting: 0, running: 1, given_up: 0 });
    }

    async fn of_many_workers_each_job_has_one(test: &TestStore) {
        for id in 1..=40 {
            enqueue(test, &new(id, 0)).await;
        }
        let other = Store::open(test.store.config().clone()).await.unwrap();
        let mut workers = tokio::task::JoinSet::new();
        for worker in 0..6 {
            let store = if worker % 2 == 0 { test.store.clone() } else { other.clone() };
            workers.spawn(async move {
                let ask = Ask { worker: Uuid::from_u128(200 + worker), is_long: false, now: at(1), until: at(61) };
                let mut taken = Vec::new();
                loop {
                    let mut site = store.site_write().await.unwrap();
                    match site.claim_job(ask).await.unwrap() {
                        Claim::Nothing => return taken,
                        Claim::Lost => {}
                        Claim::Taken(job) => {
                            site.commit().await.unwrap();
                            taken.push(job.id);
                        }
                    }
                }
            });
        }
        let mut all: Vec<JobId> = workers.join_all().await.concat();
        all.sort();
        let expected: Vec<JobId> = (1..=40).map(|id| JobId(Uuid::from_u128(id))).collect();
        assert_eq!(all, expected);
        other.close().await;
    }

    async fn a_turn_of_a_schedule_is_taken_once(test: &TestStore) {
        let minute = Turn { name: "expiry", due: 0, next: at(60) };
        assert!(change!(test, site => site.take_turn(minute)));
        assert!(!change!(test, site => site.take_turn(minute)), "by another node");
        let next = Turn { due: at(60).as_microsecond(), next: at(120), ..minute };
        assert!(change!(test, site => site.take_turn(next)));
        assert!(lease(test, FIRST, 0, 5).await);
        assert!(lease(test, FIRST, 1, 6).await, "it is kept by whoever has it");
        assert!(!lease(test, SECOND, 5, 10).await);
        assert!(lease(test, SECOND, 6, 11).await, "it has run out");
        assert!(lease(test, FIRST, -100, -95).await, "it was taken by a clock that ran ahead");
    }

    async fn a_scheduled_job_is_not_added_to_one_that_waits(test: &TestStore) {
        for id in [1, 2] {
            change!(test, site => site.enqueue_scheduled(&new(id, 0)));
        }
        let job = claim(&test.store, FIRST, 1).await.unwrap();
        change!(test, site => site.enqueue_scheduled(&new(3, 0)));
        assert_eq!(claim(&test.store, FIRST, 2).await, None, "nor to one that runs");
        let held = hold(&job, FIRST);
        assert!(change!(test, site => site.give_up_job(held, at(2), "failed")));
        change!(test, site => site.enqueue_scheduled(&new(4, 0)));
        let job = claim(&test.store, FIRST, 3).await.unwrap();
        assert_eq!(job.id, new(4, 0).id);
        let held = hold(&job, FIRST);
        change!(test, site => site.forget_older_jobs("mail", held.job));
        assert!(change!(test, site => site.give_up_job(held, at(4), "failed")));
        let left = test.store.site_read().await.unwrap().given_up_jobs().await.unwrap();
        assert_eq!(left.len(), 1, "the newest tells enough");
    }

    async fn a_clock_that_was_set_back_keeps_no_job_for_years(test: &TestStore) {
        let year = 365 * 24 * 3600;
        enqueue(test, &new(1, year)).await;
        enqueue(test, &new(2, year)).await;
        let taken = claim(&test.store, FIRST, year).await.unwrap();
        assert_eq!(claim(&test.store, SECOND, 100).await, None);
        assert_eq!(change!(test, site => site.mend_jobs(at(100), at(100 + 86_400))), 3);
        let both = [claim(&test.store, SECOND, 100).await, claim(&test.store, SECOND, 100).await];
        assert!(both.iter().all(Option::is_some));
        assert!(!change!(test, site => site.finish_job(hold(&taken, FIRST))));
    }

    async fn ten_thousand_jobs_are_not_read_to_find_one(test: &TestStore) {
        let mut site = test.store.site_write().await.unwrap();
        for id in 1..=10_000_u32 {
            site.enqueue(&new(id.into(), i64::from(id % 977))).await.unwrap();
        }
        site.commit().await.unwrap();
        let due = include_str!("../../queries/job/due.sql");
        let now = at(2_000).as_microsecond().to_string();
        let plan = test.explain("main", &due.replace("$1", "FALSE").replace("$2", &now)).await.unwrap();
        assert!(plan.contains("job_due"), "{plan}");
        assert!(!plan.to_lowercase().contains("sort") && !plan.contains("TEMP B-TREE"), "{plan}");
        let job = claim(&test.store, FIRST, 2_000).await.unwrap();
        assert_eq!(job.id, new(977, 0).id, "the one that has waited longest");
        let given_up = include_str!("../../queries/job/given_up.sql");
        let plan = test.explain("main", given_up).await.unwrap();
        assert!(plan.contains("job_given_up"), "{plan}");
    }
}
