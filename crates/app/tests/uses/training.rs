//! The training: what is a person's own, what is a body's, and what nobody else sees.

use std::collections::BTreeMap;

use app::form::Typed;
use app::training::{
    Comparison, answer, begin_survey, certificate, choose_survey, comparison, hold, join,
    leave_survey, lessons, mine, overview, remind, set_rhythm, surveys, tick, want_reminders,
};
use app::{Error, OrgCx};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::survey::SurveyState;
use domain::training::{Body, Change, Held, Rhythm, SurveyPart, Way};
use domain::{RoundId, SurveyId};
use testkit::TestApp;

/// Right answers to every question of a module.
fn right(module: &str) -> BTreeMap<String, String> {
    let module = content::training().module(module).unwrap();
    let pairs = module.questions.iter();
    pairs
        .map(|one| (one.id.clone(), one.correct.clone()))
        .collect()
}

async fn do_all(cx: &OrgCx) {
    for module in &content::training().modules {
        answer(cx, &module.id, &right(&module.id)).await.unwrap();
    }
}

#[tokio::test]
async fn a_person_does_the_modules_and_gets_a_certificate() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Elected).await;
    assert_eq!(mine(&cx).await.unwrap().count(), 0);
    assert!(matches!(certificate(&cx).await, Err(Error::Refused(_))));
    let mut partial = right("role");
    partial.remove("q2");
    let Err(Error::Invalid(_)) = answer(&cx, "role", &partial).await else {
        panic!("every question must be answered");
    };
    assert_eq!(mine(&cx).await.unwrap().count(), 0);
    let mut wrong = right("role");
    wrong.insert("q1".into(), "a".into());
    let answered = answer(&cx, "role", &wrong).await.unwrap();
    assert_eq!((answered.right(), answered.verdicts.len()), (2, 3));
    assert_eq!(
        mine(&cx).await.unwrap().count(),
        1,
        "a wrong answer teaches as well"
    );
    do_all(&cx).await;
    let file = certificate(&cx).await.unwrap();
    assert!(file.bytes.starts_with(b"%PDF"));
    let colleague = test.member(&org, Role::Leadership).await;
    assert_eq!(mine(&colleague).await.unwrap().count(), 0);
    let missing = answer(&cx, "none", &BTreeMap::new()).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_body_shows_numbers_only_when_five_take_part() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let coordinator = test.member(&org, Role::Coordinator).await;
    for at in 0..5 {
        let person = test.person(&format!("valtuutettu{at}"), false).await;
        test.join(&person, &org, &[Role::Elected]).await;
        let cx = test.enter(&person, &org).await;
        join(&cx, "council", "full").await.unwrap();
        if at == 3 {
            let council = &overview(&coordinator).await.unwrap().bodies[0];
            assert_eq!((council.people, council.tenths.len()), (None, 0));
        }
        do_all(&cx).await;
    }
    let all = overview(&coordinator).await.unwrap();
    let council = all
        .bodies
        .iter()
        .find(|one| one.body == Body::Council)
        .unwrap();
    assert_eq!(council.people, Some(5));
    assert!(
        council.tenths.iter().all(|tenths| *tenths == 9),
        "never that everybody has"
    );
    let log = coordinator
        .read()
        .await
        .unwrap()
        .audit_page(i64::MAX, 100)
        .await
        .unwrap();
    assert!(!format!("{log:?}").contains("training.done"));
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(overview(&elected).await, Err(Error::Forbidden)));
    assert!(matches!(
        join(&elected, "choir", "full").await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test]
async fn a_session_is_recorded_and_people_are_reminded_by_a_button() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let typed = Typed::of(&[
        ("session", "start"),
        ("body", "council"),
        ("on", &cx.today().to_string()),
        ("people", "24"),
        ("findings", "Puhelinlista paperille."),
    ]);
    let held = app::form::read(&cx, &(), None, &typed).unwrap();
    hold(&cx, &held).await.unwrap();
    assert_eq!(overview(&cx).await.unwrap().held.len(), 1);
    let wrong = typed
        .with("session", "poem")
        .with("on", "31.2.2026")
        .with("people", "0");
    let Err(Error::Invalid(invalid)) = app::form::read::<Held>(&cx, &(), None, &wrong) else {
        panic!("must be mended");
    };
    for field in ["session", "on", "people"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(hold(&elected, &held).await, Err(Error::Forbidden)));
    remind(&cx).await.unwrap();
    assert_eq!(test.take_mail().await.len(), 1);
    assert!(overview(&cx).await.unwrap().reminder.last_at.is_some());
    assert!(matches!(remind(&elected).await, Err(Error::Forbidden)));
}

