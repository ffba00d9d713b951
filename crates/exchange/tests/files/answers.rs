//! Answers in files shaped as survey tools export them.

use domain::survey::Level;
use domain::{Locale, Localised};
use exchange::answers::*;
use exchange::table::{self, Table};
use exchange::{Account, ProblemKind, Severity};

fn text(fi: &str, sv: &str, en: &str) -> Localised {
    Localised {
        fi: fi.into(),
        sv: sv.into(),
        en: en.into(),
    }
}

fn codebook() -> Codebook {
    let question = |id: &str, kind, [fi, sv, en]: [&str; 3]| Question {
        id: id.into(),
        text: text(fi, sv, en),
        kind,
    };
    let option = |code: &str, [fi, sv, en]: [&str; 3]| Choice {
        code: code.into(),
        label: text(fi, sv, en),
    };
    let roles = vec![
        option(
            "council",
            ["Valtuutettu", "Ledamot i fullmäktige", "Councillor"],
        ),
        option(
            "board",
            [
                "Kunnanhallituksen jäsen",
                "Ledamot i kommunstyrelsen",
                "Board member",
            ],
        ),
    ];
    let role = [
        "Mikä on roolisi?",
        "Vilken är din roll?",
        "What is your role?",
    ];
    let risks = [
        "Tunnen kunnan tärkeimmät digiriskit.",
        "Jag känner till kommunens viktigaste digitala risker.",
        "I know the municipality’s main digital risks.",
    ];
    let backup = [
        "Varmuuskopioiden palautus on testattu.",
        "Återställningen av säkerhetskopior har testats.",
        "Restoring from backups has been tested.",
    ];
    let free = [
        "Mitä muuta haluat sanoa?",
        "Vad vill du tillägga?",
        "Anything else?",
    ];
    Codebook {
        questions: vec![
            question("role", QuestionKind::Choice(roles), role),
            question("risks-known", QuestionKind::Scale, risks),
            question("backup-tested", QuestionKind::Scale, backup),
            question("free", QuestionKind::Text, free),
        ],
        scale: vec![(Level::Partly, text("Jotakuinkin", "", ""))],
    }
}

fn table(bytes: &[u8]) -> Table {
    table::read(bytes).taken.expect("a table")
}

fn read_as_proposed(table: &Table) -> Account<Vec<ImportedBallot>> {
    read(table, &propose(table, &codebook()), &codebook())
}

fn levels(account: &Account<Vec<ImportedBallot>>, id: &str) -> Vec<Option<Level>> {
    account
        .taken
        .iter()
        .flatten()
        .map(|ballot| match ballot.answers.get(id) {
            Some(ImportedAnswer::Level(level)) => Some(*level),
            _ => None,
        })
        .collect()
}

fn targets(mapping: &Mapping) -> Vec<String> {
    mapping
        .columns
        .iter()
        .map(|column| match &column.target {
            Target::Question(id) => id.clone(),
            Target::Dropped(reason) => format!("-{}", reason.code()),
            Target::Unknown => "?".to_owned(),
        })
        .collect()
}

const CODES: &str = "\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"seed\",\"token\",\"role\",\"G1[riskskno]\",\"G1[risksknown]\",\"backuptested\",\"free\"
\"1\",\"2026-02-01 10:00:00\",\"3\",\"fi\",\"123\",\"abc\",\"council\",\"\",\"A1\",\"A4\",\"\"
\"2\",\"2026-02-01 10:05:00\",\"3\",\"fi\",\"124\",\"abd\",\"board\",\"\",\"A2\",\"A3\",\"Kiitos, hyvä\"
\"3\",\"\",\"1\",\"fi\",\"125\",\"abe\",\"board\",\"\",\"A2\",\"\",\"\"
";

#[test]
fn limesurvey_question_codes_are_found_and_answer_codes_asked_about() {
    let table = table(CODES.as_bytes());
    let mapping = propose(&table, &codebook());
    let expected = "-respondent -time -progress -language -progress -token role -empty risks-known backup-tested free";
    assert_eq!(targets(&mapping).join(" "), expected);
    assert!(mapping.needs_a_person());
    let undeclared: Vec<_> = mapping
        .undeclared
        .iter()
        .map(|one| (one.value.as_str(), one.count, one.suggestion))
        .collect();
    let (yes, partly) = (Some(Level::Yes), Some(Level::Partly));
    let (no, unknown) = (Some(Level::No), Some(Level::Unknown));
    assert_eq!(
        undeclared,
        [
            ("A2", 2, partly),
            ("A1", 1, yes),
            ("A3", 1, no),
            ("A4", 1, unknown)
        ]
    );
    let account = read(&table, &mapping, &codebook());
    assert!(
        account.taken.is_some_and(|ballots| ballots.is_empty()),
        "codes are not guessed"
    );
}

