//! A survey from its draft to its results: what each state allows, what becomes of a ballot, and that
//! nothing of it can be told of few people.

use std::collections::{BTreeMap, BTreeSet};

use app::survey::{
    Answers, ExportFormat, Handed, Letter, NewLetters, Sheet, TextDecision, TextState, breakdown,
    change, close, create, decide_text, export, form_pass, hand_in, letters, open, poster_file,
    progress, released_texts, results, sheet, show, texts,
};
use app::{Error, OrgCx, Outcome};
use domain::SurveyId;
use domain::identity::Role;
use domain::survey::{Anonymity, Survey, SurveyState};

use crate::at::a_survey;
use crate::{Scene, at_fields, is_refused};

/// A stored draft.
async fn draft(scene: &Scene, anonymity: Anonymity, invited: i64) -> Survey {
    let new = Survey {
        anonymity,
        invited,
        ..a_survey(&scene.cx, scene.round)
    };
    let id = create(&scene.cx, &new).await.unwrap();
    show(&scene.cx, id).await.unwrap().0
}

async fn opened(scene: &Scene, anonymity: Anonymity) -> Survey {
    let draft = draft(scene, anonymity, 27).await;
    open(&scene.cx, draft.id).await.unwrap();
    show(&scene.cx, draft.id).await.unwrap().0
}

async fn form(scene: &Scene, survey: &Survey) -> std::sync::Arc<Sheet> {
    sheet(&scene.test.app, &survey.link_code).await.unwrap()
}

/// What lets a form be handed in that is shown now.
async fn pass(scene: &Scene, form: &Sheet) -> String {
    form_pass(&scene.test.app, form).await.unwrap()
}

/// So many letters of a survey of which twenty are made.
async fn codes(scene: &Scene, survey: &Survey, number: usize) -> Vec<Letter> {
    let made = letters(&scene.cx, survey.id, &unnamed(20)).await.unwrap();
    let mut letters = made.made().expect("nobody else is asked").letters;
    letters.truncate(number);
    letters
}

/// Answers this level to everything, and this text.
fn answers(sheet: &Sheet, credential: &str, (level, text): (&str, &str)) -> Answers {
    let asked = sheet
        .questions()
        .map(|it| (it.id.clone(), level.to_owned()));
    Answers {
        credential: credential.to_owned(),
        chosen: asked.collect(),
        texts: [("q-comment".to_owned(), text.to_owned())].into(),
    }
}

/// So many people answer an open survey; each says this with a number behind it.
async fn answered(scene: &Scene, survey: &Survey, people: usize, text: &str) {
    let form = form(scene, survey).await;
    for person in 0..people {
        let text = if text.is_empty() {
            String::new()
        } else {
            format!("{text} {person}")
        };
        let pass = pass(scene, &form).await;
        let given = answers(&form, &pass, ("no", &text));
        let handed = hand_in(&scene.test.app, &form, &given).await.unwrap();
        assert!(matches!(handed, Handed::Accepted { .. }), "{handed:?}");
    }
}

fn unnamed(count: usize) -> NewLetters {
    NewLetters {
        group: "Valtuusto".to_owned(),
        unnamed: count,
        named: Vec::new(),
        is_file: false,
    }
}

/// What each step answers in a state: the key of the refusal, or that it goes on.
async fn tried(cx: &OrgCx, survey: &Survey) -> Vec<(&'static str, &'static str)> {
    let key = |outcome: Outcome<()>| match outcome {
        Ok(()) => "ok",
        Err(Error::Refused(key)) => key,
        Err(Error::NotFound) => "not found",
        other => panic!("{other:?}"),
    };
    let id = survey.id;
    vec![
        ("change", key(change(cx, survey).await)),
        ("letters", key(letters(cx, id, &unnamed(1)).await.map(drop))),
        ("results", key(results(cx, id).await.map(drop))),
        ("texts", key(texts(cx, id).await.map(drop))),
        ("released", key(released_texts(cx, id).await.map(drop))),
        (
            "export",
            key(export(cx, id, ExportFormat::Csv).await.map(drop)),
        ),
        (
            "breakdown",
            key(breakdown(cx, id, "q-body").await.map(drop)),
        ),
    ]
}

