//! The binary takes files in as people run it: what it says, what it saves, and that nothing is
//! half-imported.

use std::path::{Path, PathBuf};

use crate::support::{Told, run};
use app::OrgCx;
use app::assessment::{RoundFacts, create_round};
use domain::RoundId;
use domain::identity::Role;
use tempfile::TempDir;
use testkit::TestApp;

/// Answers of three respondents to two questions, as a survey tool exports them.
const ANSWERS: &str = "Vastaaja;Tiedätkö, kuka kunnassa vastaa digiturvan \
    kokonaisuudesta?;Näkyykö digiturva kunnan strategiassa?\n\
    1;Kyllä;Ei\n2;Osittain;Ei\n3;Ei;Kyllä\n";

/// A municipality with a round, on a store in a folder.
struct World {
    test: TestApp,
    cx: OrgCx,
    round: RoundId,
    files: TempDir,
}

impl World {
    /// Nothing when the stores of tests are on a server.
    async fn new() -> Self {
        let test = TestApp::in_a_folder().await;
        let organisation = test.municipality("Esimerkkilä").await;
        let cx = test.member(&organisation, Role::Coordinator).await;
        let draft = RoundFacts {
            new: None,
            title: domain::text::Title::parse("Nykytila 2027").unwrap(),
            framework: content::framework().id.clone(),
            due_on: None,
            revision: 0,
        };
        let round = create_round(&cx, &draft).await.unwrap();
        let files = TempDir::new().unwrap();
        Self {
            test,
            cx,
            round,
            files,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> Told {
        run(self.test.folder(), arguments)
    }

    fn import(&self, kind: &str, file: &Path, more: &[&str]) -> Told {
        let file = file.to_string_lossy();
        let mut arguments = vec!["import", kind, &file, "--organisation", "Esimerkkilä"];
        arguments.extend(more);
        self.run(&arguments)
    }

    async fn surveys(&self) -> usize {
        let found = app::survey::of_round(&self.cx, self.round).await.unwrap();
        found.surveys.len()
    }

    async fn interviews(&self) -> usize {
        let mut org = self.cx.read().await.unwrap();
        org.interviews(self.round).await.unwrap().len()
    }

    async fn reviewed(&self) -> usize {
        let checklist = app::document::checklist(&self.cx, self.round).await;
        checklist.unwrap().reviewed()
    }

    /// The table of the document checklist, to be filled in.
    async fn checklist(&self) -> Vec<u8> {
        app::import::documents_template(&self.cx, self.round)
            .await
            .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_would_be_taken_and_saves_nothing() {
    let world = World::new().await;
    let file = world.file("vastaukset.csv", ANSWERS.as_bytes());
    let told = world.import("answers", &file, &["--preview"]);
    assert!(told.is_done, "{}", told.text);
    for said in [
        "Tiedostosta otetaan 3 vastaajan vastaukset.",
        "Mitään ei ole vielä tallennettu.",
        "A1 ”Vastaaja”",
        "kysymykselle ei löytynyt saraketta: ”",
    ] {
        assert!(told.text.contains(said), "{said}\n{}", told.text);
    }
    // Ids are not words for people.
    assert!(!told.text.contains("q-"), "{}", told.text);
    let whole = world.import("answers", &file, &["--preview", "--verbose"]);
    assert!(whole.text.lines().count() > told.text.lines().count() + 10);
    assert_eq!(world.surveys().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_taken_once_and_belong_to_no_round() {
    let world = World::new().await;
    let register = async || app::service::register(&world.cx).await.unwrap();
    let table = "Nimi;Laji;Minkä varassa\nPalkanmaksu;palvelu;Palkkajärjestelmä\nKirjasto;;\n";
    let file = world.file("palvelut.csv", table.as_bytes());
    let told = world.import("services", &file, &["--preview"]);
    assert!(told.is_done, "{}", told.text);
    assert!(
        told.text.contains("2 riviä tai palvelua otetaan."),
        "{}",
        told.text
    );
    assert_eq!(register().await.nodes().len(), 0);
    // A second time changes nothing: things are known by their names.
    for _ in 0..2 {
        let told = world.import("services", &file, &["--round", "Ei ole"]);
        assert!(told.is_done, "{}", told.text);
        assert_eq!(register().await.nodes().len(), 3);
    }
    let broken = world.file("palvelut.txt", b"ei taulukko");
    let told = world.import("services", &broken, &[]);
    assert!(!told.is_done, "{}", told.text);
    assert_eq!(register().await.nodes().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_is_taken_or_nothing_as_the_person_chooses() {
    let world = World::new().await;
    let text = format!("{ANSWERS}4;ehkä;Ei\n3;Kyllä;Ei\n;;\n");
    let file = world.file("vastaukset.csv", text.as_bytes());
    let refused = world.import("answers", &file, &["--all-or-nothing"]);
    assert!(!refused.is_done);
    for said in [
        "2 riviä jää pois.",
        "B5 ”ehkä”",
        "sama vastaaja on jo aiemmalla rivillä: A6",
        "Mitään ei otettu.",
    ] {
        assert!(refused.text.contains(said), "{said}\n{}", refused.text);
    }
    assert_eq!(world.surveys().await, 0);
    let taken = world.import("answers", &file, &[]);
    assert!(taken.is_done, "{}", taken.text);
    assert!(taken.text.contains("Otettiin 3 kohtaa."), "{}", taken.text);
    assert_eq!(world.surveys().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_read_say_why_and_change_nothing() {
    let world = World::new().await;
    let large = world.file("suuri.csv", b"");
    std::fs::OpenOptions::new()
        .write(true)
        .open(&large)
        .and_then(|file| file.set_len(100_000_000))
        .unwrap();
    let broken = [b"PK\x03\x04".as_slice(), &[7; 500]].concat();
    for (file, said) in [
        (world.file("a.pdf", b"%PDF-1.7 x"), "PDF-tiedosto"),
        (
            world.file("a.xlsx", &broken),
            "Taulukkotiedostoa ei voi avata",
        ),
        (world.file("a.csv", b""), "Tiedosto on tyhjä"),
        (
            world.file("b.csv", b"kunta;asukkaat\nMallila;7\n"),
            "Yksikään sarake ei vastaa tämä",
        ),
        (large, "100 Mt"),
        (world.path("puuttuu.csv"), "cannot read"),
    ] {
        let told = world.import("answers", &file, &[]);
        assert!(!told.is_done, "{}", told.text);
        assert!(told.text.contains(said), "{said}\n{}", told.text);
        assert!(!told.text.contains('⟦'), "{}", told.text);
    }
    assert_eq!(world.surveys().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_in_another_encoding_are_named() {
    let world = World::new().await;
    let mut bytes = ANSWERS.as_bytes().to_vec();
    bytes.extend(b"4;Kyll\xE4;Ei\n");
    let file = world.file("vastaukset.csv", &bytes);
    let told = world.import("answers", &file, &["--language", "sv"]);
    assert!(told.is_done, "{}", told.text);
    assert!(told.text.contains("två teckenkodningar"), "{}", told.text);
    assert!(told.text.contains("rad 5"), "{}", told.text);
    assert_eq!(world.surveys().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_mean_what_the_command_says() {
    let world = World::new().await;
    let text = ANSWERS
        .replace("Kyllä", "3")
        .replace("Ei", "1")
        .replace("Osittain", "2");
    let file = world.file("vastaukset.csv", text.as_bytes());
    let asked = world.import("answers", &file, &[]);
    assert!(!asked.is_done);
    assert!(asked.text.contains("--value 3=yes"), "{}", asked.text);
    let declared = ["--value", "3=yes", "--value", "2=partly", "--value", "1=no"];
    let taken = world.import("answers", &file, &declared);
    assert!(taken.is_done, "{}", taken.text);
    let wrong = world.import("answers", &file, &["--value", "3=maybe"]);
    assert!(!wrong.is_done && wrong.text.contains("VALUE=yes"));
    assert_eq!(world.surveys().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_become_an_interview_of_their_own() {
    let world = World::new().await;
    let table = world.file("a.xlsx", &world.checklist().await);
    let refused = world.import("interviews", &table, &[]);
    assert!(
        !refused.is_done && refused.text.contains("Excel-työkirja"),
        "{}",
        refused.text
    );
    let long = world.file("pitka.txt", "sana ".repeat(200_000).as_bytes());
    let refused = world.import("interviews", &long, &[]);
    assert!(
        !refused.is_done && refused.text.contains("liian pitkät"),
        "{}",
        refused.text
    );
    let unknown = world.import("interviews", &long, &["--guide", "x"]);
    assert!(
        unknown.text.contains("no guide is called `x`; there are "),
        "{}",
        unknown.text
    );
    assert_eq!(world.interviews().await, 0);
    let file = world.file("johto.txt", b"H: Onko kokeiltu?\nJ1: Ei viel\xE4.\n");
    let taken = world.import("interviews", &file, &[]);
    assert!(
        taken.is_done && taken.text.contains("Windows-1252"),
        "{}",
        taken.text
    );
    assert_eq!(world.interviews().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checklist_is_taken_from_a_table() {
    let world = World::new().await;
    let document = &content::documents()[0];
    let text = format!(
        "Asiakirja;Tila\n{};Voimassa\nTuntematon paperi;Voimassa\n",
        document.title.fi
    );
    let file = world.file("luettelo.csv", text.as_bytes());
    let refused = world.import("documents", &file, &["--all-or-nothing"]);
    assert!(
        !refused.is_done && refused.text.contains("A3 ”Tuntematon paperi”"),
        "{}",
        refused.text
    );
    assert_eq!(world.reviewed().await, 0);
    let taken = world.import("documents", &file, &[]);
    assert!(taken.is_done, "{}", taken.text);
    assert_eq!(world.reviewed().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_named() {
    let world = World::new().await;
    let file = world.file("vastaukset.csv", ANSWERS.as_bytes());
    let round = world.import("answers", &file, &["--round", "x"]);
    assert!(
        !round.is_done && round.text.contains("there is no such round"),
        "{}",
        round.text
    );
    let instrument = world.import("answers", &file, &["--instrument", "x"]);
    assert!(!instrument.is_done);
    assert!(
        instrument.text.contains("there are elected,"),
        "{}",
        instrument.text
    );
    let file = file.to_string_lossy();
    let nowhere = world.run(&["import", "answers", &file, "--organisation", "Nowhere"]);
    assert!(
        !nowhere.is_done && nowhere.text.contains("`Nowhere`"),
        "{}",
        nowhere.text
    );
    assert_eq!(world.surveys().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_answers_again_are_asked_about_in_the_preview_and_in_the_run_alike() {
    let world = World::new().await;
    let file = world.file("vastaukset.csv", ANSWERS.as_bytes());
    assert!(world.import("answers", &file, &[]).is_done);
    for more in [&["--preview"][..], &[]] {
        let told = world.import("answers", &file, more);
        assert!(!told.is_done, "{}", told.text);
        assert!(told.text.contains("--again=replace"), "{}", told.text);
        assert_eq!(world.surveys().await, 1);
    }
    let told = world.import("answers", &file, &["--again", "replace"]);
    assert!(told.is_done, "{}", told.text);
    assert_eq!(world.surveys().await, 1);
    let told = world.import("answers", &file, &["--again", "add"]);
    assert!(told.is_done, "{}", told.text);
    assert_eq!(world.surveys().await, 2);
    assert!(
        !world
            .import("answers", &file, &["--again", "perhaps"])
            .is_done
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_needs_a_meaning_is_told_as_a_shell_takes_it() {
    let world = World::new().await;
    let question = "Näkyykö digiturva kunnan strategiassa?";
    let text = format!("Vastaaja;{question}\n1;aina & joka kerta\n2;Ei\n");
    let file = world.file("vastaukset.csv", text.as_bytes());
    let told = world.import("answers", &file, &["--preview"]);
    let hint = "--value 'aina & joka kerta=yes'";
    assert!(told.text.contains(hint), "{}", told.text);
    let told = world.import("answers", &file, &["--value=aina & joka kerta=yes"]);
    assert!(
        told.is_done && !told.text.contains("--value"),
        "{}",
        told.text
    );
}
