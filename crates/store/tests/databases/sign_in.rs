//! Sessions, second steps and who asks for them, on both engines: what is used once is used once, and
//! nothing of one person or organisation reaches another.

use domain::identity::{Device, Email, Role};
use domain::organisation::{Kind, Organisation, Slug};
use domain::{CeremonyId, Locale, Localised, OrgId, PasskeyId, SessionId, UserId};
use jiff::Timestamp;
use jiff::civil::date;
use store::testing::TestStore;
use store::{
    Ceremony, Lasting, NewUser, SecondStep, Session, StoreError, StoredPasskey, User,
    both_databases,
};
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

/// At a second, when a session may be left unused for this many.
fn lasting(second: i64, idle: i64) -> Lasting {
    Lasting {
        now: at(second),
        idle: at(second - idle),
        today: date(2027, 5, 11),
    }
}

async fn person(test: &TestStore, n: u128) -> UserId {
    let user = User {
        id: UserId(Uuid::from_u128(n)),
        email: Email::parse(&format!("henkilo-{n}@example.fi")).unwrap(),
        name: format!("Henkilö {n}"),
        locale: Locale::Fi,
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
    user.id
}

async fn town(test: &TestStore, n: u128, name: &str) -> OrgId {
    let new = Organisation {
        id: OrgId(Uuid::from_u128(n)),
        kind: Kind::Municipality,
        slug: Slug::from_name(name).unwrap(),
        name: Localised::same(name),
        code: None,
        languages: vec![Locale::Fi],
        population: None,
        fictitious: true,
    };
    let mut site = test.store.site_write().await.unwrap();
    site.add_organisation(&new).await.unwrap();
    site.commit().await.unwrap();
    new.id
}

fn session(user: UserId, token: u8, expires: i64) -> Session {
    Session {
        token_hash: [token; 32],
        id: SessionId(Uuid::from_u128(u128::from(token))),
        user,
        device: Device::of_agent("Firefox/140.0 (Windows)"),
        created_at: at(0),
        expires_at: at(expires),
        proven_at: None,
    }
}

both_databases! {
    /// What is over goes; what lasts stays: to the microsecond on either engine.
    async fn sessions_and_failures_end_at_their_moment(test: &TestStore) {
        let user = person(test, 3).await;
        let mut site = test.store.site_write().await.unwrap();
        for (token, expires) in [(1, 10), (2, 20)] {
            site.add_session(session(user, token, expires)).await.unwrap();
        }
        for second in [0, 5, 9] {
            let since = at(second).checked_sub(jiff::SignedDuration::from_mins(15)).unwrap();
            assert!(site.count_try([7; 32], since, at(second), 99).await.unwrap());
        }
        assert_eq!(site.failures([7; 32], at(4)).await.unwrap(), 2);
        assert_eq!(site.failures([8; 32], at(0)).await.unwrap(), 0);
        site.forget_expired(at(10), at(6)).await.unwrap();
        assert_eq!(site.failures([7; 32], at(0)).await.unwrap(), 1);
        assert!(site.session([1; 32], lasting(0, 99)).await.unwrap().is_none(), "removed");
        assert!(site.session([2; 32], lasting(19, 99)).await.unwrap().is_some());
        assert!(site.session([2; 32], lasting(20, 99)).await.unwrap().is_none());
        site.end_session([2; 32]).await.unwrap();
        assert!(site.session([2; 32], lasting(0, 99)).await.unwrap().is_none());
        site.commit().await.unwrap();
    }
}

both_databases! {
    async fn a_session_that_is_left_unused_ends_and_one_that_is_used_goes_on(test: &TestStore) {
        let user = person(test, 3).await;
        let mut site = test.store.site_write().await.unwrap();
        for token in [1, 2] {
            site.add_session(session(user, token, 1_000)).await.unwrap();
        }
        site.see_session([2; 32], at(50)).await.unwrap();
        assert!(site.session([1; 32], lasting(59, 60)).await.unwrap().is_some());
        assert!(site.session([1; 32], lasting(60, 60)).await.unwrap().is_none());
        let used = site.session([2; 32], lasting(60, 60)).await.unwrap().unwrap();
        assert_eq!(used.seen_at, at(50));
        let listed = site.sessions(user, lasting(60, 60)).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].device.code(), "firefox windows");
        site.forget_unused(at(0), at(0)).await.unwrap();
        assert_eq!(site.sessions(user, lasting(1, 60)).await.unwrap().len(), 1);
        site.commit().await.unwrap();
    }
}

