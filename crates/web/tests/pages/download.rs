//! Files that pages offer: what they are called, what they are, whose they are and how public.

use axum::http::StatusCode;
use domain::Locale;
use domain::identity::Role;

use crate::html;
use crate::stage::{Stage, say, status};
use crate::visit::{Guest, Reply};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The type of a file by the ending of its name, and how its bytes begin.
fn promised(ending: &str) -> (&'static str, &'static [u8]) {
    match ending {
        "pdf" => ("application/pdf", b"%PDF-"),
        "docx" => (WORD, b"PK\x03\x04"),
        "xlsx" => (WORKBOOK, b"PK\x03\x04"),
        "zip" => ("application/zip", b"PK\x03\x04"),
        "epub" => ("application/epub+zip", b"PK\x03\x04"),
        "csv" => ("text/csv; charset=utf-8", b""),
        "json" => ("application/json", b"{"),
        other => panic!("no page should offer {other}"),
    }
}

/// The name under which a file is saved.
fn saved_as(reply: &Reply) -> String {
    let header = reply.header("content-disposition");
    let name = header.strip_prefix("attachment; filename=\"");
    name.and_then(|it| it.strip_suffix('"'))
        .unwrap_or_default()
        .to_owned()
}

/// What is wrong with an answer that is a file.
pub(crate) fn faults(reply: &Reply, slug: &str) -> Vec<String> {
    let name = saved_as(reply);
    let mut wrong = Vec::new();
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    // What several organisations share is named after none of them.
    let is_named = name.contains(slug) || name.starts_with("joint-");
    if !name.chars().all(is_plain) || !is_named {
        wrong.push(format!("is saved as {name}"));
    }
    let (kind, begins) = promised(name.rsplit('.').next().unwrap_or_default());
    if reply.header("content-type") != kind {
        wrong.push(format!("{name} is {}", reply.header("content-type")));
    }
    if !reply.bytes.starts_with(begins) || reply.bytes.len() < 20 {
        wrong.push(format!("{name} does not begin as one"));
    }
    if reply.header("cache-control") != "no-store" {
        wrong.push(format!("{name}: {}", reply.header("cache-control")));
    }
    wrong
}

#[tokio::test]
async fn the_class_of_a_result_stands_on_the_page_and_in_the_name_of_its_file() {
    let stage = Stage::planted().await;
    let own = &stage.town.guest;
    let results = stage.of_round("results");
    for (page, class, word) in [
        ("?edition=public", "publicity.public", "summary."),
        (
            "?edition=internal",
            "publicity.internal",
            "summary-internal.",
        ),
        ("/report?edition=public", "publicity.public", "report."),
        (
            "/report?edition=internal",
            "publicity.internal",
            "report-internal.",
        ),
        ("/annex", "publicity.secret", "annex."),
    ] {
        let html = own.page(&format!("{results}{page}")).await;
        let tag = html.split("<main").nth(1).unwrap_or_default();
        assert!(html::words(tag).contains(say(class)), "{page}");
        let links = html::links(&html);
        let files: Vec<&String> = links.iter().filter(|it| it.contains(word)).collect();
        assert_eq!(files.len(), 2 * Locale::ALL.len(), "{page}: {files:?}");
        for locale in Locale::ALL {
            let asked = format!("language={locale}");
            let of = files.iter().filter(|it| it.ends_with(&asked));
            assert_eq!(of.count(), 2, "{page} {locale}");
        }
    }
}

#[tokio::test]
async fn nobody_gets_an_edition_that_is_not_theirs_by_writing_its_name() {
    let stage = Stage::planted().await;
    let files = stage.of_round("results");
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push(stage.member(*role).await);
    }
    for (role, name, expected) in [
        (Role::Elected, "summary-internal.docx", 403),
        (Role::Elected, "report-internal.docx", 403),
        (Role::Elected, "annex.docx", 403),
        (Role::Owner, "annex.docx", 403),
        (Role::Host, "report-internal.docx", 403),
        (Role::Leadership, "annex.docx", 200),
        (Role::Assessor, "report-internal.docx", 200),
        (Role::Leadership, "annex.exe", 404),
        (Role::Leadership, "nothing.docx", 404),
        (Role::Leadership, "summary.docx.pdf", 404),
        (Role::Leadership, "summary", 404),
    ] {
        let guest = people.iter().find(|guest| guest.roles == [role]).unwrap();
        let path = format!("{files}/{name}?language=sv");
        assert_eq!(status(guest, &path).await, expected, "{role:?} {name}");
    }
}

/// The text of a Word file's main part, as far as it is not packed: whether a name of it is there.
async fn file_of(guest: &Guest, path: &str) -> Reply {
    let reply = guest.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}");
    reply
}

#[tokio::test]
async fn the_language_of_a_file_is_the_one_that_was_asked_for_and_else_the_readers() {
    let stage = Stage::planted().await;
    let own = &stage.town.guest;
    own.speak(Locale::Sv).await;
    let file = stage.of_round("results/summary.docx");
    let mut names = Vec::new();
    for query in [
        "?language=fi",
        "?language=sv",
        "?language=en",
        "",
        "?language=xx",
    ] {
        let reply = file_of(own, &format!("{file}{query}")).await;
        names.push(saved_as(&reply));
    }
    assert_ne!(names[0], names[1], "{names:?}");
    assert_ne!(names[1], names[2], "{names:?}");
    assert_eq!((&names[3], &names[4]), (&names[1], &names[1]));
}

#[tokio::test]
async fn the_log_as_a_file_has_every_entry_and_the_time_of_each() {
    let stage = Stage::planted().await;
    let reply = file_of(&stage.town.guest, &stage.town.at("audit/export")).await;
    let text = reply.text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() > 60, "{}", lines.len());
    let columns = lines[0].split([',', ';']).count();
    assert!(columns >= 4, "{}", lines[0]);
    assert!(lines[1..].iter().all(|line| line.contains("2027-05-11")));
    // The page goes on where it ends, without leaving an entry out or showing one twice.
    let mut path = stage.town.at("audit");
    let mut rows = 0;
    for _ in 0..20 {
        let page = stage.town.guest.page(&path).await;
        rows += page.matches("<tr").count().saturating_sub(1);
        let older = html::links(&page)
            .into_iter()
            .find(|it| it.contains("?before="));
        match older {
            Some(older) => path = older,
            None => break,
        }
    }
    assert_eq!(rows, lines.len() - 1);
}
