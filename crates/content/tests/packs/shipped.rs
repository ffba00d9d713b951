//! Holds the shipped packs right, and the check able to see what is wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use content::{Files, Library};
use domain::Locale;
use domain::survey::{Anonymity, Level};

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

#[test]
fn the_shipped_packs_are_right() {
    let problems: Vec<String> = content::check().iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn nothing_ships_empty() {
    let counts = [
        ("themes", content::framework().themes.len(), 10),
        ("criteria", content::framework().criteria().count(), 40),
        ("questions", content::questions().len(), 40),
        ("instruments", content::instruments().len(), 3),
        ("guides", content::guides().len(), 4),
        ("documents", content::documents().len(), 25),
        ("services", content::starting_set().services.len(), 30),
        ("cards", content::handbook().cards.len(), 12),
        ("facts", content::handbook().facts.len(), 20),
        ("terms", content::handbook().terms.len(), 30),
        ("sources", content::handbook().sources.len(), 40),
        ("sessions", content::training().sessions.len(), 4),
        ("modules", content::training().modules.len(), 6),
        ("paths", content::training().paths.len(), 2),
        ("municipalities", content::municipalities().len(), 300),
        ("origins", content::library().municipality_origins.len(), 1),
    ];
    for (what, count, least) in counts {
        println!("{what}: {count}");
        assert!(count >= least, "{what}: {count}");
    }
}

/// The files under a folder, by their path under `content/`.
fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for file in fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            walk(&path, found);
            continue;
        }
        let under = path.strip_prefix(packs()).expect("under content");
        found.insert(under.to_string_lossy().into_owned());
    }
}

#[test]
fn every_file_is_embedded() {
    let mut on_disk = BTreeSet::new();
    walk(&packs(), &mut on_disk);
    let embedded: BTreeSet<String> = Files::shipped().paths().map(str::to_owned).collect();
    assert_eq!(on_disk, embedded, "list every file of content/ in files.rs");
}

#[test]
fn things_are_found_by_id() {
    for instrument in content::instruments() {
        assert_eq!(content::instrument(&instrument.id), Some(instrument));
        for id in instrument.questions() {
            assert!(content::question(id).is_some(), "{id}");
        }
    }
    let helsinki = content::municipality("091").expect("Helsinki");
    assert_eq!(helsinki.name.text(Locale::Sv), "Helsingfors");
    assert_eq!(helsinki.languages, [Locale::Fi, Locale::Sv]);
    assert!(content::guide("none").is_none() && content::document("none").is_none());
    assert_eq!(
        content::answer(Level::Unknown).text(Locale::Fi),
        "En osaa sanoa"
    );
    assert!(!content::privacy(Anonymity::Split).is_empty());
}

