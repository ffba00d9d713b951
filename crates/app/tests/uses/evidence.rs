//! Interviews, the document review, and imports, as use cases on a real store.

use app::assessment::{RoundFacts, create_round};
use app::document::{Note, StateRow, StateSheet};
use app::form::Typed;
use app::import::{AnswersPlan, Extent, Target};
use app::interview::{Notes, Replacement};
use app::{Error, OrgCx, Outcome, assessment, document, form, import, interview, survey};
use domain::document::{DocumentReview, DocumentState};
use domain::identity::Role;
use domain::interview::InterviewState;
use domain::survey::SurveyState;
use domain::{InterviewId, PassageId, RoundId};
use testkit::TestApp;

async fn round(cx: &OrgCx) -> RoundId {
    let draft = RoundFacts {
        new: None,
        title: domain::text::Title::parse("Nykytila 2027").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    create_round(cx, &draft).await.unwrap()
}

async fn coordinator(test: &TestApp) -> (OrgCx, RoundId) {
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let round = round(&cx).await;
    (cx, round)
}

async fn interview_of(cx: &OrgCx, round: RoundId) -> InterviewId {
    let facts = Typed::of(&[
        ("guide", "management"),
        ("kind", "group"),
        ("title", "Johtoryhmä"),
        ("held_on", "11.5.2027"),
        ("people", "5"),
    ]);
    let round = assessment::round(cx, round).await.unwrap();
    let new = form::read(cx, &round, None, &facts).unwrap();
    interview::save_facts(cx, &new).await.unwrap();
    new.id
}

async fn save_notes(
    cx: &OrgCx,
    (round, id): (RoundId, InterviewId),
    text: &str,
    revision: i64,
) -> Outcome<i64> {
    let notes = Notes {
        text: text.to_owned(),
        revision,
        codes_next: false,
    };
    interview::save_notes(cx, round, id, &notes).await
}

/// The form of a new coding, sent from a turn as it was when it was opened.
async fn code(
    cx: &OrgCx,
    (round, id): (RoundId, InterviewId),
    (turn, excerpt): (&str, &str),
    (place, quote): (&str, &str),
) -> Outcome<PassageId> {
    let coded = interview::coded(cx, round, id).await?;
    let typed = Typed::of(&[
        ("turn", turn),
        ("excerpt", excerpt),
        ("place", place),
        ("level", "partly"),
        ("quote", quote),
        ("is_quotable", "true"),
    ]);
    let new = form::read(cx, &coded, None, &typed)?;
    interview::code(cx, round, &new).await?;
    Ok(new.id)
}

const QUOTE: &str = "Palautusta ei ole kokeiltu.";

#[tokio::test]
async fn an_interview_is_held_written_down_coded_and_done() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    let notes = "H: Onko kokeiltu?\nJ1: Maija kokeili kerran.\n";
    let revision = save_notes(&cx, (round, id), notes, 1).await.unwrap();
    assert_eq!(revision, 2);
    let spot = ("1", "Maija kokeili kerran.");
    let place = &content::framework().themes[0].criteria[0].id.as_str();
    let passage = code(&cx, (round, id), spot, (place, QUOTE)).await.unwrap();
    interview::set_done(&cx, round, id, true).await.unwrap();
    let coded = interview::coded(&cx, round, id).await.unwrap();
    assert_eq!(coded.interview.state, InterviewState::Done);
    assert_eq!(coded.turns[1].codings[0].id, passage);
    let summary = interview::summary(&cx, round).await.unwrap();
    assert_eq!(summary.themes[0].count.partly, 1);
    assert_eq!(summary.people, 5);
}

