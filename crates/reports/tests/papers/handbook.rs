//! The handbook as EPUB, pages and course packages.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::Locale;
use i18n::Texts;
use quick_xml::events::Event;
use reports::handbook::{Book, Course, Links, Paper, Standard, course, epub, html, whole_page};
use reports::{Cut, Report as _};

fn book(locale: Locale) -> Book {
    reports::sample::book(locale, Paper::A4)
}

/// Paths and texts of a package, in order.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    let found = parts.iter().find(|(path, _)| path == name);
    found.map_or_else(|| panic!("no {name}"), |(_, text)| text.as_str())
}

fn is_kind(name: &str, ending: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == ending)
}

fn well_formed(name: &str, xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}\n{xml}"),
        }
    }
}

fn courses(standard: Standard) -> Vec<(Locale, Vec<u8>)> {
    Locale::ALL
        .map(|locale| {
            let made = Course {
                book: book(locale),
                lessons: vec![reports::sample::lesson(locale)],
            };
            let bytes = course(&made, standard, Texts::new(locale)).unwrap();
            (locale, bytes)
        })
        .into()
}

#[test]
fn what_was_typed_is_never_markup() {
    let handbook = reports::sample::handbook(Locale::Fi);
    let chapter = handbook.cards[0].chapter.as_ref().unwrap();
    let links = Links {
        card: &|id| format!("/cards/{id}"),
        source: &|id| format!("#source-{id}"),
        picture: &|picture| format!("/pictures/{}", picture.name),
    };
    let drawn = html(&chapter.prose, &handbook, Texts::new(Locale::Fi), links);
    well_formed("prose", &format!("<div>{drawn}</div>"));
    assert!(drawn.contains("5 &lt; 6 &amp; &quot;7&quot;"), "{drawn}");
    assert!(drawn.contains("<strong>vahva</strong>") && drawn.contains("href=\"/cards/role\""));
    assert!(drawn.contains("<sup><a href=\"#source-laki\" aria-label=\"Lähde 1\">[1]</a></sup>"));
    assert!(drawn.contains("<li>Puhelin 012 345</li>") && drawn.contains("fact__missing"));
}

#[test]
fn an_epub_has_its_media_type_first_and_tells_its_accessibility() {
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let bytes = epub(&book(locale), texts).unwrap();
        assert_eq!(bytes, epub(&book(locale), texts).unwrap(), "the same bytes");
        // The reading system finds the media type at a fixed place, uncompressed.
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..58], b"application/epub+zip");
        let parts = parts(&bytes);
        let is_text = |name: &str| !is_kind(name, "css") && !is_kind(name, "png");
        for (name, text) in parts.iter().filter(|(name, _)| is_text(name)) {
            if name != "mimetype" {
                well_formed(name, text);
            }
            assert!(!text.contains('⟦'), "{name} lacks a text in {locale}");
        }
        let package = part(&parts, "EPUB/package.opf");
        for mark in [
            "schema:accessMode\"",
            "schema:accessModeSufficient",
            "schema:accessibilityFeature",
            "schema:accessibilityHazard",
            "schema:accessibilitySummary",
            "dcterms:modified",
            "properties=\"nav\"",
        ] {
            assert!(package.contains(mark), "{mark}");
        }
        for (name, _) in parts.iter().filter(|(name, _)| is_kind(name, "xhtml")) {
            let file = name.trim_start_matches("EPUB/");
            assert!(
                package.contains(&format!("href=\"{file}\"")),
                "{file} is not listed"
            );
        }
    }
}

const ALT: &str = "alt=\"Four stages of an outage &amp; who acts &lt; 5\"";

#[test]
fn a_picture_goes_with_every_form_and_tells_in_words_what_it_shows() {
    let texts = Texts::new(Locale::Fi);
    let book = book(Locale::Fi);
    let file = &book.pictures["vaiheet.png"];
    let raw = |bytes: &[u8], path: &str| {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut found = Vec::new();
        let mut part = zip.by_name(path).unwrap();
        part.read_to_end(&mut found).unwrap();
        assert_eq!(found[..], file[..], "{path}");
    };
    let epub = epub(&book, texts).unwrap();
    raw(&epub, "EPUB/pictures/vaiheet.png");
    let all = parts(&epub);
    let package = part(&all, "EPUB/package.opf");
    assert!(package.contains("href=\"pictures/vaiheet.png\" media-type=\"image/png\""));
    assert!(package.contains("visual") && package.contains("alternativeText"));
    let page = part(&all, "EPUB/card-role.xhtml");
    assert!(
        page.contains(ALT) && page.contains("src=\"pictures/vaiheet.png\""),
        "{page}"
    );
    assert!(page.contains("<figcaption>Kuva: Esimerkkilä</figcaption>"));
    for standard in [Standard::Scorm12, Standard::Cmi5] {
        for (_, bytes) in courses(standard) {
            raw(&bytes, "pictures/vaiheet.png");
            assert!(part(&parts(&bytes), "handbook.html").contains(ALT));
        }
    }
    let page = whole_page(&book, texts);
    assert!(page.contains(ALT) && page.contains("src=\"data:image/png;base64,iVBORw0KGgo"));
    let pdf = reports::pdf(&book, texts).unwrap();
    let alt = b"/Alt(Four stages of an outage & who acts < 5)";
    assert!(
        pdf.bytes.windows(alt.len()).any(|part| part == alt),
        "the PDF lacks the words"
    );
}

