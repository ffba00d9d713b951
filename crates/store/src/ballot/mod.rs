//! Ballots and rolls: answers that nobody can lead back to who gave them.
//!
//! What stands against whom is in `docs/adr` (anonymity). In short: a ballot is sealed to its batch
//! and durable before it is acknowledged; several are opened together, put in random order under
//! new keys, and the batch's key is destroyed. The roll learns that somebody answered in other
//! batches at other times. No row carries a time, a number in order or a language.

mod access;
mod cast;
mod custody;
mod marks;
mod mix;
mod pool;
mod purge;
mod queue;
mod results;
mod ring;
mod roll;
mod seal;
mod seed;
mod sheet;
mod token;

use std::path::Path;

pub use access::{Access, BoxPlan};
pub use cast::{Cast, Credential, Submission};
pub use custody::{Custody, Medium};
pub use mix::Mixed;
pub use results::{FreeText, TextKey, TextState};
pub use ring::{Trustee, TrusteeSecret};
pub use roll::{Invitee, Letter};
pub use seed::Seed;
pub use sheet::Ballot;
pub use token::{Token, TokenUnreadable};

use domain::OrgId;

use crate::Store;
use crate::config::Config;
use crate::conn::{Db, Hold};
use crate::error::StoreResult;
use cast::{Verdict, Vote};
use custody::Keys;
use marks::Marks;
use pool::Pool;
use queue::Queue;
use ring::Ring;

/// What casting needs: the sealed pool, the roll, the queue that writes ballots in groups, and who has
/// answered and is not marked yet.
#[derive(Clone, Debug)]
pub(crate) struct Booth {
    ballots: Pool,
    roll: Db,
    votes: Queue<Vote, StoreResult<Verdict>>,
    marks: Marks,
}

impl Booth {
    /// Finishes what a crash interrupted and starts taking ballots.
    pub(crate) async fn open(ballots: &Db, roll: &Db, config: &Config) -> StoreResult<Self> {
        let ring = Ring::new(Keys::new(&config.custody), config.trustees.clone());
        let pool = Pool {
            db: ballots.clone(),
            ring,
        };
        let mut conn = ballots.begin_write().await?;
        pool.ring.forget_unused(&mut conn).await?;
        conn.commit().await?;
        let votes = Queue::spawn(cast::votes(pool.clone(), roll.clone()));
        Ok(Self {
            ballots: pool,
            roll: roll.clone(),
            votes,
            marks: Marks::default(),
        })
    }
}

impl Booth {
    /// Forgets who of an organisation has answered and is not marked yet.
    pub(crate) fn forget_marks(&self, org: OrgId) {
        self.marks.forget_all(org);
    }
}

impl Store {
    /// Takes the keys of batches over that an earlier version kept in a folder beside the data, and
    /// destroys the files; how many batches that was.
    pub async fn adopt_keys(&self, folder: &Path, seed: Seed) -> StoreResult<usize> {
        let mut rng = seed.rng();
        let pool = &self.booth.ballots;
        let files = custody::beside_the_data(folder)?;
        let mut adopted = 0;
        let mut conn = pool.db.begin_write().await?;
        conn.lock_keys(Hold::Alone).await?;
        for (path, batch) in &files {
            if let (Some(batch), Ok(private)) = (batch, std::fs::read(path)) {
                match pool.adopt(&mut conn, batch, &private, &mut rng).await {
                    Ok(()) => adopted += 1,
                    Err(error) => tracing::error!(%error, "a batch key beside the data is no key"),
                }
            }
        }
        conn.commit().await?;
        // Only what is committed elsewhere is destroyed here.
        for (path, _) in &files {
            custody::remove_beside(path)?;
        }
        Ok(adopted)
    }

    /// Lets this server open what waits and a trustee can open; how many batches that are.
    pub async fn recover_keys(&self, trustee: &TrusteeSecret, seed: Seed) -> StoreResult<usize> {
        let pool = &self.booth.ballots;
        let mut conn = pool.db.begin_write().await?;
        conn.lock_keys(Hold::Alone).await?;
        let mut rng = seed.rng();
        let recovered = pool.ring.recover(&mut conn, trustee, &mut rng).await?;
        conn.commit().await?;
        Ok(recovered)
    }

    /// What this server does with its keys before it stops. What fails here is done at the next start.
    pub(crate) async fn leave_custody(&self) {
        let pool = &self.booth.ballots;
        let left = async {
            let mut conn = pool.db.begin_write().await?;
            pool.ring.leave(&mut conn).await?;
            conn.commit().await
        };
        if let Err(error) = left.await {
            tracing::warn!(%error, "the custody of keys was not left in order");
        }
    }
}
