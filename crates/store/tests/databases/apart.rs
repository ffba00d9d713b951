//! Organisations apart, writers one after the other, lists in their order, and texts as they were
//! given: on both engines alike.

use domain::assessment::{Round, RoundState};
use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::identity::{Email, Role};
use domain::interview::{Interview, InterviewKind, InterviewState};
use domain::measure::{MeasureStatus, PlannedMeasure};
use domain::organisation::{Kind, Organisation, Slug};
use domain::programme::{Part, Programme};
use domain::service::{Node, NodeKind};
use domain::survey::{Anonymity, Survey, SurveyState};
use domain::text::Title;
use domain::{
    InterviewId, InvitationId, Locale, Localised, Marked, Marking, MeasureId, NodeId, OrgId,
    ProgrammeId, RoundId, SurveyId, UploadId, UserId,
};
use jiff::Timestamp;
use jiff::civil::date;
use store::testing::TestStore;
use store::{
    Audit, Invitation, NewUser, OrgStore, Stamp, Store, StoreError, Upload, User, both_databases,
};
use tokio::task::JoinSet;
use uuid::Uuid;

const ONE: OrgId = OrgId(Uuid::from_u128(1));
const OTHER: OrgId = OrgId(Uuid::from_u128(2));
const ROUND: RoundId = RoundId(Uuid::from_u128(50));

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn stamp(by: u128, second: i64) -> Stamp {
    Stamp {
        at: at(second),
        by: UserId(id(by)),
    }
}

/// Two organisations, `Esimerkkilä` and `Mallijoki`.
async fn two(test: &TestStore) {
    let mut site = test.store.site_write().await.unwrap();
    for (id, name) in [(ONE, "Esimerkkilä"), (OTHER, "Mallijoki")] {
        let new = Organisation {
            id,
            kind: Kind::Municipality,
            slug: Slug::from_name(name).unwrap(),
            name: Localised::same(name),
            code: None,
            languages: vec![Locale::Fi],
            population: None,
            fictitious: true,
        };
        site.add_organisation(&new).await.unwrap();
    }
    site.commit().await.unwrap();
}

fn round(n: u128, created: i64) -> Round {
    Round {
        id: RoundId(id(n)),
        title: format!("Kierros {n}"),
        framework: "luotsi".to_owned(),
        state: RoundState::Open,
        due_on: None,
        published_at: None,
        created_at: at(created),
        revision: 1,
    }
}

fn interview(n: u128, held_on: Option<jiff::civil::Date>) -> Interview {
    Interview {
        id: InterviewId(id(n)),
        round: ROUND,
        guide: "management".to_owned(),
        kind: InterviewKind::Group,
        title: format!("Haastattelu {n}"),
        held_on,
        people: 1,
        state: InterviewState::Planned,
        notes: String::new(),
        revision: 0,
    }
}

fn review(document: &str, title: &str) -> DocumentReview {
    DocumentReview {
        round: ROUND,
        document: document.to_owned(),
        title: Title::parse(title).ok(),
        state: DocumentState::Exists,
        approved_by: String::new(),
        approved_on: None,
        tested_on: None,
        criteria: Vec::new(),
        note: Marked::new(String::new(), Marking::INTERNAL),
        revision: 0,
    }
}

fn survey(n: u128) -> Survey {
    Survey {
        id: SurveyId(id(n)),
        round: ROUND,
        instrument: "elected".to_owned(),
        title: "Kysely".to_owned(),
        anonymity: Anonymity::Open,
        state: SurveyState::Draft,
        minimum_cell: 5,
        invited: 0,
        link_code: format!("link-{n}"),
        closes_on: None,
        opened_on: None,
        closed_on: None,
        letters: 0,
        keep_days: domain::survey::KEEP_DAYS,
        purge_on: None,
        purged_on: None,
        revision: 0,
    }
}

