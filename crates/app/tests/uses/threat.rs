//! Threats in the shipped ranges and in the municipality's own.

use app::form::{Typed, checked, read};
use app::threat::{adapt, forget, threat, threats};
use app::{Error, OrgCx, Outcome};
use domain::ThreatId;
use domain::identity::Role;
use testkit::TestApp;

const ID: &str = "ransomware-own";

fn typed() -> Typed {
    Typed::of(&[
        ("is_on", "true"),
        ("often_low", "1"),
        ("often_high", "20"),
        ("days_low", "2"),
        ("days_high", "60,5"),
        ("days_worst", "200"),
        ("euros_low", "50 000"),
        ("euros_high", "2 000 000"),
        ("why", "Puhuttiin työpajassa."),
        ("revision", "0"),
    ])
}

async fn save(cx: &OrgCx, id: &ThreatId, typed: &Typed) -> Outcome<()> {
    let one = threat(cx, id).await?;
    adapt(cx, &read(cx, &one, Some(&one.ranges()), typed)?).await
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
    let id = &ThreatId::new(ID);
    let shipped = threat(&cx, id).await.unwrap();
    assert!(shipped.own.is_none());
    save(&cx, id, &typed()).await.unwrap();
    let own = threat(&cx, id).await.unwrap();
    let (range, days) = own.days.unwrap();
    assert_eq!((range.low, range.high), (2.0, 60.5));
    assert!((days.median - 11.0).abs() < 0.1, "{}", days.median);
    assert!((own.often.range.high - 20.0).abs() < 1e-9);
    assert!(own.often.middle > 4.0 && own.often.middle < 12.0);
    let stale = save(&cx, id, &typed()).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let off = typed().with("is_on", "").with("revision", "1");
    save(&cx, id, &off).await.unwrap();
    assert!(!threat(&cx, id).await.unwrap().is_on());
    let last = threats(&cx).await.unwrap().pop().unwrap();
    assert_eq!(last.threat.id, *id, "what does not concern us stands last");
    let stale = forget(&cx, id, 1).await;
    assert!(
        matches!(stale, Err(Error::Conflict)),
        "somebody has changed it"
    );
    forget(&cx, id, 2).await.unwrap();
    let back = threat(&cx, id).await.unwrap();
    assert_eq!(back.often, shipped.often);
    assert!(matches!(forget(&cx, id, 2).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let wrong = [
        ("often_high", "100"),
        ("days_low", "0"),
        ("euros_low", "paljon"),
        ("euros_worst", "1"),
    ];
    let wrong = wrong
        .iter()
        .fold(typed(), |typed, (name, value)| typed.with(name, value));
    let Err(Error::Invalid(invalid)) = save(&cx, &ThreatId::new(ID), &wrong).await else {
        panic!("must be mended");
    };
    for field in ["often_high", "days_low", "euros_low"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
    let cheaper = typed().with("euros_worst", "100");
    let Err(Error::Invalid(invalid)) = save(&cx, &ThreatId::new(ID), &cheaper).await else {
        panic!("must be mended");
    };
    assert_eq!(invalid.of("euros_worst"), Some("threat.error.worst"));
    let missing = save(&cx, &ThreatId::new("no-such-threat"), &typed()).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

/// `1.000` was once saved as one euro, where other fields refused it.
#[tokio::test]
async fn a_number_that_may_be_two_is_asked_and_never_saved() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let one = threat(&cx, &ThreatId::new("key-person-gone"))
        .await
        .unwrap();
    let typed = |euros| {
        Typed::of(&[
            ("is_on", "true"),
            ("often_low", "1"),
            ("often_high", "2"),
            ("days_low", "2"),
            ("days_high", "6"),
            ("euros_low", euros),
            ("euros_high", "80 000"),
            ("revision", "0"),
        ])
    };
    let was = one.ranges();
    for (euros, less, more) in [("1.000", "1", "1 000"), ("12,345", "12,3450", "12 345")] {
        let (value, sheet) = checked(&cx, &one, Some(&was), &typed(euros));
        assert!(value.is_none(), "{euros}");
        let problem = sheet
            .problems
            .iter()
            .find(|it| it.field == "euros_low")
            .unwrap();
        assert_eq!(problem.key, "error.form.two-numbers");
        for said in [euros, less, more] {
            assert!(problem.text.contains(said), "{}", problem.text);
        }
    }
    for (euros, wanted) in [
        ("1 000", 1_000.0),
        ("1.000,50", 1_000.5),
        ("12,3450", 12.345),
    ] {
        let read = read(&cx, &one, Some(&was), &typed(euros)).unwrap();
        assert!((read.euros.low - wanted).abs() < 1e-9, "{euros}");
    }
}

#[tokio::test]
async fn elected_officials_do_not_write_and_neighbours_see_nothing() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    save(&cx, &ThreatId::new(ID), &typed()).await.unwrap();
    let leader = test.member(&org, Role::Leadership).await;
    let refused = save(&leader, &ThreatId::new(ID), &typed()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(threats(&elected).await, Err(Error::Forbidden)));
    let other = test.municipality("Mallijoki").await;
    let neighbour = test.member(&other, Role::Coordinator).await;
    let seen = threat(&neighbour, &ThreatId::new(ID)).await.unwrap();
    assert!(seen.own.is_none());
}
