//! Taking files in, with an account of what was taken, what was not, and why.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use app::form::Typed;
use app::import::{
    Again, AnswersAccount, AnswersPlan, Extent, preview_answers, preview_documents,
    preview_interview, preview_services, take_answers, take_documents, take_interview,
    take_services,
};
use app::{App, Error, OrgCx};
use clap::{Args, ValueEnum};
use domain::interview::Interview;
use domain::survey::Level;
use domain::text::{composed, folded};
use domain::{Locale, RoundId};

use crate::account;
use crate::config::Config;
use crate::world;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Answers as a survey tool exports them: CSV, XLSX, XLS, ODS.
    Answers,
    /// Interview notes: .txt, .docx.
    Interviews,
    /// A document checklist: XLSX, CSV.
    Documents,
    /// Services and what they depend on: XLSX, XLS, ODS, CSV, or JSON of the service catalogue.
    Services,
}

impl Kind {
    /// The last part of the key of what is taken.
    const fn code(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Interviews => "notes",
            Self::Documents => "documents",
            Self::Services => "services",
        }
    }
}

/// Which file, and where to.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// What kind of file.
    kind: Kind,
    /// The file.
    file: PathBuf,
    /// The organisation: its name, its word in addresses, or its official code.
    #[arg(long)]
    organisation: String,
    /// Name of the round; the newest without it. Services belong to no round.
    #[arg(long)]
    round: Option<String>,
    /// For answers: which instrument was asked.
    #[arg(long, default_value = "elected")]
    instrument: String,
    /// For answers: what a value that is no word means, as in `--value 1=yes`; may be repeated.
    #[arg(long, value_name = "VALUE=yes|partly|no|unknown", value_parser = declared)]
    value: Vec<(String, Level)>,
    /// For answers that were imported before: replace them, or add these beside them.
    #[arg(long, value_name = "replace|add", value_parser = again)]
    again: Option<Again>,
    /// For interviews: which guide was followed.
    #[arg(long, default_value = "management")]
    guide: String,
    /// Takes nothing when anything would be left out.
    #[arg(long)]
    all_or_nothing: bool,
    /// Only says what would be taken.
    #[arg(long)]
    preview: bool,
    /// Lists everything that the account otherwise only counts.
    #[arg(long)]
    verbose: bool,
    /// Language of the account: fi, sv or en.
    #[arg(long, default_value = "fi")]
    language: Locale,
}

/// What a value means, as it is declared on the command line.
fn declared(text: &str) -> Result<(String, Level), String> {
    let said = text.rsplit_once('=');
    let meant = said
        .and_then(|(value, level)| Some((composed(value).into_owned(), Level::from_code(level)?)));
    meant.ok_or_else(|| "write it as VALUE=yes, VALUE=partly, VALUE=no or VALUE=unknown".to_owned())
}

/// What is done with answers that were imported before.
fn again(text: &str) -> Result<Again, String> {
    Again::from_code(text).ok_or_else(|| "write replace or add".to_owned())
}

/// Takes the file and prints the account; fails when nothing was taken.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<ExitCode> {
    let file = std::fs::read(&asked.file)
        .with_context(|| format!("cannot read `{}`", asked.file.display()))?;
    let app = world::open_existing(config).await?;
    let done = take(&app, asked, &file).await;
    app.store().close().await;
    done
}

/// What would be taken.
async fn preview(
    cx: &OrgCx,
    asked: &Asked,
    file: &[u8],
    plan: &AnswersPlan,
) -> anyhow::Result<AnswersAccount> {
    let named = || round(cx, asked.round.as_deref());
    Ok(match asked.kind {
        Kind::Answers => preview_answers(cx, named().await?, file, plan).await?,
        Kind::Documents => only(preview_documents(cx, named().await?, file).await?),
        Kind::Interviews => {
            let new = interview(cx, asked, named().await?).await?;
            only(preview_interview(cx, new, file).await?)
        }
        Kind::Services => only(preview_services(cx, file).await?),
    })
}

/// Takes what can be taken.
async fn keep(
    cx: &OrgCx,
    asked: &Asked,
    file: &[u8],
    plan: &AnswersPlan,
    extent: Extent,
) -> anyhow::Result<()> {
    let named = || round(cx, asked.round.as_deref());
    let done = match asked.kind {
        Kind::Answers => {
            let round = named().await?;
            take_answers(cx, round, file, plan, extent).await.map(drop)
        }
        Kind::Documents => {
            let round = named().await?;
            take_documents(cx, round, file, extent).await.map(drop)
        }
        Kind::Interviews => {
            let round = named().await?;
            let new = interview(cx, asked, round).await?;
            take_interview(cx, new, file).await.map(drop)
        }
        Kind::Services => take_services(cx, file, extent).await.map(drop),
    };
    done.map_err(|error| explained(cx, error))
}