#[test]
fn limesurvey_answer_codes_are_read_as_declared() {
    let table = table(CODES.as_bytes());
    let mut mapping = propose(&table, &codebook());
    mapping.accept_suggestions();
    assert!(!mapping.needs_a_person());
    let account = read(&table, &mapping, &codebook());
    assert_eq!(
        levels(&account, "risks-known"),
        [Some(Level::Yes), Some(Level::Partly)]
    );
    assert_eq!(
        levels(&account, "backup-tested"),
        [Some(Level::Unknown), Some(Level::No)]
    );
    let left: Vec<_> = account
        .of(Severity::Row)
        .map(|one| (one.kind.code(), one.place.row))
        .collect();
    assert_eq!(left, [("not-submitted", Some(4))]);
    let ballots = account.taken.unwrap();
    assert_eq!(
        ballots[1].answers["role"],
        ImportedAnswer::Choice("board".into())
    );
    assert_eq!(
        ballots[1].answers["free"],
        ImportedAnswer::Text("Kiitos, hyvä".into())
    );
}

#[test]
fn limesurvey_with_full_texts_in_swedish_and_labels() {
    let table = table("\u{feff}Svars-id;Datum skickat;IP-adress;Vilken är din roll?;Påståenden [Jag känner till kommunens viktigaste digitala risker.];G1Q2[SQ002]. Påståenden [Återställningen av säkerhetskopior har testats.];Påståenden [Annat]\n\
        7;2026;10.0.0.1;Ledamot i fullmäktige;Ja;I viss mån;\n8;2026;10.0.0.2;Ledamot i kommunstyrelsen;Nej;Kan inte säga;x\n".as_bytes());
    let mapping = propose(&table, &codebook());
    assert_eq!(
        targets(&mapping),
        [
            "-respondent",
            "-time",
            "-network",
            "role",
            "risks-known",
            "backup-tested",
            "-comment"
        ]
    );
    let account = read_as_proposed(&table);
    assert_eq!(
        levels(&account, "backup-tested"),
        [Some(Level::Partly), Some(Level::Unknown)]
    );
    assert!(!account.left_something_out(), "{:?}", account.problems);
}

#[test]
fn webropol_with_numbered_texts_in_windows_1252() {
    let text = "Vastaajan nimi;Vastausaika;1. Mikä on roolisi?;2. Arvioi väittämät: Tunnen kunnan tärkeimmät digiriskit.;2. Arvioi väittämät: Varmuuskopioiden palautus on testattu;Avoin vastaus: Varmuuskopioiden palautus on testattu;3. Mitä muuta haluat sanoa?\r\n\
        Meikäläinen;1.2.2026 10:00;Valtuutettu;Kyllä;Osittain;;\"Hyvä; mutta\r\nkesken\"\r\n;1.2.2026 11:00;Valtuutettu;1 - Kyllä;Jotakuinkin;;\r\n";
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let table = table(&bytes);
    let mapping = propose(&table, &codebook());
    assert_eq!(
        targets(&mapping),
        [
            "-person",
            "-time",
            "role",
            "risks-known",
            "backup-tested",
            "-comment",
            "free"
        ]
    );
    let account = read_as_proposed(&table);
    assert_eq!(
        levels(&account, "backup-tested"),
        [Some(Level::Partly), Some(Level::Partly)]
    );
    assert_eq!(
        account.taken.unwrap()[0].answers["free"],
        ImportedAnswer::Text("Hyvä; mutta\nkesken".into())
    );
}

#[test]
fn webropol_with_statements_on_a_second_header_row() {
    let table = table("Vastaajan ID;Mikä on roolisi?;Arvioi väittämät;;Mitä muuta haluat sanoa?\n\
        ;;Tunnen kunnan tärkeimmät digiriskit.;Varmuuskopioiden palautus on testattu.;\n1;Valtuutettu;Ei;EOS;ei muuta\n".as_bytes());
    let mapping = propose(&table, &codebook());
    assert_eq!(
        (mapping.header_rows, targets(&mapping)),
        (
            1,
            [
                "-respondent",
                "role",
                "risks-known",
                "backup-tested",
                "free"
            ]
            .map(String::from)
            .to_vec()
        )
    );
    let account = read_as_proposed(&table);
    assert_eq!(levels(&account, "backup-tested"), [Some(Level::Unknown)]);
}

