//! The register of services from tables and from the service catalogue.

use std::fs;
use std::path::PathBuf;

use domain::Locale;
use domain::service::NodeKind;
use exchange::service::{ImportedNode, ImportedSupport, is_catalogue, read, read_catalogue};
use exchange::{Account, ProblemKind, service, table};
use jiff::civil::Date;
use proptest::prelude::*;

fn of_table(bytes: &[u8]) -> Account<Vec<ImportedNode>> {
    table::choose(bytes, service::best_fit).and_then(|table| read(&table))
}

#[test]
fn a_table_is_read_as_people_fill_it() {
    let csv = "Palvelu;Laji;Omistaja;Käyttäjiä;Kestää katkoa;SLA;Riippuvuudet;Muuta\n\
        Kirjasto;;Kirjastonjohtaja;1 800;7 pv;;Kirjastojärjestelmä; ei mitään\n\
        Kirjastojärjestelmä;tietojärjestelmä;;;;8 h;Toimittaja | Varatoimittaja;\n\
        ;palvelu;;;;;;\n\
        Palkat;palvelu;;;pian;;;\n\
        kirjasto;palvelu;;;;;;\n";
    let account = of_table(csv.as_bytes());
    let kinds: Vec<&ProblemKind> = account.problems.iter().map(|one| &one.kind).collect();
    assert!(kinds.contains(&&ProblemKind::ColumnUnknown), "{kinds:?}");
    assert!(kinds.contains(&&ProblemKind::NameMissing));
    assert!(kinds.contains(&&ProblemKind::HoursUnknown));
    assert!(kinds.contains(&&ProblemKind::ServiceTwice { row: 2 }));
    let nodes = account.taken.unwrap();
    assert_eq!(nodes.len(), 2);
    assert_eq!(nodes[0].users, Some(1_800));
    assert_eq!(nodes[0].tolerance_hours, Some(168));
    assert_eq!(nodes[1].kind, NodeKind::System);
    assert_eq!(nodes[1].promise_hours, Some(8));
    assert_eq!(nodes[1].needs[0].len(), 2);
}

#[test]
fn the_template_reads_back_in_every_language() {
    let support = |name: &str| ImportedSupport {
        name: name.to_owned(),
        kind: None,
        origin: String::new(),
    };
    let node = ImportedNode {
        gives: "Lainaa kirjoja.".to_owned(),
        owner: "Kirjastonjohtaja".to_owned(),
        users: Some(1_800),
        tolerance_hours: Some(168),
        fallback: "Vihkoon".to_owned(),
        fallback_hours: Some(72),
        needs: vec![vec![support("A"), support("B")], vec![support("C")]],
        ..ImportedNode::new(NodeKind::Service, "Kirjasto")
    };
    let supplier = ImportedNode {
        promise_hours: Some(8),
        ..ImportedNode::new(NodeKind::Supplier, "=HYPERLINK(1)")
    };
    let created = Date::constant(2027, 5, 11).to_datetime(jiff::civil::Time::midnight());
    for locale in Locale::ALL {
        let all = [node.clone(), supplier.clone()];
        let book = service::template(&all, locale, created).unwrap();
        let account = of_table(&book);
        assert!(account.problems.is_empty(), "{:?}", account.problems);
        let mut read = account.taken.unwrap();
        for (row, one) in read.iter_mut().enumerate() {
            assert_eq!(one.row.take(), Some(row + 2));
        }
        assert_eq!(read, all);
    }
}

#[test]
fn a_table_without_names_is_refused() {
    let account = of_table("Omistaja;SLA\nA;1\n".as_bytes());
    assert!(account.is_refused());
    assert_eq!(account.problems[0].kind, ProblemKind::NoServiceColumn);
}

const CATALOGUE: &str = r#"{"itemList": [
  {"id": "s1", "serviceNames": [{"language": "fi", "type": "AlternativeName", "value": "Koulu"},
      {"language": "fi", "type": "Name", "value": "Perusopetus"},
      {"language": "sv", "type": "Name", "value": "Grundläggande utbildning"}],
   "serviceDescriptions": [{"language": "fi", "type": "Summary", "value": "<p>Opetusta.</p>"}, null],
   "organizations": [
      {"roleType": "Responsible", "organization": {"id": "k", "name": "Kunta"}},
      {"roleType": "Producer", "provisionType": "SelfProducedServices", "organization": {"id": "k", "name": "Kunta"}},
      {"roleType": "Producer", "provisionType": "PurchaseServices", "organization": {"id": "y", "name": "Yhtiö Oy"}},
      {"roleType": "Producer", "provisionType": "Other", "organization": null,
       "additionalInformation": [{"language": "fi", "value": "Yksityiset kuljettajat"}]}],
   "serviceChannels": [{"serviceChannel": {"id": "e", "name": "Wilma"}},
      {"serviceChannel": {"id": "p", "name": "Puhelin"}}, {"serviceChannel": {"id": "x", "name": "Outo"}}]},
  {"id": "e", "serviceChannelType": "EChannel",
   "serviceChannelNames": [{"language": "fi", "type": "Name", "value": "Wilma"}]},
  {"id": "p", "serviceChannelType": "Phone", "serviceChannelNames": []},
  {"id": "s2", "serviceNames": []}, 7]}"#;

