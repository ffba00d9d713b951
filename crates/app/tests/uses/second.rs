//! Whoever runs a survey tries to find out what one person answered, or fills an open survey alone:
//! letters of a small survey, forms that nobody was shown, and what is left when a survey is over.

use app::survey::{
    Answers, Asked, Handed, NewLetters, Refusal, Sheet, close, confirm_letters, confirmed_letters,
    create, form_pass, hand_in, letter_request, letter_requests, letters, letters_to_confirm, open,
    progress, purge_due, refuse_letters, results, second_people, sheet, show, withdraw_letters,
};
use app::{Error, OrgCx, Outcome};
use domain::identity::Role;
use domain::survey::{Anonymity, Survey};
use domain::{LetterRequestId, SurveyId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::Token;

use crate::at::a_survey;
use crate::{Scene, is_refused};

async fn opened(scene: &Scene, anonymity: Anonymity, invited: i64) -> Survey {
    let new = Survey {
        anonymity,
        invited,
        ..a_survey(&scene.cx, scene.round)
    };
    let id = create(&scene.cx, &new).await.unwrap();
    open(&scene.cx, id).await.unwrap();
    show(&scene.cx, id).await.unwrap().0
}

fn asking(unnamed: usize, named: &[&str]) -> NewLetters {
    NewLetters {
        group: "Valtuusto".to_owned(),
        unnamed,
        named: named.iter().map(|it| (*it).to_owned()).collect(),
        is_file: false,
    }
}

async fn ask(cx: &OrgCx, survey: SurveyId, unnamed: usize) -> Outcome<Asked> {
    letters(cx, survey, &asking(unnamed, &[])).await
}

async fn only(cx: &OrgCx, survey: SurveyId) -> LetterRequestId {
    let all = letter_requests(cx, survey).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].id
}

fn answers(sheet: &Sheet, credential: &str, level: &str) -> Answers {
    let asked = sheet
        .questions()
        .map(|it| (it.id.clone(), level.to_owned()));
    Answers {
        credential: credential.to_owned(),
        chosen: asked.collect(),
        ..Answers::default()
    }
}

/// The attack: ten letters, nine of them answered by who made them, the tenth read from the result.
/// Alone the coordinator gets no code at all, so there is nothing to answer and nothing to read.
#[tokio::test]
async fn alone_a_coordinator_gets_no_code_of_a_small_survey() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let survey = opened(&scene, Anonymity::Split, 10).await;
    assert!(second_people(cx).await.unwrap().is_empty());
    for _ in 0..10 {
        assert_eq!(ask(cx, survey.id, 1).await.unwrap(), Asked::Waits);
    }
    for request in letter_requests(cx, survey.id).await.unwrap() {
        let confirmed = confirm_letters(cx, survey.id, request.id).await;
        assert!(is_refused(&confirmed, "survey.refused.own-letters"));
        let refusal = Refusal {
            word: "Ei".to_owned(),
        };
        let refused = refuse_letters(cx, survey.id, request.id, &refusal).await;
        assert!(is_refused(&refused, "survey.refused.own-letters"));
        let made = confirmed_letters(cx, survey.id, request.id, false).await;
        assert!(is_refused(&made, "survey.refused.not-confirmed"));
    }
    let told = progress(cx, &survey).await.unwrap();
    assert_eq!((told.invited, told.answered), (0, 0));
    let rows = scene.test.rows().await;
    assert!(rows.iter().all(|row| row.table != "roll.roll_entry"));
}

#[tokio::test]
async fn a_second_person_confirms_and_who_asked_makes_the_letters_once() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let leader = scene.member(Role::Leadership).await;
    let other = scene.member(Role::Coordinator).await;
    let assessor = scene.member(Role::Assessor).await;
    assert_eq!(second_people(cx).await.unwrap().len(), 2);
    let survey = opened(&scene, Anonymity::Split, 10).await;
    let new = asking(9, &["Maija Malli"]);
    assert_eq!(letters(cx, survey.id, &new).await.unwrap(), Asked::Waits);
    let id = only(cx, survey.id).await;
    assert!(
        letter_requests(&assessor, survey.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(letters_to_confirm(cx).await.unwrap().is_empty());
    assert_eq!(letters_to_confirm(&leader).await.unwrap().len(), 1);
    let seen = letter_request(&leader, survey.id, id).await.unwrap();
    assert_eq!((seen.would_be, seen.is_own(&leader)), (10, false));
    assert_eq!(seen.request.named, ["Maija Malli"]);
    confirm_letters(&leader, survey.id, id).await.unwrap();
    let twice = confirm_letters(&other, survey.id, id).await;
    assert!(is_refused(&twice, "survey.refused.letters-decided"));
    // Whoever confirmed, or anybody else, does not get the codes.
    let theirs = confirmed_letters(&other, survey.id, id, false).await;
    assert!(is_refused(&theirs, "survey.refused.others-letters"));
    let made = confirmed_letters(cx, survey.id, id, false)
        .await
        .unwrap()
        .letters;
    assert_eq!(made.len(), 10);
    let again = confirmed_letters(cx, survey.id, id, false).await;
    assert!(matches!(again, Err(Error::NotFound)));
    let survey = show(cx, survey.id).await.unwrap().0;
    assert_eq!(survey.letters, 10);
    let form = sheet(&scene.test.app, &survey.link_code).await.unwrap();
    assert_eq!(form.survey.letters, 10, "told on the form");
    let rows = scene.test.rows().await;
    assert!(rows.iter().all(|row| row.table != "main.letter_request"));
}

/// Ways around the second person.
#[tokio::test]
async fn few_letters_at_a_time_or_a_large_number_on_paper_do_not_go_around_the_second_person() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let large = opened(&scene, Anonymity::Split, 200).await;
    for number in [19, 10, 1, 19] {
        // What waits does not count: all of it could be refused.
        assert_eq!(ask(cx, large.id, number).await.unwrap(), Asked::Waits);
    }
    assert!(ask(cx, large.id, 20).await.unwrap().made().is_some());
    assert!(ask(cx, large.id, 1).await.unwrap().made().is_some());
    let small = opened(&scene, Anonymity::Split, 19).await;
    assert_eq!(ask(cx, small.id, 40).await.unwrap(), Asked::Waits);
}

