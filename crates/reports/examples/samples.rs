//! Writes every sample of every report in every language to a folder, and prints how long it took.
//!
//! `cargo run --release -p luotsi-reports --example samples -- OUTDIR [START OF THE NAME]`

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use domain::Locale;
use i18n::Texts;
use reports::{Format, KINDS};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .unwrap_or_else(|| "samples".to_owned()),
    );
    let wanted = std::env::args().nth(2).unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let mut out = std::io::stdout().lock();
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        for kind in KINDS {
            for (at, report) in (kind.samples)(locale).iter().enumerate() {
                let name = format!("{}-{}-{locale}", kind.id, at + 1);
                if !name.starts_with(&wanted) {
                    continue;
                }
                let start = Instant::now();
                let pdf = reports::pdf(report.as_ref(), texts)?;
                let took = start.elapsed().as_millis();
                let (pages, kilobytes) = (pdf.pages, pdf.bytes.len() / 1024);
                writeln!(out, "{name}: {pages} pages, {kilobytes} kB, {took} ms")?;
                for warning in &pdf.warnings {
                    writeln!(out, "  {warning}")?;
                }
                std::fs::write(folder.join(format!("{name}.pdf")), &pdf.bytes)?;
                if kind.formats.contains(&Format::Docx) {
                    let docx = reports::docx(report.as_ref(), texts)?;
                    std::fs::write(folder.join(format!("{name}.docx")), docx)?;
                }
            }
        }
    }
    Ok(())
}
