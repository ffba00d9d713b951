//! What was heard in confidence: gone when it is taken back, nameless when names are taken out, and
//! read by those who may.

use app::assessment::criterion;
use app::interview::{
    self, Notes, Replacement, SuspectKind, Waits, code, coded, list, remove, replace_words,
    restore, save_facts, save_notes, set_done, summary, suspects, uncode,
};
use app::{Error, OrgCx};
use domain::identity::Role;
use domain::interview::{Interview, InterviewState, Passage};
use domain::{InterviewId, PassageId};
use jiff::civil::date;

use crate::at::{NOTES, a_passage, an_interview};
use crate::{Scene, is_refused, spot};

async fn written(scene: &Scene, notes: &str) -> Interview {
    let interview = an_interview(&scene.cx, scene.round);
    save_facts(&scene.cx, &interview).await.unwrap();
    note(scene, interview.id, notes, 1).await.unwrap();
    let opened = interview::open(&scene.cx, scene.round, interview.id).await;
    opened.unwrap().listed.interview
}

async fn note(scene: &Scene, id: InterviewId, text: &str, revision: i64) -> Result<i64, Error> {
    let notes = Notes {
        text: text.to_owned(),
        revision,
        codes_next: false,
    };
    save_notes(&scene.cx, scene.round, id, &notes).await
}

/// Codes what was said with a quote.
async fn quoted(scene: &Scene, of: &Interview, (said, quote): (&str, &str)) -> PassageId {
    let passage = Passage {
        excerpt: said.to_owned(),
        quote: quote.to_owned(),
        is_quotable: true,
        ..a_passage(&scene.cx, of)
    };
    code(&scene.cx, scene.round, &passage).await.unwrap();
    passage.id
}

/// In which tables a word stands; the log names no words.
async fn places(scene: &Scene, word: &str) -> Vec<String> {
    let rows = scene.test.rows().await.into_iter();
    let digits: Vec<String> = word.bytes().map(|b| format!("{b:02X}")).collect();
    let hex = digits.concat();
    let holds = |text: &str| {
        text.contains(word) || text.contains(&hex) || text.contains(&hex.to_lowercase())
    };
    rows.filter(|row| holds(&row.text))
        .map(|row| row.table)
        .collect()
}

