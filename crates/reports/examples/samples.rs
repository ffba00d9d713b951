//! Writes every sample of every report in every language to a folder, and prints how long it took.
//!
//! `cargo run --release -p luotsi-reports --example samples -- OUTDIR [START OF THE NAME]`

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::Locale;
use i18n::Texts;
use reports::{Format, KINDS, Kind, Report};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "samples".to_owned()));
    let wanted = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    for (locale, kind) in Locale::ALL
        .iter()
        .flat_map(|locale| KINDS.iter().map(move |kind| (*locale, kind)))
    {
        for (at, report) in (kind.samples)(locale).iter().enumerate() {
            let name = format!("{}-{}-{locale}", kind.id, at + 1);
            if name.starts_with(&wanted) {
                write(
                    &folder.join(name),
                    kind,
                    report.as_ref(),
                    Texts::new(locale),
                )?;
            }
        }
    }
    Ok(())
}

/// Writes one sample as each of its files.
fn write(
    path: &Path,
    kind: &Kind,
    report: &dyn Report,
    texts: Texts,
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let pdf = reports::pdf(report, texts)?;
    let took = start.elapsed().as_millis();
    let (pages, kilobytes) = (pdf.pages, pdf.bytes.len() / 1024);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {pages} pages, {kilobytes} kB, {took} ms",
        path.display()
    )?;
    for warning in &pdf.warnings {
        writeln!(out, "  {warning}")?;
    }
    std::fs::write(format!("{}.pdf", path.display()), &pdf.bytes)?;
    if kind.formats.contains(&Format::Docx) {
        std::fs::write(
            format!("{}.docx", path.display()),
            reports::docx(report, texts)?,
        )?;
    }
    Ok(())
}
