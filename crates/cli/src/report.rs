//! Writing a report to a file.

use std::path::PathBuf;

use anyhow::{Context, bail};
use app::leadership::{Output, OutputKind};
use app::print::{File, FileFormat};
use app::{App, Error, OrgCx};
use clap::Args;
use domain::{Locale, RoundId};

use crate::config::Config;
use crate::world;

/// Which report, and where to.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The organisation: its name, its word in addresses, or its official code.
    #[arg(long)]
    organisation: String,
    /// Name of the round; the latest published one without it.
    #[arg(long)]
    round: Option<String>,
    /// summary, report, internal, annex, tables or joint.
    #[arg(long, default_value = "summary")]
    kind: String,
    /// fi, sv or en.
    #[arg(long, default_value = "fi")]
    language: Locale,
    /// The file to write; its ending (.pdf, .docx, .xlsx) says the format.
    #[arg(long)]
    out: PathBuf,
}

/// Writes the report and says where.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let format = asked
        .out
        .extension()
        .and_then(|ending| ending.to_str())
        .and_then(FileFormat::from_code)
        .context("the file to write must end in .pdf, .docx or .xlsx")?;
    let app = world::open(config, false).await?;
    let made = make(&app, asked, format).await;
    app.store().close().await;
    let made = made?;
    std::fs::write(&asked.out, &made.bytes)
        .with_context(|| format!("cannot write `{}`", asked.out.display()))?;
    println!("{} bytes in {}", made.bytes.len(), asked.out.display());
    Ok(())
}

async fn make(app: &App, asked: &Asked, format: FileFormat) -> anyhow::Result<File> {
    let organisation = app::organisation::find(app, &asked.organisation)
        .await
        .with_context(|| format!("no organisation is called `{}`", asked.organisation))?;
    let cx = OrgCx::of_system(app.clone(), organisation, asked.language);
    if asked.kind == "joint" {
        return app::programme::render_joint(&cx, None, format, asked.language)
            .await
            .map_err(explained);
    }
    let Some(kind) = OutputKind::from_code(&asked.kind) else {
        bail!(
            "`{}` is not a report; there are summary, report, internal, annex, tables and joint",
            asked.kind
        );
    };
    if (kind == OutputKind::Tables) != (format == FileFormat::Xlsx) {
        bail!("tables are written as .xlsx, reports as .pdf or .docx");
    }
    let output = Output {
        kind,
        format,
        locale: asked.language,
    };
    let round = round(&cx, asked.round.as_deref()).await?;
    app::leadership::render(&cx, round, output)
        .await
        .map_err(explained)
}

/// The round of this name; none was asked for without a name.
async fn round(cx: &OrgCx, title: Option<&str>) -> anyhow::Result<Option<RoundId>> {
    let Some(title) = title else {
        return Ok(None);
    };
    let rounds = app::assessment::rounds(cx).await?;
    let found = rounds.into_iter().find(|round| round.title == title);
    let found = found.with_context(|| format!("no round is called `{title}`"))?;
    Ok(Some(found.id))
}

/// What went wrong, for whoever runs the command.
fn explained(error: Error) -> anyhow::Error {
    match error {
        Error::NotFound => anyhow::anyhow!("there is nothing to report on yet"),
        other => other.into(),
    }
}
