//! Small files that were once read wrongly, and their siblings.

use std::path::Path;

use domain::service::NodeKind;
use domain::survey::Level;
use domain::{Locale, Localised};
use exchange::answers::{Codebook, ImportedAnswer, ImportedBallot, Question, QuestionKind};
use exchange::documents::KnownDocument;
use exchange::service::{ImportedNode, read_catalogue};
use exchange::{Account, answers, documents, framework, notes, service, table};

use crate::support::{spreadsheet, workbook};

fn case(path: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/cases").join(path);
    std::fs::read(path).expect("the shared cases lie beside the project")
}

fn codebook() -> Codebook {
    let question = |id: &str, text: &str| Question {
        id: id.to_owned(),
        text: Localised::only(Locale::Fi, text),
        kind: QuestionKind::Scale,
    };
    Codebook {
        questions: vec![
            question(
                "who",
                "Tiedätkö, kuka kunnassa vastaa digiturvan kokonaisuudesta?",
            ),
            question(
                "news",
                "Saatko vähintään kerran vuodessa tietoa kunnan digiturvan tilanteesta?",
            ),
            question(
                "risks",
                "Onko kunnan suurimmat digiturvan riskit arvioitu viimeisen vuoden aikana?",
            ),
        ],
        scale: Vec::new(),
    }
}

fn answered(bytes: &[u8]) -> Account<Vec<ImportedBallot>> {
    let codebook = codebook();
    let table = table::choose(bytes, answers::best_fit(&codebook));
    table.and_then(|table| {
        let mapping = answers::propose(&table, &codebook);
        answers::read(&table, &mapping, &codebook)
    })
}

fn levels(account: &Account<Vec<ImportedBallot>>) -> Vec<Level> {
    let ballots = account.taken.iter().flatten();
    let answers = ballots.filter_map(|ballot| ballot.answers.get("who"));
    let levels = answers.filter_map(|answer| match answer {
        ImportedAnswer::Level(level) => Some(*level),
        _ => None,
    });
    levels.collect()
}

fn codes<T>(account: &Account<T>) -> Vec<&'static str> {
    account.problems.iter().map(|it| it.kind.code()).collect()
}

fn register(bytes: &[u8]) -> Account<Vec<ImportedNode>> {
    let table = table::choose(bytes, service::best_fit);
    table.and_then(|table| service::read(&table))
}

fn checklist(bytes: &[u8]) -> Account<Vec<documents::ImportedDocument>> {
    let known: Vec<KnownDocument> = ["Hallintosääntö", "Kuntastrategia"]
        .iter()
        .map(|title| KnownDocument {
            id: title.to_lowercase(),
            title: Localised::only(Locale::Fi, *title),
        })
        .collect();
    let table = table::choose(bytes, documents::best_fit);
    table.and_then(|table| documents::read(&table, &known))
}

#[test]
fn a_column_that_says_the_same_of_everybody_throws_nobody_away() {
    let account = answered(&case("anonymous-respondent-column/answers.csv"));
    assert_eq!(levels(&account), [Level::Yes, Level::No]);
    assert!(codes(&account).contains(&"respondents-not-told"));
    let question = &codebook().questions[0].text.fi;
    let file = |rows: &str| format!("Vastaaja;{question}\n{rows}").into_bytes();
    // A word for nobody beside real names, a role that many have, and real doubles.
    let mixed = answered(&file("Anonyymi;Kyllä\n7;Ei\nAnonyymi;Ei\n8;Ei\n"));
    assert_eq!(levels(&mixed).len(), 4);
    let roles = "Valtuutettu;Kyllä\n".repeat(4) + &"Hallitus;Ei\n".repeat(4);
    assert_eq!(levels(&answered(&file(&roles))).len(), 8);
    let pasted = "1;Kyllä\n2;Ei\n3;Ei\n".repeat(2);
    let account = answered(&file(&pasted));
    assert_eq!(levels(&account).len(), 3);
    let twice = codes(&account)
        .iter()
        .filter(|code| **code == "respondent-twice")
        .count();
    assert_eq!(twice, 3);
    // The first column names nobody, the second does.
    let two = format!("Vastaaja;Vastaus-ID;{question}\nX;1;Kyllä\nX;2;Ei\nX;2;Ei\n");
    assert_eq!(levels(&answered(two.as_bytes())), [Level::Yes, Level::No]);
}

