//! Reads `content/framework`: themes, criteria and their sentences.

use domain::Localised;
use domain::framework::{
    Area, Criterion, Duty, Framework, LeadershipText, Reference, Source, Theme,
};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, line_of_id, structure};
use crate::sheets::Sheets;

const FILE: &str = "framework/framework.toml";

/// The laws and frameworks that a criterion may refer to.
const REFERRED: [&str; 4] = ["tihl", "kuntalaki", "digipalvelulaki", "nist-csf-2.0"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    id: String,
    version: String,
    #[serde(default)]
    provenance: String,
    theme: Vec<ThemeEntry>,
    criterion: Vec<CriterionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeEntry {
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionEntry {
    id: String,
    theme: String,
    area: Area,
    duty: Duty,
    sources: Vec<Source>,
    references: Vec<Reference>,
}

/// Reads the framework; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Framework {
    let Some(structure) = structure::<Structure>(files, FILE, problems) else {
        return empty();
    };
    check_structure(&structure, files.text(FILE), problems);
    let mut sheets = Sheets::open(files, "framework");
    let title = sheets.optional(&["framework", "title"]);
    let themes = structure.theme.iter().map(|theme| Theme {
        id: theme.id.as_str().into(),
        title: sheets.text(&["theme", &theme.id, "title"]),
        question: sheets.text(&["theme", &theme.id, "question"]),
        criteria: structure
            .criterion
            .iter()
            .filter(|entry| entry.theme == theme.id)
            .map(|entry| criterion(entry, &mut sheets))
            .collect(),
    });
    let framework = Framework {
        themes: themes.collect(),
        title: title.unwrap_or_else(|| Localised::same("Luotsi")),
        id: structure.id,
        version: structure.version,
        provenance: structure.provenance,
    };
    problems.extend(sheets.close());
    framework
}

fn criterion(entry: &CriterionEntry, sheets: &mut Sheets<'_>) -> Criterion {
    let mut text = |field: &str| sheets.text(&["criterion", &entry.id, field]);
    Criterion {
        id: entry.id.as_str().into(),
        title: text("title"),
        meaning: text("meaning"),
        area: Some(entry.area),
        duty: Some(entry.duty),
        sources: entry.sources.clone(),
        references: entry.references.clone(),
        leadership: Some(LeadershipText {
            partly: text("partly"),
            fully: text("fully"),
            claim: text("claim"),
            trace: text("trace"),
            action: text("action"),
            worry: text("worry"),
        }),
    }
}

fn check_structure(structure: &Structure, source: &str, problems: &mut Vec<Problem>) {
    check_ids(FILE, source, &ids(&structure.theme, |it| &it.id), problems);
    check_ids(
        FILE,
        source,
        &ids(&structure.criterion, |it| &it.id),
        problems,
    );
    for theme in &structure.theme {
        if !structure
            .criterion
            .iter()
            .any(|entry| entry.theme == theme.id)
        {
            let message = format!("theme `{}` has no criteria", theme.id);
            problems.push(Problem::new(FILE, message, "").at(line_of_id(source, &theme.id)));
        }
    }
    for entry in &structure.criterion {
        let line = line_of_id(source, &entry.id);
        let faults = faults(entry, &structure.theme);
        let found = faults
            .into_iter()
            .map(|(message, hint)| Problem::new(FILE, message, hint).at(line));
        problems.extend(found);
    }
}

fn faults(entry: &CriterionEntry, themes: &[ThemeEntry]) -> Vec<(String, &'static str)> {
    let (id, theme) = (&entry.id, &entry.theme);
    let mut found = Vec::new();
    if !themes.iter().any(|known| known.id == *theme) {
        found.push((
            format!("criterion `{id}` is under the unknown theme `{theme}`"),
            "see [[theme]]",
        ));
    }
    if !id
        .strip_prefix(theme.as_str())
        .is_some_and(|rest| rest.starts_with('-'))
    {
        found.push((
            format!("criterion `{id}` does not begin with its theme `{theme}-`"),
            "",
        ));
    }
    let mut sources = entry.sources.clone();
    sources.sort_unstable();
    sources.dedup();
    if sources.is_empty() || sources.len() != entry.sources.len() {
        found.push((
            format!("criterion `{id}` needs each of its sources once"),
            "one at least",
        ));
    }
    for Reference {
        framework,
        id: item,
    } in &entry.references
    {
        let shaped = if framework == "nist-csf-2.0" {
            is_subcategory(item)
        } else {
            is_section(item)
        };
        if !REFERRED.contains(&framework.as_str()) {
            found.push((
                format!("criterion `{id}` refers to the unknown `{framework}`"),
                "see the file's header",
            ));
        } else if !shaped {
            found.push((
                format!("criterion `{id}` refers to `{item}`, which is no item of {framework}"),
                "",
            ));
        }
    }
    found
}

/// Whether this has the form of a section of a law, such as `13 a §`.
fn is_section(item: &str) -> bool {
    let Some(named) = item.strip_suffix(" §") else {
        return false;
    };
    let (number, letter) = named.split_once(' ').unwrap_or((named, "a"));
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number && matches!(letter.as_bytes(), [b'a'..=b'z'])
}

/// Whether this has the form of a NIST CSF 2.0 subcategory, such as `GV.RR-01`.
fn is_subcategory(item: &str) -> bool {
    let pattern = item.chars().map(|letter| match letter {
        'A'..='Z' => 'A',
        '0'..='9' => '0',
        other => other,
    });
    pattern.eq("AA.AA-00".chars())
}

fn empty() -> Framework {
    Framework {
        id: String::new(),
        version: String::new(),
        title: Localised::default(),
        provenance: String::new(),
        themes: Vec::new(),
    }
}
