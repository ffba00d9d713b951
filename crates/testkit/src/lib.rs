//! For tests only: a whole product on a temporary store, with a clock that stands still and
//! randomness that repeats.
//!
//! ```no_run
//! # async fn example() {
//! use domain::identity::Role;
//! let test = testkit::TestApp::new().await;
//! let org = test.municipality("Esimerkkilä").await;
//! let cx = test.member(&org, Role::Coordinator).await;
//! # }
//! ```
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up must fail loudly"
)]

pub mod pictures;
pub mod planted;

use std::sync::{Arc, Mutex};

use app::backup::{Custodians, Keep, Keys, Plan};
use app::identity::Invite;
use app::job::{End, Lane};
use app::{App, Clock, Entropy, Mail, Mailer, OrgCx, Settings, Token, Unsent};
use domain::identity::{Email, Role};
use domain::organisation::{Kind, Organisation, Slug};
use domain::{JobId, Locale, Localised, OrgId, UserId};
use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
pub use store::testing::Row;
use store::testing::TestStore;
use store::{Care, NewJob, NewUser, User};
use tokio::task::JoinSet;

/// Somebody to be invited with these roles.
pub fn invite(email: &str, roles: &[Role]) -> Invite {
    Invite {
        email: Email::parse(email).expect("an address"),
        roles: roles.to_vec(),
    }
}

/// A municipality of Finland by its code, as the operator adds it; its first coordinator is invited.
pub async fn found(app: &App, operator: &User, code: &str) -> Organisation {
    let founding = app::identity::Founding {
        organisation: app::organisation::NewOrganisation::Municipality(code.to_owned()),
        coordinator: first_coordinator("ensimmainen@example.fi"),
    };
    app::identity::found(app, Some(operator), &founding, Locale::Fi)
        .await
        .expect("a new municipality")
        .0
}

/// Somebody to be invited first.
pub fn first_coordinator(email: &str) -> app::identity::FirstCoordinator {
    app::identity::FirstCoordinator {
        name: domain::text::Title::parse("Eka Ensimmäinen").expect("a name"),
        email: Email::parse(email).expect("an address"),
    }
}

/// The moment at which every test happens unless it moves the clock: a Tuesday in May.
pub const NOW: &str = "2027-05-11T09:00:00Z";

/// Where people use the product unless a test says otherwise.
const ADDRESS: &str = "http://luotsi.test";

/// The password of every test person.
pub const PASSWORD: &str = "kolme tyyntä satamaa";

/// The session with the second step given in it, under another token, and its person with codes of an
/// application: for tests of what comes after.
pub async fn proven(app: &App, token: Token) -> Token {
    let new = app.token();
    let until = app.now() + jiff::SignedDuration::from_hours(24 * 14);
    let held = app::identity::session(app, token).await;
    let user = held.expect("the store reads").expect("a session").user.id;
    let mut site = app.store().site_write().await.expect("the store writes");
    // One that is in use already is left as it is.
    let begun = site.begin_totp(user, &[7; 20]).await;
    if begun.expect("the store writes") {
        let taken = site.confirm_totp(user, &[7; 20], (app.now(), 0)).await;
        assert!(taken.expect("the store writes"), "codes are in use");
    }
    let tokens = (token.hash(), new.hash());
    let is_proven = site.prove_session(tokens, app.now(), until).await;
    assert!(is_proven.expect("the store writes"), "no such session");
    site.commit().await.expect("the store commits");
    new
}

/// The code that an application shows which was given this secret.
pub fn code_of(secret: &str, at: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).expect("base32");
    code_of_bytes(&secret, at)
}

/// The code that an application shows whose secret these bytes are.
pub fn code_of_bytes(secret: &[u8], at: Timestamp) -> String {
    let totp = totp_rs::Builder::new().with_secret(secret.to_vec()).build();
    let second = u64::try_from(at.as_second()).expect("after 1970");
    totp.expect("a secret of 160 bits")
        .generate(second)
        .to_string()
}

