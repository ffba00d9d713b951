//! Ballots and rolls on both engines: nothing lost, nothing counted twice, nothing left behind.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::GroupCount;
use domain::{OrgId, SurveyId};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::both_databases;
use store::{
    Access, Ballot, BoxPlan, Cast, Config, Credential, Invitee, Letter, Seed, Store, StoreError,
    Submission, TextState, Token, Trustee, TrusteeSecret,
};
use uuid::Uuid;

const ORG: OrgId = OrgId(Uuid::from_u128(1));
const SURVEY: SurveyId = SurveyId(Uuid::from_u128(2));

const PLAN: BoxPlan = BoxPlan {
    access: Access::Split,
    minimum: 5,
    questions: 2,
    texts: 1,
};

fn now() -> Timestamp {
    "2027-05-11T09:00:00Z".parse().unwrap()
}

fn seed(rng: &mut StdRng) -> Seed {
    Seed::draw(rng)
}

fn ballot(index: usize) -> Ballot {
    Ballot {
        answers: BTreeMap::from([("q".to_owned(), index.to_string())]),
        texts: BTreeMap::from([("t".to_owned(), format!("text {index}"))]),
    }
}

fn submission(credential: Credential, index: usize) -> Submission {
    Submission {
        org: ORG,
        survey: SURVEY,
        credential,
        ballot: ballot(index),
    }
}

async fn letters(store: &Store, count: usize, rng: &mut StdRng) -> Vec<Letter> {
    let people: Vec<Invitee> = (0..count)
        .map(|at| Invitee {
            group: "valtuusto".to_owned(),
            contact: format!("{at}@example.invalid"),
        })
        .collect();
    store
        .add_to_roll(ORG, SURVEY, &people, seed(rng))
        .await
        .unwrap()
}

async fn cast(store: &Store, letter: &Letter, index: usize, rng: &mut StdRng) -> Cast {
    let credential = Credential::Letter(letter.token.clone());
    store
        .cast(submission(credential, index), seed(rng))
        .await
        .unwrap()
}

async fn indexes(store: &Store) -> BTreeSet<usize> {
    store
        .ballots(ORG, SURVEY)
        .await
        .unwrap()
        .into_iter()
        .map(|answers| answers["q"].parse().unwrap())
        .collect()
}