fn upload(n: u128, kind: &str, target: &str) -> Upload {
    Upload {
        id: UploadId(id(n)),
        kind: kind.to_owned(),
        target: target.to_owned(),
        file_name: "tiedosto.csv".to_owned(),
        body: vec![0, 255, 13, 10],
    }
}

fn measure(code: &str, revision: i64) -> PlannedMeasure {
    PlannedMeasure {
        owner: "Tietohallintopäällikkö".to_owned(),
        status: MeasureStatus::Proposed,
        revision,
        ..PlannedMeasure::new(MeasureId::new(code))
    }
}

async fn writes(store: &Store, org: OrgId) -> OrgStore {
    store.write(org).await.unwrap()
}

/// One of each in an organisation.
async fn filled(test: &TestStore, org: OrgId) {
    let mut store = writes(&test.store, org).await;
    store.add_round(&round(50, 0)).await.unwrap();
    store
        .save_interview(&interview(60, None), stamp(9, 0))
        .await
        .unwrap();
    store
        .save_document_review(&review("own-1", "Liite"), stamp(9, 0))
        .await
        .unwrap();
    store
        .save_record(&measure("m", 0), stamp(9, 0))
        .await
        .unwrap();
    let node = Node::new(NodeId(id(70)), NodeKind::Service, "Kirjasto");
    store.save_node(&node, stamp(9, 0)).await.unwrap();
    store
        .add_upload(&upload(80, "documents", "x"), stamp(9, 0))
        .await
        .unwrap();
    store.commit().await.unwrap();
}

both_databases! {
    /// The same ids in two organisations are different things, and a write finds its own alone.
    async fn equal_ids_next_door_are_never_touched(test: &TestStore) {
        two(test).await;
        filled(test, ONE).await;
        filled(test, OTHER).await;
        let theirs: Vec<_> = test.rows().await.unwrap().into_iter()
            .filter(|row| row.org.ends_with('2')).collect();
        assert!(theirs.len() >= 6, "{theirs:?}");
        let mut store = writes(&test.store, ONE).await;
        store.save_round(&Round { title: "Muu".to_owned(), ..round(50, 0) }).await.unwrap();
        let changed = Interview { title: "Muu".to_owned(), revision: 1, ..interview(60, None) };
        store.save_interview(&changed, stamp(9, 1)).await.unwrap();
        store.save_record(&measure("m", 1), stamp(9, 1)).await.unwrap();
        store.remove_record::<PlannedMeasure>("m", 2, at(9)).await.unwrap();
        store.remove_document_review(ROUND, "own-1").await.unwrap();
        store.remove_node(NodeId(id(70)), 1, at(1)).await.unwrap();
        store.remove_interview(InterviewId(id(60))).await.unwrap();
        assert!(store.remove_upload(UploadId(id(80))).await.unwrap());
        assert!(!store.remove_upload(UploadId(id(80))).await.unwrap(), "once");
        store.commit().await.unwrap();
        let after: Vec<_> = test.rows().await.unwrap().into_iter()
            .filter(|row| row.org.ends_with('2')).collect();
        assert_eq!(after, theirs);
    }
}

both_databases! {
    /// A link in a letter leads to one survey of the whole installation.
    async fn a_link_is_taken_once_in_the_whole_installation(test: &TestStore) {
        two(test).await;
        for org in [ONE, OTHER] {
            let mut store = writes(&test.store, org).await;
            store.add_round(&round(50, 0)).await.unwrap();
            store.commit().await.unwrap();
        }
        let mut store = writes(&test.store, ONE).await;
        store.add_survey(&survey(90), at(0)).await.unwrap();
        store.commit().await.unwrap();
        let mut theirs = writes(&test.store, OTHER).await;
        let twin = Survey { id: SurveyId(id(91)), link_code: "link-90".to_owned(), ..survey(91) };
        assert!(theirs.add_survey(&twin, at(0)).await.is_err());
        drop(theirs);
        let mut site = test.store.site_read().await.unwrap();
        assert_eq!(site.survey_by_link("link-90").await.unwrap(), Some((ONE, SurveyId(id(90)))));
        for wrong in ["LINK-90", "link-9", "", "link-90 ", "%"] {
            assert_eq!(site.survey_by_link(wrong).await.unwrap(), None, "{wrong}");
        }
    }
}

