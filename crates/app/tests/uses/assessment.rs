//! Assessment use cases: who may do what, two people at once, what stays, what comes back.

use app::assessment::{
    Judging, Listed, RoundFacts, compare_rounds, create_round, criterion, frameworks, judge,
    keep_framework, overview, picture, progress, proposal, publish, remove_framework,
    remove_proposal, reopen, restore_proposal, round, rounds, save_proposal, save_round, theme,
};
use app::form::{Typed, read, shown};
use app::{Error, OrgCx};
use domain::assessment::{Action, Finding, Judgement, Place, Written};
use domain::identity::Role;
use domain::survey::Level;
use domain::text::Title;
use domain::{Classified, FindingId, Marked, Marking, Publicity, RoundId};
use jiff::civil::date;
use testkit::TestApp;

use crate::at::a_framework;

const CRITERION: &str = "recovery-restore-test";

fn named(title: &str, framework: &str) -> RoundFacts {
    RoundFacts {
        new: None,
        title: Title::parse(title).expect("a title"),
        framework: framework.into(),
        due_on: None,
        revision: 0,
    }
}

async fn a_round(cx: &OrgCx) -> RoundId {
    let facts = RoundFacts {
        new: None,
        due_on: Some(date(2027, 6, 30)),
        ..named("Nykytila-arviointi 2027", "luotsi")
    };
    create_round(cx, &facts).await.expect("a round")
}

fn secret() -> Marking {
    Marking::new(Publicity::Secret, "JulkL 24 § 1 mom. 7 k.").expect("a ground")
}

fn at(criterion: &str) -> Place {
    Place {
        theme: "recovery".into(),
        criterion: Some(criterion.into()),
    }
}

fn judgement(level: Level, revision: i64) -> Judgement {
    let why = "Palautusta ei ole testattu kahteen vuoteen.";
    Judgement {
        criterion: CRITERION.into(),
        level,
        rationale: Marked::new(why.into(), Marking::INTERNAL),
        revision,
    }
}

fn a_finding(cx: &OrgCx, title: &str) -> Finding {
    Finding {
        id: cx.id(),
        place: at(CRITERION),
        text: Marked::new(
            Written {
                title: Title::parse(title).expect("a title"),
                body: String::new(),
            },
            Marking::PUBLIC,
        ),
        revision: 0,
    }
}

async fn saved(cx: &OrgCx, round: RoundId, title: &str) -> FindingId {
    let finding = a_finding(cx, title);
    save_proposal::<FindingId>(cx, round, &finding)
        .await
        .expect("saved");
    finding.id
}

#[tokio::test]
async fn a_round_is_created_judged_published_and_opened_again() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let elected = test.member(&org, Role::Elected).await;
    let id = a_round(&cx).await;
    assert!(rounds(&elected).await.expect("a list").is_empty());
    let refused = publish(&cx, id, 1).await;
    assert!(matches!(
        refused,
        Err(Error::Refused("assessment.publish.nothing"))
    ));
    judge(&cx, id, &judgement(Level::No, 0))
        .await
        .expect("judged");
    publish(&cx, id, 1).await.expect("published");
    assert_eq!(rounds(&elected).await.expect("a list").len(), 1);
    let frozen = judge(&cx, id, &judgement(Level::Yes, 1)).await;
    assert!(matches!(
        frozen,
        Err(Error::Refused("assessment.round.frozen"))
    ));
    reopen(&cx, id, 2).await.expect("opened again");
    judge(&cx, id, &judgement(Level::Yes, 1))
        .await
        .expect("judged again");
    let seen = progress(&cx, id).await.expect("progress");
    assert_eq!(seen.tally.judged(), 1);
    assert_eq!(seen.tally.levels.yes, 1);
    let mut store = cx.read().await.expect("reads");
    let kinds: Vec<&str> = store
        .audit_page(i64::MAX, 50)
        .await
        .expect("the log")
        .iter()
        .map(|entry| entry.kind.code())
        .collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == "round.changed")
            .count(),
        2
    );
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == "judgement.saved")
            .count(),
        2
    );
}

#[tokio::test]
async fn the_second_of_two_assessors_gets_a_conflict() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Assessor).await;
    let id = a_round(&cx).await;
    judge(&cx, id, &judgement(Level::No, 0))
        .await
        .expect("the first");
    let second = judge(&cx, id, &judgement(Level::Yes, 0)).await;
    assert!(matches!(second, Err(Error::Conflict)));
    let view = criterion(&cx, id, &"recovery".into(), &CRITERION.into())
        .await
        .expect("the criterion");
    assert_eq!(view.judgement.expect("judged").level, Level::No);
    judge(&cx, id, &judgement(Level::Yes, 1))
        .await
        .expect("knowingly");
    let facts = RoundFacts {
        new: None,
        revision: 1,
        ..named("Uusi nimi", "luotsi")
    };
    save_round(&cx, id, &facts).await.expect("the first");
    assert!(matches!(
        save_round(&cx, id, &facts).await,
        Err(Error::Conflict)
    ));
}

