//! The training of a council term: who is reminded of what, in which language, and which surveys may
//! stand before and after.

use app::survey::{Answers, close, form_pass, hand_in, open, sheet, show};
use app::training::{
    begin_survey, choose_survey, hold, join, leave_survey, mine, overview, remind, remove,
    set_rhythm, surveys, tick, want_reminders,
};
use app::{Error, OrgCx};
use domain::identity::Role;
use domain::survey::Survey;
use domain::training::{Body, Held, Rhythm, SurveyPart, Term};
use domain::{Locale, SurveyId};

use crate::at::{a_session, a_survey};
use crate::{Scene, at_fields, is_refused};

/// A member called so, who is also written to so.
async fn member(scene: &Scene, name: &str, roles: &[Role], locale: Locale) -> OrgCx {
    let person = scene.test.person(name, false).await;
    app::identity::set_locale(&scene.test.app, &person, locale)
        .await
        .unwrap();
    scene.test.join(&person, &scene.org, roles).await;
    scene.test.enter(&person, &scene.org).await
}

async fn done(cx: &OrgCx, modules: usize) {
    for module in content::training().modules.iter().take(modules) {
        let right = module.questions.iter();
        let right = right
            .map(|it| (it.id.clone(), it.correct.clone()))
            .collect();
        app::training::answer(cx, &module.id, &right).await.unwrap();
    }
}

#[tokio::test]
async fn a_reminder_says_in_each_persons_language_how_much_is_left() {
    let scene = Scene::new().await;
    let all = content::training().modules.len();
    for (name, locale) in [
        ("ensio", Locale::Fi),
        ("stina", Locale::Sv),
        ("ann", Locale::En),
    ] {
        let cx = member(&scene, name, &[Role::Elected], locale).await;
        done(&cx, all - 1).await;
    }
    member(&scene, "alku", &[Role::Elected], Locale::Sv).await;
    remind(&scene.cx).await.unwrap();
    let mails = scene.test.take_mail().await;
    assert_eq!(mails.len(), 4);
    let to = |name: &str| {
        let address = format!("{name}@example.fi");
        mails.iter().find(|mail| mail.to == address).unwrap()
    };
    for (name, one, subject) in [
        ("ensio", "yksi osio", "Digiturvavalmennus odottaa"),
        (
            "stina",
            "ett avsnitt",
            "Utbildningen i digital säkerhet väntar",
        ),
        (
            "ann",
            "one module",
            "The digital security training is waiting",
        ),
    ] {
        let mail = to(name);
        assert!(mail.text.contains(one), "{name}: {}", mail.text);
        assert_eq!(mail.subject, subject);
        assert!(mail.text.contains("Esimerkkilä"), "{}", mail.text);
        assert!(
            mail.text
                .contains("http://luotsi.test/esimerkkila/training")
        );
        assert!(!mail.text.contains(['{', '}']), "{}", mail.text);
    }
    assert!(to("alku").text.contains(&format!("{all} avsnitt")));
}

#[tokio::test]
async fn an_invitation_is_written_in_the_language_of_whoever_invites() {
    let scene = Scene::new().await;
    for (locale, word) in [
        (Locale::Fi, "Kutsu Luotsiin"),
        (Locale::Sv, "Inbjudan till Luotsi"),
        (Locale::En, "Invitation to Luotsi"),
    ] {
        let cx = scene.cx.in_language(locale);
        let new = testkit::invite("uusi@example.fi", &[Role::Owner]);
        app::identity::invite(&cx, &new).await.unwrap();
        let mails = scene.test.take_mail().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].subject.starts_with(word), "{}", mails[0].subject);
        assert!(mails[0].text.contains("/invitation/"), "{}", mails[0].text);
        assert!(!mails[0].text.contains(['{', '}']), "{}", mails[0].text);
    }
}

#[tokio::test]
async fn a_button_reminds_those_who_take_part_and_leaves_everybody_else_in_peace() {
    let scene = Scene::new().await;
    let quiet = member(&scene, "hiljainen", &[Role::Elected], Locale::Fi).await;
    want_reminders(&quiet, false).await.unwrap();
    let leader = member(&scene, "johtaja", &[Role::Leadership], Locale::Fi).await;
    member(&scene, "omistaja", &[Role::Owner], Locale::Fi).await;
    let gone = member(&scene, "poistunut", &[Role::Elected], Locale::Fi).await;
    app::identity::remove(&scene.cx, gone.actor().unwrap().id)
        .await
        .unwrap();
    let both = [Role::Elected, Role::Leadership];
    member(&scene, "kaksi", &both, Locale::Fi).await;
    let reminded = async || {
        remind(&scene.cx).await.unwrap();
        let mails = scene.test.take_mail().await;
        let mut to: Vec<String> = mails.into_iter().map(|mail| mail.to).collect();
        to.sort();
        to
    };
    assert_eq!(
        reminded().await,
        ["kaksi@example.fi"],
        "once, however many roles"
    );
    join(&leader, "board", "mid-term").await.unwrap();
    assert_eq!(reminded().await, ["johtaja@example.fi", "kaksi@example.fi"]);
    let log = crate::log_of(&scene.cx).await;
    assert!(
        !log.contains("kaksi@") && !log.contains("johtaja@"),
        "{log}"
    );
}

