//! What is written is read back, on both engines; what another organisation wrote is not.

use domain::assessment::{
    Action, Body, Effect, Effort, Finding, Judgement, Place, Round, RoundState, Written,
};
use domain::audit::AuditKind;
use domain::document::{DocumentReview, DocumentState};
use domain::handbook::{Field, OwnPart, PartKey, PartKind, Picture, PictureForm, Settings};
use domain::identity::{Email, Role};
use domain::interview::{Interview, InterviewKind, InterviewState, Passage};
use domain::organisation::{Kind, Organisation, Slug};
use domain::programme::{Part, Programme};
use domain::service::{EffectKind, Moment, Need, Node, NodeKind};
use domain::survey::Level;
use domain::text::Title;
use domain::training::{
    Body as TrainingBody, Done, Enrolment, Held, Rhythm, SurveyPart, Term, Way,
};
use domain::{
    ActionId, FindingId, HeldId, InterviewId, InvitationId, Locale, Localised, Marked, Marking,
    NodeId, OrgId, PassageId, ProgrammeId, Publicity, RoundId, UserId,
};
use jiff::Timestamp;
use store::testing::TestStore;
use store::{
    Audit, Invitation, LoadedFramework, NewUser, Stamp, StoreError, SummaryText, SummaryWords,
    User, both_databases,
};
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn stamp() -> Stamp {
    Stamp {
        at: at(0),
        by: UserId(id(9)),
    }
}

async fn organisation(test: &TestStore, n: u128, name: &str) -> OrgId {
    let new = Organisation {
        id: OrgId(id(n)),
        kind: Kind::Municipality,
        slug: Slug::from_name(name).unwrap(),
        name: Localised::same(name),
        code: Some("005".to_owned()),
        languages: vec![Locale::Fi, Locale::Sv],
        population: Some(6_000),
        fictitious: true,
    };
    let mut site = test.store.site_write().await.unwrap();
    site.add_organisation(&new).await.unwrap();
    assert_eq!(site.organisation(new.id).await.unwrap(), Some(new.clone()));
    site.commit().await.unwrap();
    new.id
}

async fn person(test: &TestStore, n: u128) -> User {
    let user = User {
        id: UserId(id(n)),
        email: Email::parse(&format!("p{n}@example.fi")).unwrap(),
        name: format!("Henkilö {n}"),
        locale: Locale::Sv,
        is_operator: false,
    };
    let new = NewUser {
        user: user.clone(),
        password_hash: None,
        created_at: at(0),
    };
    let mut site = test.store.site_write().await.unwrap();
    site.add_user(&new).await.unwrap();
    site.commit().await.unwrap();
    user
}

fn round(n: u128) -> Round {
    Round {
        id: RoundId(id(n)),
        title: "Nykytila-arviointi".to_owned(),
        framework: "luotsi".to_owned(),
        state: RoundState::Open,
        due_on: Some("2027-06-01".parse().unwrap()),
        published_at: None,
        created_at: at(0),
        revision: 1,
    }
}

async fn with_round(test: &TestStore, org: OrgId) -> RoundId {
    let new = round(50);
    let mut store = test.store.write(org).await.unwrap();
    store.add_round(&new).await.unwrap();
    store.commit().await.unwrap();
    new.id
}

