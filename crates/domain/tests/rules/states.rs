//! States and the steps between them, days on which something holds, and orders that leaders see.

use domain::assessment::{Action, Body, Effect, Effort, Place, Round, RoundState, Written};
use domain::document::{DocumentReview, DocumentState};
use domain::measure::{
    Acceptance, CouncilDecision, MeasureEffect, MeasureStatus, OwnEffect, OwnMeasure,
    PlannedMeasure,
};
use domain::programme::Programme;
use domain::risk::{Appetite, LossLimit};
use domain::survey::{Anonymity, Distribution, Level, Survey, SurveyState, TransitionRefused};
use domain::text::Title;
use domain::training::{Change, LEAST_PEOPLE, Rhythm, Sample, Term};
use domain::{ActionId, Marked, Marking, MeasureId, ProgrammeId, RoundId, SurveyId, ThreatId};
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::id;

const TODAY: Date = Date::constant(2027, 5, 11);

fn survey(state: SurveyState) -> Survey {
    Survey {
        id: SurveyId(Uuid::nil()),
        round: RoundId(Uuid::nil()),
        instrument: "elected".to_owned(),
        title: "Kysely".to_owned(),
        anonymity: Anonymity::Split,
        state,
        minimum_cell: 7,
        invited: 27,
        link_code: "abc".to_owned(),
        closes_on: Some(date(2027, 6, 1)),
        opened_on: None,
        closed_on: None,
        letters: 0,
        keep_days: domain::survey::KEEP_DAYS,
        purge_on: None,
        purged_on: None,
        revision: 4,
    }
}

#[test]
fn a_survey_is_opened_once_and_closed_once() {
    use SurveyState as S;
    for (state, opens, closes) in [
        (S::Draft, true, false),
        (S::Open, false, true),
        (S::Closed, false, false),
    ] {
        let opened = survey(state).open(TODAY);
        let closed = survey(state).close(TODAY);
        assert_eq!(opened.is_ok(), opens, "{state:?}");
        assert_eq!(closed.is_ok(), closes, "{state:?}");
        if let Err(refused) = opened {
            assert_eq!(refused, TransitionRefused::NotDraft);
        }
        if let Err(refused) = closed {
            assert_eq!(refused, TransitionRefused::NotOpen);
        }
    }
}

#[test]
fn opening_and_closing_change_the_state_and_the_days_alone() {
    let open = survey(SurveyState::Draft).open(TODAY).unwrap();
    let expected = Survey {
        state: SurveyState::Open,
        opened_on: Some(TODAY),
        ..survey(SurveyState::Draft)
    };
    assert_eq!(open, expected);
    let later = TODAY.tomorrow().unwrap();
    let closed = open.clone().close(later).unwrap();
    assert_eq!(
        closed,
        Survey {
            state: SurveyState::Closed,
            closed_on: Some(later),
            purge_on: Some(date(2027, 6, 11)),
            ..open
        }
    );
}

fn review(state: DocumentState, tested_on: Option<Date>) -> DocumentReview {
    DocumentReview {
        round: RoundId(Uuid::nil()),
        document: "plan".to_owned(),
        title: None,
        state,
        approved_by: String::new(),
        approved_on: None,
        tested_on,
        criteria: Vec::new(),
        note: Marked::new(String::new(), Marking::PUBLIC),
        revision: 0,
    }
}

#[test]
fn a_plan_that_was_never_tried_is_only_half_a_proof() {
    use DocumentState as D;
    for (state, untested, tested) in [
        (D::Exists, Level::Partly, Level::Yes),
        (D::Partly, Level::Partly, Level::Partly),
        (D::Outdated, Level::Partly, Level::Partly),
        (D::Missing, Level::No, Level::No),
        (D::Unreviewed, Level::Unknown, Level::Unknown),
    ] {
        assert_eq!(review(state, None).evidence(true), untested, "{state:?}");
        assert_eq!(
            review(state, Some(TODAY)).evidence(true),
            tested,
            "{state:?}"
        );
        // Where no test is expected, none is missed.
        assert_eq!(review(state, None).evidence(false), tested, "{state:?}");
    }
}

#[test]
fn a_partner_has_access_from_the_first_day_to_the_last() {
    let programme = Programme {
        id: ProgrammeId(Uuid::nil()),
        title: "Hanke".to_owned(),
        goal: String::new(),
        starts_on: date(2027, 5, 11),
        ends_on: date(2027, 5, 13),
        revision: 0,
    };
    let days = (10..=14).map(|day| programme.is_running(date(2027, 5, day)));
    assert_eq!(days.collect::<Vec<_>>(), [false, true, true, true, false]);
}

#[test]
fn nothing_of_a_published_round_is_worked_on() {
    for state in RoundState::ALL {
        let round = Round {
            id: RoundId(Uuid::nil()),
            title: "Arviointi".to_owned(),
            framework: "luotsi".to_owned(),
            state: *state,
            due_on: None,
            published_at: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
            revision: 0,
        };
        assert_eq!(round.is_open(), *state == RoundState::Open);
    }
}