/// The problems after a text in a file is replaced with another.
fn planted(path: &'static str, from: &str, to: &str) -> Vec<String> {
    let files = Files::shipped();
    let shipped = files.text(path).to_owned();
    assert!(shipped.contains(from), "{path} holds no {from:?}");
    let files = files.with(path, shipped.replacen(from, to, 1));
    Library::read(&files)
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// One error a line: file, what to replace, with what, what the problem must say. A `^` is the
/// beginning of a line.
const PLANTED: &str = r#"
        framework/framework.toml | id = "luotsi" | id = | content/framework/framework.toml:
        framework/framework.toml | id = "privacy" | id = "risks" | given twice
        framework/framework.toml | id = "privacy" | id = "Privacy" | not an id
        framework/framework.toml | ^theme = "risks" | ^theme = "rikss" | unknown theme
        framework/framework.toml | ^area = "continuity" | ^area = "jatkuvuus" | unknown variant
        framework/framework.toml | GV.RR-01 | GV.RR01 | no item of nist
        framework/framework.toml | "tihl" | "til" | unknown `til`
        framework/framework.toml | ["survey" | ["survey", "survey" | sources once
        framework/sv.toml | ^worry = | ^wory = | worry` is missing
        framework/sv.toml | ^worry = | ^wory = | wory` belongs to nothing
        framework/en.toml | ^claim = " | ^claim = "<b> | holds HTML
        framework/en.toml | ^claim = " | ^claim = "x  y | two spaces
        framework/fi.toml | [theme.risks] | [theme.riskit] | `theme.risks.title` is missing
        framework/fi.toml | [theme.risks] | [theme.risks | content/framework/fi.toml:
        interview/guides.toml | ^kind = "group" | ^kind = "grupp" | unknown variant
        interview/guides.toml | ^themes = ["leadership"] | ^themes = ["x"] | unknown
        interview/guides.toml | "management-roles", | | in no guide's list
        interview/guides.toml | "management-roles", | "x", | no question of it
        interview/fi.toml | ^probes = [ | ^probes = ["", | is empty
        interview/fi.toml | ^probes = [ | ^probes = [3, | is empty
        interview/sv.toml | ^probes = [ | ^probes = ["Vem?", | as many items
        survey/questions.toml | ^criterion = "risks-method" | ^criterion = "x" | unknown criterion
        survey/questions.toml | ^criterion = "risks-method" | ^options = ["x"] | fields of its kind
        survey/questions.toml | ^kind = "scale" | ^kind = "likert" | unknown variant
        survey/questions.toml | ^audience = ["elected", "management"] | ^audience = [] | no audience
        survey/instruments.toml | "q-strategy" | "q-x" | unknown question `q-x`
        survey/instruments.toml | "q-strategy" | "q-reporting" | twice
        survey/instruments.toml | "q-strategy" | "q-duties" | does not suit elected
        survey/instruments.toml | "q-strategy" | "q-measures" | no scale question of the theme
        survey/instruments.toml | ^text = ["q-comment"] | ^text = ["q-body"] | no text question
        survey/en.toml | ^unknown = | ^dunno = | `scale.unknown` is missing
        document/documents.toml | ^approver = "council" | ^approver = "x" | unknown variant
        document/documents.toml | ^review_months = 24 | ^review_months = 0 | 0 months
        document/documents.toml | ^criteria = [ | ^criteria = ["x", | unknown `x`
        document/documents.toml | ["privacy-impact"] | ["privacy-officer"] | none evidences it
        handbook/cards.toml | "kuja-konsepti" | "kuja" | unknown source `kuja`
        handbook/cards.toml | ^questions = [21, 26] | ^questions = [21, 27] | unknown question 27
        handbook/cards.toml | council = [1, 2, | council = [2, 1, | numbered from 1 on
        handbook/facts.toml | [fact.support] | [fact.supprot] | no chapter calls for the fact `supprot`
        handbook/facts.toml | shape = "line" | shape = "poem" | content/handbook/facts.toml:
        handbook/glossary.toml | avoid = ["kyberhygienia"] | avoid = ["palvelin"] | handbook/fi.toml:
        handbook/glossary.toml | cards = ["role"] | cards = ["rule"] | unknown card `rule`
        handbook/sources.toml | url = "https://www.kuntaliitto.fi/kuntastrategia" | url = "kuntastrategia" | source `kuntalaki-37` lacks
        handbook/fi.toml | ^about = " | ^abuot = " | abuot` belongs to nothing
        handbook/en.toml | ^why = " | ^why = "<i> | holds HTML
        handbook/chapters/role.sv.md | ## | # | content/handbook/chapters/role.sv.md:3: has a heading out of order
        handbook/chapters/role.fi.md | ## | <div> | content/handbook/chapters/role.fi.md:3: holds HTML
        handbook/chapters/incident.en.md | lahti-2019 | lahti-2018 | do not name the same sources
        handbook/chapters/incident.fi.md | lahti-2019 | lahti | names the unknown source `lahti`
        handbook/chapters/incident.sv.md | {{fact:incident-lead}} | {{fact:leader}} | unknown fact `leader`
        training/training.toml | start = 5, minutes = 8 | start = 6, minutes = 8 | has a gap before `case`
        training/training.toml | correct = "b" | correct = "d" | no right option in `q1`
        training/training.toml | cards = ["role", "strategy"] | cards = ["role", "x"] | unknown card `x`
        training/training.toml | modules = ["accounts"] | modules = ["x"] | unknown module `x`
        training/sv.toml | option.a.why | option.a.wy | option.a.why` is missing
        municipality/municipalities.csv | 005, | 05, | is no code
        municipality/municipalities.csv | 005, | 999, | sorted by code
        municipality/municipalities.csv | Alajärvi,fi, | Alajärvi,xx, | unknown language
        municipality/municipalities.csv | Alavieska, | | 9 fields, not 10
        municipality/source.toml | rows = 308 | rows = 309 | rows = 309
    "#;

#[test]
fn planted_errors_are_found() {
    for line in PLANTED.lines().filter(|line| line.contains('|')) {
        let [path, from, to, says] =
            <[&str; 4]>::try_from(line.splitn(4, '|').map(str::trim).collect::<Vec<_>>())
                .expect("four columns");
        let found = planted(path, &from.replace('^', "\n"), &to.replace('^', "\n"));
        assert!(
            found.iter().any(|problem| problem.contains(says)),
            "{line}\nsaid\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn problems_name_the_line() {
    let sound = Files::shipped();
    let text = sound.text("document/fi.toml");
    let line = text
        .lines()
        .position(|line| line.starts_with("good = "))
        .expect("a text")
        + 1;
    let found = planted("document/fi.toml", "\ngood = \"", "\ngood = \"TODO ");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(&format!("content/document/fi.toml:{line}: ")),
        "{found:?}"
    );
}

#[test]
fn nothing_panics_without_files() {
    for path in Files::shipped().paths() {
        let files = Files::shipped().with(path, "");
        let mut problems = Library::read(&files).problems();
        problems.extend(content::demo::Demo::read(&files).problems());
        assert!(!problems.is_empty(), "{path}");
    }
}