#[tokio::test]
async fn each_state_allows_its_own_steps_and_no_others() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let survey = draft(&scene, Anonymity::Split, 27).await;
    let (wait, none) = ("survey.refused.not-closed", "survey.refused.no-letters");
    let of = |change, letters, rest| {
        let read = ["results", "texts", "released", "export", "breakdown"];
        let mut all = vec![("change", change), ("letters", letters)];
        all.extend(read.map(|name| (name, rest)));
        all
    };
    assert_eq!(tried(cx, &survey).await, of("ok", none, wait));
    assert!(is_refused(
        &close(cx, survey.id).await,
        "survey.refused.not-open"
    ));
    assert!(matches!(
        poster_file(cx, survey.id).await,
        Err(Error::NotFound)
    ));
    open(cx, survey.id).await.unwrap();
    let survey = show(cx, survey.id).await.unwrap().0;
    assert_eq!(survey.state, SurveyState::Open);
    assert_eq!(survey.opened_on, Some(cx.today()));
    let shut = "survey.refused.not-draft";
    assert_eq!(tried(cx, &survey).await, of(shut, "ok", wait));
    assert!(is_refused(&open(cx, survey.id).await, shut));
    close(cx, survey.id).await.unwrap();
    let survey = show(cx, survey.id).await.unwrap().0;
    assert_eq!(survey.closed_on, Some(cx.today()));
    assert_eq!(tried(cx, &survey).await, of(shut, none, "ok"));
    assert!(is_refused(&open(cx, survey.id).await, shut));
    assert!(is_refused(
        &close(cx, survey.id).await,
        "survey.refused.not-open"
    ));
}

#[tokio::test]
async fn a_survey_in_which_everything_would_be_hidden_is_not_opened() {
    let scene = Scene::new().await;
    for (invited, is_open) in [(4, false), (5, true)] {
        let survey = draft(&scene, Anonymity::Split, invited).await;
        let outcome = open(&scene.cx, survey.id).await;
        assert_eq!(outcome.is_ok(), is_open, "{invited}: {outcome:?}");
    }
    let strict = Survey {
        minimum_cell: 10,
        invited: 9,
        ..a_survey(&scene.cx, scene.round)
    };
    create(&scene.cx, &strict).await.unwrap();
    let refused = open(&scene.cx, strict.id).await;
    assert!(is_refused(&refused, "survey.refused.too-few"));
}

#[tokio::test]
async fn a_letters_code_is_taken_once_as_typed_or_as_a_link() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let survey = opened(&scene, Anonymity::Split).await;
    let other = opened(&scene, Anonymity::Split).await;
    let form = form(&scene, &survey).await;
    let made = codes(&scene, &survey, 3).await;
    let theirs = codes(&scene, &other, 1).await;
    let [plain, link, loose] = made.as_slice() else {
        panic!("three letters");
    };
    let messy = format!("  {} ", loose.code.to_lowercase().replace('-', " "));
    for code in [&plain.code, &link.link, &messy] {
        let given = answers(&form, code, ("yes", ""));
        let first = hand_in(app, &form, &given).await.unwrap();
        assert!(
            matches!(first, Handed::Accepted { .. }),
            "{code}: {first:?}"
        );
        let again = hand_in(app, &form, &given).await.unwrap();
        assert_eq!(again, Handed::Used, "{code}");
    }
    let foreign = answers(&form, &theirs[0].code, ("yes", ""));
    let foreign = hand_in(app, &form, &foreign).await.unwrap();
    assert_eq!(foreign, Handed::UnknownCode);
    let drawn = pass(&scene, &form).await;
    let code = drawn.split('.').next().unwrap();
    let made_up = answers(&form, code, ("yes", ""));
    assert_eq!(
        hand_in(app, &form, &made_up).await.unwrap(),
        Handed::UnknownCode
    );
    let (_, cut) = plain.code.split_once('-').unwrap();
    for wrong in ["", "abc", cut, "ÄÄÄÄ-ÄÄÄÄ"] {
        let given = answers(&form, wrong, ("yes", ""));
        let handed = hand_in(app, &form, &given).await.unwrap();
        assert!(matches!(handed, Handed::Mistyped(_)), "{wrong}: {handed:?}");
    }
}

