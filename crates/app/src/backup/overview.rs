//! How backups stand, for the operator.

use jiff::SignedDuration;
use store::{BackupRun, User};

use super::job::Backup;
use crate::error::Outcome;
use crate::identity::require_operator;
use crate::queue::enqueue_own;
use crate::world::App;

/// A proven backup older than this is too old: a night has been left out.
const TOO_OLD: SignedDuration = SignedDuration::from_hours(49);

/// How backups stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No folder and no custodians are named.
    NotSetUp,
    /// None has been made yet.
    None,
    /// The last one failed.
    Failed,
    /// The last proven one is too old.
    Old,
    /// The last one is proven and of last night.
    Good,
}

/// What the operator sees of backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// How they stand.
    pub state: State,
    /// The newest that was restored and counted, if any.
    pub proven: Option<BackupRun>,
    /// Those that were made or tried, the newest first.
    pub runs: Vec<BackupRun>,
}

/// How backups stand. Nobody is named on the machine's own command line.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anyone but the operator.
pub async fn overview(app: &App, by: Option<&User>) -> Outcome<Overview> {
    require_operator(by)?;
    let runs = app.store().site_read().await?.backups().await?;
    let proven = runs.iter().find(|run| run.proven_at.is_some()).cloned();
    let is_old = |run: &BackupRun| app.now().duration_since(run.made.at) > TOO_OLD;
    let state = match (app.backup_plan(), runs.first(), &proven) {
        (None, ..) => State::NotSetUp,
        (_, None, _) => State::None,
        (_, Some(last), _) if !last.failure.is_empty() => State::Failed,
        (.., Some(proven)) if !is_old(proven) => State::Good,
        _ => State::Old,
    };
    Ok(Overview {
        state,
        proven,
        runs,
    })
}

/// Asks for a backup now.
///
/// # Errors
/// [`crate::Error::Forbidden`] for anyone but the operator, [`crate::Error::Refused`] when backups are
/// not set up.
pub async fn ask(app: &App, by: &User) -> Outcome<()> {
    require_operator(Some(by))?;
    if app.backup_plan().is_none() {
        return Err(crate::Error::Refused("site.backup.not-set-up"));
    }
    let mut site = app.store().site_write().await?;
    enqueue_own(app, &mut site, &Backup { is_asked: true }).await?;
    Ok(site.commit().await?)
}