#[test]
fn every_lesson_has_one_right_option_a_question() {
    for lesson in lessons(Locale::Fi) {
        for question in &lesson.questions {
            let right = question.options.iter().filter(|option| option.is_right);
            assert_eq!(right.count(), 1, "{} {}", lesson.id, question.id);
        }
    }
}

/// An elected official by a name that is also the address.
async fn elected(test: &TestApp, org: &Organisation, name: &str) -> OrgCx {
    let person = test.person(name, false).await;
    test.join(&person, org, &[Role::Elected]).await;
    test.enter(&person, org).await
}

/// To whom reminders have gone, in order.
async fn reminded(test: &TestApp) -> Vec<String> {
    let mails = test.take_mail().await;
    let mut to: Vec<String> = mails.into_iter().map(|mail| mail.to).collect();
    to.sort();
    to
}

#[tokio::test]
async fn a_due_reminder_leaves_once_however_many_nodes_look() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let person = elected(&test, &org, "ensio").await;
    join(&person, "council", "full").await.unwrap();
    answer(&person, "role", &right("role")).await.unwrap();
    tick(&test.app).await.unwrap();
    assert_eq!(
        reminded(&test).await,
        [""; 0],
        "nothing by itself until chosen"
    );
    set_rhythm(&cx, Rhythm::Monthly).await.unwrap();
    let next = overview(&cx).await.unwrap().reminder.next_at.unwrap();
    assert_eq!(
        next.to_string(),
        "2027-06-11T06:00:00Z",
        "at nine in Finland"
    );
    let other = test.another_node().await;
    test.set_time("2027-06-11T05:59:00Z");
    tick(&test.app).await.unwrap();
    assert_eq!(reminded(&test).await, [""; 0], "not before its time");
    test.set_time("2027-06-11T06:00:00Z");
    let both = tokio::join!(tick(&test.app), tick(&other));
    both.0.unwrap();
    both.1.unwrap();
    tick(&test.app).await.unwrap();
    let mails = test.take_mail().await;
    assert_eq!(mails.len(), 1);
    let left = content::training().modules.len() - 1;
    assert!(
        mails[0].text.contains(&format!("{left} osiota")),
        "{}",
        mails[0].text
    );
    assert!(
        mails[0]
            .text
            .contains("http://luotsi.test/esimerkkila/training#reminders")
    );
    let reminder = overview(&cx).await.unwrap().reminder;
    assert_eq!(
        reminder.last_at,
        Some("2027-06-11T06:00:00Z".parse().unwrap())
    );
    assert_eq!(
        reminder.next_at.unwrap().to_string(),
        "2027-08-02T06:00:00Z"
    );
    set_rhythm(&cx, Rhythm::Off).await.unwrap();
    test.set_time("2027-09-01T06:00:00Z");
    tick(&test.app).await.unwrap();
    assert_eq!(reminded(&test).await, [""; 0], "turned off is off");
    let hourly = Typed::of(&[("rhythm", "hourly")]);
    let unknown = app::form::read::<Rhythm>(&cx, &(), None, &hourly);
    assert!(matches!(unknown, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn reminders_leave_in_peace_whoever_is_done_new_or_wants_none() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let other = test.municipality("Mallijoki").await;
    let cx = test.member(&org, Role::Coordinator).await;
    set_rhythm(&cx, Rhythm::Monthly).await.unwrap();
    do_all(&elected(&test, &org, "valmis").await).await;
    let quiet = elected(&test, &org, "hiljainen").await;
    want_reminders(&quiet, false).await.unwrap();
    assert!(mine(&quiet).await.unwrap().is_quiet);
    let short = elected(&test, &org, "lyhyt").await;
    join(&short, "board", "mid-term").await.unwrap();
    for module in ["accounts", "incident-day", "questions"] {
        answer(&short, module, &right(module)).await.unwrap();
    }
    elected(&test, &other, "naapuri").await;
    elected(&test, &org, "rikki").await;
    test.refuse_mail_to("rikki@example.fi");
    elected(&test, &org, "zacharias").await;
    test.set_time("2027-06-08T09:00:00Z");
    let late = elected(&test, &org, "uusi").await;
    test.set_time("2027-06-11T06:00:00Z");
    tick(&test.app).await.unwrap();
    assert_eq!(reminded(&test).await, ["zacharias@example.fi"]);
    want_reminders(&quiet, true).await.unwrap();
    let actor = late.actor().unwrap().id;
    let mut site = test.app.store().site_write().await.unwrap();
    site.set_locale(actor, Locale::Sv).await.unwrap();
    site.commit().await.unwrap();
    test.set_time("2027-08-02T06:00:00Z");
    tick(&test.app).await.unwrap();
    let mails = test.take_mail().await;
    let swedish = mails
        .iter()
        .find(|mail| mail.to == "uusi@example.fi")
        .unwrap();
    assert!(
        swedish.subject.starts_with("Utbildningen"),
        "{}",
        swedish.subject
    );
    assert_eq!(mails.len(), 3);
    let log = cx
        .read()
        .await
        .unwrap()
        .audit_page(i64::MAX, 100)
        .await
        .unwrap();
    assert!(!format!("{log:?}").contains("zacharias"));
    assert_eq!(log.iter().filter(|one| one.actor_name.is_none()).count(), 2);
}

#[tokio::test]
async fn a_new_term_begins_anew_and_whoever_comes_in_mid_term_gets_the_short_path() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let person = elected(&test, &org, "ensio").await;
    join(&person, "council", "mid-term").await.unwrap();
    answer(&person, "accounts", &right("accounts"))
        .await
        .unwrap();
    let state = mine(&person).await.unwrap();
    assert_eq!((state.way(), state.on_the_way()), (Way::MidTerm, (1, 3)));
    assert!(!state.begins_anew);
    join(&person, "council", "full").await.unwrap();
    let all = content::training().modules.len();
    assert_eq!(mine(&person).await.unwrap().on_the_way(), (1, all));
    assert!(matches!(
        join(&person, "council", "").await,
        Err(Error::Invalid(_))
    ));
    set_rhythm(&cx, Rhythm::Monthly).await.unwrap();
    test.set_time("2029-06-01T09:00:00Z");
    let state = mine(&person).await.unwrap();
    assert_eq!(
        (state.count(), state.enrolment, state.begins_anew),
        (0, None, true)
    );
    tick(&test.app).await.unwrap();
    let mails = test.take_mail().await;
    assert!(
        mails[0].text.contains(&format!("{all} osiota")),
        "everything is left anew"
    );
    answer(&person, "role", &right("role")).await.unwrap();
    assert!(!mine(&person).await.unwrap().begins_anew);
}

