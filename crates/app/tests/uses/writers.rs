//! Two people who had the same thing open: one saves, the other is told, and nothing is mixed.

use std::pin::Pin;

use app::assessment::{self, RoundFacts};
use app::handbook::PartWords;
use app::interview::Notes;
use app::leadership::{self, SummaryText, SummaryWords};
use app::{Error, OrgCx, Outcome, document, form, handbook, interview, measure, programme, risk};
use app::{service, survey, threat};
use domain::assessment::{Action, Finding, Judgement, Written};
use domain::document::DocumentReview;
use domain::identity::Role;
use domain::interview::{Interview, Passage};
use domain::measure::{Acceptance, CouncilDecision, PlannedMeasure};
use domain::programme::Programme;
use domain::risk::{Appetite, LossLimit};
use domain::service::Node;
use domain::survey::{Level, Survey};
use domain::threat::AdaptedThreat;
use domain::{ActionId, FindingId, Locale, Marked, Marking, ThreatId};
use testkit::TestApp;

use crate::at::title;
use crate::table::{At, Called, judged};
use crate::{criterion_id, spot};

type Said<'a> = Pin<Box<dyn Future<Output = Outcome<String>> + 'a>>;

/// Something that people edit.
struct Edited {
    name: &'static str,
    /// Saves it with this word, over the revision that is stored in the planted municipality.
    save: for<'a> fn(&'a OrgCx, &'a At, &'a str) -> Called<'a>,
    /// What is stored.
    read: for<'a> fn(&'a OrgCx, &'a At) -> Said<'a>,
}

macro_rules! edited {
    ($($name:literal: |$cx:ident, $at:ident, $word:ident| $save:expr, $read:expr;)*) => {
        &[$(Edited {
            name: $name,
            save: |$cx, $at, $word| Box::pin(async move { $save.await.map(drop) }),
            read: |$cx, $at| Box::pin(async move {
                let found = $read.await?;
                Ok(format!("{found:?}"))
            }),
        }),*]
    };
}

const RANSOMWARE: &str = "ransomware-own";

fn classed(word: &str) -> Marked<Written> {
    let (title, body) = (title(word), String::new());
    Marked::new(Written { title, body }, Marking::INTERNAL)
}

fn words(word: &str) -> SummaryText {
    SummaryText {
        words: Marked::new(
            SummaryWords {
                situation: word.to_owned(),
                next_steps: String::new(),
            },
            Marking::INTERNAL,
        ),
        revision: 0,
    }
}

fn tolerated(word: &str) -> Appetite {
    let euros = 100 + i64::try_from(word.len()).unwrap();
    Appetite {
        limits: vec![LossLimit {
            euros,
            of_hundred: 5,
        }],
        revision: 0,
    }
}

async fn adapted(cx: &OrgCx, word: &str) -> Outcome<AdaptedThreat> {
    let id = ThreatId::new(RANSOMWARE);
    let ranges = threat::threat(cx, &id).await?.ranges();
    Ok(AdaptedThreat {
        why: word.to_owned(),
        revision: 0,
        ..ranges
    })
}

/// A part with this word as its title. The form is read before anybody saves.
async fn part(cx: &OrgCx, at: &At, word: &str) -> Outcome<PartWords> {
    let (was, with) = handbook::edit(cx, &at.part).await?;
    let typed = form::shown(cx, &with, Some(&was)).values;
    let typed = typed.with("title", word).with("revision", "1");
    form::read(cx, &with, Some(&was), &typed)
}