/// A product on a temporary store.
pub struct TestApp {
    /// The product.
    pub app: App,
    /// The mails it has sent.
    pub outbox: Arc<Mutex<Vec<Mail>>>,
    answers: Answers,
    clock: StillClock,
    kept: TestStore,
}

/// What the mail server does with mail to some addresses.
type Answers = Arc<Mutex<Vec<(String, Answer)>>>;

/// What a mail server does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Takes it.
    Taken,
    /// Says why not.
    Unsent(Unsent),
    /// Takes it, and the connection hangs before the answer has come.
    Hangs,
}

/// A worker of a test; it is stopped when this is dropped.
pub struct Working {
    _running: JoinSet<()>,
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
struct StillClock(Arc<Mutex<Timestamp>>);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("the clock is not poisoned")
    }
}

/// Randomness that repeats from run to run.
struct Repeating(Mutex<ChaCha8Rng>);

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .expect("the generator is not poisoned")
            .fill_bytes(bytes);
    }
}

/// Keeps mails instead of sending them, and answers as a test wants.
struct Outbox {
    sent: Arc<Mutex<Vec<Mail>>>,
    answers: Answers,
}

impl Mailer for Outbox {
    fn send(
        &self,
        mail: Mail,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Unsent>> + Send + '_>> {
        let answers = self.answers.lock().expect("the list is not poisoned");
        let last = answers.iter().rev().find(|(to, _)| *to == mail.to);
        let answer = last.map_or(Answer::Taken, |(_, answer)| *answer);
        if let Answer::Unsent(why) = answer {
            return Box::pin(std::future::ready(Err(why)));
        }
        let mut sent = self.sent.lock().expect("the outbox is not poisoned");
        sent.push(mail);
        if answer == Answer::Hangs {
            Box::pin(std::future::pending())
        } else {
            Box::pin(std::future::ready(Ok(())))
        }
    }
}

/// The product on a store, with randomness of its own seed.
fn node(
    store: store::Store,
    clock: StillClock,
    (seed, settings): (u64, Settings),
    mailer: Outbox,
) -> App {
    let entropy = Repeating(Mutex::new(ChaCha8Rng::seed_from_u64(seed)));
    App::new(store, Box::new(clock), Box::new(entropy), settings).with_mailer(Box::new(mailer))
}

impl TestApp {
    /// A product on a store of its own: SQLite, or PostgreSQL when `LUOTSI_TEST_ENGINE=postgres`,
    /// so that one suite of tests runs on both.
    pub async fn new() -> Self {
        Self::new_at(ADDRESS).await
    }

    /// The same, where people use it at this address.
    pub async fn new_at(address: &str) -> Self {
        let engine = std::env::var("LUOTSI_TEST_ENGINE").unwrap_or_default();
        let kept = if engine == "postgres" {
            let made = TestStore::postgres().await.expect("the server answers");
            made.expect("TEST_POSTGRES_URL names a server")
        } else {
            TestStore::sqlite().await.expect("the store opens")
        };
        Self::on(kept, address)
    }

    /// A product on a store in a folder of its own, for tests of the command that is pointed at one.
    pub async fn in_a_folder() -> Self {
        let kept = TestStore::sqlite().await.expect("the store opens");
        Self::on(kept, ADDRESS)
    }

    /// The same where mail has not been set up.
    pub async fn without_mail() -> Self {
        let test = Self::new().await;
        let settings = test.app.settings().clone();
        let entropy = Repeating(Mutex::new(ChaCha8Rng::seed_from_u64(3)));
        let (store, clock) = (test.kept.store.clone(), Box::new(test.clock.clone()));
        Self {
            app: App::new(store, clock, Box::new(entropy), settings),
            ..test
        }
    }

    /// The token of the invitation that was mailed last.
    pub async fn mailed_token(&self) -> Token {
        self.mailed("/invitation/").await
    }