both_databases! {
    /// Whoever can write to the database takes entries out, forges one, or makes one fit its own row.
    async fn a_chain_tells_where_it_was_cut_or_forged(test: &TestStore) {
        let one = organisation(test, 1, "Esimerkkilä").await;
        let mut store = test.store.write(one).await.unwrap();
        for number in 0..8_i64 {
            let entry = Audit {
                kind: AuditKind::RoundCreated,
                subject: number.to_string(),
                detail: String::new(),
                actor: None,
                at: stamp().at,
            };
            store.audit(&entry).await.unwrap();
        }
        store.commit().await.unwrap();
        let chain = async || test.store.read(one).await.unwrap().audit_chain().await.unwrap();
        let whole = chain().await;
        assert!(whole.is_intact() && whole.head.len() == 32, "{whole:?}");
        let forged = "UPDATE audit_entry SET detail = 'muu' WHERE sequence = 3 RETURNING hash";
        test.blobs("main", forged).await.unwrap();
        assert_eq!(chain().await.broken, [3]);
        let cut = "DELETE FROM audit_entry WHERE sequence IN (3, 6) RETURNING hash";
        test.blobs("main", cut).await.unwrap();
        let broken = chain().await;
        assert_eq!(broken.broken, [4, 7], "{broken:?}");
        assert_eq!(broken.head, whole.head);
        let first = "DELETE FROM audit_entry WHERE sequence = 1 RETURNING hash";
        test.blobs("main", first).await.unwrap();
        assert_eq!(chain().await.broken, [2, 4, 7]);
    }

    /// A person is added, tries are counted, an invitation is used once.
    async fn identity(test: &TestStore) {
        let org = organisation(test, 1, "Esimerkkilä").await;
        let user = person(test, 2).await;
        let mut site = test.store.site_write().await.unwrap();
        site.set_locale(user.id, Locale::En).await.unwrap();
        assert_eq!(site.user(user.id).await.unwrap().unwrap().locale, Locale::En);
        assert!(site.count_try([1; 32], at(0), at(1), 1).await.unwrap());
        assert!(!site.count_try([1; 32], at(0), at(1), 1).await.unwrap(), "no more than so many");
        assert_eq!(site.failures([1; 32], at(-5)).await.unwrap(), 1);
        assert_eq!(site.failures([1; 32], at(5)).await.unwrap(), 0);
        let mut store = site.enter(org).await.unwrap();
        store.set_roles(user.id, &[Role::Assessor, Role::Coordinator]).await.unwrap();
        let members = store.members().await.unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(members[0].roles.len(), 2);
        let invitation = Invitation {
            org,
            id: InvitationId(id(3)),
            email: Email::parse("uusi@example.fi").unwrap(),
            name: "Uusi Jäsen".to_owned(),
            roles: vec![Role::Elected],
            is_mailed: false,
            created_at: at(0),
            expires_at: at(10),
            accepted_at: None,
            withdrawn_at: None,
        };
        store.add_invitation(&invitation, [3; 32]).await.unwrap();
        assert_eq!(store.invitations().await.unwrap(), vec![invitation.clone()]);
        assert!(store.accept_invitation(invitation.id, at(1)).await.unwrap());
        assert!(!store.accept_invitation(invitation.id, at(1)).await.unwrap());
        let mut site = store.leave();
        let used = site.invitation_by_token([3; 32]).await.unwrap().unwrap();
        assert_eq!(used.accepted_at, Some(at(1)));
        site.commit().await.unwrap();
    }
}

both_databases! {
    /// An address or a slug is taken once.
    async fn what_must_be_unique_is(test: &TestStore) {
        organisation(test, 1, "Esimerkkilä").await;
        let user = person(test, 2).await;
        let mut site = test.store.site_write().await.unwrap();
        let twin = NewUser { user: User { id: UserId(id(4)), ..user }, password_hash: None, created_at: at(0) };
        assert!(matches!(site.add_user(&twin).await, Err(StoreError::Taken)));
    }
}

both_databases! {
    /// Partners' assessors have a role in the programme's municipalities while it runs.
    async fn programmes_lend_roles(test: &TestStore) {
        let town = organisation(test, 1, "Esimerkkilä").await;
        let partner = organisation(test, 2, "Kumppani").await;
        let user = person(test, 3).await;
        let programme = Programme {
            id: ProgrammeId(id(5)),
            title: "Hanke".to_owned(),
            goal: String::new(),
            starts_on: "2027-01-01".parse().unwrap(),
            ends_on: "2027-12-31".parse().unwrap(),
            revision: 1,
        };
        let mut site = test.store.site_write().await.unwrap();
        site.add_programme(&programme).await.unwrap();
        let mut store = site.enter(partner).await.unwrap();
        store.set_roles(user.id, &[Role::Assessor, Role::Coordinator]).await.unwrap();
        store.join_programme(programme.id, Part::Partner, false).await.unwrap();
        let mut store = store.leave().enter(town).await.unwrap();
        store.join_programme(programme.id, Part::Municipality, true).await.unwrap();
        assert_eq!(store.programme_members(programme.id).await.unwrap().len(), 2);
        let at = "2027-01-01T00:00:00Z".parse().unwrap();
        assert!(store.let_in(programme.id, partner, at).await.unwrap());
        assert!(!store.let_in(programme.id, partner, at).await.unwrap(), "it is in");
        let members = store.programme_members(programme.id).await.unwrap();
        let times: Vec<_> = members.iter().filter_map(|it| it.let_in_at).collect();
        assert_eq!(times, [at]);
        let visitors = store.programme_visitors(programme.id).await.unwrap();
        assert_eq!(visitors.iter().map(|it| it.partner).collect::<Vec<_>>(), [partner]);
        store.save_programme(&programme).await.unwrap();
        assert!(matches!(store.save_programme(&programme).await, Err(StoreError::Conflict)));
        let mut site = store.leave();
        let during = "2027-05-01".parse().unwrap();
        let after = "2028-01-01".parse().unwrap();
        assert_eq!(site.roles(town, user.id, during).await.unwrap(), vec![Role::Assessor]);
        assert_eq!(site.roles(town, user.id, after).await.unwrap(), vec![]);
        assert_eq!(site.organisations_of(user.id, during).await.unwrap().len(), 2);
        assert_eq!(site.organisations_of(user.id, after).await.unwrap().len(), 1);
        site.commit().await.unwrap();
    }
}