both_databases! {
    /// Many who write at once leave one chain without gaps, whatever the engine.
    async fn the_log_has_one_order_however_many_write(test: &TestStore) {
        two(test).await;
        let mut tasks = JoinSet::new();
        for n in 0..24_i64 {
            let store = test.store.clone();
            let org = if n % 4 == 0 { OTHER } else { ONE };
            tasks.spawn(async move {
                let mut store = writes(&store, org).await;
                let entry = Audit {
                    kind: AuditKind::RoundCreated,
                    subject: n.to_string(),
                    detail: "ä'\"\\;".to_owned(),
                    actor: None,
                    at: at(n),
                };
                store.audit(&entry).await.unwrap();
                // Every third changes its mind: its entry is not there, and leaves no gap.
                if n % 3 != 0 {
                    store.commit().await.unwrap();
                }
            });
        }
        tasks.join_all().await;
        for (org, kept) in [(ONE, 12), (OTHER, 4)] {
            let mut store = test.store.read(org).await.unwrap();
            let entries = store.audit_page(i64::MAX, 100).await.unwrap();
            let numbers: Vec<i64> = entries.iter().map(|it| it.sequence).collect();
            assert_eq!(numbers, (1..=kept).rev().collect::<Vec<_>>());
            assert!(entries.iter().all(|it| it.is_intact && it.detail == "ä'\"\\;"));
            let page = store.audit_page(3, 1).await.unwrap();
            assert_eq!(page.iter().map(|it| it.sequence).collect::<Vec<_>>(), [2]);
            assert!(store.audit_page(1, 100).await.unwrap().is_empty());
        }
    }
}

both_databases! {
    /// Of many who write over the same revision one is taken, and the others are told.
    async fn one_of_many_writers_wins(test: &TestStore) {
        two(test).await;
        filled(test, ONE).await;
        let mut tasks = JoinSet::new();
        for n in 0..8_i64 {
            let store = test.store.clone();
            tasks.spawn(async move {
                let mut store = writes(&store, ONE).await;
                let changed = PlannedMeasure { cost: Some(n), ..measure("m", 1) };
                let saved = store.save_record(&changed, stamp(9, n)).await;
                let is_conflict = matches!(saved, Err(StoreError::Conflict));
                assert!(saved.is_ok() || is_conflict);
                if saved.is_ok() {
                    store.commit().await.unwrap();
                }
                saved.is_ok()
            });
        }
        let won = tasks.join_all().await.into_iter().filter(|it| *it).count();
        assert_eq!(won, 1);
        let mut store = test.store.read(ONE).await.unwrap();
        let kept: PlannedMeasure = store.record("m").await.unwrap().unwrap();
        assert_eq!(kept.revision, 2);
        assert!(kept.cost.is_some());
    }
}

both_databases! {
    /// What was removed is not written again by somebody who saw it before.
    async fn a_removed_record_does_not_come_back_by_saving(test: &TestStore) {
        two(test).await;
        filled(test, ONE).await;
        let mut store = writes(&test.store, ONE).await;
        let never = store.save_record(&measure("never", 3), stamp(9, 1)).await;
        assert!(matches!(never, Err(StoreError::Conflict)), "{never:?}");
        store.remove_record::<PlannedMeasure>("m", 1, at(9)).await.unwrap();
        let gone = store.save_record(&measure("m", 1), stamp(9, 1)).await;
        assert!(matches!(gone, Err(StoreError::Conflict)), "{gone:?}");
        assert!(store.records::<PlannedMeasure>().await.unwrap().is_empty());
        let again = store.remove_record::<PlannedMeasure>("m", 1, at(9)).await;
        assert!(matches!(again, Err(StoreError::Conflict)));
        let day = jiff::SignedDuration::from_hours(24);
        let late = at(9).checked_add(day).unwrap().checked_add(day).unwrap();
        assert!(!store.restore_record::<PlannedMeasure>("m", late).await.unwrap(), "too late");
        assert!(!store.restore_record::<PlannedMeasure>("other", at(9)).await.unwrap());
        assert!(store.restore_record::<PlannedMeasure>("m", at(9)).await.unwrap());
        assert!(!store.restore_record::<PlannedMeasure>("m", at(9)).await.unwrap(), "once");
        store.remove_record::<PlannedMeasure>("m", 3, at(9)).await.unwrap();
        store.save_record(&measure("m", 0), stamp(9, 1)).await.unwrap();
        let twice = store.save_record(&measure("m", 0), stamp(9, 1)).await;
        assert!(matches!(twice, Err(StoreError::Conflict)));
    }
}