#[tokio::test]
async fn an_open_form_sent_twice_is_one_ballot() {
    let scene = Scene::new().await;
    let survey = opened(&scene, Anonymity::Open).await;
    let sheet = form(&scene, &survey).await;
    let pass = pass(&scene, &sheet).await;
    let given = answers(&sheet, &pass, ("no", ""));
    for _ in 0..3 {
        let handed = hand_in(&scene.test.app, &sheet, &given).await.unwrap();
        assert!(matches!(handed, Handed::Accepted { .. }));
    }
    answered(&scene, &survey, 5, "").await;
    close(&scene.cx, survey.id).await.unwrap();
    assert_eq!(results(&scene.cx, survey.id).await.unwrap().answered, 6);
}

#[tokio::test]
async fn what_was_not_asked_is_dropped_and_nothing_is_not_a_ballot() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let survey = opened(&scene, Anonymity::Open).await;
    let form = form(&scene, &survey).await;
    let mut given = Answers {
        credential: pass(&scene, &form).await,
        chosen: BTreeMap::from([
            ("q-budget".to_owned(), "no".to_owned()),
            ("q-strategy".to_owned(), "maybe".to_owned()),
            ("q-not-asked".to_owned(), "yes".to_owned()),
            ("q-body".to_owned(), "choir".to_owned()),
        ]),
        texts: BTreeMap::from([
            ("q-budget".to_owned(), "teksti väärässä paikassa".to_owned()),
            ("q-comment".to_owned(), "  \n ".to_owned()),
        ]),
    };
    let Handed::Accepted { answers, texts } = hand_in(app, &form, &given).await.unwrap() else {
        panic!("must be taken");
    };
    let kept = [("q-budget".to_owned(), "no".to_owned())];
    assert_eq!((answers, texts), (kept.into(), BTreeMap::new()));
    given.chosen.remove("q-budget");
    given.credential = pass(&scene, &form).await;
    assert_eq!(hand_in(app, &form, &given).await.unwrap(), Handed::Empty);
    let again = pass(&scene, &form).await;
    let text = |length| Answers {
        credential: again.clone(),
        texts: [("q-comment".to_owned(), "ä".repeat(length))].into(),
        ..Answers::default()
    };
    assert_eq!(
        hand_in(app, &form, &text(2_001)).await.unwrap(),
        Handed::TooLong
    );
    let longest = hand_in(app, &form, &text(2_000)).await.unwrap();
    assert!(matches!(longest, Handed::Accepted { .. }), "{longest:?}");
}