both_databases! {
    /// The audit chain is whole, and only its own organisation's.
    async fn audit_is_chained(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        for n in 0..3 {
            let mut store = test.store.write(one).await.unwrap();
            let entry = Audit {
                kind: AuditKind::RoundCreated,
                subject: n.to_string(),
                detail: String::new(),
                actor: None,
                at: at(n),
            };
            store.audit(&entry).await.unwrap();
            store.commit().await.unwrap();
        }
        let entries = test.store.read(one).await.unwrap().audit_page(i64::MAX, 10).await.unwrap();
        assert_eq!(entries.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [3, 2, 1]);
        assert!(entries.iter().all(|entry| entry.is_intact));
        let theirs = test.store.read(other).await.unwrap().audit_page(i64::MAX, 10).await.unwrap();
        assert!(theirs.is_empty());
    }
}

fn at_place(criterion: Option<&str>) -> Place {
    Place {
        theme: "t".into(),
        criterion: criterion.map(Into::into),
    }
}

fn written(title: &str, marking: Marking) -> Marked<Written> {
    let title = Title::parse(title).unwrap();
    let body = "teksti".to_owned();
    Marked::new(Written { title, body }, marking)
}

both_databases! {
    /// Judgements, findings, measures and summary texts keep their revisions.
    async fn assessment(test: &TestStore) {
        let org = organisation(test, 1, "Esimerkkilä").await;
        let round = with_round(test, org).await;
        let mut store = test.store.write(org).await.unwrap();
        let judgement = Judgement {
            criterion: "c".into(),
            level: Level::Partly,
            rationale: Marked::new("koska".to_owned(), Marking::INTERNAL),
            revision: 0,
        };
        store.save_judgement(round, &judgement, stamp()).await.unwrap();
        assert!(matches!(store.save_judgement(round, &judgement, stamp()).await, Err(StoreError::Conflict)));
        let seen = store.judgement(round, "c").await.unwrap().unwrap();
        assert_eq!(seen, Judgement { revision: 1, ..judgement });
        store.save_judgement(round, &seen, stamp()).await.unwrap();
        assert_eq!(store.judgements(round).await.unwrap()[0].revision, 2);
        let finding = Finding {
            id: FindingId(id(6)),
            place: at_place(None),
            text: written("otsikko", Marking::new(Publicity::Secret, "peruste").unwrap()),
            revision: 0,
        };
        store.save_finding(round, &finding, stamp()).await.unwrap();
        assert_eq!(store.findings(round).await.unwrap(), vec![Finding { revision: 1, ..finding.clone() }]);
        store.remove_finding(round, finding.id, at(1)).await.unwrap();
        assert_eq!(store.finding(round, finding.id).await.unwrap(), None);
        let late = at(2 + 24 * 3_600);
        assert!(!store.restore_finding(round, finding.id, late).await.unwrap());
        assert!(store.restore_finding(round, finding.id, at(60)).await.unwrap());
        assert!(store.finding(round, finding.id).await.unwrap().is_some());
        let action = Action {
            id: ActionId(id(7)),
            place: at_place(Some("c")),
            text: written("tehdään", Marking::PUBLIC),
            owner: Some("hallintojohtaja".to_owned()),
            decided_by: Body::Council,
            effort: Effort::Small,
            effect: Effect::High,
            due_on: None,
            is_decision: true,
            revision: 0,
        };
        store.save_action(round, &action, stamp()).await.unwrap();
        let action = Action { revision: 1, ..action };
        store.save_action(round, &action, stamp()).await.unwrap();
        assert!(matches!(store.save_action(round, &action, stamp()).await, Err(StoreError::Conflict)));
        assert_eq!(store.actions(round).await.unwrap()[0].revision, 2);
        let text = SummaryText {
 words: Marked::new(SummaryWords { situation: "Tilanne.".to_owned(), next_steps: String::new() }, Marking::PUBLIC), revision: 0 };
        store.save_summary_text(round, Locale::Fi, &text, stamp()).await.unwrap();
        let kept = store.summary_text(round, Locale::Fi).await.unwrap();
        assert_eq!(kept, Some(SummaryText { revision: 1, ..text }));
        assert_eq!(store.summary_text(round, Locale::Sv).await.unwrap(), None);
        store.commit().await.unwrap();
    }
}

