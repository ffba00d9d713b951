//! The checklist of documents, out and in.

use domain::document::DocumentState;
use domain::{Locale, Localised, Publicity};
use exchange::documents::*;
use exchange::{Severity, table};
use jiff::civil::{date, datetime};

fn known() -> Vec<KnownDocument> {
    [
        (
            "continuity-plan",
            "Jatkuvuussuunnitelma",
            "Kontinuitetsplan",
            "Continuity plan",
        ),
        (
            "risk-policy",
            "Riskienhallintapolitiikka",
            "Riskhanteringspolicy",
            "Risk management policy",
        ),
        (
            "backup-record",
            "Palautustestin pöytäkirja",
            "Protokoll över återställningstest",
            "Record of the restore test",
        ),
    ]
    .map(|(id, fi, sv, en)| KnownDocument {
        id: id.into(),
        title: Localised {
            fi: fi.into(),
            sv: sv.into(),
            en: en.into(),
        },
    })
    .to_vec()
}

fn filled() -> Vec<ImportedDocument> {
    vec![
        ImportedDocument {
            row: 2,
            id: "continuity-plan".into(),
            state: DocumentState::Partly,
            approved_by: "Kunnanhallitus".into(),
            approved_on: Some(date(2024, 2, 1)),
            tested_on: Some(date(2025, 11, 30)),
            note: "=Kesken\nosin".into(),
            publicity: Some(Publicity::Internal),
        },
        ImportedDocument {
            row: 4,
            id: "backup-record".into(),
            state: DocumentState::Missing,
            approved_by: String::new(),
            approved_on: None,
            tested_on: None,
            note: String::new(),
            publicity: None,
        },
    ]
}

#[test]
fn the_template_reads_back_in_every_language() {
    for locale in Locale::ALL {
        let bytes = template(
            &known(),
            &filled(),
            locale,
            datetime(2026, 1, 1, 0, 0, 0, 0),
        )
        .unwrap();
        let account = table::choose(&bytes, best_fit).and_then(|table| read(&table, &known()));
        assert_eq!(
            account.taken,
            Some(filled()),
            "{locale}: {:?}",
            account.problems
        );
        let notes: Vec<_> = account
            .problems
            .iter()
            .map(|one| (one.kind.code(), one.place.row))
            .collect();
        assert_eq!(notes, [("state-missing", Some(3))]);
    }
}

#[test]
fn people_fill_it_in_their_own_ways() {
    let text = "Nro;Asiakirjan nimi;Tilanne;Hyväksymispäivä;Viimeksi testattu;Kommentit;Julkisuusluokka;Vastuu\n\
        1;1. jatkuvuussuunnitelma;luonnos;1.2.2024;45323;;sisäinen;x\n\
        2;Riskhanteringspolicy;Finns inte;-;;;;\n\
        3;Palautustestin pöytäkirjat;Kyllä;;;;;\n\
        4;Kokonaan muu;Kyllä;;;;;\n\
        5;Jatkuvuussuunnitelma;On;;;;;\n\
        6;Risk management policy;ehkä;2/2024;;;salaisempi;\n\
        7;;On;;;;;\n";
    let account = table::read(text.as_bytes()).and_then(|table| read(&table, &known()));
    let taken: Vec<_> = account
        .taken
        .iter()
        .flatten()
        .map(|one| (one.id.as_str(), one.state, one.approved_on, one.tested_on))
        .collect();
    assert_eq!(
        taken,
        [
            (
                "continuity-plan",
                DocumentState::Partly,
                Some(date(2024, 2, 1)),
                Some(date(2024, 2, 1))
            ),
            ("risk-policy", DocumentState::Missing, None, None),
        ]
    );
    let left: Vec<_> = account
        .of(Severity::Row)
        .map(|one| (one.kind.code(), one.place.to_string()))
        .collect();
    assert_eq!(
        left,
        [
            ("document-similar", "B4".to_owned()),
            ("document-unknown", "B5".to_owned()),
            ("document-twice", "6".to_owned()),
            ("state-unknown", "C7".to_owned()),
            ("publicity-unknown", "G7".to_owned()),
            ("document-missing", "8".to_owned()),
        ]
    );
}

#[test]
fn other_tables_are_refused() {
    let code = |text: &str| {
        let account = table::read(text.as_bytes()).and_then(|table| read(&table, &known()));
        account
            .problems
            .iter()
            .map(|one| one.kind.code())
            .collect::<Vec<_>>()
    };
    assert_eq!(code("kunta;asukkaat\na;1\n"), ["no-document-column"]);
    assert_eq!(code("Asiakirja;Vuosi\na;1\n"), ["no-state-column"]);
}
