//! Everything of one organisation in files that a person can read: an index, tables as CSV and JSON,
//! pictures as they were brought, and the released figures of surveys.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use domain::SurveyId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use exchange::export::{Cell, Delimiter, Sheet, csv};
use i18n::Texts;
use i18n::format::finland;
use jiff::Timestamp;
use serde_json::Value as Json;
use store::{Member, Theirs, Value};
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use crate::number::hex;
use crate::print::File;
use crate::survey::{self, ExportFormat};

/// The table whose bytes are files of their own.
const PICTURES: &str = "handbook_picture";

/// Bytes of so many are a hash at most.
const HASH: usize = 32;

/// Puts the whole content of the organisation together as a ZIP.
///
/// Not in it: who was invited to surveys and what they answered. Of answers there is what disclosure
/// control releases, as on the pages.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn export(cx: &OrgCx) -> Outcome<File> {
    cx.require(Permission::ContentExport)?;
    let mut org = cx.read().await?;
    let mut tables = org.everything().await?;
    let mut surveys = Vec::new();
    for round in org.rounds().await? {
        surveys.extend(org.surveys(round.id).await?.into_iter().map(|it| it.id));
    }
    let members = org.members().await?;
    tables.push(people(&members));
    drop(org);
    let names = members.into_iter().map(|one| (one.user.0, one.name));
    let names: Names = names.collect();
    let released = released(cx, &surveys).await?;
    // It holds what is secret: who takes it out is written down like who reads it.
    let mut log = cx.write().await?;
    let kind = AuditKind::SecretOpened;
    log.audit(&cx.audit(kind, cx.organisation().slug.as_str(), "exported"))
        .await?;
    log.commit().await?;
    let own = cx.clone();
    let packed = apart(Work::Print, move || {
        pack(&own, (&tables, &names), &released)
    })
    .await?;
    let bytes = packed.map_err(|error| Error::Report(error.into()))?;
    Ok(File {
        name: format!("{}-{}.zip", cx.organisation().slug, cx.today()),
        content_type: "application/zip",
        bytes,
    })
}

/// The members by name, which no table of the organisation holds.
fn people(members: &[Member]) -> Theirs {
    let row = |member: &Member| {
        let roles: Vec<&str> = member.roles.iter().map(|role| role.code()).collect();
        let words = [member.name.clone(), member.email.clone(), roles.join(" ")];
        words.into_iter().map(Value::Text).collect()
    };
    Theirs {
        table: "people".to_owned(),
        columns: ["name", "email", "roles"].map(str::to_owned).to_vec(),
        rows: members.iter().map(row).collect(),
    }
}

