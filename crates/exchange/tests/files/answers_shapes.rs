//! The columns and rows that survey tools put around the answers.

use domain::{Locale, Localised};
use exchange::answers::{
    Choice, Codebook, ImportedAnswer, ImportedBallot, Question, QuestionKind, Target, propose, read,
};
use exchange::table::{self, Table};
use exchange::{Account, ProblemKind};

fn codebook() -> Codebook {
    let question = |id: &str, text: &str, kind| Question {
        id: id.to_owned(),
        text: Localised::only(Locale::Fi, text),
        kind,
    };
    let role = Choice {
        code: "a".to_owned(),
        label: Localised::same("Valtuutettu"),
    };
    Codebook {
        questions: vec![
            question("q1", "Onko palautus testattu?", QuestionKind::Scale),
            question("q2", "Roolisi", QuestionKind::Choice(vec![role])),
        ],
        scale: Vec::new(),
    }
}

fn table(text: &str) -> Table {
    table::read(text.as_bytes()).taken.unwrap()
}

fn account(text: &str) -> Account<Vec<ImportedBallot>> {
    let table = table(text);
    let mut mapping = propose(&table, &codebook());
    mapping.accept_suggestions();
    read(&table, &mapping, &codebook())
}

/// What becomes of each column: the question, the reason it is dropped, or `?`.
fn columns(header: &str) -> Vec<String> {
    let empty = header.split(';').map(|_| "x").collect::<Vec<_>>().join(";");
    let mapping = propose(&table(&format!("{header}\n{empty}\n")), &codebook());
    let columns = mapping.columns.into_iter();
    columns
        .map(|column| match column.target {
            Target::Question(id) => id,
            Target::Dropped(reason) => format!("-{}", reason.code()),
            Target::Unknown => "?".to_owned(),
        })
        .collect()
}

#[test]
fn columns_of_forms_tools_are_known_in_three_languages() {
    for header in [
        "Tunnus;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Viimeksi muokattu;Onko palautus testattu?",
        "ID;Starttid;Slutförandetid;E-post;Namn;Tid för senaste ändring;q1",
        "ID;Start time;Completion time;Email;Name;Last modified time;q1",
    ] {
        let expected = [
            "-respondent",
            "-time",
            "-time",
            "-person",
            "-person",
            "-time",
            "q1",
        ];
        assert_eq!(columns(header), expected, "{header}");
    }
    assert_eq!(
        columns("Aikaleima;Sähköpostiosoite;q1"),
        ["-time", "-person", "q1"]
    );
    assert_eq!(
        columns("Tidstämpel;E-postadress;q1"),
        ["-time", "-person", "q1"]
    );
}

#[test]
fn columns_of_limesurvey_are_known_by_code_and_by_name() {
    for header in [
        "id;submitdate;lastpage;startlanguage;seed;startdate;datestamp;ipaddr;refurl;q1",
        "Vastauksen ID;Lähetyspäivä;Viimeinen sivu;Aloituskieli;Siemen;Aloituspäivä;Viimeisen toiminnon päiväys;IP-osoite;Viittaava URL;q1",
    ] {
        assert_eq!(
            columns(header),
            [
                "-respondent",
                "-time",
                "-progress",
                "-language",
                "-progress",
                "-time",
                "-time",
                "-network",
                "-network",
                "q1"
            ],
            "{header}"
        );
    }
    assert_eq!(
        columns("G1[q1];q2[other];q1Time;groupTime12;interviewtime"),
        ["q1", "-comment", "-time", "-time", "-time"]
    );
}

#[test]
fn marks_and_remarks_beside_a_question_are_no_answers() {
    assert_eq!(
        columns(
            "Onko palautus testattu?;Pisteet - Onko palautus testattu?;Palaute - Onko palautus testattu?"
        ),
        ["q1", "-progress", "-comment"]
    );
    assert_eq!(
        columns("q1;Points - q1;Feedback - q1"),
        ["q1", "-progress", "-comment"]
    );
}

#[test]
fn headers_with_mark_up_and_line_ends_are_read() {
    assert_eq!(
        columns("\"<p style=\"\"x\"\">Onko&nbsp;palautus\n<b>testattu</b>?</p>\";\"1) Roolisi\""),
        ["q1", "q2"]
    );
}

#[test]
fn rows_that_sum_up_the_others_are_passed_over() {
    let account = account(
        "Vastaaja;Onko palautus testattu?;Roolisi\n1;Kyllä;Valtuutettu\n2;Ei;Valtuutettu\n\
         Keskiarvo;2,5;\nYhteensä;2;2\n",
    );
    assert_eq!(account.taken.as_ref().unwrap().len(), 2);
    assert!(!account.left_something_out(), "{:?}", account.problems);
    let summary = ProblemKind::SummaryRows {
        count: 2,
        rows: "4, 5".to_owned(),
    };
    assert!(account.problems.iter().any(|one| one.kind == summary));
}

#[test]
fn a_respondent_may_say_a_word_of_sums() {
    let account = account("Roolisi;Onko palautus testattu?\nValtuutettu;Kyllä\nAntal;Ei\n");
    assert_eq!(account.taken.as_ref().unwrap().len(), 1);
    assert!(account.left_something_out());
}

#[test]
fn labels_with_numbers_before_or_behind_them_are_labels() {
    let account = account("q1\n4 - Kyllä\n3 – Osittain\nEi (2)\n1. En osaa sanoa\n");
    let levels: Vec<_> = account
        .taken
        .unwrap()
        .into_iter()
        .flat_map(|ballot| ballot.answers.into_values())
        .map(|answer| match answer {
            ImportedAnswer::Level(level) => level.code(),
            _ => "",
        })
        .collect();
    assert_eq!(levels, ["yes", "partly", "no", "unknown"]);
}
