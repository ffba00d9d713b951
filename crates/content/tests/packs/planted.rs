//! Errors planted in every pack, one at a time: each is told, in the file and at the line where it
//! stands.

use content::demo::Demo;
use content::{Files, Library};

/// File | what is replaced | with what | what is said. A `^` is the beginning of a line.
const PLANTED: &str = r#"
    framework/framework.toml | id = "37 §" | id = "§ 37" | is no item of kuntalaki
    framework/framework.toml | id = "37 §" | id = "37§" | is no item of kuntalaki
    framework/framework.toml | id = "37 §" | id = " §" | is no item of kuntalaki
    framework/framework.toml | id = "37 §" | id = "luku 5 §" | is no item of kuntalaki
    framework/framework.toml | id = "13 a §" | id = "13 A §" | is no item of tihl
    framework/framework.toml | "GV.RR-01" | "GV.RR-1" | is no item of nist-csf-2.0
    threat/threats.toml | low = 0.002, high = 0.03 | low = 0, high = 0.03 | `ransomware-own` has a rate out of order
    threat/threats.toml | ^rho = 0.6 | ^rho = 1.6 | `ransomware-own` has a correlation out of range
    threat/threats.toml | p = 0.9, times = 0.5 | p = 1.9, times = 0.5 | `ransomware-own` has a probability out of range
    threat/threats.toml | "finland-count" | "finland-cuont" | names a source that is not there
    threat/measures.toml | times = 0.6, low = 0.3 | times = 0.2, low = 0.3 | `tested-restore` has an effect out of order
    threat/measures.toml | threat = "lost-backup", on | threat = "lost", on | acts on a threat that is not there
    threat/measures.toml | overlaps = ["offline-backup"] | overlaps = ["backup"] | overlaps a measure that is not there
    service/services.toml | needs = [["student-administration"] | needs = [["student"] | needs `student`, which is nothing
    service/services.toml | ^rto_h = 24 | ^rto_h = 480 | comes back later than it can be
    service/services.toml | ^fallback_h = 48 | ^fallback_h = 480 | the fallback of `basic-education` outlasts
    service/services.toml | people = [0, 1, 1] | people = [0, 1, 4] | has an effect off the scale
    service/services.toml | people = [0, 1, 1] | poeple = [0, 1, 1] | content/service/services.toml:
    service/systems.toml | supplier = "saas-supplier" | supplier = "saas" | needs `saas`, which is nothing
    service/systems.toml | needs = [["identity"]] | needs = [["identy"]] | needs `identy`, which is nothing
    service/systems.toml | kind = "system" | kind = "software" | content/service/systems.toml:
    service/en.toml | [service.basic-education] | [service.education] | `service.basic-education.title` is missing
    survey/sv.toml | [question. | [questoin. | belongs to nothing
    interview/en.toml | ^opening = " | ^opening = "TODO | content/interview/en.toml:
    document/en.toml | ^title = " | ^title = "  | content/document/en.toml:
    training/training.toml | ^minutes = 45 | ^minutes = 60 | does not take 45 minutes
    training/fi.toml | ^title = " | ^title = "<b> | holds HTML
    municipality/municipalities.csv | code,name_fi | koodi,name_fi | the header line is another
    municipality/source.toml | ^publisher | ^publihser | content/municipality/source.toml
    demo/world.toml | ^part = "municipality" | ^part = "kunta" | content/demo/world.toml:
    demo/world.toml | population = 6040 | population = "paljon" | content/demo/world.toml:
"#;

fn cases() -> impl Iterator<Item = [&'static str; 4]> {
    PLANTED
        .lines()
        .filter(|line| line.contains('|'))
        .map(|line| {
            let parts: Vec<&str> = line.splitn(4, " | ").map(str::trim_start).collect();
            <[&str; 4]>::try_from(parts).expect("four columns")
        })
}

/// An error with its file, what was there, what is there now, and what must be said of it.
type Case = [&'static str; 4];

/// The cases in as few readings as can be, for reading everything takes a second: those of one round are
/// of different packs, so that none hides another.
fn rounds() -> Vec<Vec<Case>> {
    let mut rounds: Vec<Vec<Case>> = Vec::new();
    let pack = |case: &Case| case[0].split('/').next();
    for case in cases() {
        let free = rounds
            .iter_mut()
            .find(|round| !round.iter().any(|it| pack(it) == pack(&case)));
        match free {
            Some(round) => round.push(case),
            None => rounds.push(vec![case]),
        }
    }
    rounds
}

#[test]
fn whatever_is_wrong_is_told_in_its_file_and_at_its_line() {
    for round in rounds() {
        let mut files = Files::shipped();
        for [path, from, to, _] in &round {
            let (from, to) = (from.replace('^', "\n"), to.replace('^', "\n"));
            let shipped = files.text(path).to_owned();
            assert!(shipped.contains(&from), "{path} holds no {from:?}");
            files = files.with(path, shipped.replacen(&from, &to, 1));
        }
        let mut problems = Library::read(&files).problems();
        if round.iter().any(|[path, ..]| path.starts_with("demo/")) {
            problems.extend(Demo::read(&files).problems());
        }
        let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for [path, from, to, says] in round {
            let own = format!("content/{path}");
            let told = found
                .iter()
                .find(|it| it.starts_with(&own) && it.contains(says));
            let told = told
                .unwrap_or_else(|| panic!("{path}: {from} to {to}\nsaid\n{}", found.join("\n")));
            is_near(told, path, &from.replace('^', "\n"));
        }
    }
}

/// A person looks at the line that is named, so it must be that of the error or of its entry.
fn is_near(told: &str, path: &str, from: &str) {
    let files = Files::shipped();
    let (before, _) = files
        .text(path)
        .split_once(from)
        .expect("the text that is replaced");
    let line = before.matches('\n').count() + 1;
    let named = told
        .split(':')
        .nth(1)
        .and_then(|it| it.parse::<usize>().ok());
    // An entry is named by its first line, which is some lines above.
    assert!(
        named.is_none_or(|it| it <= line + 2 && it + 30 >= line),
        "{told}: planted in {line}"
    );
}