#[tokio::test]
async fn a_new_rhythm_counts_from_the_day_it_was_chosen_and_skips_july_and_weekends() {
    let scene = Scene::new().await;
    for (now, rhythm, next) in [
        (
            "2027-05-11T09:00:00Z",
            Rhythm::Monthly,
            Some("2027-06-11T06:00:00Z"),
        ),
        // The month after a last day of January has no such day.
        (
            "2027-01-31T09:00:00Z",
            Rhythm::Monthly,
            Some("2027-03-01T07:00:00Z"),
        ),
        (
            "2027-05-05T09:00:00Z",
            Rhythm::EveryOther,
            Some("2027-08-02T06:00:00Z"),
        ),
        (
            "2027-04-30T09:00:00Z",
            Rhythm::Quarterly,
            Some("2027-08-02T06:00:00Z"),
        ),
        (
            "2027-09-29T09:00:00Z",
            Rhythm::Monthly,
            Some("2027-10-29T06:00:00Z"),
        ),
        (
            "2027-10-01T09:00:00Z",
            Rhythm::Monthly,
            Some("2027-11-01T07:00:00Z"),
        ),
        ("2027-10-01T09:00:00Z", Rhythm::Off, None),
    ] {
        scene.test.set_time(now);
        set_rhythm(&scene.cx, rhythm).await.unwrap();
        let told = overview(&scene.cx).await.unwrap().reminder;
        assert_eq!(told.rhythm, rhythm);
        let at = told.next_at.map(|at| at.to_string());
        assert_eq!(at.as_deref(), next, "{now} {rhythm:?}");
    }
}

#[tokio::test]
async fn a_reminder_that_was_missed_while_nobody_worked_leaves_once() {
    let scene = Scene::new().await;
    member(&scene, "ensio", &[Role::Elected], Locale::Fi).await;
    set_rhythm(&scene.cx, Rhythm::Monthly).await.unwrap();
    scene.test.set_time("2027-12-15T12:00:00Z");
    for _ in 0..3 {
        tick(&scene.test.app).await.unwrap();
    }
    assert_eq!(
        scene.test.take_mail().await.len(),
        1,
        "not once for each month"
    );
    let next = overview(&scene.cx).await.unwrap().reminder.next_at.unwrap();
    assert!(next > scene.test.app.now());
}

#[tokio::test]
async fn a_session_belongs_to_the_term_in_which_it_was_held() {
    let scene = Scene::new().await;
    let this = a_session(&scene.cx);
    let earlier = Held {
        id: scene.cx.id(),
        on: jiff::civil::date(2025, 5, 31),
        ..this.clone()
    };
    let first = Held {
        id: scene.cx.id(),
        on: jiff::civil::date(2025, 6, 1),
        ..this.clone()
    };
    for held in [&this, &earlier, &first] {
        hold(&scene.cx, held).await.unwrap();
    }
    let told = overview(&scene.cx).await.unwrap();
    assert_eq!(told.term, Term::of(jiff::civil::date(2029, 5, 31)));
    let listed: Vec<_> = told.held.iter().map(|held| held.id).collect();
    assert_eq!(
        listed,
        [this.id, first.id],
        "the latest first; the last term's is not there"
    );
    remove(&scene.cx, this.id).await.unwrap();
    assert!(matches!(
        remove(&scene.cx, this.id).await,
        Err(Error::NotFound)
    ));
    remove(&scene.cx, earlier.id).await.unwrap();
}

#[tokio::test]
async fn of_a_body_of_fewer_than_five_nothing_is_told() {
    let scene = Scene::new().await;
    for at in 0..5 {
        let name = format!("valtuutettu{at}");
        let cx = member(&scene, &name, &[Role::Elected], Locale::Fi).await;
        join(&cx, "board", "full").await.unwrap();
        done(&cx, usize::from(at == 0)).await;
        let told = overview(&scene.cx).await.unwrap();
        let board = told
            .bodies
            .iter()
            .find(|it| it.body == Body::Board)
            .unwrap();
        assert_eq!(board.people, (at == 4).then_some(5));
        assert_eq!(board.tenths.is_empty(), at < 4);
    }
    let told = overview(&scene.cx).await.unwrap();
    let board = told
        .bodies
        .iter()
        .find(|it| it.body == Body::Board)
        .unwrap();
    assert_eq!(
        (board.tenths[0], board.tenths[1]),
        (2, 1),
        "one of five, and not nobody"
    );
    // Whoever moves to another body is counted there and no longer here.
    let person = scene.test.person("siirtyvä", false).await;
    scene.test.join(&person, &scene.org, &[Role::Elected]).await;
    let cx = scene.test.enter(&person, &scene.org).await;
    join(&cx, "board", "full").await.unwrap();
    join(&cx, "council", "full").await.unwrap();
    let told = overview(&scene.cx).await.unwrap();
    let people: Vec<_> = told.bodies.iter().filter_map(|it| it.people).collect();
    assert_eq!(people, [5]);
    assert_eq!(
        mine(&cx).await.unwrap().enrolment.unwrap().body,
        Body::Council
    );
}