fn action(effect: Effect, effort: Effort, due_on: Option<Date>) -> Action {
    let text = Written {
        title: Title::parse("a").unwrap(),
        body: "b".to_owned(),
    };
    Action {
        id: ActionId(Uuid::nil()),
        place: Place {
            theme: id("t"),
            criterion: None,
        },
        text: Marked::new(text, Marking::PUBLIC),
        owner: None,
        decided_by: Body::Board,
        effort,
        effect,
        due_on,
        is_decision: false,
        revision: 0,
    }
}

#[test]
fn leaders_see_first_what_helps_most_for_least_work() {
    let mut all = Vec::new();
    for effect in Effect::ALL {
        for effort in Effort::ALL {
            all.push(action(*effect, *effort, Some(TODAY)));
        }
    }
    all.sort_by_key(Action::rank);
    let order: Vec<(&str, &str)> = all
        .iter()
        .map(|it| (it.effect.code(), it.effort.code()))
        .collect();
    assert_eq!(
        order[..4],
        [
            ("high", "small"),
            ("high", "medium"),
            ("high", "large"),
            ("medium", "small")
        ]
    );
    assert_eq!(order.last(), Some(&("low", "large")));
    let (soon, late) = (TODAY, TODAY.tomorrow().unwrap());
    let rank = |due| action(Effect::High, Effort::Small, due).rank();
    assert!(rank(Some(soon)) < rank(Some(late)));
    assert!(
        rank(Some(late)) < rank(None),
        "what has no day is not the earliest"
    );
}

#[test]
fn money_that_was_decided_lacks_until_a_line_of_the_budget_holds_it() {
    let title = Title::parse("Varmistukset").unwrap();
    let blank = CouncilDecision::new(String::new(), title, "Valtuusto", TODAY);
    let decision = |line: Option<&str>, budgeted| CouncilDecision {
        euros: 1_000,
        budget_line: line.map(str::to_owned),
        budgeted,
        ..blank.clone()
    };
    for (line, budgeted, lacks) in [
        (None, None, true),
        (None, Some(1_000), true),
        (Some("9000"), None, true),
        (Some("9000"), Some(999), true),
        (Some("9000"), Some(1_000), false),
        (Some("9000"), Some(2_000), false),
    ] {
        assert_eq!(
            decision(line, budgeted).lacks_money(),
            lacks,
            "{line:?} {budgeted:?}"
        );
    }
    // Rows of earlier versions hold an empty line where there is none.
    let stored = serde_json::to_string(&decision(Some("9000"), None)).unwrap();
    let earlier = stored.replace("\"9000\"", "\"\"");
    let read: CouncilDecision = serde_json::from_str(&earlier).unwrap();
    assert_eq!(read, decision(None, None));
}

#[test]
fn an_acceptance_is_over_on_the_day_after_its_last() {
    let mut acceptance = Acceptance {
        id: String::new(),
        subject: Title::parse("Vara-avaimet").unwrap(),
        service: None,
        accepted_by: "Kunnanhallitus".to_owned(),
        accepted_on: TODAY,
        until: TODAY,
        reason: String::new(),
        revision: 0,
    };
    assert!(!acceptance.is_over(TODAY));
    acceptance.until = TODAY.yesterday().unwrap();
    assert!(acceptance.is_over(TODAY));
}