#[tokio::test]
async fn whoever_withdraws_leaves_nothing_that_could_be_brought_back() {
    let scene = Scene::new().await;
    let interview = written(&scene, "V: Aarnivalkea kertoi kaiken.").await;
    let said = "Aarnivalkea kertoi kaiken.";
    let passage = quoted(&scene, &interview, (said, "Aarnivalkea kertoi")).await;
    let kept = uncode(&scene.cx, scene.round, interview.id, passage)
        .await
        .unwrap();
    assert!(!places(&scene, "Aarnivalkea").await.is_empty());
    remove(&scene.cx, scene.round, interview.id).await.unwrap();
    assert_eq!(places(&scene, "Aarnivalkea").await, [""; 0]);
    let back = restore(&scene.cx, scene.round, interview.id, kept).await;
    assert!(matches!(back, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_name_that_was_taken_out_does_not_come_back_with_a_removed_coding() {
    let scene = Scene::new().await;
    let interview = written(&scene, "V: Aarnivalkea tietää. Aarnivalkean mukaan.").await;
    let said = "Aarnivalkea tietää. Aarnivalkean mukaan.";
    let passage = quoted(&scene, &interview, (said, said)).await;
    let kept = uncode(&scene.cx, scene.round, interview.id, passage)
        .await
        .unwrap();
    let words = ["Aarnivalkea", "Aarnivalkean"].map(|word| Replacement {
        word: word.to_owned(),
        mark: "[nimi]".to_owned(),
    });
    let seen = interview.revision;
    let count = replace_words(&scene.cx, scene.round, interview.id, (&words, seen)).await;
    assert_eq!(count.unwrap(), 2);
    assert_eq!(places(&scene, "Aarnivalkea").await, [""; 0]);
    let back = restore(&scene.cx, scene.round, interview.id, kept).await;
    assert!(matches!(back, Err(Error::NotFound)));
}

#[tokio::test]
async fn names_are_taken_out_of_what_was_seen_and_not_of_what_came_after() {
    let scene = Scene::new().await;
    let interview = written(&scene, NOTES).await;
    let seen = interview.revision;
    note(&scene, interview.id, "V: Aivan muuta.", seen)
        .await
        .unwrap();
    let words = [Replacement {
        word: "Aivan".to_owned(),
        mark: "[x]".to_owned(),
    }];
    let stale = replace_words(&scene.cx, scene.round, interview.id, (&words, seen)).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let nothing = [Replacement {
        word: String::new(),
        mark: "[x]".to_owned(),
    }];
    let places = replace_words(&scene.cx, scene.round, interview.id, (&nothing, seen + 1)).await;
    assert_eq!(
        places.unwrap(),
        0,
        "an empty word is nowhere, not everywhere"
    );
    let opened = interview::open(&scene.cx, scene.round, interview.id)
        .await
        .unwrap();
    assert_eq!(opened.listed.interview.notes, "V: Aivan muuta.");
}

async fn waits(scene: &Scene) -> Waits {
    list(&scene.cx, scene.round).await.unwrap().list[0].waits
}

#[tokio::test]
async fn an_interview_says_what_it_waits_for_from_its_plan_to_its_end() {
    let scene = Scene::new().await;
    let planned = Interview {
        held_on: Some(date(2027, 5, 12)),
        state: InterviewState::Planned,
        ..an_interview(&scene.cx, scene.round)
    };
    save_facts(&scene.cx, &planned).await.unwrap();
    assert_eq!(waits(&scene).await, Waits::Day);
    // A day begins in Finland three hours before it does in the clock of the machine.
    scene.test.set_time("2027-05-11T20:59:00Z");
    assert_eq!(waits(&scene).await, Waits::Day);
    scene.test.set_time("2027-05-11T21:00:00Z");
    assert_eq!(waits(&scene).await, Waits::Notes);
    let revision = note(&scene, planned.id, NOTES, 1).await.unwrap();
    assert_eq!(waits(&scene).await, Waits::Coding);
    let passage = a_passage(&scene.cx, &planned);
    code(&scene.cx, scene.round, &passage).await.unwrap();
    assert_eq!(waits(&scene).await, Waits::Finishing);
    set_done(&scene.cx, scene.round, planned.id, true)
        .await
        .unwrap();
    assert_eq!(waits(&scene).await, Waits::Nothing);
    note(&scene, planned.id, "V: Lisäys.", revision + 1)
        .await
        .unwrap();
    assert_eq!(
        waits(&scene).await,
        Waits::Nothing,
        "more notes do not open it"
    );
    set_done(&scene.cx, scene.round, planned.id, false)
        .await
        .unwrap();
    uncode(&scene.cx, scene.round, planned.id, passage.id)
        .await
        .unwrap();
    assert_eq!(waits(&scene).await, Waits::Coding);
}

#[tokio::test]
async fn people_are_counted_once_they_have_been_heard() {
    let scene = Scene::new().await;
    let told = summary(&scene.cx, scene.round).await.unwrap();
    assert_eq!((told.interviews, told.people), (0, 0));
    let group = Interview {
        people: 7,
        ..an_interview(&scene.cx, scene.round)
    };
    save_facts(&scene.cx, &group).await.unwrap();
    let told = summary(&scene.cx, scene.round).await.unwrap();
    assert_eq!(
        (told.interviews, told.people),
        (0, 0),
        "nothing has been written down"
    );
    note(&scene, group.id, NOTES, 1).await.unwrap();
    let other = written(&scene, NOTES).await;
    quoted(
        &scene,
        &other,
        ("Palautusta ei ole kokeiltu.", "Ei ole kokeiltu"),
    )
    .await;
    code(&scene.cx, scene.round, &a_passage(&scene.cx, &group))
        .await
        .unwrap();
    let told = summary(&scene.cx, scene.round).await.unwrap();
    assert_eq!((told.interviews, told.people), (2, 8));
    let first = &told.themes[0];
    assert_eq!(
        (first.count.no, first.interviews, first.quotes.len()),
        (2, 2, 1)
    );
}

#[tokio::test]
async fn an_interview_is_reached_through_its_own_round_alone() {
    let scene = Scene::new().await;
    let interview = written(&scene, NOTES).await;
    let facts = app::assessment::round_facts(&scene.cx, scene.round)
        .await
        .unwrap();
    let other = app::assessment::create_round(&scene.cx, &facts)
        .await
        .unwrap();
    let passage = a_passage(&scene.cx, &interview);
    let id = interview.id;
    let before = scene.test.rows().await;
    let outcomes = [
        interview::open(&scene.cx, other, id).await.map(drop),
        coded(&scene.cx, other, id).await.map(drop),
        code(&scene.cx, other, &passage).await,
        set_done(&scene.cx, other, id, true).await,
        remove(&scene.cx, other, id).await,
        replace_words(&scene.cx, other, id, (&[], interview.revision))
            .await
            .map(drop),
    ];
    for (at, outcome) in outcomes.iter().enumerate() {
        assert!(matches!(outcome, Err(Error::NotFound)), "{at}: {outcome:?}");
    }
    assert_eq!(scene.test.rows().await, before);
}

/// What of the passages a person sees in the workspace.
async fn seen(cx: &OrgCx, scene: &Scene) -> Vec<Passage> {
    let (theme, id) = spot();
    let view = criterion(cx, scene.round, theme.as_str(), id.as_str()).await;
    view.unwrap()
        .passages
        .into_iter()
        .map(|(passage, _)| passage)
        .collect()
}

#[tokio::test]
async fn leadership_sees_quotes_that_may_be_published_and_never_the_talk() {
    let scene = Scene::new().await;
    let interview = written(&scene, NOTES).await;
    let (first, second) = ("Palautusta ei ole kokeiltu.", "Aiomme kokeilla syksyllä.");
    quoted(&scene, &interview, (first, "Ei ole kokeiltu")).await;
    let private = Passage {
        excerpt: second.to_owned(),
        quote: "Vain meille".to_owned(),
        ..a_passage(&scene.cx, &interview)
    };
    code(&scene.cx, scene.round, &private).await.unwrap();
    assert_eq!(seen(&scene.cx, &scene).await.len(), 2);
    let leader = scene.member(Role::Leadership).await;
    let theirs = seen(&leader, &scene).await;
    assert_eq!(theirs.len(), 1);
    assert_eq!(
        (theirs[0].quote.as_str(), theirs[0].excerpt.as_str()),
        ("Ei ole kokeiltu", "")
    );
    let told = app::assessment::progress(&leader, scene.round).await;
    let told = format!("{:?}", told.unwrap());
    assert!(
        !told.contains(second) && !told.contains("Vain meille"),
        "{told}"
    );
}

#[tokio::test]
async fn a_coding_is_put_where_its_words_stand_now() {
    let scene = Scene::new().await;
    let interview = written(&scene, "V: Niin.\nV: Muuta.\nV: Niin.").await;
    let last = Passage {
        turn: 2,
        excerpt: "Niin.".to_owned(),
        ..a_passage(&scene.cx, &interview)
    };
    code(&scene.cx, scene.round, &last).await.unwrap();
    let at = async || {
        let found = coded(&scene.cx, scene.round, interview.id).await.unwrap();
        let held = found.turns.iter().filter(|it| !it.codings.is_empty());
        held.map(|it| it.turn.number).collect::<Vec<_>>()
    };
    assert_eq!(at().await, [2], "the nearer one of the same words");
    note(
        &scene,
        interview.id,
        "V: Alku.\nV: Niin.\nV: Muuta.\nV: Niin.",
        2,
    )
    .await
    .unwrap();
    assert_eq!(at().await.len(), 1, "one coding is at one place");
    let moved = Passage {
        excerpt: "  Niin.\r\n".to_owned(),
        ..a_passage(&scene.cx, &interview)
    };
    code(&scene.cx, scene.round, &moved).await.unwrap();
    let none = Passage {
        excerpt: "niin.".to_owned(),
        ..a_passage(&scene.cx, &interview)
    };
    let none = code(&scene.cx, scene.round, &none).await;
    assert!(is_refused(&none, "interview.coding.changed"));
}

#[test]
fn words_that_tell_who_spoke_are_found_and_plain_ones_are_not() {
    let notes = "H: Kuka vastaa?\nJ1: Sen tietää Maija Malli. Soita 040 123 4567 tai \
        maija.malli@example.fi.\nJ2: Valtuusto päätti. Niin kai.";
    let found = suspects(notes);
    let of = |kind| {
        let all = found.iter().filter(move |it| it.kind == kind);
        all.map(|it| it.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of(SuspectKind::Name), ["Maija", "Malli"]);
    assert_eq!(of(SuspectKind::Email), ["maija.malli@example.fi"]);
    assert_eq!(of(SuspectKind::Phone).len(), 1, "{found:?}");
    assert!(suspects("").is_empty() && suspects("niin. no joo").is_empty());
}