/// Closes a survey after `answers` people have answered `level` to everything.
async fn closed(cx: &OrgCx, test: &TestApp, id: SurveyId, answers: &[&str]) {
    use app::survey::{Answers, Handed, close, form_pass, hand_in, open, sheet, show};
    open(cx, id).await.unwrap();
    let (survey, _) = show(cx, id).await.unwrap();
    let form = sheet(&test.app, &survey.link_code).await.unwrap();
    for level in answers {
        let mut given = Answers {
            credential: form_pass(&test.app, &form).await.unwrap(),
            ..Answers::default()
        };
        for question in form.questions() {
            given
                .chosen
                .insert(question.id.clone(), (*level).to_owned());
        }
        let handed = hand_in(&test.app, &form, &given).await.unwrap();
        assert!(matches!(handed, Handed::Accepted { .. }));
    }
    close(cx, id).await.unwrap();
}

async fn round(cx: &OrgCx) -> RoundId {
    let draft = app::assessment::RoundFacts {
        new: None,
        title: domain::text::Title::parse("Nykytila 2027").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    app::assessment::create_round(cx, &draft).await.unwrap()
}

/// What changed between the surveys of the term.
async fn changed(cx: &OrgCx) -> Option<Comparison> {
    let joined = surveys(cx).await.unwrap().joined;
    comparison(cx, &joined).await.unwrap()
}

/// Before and after with these answers, in one municipality.
async fn both(test: &TestApp, cx: &OrgCx, answers: (&[&str], &[&str])) {
    let round = round(cx).await;
    test.set_time("2027-05-11T09:00:00Z");
    let asked = "elected-short";
    let before = begin_survey(cx, SurveyPart::Before, Some(round), asked)
        .await
        .unwrap();
    closed(cx, test, before, answers.0).await;
    assert_eq!(changed(cx).await, None, "one is not enough");
    test.set_time("2027-12-01T09:00:00Z");
    let after = begin_survey(cx, SurveyPart::After, Some(round), "elected")
        .await
        .unwrap();
    assert_eq!(changed(cx).await, None, "a draft shows nothing");
    closed(cx, test, after, answers.1).await;
}

#[tokio::test]
async fn before_and_after_are_compared_when_both_have_closed() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let before = [["no"; 9].as_slice(), &["yes"; 3], &["unknown"; 8]].concat();
    let after = [["no"; 3].as_slice(), &["yes"; 16], &["unknown"; 1]].concat();
    both(&test, &cx, (&before, &after)).await;
    let comparison = changed(&cx).await.unwrap();
    assert_eq!((comparison.before, comparison.after), (20, 20));
    assert_eq!(
        comparison.themes.len(),
        content::instrument("elected-short").unwrap().sections.len()
    );
    for theme in &comparison.themes {
        assert_eq!(
            (theme.level.before, theme.level.change),
            (Some(0.25), Change::Up)
        );
        assert_eq!(
            (theme.unknown.before, theme.unknown.change),
            (Some(0.4), Change::Down)
        );
    }
    let assessor = test.member(&org, Role::Assessor).await;
    let seen = surveys(&assessor).await.unwrap();
    assert!(changed(&assessor).await.is_some() && !seen.may_begin);
    let official = elected(&test, &org, "ensio").await;
    assert!(matches!(surveys(&official).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn a_comparison_says_nothing_that_a_survey_has_not_shown() {
    for (before, after) in [(4, 20), (20, 4), (9, 20)] {
        let test = TestApp::new().await;
        let org = test.municipality("Esimerkkilä").await;
        let cx = test.member(&org, Role::Coordinator).await;
        both(&test, &cx, (&vec!["no"; before], &vec!["yes"; after])).await;
        let comparison = changed(&cx).await.unwrap();
        assert_eq!(
            comparison.before == 0 || comparison.after == 0,
            before.min(after) < 5
        );
        for theme in &comparison.themes {
            assert_eq!((theme.level.before, theme.level.after), (None, None));
            assert_eq!((theme.unknown.before, theme.unknown.after), (None, None));
            assert_eq!(theme.level.change, Change::TooFew);
            assert_eq!(theme.unknown.change, Change::TooFew);
        }
    }
}

#[tokio::test]
async fn a_survey_is_joined_when_it_suits_and_shown_to_those_who_may_answer() {
    let test = TestApp::new().await;
    let (org, other) = (
        test.municipality("Esimerkkilä").await,
        test.municipality("Mallijoki").await,
    );
    let cx = test.member(&org, Role::Coordinator).await;
    let theirs = test.member(&other, Role::Coordinator).await;
    let official = elected(&test, &org, "ensio").await;
    let neighbour = elected(&test, &other, "naapuri").await;
    let round = round(&cx).await;
    let wrong = begin_survey(&cx, SurveyPart::Before, None, "staff").await;
    let Err(Error::Invalid(invalid)) = wrong else {
        panic!("must be mended");
    };
    assert!(invalid.of("round").is_some() && invalid.of("instrument").is_some());
    let asked = "elected-short";
    let foreign = begin_survey(&theirs, SurveyPart::Before, Some(round), asked).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    let before = begin_survey(&cx, SurveyPart::Before, Some(round), asked)
        .await
        .unwrap();
    assert!(
        mine(&official).await.unwrap().surveys.is_empty(),
        "a draft is nobody's yet"
    );
    app::survey::open(&cx, before).await.unwrap();
    let seen = mine(&official).await.unwrap().surveys;
    assert_eq!(
        (seen.len(), seen[0].part, seen[0].minutes),
        (1, SurveyPart::Before, 5)
    );
    assert!(
        seen[0]
            .address
            .as_ref()
            .unwrap()
            .starts_with("http://luotsi.test/survey/")
    );
    assert!(mine(&neighbour).await.unwrap().surveys.is_empty());
    let again = choose_survey(&cx, SurveyPart::After, Some(before)).await;
    assert!(
        matches!(again, Err(Error::Invalid(_))),
        "one survey is not both"
    );
    let foreign = choose_survey(&theirs, SurveyPart::After, Some(before)).await;
    assert!(matches!(foreign, Err(Error::Invalid(_))));
    leave_survey(&cx, SurveyPart::Before).await.unwrap();
    assert!(matches!(
        leave_survey(&cx, SurveyPart::Before).await,
        Err(Error::NotFound)
    ));
    assert!(mine(&official).await.unwrap().surveys.is_empty());
    let (kept, _) = app::survey::show(&cx, before).await.unwrap();
    assert_eq!(kept.state, SurveyState::Open, "the survey itself stays");
}

#[tokio::test]
async fn what_was_asked_later_is_not_taken_for_before() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    both(&test, &cx, (&["no"; 12], &["yes"; 12])).await;
    let joined = surveys(&cx).await.unwrap().joined;
    let id = |part: SurveyPart| {
        let mut all = joined.iter();
        all.find(|one| one.part == part)
            .unwrap()
            .survey
            .as_ref()
            .unwrap()
            .id
    };
    leave_survey(&cx, SurveyPart::Before).await.unwrap();
    leave_survey(&cx, SurveyPart::After).await.unwrap();
    choose_survey(&cx, SurveyPart::Before, Some(id(SurveyPart::After)))
        .await
        .unwrap();
    let turned = choose_survey(&cx, SurveyPart::After, Some(id(SurveyPart::Before))).await;
    let Err(Error::Invalid(invalid)) = turned else {
        panic!("before and after were turned around");
    };
    assert_eq!(invalid.of("survey"), Some("training.survey.turned"));
    assert_eq!(overview(&cx).await.unwrap().reminder.rhythm, Rhythm::Off);
}