#[test]
fn values_off_the_scale_are_named_by_row_and_column_and_the_rest_is_taken() {
    let table = table("Id,risks-known,role\n1,Kyllä,Valtuutettu\n2,Ehkä,Valtuutettu\n3,,Kuningas\n1,Ei,Valtuutettu\n\n4,-,\n".as_bytes());
    let account = read_as_proposed(&table);
    let left: Vec<_> = account
        .of(Severity::Row)
        .map(|one| (one.kind.clone(), one.place.to_string(), one.value.as_str()))
        .collect();
    assert_eq!(
        left,
        [
            (
                ProblemKind::OffScale {
                    question: "risks-known".into()
                },
                "B3".to_owned(),
                "Ehkä"
            ),
            (
                ProblemKind::NotAnOption {
                    question: "role".into()
                },
                "C4".to_owned(),
                "Kuningas"
            ),
            (ProblemKind::RespondentTwice { row: 2 }, "A5".to_owned(), ""),
        ]
    );
    assert_eq!(account.taken.as_ref().unwrap().len(), 1);
    let notes: Vec<_> = account
        .of(Severity::Note)
        .map(|one| one.kind.code())
        .collect();
    assert!(notes.contains(&"question-missing") && notes.contains(&"rows-without-answers"));
}

#[test]
fn equal_rows_are_no_duplicates_by_themselves() {
    let account = read_as_proposed(&table(
        "risks-known;backup-tested\nKyllä;Ei\nKyllä;Ei\nEi;Ei\n".as_bytes(),
    ));
    assert_eq!(account.taken.as_ref().unwrap().len(), 3);
    let note = account
        .problems
        .iter()
        .find(|one| one.kind.code() == "identical-rows")
        .unwrap();
    assert_eq!(
        note.kind,
        ProblemKind::IdenticalRows {
            count: 1,
            rows: "3".into()
        }
    );
}

#[test]
fn a_text_changed_a_little_must_be_confirmed() {
    let table = table(
        "Tunnen hyvin kuntani tärkeimmät digiriskit;Lempiväri;backup-tested\nKyllä;sininen;Ei\n"
            .as_bytes(),
    );
    let mut mapping = propose(&table, &codebook());
    assert!(
        matches!(mapping.columns[0].matched, Matched::Similar(_)),
        "{mapping:?}"
    );
    assert_eq!(mapping.columns[1].target, Target::Unknown);
    let account = read(&table, &mapping, &codebook());
    assert_eq!(levels(&account, "risks-known"), [None]);
    assert!(
        account
            .problems
            .iter()
            .any(|one| one.kind.code() == "column-unconfirmed")
    );
    mapping.confirm_similar();
    assert_eq!(
        levels(&read(&table, &mapping, &codebook()), "risks-known"),
        [Some(Level::Yes)]
    );
}

#[test]
fn numbers_are_levels_only_as_declared() {
    let table = table("risks-known;backup-tested\n5;1\n3;2\n".as_bytes());
    let mut mapping = propose(&table, &codebook());
    assert!(
        mapping
            .undeclared
            .iter()
            .all(|one| one.suggestion.is_none())
    );
    for (value, level) in [
        ("5", Level::Yes),
        ("3", Level::Partly),
        ("2", Level::No),
        ("1", Level::No),
    ] {
        mapping.levels.insert(value.into(), level);
    }
    let account = read(&table, &mapping, &codebook());
    assert_eq!(
        levels(&account, "risks-known"),
        [Some(Level::Yes), Some(Level::Partly)]
    );
}

#[test]
fn tables_of_another_kind_are_refused() {
    let account = read_as_proposed(&table(b"kunta;asukkaat\nHeinola;18344\n"));
    assert!(account.is_refused());
    assert_eq!(account.problems[0].kind, ProblemKind::NoQuestions);
}

#[test]
fn every_question_is_found_by_each_of_its_texts_in_a_workbook() {
    let book = codebook();
    for locale in Locale::ALL {
        let sheet = exchange::export::Sheet {
            title: "Data".into(),
            headers: book
                .questions
                .iter()
                .map(|one| one.text.exact(locale).to_owned())
                .collect(),
            rows: vec![vec![
                book.questions[0].text.exact(locale).into(),
                1_i64.into(),
            ]],
        };
        let bytes = exchange::export::xlsx(&[sheet], jiff::civil::datetime(2026, 1, 1, 0, 0, 0, 0))
            .unwrap();
        let table = table::choose(&bytes, best_fit(&book)).taken.unwrap();
        assert_eq!(
            targets(&propose(&table, &book)),
            ["role", "risks-known", "backup-tested", "free"]
        );
    }
}