#[tokio::test]
async fn the_second_writer_is_told_and_the_same_words_twice_are_no_conflict() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    save_notes(&cx, (round, id), "J1: Yksi.", 1).await.unwrap();
    let again = save_notes(&cx, (round, id), "J1: Yksi.", 1).await;
    assert_eq!(again.unwrap(), 2);
    let other = save_notes(&cx, (round, id), "J1: Kaksi.", 1).await;
    assert!(matches!(other, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_coding_whose_words_have_changed_is_kept_and_shown_apart() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    save_notes(&cx, (round, id), "J1: Yksi.", 1).await.unwrap();
    let spot = ("0", "Yksi.");
    let theme = content::framework().themes[0].id.as_str();
    code(&cx, (round, id), spot, (theme, QUOTE)).await.unwrap();
    save_notes(&cx, (round, id), "J1: Kaksi.", 2).await.unwrap();
    let coded = interview::coded(&cx, round, id).await.unwrap();
    assert_eq!(coded.detached.len(), 1);
    let late = code(&cx, (round, id), spot, (theme, QUOTE)).await;
    assert!(matches!(
        late,
        Err(Error::Refused("interview.coding.changed"))
    ));
}

#[tokio::test]
async fn a_removed_coding_comes_back_once() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    save_notes(&cx, (round, id), "J1: Yksi.", 1).await.unwrap();
    let spot = ("0", "Yksi.");
    let theme = content::framework().themes[0].id.as_str();
    let passage = code(&cx, (round, id), spot, (theme, QUOTE)).await.unwrap();
    let kept = interview::uncode(&cx, round, id, passage).await.unwrap();
    interview::restore(&cx, round, id, kept).await.unwrap();
    let again = interview::restore(&cx, round, id, kept).await;
    assert!(matches!(again, Err(Error::NotFound)));
    let coded = interview::coded(&cx, round, id).await.unwrap();
    assert_eq!(coded.turns[0].codings.len(), 1);
}

#[tokio::test]
async fn a_replaced_name_is_nowhere() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    let notes = "J1: Sen tietää Maija.";
    save_notes(&cx, (round, id), notes, 1).await.unwrap();
    let spot = ("0", "Sen tietää Maija.");
    let named = (
        content::framework().themes[0].id.as_str(),
        "Sen tietää Maija.",
    );
    code(&cx, (round, id), spot, named).await.unwrap();
    let words = [Replacement {
        word: "Maija".to_owned(),
        mark: "[nimi]".to_owned(),
    }];
    interview::replace_words(&cx, round, id, &words, 2)
        .await
        .unwrap();
    let coded = interview::coded(&cx, round, id).await.unwrap();
    assert!(!format!("{coded:?}").contains("Maija"));
    assert_eq!(
        coded.turns[0].codings.len(),
        1,
        "the coding follows its words"
    );
}

fn typed(state: &str, note: &str, publicity: &str) -> Typed {
    Typed::of(&[
        ("state", state),
        ("note", note),
        ("publicity", publicity),
        ("ground", "JulkL 24.1 § 7 k"),
    ])
}

/// Reads the form of a document, or of a new one of the municipality's own.
async fn review(cx: &OrgCx, round: RoundId, id: Option<&str>, typed: &Typed) -> DocumentReview {
    let list = document::checklist(cx, round).await.unwrap();
    let was = id.and_then(|id| list.review(id));
    let read = form::read(cx, &list, was.as_ref(), typed);
    read.unwrap().review
}