both_databases! {
    async fn nobody_ends_the_session_of_another(test: &TestStore) {
        let (one, other) = (person(test, 1).await, person(test, 2).await);
        let mut site = test.store.site_write().await.unwrap();
        for (user, token) in [(one, 1), (one, 2), (other, 3)] {
            site.add_session(session(user, token, 1_000)).await.unwrap();
        }
        let foreign = SessionId(Uuid::from_u128(3));
        assert!(!site.end_session_of(one, foreign).await.unwrap());
        assert!(site.end_session_of(other, foreign).await.unwrap());
        assert!(!site.end_session_of(other, foreign).await.unwrap(), "once");
        site.end_other_sessions(one, [1; 32]).await.unwrap();
        assert!(site.session([1; 32], lasting(1, 60)).await.unwrap().is_some());
        assert!(site.session([2; 32], lasting(1, 60)).await.unwrap().is_none());
        site.commit().await.unwrap();
    }
}

both_databases! {
    /// A token that was exchanged is worth nothing.
    async fn a_session_is_proven_once_and_goes_on_under_another_token(test: &TestStore) {
        let user = person(test, 3).await;
        let mut site = test.store.site_write().await.unwrap();
        site.add_session(session(user, 1, 10)).await.unwrap();
        assert!(site.prove_session(([1; 32], [2; 32]), at(1), at(500)).await.unwrap());
        assert!(!site.prove_session(([1; 32], [3; 32]), at(1), at(500)).await.unwrap());
        assert!(site.session([1; 32], lasting(2, 60)).await.unwrap().is_none());
        let proven = site.session([2; 32], lasting(20, 60)).await.unwrap().unwrap();
        assert!(proven.is_proven);
        site.commit().await.unwrap();
    }
}

both_databases! {
    /// A step, a recovery code and a ceremony are each spent once, and by nobody else.
    async fn what_proves_a_person_is_spent_once(test: &TestStore) {
        let (one, other) = (person(test, 1).await, person(test, 2).await);
        let mut site = test.store.site_write().await.unwrap();
        assert!(!site.spend_totp(one, 5).await.unwrap(), "nothing was begun");
        assert!(site.begin_totp(one, &[1; 20]).await.unwrap());
        assert!(site.begin_totp(one, &[2; 20]).await.unwrap(), "begun again");
        assert_eq!(site.totp(one).await.unwrap().unwrap().secret, [2; 20]);
        assert!(!site.spend_totp(one, 5).await.unwrap(), "not in use");
        assert!(site.confirm_totp(one, &[2; 20], (at(1), 5)).await.unwrap());
        assert!(!site.confirm_totp(one, &[4; 20], (at(1), 6)).await.unwrap(), "in use");
        assert!(!site.begin_totp(one, &[3; 20]).await.unwrap(), "in use");
        assert_eq!(site.totp(one).await.unwrap().unwrap().secret, [2; 20]);
        for (step, is_taken) in [(5, false), (4, false), (7, true), (7, false), (6, false), (8, true)] {
            assert_eq!(site.spend_totp(one, step).await.unwrap(), is_taken, "{step}");
        }
        assert!(!site.spend_totp(other, 9).await.unwrap());

        site.set_recovery_codes(one, &[[1; 32], [2; 32]]).await.unwrap();
        assert!(!site.spend_recovery_code(other, [1; 32]).await.unwrap());
        assert!(site.spend_recovery_code(one, [1; 32]).await.unwrap());
        assert!(!site.spend_recovery_code(one, [1; 32]).await.unwrap());
        assert_eq!(site.recovery_codes(one).await.unwrap(), 1);
        site.set_recovery_codes(one, &[[3; 32]]).await.unwrap();
        assert!(!site.spend_recovery_code(one, [2; 32]).await.unwrap(), "replaced");

        let ceremony = Ceremony {
            id: CeremonyId(Uuid::from_u128(1)),
            session_hash: [9; 32],
            name: "Puhelin".to_owned(),
            state: "{}".to_owned(),
            expires_at: at(10),
        };
        site.begin_ceremony(&ceremony).await.unwrap();
        let id = ceremony.id;
        assert_eq!(site.take_ceremony(id, [8; 32], at(1)).await.unwrap(), None, "of another session");
        assert_eq!(site.take_ceremony(id, [9; 32], at(10)).await.unwrap(), None, "over");
        let taken = site.take_ceremony(id, [9; 32], at(9)).await.unwrap();
        assert_eq!(taken, Some(("Puhelin".to_owned(), "{}".to_owned())));
        assert_eq!(site.take_ceremony(id, [9; 32], at(9)).await.unwrap(), None, "once");
        site.commit().await.unwrap();
    }
}