/// What went wrong, in words where there are some.
fn explained(cx: &OrgCx, error: Error) -> anyhow::Error {
    let t = cx.texts();
    match error {
        Error::Refused(key) => anyhow::anyhow!("{}", t.say(key)),
        Error::Invalid(invalid) => {
            let said: Vec<String> = invalid
                .fields
                .iter()
                .map(|(_, key)| t.say(key).to_owned())
                .collect();
            anyhow::anyhow!("{}", said.join("; "))
        }
        other => other.into(),
    }
}

async fn take(app: &App, asked: &Asked, file: &[u8]) -> anyhow::Result<ExitCode> {
    let organisation = app::organisation::find(app, &asked.organisation)
        .await
        .with_context(|| format!("no organisation is called `{}`", asked.organisation))?;
    let cx = OrgCx::of_system(app.clone(), organisation, asked.language);
    known(asked)?;
    let plan = AnswersPlan {
        levels: asked.value.iter().cloned().collect(),
        again: asked.again,
        ..AnswersPlan::of(&asked.instrument)
    };
    let shown = preview(&cx, asked, file, &plan).await?;
    let t = cx.texts();
    account::say(&account::lines(t, asked.kind.code(), &shown, asked.verbose));
    let is_undecided = shown.twin.is_some() && plan.again.is_none();
    let kept = shown.account;
    let extent = if asked.all_or_nothing {
        Extent::Whole
    } else {
        Extent::Rest
    };
    let is_taken = kept.allows(extent) && !is_undecided;
    if asked.preview || !is_taken {
        let is_fine = asked.preview && is_taken;
        let said = if is_fine {
            "import.nothing-yet"
        } else {
            "import.cli.nothing"
        };
        account::say(&[t.say(said).to_owned()]);
        return Ok(if is_fine {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    keep(&cx, asked, file, &plan, extent).await?;
    account::say(&[t.count("import.cli.taken", account::count(kept.count))]);
    Ok(ExitCode::SUCCESS)
}

/// Refuses an instrument or a guide that is not shipped, and says which are.
fn known(asked: &Asked) -> anyhow::Result<()> {
    let instruments = content::instruments().iter().map(|one| one.id.as_str());
    let guides = content::guides().iter().map(|one| one.id.as_str());
    let (what, name, all): (_, _, Vec<&str>) = match asked.kind {
        Kind::Answers => ("instrument", &asked.instrument, instruments.collect()),
        Kind::Interviews => ("guide", &asked.guide, guides.collect()),
        Kind::Documents | Kind::Services => return Ok(()),
    };
    if !all.contains(&name.as_str()) {
        bail!("no {what} is called `{name}`; there are {}", all.join(", "));
    }
    Ok(())
}

/// The account of a file that holds no answers.
fn only(account: app::import::Account) -> AnswersAccount {
    AnswersAccount {
        account,
        ..AnswersAccount::default()
    }
}

/// A new interview whose notes come from a file named after it.
async fn interview(cx: &OrgCx, asked: &Asked, round: RoundId) -> anyhow::Result<Interview> {
    let title = asked.file.file_stem();
    let title = title.map(|name| name.to_string_lossy().into_owned());
    let kind = content::guide(&asked.guide).map_or("group", |guide| guide.kind.code());
    let typed = Typed::of(&[
        ("guide", &asked.guide),
        ("kind", kind),
        ("title", &title.unwrap_or_default()),
        ("held_on", &cx.today().to_string()),
        ("people", "1"),
    ]);
    let round = app::assessment::round(cx, round).await?;
    let (new, sheet) = app::form::checked(cx, &round, None, &typed);
    let said = || {
        let problems = sheet.problems.iter().map(|it| it.text.as_str());
        problems.collect::<Vec<_>>().join(" ")
    };
    new.with_context(said)
}

/// The round of this name, or the newest.
async fn round(cx: &OrgCx, title: Option<&str>) -> anyhow::Result<RoundId> {
    let rounds = app::assessment::rounds(cx).await?;
    let found = rounds
        .into_iter()
        .find(|round| title.is_none_or(|title| folded(&round.title) == folded(title)));
    let found = found.context("there is no such round; create it first in the browser")?;
    Ok(found.id)
}