    /// The token after this part of an address in the last mail that has it.
    pub async fn mailed(&self, part: &str) -> Token {
        let mails = self.take_mail().await;
        let mut links = mails.iter().filter_map(|mail| mail.text.split_once(part));
        let (_, rest) = links.next_back().expect("a link");
        let token = rest.split_whitespace().next().expect("a token");
        Token::parse(token).expect("a token")
    }

    fn on(kept: TestStore, address: &str) -> Self {
        let clock = StillClock(Arc::new(Mutex::new(NOW.parse().expect("a moment"))));
        let outbox = Arc::new(Mutex::new(Vec::new()));
        let answers = Answers::default();
        let mailer = Outbox {
            sent: Arc::clone(&outbox),
            answers: Arc::clone(&answers),
        };
        let settings = Settings {
            base_url: address.to_owned(),
            is_demo: false,
        };
        let app = node(kept.store.clone(), clock.clone(), (1, settings), mailer);
        Self {
            app,
            outbox,
            answers,
            clock,
            kept,
        }
    }

    /// The same product making backups to a folder, and the key that opens them.
    #[must_use]
    pub fn keeping_backups(mut self, folder: &std::path::Path) -> (Self, Keys) {
        let (custodian, secret) = Keys::draw();
        let own = || vec![custodian.clone()];
        let plan = Plan {
            folder: folder.to_owned(),
            scratch: self.kept.folder().to_owned(),
            custodians: Custodians {
                main: own(),
                roll: own(),
                ballots: own(),
            },
            keep: Keep {
                days: 7,
                weeks: 5,
                months: 12,
            },
        };
        let mailer = Outbox {
            sent: Arc::clone(&self.outbox),
            answers: Arc::clone(&self.answers),
        };
        let settings = self.app.settings().clone();
        let app = node(
            self.kept.store.clone(),
            self.clock.clone(),
            (1, settings),
            mailer,
        );
        self.app = app.with_backups(plan);
        (self, Keys::parse(&secret).expect("a key"))
    }

    /// Puts the jobs in the queue whose schedule is due.
    pub async fn schedule(&self) {
        let worker = app::job::worker(self.app.clone());
        worker
            .look_at_schedules()
            .await
            .expect("the schedules are read");
    }

    /// Where this server keeps what opens the ballots that wait.
    pub fn custody(&self) -> &std::path::Path {
        self.kept.custody()
    }

    /// Another node of the same installation: connections of its own to the same databases, the same
    /// clock and outbox.
    pub async fn another_node(&self) -> App {
        let config = self.kept.another(&self.kept.custody().join("another"));
        let store = store::Store::open(config).await.expect("the store opens");
        let mailer = Outbox {
            sent: Arc::clone(&self.outbox),
            answers: Arc::clone(&self.answers),
        };
        let settings = self.app.settings().clone();
        node(store, self.clock.clone(), (2, settings), mailer)
    }

    /// Lets no mail through to this address.
    pub fn refuse_mail_to(&self, address: &str) {
        self.answer_mail_to(address, Answer::Unsent(Unsent::Refused));
    }

    /// From now on, what the mail server does with mail to this address.
    pub fn answer_mail_to(&self, address: &str, answer: Answer) {
        let mut answers = self.answers.lock().expect("the list is not poisoned");
        answers.push((address.to_owned(), answer));
    }

    /// Puts a job of any name and payload in the queue, as another version might have.
    pub async fn plant_job(&self, org: &Organisation, name: &str, payload: &str) -> JobId {
        let new = NewJob {
            id: self.app.id(),
            name: name.to_owned(),
            payload: payload.to_owned(),
            run_at: self.app.now(),
            care: Care::default(),
        };
        let store = self.app.store();
        let mut store = store.write(org.id).await.expect("the store writes");
        store.enqueue(&new).await.expect("a new job");
        store.commit().await.expect("the store commits");
        new.id
    }

    /// Does the jobs that are due, and tells how each ended.
    pub async fn work(&self) -> Vec<(String, End)> {
        let worker = app::job::worker(self.app.clone());
        let mut ended = Vec::new();
        for lane in [Lane::Short, Lane::Long] {
            while let Some(end) = worker.turn(lane).await.expect("the queue is read") {
                ended.push(end);
            }
        }
        ended
    }

