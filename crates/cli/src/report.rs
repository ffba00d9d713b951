//! Writing a report to a file.

use std::path::PathBuf;

use anyhow::Context;
use app::leadership::Output;
use app::print::{File, FileFormat};
use app::{App, Error, OrgCx};
use clap::Args;
use domain::text::folded;
use domain::{Locale, RoundId};

use crate::config::Config;
use crate::world;

/// The word of the joint report.
const JOINT: &str = "joint";

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

/// The kinds that there are, as the error says it.
const KINDS: &str = "summary, report, internal, annex, tables and joint";

/// What can be made, as the error says it.
const MADE: &str = "summary, report, internal, annex and joint are .pdf or .docx, tables are .xlsx";

/// Writes the report and says where.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let wanted = wanted(asked)?;
    let app = world::open_existing(config).await?;
    let made = make(&app, asked, wanted).await;
    app.store().close().await;
    let made = made?;
    std::fs::write(&asked.out, &made.bytes)
        .with_context(|| format!("cannot write `{}`", asked.out.display()))?;
    println!("{} bytes in {}", made.bytes.len(), asked.out.display());
    Ok(())
}

/// A report that there is, in a format that it has.
enum Wanted {
    /// The joint report of a programme.
    Joint(FileFormat),
    /// What is made of a round.
    OfRound(Output),
}

/// What is asked for; told before anything is opened when there is no such thing.
fn wanted(asked: &Asked) -> anyhow::Result<Wanted> {
    let kind = asked.kind.as_str();
    let ending = asked.out.extension().and_then(|it| it.to_str());
    let ending = ending.unwrap_or_default().to_lowercase();
    let of_round = |ending: &str| Output::from_words(kind, ending);
    let is_kind = kind == JOINT || of_round("pdf").or(of_round("xlsx")).is_some();
    anyhow::ensure!(is_kind, "no report is called `{kind}`: there are {KINDS}");
    let found = if kind == JOINT {
        FileFormat::from_code(&ending).map(Wanted::Joint)
    } else {
        of_round(&ending).map(Wanted::OfRound)
    };
    found.with_context(|| format!("no `{kind}` is written as `.{ending}`: {MADE}"))
}

async fn make(app: &App, asked: &Asked, wanted: Wanted) -> anyhow::Result<File> {
    let organisation = app::organisation::find(app, &asked.organisation)
        .await
        .with_context(|| format!("no organisation is called `{}`", asked.organisation))?;
    let cx = OrgCx::of_system(app.clone(), organisation, asked.language);
    let output = match wanted {
        Wanted::OfRound(output) => output,
        Wanted::Joint(format) => {
            let made = app::programme::render_joint(&cx, None, format, asked.language);
            return made.await.map_err(|error| match error {
                Error::NotFound => anyhow::anyhow!(
                    "there is no joint report: `{}` is in no programme, or nobody in it shares \
                     published results yet",
                    asked.organisation
                ),
                other => other.into(),
            });
        }
    };
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
    let found = rounds
        .into_iter()
        .find(|round| folded(&round.title) == folded(title));
    let found = found.with_context(|| format!("no round is called `{title}`"))?;
    Ok(Some(found.id))
}

/// What went wrong, for whoever runs the command.
fn explained(error: Error) -> anyhow::Error {
    match error {
        Error::NotFound => anyhow::anyhow!(
            "there is nothing to report on yet: no round has been published; name one with --round"
        ),
        other => other.into(),
    }
}