#[test]
fn headings_of_code_and_text_are_known_and_what_was_not_submitted_is_left_out() {
    let account = answered(&case("limesurvey-code-and-text.csv"));
    assert_eq!(levels(&account), [Level::No]);
    let found = codes(&account);
    for code in ["not-submitted", "respondent-twice"] {
        assert!(found.contains(&code), "{found:?}");
    }
}

#[test]
fn labels_with_their_numbers_are_read() {
    let question = &codebook().questions[0].text.fi;
    let file = format!("{question};x\n1 Kyllä;\n1, Kyllä;\nKyllä 1;\n\"3, Ei\";\n");
    let account = answered(file.as_bytes());
    assert_eq!(
        levels(&account),
        [Level::Yes, Level::Yes, Level::Yes, Level::No]
    );
    assert!(!account.left_something_out());
}

#[test]
fn what_does_not_concern_who_answers_is_left_unanswered_and_said() {
    let account = answered(&case("not-applicable-answer/answers.csv"));
    let ballots = account.taken.as_ref().unwrap();
    assert_eq!(ballots.len(), 2);
    assert_eq!(ballots[0].answers.len(), 1);
    assert!(codes(&account).contains(&"not-concerned"));
}

#[test]
fn the_table_begins_at_the_headers_that_fit() {
    let account = answered(&case("preamble-two-cells/answers.csv"));
    assert_eq!(levels(&account), [Level::Yes]);
    assert!(
        !codes(&account).contains(&"column-unknown"),
        "{:?}",
        account.problems
    );
    let account = checklist(&case("preamble-two-cells/documents.xlsx"));
    assert_eq!(account.taken.unwrap()[0].id, "hallintosääntö");
    let account = register(&case("preamble-two-cells/services.csv"));
    let nodes = account.taken.unwrap();
    assert_eq!(
        (nodes.len(), nodes[0].name.as_str()),
        (1, "Esimerkkipalvelu")
    );
    assert_eq!(account.problems, []);
    // Directly above, and several lines of it.
    let question = &codebook().questions[0].text.fi;
    let file = format!("Kunta;Esimerkkilä\nVuosi;2026\nVastaaja;{question}\n1;Kyllä\n2;Ei\n");
    let account = answered(file.as_bytes());
    assert_eq!(levels(&account), [Level::Yes, Level::No]);
    assert!(
        !codes(&account).contains(&"column-unknown"),
        "{:?}",
        account.problems
    );
}

#[test]
fn headers_of_two_rows_have_no_cells_too_many() {
    let [who, news] = [0, 1].map(|at| codebook().questions[at].text.fi.clone());
    let file = format!("ID;Johtaminen\n;{who};{news}\n1;Kyllä;Ei\n2;Ei;Ei\n");
    let account = answered(file.as_bytes());
    assert_eq!(levels(&account), [Level::Yes, Level::No]);
    assert!(
        !codes(&account).contains(&"extra-cells"),
        "{:?}",
        account.problems
    );
    let account = answered(format!("{who}\nKyllä\nEi;1\n").as_bytes());
    assert_eq!(
        account
            .problems
            .iter()
            .filter(|it| it.kind.code() == "extra-cells")
            .count(),
        1
    );
}

#[test]
fn a_workbook_that_tells_its_extent_in_rows_or_columns_is_read() {
    let account = answered(&case("libreoffice-row-dimension/answers.xlsx"));
    assert_eq!(levels(&account), [Level::Yes, Level::No]);
}

