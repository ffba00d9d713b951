//! Files between their account and their taking: taken once, whole, by whoever brought them, and as the
//! account said.

use app::import::{
    Again, AnswersPlan, Extent, Target, account_of, discard, documents_template, imported,
    preview_answers, preview_documents, preview_services, remove_answers, services_table, stage,
    staged, take, take_answers, take_documents, take_notes, take_services,
};
use app::{Error, OrgCx, document, interview, service, survey};
use domain::document::{DocumentReview, DocumentState};
use domain::identity::Role;
use domain::interview::InterviewState;
use domain::service::{Node, NodeKind};
use domain::{InterviewId, Marked, Marking, Publicity};

use crate::at::{a_review, an_interview};
use crate::frozen::ANSWERS;
use crate::{Scene, is_refused};

fn plan() -> AnswersPlan {
    AnswersPlan::of("elected")
}

async fn an_open_interview(scene: &Scene) -> InterviewId {
    let interview = an_interview(&scene.cx, scene.round);
    interview::save_facts(&scene.cx, &interview).await.unwrap();
    interview.id
}

/// A file of each kind, with how much of each is stored.
async fn targets(scene: &Scene) -> [(Target, &'static str); 4] {
    let interview = an_open_interview(scene).await;
    let checklist = "Asiakirja;Tila\nHallintosääntö;On olemassa\n";
    [
        (Target::Documents(scene.round), checklist),
        (
            Target::Notes(scene.round, interview),
            "K: Miten?\nV: Niin.\n",
        ),
        (Target::Services, "Nimi;Laji\nKirjasto;palvelu\n"),
        (Target::answers(scene.round, "elected").unwrap(), ANSWERS),
    ]
}

/// What has been taken of each kind: reviewed documents, letters of notes, services, surveys.
async fn stored(scene: &Scene) -> [usize; 4] {
    let cx = &scene.cx;
    let reviewed = document::checklist(cx, scene.round)
        .await
        .unwrap()
        .reviewed();
    let interviews = interview::list(cx, scene.round).await.unwrap().list;
    let notes = interviews.iter().map(|it| it.interview.notes.len()).sum();
    let services = service::register(cx).await.unwrap().nodes().len();
    let surveys = survey::of_round(cx, scene.round)
        .await
        .unwrap()
        .surveys
        .len();
    [reviewed, notes, services, surveys]
}

#[tokio::test]
async fn a_file_of_each_kind_waits_is_accounted_for_taken_once_and_forgotten() {
    let scene = Scene::new().await;
    for (at, (target, text)) in targets(&scene).await.into_iter().enumerate() {
        let before = stored(&scene).await;
        let body = text.as_bytes().to_vec();
        let id = stage(&scene.cx, target, "tiedosto.csv", body)
            .await
            .unwrap();
        let file = staged(&scene.cx, id).await.unwrap();
        assert_eq!(
            (file.target, file.file_name.as_str()),
            (target, "tiedosto.csv")
        );
        let account = account_of(&scene.cx, &file, &plan()).await.unwrap().account;
        assert!(account.count > 0, "{target:?}: {:?}", account.left);
        assert_eq!(stored(&scene).await, before, "looking changes nothing");
        // A person looks at one file at a time.
        drop(file);
        assert_eq!(take(&scene.cx, id, &plan()).await.unwrap(), target);
        let after = stored(&scene).await;
        assert!(after[at] > before[at], "{target:?}");
        for outcome in [
            take(&scene.cx, id, &plan()).await.map(drop),
            discard(&scene.cx, id).await.map(drop),
            staged(&scene.cx, id).await.map(drop),
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{target:?}");
        }
        assert_eq!(stored(&scene).await, after);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_that_is_pressed_twice_takes_a_file_once() {
    let scene = Scene::new().await;
    for (target, text) in targets(&scene).await {
        let body = text.as_bytes().to_vec();
        let id = stage(&scene.cx, target, "tiedosto.csv", body)
            .await
            .unwrap();
        let before = stored(&scene).await;
        let plan = plan();
        let (one, two) = tokio::join!(take(&scene.cx, id, &plan), take(&scene.cx, id, &plan));
        assert!(
            one.is_ok() != two.is_ok(),
            "{target:?}: {one:?} and {two:?}"
        );
        let after = stored(&scene).await;
        let added: Vec<usize> = after.iter().zip(before).map(|(it, was)| it - was).collect();
        match target {
            Target::Answers(..) => assert_eq!(added[3], 1, "one survey"),
            Target::Notes(..) => assert_eq!(added[1], "K: Miten?\nV: Niin.".len(), "once"),
            Target::Documents(_) => assert_eq!(added[0], 1),
            Target::Services => assert_eq!(added[2], 1),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_taken_stays_and_what_is_discarded_is_gone() {
    let scene = Scene::new().await;
    for (target, text) in targets(&scene).await {
        let before = stored(&scene).await;
        let id = stage(&scene.cx, target, "x", Vec::new()).await.unwrap();
        let refused = take(&scene.cx, id, &plan()).await;
        assert!(
            is_refused(&refused, "import.refused"),
            "{target:?}: {refused:?}"
        );
        assert!(staged(&scene.cx, id).await.is_ok(), "the file stays");
        assert_eq!(discard(&scene.cx, id).await.unwrap(), target);
        let whole = text.as_bytes().to_vec();
        let id = stage(&scene.cx, target, "x", whole).await.unwrap();
        discard(&scene.cx, id).await.unwrap();
        assert!(matches!(discard(&scene.cx, id).await, Err(Error::NotFound)));
        assert_eq!(stored(&scene).await, before, "{target:?}");
    }
    let uploads = scene.test.rows().await;
    assert!(uploads.iter().all(|row| row.table != "main.upload"));
}

#[tokio::test]
async fn a_file_waits_for_a_day() {
    let scene = Scene::new().await;
    let body = b"Nimi;Laji\nKirjasto;palvelu\n".to_vec();
    let id = stage(&scene.cx, Target::Services, "x", body).await.unwrap();
    scene.test.set_time("2027-05-12T09:00:00Z");
    assert!(staged(&scene.cx, id).await.is_ok(), "to the second");
    scene.test.set_time("2027-05-12T09:00:01Z");
    assert!(matches!(staged(&scene.cx, id).await, Err(Error::NotFound)));
    let late = take(&scene.cx, id, &plan()).await;
    assert!(matches!(late, Err(Error::NotFound)));
    assert!(
        service::register(&scene.cx)
            .await
            .unwrap()
            .nodes()
            .is_empty()
    );
}

/// Nobody fills the disk with files that nobody decides on.
#[tokio::test]
async fn of_many_files_that_one_person_leaves_waiting_the_oldest_makes_way() {
    let scene = Scene::new().await;
    let colleague = scene
        .test
        .member(scene.cx.organisation(), Role::Coordinator)
        .await;
    let body = || b"Nimi;Laji\nKirjasto;palvelu\n".to_vec();
    let theirs = stage(&colleague, Target::Services, "x", body())
        .await
        .unwrap();
    let mut own = Vec::new();
    for minute in 1..=7 {
        scene
            .test
            .set_time(&format!("2027-05-11T09:{minute:02}:00Z"));
        own.push(
            stage(&scene.cx, Target::Services, "x", body())
                .await
                .unwrap(),
        );
    }
    for (at, id) in own.iter().enumerate() {
        assert_eq!(staged(&scene.cx, *id).await.is_ok(), at >= 2, "{at}");
    }
    assert!(staged(&colleague, theirs).await.is_ok());
}

#[tokio::test]
async fn a_file_for_what_does_not_exist_is_not_kept() {
    let scene = Scene::new().await;
    let interview = an_open_interview(&scene).await;
    let elsewhere = scene.cx.id();
    for target in [
        Target::Documents(elsewhere),
        Target::Notes(elsewhere, interview),
        Target::Notes(scene.round, scene.cx.id()),
        Target::answers(elsewhere, "elected").unwrap(),
    ] {
        let kept = stage(&scene.cx, target, "x", vec![1]).await;
        assert!(matches!(kept, Err(Error::NotFound)), "{target:?}");
    }
    assert!(Target::answers(scene.round, "no-such-instrument").is_none());
}

#[tokio::test]
async fn notes_for_an_interview_that_was_removed_meanwhile_are_not_taken() {
    let scene = Scene::new().await;
    let interview = an_open_interview(&scene).await;
    let target = Target::Notes(scene.round, interview);
    let body = "V: Salainen puhe.\n".as_bytes().to_vec();
    let id = stage(&scene.cx, target, "x.txt", body).await.unwrap();
    interview::remove(&scene.cx, scene.round, interview)
        .await
        .unwrap();
    let late = take(&scene.cx, id, &plan()).await;
    assert!(matches!(late, Err(Error::NotFound)));
    assert!(
        interview::list(&scene.cx, scene.round)
            .await
            .unwrap()
            .list
            .is_empty()
    );
}

async fn recorded(cx: &OrgCx, scene: &Scene, id: &str) -> DocumentReview {
    let list = document::checklist(cx, scene.round).await.unwrap();
    list.review(id).unwrap().review
}

#[tokio::test]
async fn a_checklist_that_is_downloaded_and_brought_back_changes_nothing() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    for (at, state) in DocumentState::ALL.iter().enumerate() {
        let id = content::documents()[at].id.clone();
        let review = DocumentReview {
            title: None,
            state: *state,
            note: Marked::new(format!("Huomio {at}"), Marking::INTERNAL),
            tested_on: Some(jiff::civil::date(2027, 2, 28)),
            ..a_review(scene.round, id)
        };
        document::save(cx, &review).await.unwrap();
    }
    for locale in domain::Locale::ALL {
        let cx = cx.in_language(locale);
        let before = document::checklist(&cx, scene.round).await.unwrap();
        let table = documents_template(&cx, scene.round).await.unwrap();
        let told = take_documents(&cx, scene.round, &table, Extent::Whole)
            .await
            .unwrap();
        assert_eq!(told.count, before.reviewed(), "{locale}");
        let after = document::checklist(&cx, scene.round).await.unwrap();
        for (was, is) in before.items.iter().zip(&after.items) {
            let same = DocumentReview {
                revision: was.review.revision,
                ..is.review.clone()
            };
            assert_eq!((&same, &is.note), (&was.review, &was.note), "{locale}");
        }
    }
}

#[tokio::test]
async fn an_empty_cell_of_a_checklist_removes_nothing_and_a_row_twice_is_told() {
    let scene = Scene::new().await;
    let id = "administrative-rule";
    let id = content::document(id).map_or(&*content::documents()[0].id, |it| &it.id);
    let name = &content::document(id).unwrap().title.fi;
    let full = DocumentReview {
        title: None,
        note: Marked::new("Tärkeä huomio".to_owned(), Marking::INTERNAL),
        ..a_review(scene.round, id.to_owned())
    };
    document::save(&scene.cx, &full).await.unwrap();
    let file = format!("Asiakirja;Tila;Hyväksyjä;Hyväksytty;Huomautus\n{name};Vanhentunut;;;\n");
    take_documents(&scene.cx, scene.round, file.as_bytes(), Extent::Whole)
        .await
        .unwrap();
    let kept = recorded(&scene.cx, &scene, id).await;
    assert_eq!(kept.state, DocumentState::Outdated);
    assert_eq!(
        (kept.note.for_member().as_str(), kept.approved_by.as_str()),
        ("Tärkeä huomio", "Hallitus")
    );
    assert_eq!(kept.approved_on, full.approved_on);
    let twice = format!("Asiakirja;Tila\n{name};Puuttuu\n{name};On olemassa\n");
    let told = preview_documents(&scene.cx, scene.round, twice.as_bytes())
        .await
        .unwrap();
    assert_eq!(told.count + told.left_out(), 2, "{told:?}");
    assert!(
        told.left_out() >= 1,
        "which of the two is meant is not guessed: {told:?}"
    );
}

#[tokio::test]
async fn a_table_never_makes_a_secret_note_less_secret() {
    let scene = Scene::new().await;
    let expected = &content::documents()[0];
    let secret = DocumentReview {
        title: None,
        note: Marked::new(
            "Varavoima puuttuu".to_owned(),
            Marking::new(Publicity::Secret, "JulkL 24 § 1 mom. 7 k").unwrap(),
        ),
        ..a_review(scene.round, expected.id.clone())
    };
    document::save(&scene.cx, &secret).await.unwrap();
    let table = documents_template(&scene.cx, scene.round).await.unwrap();
    let shown = format!("{:?}", exchange_text(&table));
    assert!(!shown.contains("Varavoima"), "{shown}");
    take_documents(&scene.cx, scene.round, &table, Extent::Rest)
        .await
        .unwrap();
    let kept = recorded(&scene.cx, &scene, &expected.id).await;
    assert_eq!(kept.note, secret.note);
}

/// What a reader finds in a workbook.
fn exchange_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(at).unwrap(), &mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[tokio::test]
async fn a_register_that_is_downloaded_and_brought_back_is_the_same_register() {
    let scene = Scene::new().await;
    let all = content::starting_set().services.iter();
    let all: Vec<_> = all.take(4).map(|it| it.id.clone()).collect();
    service::adopt(&scene.cx, &all).await.unwrap();
    let before = service::register(&scene.cx).await.unwrap();
    let table = services_table(&scene.cx).await.unwrap();
    let account = preview_services(&scene.cx, &table).await.unwrap();
    assert_eq!(
        (account.count, account.left_out()),
        (before.nodes().len(), 0),
        "{account:?}"
    );
    take_services(&scene.cx, &table, Extent::Whole)
        .await
        .unwrap();
    let after = service::register(&scene.cx).await.unwrap();
    assert_eq!(
        after.nodes(),
        before.nodes(),
        "nothing is added, changed or lost"
    );
}

#[tokio::test]
async fn what_a_table_says_of_a_confirmed_service_waits_for_confirmation_again() {
    let scene = Scene::new().await;
    let mut node = Node::new(scene.cx.id(), NodeKind::Service, "Kirjasto");
    node.care.gives = "Lainoja".to_owned();
    service::save(&scene.cx, &node.clone().into())
        .await
        .unwrap();
    service::confirm(&scene.cx, node.id, 1).await.unwrap();
    let same = "Nimi;Laji\n kirjasto ;palvelu\n";
    take_services(&scene.cx, same.as_bytes(), Extent::Whole)
        .await
        .unwrap();
    let kept = service::node(&scene.cx, node.id).await.unwrap();
    assert!(!kept.is_proposed, "nothing new was said");
    let more = "Nimi;Laji;Minkä varassa\nKIRJASTO;palvelu;Lainausjärjestelmä\n";
    take_services(&scene.cx, more.as_bytes(), Extent::Whole)
        .await
        .unwrap();
    take_services(&scene.cx, more.as_bytes(), Extent::Whole)
        .await
        .unwrap();
    let kept = service::node(&scene.cx, node.id).await.unwrap();
    assert!(kept.is_proposed && kept.care.gives == "Lainoja");
    assert_eq!(kept.needs.len(), 1, "said twice is said once");
    assert_eq!(service::register(&scene.cx).await.unwrap().nodes().len(), 2);
}

#[tokio::test]
async fn notes_are_added_whole_or_not_at_all_and_open_a_planned_interview() {
    let scene = Scene::new().await;
    let mut planned = an_interview(&scene.cx, scene.round);
    planned.state = InterviewState::Planned;
    interview::save_facts(&scene.cx, &planned).await.unwrap();
    let long = "V: ".to_owned() + &"sana ".repeat(domain::text::TRANSCRIPT / 5);
    let refused = take_notes(&scene.cx, planned.id, long.as_bytes()).await;
    assert!(
        is_refused(&refused, "import.notes.too-long"),
        "{:?}",
        refused.map(|it| it.count)
    );
    let opened = interview::open(&scene.cx, scene.round, planned.id)
        .await
        .unwrap();
    assert_eq!(opened.listed.interview.state, InterviewState::Planned);
    take_notes(&scene.cx, planned.id, "V: Yksi.".as_bytes())
        .await
        .unwrap();
    take_notes(&scene.cx, planned.id, "V: Kaksi.".as_bytes())
        .await
        .unwrap();
    let opened = interview::open(&scene.cx, scene.round, planned.id)
        .await
        .unwrap();
    assert_eq!(opened.listed.interview.state, InterviewState::Open);
    assert_eq!(opened.listed.interview.notes, "V: Yksi.\n\nV: Kaksi.");
}

#[tokio::test]
async fn as_many_answers_are_taken_as_the_account_said() {
    let scene = Scene::new().await;
    let file = format!("{ANSWERS}4;ehkä;Kyllä\n5;;\n");
    let (read, plan) = (file.as_bytes(), plan());
    let told = preview_answers(&scene.cx, scene.round, read, &plan)
        .await
        .unwrap();
    let whole = take_answers(&scene.cx, scene.round, read, &plan, Extent::Whole).await;
    assert!(
        is_refused(&whole, "import.refused"),
        "something was left out"
    );
    assert!(
        survey::of_round(&scene.cx, scene.round)
            .await
            .unwrap()
            .surveys
            .is_empty()
    );
    let (id, taken) = take_answers(&scene.cx, scene.round, read, &plan, Extent::Rest)
        .await
        .unwrap();
    assert_eq!(taken.account.count, told.account.count);
    let mut lines = file.lines();
    assert!(taken.account.count < lines.by_ref().count());
    let shown = survey::results(&scene.cx, id).await.unwrap();
    assert_eq!(shown.answered, 0, "fewer than five are told of by nothing");
    let named = AnswersPlan {
        title: "x".repeat(201),
        ..plan.clone()
    };
    let long = take_answers(
        &scene.cx,
        scene.round,
        file.as_bytes(),
        &named,
        Extent::Rest,
    )
    .await;
    assert!(matches!(long, Err(Error::Invalid(_))));
    let unknown = AnswersPlan::of("no-such");
    let none = take_answers(
        &scene.cx,
        scene.round,
        file.as_bytes(),
        &unknown,
        Extent::Rest,
    );
    assert!(matches!(none.await, Err(Error::Invalid(_))));
    assert_eq!(
        survey::of_round(&scene.cx, scene.round)
            .await
            .unwrap()
            .surveys
            .len(),
        1
    );
}

/// What is stored of the answers of the round's surveys: how many respondents each has.
async fn respondents(scene: &Scene) -> Vec<usize> {
    let surveys = survey::of_round(&scene.cx, scene.round)
        .await
        .unwrap()
        .surveys;
    let mut all = Vec::new();
    for one in surveys {
        let store = scene.cx.app().store();
        let ballots = store.ballots(scene.cx.organisation().id, one.id).await;
        all.push(ballots.unwrap().len());
    }
    all.sort_unstable();
    all
}

/// Publishes the round with one judgement.
async fn published(scene: &Scene) {
    let judgement = crate::table::judged(domain::survey::Level::No, 0);
    app::assessment::judge(&scene.cx, scene.round, &judgement)
        .await
        .unwrap();
    app::assessment::publish(&scene.cx, scene.round, 1)
        .await
        .unwrap();
}

fn case(path: &str) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/cases").join(path);
    std::fs::read(path).expect("the shared cases lie beside the project")
}

/// The rows of a file the other way round, the columns too, and with other marks between them.
fn turned(file: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(file).unwrap();
    let mut lines = text.lines().map(|line| {
        let cells: Vec<&str> = line.split(';').rev().collect();
        cells.join("\t")
    });
    let header = lines.next().unwrap();
    let mut rows: Vec<String> = lines.collect();
    rows.reverse();
    format!("{header}\n{}\n", rows.join("\n")).into_bytes()
}

#[tokio::test]
async fn the_same_answers_again_are_recognised_in_whatever_order_and_taken_as_one_says() {
    let scene = Scene::new().await;
    let (file, plan) = (case("import-twice-doubles/answers.csv"), plan());
    let take = async |file: &[u8], plan: &AnswersPlan| {
        take_answers(&scene.cx, scene.round, file, plan, Extent::Rest).await
    };
    let told = preview_answers(&scene.cx, scene.round, &file, &plan).await;
    assert_eq!(told.unwrap().twin, None);
    let (first, _) = take(&file, &plan).await.unwrap();
    let other = turned(&file);
    let more = [file.as_slice(), b"Kyll\xc3\xa4;Kyll\xc3\xa4\n"].concat();
    for again in [&file, &other, &more] {
        let told = preview_answers(&scene.cx, scene.round, again, &plan).await;
        assert_eq!(told.unwrap().twin.unwrap().id, first);
        let refused = take(again, &plan).await;
        assert!(is_refused(&refused, "import.answers.twice"), "{refused:?}");
        assert_eq!(respondents(&scene).await, [5]);
    }
    let fewer = case("import-twice-doubles/answers.csv");
    let fewer = &fewer[..fewer.len() - "Ei;Ei\n".len()];
    let told = preview_answers(&scene.cx, scene.round, fewer, &plan).await;
    assert_eq!(told.unwrap().twin, None, "other answers are no twin");
    let replace = AnswersPlan {
        again: Some(Again::Replace),
        ..plan.clone()
    };
    let (second, _) = take(&more, &replace).await.unwrap();
    assert_eq!(respondents(&scene).await, [6]);
    assert!(imported(&scene.cx, first).await.is_err());
    assert!(imported(&scene.cx, second).await.is_ok());
    let add = AnswersPlan {
        again: Some(Again::Add),
        ..plan
    };
    take(&more, &add).await.unwrap();
    assert_eq!(respondents(&scene).await, [6, 6]);
    // Whatever was brought earlier of the same makes way.
    take(&more, &replace).await.unwrap();
    assert_eq!(respondents(&scene).await, [6]);
}

#[tokio::test]
async fn an_import_is_undone_as_a_whole_until_its_round_is_published() {
    let scene = Scene::new().await;
    let before = scene.test.rows().await;
    let file = case("import-twice-doubles/answers.csv");
    let take = async || {
        let taken = take_answers(&scene.cx, scene.round, &file, &plan(), Extent::Rest).await;
        taken.unwrap().0
    };
    let id = take().await;
    assert_eq!(remove_answers(&scene.cx, id).await.unwrap(), scene.round);
    let changed = |row: &testkit::Row| !row.table.contains("audit") && !before.contains(row);
    let after = scene.test.rows().await;
    let left: Vec<_> = after.iter().filter(|row| changed(row)).collect();
    assert!(left.is_empty(), "{left:?}");
    let gone = remove_answers(&scene.cx, id).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let again = take().await;
    published(&scene).await;
    let refused = remove_answers(&scene.cx, again).await;
    assert!(
        is_refused(&refused, "assessment.round.frozen"),
        "{refused:?}"
    );
    assert_eq!(respondents(&scene).await, [5]);
}

#[tokio::test]
async fn a_preview_refuses_what_the_real_run_refuses() {
    let scene = Scene::new().await;
    published(&scene).await;
    let file = case("import-twice-doubles/answers.csv");
    let told = preview_answers(&scene.cx, scene.round, &file, &plan())
        .await
        .unwrap();
    let taken = take_answers(&scene.cx, scene.round, &file, &plan(), Extent::Rest).await;
    assert!(is_refused(&taken, "assessment.round.frozen"));
    assert!(told.account.is_refused());
    assert_eq!(told.account.left[0].key, "assessment.round.frozen");
    let table = documents_template(&scene.cx, scene.round).await.unwrap();
    let told = preview_documents(&scene.cx, scene.round, &table)
        .await
        .unwrap();
    assert_eq!(told.left[0].key, "assessment.round.frozen");
}

/// A Mac writes `ä` as two signs: the same service came in twice.
#[tokio::test]
async fn a_service_whose_letters_are_written_otherwise_is_the_same_service() {
    let scene = Scene::new().await;
    let named = async || {
        let register = service::register(&scene.cx).await.unwrap();
        let names = register.nodes().iter().map(|node| node.name.clone());
        names
            .filter(|name| name.starts_with("Pys"))
            .collect::<Vec<_>>()
    };
    for file in ["1-nfc.csv", "2-nfd.csv"] {
        let file = case(&format!("nfd-duplicate-service/{file}"));
        take_services(&scene.cx, &file, Extent::Whole).await.ok();
        assert_eq!(named().await, ["Pysäköinti"]);
    }
}

/// Every code that an account can name has words in every language, and what has none is shown as a
/// word of the file.
#[test]
fn an_account_never_shows_a_raw_key() {
    use exchange::kind::FileKind;
    let kinds = [
        FileKind::Text,
        FileKind::Xlsx,
        FileKind::Xls,
        FileKind::Ods,
        FileKind::Docx,
        FileKind::Doc,
        FileKind::Odt,
        FileKind::Pptx,
        FileKind::Zip,
        FileKind::Encrypted,
        FileKind::Pdf,
        FileKind::Image,
        FileKind::Rtf,
        FileKind::Html,
        FileKind::Xml,
        FileKind::Binary,
    ];
    let codes = |name, key: &'static str, all: &[&str]| {
        all.iter()
            .map(|code| (key, name, (*code).to_owned()))
            .collect::<Vec<_>>()
    };
    let drops = exchange::answers::DropReason::ALL.map(exchange::answers::DropReason::code);
    let mut all = codes("reason", "column-dropped", &drops);
    all.extend(codes("found", "wrong-type", &kinds.map(FileKind::code)));
    all.extend(codes("found", "wrong-type", &["json"]));
    all.extend(codes(
        "status",
        "not-published",
        &["draft", "modified", "deleted", "old-published"],
    ));
    for locale in domain::Locale::ALL {
        let t = i18n::Texts::new(locale);
        for (key, name, code) in &all {
            let sentence = app::import::sentence(
                t,
                &format!("import.problem.{key}"),
                &[(*name, code.clone())],
            );
            assert!(!sentence.contains(&format!("”{code}”")), "{sentence}");
            assert!(!sentence.contains(&format!("“{code}”")), "{sentence}");
        }
        let args = [("field", "foo_bar".to_owned()), ("count", "1".to_owned())];
        let sentence = app::import::sentence(t, "import.problem.field-not-used", &args);
        assert!(
            sentence.contains("”foo_bar”") || sentence.contains("“foo_bar”"),
            "{sentence}"
        );
    }
}

#[tokio::test]
async fn what_is_left_out_is_counted_right_however_much_is_noted() {
    let scene = Scene::new().await;
    // More remarks than are listed: a wrong kind and a wrong time are one row, a rounded time is none.
    let wrong = "A;olio;pian\n".repeat(700);
    let rounded: Vec<String> = (0..600)
        .map(|at| format!("B{at};Palvelu;90 min\n"))
        .collect();
    let rounded = rounded.concat();
    let file = format!("Nimi;Laji;Kestää katkoa\n{wrong}{rounded}C;olio;\n");
    let told = preview_services(&scene.cx, file.as_bytes()).await.unwrap();
    assert!(told.unlisted.all > 0);
    assert_eq!((told.count, told.left_out()), (600, 701));
}