both_databases! {
    /// Rounds come the newest first and interviews as they are held; ties have an order as well.
    async fn lists_come_in_an_order_that_does_not_depend_on_the_engine(test: &TestStore) {
        two(test).await;
        let mut store = writes(&test.store, ONE).await;
        for (n, created) in [(53, 5), (51, 9), (50, 0), (52, 5)] {
            store.add_round(&round(n, created)).await.unwrap();
        }
        let rounds: Vec<u128> = store.rounds().await.unwrap().iter().map(|it| it.id.0.as_u128()).collect();
        assert_eq!((rounds[0], rounds[3]), (51, 50), "{rounds:?}");
        let days = [Some(date(2027, 3, 1)), None, Some(date(2027, 1, 1)), Some(date(2027, 3, 1))];
        for (n, day) in (60..).zip(days) {
            store.save_interview(&interview(n, day), stamp(9, 0)).await.unwrap();
        }
        let held: Vec<_> = store.interviews(ROUND).await.unwrap().into_iter().map(|it| it.held_on).collect();
        let known: Vec<_> = held.iter().flatten().collect();
        assert!(known.is_sorted(), "{held:?}");
        let again: Vec<_> = store.interviews(ROUND).await.unwrap();
        assert_eq!(again, store.interviews(ROUND).await.unwrap());
        for code in ["b", "ä", "A", "a", "10", "9"] {
            store.save_record(&measure(code, 0), stamp(9, 0)).await.unwrap();
        }
        let ids: Vec<String> = store.records::<PlannedMeasure>().await.unwrap().into_iter()
            .map(|it| it.id.to_string()).collect();
        assert_eq!(ids, ["10", "9", "A", "a", "b", "ä"], "by bytes, not by the server's language");
        store.commit().await.unwrap();
    }
}

both_databases! {
    /// Nothing stays nothing, an empty text stays empty, and no character is changed on the way.
    async fn texts_and_gaps_come_back_as_they_were(test: &TestStore) {
        two(test).await;
        let mut store = writes(&test.store, ONE).await;
        store.add_round(&round(50, 0)).await.unwrap();
        let odd = "’Ääkköset’ “lainaus” %_\\ \u{1f6a8} e\u{301} \t\n;--";
        for (at, text) in ["", " ", odd, "NULL", "0"].into_iter().enumerate() {
            let written = DocumentReview {
                note: Marked::new(text.to_owned(), Marking::INTERNAL),
                approved_by: text.to_owned(),
                criteria: if at % 2 == 0 { Vec::new() } else { vec![format!("A.{at}/ä%").into(), "b".into()] },
                approved_on: (at == 1).then(|| date(1999, 12, 31)),
                tested_on: (at == 2).then(|| date(2200, 1, 1)),
                ..review(&format!("own-{at}"), text)
            };
            store.save_document_review(&written, stamp(9, 0)).await.unwrap();
            let kept = store.document_review(ROUND, &written.document).await.unwrap();
            assert_eq!(kept, Some(DocumentReview { revision: 1, ..written }), "{text:?}");
        }
        let file = Upload { file_name: odd.to_owned(), body: Vec::new(), ..upload(80, "documents", odd) };
        store.add_upload(&file, stamp(9, 0)).await.unwrap();
        let since = (UserId(id(9)), at(0));
        assert_eq!(store.upload(file.id, since).await.unwrap(), Some(file));
        store.commit().await.unwrap();
    }
}