/// The released figures of each survey; those that may not be shown yet are left out.
async fn released(cx: &OrgCx, surveys: &[SurveyId]) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    for (number, survey) in surveys.iter().enumerate() {
        match survey::export(cx, *survey, ExportFormat::Csv).await {
            Ok(file) => {
                let name = format!("surveys/{:02}-{}", number + 1, file.name);
                all.push((name, file.body));
            }
            Err(Error::Refused(_) | Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(all)
}

/// The files of the ZIP, the index first.
fn pack(
    cx: &OrgCx,
    (tables, names): (&[Theirs], &Names),
    released: &[(String, Vec<u8>)],
) -> zip::result::ZipResult<Vec<u8>> {
    let mut files = vec![(
        "index.txt".to_owned(),
        index(cx, tables, released).into_bytes(),
    )];
    for table in tables {
        files.push((format!("csv/{}.csv", table.table), as_csv(table, names)));
        files.push((format!("json/{}.json", table.table), as_json(table)));
        if table.table == PICTURES {
            files.extend(table.rows.iter().filter_map(|row| picture(table, row)));
        }
    }
    files.extend(released.iter().cloned());
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        packed.start_file(name, SimpleFileOptions::default())?;
        packed.write_all(&bytes)?;
    }
    Ok(packed.finish()?.into_inner())
}

/// What a table is called in the person's language; one without a name there has its own.
fn called(t: Texts, table: &str) -> String {
    let key = format!("export.table.{table}");
    if t.has(&key) {
        t.say(&key).to_owned()
    } else {
        table.to_owned()
    }
}

fn index(cx: &OrgCx, tables: &[Theirs], released: &[(String, Vec<u8>)]) -> String {
    let t = cx.texts();
    let name = cx.organisation().name.text(cx.locale());
    let at = t.datetime(cx.now());
    let mut lines = vec![
        t.with("export.index.title", &[("name", &name)]),
        t.with("export.index.at", &[("at", &at)]),
        String::new(),
        t.say("export.index.how").to_owned(),
        t.say("export.index.not").to_owned(),
        t.say("export.index.care").to_owned(),
        String::new(),
    ];
    for table in tables {
        let (rows, called) = (t.number(count(table.rows.len())), called(t, &table.table));
        let parts: [(&str, &dyn std::fmt::Display); 3] =
            [("file", &table.table), ("called", &called), ("rows", &rows)];
        lines.push(t.with("export.index.table", &parts));
    }
    lines.push(String::new());
    lines.extend(released.iter().map(|(name, _)| name.clone()));
    // Whoever opens it in a plain editor on any system sees the lines.
    lines.join("\r\n") + "\r\n"
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The names of the organisation's people.
type Names = BTreeMap<Uuid, String>;

/// Bytes in words: an id as in addresses, a file by its size.
fn bytes_text(bytes: &[u8]) -> String {
    if let Ok(id) = Uuid::from_slice(bytes) {
        id.to_string()
    } else if bytes.len() <= HASH {
        hex(bytes)
    } else {
        format!("({} B)", bytes.len())
    }
}

/// The moment that a whole number of a column tells; nothing of any other number.
fn moment(column: &str, number: i64) -> Option<Timestamp> {
    let is_moment = column.ends_with("_at");
    is_moment
        .then(|| Timestamp::from_microsecond(number).ok())
        .flatten()
}

/// A value as a person reads it: moments by the clock of Finland, people by name.
fn cell(column: &str, value: &Value, names: &Names) -> Cell {
    match value {
        Value::Missing => Cell::Empty,
        Value::Text(text) => text.as_str().into(),
        Value::Int(number) => moment(column, *number).map_or_else(
            || (*number).into(),
            |at| {
                let at = at.to_zoned(finland());
                at.strftime("%Y-%m-%d %H:%M:%S").to_string().into()
            },
        ),
        Value::Real(number) => Cell::Number(*number),
        Value::Bytes(bytes) => {
            let id = Uuid::from_slice(bytes).ok();
            let name = id.and_then(|id| names.get(&id)).cloned();
            name.unwrap_or_else(|| bytes_text(bytes)).into()
        }
    }
}

fn as_csv(table: &Theirs, names: &Names) -> Vec<u8> {
    let rows = table.rows.iter();
    let row = |row: &Vec<Value>| -> Vec<Cell> {
        let both = table.columns.iter().zip(row);
        both.map(|(column, value)| cell(column, value, names))
            .collect()
    };
    csv(
        &Sheet {
            title: String::new(),
            headers: table.columns.clone(),
            rows: rows.map(row).collect(),
        },
        Delimiter::Semicolon,
    )
}

/// Each row as an object. What is kept as JSON stands there as itself.
fn as_json(table: &Theirs) -> Vec<u8> {
    let value = |column: &str, value: &Value| match value {
        Value::Missing => Json::Null,
        Value::Text(text) => whole_json(text).unwrap_or_else(|| Json::String(text.clone())),
        Value::Int(number) => moment(column, *number)
            .map_or_else(|| Json::from(*number), |at| Json::from(at.to_string())),
        Value::Real(number) => Json::from(*number),
        Value::Bytes(bytes) => Json::String(bytes_text(bytes)),
    };
    let row = |row: &Vec<Value>| -> Json {
        let both = table.columns.iter().zip(row);
        let both = both.map(|(column, one)| (column.clone(), value(column, one)));
        Json::Object(both.collect())
    };
    let all: Vec<Json> = table.rows.iter().map(row).collect();
    serde_json::to_vec_pretty(&all).unwrap_or_default()
}

fn whole_json(text: &str) -> Option<Json> {
    let is_like = text.starts_with(['{', '[']);
    is_like.then(|| serde_json::from_str(text).ok()).flatten()
}

/// A picture under its own name; the number in front keeps two names apart whatever is in them.
fn picture(table: &Theirs, row: &[Value]) -> Option<(String, Vec<u8>)> {
    let of = |name: &str| row.get(table.columns.iter().position(|it| it == name)?);
    let (Value::Text(name), Value::Text(form), Value::Bytes(body)) =
        (of("name")?, of("form")?, of("body")?)
    else {
        return None;
    };
    let plain = |c: char| {
        if c.is_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(plain).collect();
    Some((format!("pictures/{name}.{form}"), body.clone()))
}