both_databases! {
    async fn a_token_counts_once_and_an_unknown_one_never(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(1));
        let people = letters(store, 3, &mut rng).await;
        assert_eq!(cast(store, &people[0], 0, &mut rng).await, Cast::Closed);
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        assert!(store.box_open(ORG, SURVEY).await.unwrap());
        assert_eq!(cast(store, &people[0], 0, &mut rng).await, Cast::Accepted);
        assert_eq!(cast(store, &people[0], 1, &mut rng).await, Cast::AlreadyAnswered);
        let unknown = Letter { token: Token::random(&mut rng), ..people[0].clone() };
        assert_eq!(cast(store, &unknown, 2, &mut rng).await, Cast::UnknownToken);
        let form = Credential::Form(people[1].token.clone());
        let outcome = store.cast(submission(form, 3), seed(&mut rng)).await.unwrap();
        assert_eq!(outcome, Cast::UnknownToken);
        assert!(store.knows(ORG, SURVEY, &people[2].token).await.unwrap());
        assert!(!store.knows(ORG, SURVEY, &unknown.token).await.unwrap());
        assert_eq!(store.answered(ORG, SURVEY).await.unwrap(), 1);
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(cast(store, &people[1], 4, &mut rng).await, Cast::Closed);
        assert_eq!(indexes(store).await, BTreeSet::from([0]));
    }

    /// One person's odd text must not hold back everybody's answers when they are mixed.
    async fn a_text_that_a_database_cannot_keep_holds_back_no_other_ballot(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(12));
        store.open_box(ORG, SURVEY, BoxPlan { access: Access::Open, ..PLAN }).await.unwrap();
        for index in 0..12 {
            let mut one = submission(Credential::Form(Token::random(&mut rng)), index);
            let odd = ["\0", "a\0b", "\u{7}\u{feff}\u{202e}", "'; DROP TABLE ballot; --", "\\u0000"];
            if let Some(text) = odd.get(index) {
                one.ballot.texts = BTreeMap::from([("t".to_owned(), (*text).to_owned())]);
            }
            assert_eq!(store.cast(one, seed(&mut rng)).await.unwrap(), Cast::Accepted);
        }
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(store).await, (0..12).collect());
        let texts = store.texts(ORG, SURVEY).await.unwrap();
        let kept: BTreeSet<&str> = texts.iter().map(|it| it.body.as_str()).collect();
        assert_eq!(texts.len(), 11, "a text of nothing is no text");
        assert!(kept.contains("ab") && kept.contains("\\u0000"), "{kept:?}");
    }

    async fn how_answers_are_kept_is_written_once(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(2));
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        let open = BoxPlan { access: Access::Open, ..PLAN };
        let again = store.open_box(ORG, SURVEY, open).await;
        assert!(matches!(again, Err(StoreError::Conflict)));
        let import = store.import_ballots(ORG, SURVEY, vec![ballot(1)], seed(&mut rng)).await;
        assert!(matches!(import, Err(StoreError::Conflict)));
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        let reopened = store.open_box(ORG, SURVEY, PLAN).await;
        assert!(matches!(reopened, Err(StoreError::Conflict)));
    }

    async fn what_comes_together_is_written_together_and_counted_once(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(3));
        store.open_box(ORG, SURVEY, BoxPlan { access: Access::Open, ..PLAN }).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for index in 0..200_usize {
            let token = Token::random(&mut rng);
            for _twice in 0..2 {
                let store = store.clone();
                let submission = submission(Credential::Form(token.clone()), index);
                let seed = seed(&mut rng);
                tasks.spawn(async move { store.cast(submission, seed).await.unwrap() });
            }
        }
        let outcomes = tasks.join_all().await;
        let accepted = outcomes.iter().filter(|cast| **cast == Cast::Accepted).count();
        assert_eq!((accepted, outcomes.len()), (200, 400));
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(store).await, (0..200).collect());
        assert_eq!(store.texts(ORG, SURVEY).await.unwrap().len(), 200);
        assert!(test.keys().is_empty());
    }

    async fn closing_loses_nothing_that_was_accepted_and_adds_nothing(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(4));
        store.open_box(ORG, SURVEY, BoxPlan { access: Access::Open, ..PLAN }).await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for index in 0..300_usize {
            let store = store.clone();
            let submission = submission(Credential::Form(Token::random(&mut rng)), index);
            let seed = seed(&mut rng);
            tasks.spawn(async move {
                tokio::time::sleep(std::time::Duration::from_micros(index as u64 * 100)).await;
                (index, store.cast(submission, seed).await.unwrap())
            });
        }
        tokio::time::sleep(std::time::Duration::from_millis(15)).await;
        store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        let counted = indexes(store).await;
        let accepted: BTreeSet<usize> = tasks.join_all().await.into_iter()
            .filter_map(|(index, cast)| (cast == Cast::Accepted).then_some(index))
            .collect();
        assert_eq!(counted, accepted);
    }

    async fn an_open_survey_mixes_only_when_enough_stay_behind(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(5));
        let people = letters(store, 17, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().enumerate() {
            cast(store, letter, at, &mut rng).await;
            let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
            assert!(mixed.moved == 0 || mixed.moved >= 5, "{mixed:?}");
            assert!(mixed.moved == 0 || mixed.kept >= 5, "{mixed:?}");
        }
        let before = indexes(store).await;
        assert_eq!(before.len(), 10);
        assert_eq!(store.answered(ORG, SURVEY).await.unwrap(), 17);
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(store).await, (0..17).collect());
        assert!(test.keys().is_empty());
    }

    async fn a_restart_recovers_the_pool_and_finishes_what_was_interrupted(test: &mut TestStore) {
        let mut rng = StdRng::seed_from_u64(6);
        let people = letters(&test.store, 6, &mut rng).await;
        test.store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().enumerate() {
            cast(&test.store, letter, at, &mut rng).await;
        }
        // A key that no row names: a crash between commit and destruction left it.
        let left = test.custody().join(format!("{}.key", "ab".repeat(16)));
        std::fs::write(&left, [7; 32]).unwrap();
        test.restart().await.unwrap();
        assert!(!left.exists());
        assert_eq!(test.keys().len(), 1);
        assert_eq!(test.store.answered(ORG, SURVEY).await.unwrap(), 6);
        test.store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(&test.store).await, (0..6).collect());
    }

    /// A power cut takes the keys with it: what waited is counted as lost, every code of it can be
    /// used again, and what had been counted is not counted twice.
    async fn what_was_lost_with_its_key_is_counted_and_its_codes_are_used_again(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(7));
        let people = letters(store, 20, &mut rng).await;
        store.beat(now(), seed(&mut rng)).await.unwrap();
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().take(14).enumerate() {
            cast(store, letter, at, &mut rng).await;
        }
        let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((mixed.moved, mixed.kept, mixed.lost), (9, 5, 0));
        let counted = indexes(store).await;
        for key in test.keys() {
            std::fs::remove_file(key).unwrap();
        }
        // What comes now is sealed to a new key and is safe.
        assert_eq!(cast(store, &people[14], 14, &mut rng).await, Cast::Accepted);
        assert_eq!(cast(store, &people[0], 0, &mut rng).await, Cast::AlreadyAnswered);
        let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((mixed.moved, mixed.kept, mixed.lost), (0, 1, 5));
        assert_eq!(store.lost(ORG, SURVEY).await.unwrap(), 5);
        assert_eq!(store.answered(ORG, SURVEY).await.unwrap(), 10);
        // Everybody tries again: who was counted is told so, who was lost is taken.
        for (at, letter) in people.iter().take(14).enumerate() {
            let again = cast(store, letter, at, &mut rng).await;
            let expected = if counted.contains(&at) { Cast::AlreadyAnswered } else { Cast::Accepted };
            assert_eq!(again, expected, "{at}");
            assert_eq!(cast(store, letter, at, &mut rng).await, Cast::AlreadyAnswered, "{at}");
        }
        // The fifteenth's ballot still waits: a second one is taken and counted once.
        cast(store, &people[14], 99, &mut rng).await;
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        let all = store.ballots(ORG, SURVEY).await.unwrap();
        assert_eq!(all.len(), 15);
        let known: BTreeSet<usize> = indexes(store).await.into_iter().filter(|it| *it != 99).collect();
        assert!(known.is_superset(&(0..14).collect()));
        assert_eq!(store.lost(ORG, SURVEY).await.unwrap(), 5);
        assert!(test.keys().is_empty());
    }

    /// A command that looks at another custody than the server gives up nothing.
    async fn only_a_server_gives_up_what_it_cannot_open(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(17));
        let people = letters(store, 6, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        store.beat(now(), seed(&mut rng)).await.unwrap();
        for (at, letter) in people.iter().enumerate() {
            cast(store, letter, at, &mut rng).await;
        }
        let keys = test.keys().len();
        let folder = tempfile::tempdir().unwrap();
        let command = Store::open(test.another(&folder.path().join("keys"))).await.unwrap();
        let closed = command.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((closed.moved, closed.kept, closed.lost), (0, 6, 0));
        command.close().await;
        assert_eq!(test.keys().len(), keys, "nor takes it anything back");
        let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((mixed.moved, mixed.lost), (6, 0));
    }

    /// The roll and the marks go when nothing waits any more; until then a code that was counted is
    /// not counted again, and what was counted stays.
    async fn the_roll_is_erased_when_nothing_waits_and_the_ballots_stay(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(19));
        let people = letters(store, 20, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        store.beat(now(), seed(&mut rng)).await.unwrap();
        for (at, letter) in people.iter().take(14).enumerate() {
            cast(store, letter, at, &mut rng).await;
        }
        store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(store.erase_roll(ORG, SURVEY).await.unwrap(), None, "it is open");
        // The keys of what waits are lost; everybody who was counted tries once more.
        for key in test.keys() {
            std::fs::remove_file(key).unwrap();
        }
        store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(store.erase_roll(ORG, SURVEY).await.unwrap(), None, "it is open");
        for (at, letter) in people.iter().take(14).enumerate() {
            cast(store, letter, at, &mut rng).await;
        }
        // Closed by a command that cannot open what waits for the server.
        let folder = tempfile::tempdir().unwrap();
        let command = Store::open(test.another(&folder.path().join("keys"))).await.unwrap();
        let closed = command.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(closed.kept, 5);
        assert_eq!(command.erase_roll(ORG, SURVEY).await.unwrap(), None, "answers wait");
        command.close().await;
        assert_eq!(store.invited(ORG, SURVEY).await.unwrap(), 20);
        store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        let before = (store.ballots(ORG, SURVEY).await.unwrap(), store.texts(ORG, SURVEY).await.unwrap());
        assert_eq!(before.0.len(), 14, "each once");
        assert_eq!(store.erase_roll(ORG, SURVEY).await.unwrap(), Some(20));
        let left: BTreeSet<String> = test.rows().await.unwrap().into_iter().map(|row| row.table).collect();
        for table in ["roll.roll_entry", "ballots.ballot_spent", "ballots.ballot_spending", "ballots.ballot_counted"] {
            assert!(!left.contains(table), "{table}");
        }
        let after = (store.ballots(ORG, SURVEY).await.unwrap(), store.texts(ORG, SURVEY).await.unwrap());
        assert_eq!(after, before);
        // No code is taken afterwards, and doing it again is no harm.
        assert_eq!(cast(store, &people[0], 0, &mut rng).await, Cast::Closed);
        assert_eq!(store.erase_roll(ORG, SURVEY).await.unwrap(), Some(0));
        assert_eq!(store.lost(ORG, SURVEY).await.unwrap(), 5);
    }

    /// A server that stops in order forgets nobody who can be marked with enough others.
    async fn who_has_answered_is_marked_before_a_server_stops(test: &mut TestStore) {
        let mut rng = StdRng::seed_from_u64(18);
        let people = letters(&test.store, 20, &mut rng).await;
        test.store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().take(6).enumerate() {
            cast(&test.store, letter, at, &mut rng).await;
        }
        test.restart().await.unwrap();
        assert_eq!(test.store.to_remind(ORG, SURVEY).await.unwrap().len(), 14);
        cast(&test.store, &people[6], 6, &mut rng).await;
        test.restart().await.unwrap();
        assert_eq!(test.store.to_remind(ORG, SURVEY).await.unwrap().len(), 14, "one alone is not");
    }

    /// Key files of garbage are found before a ballot is acknowledged under them.
    async fn nothing_is_sealed_to_a_key_that_does_not_open(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(13));
        let people = letters(store, 12, &mut rng).await;
        store.beat(now(), seed(&mut rng)).await.unwrap();
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        cast(store, &people[0], 0, &mut rng).await;
        for key in test.keys() {
            std::fs::write(key, b"garbage that is no key at all...").unwrap();
        }
        for (at, letter) in people.iter().enumerate().skip(1) {
            assert_eq!(cast(store, letter, at, &mut rng).await, Cast::Accepted);
        }
        store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(store).await, (1..12).collect());
        assert_eq!(store.lost(ORG, SURVEY).await.unwrap(), 1);
    }

    /// After a power cut a trustee's secret opens what waited, and nothing else does.
    async fn a_trustee_brings_back_what_a_power_cut_took(test: &TestStore) {
        let mut rng = StdRng::seed_from_u64(15);
        let (public, secret) = Trustee::draw(&mut rng);
        let (_, stranger) = Trustee::draw(&mut rng);
        let read = |text: String| TrusteeSecret::parse(&text).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let trusted = |custody: &str| Config {
            trustees: vec![Trustee::parse(&public.text()).unwrap()],
            ..test.another(&folder.path().join(custody))
        };
        let store = Store::open(trusted("before")).await.unwrap();
        let people = letters(&store, 6, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().enumerate() {
            cast(&store, letter, at, &mut rng).await;
        }
        store.close().await;
        // The machine comes up again with an empty memory.
        let store = Store::open(trusted("after")).await.unwrap();
        let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((mixed.moved, mixed.kept, mixed.lost), (0, 6, 0));
        let closed = store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((closed.moved, closed.lost), (0, 0), "they wait for the trustee");
        assert_eq!(store.waiting(ORG, SURVEY).await.unwrap(), 6);
        let nothing = store.recover_keys(&read(stranger.text()), seed(&mut rng)).await;
        assert_eq!(nothing.unwrap(), 0);
        let opened = store.recover_keys(&read(secret.text()), seed(&mut rng)).await;
        assert_eq!(opened.unwrap(), 1);
        let mixed = store.mix(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!((mixed.moved, mixed.lost), (6, 0));
        assert_eq!(indexes(&store).await, (0..6).collect());
        assert!(Trustee::parse(&secret.text()).is_none() && TrusteeSecret::parse(&public.text()).is_none());
        assert_eq!(format!("{secret:?}"), "TrusteeSecret(…)");
        store.close().await;
    }

    /// A server that stops in order leaves no key behind but those of what still waits.
    async fn whoever_stops_leaves_only_the_keys_of_what_waits(test: &mut TestStore) {
        let mut rng = StdRng::seed_from_u64(16);
        let people = letters(&test.store, 1, &mut rng).await;
        test.store.beat(now(), seed(&mut rng)).await.unwrap();
        assert!(test.keys().len() >= 4);
        test.restart().await.unwrap();
        assert!(test.keys().is_empty() && !test.custody().exists());
        test.store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        cast(&test.store, &people[0], 0, &mut rng).await;
        test.store.beat(now(), seed(&mut rng)).await.unwrap();
        test.restart().await.unwrap();
        assert_eq!(test.keys().len(), 1);
        test.store.close_box(ORG, SURVEY, now(), seed(&mut rng)).await.unwrap();
        assert_eq!(indexes(&test.store).await, BTreeSet::from([0]));
    }

    /// Keys that an earlier version kept beside the data are taken over and destroyed there.
    async fn keys_beside_the_data_are_taken_over(test: &mut TestStore) {
        let mut rng = StdRng::seed_from_u64(14);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(format!("ballots-{}.key", "cd".repeat(16)));
        std::fs::write(&file, [9; 32]).unwrap();
        std::fs::write(folder.path().join("roll-00.key"), [9; 32]).unwrap();
        let adopted = test.store.adopt_keys(folder.path(), seed(&mut rng)).await.unwrap();
        assert_eq!(adopted, 1);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let nowhere = folder.path().join("nowhere");
        assert_eq!(test.store.adopt_keys(&nowhere, seed(&mut rng)).await.unwrap(), 0);
    }

    async fn the_roll_is_marked_in_batches_and_reminders_spare_who_has_answered(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(8));
        let people = letters(store, 20, &mut rng).await;
        let board = [Invitee { group: "hallitus".to_owned(), contact: "board@example.invalid".to_owned() }];
        store.add_to_roll(ORG, SURVEY, &board, seed(&mut rng)).await.unwrap();
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        for (at, letter) in people.iter().take(4).enumerate() {
            cast(store, letter, at, &mut rng).await;
            cast(store, letter, at, &mut rng).await;
        }
        assert_eq!(store.mark_roll(ORG, SURVEY).await.unwrap(), 0);
        assert_eq!(store.to_remind(ORG, SURVEY).await.unwrap().len(), 21);
        cast(store, &people[4], 4, &mut rng).await;
        assert_eq!(store.mark_due().await.unwrap(), 5);
        let reminded = store.to_remind(ORG, SURVEY).await.unwrap();
        assert_eq!(reminded.len(), 16);
        assert!(!reminded.contains(&people[3].contact));
        assert!(reminded.contains(&"board@example.invalid".to_owned()));
        let turnout = store.participation(ORG, SURVEY).await.unwrap();
        let count = |group: &str, invited, answered| GroupCount { group: group.to_owned(), invited, answered };
        assert_eq!(turnout, [count("hallitus", 1, 0), count("valtuusto", 20, 5)]);
        assert_eq!(store.invited(ORG, SURVEY).await.unwrap(), 21);
    }

    async fn texts_are_judged_by_a_person_and_everything_can_be_erased(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(9));
        let imported = store
            .import_ballots(ORG, SURVEY, (0..6).map(ballot).collect(), seed(&mut rng)).await.unwrap();
        assert_eq!(imported, 6);
        let mut text = store.texts(ORG, SURVEY).await.unwrap().remove(0);
        assert_eq!(text.state, TextState::Waiting);
        text.body = "[…]".to_owned();
        text.state = TextState::Released;
        store.judge_text(ORG, SURVEY, &text).await.unwrap();
        assert!(store.texts(ORG, SURVEY).await.unwrap().contains(&text));
        letters(store, 3, &mut rng).await;
        store.erase_survey(ORG, SURVEY).await.unwrap();
        assert_eq!(store.invited(ORG, SURVEY).await.unwrap(), 0);
        assert_eq!(store.answered(ORG, SURVEY).await.unwrap(), 0);
        assert!(store.texts(ORG, SURVEY).await.unwrap().is_empty());
        assert!(matches!(store.judge_text(ORG, SURVEY, &text).await, Err(StoreError::Conflict)));
    }

    async fn another_organisation_sees_nothing(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(10));
        let people = letters(store, 1, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        cast(store, &people[0], 0, &mut rng).await;
        let other = OrgId(Uuid::from_u128(99));
        assert_eq!(store.answered(other, SURVEY).await.unwrap(), 0);
        assert!(!store.knows(other, SURVEY, &people[0].token).await.unwrap());
        assert!(!store.box_open(other, SURVEY).await.unwrap());
        store.erase_survey(other, SURVEY).await.unwrap();
        assert_eq!(store.answered(ORG, SURVEY).await.unwrap(), 1);
    }

    async fn a_ballot_too_large_is_refused_and_its_token_stays_fresh(test: &TestStore) {
        let (store, mut rng) = (&test.store, StdRng::seed_from_u64(11));
        let people = letters(store, 1, &mut rng).await;
        store.open_box(ORG, SURVEY, PLAN).await.unwrap();
        let mut large = submission(Credential::Letter(people[0].token.clone()), 0);
        large.ballot.texts.insert("t".to_owned(), "x".repeat(9000));
        let refused = store.cast(large, seed(&mut rng)).await;
        assert!(matches!(refused, Err(StoreError::BallotTooLarge)));
        assert_eq!(cast(store, &people[0], 0, &mut rng).await, Cast::Accepted);
    }
}