both_databases! {
    /// Bytes wait for the person who brought them, for as long as they may, and for nobody else.
    async fn uploads_wait_for_one_person_and_not_for_ever(test: &TestStore) {
        two(test).await;
        let mut store = writes(&test.store, ONE).await;
        for (n, kind, target) in [(80, "passage", "a"), (81, "passage", "b"), (82, "notes", "a")] {
            store.add_upload(&upload(n, kind, target), stamp(9, 10)).await.unwrap();
        }
        let key = UploadId(id(80));
        let (me, they) = (UserId(id(9)), UserId(id(8)));
        assert!(store.upload(key, (me, at(10))).await.unwrap().is_some());
        assert!(store.upload(key, (me, at(11))).await.unwrap().is_none());
        assert!(store.upload(key, (they, at(0))).await.unwrap().is_none());
        store.remove_uploads_for("passage", "a").await.unwrap();
        store.commit().await.unwrap();
        let mut theirs = writes(&test.store, OTHER).await;
        theirs.remove_uploads_for("passage", "b").await.unwrap();
        theirs.commit().await.unwrap();
        let mut store = test.store.read(ONE).await.unwrap();
        let mut left = Vec::new();
        for n in [80, 81, 82] {
            left.push(store.upload(UploadId(id(n)), (me, at(0))).await.unwrap().is_some());
        }
        assert_eq!(left, [false, true, true]);
        drop(store);
        for (before, stays) in [(at(10), true), (at(11), false)] {
            let mut site = test.store.site_write().await.unwrap();
            site.expire_uploads(before).await.unwrap();
            site.commit().await.unwrap();
            let mut store = test.store.read(ONE).await.unwrap();
            let found = store.upload(UploadId(id(81)), (me, at(0))).await.unwrap();
            assert_eq!(found.is_some(), stays);
        }
    }
}

/// A person with this number, stored.
async fn person(test: &TestStore, n: u128) -> UserId {
    let user = User {
        id: UserId(id(n)),
        email: Email::parse(&format!("p{n}@example.fi")).unwrap(),
        name: format!("Henkilö {n}"),
        locale: Locale::Fi,
        is_operator: false,
    };
    let new = NewUser {
        user,
        password_hash: None,
        created_at: at(0),
    };
    let mut site = test.store.site_write().await.unwrap();
    site.add_user(&new).await.unwrap();
    site.commit().await.unwrap();
    UserId(id(n))
}

both_databases! {
    /// An invitation holds until its moment, once, however many press at once.
    async fn an_invitation_is_used_once(test: &TestStore) {
        two(test).await;
        let new = Invitation {
            org: ONE,
            id: InvitationId(id(30)),
            email: Email::parse("uusi@example.fi").unwrap(),
            name: String::new(),
            roles: vec![Role::Elected],
            is_mailed: true,
            created_at: at(0),
            expires_at: at(100),
            accepted_at: None,
            withdrawn_at: None,
        };
        let mut store = writes(&test.store, ONE).await;
        store.add_invitation(&new, [3; 32]).await.unwrap();
        store.commit().await.unwrap();
        let mut site = test.store.site_read().await.unwrap();
        assert_eq!(site.invitation_by_token([3; 32]).await.unwrap(), Some(new.clone()));
        assert!(site.invitation_by_token([4; 32]).await.unwrap().is_none());
        drop(site);
        let mut theirs = writes(&test.store, OTHER).await;
        assert!(!theirs.withdraw_invitation(new.id, at(1)).await.unwrap());
        assert!(!theirs.accept_invitation(new.id, at(1)).await.unwrap());
        drop(theirs);
        let mut late = writes(&test.store, ONE).await;
        assert!(!late.accept_invitation(new.id, at(100)).await.unwrap(), "its time is over");
        drop(late);
        let mut theirs = writes(&test.store, OTHER).await;
        assert!(!theirs.accept_invitation(new.id, at(1)).await.unwrap());
        drop(theirs);
        let mut tasks = JoinSet::new();
        for _ in 0..6 {
            let store = test.store.clone();
            tasks.spawn(async move {
                let mut store = writes(&store, ONE).await;
                let is_first = store.accept_invitation(InvitationId(id(30)), at(1)).await.unwrap();
                store.commit().await.unwrap();
                is_first
            });
        }
        let accepted = tasks.join_all().await.into_iter().filter(|it| *it).count();
        assert_eq!(accepted, 1);
        let mut store = writes(&test.store, ONE).await;
        assert!(!store.withdraw_invitation(new.id, at(2)).await.unwrap(), "it has been used");
    }
}