both_databases! {
    async fn a_passkey_is_one_persons(test: &TestStore) {
        let (one, other) = (person(test, 1).await, person(test, 2).await);
        let passkey = |n: u128| StoredPasskey {
            id: PasskeyId(Uuid::from_u128(n)),
            name: "Puhelin".to_owned(),
            body: "{}".to_owned(),
            created_at: at(0),
            used_at: None,
        };
        let mut site = test.store.site_write().await.unwrap();
        site.add_passkey(one, "abc", &passkey(1)).await.unwrap();
        site.use_passkey(other, passkey(1).id, "[]", at(1)).await.unwrap();
        assert_eq!(site.passkeys(one).await.unwrap(), [passkey(1)]);
        site.use_passkey(one, passkey(1).id, "[]", at(1)).await.unwrap();
        assert_eq!(site.passkeys(one).await.unwrap()[0].used_at, Some(at(1)));
        assert!(site.passkeys(other).await.unwrap().is_empty());
        assert!(!site.remove_passkey(other, passkey(1).id).await.unwrap());
        let step = site.second_step(one, date(2027, 5, 11)).await.unwrap();
        assert_eq!(step, SecondStep { has_totp: false, has_passkey: true, is_asked: false });
        site.commit().await.unwrap();
        let mut site = test.store.site_write().await.unwrap();
        let taken = site.add_passkey(other, "abc", &passkey(2)).await;
        assert!(matches!(taken, Err(StoreError::Taken)), "{taken:?}");
    }
}

both_databases! {
    async fn a_device_is_new_once_to_each_person(test: &TestStore) {
        let (one, other) = (person(test, 1).await, person(test, 2).await);
        let mut site = test.store.site_write().await.unwrap();
        assert!(site.know_device(one, [1; 32], at(0)).await.unwrap());
        assert!(!site.know_device(one, [1; 32], at(5)).await.unwrap());
        assert!(site.know_device(other, [1; 32], at(5)).await.unwrap());
        assert!(site.know_device(one, [2; 32], at(2)).await.unwrap());
        site.forget_unused(at(-100), at(2)).await.unwrap();
        assert!(!site.know_device(one, [1; 32], at(6)).await.unwrap(), "used later");
        assert!(site.know_device(one, [2; 32], at(6)).await.unwrap(), "forgotten");
        site.commit().await.unwrap();
    }
}

both_databases! {
    /// One organisation asks its members and nobody else.
    async fn an_organisation_asks_its_own_members(test: &TestStore) {
        let (asks, other) = (town(test, 11, "Esimerkkilä").await, town(test, 12, "Mallijoki").await);
        let (member, stranger) = (person(test, 1).await, person(test, 2).await);
        for (org, user) in [(asks, member), (other, stranger)] {
            let mut org = test.store.write(org).await.unwrap();
            org.set_roles(user, &[Role::Elected]).await.unwrap();
            org.commit().await.unwrap();
        }
        let mut org = test.store.write(asks).await.unwrap();
        assert!(org.ask_second_step(at(3), member).await.unwrap());
        assert!(!org.ask_second_step(at(4), member).await.unwrap(), "asked already");
        assert_eq!(org.second_step_rule().await.unwrap(), Some(at(3)));
        org.commit().await.unwrap();
        let mut site = test.store.site_write().await.unwrap();
        let day = date(2027, 5, 11);
        assert!(site.second_step(member, day).await.unwrap().is_asked);
        assert!(!site.second_step(stranger, day).await.unwrap().is_asked);
        site.add_session(session(member, 1, 10)).await.unwrap();
        let held = site.session([1; 32], lasting(1, 60)).await.unwrap().unwrap();
        assert!(held.step.is_asked && !held.is_proven);
        site.begin_totp(member, &[1; 20]).await.unwrap();
        assert!(!site.second_step(member, day).await.unwrap().has_totp, "only begun");
        site.confirm_totp(member, &[1; 20], (at(1), 5)).await.unwrap();
        assert!(site.second_step(member, day).await.unwrap().has_totp);
        site.commit().await.unwrap();
        let mut org = test.store.write(asks).await.unwrap();
        assert_eq!(org.members_with_second_step().await.unwrap().into_iter().collect::<Vec<_>>(), [member]);
        let mut next = test.store.read(other).await.unwrap();
        assert_eq!(next.second_step_rule().await.unwrap(), None);
        assert!(next.members_with_second_step().await.unwrap().is_empty());
        drop(next);
        assert!(org.drop_second_step_rule().await.unwrap());
        assert!(!org.drop_second_step_rule().await.unwrap());
        org.commit().await.unwrap();
        let mut site = test.store.site_read().await.unwrap();
        assert!(!site.second_step(member, day).await.unwrap().is_asked);
    }
}
