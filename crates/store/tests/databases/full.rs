//! A disk that is full, a server that goes away, a database that may only be read: what is asked for
//! meanwhile fails and says that it may succeed later, and afterwards everything works again by
//! itself.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::organisation::{Kind, Organisation, Slug};
use domain::{Locale, Localised, OrgId, SurveyId, UploadId, UserId};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use store::testing::TestStore;
use store::{
    Access, Ballot, BoxPlan, Cast, Config, Credential, Seed, Store, StoreResult, Submission, Token,
    Upload,
};
use uuid::Uuid;

use crate::server::Server;
use crate::small::Small;

const ORG: OrgId = OrgId(Uuid::from_u128(1));
const SURVEY: SurveyId = SurveyId(Uuid::from_u128(2));

/// Writes a row of so many bytes under this number.
async fn write(store: &Store, number: u128, bytes: usize) -> StoreResult<()> {
    let mut org = store.write(ORG).await?;
    // What can be made smaller would find room.
    let mut body = vec![0; bytes];
    StdRng::seed_from_u64(u64::try_from(number).unwrap()).fill_bytes(&mut body);
    let upload = Upload {
        id: UploadId(Uuid::from_u128(number)),
        kind: "test".to_owned(),
        target: String::new(),
        file_name: String::new(),
        body,
    };
    let stamp = store::Stamp {
        by: UserId(Uuid::from_u128(3)),
        at: Timestamp::UNIX_EPOCH,
    };
    org.add_upload(&upload, stamp).await?;
    org.commit().await
}

/// How many bytes the row of this number has; nothing when it is not there.
async fn read(store: &Store, number: u128) -> StoreResult<Option<usize>> {
    let id = UploadId(Uuid::from_u128(number));
    let by = (UserId(Uuid::from_u128(3)), Timestamp::UNIX_EPOCH);
    let found = store.read(ORG).await?.upload(id, by).await?;
    Ok(found.map(|upload| upload.body.len()))
}

/// Casts a ballot of an open survey.
async fn cast(store: &Store, rng: &mut StdRng) -> StoreResult<Cast> {
    let submission = Submission {
        org: ORG,
        survey: SURVEY,
        credential: Credential::Form(Token::random(rng)),
        ballot: Ballot {
            answers: BTreeMap::from([("q".to_owned(), "yes".to_owned())]),
            texts: BTreeMap::new(),
        },
    };
    store.cast(submission, Seed::draw(rng)).await
}

async fn prepare(store: &Store) {
    let organisation = Organisation {
        id: ORG,
        kind: Kind::Municipality,
        slug: Slug::from_name("Esimerkkilä").unwrap(),
        name: Localised::same("Esimerkkilä"),
        code: None,
        languages: vec![Locale::Fi],
        population: None,
        fictitious: true,
    };
    let mut site = store.site_write().await.unwrap();
    site.add_organisation(&organisation).await.unwrap();
    site.commit().await.unwrap();
    let plan = BoxPlan {
        access: Access::Open,
        minimum: 5,
        questions: 1,
        texts: 0,
    };
    store.open_box(ORG, SURVEY, plan).await.unwrap();
}

fn is_passing<T: std::fmt::Debug>(outcome: &StoreResult<T>) -> bool {
    matches!(outcome, Err(error) if error.is_passing())
}

/// What a user sees of a disk that is full, and of one that has room again: twice, for what the first
/// time leaves behind must not spoil the second.
async fn full_and_free(store: &Store, fill: impl AsyncFn(), free: impl AsyncFn()) {
    let mut rng = StdRng::seed_from_u64(1);
    for round in [100, 200] {
        write(store, round, 10_000).await.unwrap();
        store.prove_write().await.unwrap();
        fill().await;
        // Small rows fail when they are committed, large ones before.
        for (at, bytes) in [100_000, 8_000_000, 100_000, 8_000_000]
            .into_iter()
            .enumerate()
        {
            let number = round + 1 + at as u128;
            let refused = write(store, number, bytes).await;
            assert!(is_passing(&refused), "{number}: {refused:?}");
        }
        assert_eq!(
            read(store, round).await.unwrap(),
            Some(10_000),
            "reading goes on"
        );
        assert_eq!(read(store, round + 1).await.unwrap(), None);
        free().await;
        for at in 0..4 {
            write(store, round + 10 + at, 100_000).await.unwrap();
            assert_eq!(read(store, round + 10 + at).await.unwrap(), Some(100_000));
        }
        store.prove_write().await.unwrap();
        assert_eq!(cast(store, &mut rng).await.unwrap(), Cast::Accepted);
    }
}

