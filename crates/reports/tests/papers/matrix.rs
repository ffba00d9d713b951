//! Every kind of report, with every sample, in every language and as every file.

use std::io::{Cursor, Read as _};
use std::process::Command;

use domain::{Locale, Marked, Marking, Publicity};
use i18n::Texts;
use quick_xml::events::Event;
use reports::{Format, KINDS, Report};

/// Runs a check on every sample that is made as this format; the name says which it is.
fn each(locale: Locale, format: Format, check: impl Fn(&str, &dyn Report, Texts)) {
    for kind in KINDS.iter().filter(|kind| kind.formats.contains(&format)) {
        for (at, report) in (kind.samples)(locale).iter().enumerate() {
            let name = format!("{} sample {at} in {locale}", kind.id);
            check(&name, report.as_ref(), Texts::new(locale));
        }
    }
}

/// One test per language, so that they share the cores.
macro_rules! compile_in {
    ($($name:ident $locale:ident;)*) => {$(
        #[test]
        fn $name() {
            each(Locale::$locale, Format::Pdf, compiles);
        }
    )*};
}

compile_in! {
    every_sample_compiles_in_finnish Fi;
    every_sample_compiles_in_swedish Sv;
    every_sample_compiles_in_english En;
}

/// To PDF/UA-1, without warnings, on the pages it may take.
fn compiles(name: &str, report: &dyn Report, texts: Texts) {
    let pdf = reports::pdf(report, texts).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(pdf.warnings, Vec::<String>::new(), "{name}");
    assert!(
        pdf.pages <= report.most_pages().unwrap_or(40),
        "{name}: {} pages",
        pdf.pages
    );
    for mark in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "/StructTreeRoot",
        "/Lang",
        "/MarkInfo",
    ] {
        assert!(contains(&pdf.bytes, mark), "{name} lacks {mark}");
    }
}

#[test]
fn the_ordinary_summary_takes_exactly_two_pages() {
    for locale in Locale::ALL {
        let samples = reports::sample::summaries(locale);
        let pages = [0, 2].map(|at| {
            let report = samples.get(at).expect("a sample");
            reports::pdf(report.as_ref(), Texts::new(locale))
                .expect("a summary")
                .pages
        });
        assert_eq!(pages, [2, 2], "{locale}");
    }
}

#[test]
fn ids_of_kinds_and_samples_agree() {
    for kind in KINDS {
        let samples = (kind.samples)(Locale::Fi);
        assert!(!samples.is_empty(), "{} has no sample", kind.id);
        assert!(
            samples.iter().all(|report| report.id() == kind.id),
            "{}",
            kind.id
        );
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    for kind in KINDS {
        let make = || (kind.samples)(Locale::Sv).swap_remove(0);
        let texts = Texts::new(Locale::Sv);
        let pdf = |report: Box<dyn Report>| reports::pdf(report.as_ref(), texts).expect("a pdf");
        assert!(pdf(make()).bytes == pdf(make()).bytes, "{} as PDF", kind.id);
        let docx = || reports::docx(make().as_ref(), texts).expect("a docx");
        assert!(docx() == docx(), "{} as DOCX", kind.id);
    }
}

#[test]
fn every_word_file_is_a_package_of_well_formed_parts() {
    for locale in Locale::ALL {
        each(locale, Format::Docx, opens);
    }
}

fn opens(name: &str, report: &dyn Report, texts: Texts) {
    let docx = reports::docx(report, texts).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    for at in 0..package.len() {
        let mut part = package.by_index(at).expect("a part");
        let place = format!("{name}, {}", part.name().expect("a name"));
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        well_formed(&xml).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert!(!xml.contains('⟦'), "{place} lacks a text");
    }
}

fn well_formed(xml: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::GeneralRef(name)) if !name.is_char_ref() => {
                let is_known = ["amp", "lt", "gt", "apos", "quot"].contains(&&*name);
                is_known
                    .then_some(())
                    .ok_or_else(|| format!("unknown entity {name:?}"))?;
            }
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Leaves a check out where what it needs is missing. In continuous integration nothing may be missing.
fn leave_out(what: &str) {
    let is_ci = std::env::var("CI").is_ok_and(|it| !it.is_empty() && it != "false");
    assert!(!is_ci, "{what} is missing");
    eprintln!("left out: {what} is missing");
}

/// What the pages say, read back from the file.
#[test]
fn the_pages_say_what_they_should() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        return leave_out("pdftotext");
    }
    let folder = tempfile::tempdir().expect("a folder");
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let read = |report: &dyn Report| {
            let path = folder.path().join("report.pdf");
            std::fs::write(&path, reports::pdf(report, texts).expect("a pdf").bytes)
                .expect("a file");
            let out = Command::new("pdftotext")
                .arg(&path)
                .arg("-")
                .output()
                .expect("text");
            String::from_utf8(out.stdout).expect("UTF-8")
        };
        let summary = read(reports::sample::summaries(locale).swap_remove(0).as_ref());
        assert!(
            summary.contains(texts.say("report.summary.proposals")),
            "{locale}"
        );
        assert!(!summary.contains('⟦'), "a text is missing in {locale}");
        let annex = read(reports::sample::annexes(locale).swap_remove(0).as_ref());
        let mark = texts.say("publicity.secret").to_uppercase();
        let pages = annex.matches('\u{c}').count();
        assert!(
            annex.matches(&mark).count() >= 2 * pages,
            "{locale}: {mark} on every page"
        );
    }
}

#[test]
fn a_class_above_the_edition_never_reaches_a_report() {
    use domain::publicity::Public;
    // A `Full<Public>` takes only `Cleared<Public>`, and this is the one way to make it of
    // municipal text.
    for class in [Publicity::Internal, Publicity::Secret] {
        assert_eq!(
            Marked::new("canary", Marking::new(class, "Laki 1 §").unwrap()).cleared::<Public>(),
            None
        );
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}
