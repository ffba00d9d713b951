//! What is wrong in a file is named by the row and column where it stands, whatever the file.

use domain::service::NodeKind;
use exchange::documents::KnownDocument;
use exchange::{Account, Severity, answers, documents, service, table};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::support::{cells, codebook, every_table};

/// What is told of a row: the code of a problem and its place.
type Told = (&'static str, String);

/// Plants a text in one cell and tells which problems of rows come of it, by code and place.
fn planted<T>(
    rows: &[Vec<String>],
    (row, column, text): (usize, usize, &str),
    read: &dyn Fn(&table::Table) -> Account<T>,
) -> Vec<(&'static str, Vec<Told>)> {
    let mut rows = rows.to_vec();
    text.clone_into(&mut rows[row][column]);
    let told = |bytes: Vec<u8>| {
        let account = table::read(&bytes).and_then(|it| read(&it));
        let left = [Severity::Row, Severity::Cell].into_iter();
        left.flat_map(|severity| account.of(severity))
            .map(|it| (it.kind.code(), it.place.to_string()))
            .collect()
    };
    every_table(&rows)
        .into_iter()
        .map(|(name, bytes)| (name, told(bytes)))
        .collect()
}

/// Plants each wrong text in its column, in every row.
fn every_place<T>(
    rows: &[Vec<String>],
    wrong: &[(usize, &str, &'static str)],
    read: &dyn Fn(&table::Table) -> Account<T>,
) {
    for ((column, text, code), row) in wrong
        .iter()
        .flat_map(|it| (1..rows.len()).map(move |row| (it, row)))
    {
        let place = format!("{}{}", exchange::account::letter(*column), row + 1);
        for (name, told) in planted(rows, (row, *column, text), read) {
            let sheet = if name == "csv" { "" } else { "S!" };
            assert_eq!(told, [(*code, format!("{sheet}{place}"))], "{name}: {text}");
        }
    }
}

fn known() -> Vec<KnownDocument> {
    ["Jatkuvuussuunnitelma", "Riskipolitiikka", "Palautustesti"]
        .iter()
        .map(|title| KnownDocument {
            id: title.to_lowercase(),
            title: domain::Localised::same(*title),
        })
        .collect()
}

#[test]
fn a_wrong_cell_of_the_checklist_is_named_where_it_stands() {
    let rows = cells(&[
        &[
            "Asiakirja",
            "Tila",
            "Hyväksytty",
            "Testattu",
            "Julkisuus",
            "Huomiot",
        ],
        &[
            "Jatkuvuussuunnitelma",
            "On",
            "1.2.2024",
            "-",
            "Julkinen",
            "a",
        ],
        &[
            "Riskipolitiikka",
            "Puuttuu",
            "",
            "2024-02-01",
            "Sisäinen",
            "b",
        ],
        &["Palautustesti", "Osittain", "45323", "", "Salainen", "c"],
    ]);
    let long = "x".repeat(exchange::limits::ANSWER_CHARS + 1);
    let wrong = [
        (0, "Kvanttisuunnitelma", "document-unknown"),
        (1, "ehkä", "state-unknown"),
        (2, "keväällä", "date-unknown"),
        (2, "1/2/2024", "date-unknown"),
        (3, "31.2.2024", "date-unknown"),
        (4, "puolijulkinen", "publicity-unknown"),
        (5, long.as_str(), "answer-too-long"),
    ];
    every_place(&rows, &wrong, &|it| documents::read(it, &known()));
    for (_, bytes) in every_table(&rows) {
        let account = table::read(&bytes).and_then(|it| documents::read(&it, &known()));
        assert!(!account.left_something_out());
        assert_eq!(account.taken.unwrap().len(), 3);
    }
}

#[test]
fn a_wrong_cell_of_the_register_is_named_where_it_stands() {
    let rows = cells(&[
        &[
            "Nimi",
            "Laji",
            "Käyttäjiä",
            "Kestää katkoa",
            "Luvattu takaisin",
            "Kantaa",
        ],
        &["Kirjasto", "Palvelu", "1 800", "7 pv", "", "24 h"],
        &["Wilma", "Järjestelmä", "", "", "8 h", ""],
        &["Yhtiö", "toimittaja", "-", "", "2 vk", ""],
    ]);
    let wrong = [
        (1, "olio", "kind-unknown"),
        (2, "monta", "number-unknown"),
        (2, "-5", "number-unknown"),
        (2, "1000000001", "number-unknown"),
        (2, "1.800", "number-twofold"),
        (3, "pian", "hours-unknown"),
        (4, "3 kvartaalia", "hours-unknown"),
        (4, "1.000 h", "number-twofold"),
        (5, "99999 vk", "hours-unknown"),
    ];
    every_place(&rows, &wrong, &service::read);
    // A row is left out as a whole; the others are taken.
    let told = planted(&rows, (2, 1, "olio"), &service::read);
    assert_eq!(told.len(), 3);
    let mut rows = rows;
    "olio".clone_into(&mut rows[2][1]);
    for (name, bytes) in every_table(&rows) {
        let taken = table::read(&bytes)
            .and_then(|it| service::read(&it))
            .taken
            .unwrap();
        let kinds: Vec<NodeKind> = taken.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [NodeKind::Service, NodeKind::Supplier], "{name}");
        assert_eq!(taken[0].users, Some(1_800), "{name}");
    }
}

#[test]
fn a_wrong_answer_is_named_where_it_stands() {
    let rows = cells(&[
        &["Onko palautus testattu?", "Roolisi"],
        &["Kyllä", "Valtuutettu"],
        &["Ei", ""],
        &["EOS", "Valtuutettu"],
    ]);
    let wrong = [(0, "kenties", "off-scale"), (1, "Naapuri", "not-an-option")];
    let read =
        |it: &table::Table| answers::read(it, &answers::propose(it, &codebook()), &codebook());
    every_place(&rows, &wrong, &read);
}

/// What could tell who answered, in columns that survey tools add and in those of one's own making.
#[test]
fn nothing_of_who_answered_is_in_anything_that_comes_out() {
    let canary = "kanarialintu";
    let headers = [
        "Response ID",
        "Sähköposti",
        "IP-osoite",
        "Nimi",
        "Vastausaika",
        "submitdate",
        "token",
        "Jokin oma sarake",
        "Onko palautus testattu?",
    ];
    let row = |id: &str, answer: &str| {
        let mut cells = vec![canary.to_owned(); headers.len() - 1];
        cells[0] = format!("{canary}-{id}");
        cells.push(answer.to_owned());
        cells
    };
    let mut rows = vec![headers.map(String::from).to_vec()];
    // A good one, a wrong one, the same respondent again, an empty one, and two that are the same.
    rows.extend([
        row("1", "Kyllä"),
        row("2", "kenties"),
        row("1", "Ei"),
        row("3", ""),
        row("4", "Ei"),
        row("4", "Ei"),
    ]);
    for (name, bytes) in every_table(&rows) {
        let account = table::read(&bytes)
            .and_then(|it| answers::read(&it, &answers::propose(&it, &codebook()), &codebook()));
        let said = format!("{:?} {:?}", account.taken, account.problems);
        assert!(!said.contains(canary), "{name}: {said}");
        let codes: Vec<&str> = account.of(Severity::Row).map(|it| it.kind.code()).collect();
        assert_eq!(
            codes,
            ["off-scale", "respondent-twice", "respondent-twice"],
            "{name}"
        );
        assert_eq!(account.taken.unwrap().len(), 2, "{name}");
    }
}

/// The day that the checklist reads in a cell; what is none is left out and told of, its row is not.
fn approved(cell: &str) -> Option<Date> {
    let text = format!("Asiakirja;Tila;Hyväksytty\nJatkuvuussuunnitelma;On;\"{cell}\"\n");
    let account = table::read(text.as_bytes()).and_then(|it| documents::read(&it, &known()));
    let left = account.of(Severity::Cell).count();
    let day = account.taken.unwrap().first().unwrap().approved_on;
    assert_eq!(left, usize::from(day.is_none()), "{cell}");
    day
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_day_is_the_same_day_in_every_way_of_writing_it(days in 20_000..73_000_i32) {
        // What a spreadsheet counts its days from, past the leap day that never was.
        let day = date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).unwrap();
        let (y, m, d) = (day.year(), day.month(), day.day());
        for written in [
            format!("{d}.{m}.{y}"),
            format!("{d:02}.{m:02}.{y}"),
            format!(" {d}. {m}. {y} "),
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}-{m:02}-{d:02}T23:59:59"),
            format!("{d}.{m}.{y} 0:00"),
            format!("{days}"),
            format!("{days}.75"),
            format!("{days},75"),
        ] {
            prop_assert_eq!(approved(&written), Some(day), "{}", written);
        }
        for unclear in [format!("{m}/{d}/{y}"), format!("{d}.{m}."), format!("{d}-{m}-{y}"), format!("{y}{m:02}{d:02}")] {
            prop_assert_eq!(approved(&unclear), None, "{}", unclear);
        }
    }
}