#[test]
fn hidden_rows_and_formulas_that_were_never_worked_out_are_said() {
    let text = |place: &str, text: &str| {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\" hidden=\"1\">{}<c r=\"B2\"><f>1+1</f><v></v></c></row>\
         <row r=\"3\">{}<c r=\"B3\" t=\"str\"><f>\"\"</f><v></v></c></row>\
         <row r=\"4\">{}<c r=\"B4\"><f>2+2</f><v>4</v></c></row>",
        text("A1", "Nimi"),
        text("B1", "Käyttäjiä"),
        text("A2", "Palkat"),
        text("A3", "Vesi"),
        text("A4", "Koulu"),
    );
    let account = register(&workbook(&rows));
    assert_eq!(account.taken.as_ref().unwrap().len(), 3);
    let said: Vec<String> = account
        .problems
        .iter()
        .map(|it| format!("{} {}", it.kind.code(), it.place))
        .collect();
    assert_eq!(said, ["hidden-rows S!2", "formula-unworked S!B2"]);
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let rows = format!(
        "<table:table-row>{}{}</table:table-row>\
         <table:table-row table:visibility=\"filter\">{}<table:table-cell table:formula=\"of:=1+1\"/></table:table-row>",
        cell("Nimi"),
        cell("Käyttäjiä"),
        cell("Palkat"),
    );
    let account = register(&spreadsheet(&rows));
    assert_eq!(codes(&account), ["hidden-rows", "formula-unworked"]);
}

#[test]
fn a_day_with_its_section_is_read_and_what_is_no_day_leaves_out_its_cell_alone() {
    let account = checklist(&case("checklist-section-dates/documents.xlsx"));
    let taken = account.taken.as_ref().unwrap();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].approved_on.unwrap().to_string(), "2024-06-17");
    assert_eq!(taken[0].approved_by, "§ 43");
    assert_eq!(taken[1].approved_on, None);
    assert_eq!(codes(&account), ["date-unknown"]);
    assert!(account.left_something_out());
}

#[test]
fn times_are_read_as_people_write_them() {
    let account = register(&case("service-times/services.csv"));
    let nodes = account.taken.as_ref().unwrap();
    let hours: Vec<Option<i64>> = nodes.iter().map(|it| it.rpo_hours).collect();
    assert_eq!(hours, [Some(0), Some(1), Some(720)]);
    assert_eq!(codes(&account), ["hours-rounded", "hours-rounded"]);
    let file =
        "Nimi;Luvattu takaisin;Käyttäjiä\nA;90 min;1 000\nB;1 000;1.000\nC;4:00:00;1.000.000\n";
    let account = register(file.as_bytes());
    let nodes = account.taken.as_ref().unwrap();
    let read: Vec<_> = nodes
        .iter()
        .map(|it| (it.name.as_str(), it.promise_hours, it.users))
        .collect();
    assert_eq!(
        read,
        [("A", Some(2), Some(1_000)), ("C", Some(4), Some(1_000_000))]
    );
    assert_eq!(codes(&account), ["hours-rounded", "number-twofold"]);
}

#[test]
fn letters_of_two_signs_are_the_same_name() {
    let names = |file| {
        let account = register(&case(file));
        account
            .taken
            .unwrap()
            .into_iter()
            .map(|it| it.name)
            .collect::<Vec<_>>()
    };
    let composed = names("nfd-duplicate-service/1-nfc.csv");
    assert_eq!(composed, names("nfd-duplicate-service/2-nfd.csv"));
    assert_eq!(composed, ["Pysäköinti"]);
    let file = "Nimi;Laji\nPysäköinti;Palvelu\nPysa\u{308}ko\u{308}inti;Palvelu\n";
    assert_eq!(codes(&register(file.as_bytes())), ["service-twice"]);
}

#[test]
fn every_line_end_parts_words_in_notes_and_cells() {
    let notes = notes::read(&case("notes-glued-lines/notes.txt"))
        .taken
        .unwrap();
    assert_eq!(
        notes,
        "J1: Varmuuskopiot.\nPalkat.\nVesi.\nJ2: Ensin\ntoiseksi\n"
    );
    let file = "Nimi;Minkä varassa\nPalkat;Wilma\u{b}verkko\u{2028}sähkö\n";
    let nodes = register(file.as_bytes()).taken.unwrap();
    let needs: Vec<&str> = nodes[0]
        .needs
        .iter()
        .flatten()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(needs, ["Wilma", "verkko", "sähkö"]);
}

#[test]
fn speakers_are_found_in_tables_and_under_times() {
    for (file, told) in [
        ("table.docx", "H: Mitä tapahtuu?\nJ1: Ei mitään.\n"),
        (
            "transcribe.docx",
            "Puhuja 1: Kuka vastaa?\nPuhuja 2: Kunnanjohtaja.\n",
        ),
    ] {
        let read = notes::read(&case(&format!("notes-table-and-transcribe/{file}")));
        assert_eq!(read.taken.unwrap(), told);
    }
}