const EDITED: &[Edited] = edited! {
    "round": |cx, at, word| async {
        let facts = RoundFacts { title: title(word), ..at.facts.clone() };
        assessment::save_round(cx, at.round, &facts).await
    }, assessment::round(cx, at.round);
    "judgement": |cx, at, word| async {
        let judgement = Judgement { rationale: Marked::new(word.to_owned(), Marking::INTERNAL), ..judged(Level::Partly, 1) };
        assessment::judge(cx, at.round, &judgement).await
    }, async {
        assessment::criterion(cx, at.round, &spot().theme, &criterion_id()).await.map(|it| it.judgement)
    };
    "finding": |cx, at, word| async {
        let finding = Finding { text: classed(word), ..at.finding.clone() };
        assessment::save_proposal::<FindingId>(cx, at.round, &finding).await
    }, assessment::proposal(cx, at.round, at.finding.id);
    "action": |cx, at, word| async {
        let action = Action { text: classed(word), ..at.action.clone() };
        assessment::save_proposal::<ActionId>(cx, at.round, &action).await
    }, assessment::proposal(cx, at.round, at.action.id);
    "document": |cx, at, word| async {
        let review = DocumentReview { approved_by: word.to_owned(), ..at.review.clone() };
        document::save(cx, &review).await
    }, async { document::checklist(cx, at.round).await.map(|it| it.item(&at.review.document).cloned()) };
    "interview": |cx, at, word| async {
        let facts = Interview { title: word.to_owned(), ..at.interview.clone() };
        interview::save_facts(cx, &facts).await
    }, async { interview::open(cx, at.round, at.interview.id).await.map(|it| it.listed.interview.title) };
    "notes": |cx, at, word| async {
        let notes = Notes { text: word.to_owned(), revision: at.interview.revision, codes_next: false };
        interview::save_notes(cx, at.round, at.interview.id, &notes).await
    }, async { interview::open(cx, at.round, at.interview.id).await.map(|it| it.listed.interview.notes) };
    "passage": |cx, at, word| async {
        let passage = Passage { quote: word.to_owned(), ..at.passage.clone() };
        interview::code(cx, at.round, &passage).await
    }, async { interview::coded(cx, at.round, at.interview.id).await.map(|it| it.passage(at.passage.id).cloned()) };
    "survey": |cx, at, word| async {
        let draft = Survey { title: word.to_owned(), ..at.survey.clone() };
        survey::change(cx, &draft).await
    }, async { survey::show(cx, at.survey.id).await.map(|(survey, _)| survey) };
    "summary": |cx, at, word| async {
        leadership::save_summary(cx, at.round, Locale::Fi, &words(word)).await
    }, leadership::summary_text(cx, at.round, Locale::Fi);
    "service": |cx, at, word| async {
        let node = Node { name: word.to_owned(), ..at.node.clone() };
        service::save(cx, &node.into()).await
    }, service::node(cx, at.node.id);
    "measure": |cx, at, word| async {
        let measure = PlannedMeasure { owner: word.to_owned(), ..at.measure.clone() };
        measure::save(cx, &measure).await
    }, measure::measure(cx, &at.measure.id);
    "decision": |cx, at, word| async {
        let decision = CouncilDecision { title: title(word), ..at.decision.clone() };
        measure::record_decision(cx, &decision).await
    }, measure::decision(cx, &at.decision.id);
    "acceptance": |cx, at, word| async {
        let acceptance = Acceptance { subject: title(word), ..at.acceptance.clone() };
        measure::accept(cx, &acceptance).await
    }, measure::acceptance(cx, &at.acceptance.id);
    "programme": |cx, at, word| async {
        let programme = Programme { title: word.to_owned(), ..at.programme.clone() };
        programme::save(cx, &programme).await
    }, programme::programme(cx, at.programme.id);
    "threat": |cx, _at, word| async {
        threat::adapt(cx, &adapted(cx, word).await?).await
    }, async { threat::threat(cx, &ThreatId::new(RANSOMWARE)).await.map(|it| it.own) };
    "handbook": |cx, at, word| async {
        handbook::save(cx, &part(cx, at, word).await?).await
    }, async { handbook::edit(cx, &at.part).await.map(|(words, _)| words) };
};

async fn two(test: &TestApp) -> (OrgCx, OrgCx, At) {
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let other = test.member(&org, Role::Coordinator).await;
    let at = At::planted(test, &cx).await;
    (cx, other, at)
}

#[tokio::test]
async fn whoever_saves_second_is_told_and_changes_nothing() {
    let test = TestApp::new().await;
    let (cx, other, at) = two(&test).await;
    for thing in EDITED {
        // Notes and facts are the same row, and the later one has seen the earlier one's revision.
        let at = fresh(&cx, &at).await;
        let name = thing.name;
        (thing.save)(&cx, &at, "Ensimmäinen").await.unwrap();
        let before = test.rows().await;
        let second = (thing.save)(&other, &at, "Toinen sana").await;
        assert!(matches!(second, Err(Error::Conflict)), "{name}: {second:?}");
        assert_eq!(test.rows().await, before, "{name}");
        let stored = (thing.read)(&cx, &at).await.unwrap();
        assert!(stored.contains("Ensimmäinen"), "{name}: {stored}");
        assert!(!stored.contains("Toinen sana"), "{name}: {stored}");
    }
}

