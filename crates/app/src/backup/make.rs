//! Making a backup: written, read again from the disk, restored elsewhere, compared, named.

use std::path::Path;

use age::x25519::Identity;
use store::{BackupRun, Made, Part, Snapshot, TableCount};
use tokio::sync::mpsc;

use super::file::{Written, seal, sum};
use super::note::{Note, file_name};
use super::place::{PROOF, Unfinished, name, sweep, sweep_proofs};
use super::rule::tidy;
use super::take::load_all;
use super::{Fault, disk};
use crate::plan::{Keys, Plan};
use crate::world::App;

/// Pieces of lines that may wait for the disk.
const WAITING: usize = 8;

/// What the three databases held.
type Held = Vec<(Part, Vec<TableCount>)>;

/// Makes a backup, proves it and removes what the rule keeps no longer. Whether it came off or not is
/// written down for the operator.
///
/// # Errors
/// A [`Fault`] that says what failed; then nothing has been left and no older backup has gone.
pub async fn make(app: &App) -> Result<BackupRun, Fault> {
    let plan = app.backup_plan().ok_or(Fault::NotSetUp)?;
    sweep(&plan.folder, app.now());
    sweep_proofs(&plan.scratch);
    // Two that are made in one second have names a second apart.
    let begun = Unfinished::begin(&plan.folder, app.now());
    let made = Made {
        id: app.id(),
        at: begun.as_ref().map_or(app.now(), |(at, _)| *at),
    };
    let written = match begun {
        Ok((_, unfinished)) => write(app, plan, (made, unfinished)).await,
        Err(fault) => Err(fault),
    };
    let run = BackupRun {
        made,
        name: name(made.at),
        proven_at: written.is_ok().then(|| app.now()),
        opened_at: None,
        removed_at: None,
        bytes: written.as_ref().copied().unwrap_or_default(),
        failure: written.as_ref().err().map_or("", Fault::code).to_owned(),
    };
    let mut site = app.store().site_write().await?;
    site.add_backup(&run).await?;
    site.commit().await?;
    written?;
    tidy(app.store(), plan, app.now()).await?;
    Ok(run)
}

/// Writes and proves the backup; how large it is.
async fn write(
    app: &App,
    plan: &Plan,
    (made, unfinished): (Made, Unfinished),
) -> Result<i64, Fault> {
    let name = name(made.at);
    // Besides the custodians' keys each file is closed to one that lives in this memory until the proof
    // is done: so what is proven is the very file that stays, and nobody's key has to be here.
    let proof = Identity::generate();
    let mut snapshot = app.store().snapshot().await?;
    let (mut held, mut files) = (Held::new(), Vec::new());
    // Ballots first: the sooner they are released, the sooner their log can be emptied.
    for part in [Part::Ballots, Part::Roll, Part::Main] {
        let to = plan.custodians.of(part).iter().map(|it| it.0.clone());
        let to = to.chain([proof.to_public()]).collect();
        let path = unfinished.path().join(file_name(part));
        let (counts, written) = write_part(&mut snapshot, part, made, (&path, to)).await?;
        held.push((part, counts));
        files.push((part, written));
    }
    snapshot.end().await?;
    prove(plan, unfinished.path(), &Keys(vec![proof]), &held).await?;
    Note::new(made, &files).write(unfinished.path())?;
    unfinished.keep(&plan.folder, &name)?;
    let bytes: u64 = files.iter().map(|(_, written)| written.bytes).sum();
    Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
}

/// Writes the file of one database and reads it again: what the disk gives back must be what was
/// written.
async fn write_part(
    snapshot: &mut Snapshot,
    part: Part,
    made: Made,
    (path, to): (&Path, Vec<age::x25519::Recipient>),
) -> Result<(Vec<TableCount>, Written), Fault> {
    let (lines, from) = mpsc::channel(WAITING);
    let file = path.to_owned();
    let sealing = on_a_thread(move || {
        let written = seal(&file, &to, from)?;
        Ok::<_, Fault>((sum(&file)?, written))
    });
    let counts = snapshot.write(part, made, lines).await;
    // When the disk fails the lines find nobody, so the disk is asked first.
    let (again, written) = joined(sealing.await, path)??;
    if again != written {
        return Err(Fault::Unlike);
    }
    Ok((counts?, written))
}

/// Runs what waits for a disk on a thread of its own. It takes no turn among heavy work: one backup is
/// made at a time, and the work lasts as long as the databases take to be read.
pub(super) fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> tokio::task::JoinHandle<T> {
    #[expect(
        clippy::disallowed_methods,
        reason = "waits for a disk for minutes; a turn would be held by it"
    )]
    tokio::task::spawn_blocking(work)
}

/// The value of a thread. One that broke down is a disk that failed, for all that is known.
pub(super) fn joined<T>(ended: Result<T, tokio::task::JoinError>, path: &Path) -> Result<T, Fault> {
    ended
        .map_err(std::io::Error::other)
        .map_err(disk("use", path))
}

/// Restores the files into databases of their own and compares every table with what was read.
async fn prove(plan: &Plan, folder: &Path, keys: &Keys, held: &Held) -> Result<(), Fault> {
    let scratch = scratch(&plan.scratch)?;
    let config = store::Config::in_folder(scratch.path());
    let (loading, loaded) = load_all(&config, folder, keys).await?;
    loading.commit().await?;
    let is_like = |(part, counts): &(Part, Vec<TableCount>)| {
        let found = loaded.iter().find(|(of, _)| of == part);
        found.is_some_and(|(_, loaded)| loaded.tables == *counts)
    };
    if held.iter().all(is_like) {
        Ok(())
    } else {
        Err(Fault::Unlike)
    }
}

/// A folder for a moment.
pub(super) fn scratch(within: &Path) -> Result<tempfile::TempDir, Fault> {
    let make = || {
        std::fs::create_dir_all(within)?;
        tempfile::Builder::new().prefix(PROOF).tempdir_in(within)
    };
    make().map_err(disk("make a folder in", within))
}
