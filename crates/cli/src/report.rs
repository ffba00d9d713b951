//! Writing a report to a file.

use std::path::PathBuf;

use anyhow::Context;
use app::leadership::Output;
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

/// What can be made, as the error says it.
const MADE: &str = "summary, report, internal, annex and joint are .pdf or .docx, tables are .xlsx";

/// Writes the report and says where.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let app = world::open(config, false).await?;
    let made = make(&app, asked).await;
    app.store().close().await;
    let made = made?;
    std::fs::write(&asked.out, &made.bytes)
        .with_context(|| format!("cannot write `{}`", asked.out.display()))?;
    println!("{} bytes in {}", made.bytes.len(), asked.out.display());
    Ok(())
}

async fn make(app: &App, asked: &Asked) -> anyhow::Result<File> {
    let organisation = app::organisation::find(app, &asked.organisation)
        .await
        .with_context(|| format!("no organisation is called `{}`", asked.organisation))?;
    let cx = OrgCx::of_system(app.clone(), organisation, asked.language);
    let ending = asked.out.extension().and_then(|it| it.to_str());
    let ending = ending.unwrap_or_default();
    let wrong = || format!("no `{}` is written as `.{ending}`: {MADE}", asked.kind);
    if asked.kind == "joint" {
        let format = FileFormat::from_code(ending).with_context(wrong)?;
        return app::programme::render_joint(&cx, None, format, asked.language)
            .await
            .map_err(explained);
    }
    let output = Output::from_words(&asked.kind, ending).with_context(wrong)?;
    let round = round(&cx, asked.round.as_deref()).await?;
    app::leadership::render(&cx, round, output, asked.language)
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
