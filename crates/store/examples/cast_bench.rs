//! Measures durable casts a second with concurrent tasks, on SQLite and, when `TEST_POSTGRES_URL` is
//! set, on PostgreSQL: `cargo run --release -p luotsi-store --features testing --example cast_bench`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use domain::{OrgId, SurveyId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::testing::TestStore;
use store::{
    Access, Ballot, BoxPlan, Cast, Credential, Invitee, Letter, Seed, Store, Submission, Token,
};
use uuid::Uuid;

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

const ORG: OrgId = OrgId(Uuid::from_u128(1));
const TASKS: u64 = 64;
const LENGTH: Duration = Duration::from_secs(5);

/// Letters prepared for the run with a roll; it ends early when they are used up.
const LETTERS: usize = 100_000;

#[tokio::main]
async fn main() -> Fallible<()> {
    let sqlite = TestStore::sqlite_on_disk().await?;
    measure("SQLite", &sqlite.store).await?;
    sqlite.end().await?;
    if let Some(postgres) = TestStore::postgres().await? {
        measure("PostgreSQL", &postgres.store).await?;
        postgres.end().await?;
    }
    Ok(())
}

async fn measure(engine: &str, store: &Store) -> Fallible<()> {
    for (access, survey) in [(Access::Open, 1), (Access::Split, 2)] {
        let survey = SurveyId(Uuid::from_u128(survey));
        let plan = BoxPlan {
            access,
            minimum: 5,
            questions: 30,
            texts: 0,
        };
        store.open_box(ORG, survey, plan).await?;
        let letters = match access {
            Access::Split => letters(store, survey).await?,
            Access::Open | Access::Import => Vec::new(),
        };
        let begun = Instant::now();
        let cast = cast_all(store, survey, letters).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let mixing = Instant::now();
        let seed = Seed::draw(&mut StdRng::seed_from_u64(99));
        store
            .close_box(ORG, survey, "2027-05-11T09:00:00Z".parse()?, seed)
            .await?;
        writeln!(
            std::io::stdout(),
            "{engine} {access:?}: {cast} casts in {seconds:.1} s = {:.0}/s with {TASKS} tasks; closing and mixing {:.1} s",
            f64::from(cast) / seconds,
            mixing.elapsed().as_secs_f64(),
        )?;
    }
    Ok(())
}

async fn letters(store: &Store, survey: SurveyId) -> Fallible<Vec<Letter>> {
    let person = Invitee {
        group: "valtuusto".to_owned(),
        contact: String::new(),
    };
    let people = vec![person; LETTERS];
    let seed = Seed::draw(&mut StdRng::seed_from_u64(7));
    Ok(store.add_to_roll(ORG, survey, &people, seed).await?)
}

async fn cast_all(store: &Store, survey: SurveyId, letters: Vec<Letter>) -> Fallible<u32> {
    let mut tasks = tokio::task::JoinSet::new();
    let share = letters.len() / usize::try_from(TASKS)?;
    let mut shares: Vec<Vec<Letter>> = letters.chunks(share.max(1)).map(<[_]>::to_vec).collect();
    for task in 0..TASKS {
        let (store, mine) = (store.clone(), shares.pop());
        tasks.spawn(
            async move { cast_some(&store, survey, mine, StdRng::seed_from_u64(task)).await },
        );
    }
    let mut cast = 0;
    while let Some(done) = tasks.join_next().await {
        cast += done??;
    }
    Ok(cast)
}

async fn cast_some(
    store: &Store,
    survey: SurveyId,
    letters: Option<Vec<Letter>>,
    mut rng: StdRng,
) -> Fallible<u32> {
    let answers: BTreeMap<String, String> = (0..30)
        .map(|question| (format!("q-question-{question}"), "partly".to_owned()))
        .collect();
    let end = Instant::now() + LENGTH;
    let mut letters = letters.map(Vec::into_iter);
    let mut cast = 0;
    while Instant::now() < end {
        let credential = match letters.as_mut().map(Iterator::next) {
            None => Credential::Form(Token::random(&mut rng)),
            Some(Some(letter)) => Credential::Letter(letter.token),
            Some(None) => break,
        };
        let submission = Submission {
            org: ORG,
            survey,
            credential,
            ballot: Ballot {
                answers: answers.clone(),
                texts: BTreeMap::new(),
            },
        };
        let outcome = store.cast(submission, Seed::draw(&mut rng)).await?;
        if outcome != Cast::Accepted {
            return Err(format!("{outcome:?}").into());
        }
        cast += 1;
    }
    Ok(cast)
}