#[test]
fn producers_and_electronic_channels_become_proposals() {
    assert!(is_catalogue(CATALOGUE.as_bytes()));
    let account = read_catalogue(CATALOGUE.as_bytes(), Locale::Sv);
    let kinds: Vec<&ProblemKind> = account.problems.iter().map(|one| &one.kind).collect();
    assert_eq!(
        kinds,
        [
            &ProblemKind::ChannelsUnknown { count: 1 },
            &ProblemKind::NameMissing,
            &ProblemKind::ItemNotUnderstood
        ]
    );
    let nodes = account.taken.unwrap();
    assert_eq!(nodes.len(), 1);
    assert_eq!(nodes[0].name, "Grundläggande utbildning");
    assert_eq!(nodes[0].gives, "Opetusta.");
    let needs: Vec<(&str, Option<NodeKind>, &str)> = nodes[0]
        .needs
        .iter()
        .flatten()
        .map(|one| (one.name.as_str(), one.kind, one.origin.as_str()))
        .collect();
    assert_eq!(
        needs,
        [
            ("Wilma", Some(NodeKind::System), "ptv:e"),
            ("Yhtiö Oy", Some(NodeKind::Supplier), "ptv:y"),
            ("Yksityiset kuljettajat", Some(NodeKind::Supplier), ""),
        ]
    );
}

#[test]
fn what_is_no_catalogue_is_refused_with_its_reason() {
    let why = |text: &str| {
        read_catalogue(text.as_bytes(), Locale::Fi).problems[0]
            .kind
            .clone()
    };
    assert_eq!(why("{}"), ProblemKind::NotACatalogue);
    assert_eq!(why(""), ProblemKind::EmptyFile);
    assert!(matches!(why("{\"a\": "), ProblemKind::Syntax { .. }));
    let deep = "[".repeat(100_000);
    assert!(matches!(why(&deep), ProblemKind::Syntax { .. }));
    assert!(!is_catalogue(b"Nimi;Laji\n"));
}

/// The services and channels of real municipalities.
fn real(folder: &str) -> Vec<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/fixtures/ptv/out").join(folder);
    let entries = fs::read_dir(&path).expect("the shared fixtures lie beside the project");
    let mut files: Vec<PathBuf> = entries.map(|one| one.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|it| fs::read_to_string(it).unwrap())
        .collect()
}

#[test]
fn real_services_are_read_one_by_one_and_with_their_channels() {
    let (services, channels) = (real("services"), real("servicechannels"));
    for text in &services {
        let account = read_catalogue(text.as_bytes(), Locale::Fi);
        let nodes = account.taken.unwrap();
        assert_eq!(nodes.len(), 1, "{:?}", account.problems);
        assert!(!nodes[0].name.is_empty() && !nodes[0].gives.is_empty());
    }
    assert!(!services.is_empty());
    let all: Vec<&str> = services
        .iter()
        .chain(&channels)
        .map(String::as_str)
        .collect();
    let whole = format!("[{}]", all.join(","));
    let account = read_catalogue(whole.as_bytes(), Locale::Fi);
    let nodes = account.taken.unwrap();
    assert_eq!(nodes.len(), services.len());
    let systems: usize = nodes.iter().map(|node| node.needs.len()).sum();
    assert!(systems > 0);
}

proptest! {
    #[test]
    fn no_bytes_make_the_catalogue_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_catalogue(&bytes, Locale::Fi);
        let _ = of_table(&bytes);
    }

    #[test]
    fn no_field_of_another_type_makes_it_panic(at in 0_usize..1_600, with in "[0-9\\[\\]{}\"a]{0,3}") {
        let mut text = CATALOGUE.to_owned();
        if text.is_char_boundary(at) && at < text.len() {
            text.insert_str(at, &with);
        }
        let _ = read_catalogue(text.as_bytes(), Locale::En);
    }
}