both_databases! {
    /// A second organisation with the same ids sees nothing of the first.
    async fn tenants_are_apart(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let round = with_round(test, one).await;
        let mut store = test.store.write(other).await.unwrap();
        assert_eq!(store.round(round).await.unwrap(), None);
        assert!(matches!(
            store.save_round(&Round { id: round, ..self::round(50) }).await,
            Err(StoreError::Conflict)
        ));
        // Equal ids in two organisations are two rows.
        store.add_round(&self::round(50)).await.unwrap();
        store.commit().await.unwrap();
        assert_eq!(test.store.read(one).await.unwrap().rounds().await.unwrap().len(), 1);
    }
}

both_databases! {
    /// Interviews, codings and document reviews are read back.
    async fn evidence(test: &TestStore) {
        let org = organisation(test, 1, "Esimerkkilä").await;
        let round = with_round(test, org).await;
        let mut store = test.store.write(org).await.unwrap();
        let interview = Interview {
            id: InterviewId(id(8)),
            round,
            guide: "management".to_owned(),
            kind: InterviewKind::Group,
            title: "Johtoryhmä".to_owned(),
            held_on: Some("2027-03-03".parse().unwrap()),
            people: 4,
            state: InterviewState::Open,
            notes: "J1: niin".to_owned(),
            revision: 0,
        };
        store.save_interview(&interview, stamp()).await.unwrap();
        let seen = store.interview(interview.id).await.unwrap().unwrap();
        assert_eq!(seen, Interview { revision: 1, ..interview });
        store.save_interview(&seen, stamp()).await.unwrap();
        assert!(matches!(store.save_interview(&seen, stamp()).await, Err(StoreError::Conflict)));
        let passage = Passage {
            id: PassageId(id(9)),
            interview: seen.id,
            turn: 0,
            speaker: "J1".to_owned(),
            excerpt: "niin".to_owned(),
            place: at_place(None),
            level: Level::No,
            quote: String::new(),
            is_quotable: true,
            revision: 0,
        };
        store.save_passage(&passage, stamp()).await.unwrap();
        assert_eq!(store.passages_of_round(round).await.unwrap(), store.passages(seen.id).await.unwrap());
        let review = DocumentReview {
            round,
            document: "d".to_owned(),
            title: None,
            state: DocumentState::Outdated,
            approved_by: "valtuusto".to_owned(),
            approved_on: Some("2019-01-01".parse().unwrap()),
            tested_on: None,
            criteria: vec!["a".into(), "b".into()],
            note: Marked::new(String::new(), Marking::INTERNAL),
            revision: 0,
        };
        store.save_document_review(&review, stamp()).await.unwrap();
        let kept = store.document_review(round, "d").await.unwrap().unwrap();
        assert_eq!(kept, DocumentReview { revision: 1, ..review });
        store.remove_interview(seen.id).await.unwrap();
        assert!(store.passages_of_round(round).await.unwrap().is_empty());
        store.commit().await.unwrap();
    }
}