#[tokio::test]
async fn forms_name_what_must_be_mended() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let id = a_round(&cx).await;
    let view = criterion(&cx, id, &"recovery".into(), &CRITERION.into())
        .await
        .expect("it");
    let typed = Typed::of(&[("publicity", "secret")]);
    let Err(Error::Invalid(invalid)) = read::<Judging>(&cx, &view, None, &typed) else {
        panic!("taken");
    };
    assert_eq!(invalid.of("level"), Some("error.form.choose"));
    assert_eq!(invalid.of("ground"), Some("error.field.ground"));
    let framework = app::assessment::framework(&cx, "luotsi").await.expect("it");
    let typed = Typed::of(&[("theme", "recovery")]);
    let Err(Error::Invalid(invalid)) = read::<Action>(&cx, &framework, None, &typed) else {
        panic!("taken");
    };
    let names: Vec<&str> = invalid
        .fields
        .iter()
        .map(|(name, _)| name.as_ref())
        .collect();
    assert_eq!(
        names,
        ["title", "decided_by", "effort", "effect", "publicity"]
    );
    let nowhere = Judgement {
        criterion: "no-such".into(),
        ..judgement(Level::Yes, 0)
    };
    let nowhere = judge(&cx, id, &nowhere).await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_secret_rationale_is_not_in_the_form_of_those_who_may_not_read_it() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let id = a_round(&cx).await;
    let secret = Judgement {
        rationale: Marked::new("Avain on tiskillä.".into(), secret()),
        ..judgement(Level::No, 0)
    };
    judge(&cx, id, &secret).await.expect("judged");
    let view = criterion(&cx, id, &"recovery".into(), &CRITERION.into())
        .await
        .expect("it");
    let seen = |cx: &OrgCx| shown(cx, &view, view.judging(cx).as_ref()).values;
    assert_eq!(seen(&cx).text("rationale"), "Avain on tiskillä.");
    let owner = test.member(&org, Role::Owner).await;
    assert_eq!(seen(&owner).text("rationale"), "");
    assert_eq!(seen(&owner).text("publicity"), "secret");
}

async fn revision(cx: &OrgCx, round: RoundId, id: FindingId) -> i64 {
    proposal(cx, round, id).await.expect("stored").revision
}

#[tokio::test]
async fn a_proposal_is_saved_and_removed_at_the_revision_that_was_seen() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Assessor).await;
    let id = a_round(&cx).await;
    let one = saved(&cx, id, "Palautusta ei ole testattu").await;
    let stored = proposal(&cx, id, one).await.expect("stored");
    let again = Finding {
        revision: 0,
        ..stored.clone()
    };
    let second = save_proposal::<FindingId>(&cx, id, &again).await;
    assert!(matches!(second, Err(Error::Conflict)));
    save_proposal::<FindingId>(&cx, id, &stored)
        .await
        .expect("knowingly");
    let late = remove_proposal(&cx, id, one, stored.revision).await;
    assert!(matches!(late, Err(Error::Conflict)));
    remove_proposal(&cx, id, one, stored.revision + 1)
        .await
        .expect("removed");
    let gone = save_proposal::<FindingId>(&cx, id, &stored).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let elsewhere = Finding {
        place: at("no-such"),
        ..a_finding(&cx, "Ei missään")
    };
    let nowhere = save_proposal::<FindingId>(&cx, id, &elsewhere).await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_removed_finding_comes_back_for_a_day() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Assessor).await;
    let id = a_round(&cx).await;
    let one = saved(&cx, id, "Palautusta ei ole testattu").await;
    remove_proposal(&cx, id, one, revision(&cx, id, one).await)
        .await
        .expect("removed");
    assert!(matches!(proposal(&cx, id, one).await, Err(Error::NotFound)));
    assert!(
        picture(&cx, id)
            .await
            .expect("a picture")
            .findings
            .is_empty()
    );
    restore_proposal(&cx, id, one).await.expect("back");
    assert_eq!(picture(&cx, id).await.expect("a picture").findings.len(), 1);
    remove_proposal(&cx, id, one, revision(&cx, id, one).await)
        .await
        .expect("removed");
    let other = saved(&cx, id, "Toinen").await;
    test.set_time("2027-05-13T09:00:00Z");
    assert!(matches!(
        restore_proposal(&cx, id, one).await,
        Err(Error::NotFound)
    ));
    remove_proposal(&cx, id, other, revision(&cx, id, other).await)
        .await
        .expect("removed");
    assert!(matches!(
        restore_proposal(&cx, id, one).await,
        Err(Error::NotFound)
    ));
    restore_proposal(&cx, id, other).await.expect("back");
}