/// A control character that a database cannot keep must not hold back everybody's answers.
#[tokio::test]
async fn what_cannot_be_seen_is_not_kept_of_a_text() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let survey = opened(&scene, Anonymity::Open).await;
    let form = form(&scene, &survey).await;
    let odd = Answers {
        credential: pass(&scene, &form).await,
        texts: [(
            "q-comment".to_owned(),
            " Yk\0si\u{8}\r\nkaksi\u{1b} ".to_owned(),
        )]
        .into(),
        ..Answers::default()
    };
    let Handed::Accepted { texts: kept, .. } = hand_in(app, &form, &odd).await.unwrap() else {
        panic!("must be taken");
    };
    let kept: Vec<String> = kept.into_values().collect();
    assert_eq!(kept, ["Yksi\nkaksi"]);
    let nothing = Answers {
        credential: pass(&scene, &form).await,
        texts: [("q-comment".to_owned(), "\0\u{7}".to_owned())].into(),
        ..Answers::default()
    };
    assert_eq!(hand_in(app, &form, &nothing).await.unwrap(), Handed::Empty);
    answered(&scene, &survey, 10, "Huoli").await;
    close(&scene.cx, survey.id).await.unwrap();
    let found = texts(&scene.cx, survey.id).await.unwrap().texts;
    assert!(found.iter().any(|it| it.body == "Yksi\nkaksi"));
    let key = found[0].key.code();
    let decision = TextDecision {
        key: &key,
        body: "a\0b",
        state: TextState::Released,
    };
    decide_text(&scene.cx, survey.id, decision).await.unwrap();
    let released = released_texts(&scene.cx, survey.id).await.unwrap();
    assert_eq!(released[0].1, "ab");
}