#[test]
fn a_picture_without_bytes_is_told_in_words() {
    let texts = Texts::new(Locale::Fi);
    let mut book = book(Locale::Fi);
    book.pictures.clear();
    book.handbook.pictures.clear();
    let page = whole_page(&book, texts);
    assert!(page.contains("<p>Four stages of an outage") && !page.contains("<img"));
    let all = parts(&epub(&book, texts).unwrap());
    assert!(!part(&all, "EPUB/package.opf").contains("visual"));
    reports::pdf(&book, texts).unwrap();
}

/// Leaves a check out where what it needs is missing. In continuous integration nothing may be missing.
fn leave_out(what: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|it| !it.is_empty() && it != "false");
    assert!(!is_ci, "{what} is missing");
    eprintln!("left out: {what} is missing");
}

#[test]
fn epubcheck_finds_nothing() {
    // Debian's package of that name.
    let jar = Path::new("/usr/share/java/epubcheck.jar");
    if !jar.exists() || Command::new("java").arg("-version").output().is_err() {
        return leave_out("epubcheck or Java");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("handbook.epub");
    std::fs::write(
        &path,
        epub(&book(Locale::Fi), Texts::new(Locale::Fi)).unwrap(),
    )
    .unwrap();
    let out = Command::new("java")
        .arg("-jar")
        .args([jar, &path])
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && !said.contains("WARNING"), "{said}");
}

#[test]
fn a_scorm_package_lists_what_it_holds() {
    for (locale, bytes) in courses(Standard::Scorm12) {
        let parts = parts(&bytes);
        let manifest = part(&parts, "imsmanifest.xml");
        well_formed("imsmanifest.xml", manifest);
        assert!(manifest.contains("<schemaversion>1.2</schemaversion>"));
        assert_eq!(manifest.matches("adlcp:scormtype=\"sco\"").count(), 2);
        for (name, text) in &parts {
            assert!(name == "imsmanifest.xml" || manifest.contains(&format!("href=\"{name}\"")));
            assert!(!text.contains('⟦'), "{name} lacks a text in {locale}");
            if is_kind(name, "html") {
                well_formed(
                    name,
                    &text.replace("<!DOCTYPE html>", "").replace(" hidden>", ">"),
                );
            }
        }
    }
}

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/cmi5/CourseStructure.xsd")
}

#[test]
fn a_cmi5_structure_meets_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let has_tool = Command::new("xmllint").arg("--version").output().is_ok();
    for (locale, bytes) in courses(Standard::Cmi5) {
        let parts = parts(&bytes);
        let structure = part(&parts, "cmi5.xml");
        well_formed("cmi5.xml", structure);
        assert!(
            structure.contains("moveOn=\"CompletedAndPassed\""),
            "{locale}"
        );
        for (_, rest) in structure.split("<url>").skip(1).map(|one| ("", one)) {
            let file = rest.split("</url>").next().unwrap();
            part(&parts, file);
        }
        if !has_tool {
            leave_out("xmllint");
            continue;
        }
        let path = folder.path().join("cmi5.xml");
        std::fs::write(&path, structure).unwrap();
        let out = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([schema(), path])
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
    }
}

#[test]
fn what_is_in_another_language_says_so_in_every_form() {
    let texts = Texts::new(Locale::Sv);
    let note = texts.say("report.handbook.other-language");
    // Its own card is in Finnish already.
    let mut other = book(Locale::Sv);
    other.handbook.intro.as_mut().unwrap().locale = Locale::Fi;
    let chapter = other.handbook.cards[0].chapter.as_mut().unwrap();
    chapter.locale = Locale::Fi;
    let times = |text: &str| text.matches(note).count();
    let made = parts(&epub(&other, texts).unwrap());
    let all: String = made.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(times(&all), 3);
    for (name, text) in made.iter().filter(|(name, _)| is_kind(name, "xhtml")) {
        well_formed(name, text);
    }
    let made = Course {
        book: other.clone(),
        lessons: Vec::new(),
    };
    let made = parts(&course(&made, Standard::Scorm12, texts).unwrap());
    let page = part(&made, "handbook.html");
    assert_eq!(times(page), 3);
    assert_eq!(page.matches("<section lang=\"fi\"").count(), 1);
    let printed = |book: &Book| format!("{:?}", book.document(texts, Cut::NOTHING).blocks);
    assert_eq!(times(&printed(&other)), 3);
    assert_eq!(times(&printed(&book(Locale::Sv))), 1);
}