    /// A worker that does jobs by itself until what this returns is dropped.
    pub fn working(&self) -> Working {
        let mut running = JoinSet::new();
        running.spawn(app::job::worker(self.app.clone()).run(std::future::pending()));
        Working { _running: running }
    }

    /// Does the jobs that are due; to whom mail has been sent, and forgets it.
    pub async fn take_mail(&self) -> Vec<Mail> {
        self.work().await;
        std::mem::take(&mut *self.outbox.lock().expect("the outbox is not poisoned"))
    }

    /// The folder of the databases, on SQLite.
    pub fn folder(&self) -> &std::path::Path {
        self.kept.folder()
    }

    /// What a power cut does to the keys of waiting ballots.
    pub fn lose_keys(&self) {
        for key in self.kept.keys() {
            std::fs::remove_file(key).expect("the key is there");
        }
    }

    /// Every row of the three databases.
    pub async fn rows(&self) -> Vec<Row> {
        self.kept.rows().await.expect("the store answers")
    }

    /// Moves the clock.
    pub fn set_time(&self, at: &str) {
        *self.clock.0.lock().expect("the clock is not poisoned") = at.parse().expect("a moment");
    }

    /// Adds a municipality of this name.
    pub async fn municipality(&self, name: &str) -> Organisation {
        self.organisation(name, Kind::Municipality).await
    }

    /// Adds an organisation of this name and kind.
    pub async fn organisation(&self, name: &str, kind: Kind) -> Organisation {
        let organisation = Organisation {
            id: self.app.id::<OrgId>(),
            kind,
            slug: Slug::from_name(name).expect("a name that makes an address"),
            name: Localised::same(name),
            code: None,
            languages: vec![Locale::Fi, Locale::Sv],
            population: Some(6_000),
            fictitious: true,
        };
        let mut site = self
            .app
            .store()
            .site_write()
            .await
            .expect("the store writes");
        site.add_organisation(&organisation)
            .await
            .expect("a new organisation");
        site.commit().await.expect("the store commits");
        organisation
    }

    /// Adds a person without any membership.
    pub async fn person(&self, name: &str, is_operator: bool) -> User {
        let address = format!("{}@example.fi", Slug::from_name(name).expect("a name"));
        let user = User {
            id: self.app.id::<UserId>(),
            email: Email::parse(&address).expect("an address"),
            name: name.to_owned(),
            locale: Locale::Fi,
            is_operator,
        };
        let password_hash = app::identity::hash_password(&self.app, PASSWORD).await.ok();
        let new = NewUser {
            user: user.clone(),
            password_hash,
            created_at: self.app.now(),
        };
        let mut site = self
            .app
            .store()
            .site_write()
            .await
            .expect("the store writes");
        site.add_user(&new).await.expect("a new person");
        site.commit().await.expect("the store commits");
        user
    }

    /// Gives a person a role in an organisation.
    pub async fn join(&self, user: &User, organisation: &Organisation, roles: &[Role]) {
        let mut org = self
            .app
            .store()
            .write(organisation.id)
            .await
            .expect("the store writes");
        org.set_roles(user.id, roles).await.expect("roles are set");
        org.commit().await.expect("the store commits");
    }

    /// A new member of an organisation with one role, as use cases see the person.
    pub async fn member(&self, organisation: &Organisation, role: Role) -> OrgCx {
        let id = self.app.id::<uuid::Uuid>().simple().to_string();
        let user = self.person(&format!("{}-{}", role.code(), id), false).await;
        self.join(&user, organisation, &[role]).await;
        self.enter(&user, organisation).await
    }

    /// An existing member as use cases see the person.
    pub async fn enter(&self, user: &User, organisation: &Organisation) -> OrgCx {
        app::organisation::enter(&self.app, user, organisation.slug.as_str())
            .await
            .expect("a member enters")
    }
}