#[test]
fn controls_without_labels_keep_their_ids_and_titles_are_told_apart() {
    let framework = framework::read(&case("oscal-id-without-label/catalog.json"))
        .taken
        .unwrap();
    let criteria = framework.themes.iter().flat_map(|theme| &theme.criteria);
    let told: Vec<(&str, &str)> = criteria
        .map(|it| (it.id.as_str(), it.title.text(Locale::Fi)))
        .collect();
    assert_eq!(
        told,
        [
            ("A.1.1", "A.1.1 Dokumentointi"),
            ("B.1.1", "B.1.1 Dokumentointi")
        ]
    );
    // Ids that only machines use tell apart as well, but only where that is needed.
    let catalog = |id: &str, title: &str| {
        format!(r#"{{"id":"{id}","title":"{title}","parts":[{{"name":"statement","prose":"x"}}]}}"#)
    };
    let file = format!(
        r#"{{"catalog":{{"uuid":"u","metadata":{{"title":"L","version":"1"}},"controls":[{},{},{}]}}}}"#,
        catalog("control-of-documents", "Dokumentointi"),
        catalog("control-of-papers", "Dokumentointi"),
        catalog("control-of-logs", "Lokit"),
    );
    let framework = framework::read(file.as_bytes()).taken.unwrap();
    let criteria = framework.themes.iter().flat_map(|theme| &theme.criteria);
    let titles: Vec<&str> = criteria.map(|it| it.title.text(Locale::Fi)).collect();
    assert_eq!(
        titles,
        [
            "control-of-documents Dokumentointi",
            "control-of-papers Dokumentointi",
            "Lokit"
        ]
    );
}

#[test]
fn pages_that_are_missing_and_services_that_are_not_published_are_said() {
    let account = read_catalogue(&case("ptv-page-and-status/page-1-of-30.json"), Locale::Fi);
    assert_eq!(account.taken.as_ref().unwrap()[0].name, "Ensimmäinen sivu");
    assert_eq!(codes(&account), ["other-pages"]);
    let account = read_catalogue(
        &case("ptv-page-and-status/deleted-and-draft.json"),
        Locale::Fi,
    );
    assert!(account.taken.is_none());
    assert_eq!(
        codes(&account),
        ["nothing-published", "not-published", "not-published"]
    );
    let values: Vec<&str> = account
        .problems
        .iter()
        .skip(1)
        .map(|it| it.value.as_str())
        .collect();
    assert_eq!(values, ["Poistettu palvelu", "Luonnos"]);
    let service = |id: &str, status: &str| {
        format!(
            r#"{{"id":"00000000-0000-4000-8000-00000000000{id}","name":"Palvelu {id}","publishingStatus":"{status}"}}"#
        )
    };
    let all = ["Published", "OldPublished", "Modified", "Draft"];
    let list: Vec<String> = all
        .iter()
        .zip(1..)
        .map(|(status, id)| service(&id.to_string(), status))
        .collect();
    let account = read_catalogue(format!("[{}]", list.join(",")).as_bytes(), Locale::Fi);
    let names: Vec<&str> = account
        .taken
        .iter()
        .flatten()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["Palvelu 1"], "the shape with `name` is read");
    assert_eq!(codes(&account), ["not-published"; 3]);
}

#[test]
fn json_is_json_in_every_encoding_and_nothing_else() {
    let json = case("ptv-page-and-status/page-1-of-30.json");
    let text = String::from_utf8(json).unwrap();
    let units = text.encode_utf16();
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(units)
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(service::is_catalogue(&wide));
    let nodes = read_catalogue(&wide, Locale::Fi).taken.unwrap();
    assert_eq!(
        (nodes[0].kind, nodes[0].name.as_str()),
        (NodeKind::Service, "Ensimmäinen sivu")
    );
    for bytes in [text.as_bytes(), &wide] {
        assert_eq!(codes(&notes::read(bytes)), ["wrong-type"]);
        assert_eq!(codes(&table::read(bytes)), ["wrong-type"]);
    }
}