#[tokio::test]
async fn documents_are_reviewed_and_late_ones_are_named() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let tested = content::documents()
        .iter()
        .find(|one| one.test_months.is_some())
        .unwrap();
    let typed = typed("exists", "", "internal").with("approved_on", "1.1.2015");
    let first = review(&cx, round, Some(&tested.id), &typed).await;
    document::save(&cx, &first).await.unwrap();
    let list = document::checklist(&cx, round).await.unwrap();
    let item = list.item(&tested.id).unwrap();
    assert!(item.due.review.is_some() && item.due.is_untested);
    assert_eq!(list.reviewed(), 1);
    assert_ne!(list.next_unreviewed(&tested.id).unwrap().id, tested.id);
    let stale = StateSheet {
        show: String::new(),
        rows: vec![StateRow {
            document: tested.id.clone(),
            state: DocumentState::Missing,
            revision: 0,
            is_touched: true,
        }],
    };
    let stale = document::save_states(&cx, round, &stale).await;
    assert!(matches!(stale, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_secret_note_is_withheld_from_those_without_the_right() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let round = round(&cx).await;
    let id = &content::documents()[0].id;
    let secret = typed("partly", "varavoima puuttuu", "secret");
    let secret = review(&cx, round, Some(id), &secret).await;
    document::save(&cx, &secret).await.unwrap();
    let owner = test.member(&org, Role::Owner).await;
    let list = document::checklist(&owner, round).await.unwrap();
    assert_eq!(list.item(id).unwrap().note, Note::Withheld);
    assert!(!format!("{list:?}").contains("varavoima"));
    let table = import::documents_template(&cx, round).await.unwrap();
    let account = import::preview_documents(&cx, round, &table).await.unwrap();
    assert_eq!(account.count, 1);
}

#[tokio::test]
async fn an_own_document_is_added_removed_and_brought_back() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let own = typed("exists", "", "internal")
        .with("title", "Hyvinvointisopimus")
        .with(
            "criteria",
            content::framework().themes[1].criteria[0].id.as_str(),
        );
    let own = review(&cx, round, None, &own).await;
    let id = document::add_own(&cx, &own).await.unwrap();
    document::remove_own(&cx, round, &id, 1).await.unwrap();
    let list = document::checklist(&cx, round).await.unwrap();
    assert!(list.item(&id).is_none());
    document::restore_own(&cx, round, &id).await.unwrap();
    let list = document::checklist(&cx, round).await.unwrap();
    let item = list.item(&id).unwrap();
    assert_eq!(
        item.theme.as_ref(),
        Some(&content::framework().themes[1].id)
    );
    let shipped = document::remove_own(&cx, round, &content::documents()[0].id, 0).await;
    assert!(matches!(shipped, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_checklist_with_a_bad_row_is_taken_in_part_or_not_at_all() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let file = "Asiakirja;Tila;Hyväksytty\nHallintosääntö;On olemassa;1.2.2026\nEi tällaista;Puuttuu;\nKuntastrategia;Osittain;joskus\n";
    // What is no day leaves out its cell alone.
    let account = import::preview_documents(&cx, round, file.as_bytes())
        .await
        .unwrap();
    assert_eq!((account.count, account.left_out()), (2, 1));
    let whole = import::take_documents(&cx, round, file.as_bytes(), Extent::Whole).await;
    assert!(matches!(whole, Err(Error::Refused(_))));
    assert_eq!(document::checklist(&cx, round).await.unwrap().reviewed(), 0);
    let taken = import::take_documents(&cx, round, file.as_bytes(), Extent::Rest).await;
    assert_eq!(taken.unwrap().count, 2);
    assert_eq!(document::checklist(&cx, round).await.unwrap().reviewed(), 2);
}

#[tokio::test]
async fn staged_notes_are_added_after_the_notes_and_then_forgotten() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    save_notes(&cx, (round, id), "J1: Ennen.", 1).await.unwrap();
    let target = Target::Notes(round, id);
    let body = "J2: Jälkeen.".as_bytes().to_vec();
    let staged = import::stage(&cx, target, "muistiinpanot.txt", body)
        .await
        .unwrap();
    let plan = AnswersPlan::of("");
    import::take(&cx, staged, &plan).await.unwrap();
    let coded = interview::coded(&cx, round, id).await.unwrap();
    assert_eq!(coded.interview.notes, "J1: Ennen.\n\nJ2: Jälkeen.");
    let again = import::take(&cx, staged, &plan).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn imported_answers_become_a_closed_survey() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let instrument = &content::instruments()[0];
    let asked: Vec<&content::Question> = instrument.sections[0]
        .questions
        .iter()
        .filter_map(|id| content::question(id))
        .collect();
    let headers: Vec<String> = asked
        .iter()
        .map(|one| format!("\"{}\"", one.text.fi))
        .collect();
    let mut file = format!("Vastaajan ID;{}\n", headers.join(";"));
    for respondent in 1..=12 {
        let answers = vec!["Osittain"; asked.len()].join(";");
        file.extend([respondent.to_string().as_str(), ";", &answers, "\n"]);
    }
    let plan = AnswersPlan::of(&instrument.id);
    let file = file.as_bytes();
    let shown = import::preview_answers(&cx, round, file, &plan)
        .await
        .unwrap();
    assert_eq!(shown.account.count, 12, "{:?}", shown.account.left);
    let taken = import::take_answers(&cx, round, file, &plan, Extent::Rest)
        .await
        .unwrap();
    let (found, _) = survey::show(&cx, taken.0).await.unwrap();
    assert_eq!(found.state, SurveyState::Closed);
    let results = survey::results(&cx, taken.0).await.unwrap();
    assert!(format!("{results:?}").contains("partly: 12"), "{results:?}");
}

#[tokio::test]
async fn nobody_reaches_another_organisations_interviews() {
    let test = TestApp::new().await;
    let (cx, round) = coordinator(&test).await;
    let id = interview_of(&cx, round).await;
    let other = test.municipality("Toinen").await;
    let stranger = test.member(&other, Role::Coordinator).await;
    let found = interview::open(&stranger, round, id).await;
    assert!(matches!(found, Err(Error::NotFound)));
    let leader = test.member(cx.organisation(), Role::Leadership).await;
    let refused = interview::open(&leader, round, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}