#[test]
fn days_of_another_age_are_slips_of_the_pen() {
    for (written, day) in [
        ("31.12.1949", None),
        ("1.1.1950", Some(date(1950, 1, 1))),
        ("31.12.2100", Some(date(2100, 12, 31))),
        ("1.1.2101", None),
        ("29.2.2023", None),
        ("29.2.2024", Some(date(2024, 2, 29))),
        ("0.1.2024", None),
        ("1.13.2024", None),
        ("1.1.24", None),
        ("1.1.02024", None),
    ] {
        assert_eq!(approved(written), day, "{written}");
    }
}

/// A person's way of answering: the level by its place on the scale, the role or not.
fn ballots() -> impl Strategy<Value = Vec<(Option<usize>, bool)>> {
    prop::collection::vec((prop::option::of(0..4_usize), any::<bool>()), 1..9)
}

const SCALES: [[&str; 4]; 3] = [
    ["Kyllä", "Osittain", "Ei", "En osaa sanoa"],
    ["Ja", "Delvis", "Nej", "Kan inte säga"],
    ["Yes", "Partly", "No", "Don't know"],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 15, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_written_by_a_tool_come_back_as_they_were_given(
        given in ballots(), scale in 0..3_usize, turned: bool, capital: bool, numbered: bool,
    ) {
        let label = |at: usize| {
            let word = SCALES[scale][at];
            let word = if capital { word.to_uppercase() } else { word.to_owned() };
            if numbered { format!("{}. {word}", at + 1) } else { word }
        };
        let headers = ["Onko palautus testattu?", "Roolisi"].map(String::from).to_vec();
        let row = |(level, has_role): &(Option<usize>, bool)| {
            vec![level.map(label).unwrap_or_default(), if *has_role { "a".to_owned() } else { String::new() }]
        };
        let mut rows: Vec<Vec<String>> = std::iter::once(headers).chain(given.iter().map(row)).collect();
        if turned {
            for row in &mut rows {
                row.reverse();
            }
        }
        for (name, bytes) in every_table(&rows) {
            let account = table::read(&bytes).and_then(|it| {
                answers::read(&it, &answers::propose(&it, &codebook()), &codebook())
            });
            prop_assert!(!account.left_something_out(), "{}: {:?}", name, account.problems);
            let read: Vec<(Option<usize>, bool)> = account.taken.iter().flatten().map(|ballot| {
                let level = ballot.answers.get("q1").map(|it| match it {
                    answers::ImportedAnswer::Level(level) => domain::survey::Level::ALL.iter().position(|one| one == level).unwrap(),
                    other => panic!("{other:?}"),
                });
                (level, ballot.answers.contains_key("q2"))
            }).collect();
            let expected: Vec<_> = given.iter().copied().filter(|it| *it != (None, false)).collect();
            prop_assert_eq!(read, expected, "{}", name);
        }
    }
}