#[tokio::test]
async fn a_draft_and_a_closed_survey_take_no_answers() {
    let scene = Scene::new().await;
    let app = &scene.test.app;
    let draft = draft(&scene, Anonymity::Open, 0).await;
    let before = form(&scene, &draft).await;
    let given = answers(&before, &pass(&scene, &before).await, ("yes", ""));
    assert_eq!(hand_in(app, &before, &given).await.unwrap(), Handed::Closed);
    open(&scene.cx, draft.id).await.unwrap();
    let during = form(&scene, &draft).await;
    assert_eq!(
        during.survey.state,
        SurveyState::Open,
        "seen at once where it was opened"
    );
    close(&scene.cx, draft.id).await.unwrap();
    // The form that somebody had open all the time: the box decides.
    assert_eq!(hand_in(app, &during, &given).await.unwrap(), Handed::Closed);
    assert!(matches!(
        sheet(app, "no-such-link").await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn while_a_survey_is_open_its_count_takes_wide_steps_and_at_the_end_it_is_exact() {
    let scene = Scene::new().await;
    let draft = draft(&scene, Anonymity::Open, 0).await;
    open(&scene.cx, draft.id).await.unwrap();
    let survey = show(&scene.cx, draft.id).await.unwrap().0;
    let mut seen = BTreeSet::new();
    for _ in 0..10 {
        answered(&scene, &survey, 11, "").await;
        let told = progress(&scene.cx, &survey).await.unwrap();
        assert!(!told.is_final);
        seen.insert(told.answered);
    }
    // Nothing below fifty, and more than nothing above a hundred; a step is never ahead of the answers.
    assert!(seen.contains(&0) && seen.iter().all(|it| [0, 50, 100].contains(it)));
    assert!(seen.len() > 1, "{seen:?}");
    // Another node tells the same.
    let node = scene.test.another_node().await;
    let own = progress(&scene.cx, &survey).await.unwrap().answered;
    let org = scene.org.id;
    let exact = node.store().answered(org, survey.id).await.unwrap();
    assert!(own <= exact && exact == 110);
    close(&scene.cx, survey.id).await.unwrap();
    let survey = show(&scene.cx, survey.id).await.unwrap().0;
    let told = progress(&scene.cx, &survey).await.unwrap();
    assert_eq!((told.answered, told.is_final), (110, true));
}

#[tokio::test]
async fn of_four_answers_nothing_is_told_and_of_nine_no_text() {
    let scene = Scene::new().await;
    let few = opened(&scene, Anonymity::Open).await;
    answered(&scene, &few, 4, "Salainen huoli").await;
    close(&scene.cx, few.id).await.unwrap();
    let told = results(&scene.cx, few.id).await.unwrap();
    assert_eq!(told.answered, 0);
    let shown = format!("{:?}", told.themes);
    assert!(
        !shown.contains("no: 4") && !shown.contains("Count(4)"),
        "{shown}"
    );
    assert!(texts(&scene.cx, few.id).await.unwrap().is_withheld);
    let some = opened(&scene, Anonymity::Open).await;
    answered(&scene, &some, 9, "Salainen huoli").await;
    close(&scene.cx, some.id).await.unwrap();
    assert_eq!(results(&scene.cx, some.id).await.unwrap().answered, 9);
    let found = texts(&scene.cx, some.id).await.unwrap();
    assert!(found.is_withheld && found.texts.is_empty());
    assert!(released_texts(&scene.cx, some.id).await.unwrap().is_empty());
}

async fn ten_texts(scene: &Scene) -> SurveyId {
    let survey = opened(scene, Anonymity::Open).await;
    answered(scene, &survey, 10, "Huoli").await;
    close(&scene.cx, survey.id).await.unwrap();
    survey.id
}

#[tokio::test]
async fn a_text_is_read_by_others_only_after_a_person_released_it_as_it_was_left() {
    let scene = Scene::new().await;
    let id = ten_texts(&scene).await;
    let cx = &scene.cx;
    let found = texts(cx, id).await.unwrap();
    assert_eq!(found.texts.len(), 10);
    assert!(
        released_texts(cx, id).await.unwrap().is_empty(),
        "nobody has read them"
    );
    let key = found.texts[0].key.code();
    let decide = |body: &'static str, state| {
        let key = key.clone();
        async move {
            let key = &key;
            decide_text(cx, id, TextDecision { key, body, state }).await
        }
    };
    decide("[nimi] pelkää kiristystä", TextState::Released)
        .await
        .unwrap();
    let released = released_texts(cx, id).await.unwrap();
    let wanted = (
        "q-comment".to_owned(),
        "[nimi] pelkää kiristystä".to_owned(),
    );
    assert_eq!(released, [wanted]);
    assert_eq!(at_fields(decide("  ", TextState::Released).await), ["body"]);
    let long: &'static str = "ä".repeat(2_001).leak();
    assert_eq!(at_fields(decide(long, TextState::Released).await), ["body"]);
    assert_eq!(released_texts(cx, id).await.unwrap().len(), 1);
    decide("", TextState::Withheld).await.unwrap();
    assert!(
        released_texts(cx, id).await.unwrap().is_empty(),
        "taken back"
    );
    let unknown = TextDecision {
        key: "00ff",
        body: "x",
        state: TextState::Released,
    };
    assert!(matches!(
        decide_text(cx, id, unknown).await,
        Err(Error::NotFound)
    ));
    let log = app::audit::page(cx, None).await.unwrap();
    let entries = log
        .iter()
        .filter(|it| it.kind.code() == "survey.text-released");
    let details: Vec<_> = entries.map(|it| it.detail.as_str()).collect();
    assert_eq!(
        details,
        ["withheld", "released"],
        "each decision, and no words"
    );
}

#[tokio::test]
async fn a_decision_is_on_a_text_of_its_own_survey() {
    let scene = Scene::new().await;
    let (first, second) = (ten_texts(&scene).await, ten_texts(&scene).await);
    let key = texts(&scene.cx, first).await.unwrap().texts[0].key.code();
    let decision = TextDecision {
        key: &key,
        body: "Sanat",
        state: TextState::Released,
    };
    let elsewhere = decide_text(&scene.cx, second, decision).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    assert!(released_texts(&scene.cx, first).await.unwrap().is_empty());
}

#[tokio::test]
async fn letters_are_all_different_and_kept_nowhere() {
    let scene = Scene::new().await;
    let survey = opened(&scene, Anonymity::Split).await;
    let made = letters(&scene.cx, survey.id, &unnamed(200)).await.unwrap();
    let made = made.made().unwrap();
    let codes: BTreeSet<&str> = made.letters.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes.len(), 200);
    for letter in &made.letters {
        assert_eq!(letter.link, format!("{}#{}", letter.address, letter.code));
        assert!(letter.address.ends_with(&survey.link_code));
    }
    let stored: String = scene
        .test
        .rows()
        .await
        .into_iter()
        .map(|it| it.text)
        .collect();
    assert!(codes.iter().all(|code| !stored.contains(code)));
    let told = progress(&scene.cx, &survey).await.unwrap();
    assert_eq!(told.invited, 200);
    let open_link = opened(&scene, Anonymity::Open).await;
    let refused = letters(&scene.cx, open_link.id, &unnamed(1)).await;
    assert!(is_refused(&refused, "survey.refused.no-letters"));
}

#[tokio::test]
async fn the_exported_table_holds_the_figures_of_the_page_in_every_language() {
    let scene = Scene::new().await;
    let survey = opened(&scene, Anonymity::Open).await;
    answered(&scene, &survey, 12, "").await;
    close(&scene.cx, survey.id).await.unwrap();
    let told = results(&scene.cx, survey.id).await.unwrap();
    let asked: usize = told.themes.iter().map(|it| it.questions.len()).sum();
    for locale in domain::Locale::ALL {
        let cx = scene.cx.in_language(locale);
        let file = export(&cx, survey.id, ExportFormat::Csv).await.unwrap();
        let text = String::from_utf8(file.body).unwrap();
        let everybody = cx.texts().say("survey.table.everybody");
        let rows = text.lines().filter(|line| line.contains(everybody));
        assert_eq!(rows.clone().count(), asked, "{locale}");
        assert!(rows.clone().all(|row| row.contains(";12;")), "{text}");
        assert!(file.name.ends_with("-elected.csv"), "{}", file.name);
    }
    let workbook = export(&scene.cx, survey.id, ExportFormat::Xlsx)
        .await
        .unwrap();
    assert!(workbook.body.starts_with(b"PK"));
    let unasked = breakdown(&scene.cx, survey.id, "q-sector").await;
    assert!(matches!(unasked, Err(Error::NotFound)));
    // Nobody said in which body they sit, so every named group is empty.
    let by = breakdown(&scene.cx, survey.id, "q-body").await.unwrap();
    for (_, groups) in by.questions {
        let named = groups.iter().filter(|it| !it.group.is_empty());
        assert!(
            named.clone().all(|it| it.tally.n().is_none_or(|n| n == 0)),
            "{groups:?}"
        );
    }
}

#[tokio::test]
async fn nobody_in_the_log_or_the_main_database_says_who_answered() {
    let scene = Scene::new().await;
    let survey = opened(&scene, Anonymity::Split).await;
    let form = form(&scene, &survey).await;
    let new = NewLetters {
        named: vec!["Maija Malli, Kotikatu 1".to_owned()],
        ..unnamed(19)
    };
    let made = letters(&scene.cx, survey.id, &new).await.unwrap();
    let made = made.made().unwrap();
    let before = scene.test.rows().await;
    let given = answers(&form, &made.letters[0].code, ("no", "Oma huoleni"));
    hand_in(&scene.test.app, &form, &given).await.unwrap();
    let after = scene.test.rows().await;
    let new: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
    assert!(!new.is_empty());
    for row in new {
        // A sealed ballot and the batch that it waits in; nothing about a person.
        assert!(!row.table.starts_with("main."), "{}", row.table);
        assert!(!row.text.contains("Maija") && !row.text.contains("Oma huoleni"));
    }
    let on_the_roll = before.iter().filter(|row| row.text.contains("Maija"));
    assert!(on_the_roll.clone().count() > 0);
    assert!(
        on_the_roll.clone().all(|row| after.contains(row)),
        "marked at once"
    );
    let leader = scene.member(Role::Leadership).await;
    let told = format!("{:?}", progress(&leader, &survey).await.unwrap());
    assert!(!told.contains("Maija"), "{told}");
}