#[tokio::test]
async fn rights_and_tenants_hold() {
    let test = TestApp::new().await;
    let (org, other) = (
        test.municipality("Esimerkkilä").await,
        test.municipality("Mallila").await,
    );
    let cx = test.member(&org, Role::Coordinator).await;
    let id = a_round(&cx).await;
    let stranger = test.member(&other, Role::Coordinator).await;
    assert!(matches!(round(&stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(
        overview(&stranger, id).await,
        Err(Error::NotFound)
    ));
    let nothing = judge(&stranger, id, &judgement(Level::Yes, 0)).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    let leader = test.member(&org, Role::Leadership).await;
    let forbidden = judge(&leader, id, &judgement(Level::Yes, 0)).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
    for role in [Role::Elected, Role::Owner, Role::Host] {
        let member = test.member(&org, role).await;
        assert!(matches!(overview(&member, id).await, Err(Error::Forbidden)));
        assert!(matches!(
            proposal::<FindingId>(&member, id, cx.id()).await,
            Err(Error::Forbidden)
        ));
        let secret = Classified::secret("salaisuus");
        assert_eq!(app::assessment::shown(&member, secret), None);
    }
}

#[tokio::test]
async fn rounds_are_compared_theme_by_theme() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let first = a_round(&cx).await;
    judge(&cx, first, &judgement(Level::No, 0))
        .await
        .expect("judged");
    test.set_time("2028-05-11T09:00:00Z");
    let second = a_round(&cx).await;
    assert!(compare_rounds(&cx, first).await.expect("answers").is_none());
    judge(&cx, second, &judgement(Level::Partly, 0))
        .await
        .expect("judged");
    let unpublished = compare_rounds(&cx, second).await.expect("answers");
    assert!(unpublished.is_none(), "a draft is nothing to compare with");
    publish(&cx, first, 1).await.expect("published");
    let (earlier, comparison) = compare_rounds(&cx, second)
        .await
        .expect("answers")
        .expect("one");
    assert_eq!(earlier.id, first);
    assert_eq!(comparison.themes["recovery"].difference(), Some(0.5));
    assert_eq!(comparison.better, [CRITERION]);
    let view = criterion(&cx, second, &"recovery".into(), &CRITERION.into())
        .await
        .expect("the criterion");
    assert_eq!(view.earlier, Some(Level::No));
    let elected = test.member(&org, Role::Elected).await;
    let unpublished = compare_rounds(&elected, second).await;
    assert!(matches!(unpublished, Err(Error::Forbidden)));
    let told = picture(&cx, second).await.expect("a picture");
    assert_eq!(told.worries().len(), 1);
}

#[tokio::test]
async fn a_loaded_framework_is_assessed_in_pages_and_removed_when_unused() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let other = a_framework("other", 45);
    keep_framework(&cx, &other, "other.yaml", &Listed::default())
        .await
        .expect("kept");
    let again = keep_framework(&cx, &other, "other.yaml", &Listed::default()).await;
    assert!(matches!(again, Err(Error::Invalid(_))));
    let id = create_round(&cx, &named("Muu kehys", "other"))
        .await
        .expect("a round");
    let page = theme(&cx, id, &"A".into(), 3).await.expect("a page");
    assert_eq!((page.rows.len(), page.page, page.last), (5, 3, 3));
    let there = Judgement {
        criterion: "A.44/x".into(),
        ..judgement(Level::Yes, 0)
    };
    judge(&cx, id, &there).await.expect("judged");
    assert_eq!(
        overview(&cx, id)
            .await
            .expect("an overview")
            .total()
            .judged(),
        1
    );
    let refused = remove_framework(&cx, "other").await;
    assert!(matches!(
        refused,
        Err(Error::Refused("framework.remove.used"))
    ));
    let free = a_framework("free", 2);
    keep_framework(&cx, &free, "free.yaml", &Listed::default())
        .await
        .expect("kept");
    remove_framework(&cx, "free").await.expect("removed");
    assert_eq!(frameworks(&cx).await.expect("a list").len(), 2);
    // Loaded again under the same id at another moment, the new one is seen, not the kept copy.
    test.set_time("2027-05-12T09:00:00Z");
    keep_framework(&cx, &a_framework("free", 3), "f", &Listed::default())
        .await
        .expect("kept");
    let seen = app::assessment::framework(&cx, "free")
        .await
        .expect("a framework");
    assert_eq!(seen.criteria().count(), 3);
}
