//! Ballots and rolls: answers that nobody can lead back to who gave them.
//!
//! What stands against whom is in `docs/adr` (anonymity). In short: a ballot is sealed to its batch
//! and durable before it is acknowledged; several are opened together, put in random order under
//! new keys, and the batch's key is destroyed. The roll learns that somebody answered in other
//! batches at other times. No row carries a time, a number in order or a language.

mod access;
mod cast;
mod keys;
mod mix;
mod pool;
mod queue;
mod results;
mod roll;
mod seal;
mod seed;
mod sheet;
mod token;

use std::path::Path;

pub use access::{Access, BoxPlan};
pub use cast::{Cast, Credential, Submission};
pub use mix::Mixed;
pub use results::{FreeText, TextKey, TextState};
pub use roll::{Invitee, Letter};
pub use seed::Seed;
pub use sheet::Ballot;
pub use token::{Token, TokenUnreadable};

use crate::conn::Db;
use crate::error::StoreResult;
use cast::{Mark, Verdict, Vote};
use pool::Pool;
use queue::Queue;

/// What casting needs: the two pools and the two queues that write them in groups.
#[derive(Clone, Debug)]
pub(crate) struct Booth {
    ballots: Pool,
    roll: Pool,
    votes: Queue<Vote, StoreResult<Verdict>>,
    marks: Queue<Mark, StoreResult<()>>,
}

impl Booth {
    /// Finishes what a crash interrupted and starts taking ballots.
    pub(crate) async fn open(ballots: &Db, roll: &Db, keys: &Path) -> StoreResult<Self> {
        let ballots = Pool::new(ballots.clone(), keys, "ballots");
        let roll = Pool::new(roll.clone(), keys, "roll");
        ballots.recover().await?;
        roll.recover().await?;
        let (votes, marks) = (
            Queue::spawn(cast::votes(ballots.clone(), roll.clone())),
            Queue::spawn(cast::marks(roll.clone())),
        );
        Ok(Self {
            ballots,
            roll,
            votes,
            marks,
        })
    }
}