/// A survey of this instrument that five people have answered, closed at this moment.
async fn closed_at(scene: &Scene, at: &str, instrument: &str) -> SurveyId {
    scene.test.set_time(at);
    let draft = Survey {
        instrument: instrument.to_owned(),
        ..a_survey(&scene.cx, scene.round)
    };
    app::survey::create(&scene.cx, &draft).await.unwrap();
    open(&scene.cx, draft.id).await.unwrap();
    let form = sheet(&scene.test.app, &draft.link_code).await.unwrap();
    for _ in 0..5 {
        let asked = form.questions().map(|it| (it.id.clone(), "no".to_owned()));
        let given = Answers {
            credential: form_pass(&scene.test.app, &form).await.unwrap(),
            chosen: asked.collect(),
            ..Answers::default()
        };
        hand_in(&scene.test.app, &form, &given).await.unwrap();
    }
    close(&scene.cx, draft.id).await.unwrap();
    draft.id
}

#[tokio::test]
async fn before_is_before_and_after_is_after() {
    let scene = Scene::new().await;
    let first = closed_at(&scene, "2027-01-10T09:00:00Z", "elected").await;
    let second = closed_at(&scene, "2027-04-10T09:00:00Z", "elected").await;
    let staff = closed_at(&scene, "2027-04-11T09:00:00Z", "staff").await;
    let cx = &scene.cx;
    let choices = surveys(cx).await.unwrap().choices;
    assert!(
        choices.iter().all(|it| it.id != staff),
        "staff are not trained here"
    );
    let wrong = choose_survey(cx, SurveyPart::Before, Some(staff)).await;
    assert_eq!(at_fields(wrong), ["survey"]);
    assert_eq!(
        at_fields(choose_survey(cx, SurveyPart::Before, None).await),
        ["survey"]
    );
    choose_survey(cx, SurveyPart::Before, Some(second))
        .await
        .unwrap();
    let turned = choose_survey(cx, SurveyPart::After, Some(first)).await;
    assert_eq!(
        at_fields(turned),
        ["survey"],
        "the earlier one cannot stand after"
    );
    choose_survey(cx, SurveyPart::Before, Some(first))
        .await
        .unwrap();
    choose_survey(cx, SurveyPart::After, Some(second))
        .await
        .unwrap();
    let joined = surveys(cx).await.unwrap().joined;
    let ids: Vec<_> = joined
        .iter()
        .map(|it| (it.part, it.survey.as_ref().map(|it| it.id)))
        .collect();
    assert_eq!(
        ids,
        [
            (SurveyPart::Before, Some(first)),
            (SurveyPart::After, Some(second))
        ]
    );
    leave_survey(cx, SurveyPart::After).await.unwrap();
    let gone = leave_survey(cx, SurveyPart::After).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    assert!(show(cx, second).await.is_ok(), "the survey itself stays");
}

#[tokio::test]
async fn a_survey_of_the_training_is_begun_in_an_open_round_for_elected_officials() {
    let scene = Scene::new().await;
    let (cx, part) = (&scene.cx, SurveyPart::Before);
    let none = begin_survey(cx, part, None, "staff").await;
    assert_eq!(at_fields(none), ["round", "instrument"]);
    let id = begin_survey(cx, part, Some(scene.round), "elected-short")
        .await
        .unwrap();
    let (survey, _) = show(cx, id).await.unwrap();
    assert!(
        survey.title.contains("2025") && survey.title.contains("2029"),
        "{}",
        survey.title
    );
    let person = member(&scene, "ensio", &[Role::Elected], Locale::Fi).await;
    assert!(
        mine(&person).await.unwrap().surveys.is_empty(),
        "a draft is not shown"
    );
    open(cx, id).await.unwrap();
    let shown = mine(&person).await.unwrap().surveys;
    let address = shown[0].address.as_deref().unwrap();
    assert!(address.ends_with(&survey.link_code), "{address}");
    close(cx, id).await.unwrap();
    assert!(
        mine(&person).await.unwrap().surveys.is_empty(),
        "nor a closed one"
    );
    let again = begin_survey(cx, SurveyPart::After, Some(cx.id()), "elected").await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert!(!is_refused(&again, "assessment.round.frozen"));
    assert_eq!(
        surveys(cx)
            .await
            .unwrap()
            .joined
            .iter()
            .filter(|it| it.survey.is_some())
            .count(),
        1
    );
}