both_databases! {
    /// A framework that a round uses stays.
    async fn frameworks(test: &TestStore) {
        let org = organisation(test, 1, "Esimerkkilä").await;
        let mut store = test.store.write(org).await.unwrap();
        let framework = domain::framework::Framework {
            id: "f".to_owned(),
            version: "1".to_owned(),
            title: Localised::same("F"),
            provenance: String::new(),
            themes: vec![],
        };
        let facts = LoadedFramework {
            id: "f".to_owned(),
            title: "F".to_owned(),
            version: "1".to_owned(),
            criteria: 0,
            file_name: "f.yaml".to_owned(),
            created_at: at(0),
        };
        store.add_framework(&facts, &framework, "[]").await.unwrap();
        assert_eq!(store.frameworks().await.unwrap(), vec![facts]);
        assert_eq!(store.framework("f").await.unwrap(), Some((framework, "[]".to_owned())));
        store.add_round(&Round { framework: "f".to_owned(), ..round(50) }).await.unwrap();
        assert!(!store.remove_framework("f").await.unwrap());
        store.commit().await.unwrap();
    }
}

both_databases! {
    /// A service is kept with everything its owner tells; an old revision changes nothing, and
    /// what was removed comes back for a day.
    async fn services(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let supplier = Node::new(NodeId(id(71)), NodeKind::Supplier, "Toimittaja");
        let mut service = Node::new(NodeId(id(70)), NodeKind::Service, "Perusopetus");
        service.needs = vec![Need::of(supplier.id)];
        service.is_proposed = true;
        service.promise_hours = Some(4);
        service.care.users = Some(1_500);
        service.care.months = [1, 8].into();
        service.care.effects.set(EffectKind::People, Moment::Day3, 2);
        service.care.happens.insert(Moment::Hour1, "Opetus jatkuu.".to_owned());
        service.care.fallback_tested_on = Some("2027-03-01".parse().unwrap());
        let mut store = test.store.write(one).await.unwrap();
        store.save_node(&service, stamp()).await.unwrap();
        store.save_node(&supplier, stamp()).await.unwrap();
        let kept = store.node(service.id).await.unwrap().unwrap();
        assert_eq!(kept, Node { revision: 1, ..service.clone() });
        assert!(matches!(store.save_node(&service, stamp()).await, Err(StoreError::Conflict)));
        store.save_node(&Node { name: "Koulu".to_owned(), ..kept }, stamp()).await.unwrap();
        assert!(matches!(store.remove_node(service.id, 1, at(1)).await, Err(StoreError::Conflict)));
        store.remove_node(service.id, 2, at(1)).await.unwrap();
        assert_eq!(store.node(service.id).await.unwrap(), None);
        assert_eq!(store.nodes().await.unwrap().len(), 1);
        assert!(!store.restore_node(service.id, at(2 + 24 * 3_600)).await.unwrap());
        assert!(store.restore_node(service.id, at(60)).await.unwrap());
        let names: Vec<String> = store.nodes().await.unwrap().into_iter().map(|node| node.name).collect();
        assert_eq!(names, ["Koulu", "Toimittaja"]);
        store.commit().await.unwrap();
        let mut theirs = test.store.write(other).await.unwrap();
        assert_eq!(theirs.node(supplier.id).await.unwrap(), None);
        assert!(matches!(theirs.remove_node(supplier.id, 1, at(3)).await, Err(StoreError::Conflict)));
    }
}