/// On a file system that is full, and is not.
#[test]
fn a_full_disk_spoils_nothing_for_when_there_is_room_again() {
    let name = "full::a_full_disk_spoils_nothing_for_when_there_is_room_again";
    let Some(disk) = Small::here_or_run(name, 12) else {
        return;
    };
    block_on(async {
        let folder = disk.folder.join("data");
        std::fs::create_dir(&folder).unwrap();
        let store = Store::open(Config::in_folder(&folder)).await.unwrap();
        prepare(&store).await;
        let next = AtomicU64::new(1_000);
        let fill = async || {
            disk.fill();
            // What has room in the logs of the databases already is still taken.
            let number = || next.fetch_add(1, Ordering::Relaxed);
            while write(&store, number().into(), 10_000).await.is_ok() {
                assert!(number() < 9_000, "the disk is not full");
            }
            assert!(is_passing(&store.prove_write().await));
            let mut rng = StdRng::seed_from_u64(number());
            let mut refused = cast(&store, &mut rng).await;
            while refused.is_ok() {
                assert!(number() < 9_000, "the disk is not full");
                refused = cast(&store, &mut rng).await;
            }
            assert!(
                is_passing(&refused),
                "a ballot is not acknowledged: {refused:?}"
            );
        };
        full_and_free(&store, fill, async || disk.free()).await;
        store.close().await;
    });
}

/// The same refusal by the database itself, which needs no file system: where a transaction is ended by
/// the database, the connection that had it is thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_may_not_grow_spoils_nothing_for_when_it_may() {
    let test = TestStore::sqlite().await.unwrap();
    prepare(&test.store).await;
    for number in 0..3 {
        write(&test.store, number, 10_000).await.unwrap();
        test.grow_no_more().await.unwrap();
        let refused = write(&test.store, 100 + number, 100_000).await;
        assert!(is_passing(&refused), "{refused:?}");
        // The limit went with the connection.
        write(&test.store, 200 + number, 100_000).await.unwrap();
        assert_eq!(read(&test.store, 100 + number).await.unwrap(), None);
        assert_eq!(
            read(&test.store, 200 + number).await.unwrap(),
            Some(100_000)
        );
    }
    test.end().await.unwrap();
}

/// A server of databases that is restarted, and one that may only be read for a while.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_or_read_only_is_used_again_when_it_is_back() {
    let Some(server) = Server::start() else {
        store::testing::leave_out();
        return;
    };
    let store = Store::open(server.config()).await.unwrap();
    prepare(&store).await;
    write(&store, 1, 100).await.unwrap();
    server.stop();
    let away = tokio::join!(write(&store, 2, 100), store.prove_write());
    assert!(is_passing(&away.0) && is_passing(&away.1), "{away:?}");
    server.go_on();
    store.prove_write().await.unwrap();
    write(&store, 3, 100).await.unwrap();
    server.sql("ALTER SYSTEM SET default_transaction_read_only = on");
    server.reload();
    until(async || is_passing(&write(&store, 4, 100).await)).await;
    assert!(
        is_passing(&store.prove_write().await),
        "nothing can be kept, and that shows"
    );
    assert_eq!(read(&store, 3).await.unwrap(), Some(100), "reading goes on");
    server.sql(
        "SET default_transaction_read_only = off; ALTER SYSTEM RESET default_transaction_read_only",
    );
    server.reload();
    until(async || write(&store, 5, 100).await.is_ok()).await;
    store.prove_write().await.unwrap();
    let mut rng = StdRng::seed_from_u64(3);
    assert_eq!(cast(&store, &mut rng).await.unwrap(), Cast::Accepted);
    assert_eq!(read(&store, 1).await.unwrap(), Some(100));
    store.close().await;
}

/// Tables on a file system that is full, and is not.
#[test]
fn a_full_disk_of_a_server_spoils_nothing_for_when_there_is_room_again() {
    if std::env::var(store::testing::POSTGRES_URL).is_err() {
        store::testing::leave_out();
        return;
    }
    let name = "full::a_full_disk_of_a_server_spoils_nothing_for_when_there_is_room_again";
    let Some(disk) = Small::here_or_run(name, 40) else {
        return;
    };
    if !disk.is_mounted() {
        // A limit of this process does not reach the server: what its refusal is taken for is shown
        // by the store's own test of codes, and what follows a refusal by the test above.
        println!("no file system can be mounted here: the server's disk is not filled");
        return;
    }
    let Some(server) = Server::start() else {
        return;
    };
    block_on(async {
        server.place(&disk.folder);
        let store = Store::open(server.config()).await.unwrap();
        prepare(&store).await;
        full_and_free(&store, async || disk.fill(), async || disk.free()).await;
        store.close().await;
    });
}

fn block_on(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work);
}

/// Waits for what the server does in its own time.
async fn until(is_so: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it did not come");
}