#[test]
fn a_planned_measure_keeps_everything_but_id_and_revision_in_storage() {
    let mut planned = PlannedMeasure::new(MeasureId::new("restore"));
    assert_eq!(planned.status, MeasureStatus::Idea);
    let own = OwnMeasure {
        title: Title::parse("Oma keino").unwrap(),
        sentence: "Tekee jotain.".to_owned(),
        effects: vec![OwnEffect {
            threat: ThreatId::new("ransomware"),
            on: MeasureEffect::Duration,
            times: 0.25,
        }],
    };
    for own in [None, Some(own)] {
        planned.own = own;
        planned.cost = Some(12_000);
        planned.due_on = Some(TODAY);
        planned.status = MeasureStatus::Underway;
        planned.note = "sisäinen".to_owned();
        let stored = serde_json::to_string(&planned).unwrap();
        let mut read: PlannedMeasure = serde_json::from_str(&stored).unwrap();
        assert_eq!(read.id.as_str(), "");
        read.id = planned.id.clone();
        assert_eq!(read, planned);
    }
    // A row of an earlier version lacks most of the fields.
    let read: PlannedMeasure = serde_json::from_str(r#"{"cost":5}"#).unwrap();
    assert_eq!((read.cost, read.own), (Some(5), None));
}

proptest! {
    #[test]
    fn a_line_of_tolerated_losses_only_falls(limits in prop::collection::vec((0..6_i64, 0..6_i64), 0..5)) {
        let of = |(euros, of_hundred): &(i64, i64)| LossLimit { euros: *euros, of_hundred: *of_hundred };
        let given: Vec<LossLimit> = limits.iter().map(of).collect();
        let falls = given.iter().enumerate().all(|(at, a)| {
            given.iter().skip(at + 1).all(|b| {
                (a.euros < b.euros && a.of_hundred >= b.of_hundred)
                    || (a.euros > b.euros && a.of_hundred <= b.of_hundred)
            })
        });
        let ordered = Appetite::ordered(given.clone());
        prop_assert_eq!(ordered.is_some(), falls, "{:?}", given);
        if let Some(line) = ordered {
            prop_assert!(line.is_sorted_by(|a, b| a.euros < b.euros));
            prop_assert_eq!(line.len(), given.len());
        }
    }

    #[test]
    fn every_day_belongs_to_the_term_that_holds_it(days in 0..40_000_i32) {
        let day = date(1980, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let term = Term::of(day);
        let begins = |year: i16| date(year, 6, 1);
        prop_assert!(begins(term.year()) <= day && day < begins(term.last_year()), "{day}");
        prop_assert_eq!((term.year() - 2021).rem_euclid(4), 0);
    }

    #[test]
    fn a_reminder_comes_on_a_day_when_somebody_reads_it(days in 0..3_000_i32) {
        let from = date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let mut before = from;
        for rhythm in [Rhythm::Monthly, Rhythm::EveryOther, Rhythm::Quarterly] {
            let next = rhythm.next(from).unwrap();
            prop_assert!(next.month() != 7, "{next} is in the holidays");
            prop_assert!(!matches!(next.weekday(), Weekday::Saturday | Weekday::Sunday), "{next}");
            prop_assert!(next > from && next >= before);
            before = next;
        }
    }
}

fn answers(yes: i64, partly: i64, no: i64, unknown: i64) -> Distribution {
    Distribution {
        yes,
        partly,
        no,
        unknown,
    }
}

#[test]
fn a_level_is_the_nearest_of_the_three_up_to_the_very_middle() {
    for (share, level) in [
        (Some(0.0), Level::No),
        (Some(0.249_9), Level::No),
        (Some(0.25), Level::Partly),
        (Some(0.5), Level::Partly),
        (Some(0.749_9), Level::Partly),
        (Some(0.75), Level::Yes),
        (Some(1.0), Level::Yes),
        (None, Level::Unknown),
    ] {
        assert_eq!(Level::nearest(share), level, "{share:?}");
    }
}

proptest! {
    #[test]
    fn a_distribution_is_the_sum_of_its_answers(given in prop::collection::vec(0..4_usize, 0..40)) {
        let levels: Vec<Level> = given.iter().map(|at| Level::ALL[*at]).collect();
        let mut all = Distribution::default();
        for level in &levels {
            all.add(*level);
        }
        prop_assert_eq!(all.n(), i64::try_from(levels.len()).unwrap());
        let shares: Vec<f64> = levels.iter().filter_map(|level| level.share()).collect();
        let count = f64::from(u32::try_from(shares.len()).unwrap());
        match (all.mean(), all.spread()) {
            (Some(mean), Some(spread)) => {
                let average = shares.iter().sum::<f64>() / count;
                let squares: f64 = shares.iter().map(|it| (it - average) * (it - average)).sum();
                prop_assert!((mean - average).abs() < 1e-9);
                prop_assert!((spread - (squares / count).sqrt()).abs() < 1e-9);
            }
            (mean, spread) => prop_assert!(mean.is_none() && spread.is_none() && shares.is_empty()),
        }
        let (first, last) = levels.split_at(levels.len() / 2);
        let mut joined = Distribution::default();
        for part in [last, first] {
            let mut sum = Distribution::default();
            for level in part {
                sum.add(*level);
            }
            joined.merge(sum);
        }
        prop_assert_eq!(joined, all);
    }

    /// Who compares two surveys the other way round must read the opposite.
    #[test]
    fn a_change_is_the_same_seen_from_either_end(
        one in (0..40_i64, 0..40_i64, 0..40_i64), other in (0..40_i64, 0..40_i64, 0..40_i64),
    ) {
        let sample = |(yes, partly, no)| Sample::level(&[answers(yes, partly, no, 3)]);
        let there = Change::between(sample(one), sample(other));
        let back = Change::between(sample(other), sample(one));
        let opposite = match there {
            Change::Up => Change::Down,
            Change::Down => Change::Up,
            same => same,
        };
        prop_assert_eq!(back, opposite);
        let is_enough = |(yes, partly, no): (i64, i64, i64)| yes + partly + no >= LEAST_PEOPLE;
        prop_assert_eq!(there == Change::TooFew, !(is_enough(one) && is_enough(other)));
        prop_assert_eq!(Change::between(sample(one), sample(one)) == Change::Unclear, is_enough(one));
    }
}