both_databases! {
    /// A part of the handbook is kept in each language by itself; an old revision changes nothing.
    async fn handbook(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let part = OwnPart {
            key: PartKey::new(PartKind::Card, "role"),
            locale: Locale::Fi,
            fields: [(Field::Title, "Meidän kortti".to_owned())].into(),
            basis: [(Field::Title, "Kortti".to_owned())].into(),
            publicity: Publicity::Public,
            revision: 0,
        };
        let mut store = test.store.write(one).await.unwrap();
        store.save_handbook_part(&part, stamp()).await.unwrap();
        assert!(matches!(store.save_handbook_part(&part, stamp()).await, Err(StoreError::Conflict)));
        let kept = store.handbook_part(&part.key, Locale::Fi).await.unwrap().unwrap();
        assert_eq!(kept, OwnPart { revision: 1, ..part.clone() });
        assert_eq!(store.handbook_part(&part.key, Locale::Sv).await.unwrap(), None);
        store.save_handbook_part(&kept, stamp()).await.unwrap();
        assert!(matches!(store.remove_handbook_part(&part.key, Locale::Fi, 1).await, Err(StoreError::Conflict)));
        assert_eq!(store.handbook_settings().await.unwrap(), Settings::default());
        let settings = Settings { is_open: true, off: ["card:money".to_owned()].into(), revision: 0 };
        store.save_handbook_settings(&settings, stamp()).await.unwrap();
        assert!(matches!(store.save_handbook_settings(&settings, stamp()).await, Err(StoreError::Conflict)));
        assert_eq!(store.handbook_settings().await.unwrap(), Settings { revision: 1, ..settings });
        store.commit().await.unwrap();
        let mut theirs = test.store.write(other).await.unwrap();
        assert!(theirs.handbook_parts().await.unwrap().is_empty());
        assert!(!theirs.handbook_settings().await.unwrap().is_open);
        drop(theirs);
        let mut store = test.store.write(one).await.unwrap();
        store.remove_handbook_part(&part.key, Locale::Fi, 2).await.unwrap();
        assert!(store.handbook_parts().await.unwrap().is_empty());
    }
}

both_databases! {
    /// A due reminder is taken once; who wants none is not reached; another's is not seen.
    async fn training_reminders(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let (first, second) = (person(test, 2).await.id, person(test, 3).await.id);
        let term = Term::of("2026-01-01".parse().unwrap());
        let mut store = test.store.write(one).await.unwrap();
        assert_eq!(store.training_reminder().await.unwrap().rhythm, Rhythm::Off);
        store.note_training_reminder(at(1)).await.unwrap();
        store.save_training_reminder(Rhythm::Monthly, Some(at(5))).await.unwrap();
        store.set_roles(first, &[Role::Elected, Role::Leadership]).await.unwrap();
        store.set_roles(second, &[Role::Elected]).await.unwrap();
        for module in ["role", "scams"] {
            let done = Done { module: module.to_owned(), correct: 1, asked: 3, on: "2026-02-01".parse().unwrap() };
            store.save_training_done(first, term, &done).await.unwrap();
        }
        let reached = store.trainees(term).await.unwrap();
        assert_eq!(reached.len(), 2);
        assert_eq!((reached[0].roles.len(), reached[0].done.len(), reached[0].locale), (2, 2, Locale::Sv));
        store.want_reminders(first, false).await.unwrap();
        store.want_reminders(first, false).await.unwrap();
        assert!(store.wants_no_reminders(first).await.unwrap());
        assert_eq!(store.trainees(term).await.unwrap().len(), 1);
        store.want_reminders(first, true).await.unwrap();
        assert!(!store.wants_no_reminders(first).await.unwrap());
        store.commit().await.unwrap();
        let mut site = test.store.site_read().await.unwrap();
        assert!(site.due_training_reminders(at(4)).await.unwrap().is_empty());
        assert_eq!(site.due_training_reminders(at(5)).await.unwrap(), [one]);
        drop(site);
        let mut theirs = test.store.write(other).await.unwrap();
        assert!(!theirs.claim_training_reminder(at(5), at(6), Some(at(9))).await.unwrap());
        assert!(theirs.trainees(term).await.unwrap().is_empty());
        drop(theirs);
        let mut store = test.store.write(one).await.unwrap();
        assert!(store.claim_training_reminder(at(5), at(6), Some(at(9))).await.unwrap());
        assert!(!store.claim_training_reminder(at(5), at(6), Some(at(9))).await.unwrap());
        let kept = store.training_reminder().await.unwrap();
        assert_eq!((kept.rhythm, kept.next_at, kept.last_at), (Rhythm::Monthly, Some(at(9)), Some(at(6))));
        assert!(!store.leave_training_survey(term, SurveyPart::Before).await.unwrap());
    }
}

