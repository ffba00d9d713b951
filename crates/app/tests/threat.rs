//! Threats in the shipped ranges and in the municipality's own.
#![cfg(test)]

use app::Error;
use app::threat::{ThreatDraft, adapt, forget, threat, threats};
use domain::identity::Role;
use testkit::TestApp;

fn draft() -> ThreatDraft {
    ThreatDraft {
        is_on: true,
        often_low: "1".into(),
        often_high: "20".into(),
        days_low: "2".into(),
        days_high: "60,5".into(),
        days_worst: "200".into(),
        euros_low: "50 000".into(),
        euros_high: "2 000 000".into(),
        euros_worst: String::new(),
        why: "Puhuttiin työpajassa.".into(),
        revision: 0,
    }
}

#[tokio::test]
async fn the_shipped_ranges_imply_sane_figures() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Leadership).await;
    let all = threats(&cx).await.unwrap();
    assert_eq!(all.len(), content::threats().threats.len());
    for one in &all {
        let (id, often) = (&one.threat.id, one.often);
        assert!(often.range.low < often.middle, "{id}");
        assert!(often.middle < often.range.high, "{id}");
        let (range, euros) = one.euros;
        assert!(
            range.low < euros.median && euros.median < range.high,
            "{id}"
        );
        assert!(euros.median < euros.mean && euros.mean.is_finite(), "{id}");
        if let Some((range, days)) = one.days {
            assert!(range.low < days.median && days.median < range.high, "{id}");
        }
    }
}

#[tokio::test]
async fn a_workshops_ranges_replace_the_shipped_ones_until_they_are_taken_back() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let id = "ransomware-own";
    let shipped = threat(&cx, id).await.unwrap();
    assert!(shipped.own.is_none());
    adapt(&cx, id, &draft()).await.unwrap();
    let own = threat(&cx, id).await.unwrap();
    let (range, days) = own.days.unwrap();
    assert_eq!((range.low, range.high), (2.0, 60.5));
    assert!((days.median - 11.0).abs() < 0.1, "{}", days.median);
    assert!((own.often.range.high - 20.0).abs() < 1e-9);
    assert!(own.often.middle > 4.0 && own.often.middle < 12.0);
    let stale = adapt(&cx, id, &draft()).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let off = ThreatDraft {
        is_on: false,
        revision: 1,
        ..draft()
    };
    adapt(&cx, id, &off).await.unwrap();
    assert!(!threat(&cx, id).await.unwrap().is_on());
    let last = threats(&cx).await.unwrap().pop().unwrap();
    assert_eq!(last.threat.id, id, "what does not concern us stands last");
    forget(&cx, id).await.unwrap();
    let back = threat(&cx, id).await.unwrap();
    assert_eq!(back.often, shipped.often);
    assert!(matches!(forget(&cx, id).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let wrong = ThreatDraft {
        often_high: "100".into(),
        days_low: "0".into(),
        euros_low: "paljon".into(),
        euros_worst: "1".into(),
        ..draft()
    };
    let Err(Error::Invalid(invalid)) = adapt(&cx, "ransomware-own", &wrong).await else {
        panic!("must be mended");
    };
    for field in ["often_high", "days_low", "euros_low"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
    let cheaper = ThreatDraft {
        euros_worst: "100".into(),
        ..draft()
    };
    let Err(Error::Invalid(invalid)) = adapt(&cx, "ransomware-own", &cheaper).await else {
        panic!("must be mended");
    };
    assert_eq!(invalid.of("euros_worst"), Some("threat.error.worst"));
    let missing = adapt(&cx, "no-such-threat", &draft()).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

#[tokio::test]
async fn elected_officials_do_not_write_and_neighbours_see_nothing() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    adapt(&cx, "ransomware-own", &draft()).await.unwrap();
    let leader = test.member(&org, Role::Leadership).await;
    let refused = adapt(&leader, "ransomware-own", &draft()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(threats(&elected).await, Err(Error::Forbidden)));
    let other = test.municipality("Mallijoki").await;
    let neighbour = test.member(&other, Role::Coordinator).await;
    let seen = threat(&neighbour, "ransomware-own").await.unwrap();
    assert!(seen.own.is_none());
}