both_databases! {
    /// A programme lends an assessor's role where it was agreed, on the days it was agreed, and no
    /// other role.
    async fn a_programme_lends_exactly_what_was_agreed(test: &TestStore) {
        two(test).await;
        let user = person(test, 3).await;
        let programme = Programme {
            id: ProgrammeId(id(5)),
            title: "Hanke".to_owned(),
            goal: String::new(),
            starts_on: date(2027, 2, 1),
            ends_on: date(2027, 6, 30),
            revision: 1,
        };
        let mut site = test.store.site_write().await.unwrap();
        site.add_programme(&programme).await.unwrap();
        let mut partner = site.enter(OTHER).await.unwrap();
        partner.set_roles(user, &[Role::Assessor, Role::Coordinator, Role::Leadership]).await.unwrap();
        partner.join_programme(programme.id, Part::Partner, false).await.unwrap();
        let mut town = partner.leave().enter(ONE).await.unwrap();
        town.join_programme(programme.id, Part::Municipality, false).await.unwrap();
        assert!(town.let_in(programme.id, OTHER, at(0)).await.unwrap());
        town.commit().await.unwrap();
        let roles = async |day| {
            let mut site = test.store.site_read().await.unwrap();
            site.roles(ONE, user, day).await.unwrap()
        };
        for (day, lent) in [
            (date(2027, 1, 31), false),
            (date(2027, 2, 1), true),
            (date(2027, 6, 30), true),
            (date(2027, 7, 1), false),
        ] {
            let expected = if lent { vec![Role::Assessor] } else { Vec::new() };
            assert_eq!(roles(day).await, expected, "{day}");
        }
        let mut longer = writes(&test.store, OTHER).await;
        let changed = Programme { ends_on: date(2028, 6, 30), ..programme.clone() };
        longer.save_programme(&changed).await.unwrap();
        longer.commit().await.unwrap();
        assert!(roles(date(2027, 7, 1)).await.is_empty(), "not agreed");
        let mut town = writes(&test.store, ONE).await;
        town.agree_to_programme(programme.id).await.unwrap();
        town.commit().await.unwrap();
        assert_eq!(roles(date(2028, 6, 30)).await, [Role::Assessor]);
        let mut town = writes(&test.store, ONE).await;
        town.leave_programme(programme.id).await.unwrap();
        town.commit().await.unwrap();
        assert!(roles(date(2027, 3, 1)).await.is_empty(), "left");
    }
}

both_databases! {
    /// A transaction that is dropped has written nothing, and the next one is not in its way.
    async fn what_is_not_committed_never_was(test: &TestStore) {
        two(test).await;
        let before = test.rows().await.unwrap();
        for n in 0..5 {
            let mut store = writes(&test.store, ONE).await;
            store.add_round(&round(60 + n, 0)).await.unwrap();
            store.save_record(&measure("m", 0), stamp(9, 0)).await.unwrap();
            drop(store);
        }
        assert_eq!(test.rows().await.unwrap(), before);
        filled(test, ONE).await;
        assert_eq!(test.store.read(ONE).await.unwrap().rounds().await.unwrap().len(), 1);
    }
}