both_databases! {
    /// A picture of the handbook has one name and its own bytes, and is there for its organisation only.
    async fn handbook_pictures(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let picture = Picture {
            name: "kaavio.png".parse().unwrap(),
            form: PictureForm::Png,
            width: 1_200,
            height: 800,
            size: 3,
            sum: "ab12".to_owned(),
        };
        let mut store = test.store.write(one).await.unwrap();
        store.add_handbook_picture(&picture, &[0, 255, 7], stamp()).await.unwrap();
        let again = store.add_handbook_picture(&picture, &[1], stamp()).await;
        assert!(matches!(again, Err(StoreError::Conflict)));
        assert_eq!(store.handbook_pictures().await.unwrap(), std::slice::from_ref(&picture));
        let body = store.handbook_picture_body(&picture.name, "ab12").await.unwrap();
        assert_eq!(body, Some(vec![0, 255, 7]));
        assert_eq!(store.handbook_picture_body(&picture.name, "other").await.unwrap(), None);
        store.commit().await.unwrap();
        let mut theirs = test.store.write(other).await.unwrap();
        assert!(theirs.handbook_pictures().await.unwrap().is_empty());
        assert_eq!(theirs.handbook_picture_body(&picture.name, "ab12").await.unwrap(), None);
        assert!(matches!(theirs.remove_handbook_picture(&picture.name).await, Err(StoreError::Conflict)));
        drop(theirs);
        let mut store = test.store.write(one).await.unwrap();
        store.remove_handbook_picture(&picture.name).await.unwrap();
        assert!(store.handbook_pictures().await.unwrap().is_empty());
    }
}

both_databases! {
    /// What a person has done belongs to the term and to the person; a session to its body.
    async fn training(test: &TestStore) {
        let (one, other) = (organisation(test, 1, "Esimerkkilä").await, organisation(test, 2, "Mallijoki").await);
        let (first, second) = (person(test, 2).await.id, person(test, 3).await.id);
        let (term, next) = (Term::of("2026-01-01".parse().unwrap()), Term::of("2030-01-01".parse().unwrap()));
        let mut store = test.store.write(one).await.unwrap();
        let at = |body, day: &str| Enrolment { body, way: Way::MidTerm, joined_on: day.parse().unwrap() };
        store.join_training(first, term, at(TrainingBody::Board, "2026-01-02")).await.unwrap();
        store.join_training(first, term, at(TrainingBody::Council, "2026-01-03")).await.unwrap();
        store.join_training(second, term, at(TrainingBody::Council, "2026-01-04")).await.unwrap();
        let kept = store.enrolment(first, term).await.unwrap();
        assert_eq!(kept, Some(at(TrainingBody::Council, "2026-01-02")), "the first day stays");
        assert_eq!(store.enrolment(first, next).await.unwrap(), None);
        let done = |correct| Done { module: "role".to_owned(), correct, asked: 3, on: "2026-02-01".parse().unwrap() };
        store.save_training_done(first, term, &done(1)).await.unwrap();
        store.save_training_done(first, term, &done(3)).await.unwrap();
        assert_eq!(store.training_done(first, term).await.unwrap(), [done(3)]);
        assert!(store.training_done(first, next).await.unwrap().is_empty());
        assert_eq!(store.trained_before(first, next).await.unwrap(), Some(2025));
        assert_eq!(store.trained_before(first, term).await.unwrap(), None);
        let progress = store.training_progress(term).await.unwrap();
        assert_eq!(progress, [(first, TrainingBody::Council, vec!["role".to_owned()]), (second, TrainingBody::Council, vec![])]);
        let held = Held { id: HeldId(id(80)), session: "start".to_owned(), body: TrainingBody::Council,
            on: "2026-03-01".parse().unwrap(), people: 24, findings: "Puhelinlista paperille.".to_owned() };
        store.hold_session(term, &held).await.unwrap();
        assert_eq!(store.held_sessions(term).await.unwrap(), std::slice::from_ref(&held));
        store.commit().await.unwrap();
        let mut theirs = test.store.write(other).await.unwrap();
        assert!(theirs.training_progress(term).await.unwrap().is_empty());
        let now = stamp().at;
        assert!(!theirs.remove_held_session(held.id, now).await.unwrap());
        assert!(!theirs.restore_held_session(held.id, now).await.unwrap());
        drop(theirs);
        let mut store = test.store.write(one).await.unwrap();
        assert!(store.remove_held_session(held.id, now).await.unwrap());
        assert!(store.held_sessions(term).await.unwrap().is_empty());
        assert!(store.restore_held_session(held.id, now).await.unwrap());
        assert!(!store.restore_held_session(held.id, now).await.unwrap(), "once");
        assert_eq!(store.held_sessions(term).await.unwrap(), [held]);
    }
}