#[tokio::test]
async fn a_refusal_has_a_word_and_names_are_kept_no_longer_than_needed() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let leader = scene.member(Role::Leadership).await;
    let survey = opened(&scene, Anonymity::Split, 27).await;
    let named = async |text: &str| {
        let rows = scene.test.rows().await;
        rows.iter().any(|row| row.text.contains(text))
    };
    letters(cx, survey.id, &asking(9, &["Nimi Ensimmäinen"]))
        .await
        .unwrap();
    let id = only(cx, survey.id).await;
    assert!(named("Nimi Ensimmäinen").await);
    let word = "Valtuutettuja on 27, mutta kirjeitä pyydettiin 10.";
    let refusal = Refusal {
        word: word.to_owned(),
    };
    refuse_letters(&leader, survey.id, id, &refusal)
        .await
        .unwrap();
    assert!(!named("Nimi Ensimmäinen").await);
    let refused = letter_requests(cx, survey.id).await.unwrap().remove(0);
    assert_eq!((refused.word.as_str(), refused.number()), (word, 10));
    let made = confirmed_letters(cx, survey.id, id, false).await;
    assert!(is_refused(&made, "survey.refused.not-confirmed"));
    withdraw_letters(cx, survey.id, id).await.unwrap();
    letters(cx, survey.id, &asking(0, &["Nimi Toinen"]))
        .await
        .unwrap();
    let id = only(cx, survey.id).await;
    withdraw_letters(cx, survey.id, id).await.unwrap();
    let late = confirm_letters(&leader, survey.id, id).await;
    assert!(matches!(late, Err(Error::NotFound)));
    letters(cx, survey.id, &asking(0, &["Nimi Kolmas"]))
        .await
        .unwrap();
    let id = only(cx, survey.id).await;
    close(cx, survey.id).await.unwrap();
    assert!(!named("Nimi Toinen").await && !named("Nimi Kolmas").await);
    let closed = confirm_letters(&leader, survey.id, id).await;
    assert!(matches!(closed, Err(Error::NotFound)));
}

#[tokio::test]
async fn letters_beyond_those_of_the_opening_are_told_in_the_result() {
    let scene = Scene::new().await;
    for (made, told) in [(20, Some(-7)), (27, None), (32, Some(5))] {
        let survey = opened(&scene, Anonymity::Split, 27).await;
        ask(&scene.cx, survey.id, made)
            .await
            .unwrap()
            .made()
            .unwrap();
        close(&scene.cx, survey.id).await.unwrap();
        let result = results(&scene.cx, survey.id).await.unwrap();
        assert_eq!(result.letters_beyond, told, "{made}");
    }
    let open_link = opened(&scene, Anonymity::Open, 27).await;
    close(&scene.cx, open_link.id).await.unwrap();
    let result = results(&scene.cx, open_link.id).await.unwrap();
    assert_eq!(result.letters_beyond, None);
}

/// A program makes its own tokens, as the form's script might: not one of fifteen thousand is taken.
#[tokio::test]
async fn tokens_that_nobody_was_shown_are_no_ballots() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let survey = opened(&scene, Anonymity::Open, 0).await;
    let form = sheet(app, &survey.link_code).await.unwrap();
    let shown = form_pass(app, &form).await.unwrap();
    let (_, stamp) = shown.split_once('.').unwrap();
    let mut rng = StdRng::seed_from_u64(1);
    let mut given = answers(&form, "", "no");
    for n in 0..15_000 {
        let code = Token::random(&mut rng).code();
        given.credential = match n % 3 {
            0 => code,
            1 => format!("{code}.{stamp}"),
            _ => format!("{code}.500000.{}", "ab".repeat(16)),
        };
        let handed = hand_in(app, &form, &given).await.unwrap();
        assert_eq!(handed, Handed::Stale);
    }
    assert_eq!(
        app.store().answered(scene.org.id, survey.id).await.unwrap(),
        0
    );
}

