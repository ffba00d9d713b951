//! Reads `content/municipality`: the municipalities of Finland, and where the list comes from.

use std::collections::BTreeMap;

use domain::{Locale, Localised};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, structure};

const FILE: &str = "municipality/municipalities.csv";
const SOURCE: &str = "municipality/source.toml";
const HEADER: &str =
    "code,name_fi,name_sv,name_en,languages,region,region_fi,region_sv,region_en,population";

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Three digits, leading zeros kept.
    pub code: String,
    /// Name.
    pub name: Localised,
    /// Its official languages, that of the majority first.
    pub languages: Vec<Locale>,
    /// Two digits of the region (maakunta).
    pub region: String,
    /// Name of the region.
    pub region_name: Localised,
    /// Residents; nothing when the source has no figure.
    pub population: Option<i64>,
}

/// Where some columns of the list come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Id within the file.
    pub id: String,
    /// Publisher.
    pub publisher: String,
    /// Title of the material.
    pub title: String,
    /// Year that it describes.
    pub year: i16,
    /// Columns of the list that it feeds.
    pub columns: Vec<String>,
    /// Licence as the material states it.
    pub licence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    rows: usize,
    source: Vec<Origin>,
    #[serde(default, rename = "unmatched")]
    _unmatched: Vec<toml::Table>,
}

/// Reads the list; its problems are added to the list of problems.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> (Vec<Municipality>, Vec<Origin>) {
    let mut lines = files.text(FILE).lines();
    if lines.next() != Some(HEADER) {
        problems.push(Problem::new(FILE, "the header line is another", HEADER).at(Some(1)));
    }
    let mut all = Vec::new();
    for (at, line) in lines.enumerate() {
        match row(line) {
            Ok(municipality) => all.push(municipality),
            Err(message) => problems.push(Problem::new(FILE, message, "").at(Some(at + 2))),
        }
    }
    check(&all, problems);
    let Some(structure) = structure::<Structure>(files, SOURCE, problems) else {
        return (all, Vec::new());
    };
    if structure.rows != all.len() {
        let message = format!("rows = {}, but the list has {}", structure.rows, all.len());
        problems.push(Problem::new(SOURCE, message, ""));
    }
    (all, structure.source)
}

fn row(line: &str) -> Result<Municipality, String> {
    let fields: Vec<&str> = line.split(',').collect();
    let [
        code,
        fi,
        sv,
        en,
        languages,
        region,
        region_fi,
        region_sv,
        region_en,
        population,
    ] = *fields.as_slice()
    else {
        return Err(format!("{} fields, not 10", fields.len()));
    };
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(code, 3) || !digits(region, 2) {
        return Err(format!("`{code}` or `{region}` is no code"));
    }
    let name = |fi: &str, sv: &str, en: &str| {
        let full = [fi, sv, en]
            .iter()
            .all(|name| !name.is_empty() && name.trim() == *name);
        let text = Localised {
            fi: fi.to_owned(),
            sv: sv.to_owned(),
            en: en.to_owned(),
        };
        full.then_some(text)
            .ok_or_else(|| format!("`{code}` lacks a name"))
    };
    let languages: Result<Vec<Locale>, _> = languages.split('+').map(str::parse).collect();
    let population = match population {
        "" => None,
        figure => {
            let figure = figure
                .parse()
                .map_err(|error| format!("population `{figure}`: {error}"))?;
            Some(figure)
        }
    };
    Ok(Municipality {
        code: code.to_owned(),
        name: name(fi, sv, en)?,
        languages: languages.map_err(|error| error.to_string())?,
        region: region.to_owned(),
        region_name: name(region_fi, region_sv, region_en)?,
        population,
    })
}

fn check(all: &[Municipality], problems: &mut Vec<Problem>) {
    let mut regions: BTreeMap<&str, &Localised> = BTreeMap::new();
    let mut last = "";
    for municipality in all {
        let code = &municipality.code;
        if code.as_str() <= last {
            let message = format!("`{code}` stands after `{last}`");
            problems.push(Problem::new(FILE, message, "sorted by code, each once"));
        }
        last = code;
        let name = regions
            .entry(&municipality.region)
            .or_insert(&municipality.region_name);
        if **name != municipality.region_name {
            let message = format!("`{code}` names its region in another way than the rows before");
            problems.push(Problem::new(FILE, message, ""));
        }
    }
}