/// The same things with the interview at the revision that is stored now.
async fn fresh(cx: &OrgCx, at: &At) -> At {
    let opened = interview::open(cx, at.round, at.interview.id).await;
    At {
        interview: opened.unwrap().listed.interview,
        ..at.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_save_at_once_one_is_taken_whole() {
    let test = TestApp::new().await;
    let (cx, other, at) = two(&test).await;
    for thing in EDITED {
        let at = fresh(&cx, &at).await;
        let name = thing.name;
        let entries = app::audit::page(&cx, None).await.unwrap()[0].sequence;
        let (one, two) = tokio::join!(
            (thing.save)(&cx, &at, "Ensimmäinen"),
            (thing.save)(&other, &at, "Toinen sana")
        );
        assert!(one.is_ok() != two.is_ok(), "{name}: {one:?} and {two:?}");
        let (winner, loser, lost) = if one.is_ok() {
            ("Ensimmäinen", "Toinen sana", two)
        } else {
            ("Toinen sana", "Ensimmäinen", one)
        };
        assert!(matches!(lost, Err(Error::Conflict)), "{name}: {lost:?}");
        let stored = (thing.read)(&cx, &at).await.unwrap();
        assert!(stored.contains(winner), "{name}: {stored}");
        assert!(!stored.contains(loser), "{name}: {stored}");
        let now = app::audit::page(&cx, None).await.unwrap()[0].sequence;
        assert_eq!(now, entries + 1, "{name}: one change, one entry");
    }
}

#[tokio::test]
async fn what_the_council_tolerates_is_written_by_one_of_two() {
    let test = TestApp::new().await;
    let (cx, other, _) = two(&test).await;
    risk::set_appetite(&cx, &tolerated("yksi")).await.unwrap();
    let second = risk::set_appetite(&other, &tolerated("kaksi sanaa")).await;
    assert!(matches!(second, Err(Error::Conflict)), "{second:?}");
    let stored = risk::appetite(&cx).await.unwrap();
    assert_eq!(stored.limits, tolerated("yksi").limits);
    let knowingly = Appetite {
        revision: stored.revision,
        ..tolerated("kaksi sanaa")
    };
    risk::set_appetite(&other, &knowingly).await.unwrap();
}

/// What is removed is what was seen: a later change of someone else is not lost with it.
#[tokio::test]
async fn nothing_is_removed_at_an_old_revision() {
    let test = TestApp::new().await;
    let (cx, other, at) = two(&test).await;
    for thing in EDITED {
        if [
            "finding",
            "action",
            "document",
            "service",
            "measure",
            "decision",
            "acceptance",
            "handbook",
        ]
        .contains(&thing.name)
        {
            (thing.save)(&cx, &at, "Uudempi").await.unwrap();
        }
    }
    let before = test.rows().await;
    let removals = [
        assessment::remove_proposal(&other, at.round, at.finding.id, 1)
            .await
            .map(drop),
        assessment::remove_proposal(&other, at.round, at.action.id, 1)
            .await
            .map(drop),
        document::remove_own(&other, at.round, &at.review.document, 1).await,
        service::remove(&other, at.node.id, 1).await,
        measure::remove(&other, &at.measure.id, 1).await,
        measure::remove_decision(&other, &at.decision.id, 1).await,
        measure::remove_acceptance(&other, &at.acceptance.id, 1).await,
        handbook::forget(&other, &at.part, 1).await,
    ];
    for (at, removal) in removals.iter().enumerate() {
        assert!(matches!(removal, Err(Error::Conflict)), "{at}: {removal:?}");
    }
    assert_eq!(test.rows().await, before);
}

/// What someone removed meanwhile does not come back by saving it.
#[tokio::test]
async fn what_was_removed_meanwhile_is_not_brought_back_by_saving() {
    let test = TestApp::new().await;
    let (cx, other, at) = two(&test).await;
    assessment::remove_proposal(&cx, at.round, at.finding.id, 1)
        .await
        .unwrap();
    assessment::remove_proposal(&cx, at.round, at.action.id, 1)
        .await
        .unwrap();
    document::remove_own(&cx, at.round, &at.review.document, 1)
        .await
        .unwrap();
    interview::uncode(&cx, at.round, at.interview.id, at.passage.id)
        .await
        .unwrap();
    service::remove(&cx, at.node.id, 1).await.unwrap();
    measure::remove(&cx, &at.measure.id, 1).await.unwrap();
    measure::remove_decision(&cx, &at.decision.id, 1)
        .await
        .unwrap();
    measure::remove_acceptance(&cx, &at.acceptance.id, 1)
        .await
        .unwrap();
    let before = test.rows().await;
    for thing in EDITED {
        let is_gone = [
            "finding",
            "action",
            "document",
            "passage",
            "service",
            "measure",
            "decision",
            "acceptance",
        ]
        .contains(&thing.name);
        if is_gone {
            let saved = (thing.save)(&other, &at, "Takaisin").await;
            let is_told = matches!(saved, Err(Error::NotFound | Error::Conflict));
            assert!(is_told, "{}: {saved:?}", thing.name);
        }
    }
    assert_eq!(test.rows().await, before);
}