#[tokio::test]
async fn a_form_that_was_shown_is_one_ballot_on_any_node_for_a_day_and_in_its_own_survey() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let survey = opened(&scene, Anonymity::Open, 0).await;
    let other = opened(&scene, Anonymity::Open, 0).await;
    let form = sheet(app, &survey.link_code).await.unwrap();
    let foreign = sheet(app, &other.link_code).await.unwrap();
    let node = scene.test.another_node().await;
    let pass = form_pass(app, &form).await.unwrap();
    let theirs = answers(&foreign, &pass, "yes");
    assert_eq!(
        hand_in(app, &foreign, &theirs).await.unwrap(),
        Handed::Stale
    );
    let given = answers(&form, &pass, "yes");
    for n in 0..1_000 {
        let at = if n % 2 == 0 { &node } else { app };
        let handed = hand_in(at, &form, &given).await.unwrap();
        assert!(matches!(handed, Handed::Accepted { .. }), "{handed:?}");
    }
    let count = async || app.store().answered(scene.org.id, survey.id).await.unwrap();
    assert_eq!(count().await, 1, "a thousand sends of one form");
    let (late, later) = (
        form_pass(app, &form).await.unwrap(),
        form_pass(&node, &form).await.unwrap(),
    );
    scene.test.set_time("2027-05-12T08:59:00Z");
    let handed = hand_in(app, &form, &answers(&form, &late, "no"))
        .await
        .unwrap();
    assert!(
        matches!(handed, Handed::Accepted { .. }),
        "left open over a night"
    );
    scene.test.set_time("2027-05-12T10:00:00Z");
    let handed = hand_in(app, &form, &answers(&form, &later, "no"))
        .await
        .unwrap();
    assert_eq!(handed, Handed::Stale);
    assert_eq!(count().await, 2);
    // Nothing of a form that is shown is kept: whoever reads everything cannot tell it from a ballot.
    let rows = scene.test.rows().await;
    for shown in [&pass, &late, &later] {
        let (code, rest) = shown.split_once('.').unwrap();
        let (_, stamp) = rest.split_once('.').unwrap();
        assert!(
            rows.iter()
                .all(|row| !row.text.contains(code) && !row.text.contains(stamp))
        );
    }
}

/// Every file under the data, as bytes.
fn everything(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(everything(&path));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn on_its_day_the_roll_is_gone_from_every_file_and_the_result_is_what_it_was() {
    let scene = Scene::new().await;
    let (cx, app) = (&scene.cx, &scene.test.app);
    let survey = opened(&scene, Anonymity::Split, 20).await;
    let still_open = opened(&scene, Anonymity::Split, 20).await;
    let contact = "kutsuttu.henkilo@example.fi";
    let made = letters(cx, survey.id, &asking(19, &[contact]))
        .await
        .unwrap();
    let codes = made.made().unwrap().letters;
    ask(cx, still_open.id, 20).await.unwrap().made().unwrap();
    let form = sheet(app, &survey.link_code).await.unwrap();
    for letter in codes.iter().take(12) {
        let handed = hand_in(app, &form, &answers(&form, &letter.code, "no")).await;
        assert!(matches!(handed, Ok(Handed::Accepted { .. })));
    }
    close(cx, survey.id).await.unwrap();
    let before = results(cx, survey.id).await.unwrap();
    assert_eq!(before.survey.purge_on, Some(jiff::civil::date(2027, 6, 10)));
    scene.test.set_time("2027-06-09T09:00:00Z");
    purge_due(app).await.unwrap();
    let roll = async || {
        let rows = scene.test.rows().await;
        rows.iter()
            .filter(|it| it.table == "roll.roll_entry")
            .count()
    };
    assert_eq!(roll().await, 40, "the day before");
    assert!(
        app.store().engine() != store::Engine::Sqlite
            || holds(&everything(scene.test.folder()), contact)
    );
    scene.test.set_time("2027-06-10T09:00:00Z");
    let node = scene.test.another_node().await;
    let (first, second) = tokio::join!(purge_due(app), purge_due(&node));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(
        roll().await,
        20,
        "only the survey that is still open has one"
    );
    assert!(!holds(&everything(scene.test.folder()), contact));
    let after = results(cx, survey.id).await.unwrap();
    assert_eq!(after.survey.purged_on, Some(cx.today()));
    assert_eq!(
        (after.answered, &after.themes),
        (before.answered, &before.themes)
    );
    let told = progress(cx, &after.survey).await.unwrap();
    assert_eq!((told.invited, told.answered), (20, 12));
    let log = app::audit::page(cx, None).await.unwrap();
    let erased = log
        .iter()
        .filter(|it| it.kind.code() == "survey.roll-erased");
    assert_eq!(
        erased.map(|it| it.detail.as_str()).collect::<Vec<_>>(),
        ["20"]
    );
}
