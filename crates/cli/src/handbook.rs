//! Writing the handbook to a file.

use std::path::PathBuf;

use anyhow::Context;
use app::handbook::HandbookFormat;
use app::{App, OrgCx};
use clap::Args;
use domain::Locale;

use crate::config::Config;
use crate::world;

/// Whose handbook, in which form, and where to.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The organisation: its name, its word in addresses, or its official code.
    #[arg(long)]
    organisation: String,
    /// pdf, pdf-phone, epub, scorm, cmi5 or html.
    #[arg(long, default_value = "pdf")]
    format: String,
    /// fi, sv or en.
    #[arg(long, default_value = "fi")]
    language: Locale,
    /// The file to write; a name of its own in the current folder without it.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes the handbook and says where.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let format = HandbookFormat::from_code(&asked.format).with_context(|| {
        format!(
            "`{}` is not a form of the handbook; there are pdf, pdf-phone, epub, scorm, cmi5 and html",
            asked.format
        )
    })?;
    let app = world::open_existing(config).await?;
    let made = make(&app, asked, format).await;
    app.store().close().await;
    let made = made?;
    let out = asked
        .out
        .clone()
        .unwrap_or_else(|| made.name.clone().into());
    std::fs::write(&out, &made.bytes)
        .with_context(|| format!("cannot write `{}`", out.display()))?;
    println!("{} bytes in {}", made.bytes.len(), out.display());
    Ok(())
}

async fn make(
    app: &App,
    asked: &Asked,
    format: HandbookFormat,
) -> anyhow::Result<app::print::File> {
    let organisation = app::organisation::find(app, &asked.organisation)
        .await
        .with_context(|| format!("no organisation is called `{}`", asked.organisation))?;
    let cx = OrgCx::of_system(app.clone(), organisation, asked.language);
    Ok(app::handbook::file(&cx, format).await?)
}
