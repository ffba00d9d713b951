//! The keys of batches: each sealed in the database to a one-time key of every living server, so that
//! any of them can mix, and to no key that outlives the batch.
//!
//! A server holds a few one-time keys ready and publishes their public halves. A batch takes one of
//! each server that has been seen lately; the private halves stay in the servers' custody and are
//! destroyed when no row names them any more. So a copy of the databases opens nothing by itself, a
//! dead server takes no key along while another lives, and an old copy of one server's custody opens
//! nothing once its batches have been mixed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use rand::CryptoRng;
use sqlx::FromRow;
use uuid::Uuid;

use domain::{OrgId, SurveyId};

use super::custody::{BatchId, KeyId, Keys, NodeId, hex, unhex};
use super::seal::{Batch, KeyPair, PUBLIC_BYTES, open, public_of, seal};
use super::seed::random_key;
use super::token::Place;
use crate::conn::{Conn, Hold};
use crate::error::{StoreError, StoreResult};

/// One-time keys that a server holds ready for batches that other servers begin.
const SPARES: usize = 4;

/// How long a server that has said nothing is still given keys and waited for.
pub(crate) const PATIENCE: SignedDuration = SignedDuration::from_hours(1);

/// After so long a silent server is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);

/// Who else can open a batch that this server cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    /// Another server that lives.
    Server,
    /// A trustee, with the key in person.
    Trustee,
    /// Nobody.
    Nobody,
}

/// The public key of a person who can open waiting ballots after a power cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trustee(pub(crate) Vec<u8>);

/// How a trustee's two keys begin as text, so that one is not taken for the other.
const PUBLIC: &str = "luotsi-trustee-";
const PRIVATE: &str = "luotsi-trustee-secret-";

/// A trustee's private key, which never comes near the server before it is needed.
pub struct TrusteeSecret(Vec<u8>);

impl std::fmt::Debug for TrusteeSecret {
    /// Shows nothing of the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrusteeSecret(…)")
    }
}

impl Trustee {
    /// Draws the two keys of a new trustee.
    pub fn draw(rng: &mut impl CryptoRng) -> (Self, TrusteeSecret) {
        let pair = KeyPair::draw(rng);
        (Self(pair.public), TrusteeSecret(pair.private))
    }

    /// Reads a public key as [`Trustee::text`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let key = unhex(text.trim().strip_prefix(PUBLIC)?)?;
        (key.len() == PUBLIC_BYTES).then_some(Self(key))
    }

    /// The public key as it stands in the configuration.
    pub fn text(&self) -> String {
        format!("{PUBLIC}{}", hex(&self.0))
    }
}

impl TrusteeSecret {
    /// Reads a private key as [`TrusteeSecret::text`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let key = unhex(text.trim().strip_prefix(PRIVATE)?)?;
        public_of(&key).is_ok().then_some(Self(key))
    }

    /// The private key as the trustee keeps it.
    pub fn text(&self) -> String {
        format!("{PRIVATE}{}", hex(&self.0))
    }
}

/// What this server needs to make and open keys of batches.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    pub(crate) keys: Keys,
    trustees: Vec<Trustee>,
    /// Whether this process takes part as a server. A command beside it may look at another custody:
    /// it must neither give up what it cannot open nor take back what the server holds ready.
    serves: Arc<AtomicBool>,
}

#[derive(FromRow)]
struct SpareRow {
    key_id: KeyId,
    node_id: NodeId,
    public_key: Vec<u8>,
}

#[derive(FromRow)]
struct KeyRow {
    key_id: KeyId,
    node_id: NodeId,
    sealed: Vec<u8>,
}

/// The private key of a batch, on its way under other keys.
pub(crate) struct Secret<'a> {
    pub(crate) place: Place,
    pub(crate) batch: &'a [u8],
    pub(crate) private: &'a [u8],
}

/// A batch somewhere in the database.
struct Known {
    place: Place,
    batch: BatchId,
}

impl Ring {
    pub(crate) fn new(keys: Keys, trustees: Vec<Trustee>) -> Self {
        Self {
            keys,
            trustees,
            serves: Arc::default(),
        }
    }

    /// Seals the private key of a new batch to this server, the others that live and the trustees.
    pub(crate) async fn share(
        &self,
        conn: &mut Conn,
        secret: &Secret<'_>,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        let node = self.keep(conn, secret, rng).await?;
        for spare in one_of_each(spares(conn).await?, &BTreeSet::from([node])) {
            take_spare(conn, &spare).await?;
            self.hand(conn, secret, &spare, rng).await?;
        }
        for trustee in &self.trustees {
            let to = SpareRow {
                key_id: random_key(rng),
                node_id: trustee.0.clone(),
                public_key: trustee.0.clone(),
            };
            self.hand(conn, secret, &to, rng).await?;
        }
        Ok(())
    }

    /// Seals the private key of a batch to a new key of this server; which server that is.
    async fn keep(
        &self,
        conn: &mut Conn,
        secret: &Secret<'_>,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<NodeId> {
        let node = self.keys.node(rng)?;
        let own = KeyPair::draw(rng);
        let key = random_key(rng);
        self.keys.create(&key, &own.private)?;
        let own = SpareRow {
            key_id: key,
            node_id: node.clone(),
            public_key: own.public,
        };
        self.hand(conn, secret, &own, rng).await?;
        Ok(node)
    }

    async fn hand(
        &self,
        conn: &mut Conn,
        secret: &Secret<'_>,
        to: &SpareRow,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        let to_key = Batch {
            id: to.key_id.clone(),
            public: to.public_key.clone(),
        };
        let Secret {
            place,
            batch,
            private,
        } = *secret;
        let sealed = seal(&to_key, place, private, rng)?;
        run!(
            *conn,
            "survey/key/add",
            place.org.0,
            place.survey.0,
            batch,
            &to.key_id,
            &to.node_id,
            &sealed,
        )?;
        Ok(())
    }

    /// The private key of a batch, if this server can open it. A key that does not open, because its
    /// file was changed, is told in the log and counts as none.
    pub(crate) async fn private(
        &self,
        conn: &mut Conn,
        place: Place,
        batch: &[u8],
    ) -> StoreResult<Option<Vec<u8>>> {
        for row in of_batch(conn, place, batch).await? {
            let Some(own) = self.keys.read(&row.key_id)? else {
                continue;
            };
            match open(&own, place, &row.key_id, &row.sealed) {
                Ok(private) => return Ok(Some(private)),
                Err(error) => tracing::error!(%error, "a key in custody does not open its batch"),
            }
        }
        Ok(None)
    }

    /// Whether this server can open a batch with this public key.
    pub(crate) async fn opens(
        &self,
        conn: &mut Conn,
        place: Place,
        batch: &Batch,
    ) -> StoreResult<bool> {
        let private = self.private(conn, place, &batch.id).await?;
        Ok(private.is_some_and(|private| public_of(&private).is_ok_and(|it| it == batch.public)))
    }

    /// Who else can open a batch. On SQLite there is one server; a process that does not serve supposes
    /// that it can.
    pub(crate) async fn elsewhere(
        &self,
        conn: &mut Conn,
        place: Place,
        batch: &[u8],
        now: Timestamp,
    ) -> StoreResult<Elsewhere> {
        let own = self.keys.known_node()?;
        let living = match conn {
            Conn::Sqlite(_) => BTreeSet::new(),
            Conn::Postgres(_) => living(conn, now).await?,
        };
        let rows = of_batch(conn, place, batch).await?;
        let other = |row: &&KeyRow| Some(&row.node_id) != own.as_ref();
        if rows
            .iter()
            .filter(other)
            .any(|row| living.contains(&row.node_id))
        {
            return Ok(Elsewhere::Server);
        }
        let trusted = |row: &KeyRow| row.node_id.len() == PUBLIC_BYTES;
        Ok(if rows.iter().any(trusted) {
            Elsewhere::Trustee
        } else if self.serves.load(Ordering::Relaxed) {
            Elsewhere::Nobody
        } else {
            Elsewhere::Server
        })
    }

    /// Says that this server lives, makes new one-time keys ready, and gives the keys of batches to
    /// servers that came after the batch had begun.
    pub(crate) async fn beat(
        &self,
        conn: &mut Conn,
        now: Timestamp,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        let node = self.keys.node(rng)?;
        self.serves.store(true, Ordering::Relaxed);
        run!(*conn, "survey/key/node_seen", &node, now.as_second())?;
        let silent = now.checked_sub(FORGOTTEN).unwrap_or(now).as_second();
        run!(*conn, "survey/key/node_forget", silent)?;
        run!(*conn, "survey/key/spare_forget")?;
        // New ones at every beat: an old copy of the custody opens no batch that begins later.
        run!(*conn, "survey/key/spare_drop", &node)?;
        for _one in 0..SPARES {
            let (pair, key) = (KeyPair::draw(rng), random_key(rng));
            self.keys.create(&key, &pair.private)?;
            run!(*conn, "survey/key/spare_add", &key, &node, &pair.public)?;
        }
        self.catch_up(conn, &node, now, rng).await
    }

    async fn catch_up(
        &self,
        conn: &mut Conn,
        node: &NodeId,
        now: Timestamp,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<()> {
        let living = living(conn, now).await?;
        for Known { place, batch } in batches(conn).await? {
            let rows = of_batch(conn, place, &batch).await?;
            let mut have: BTreeSet<NodeId> = rows.into_iter().map(|row| row.node_id).collect();
            have.insert(node.clone());
            if living.is_subset(&have) {
                continue;
            }
            let Some(private) = self.private(conn, place, &batch).await? else {
                continue;
            };
            let secret = Secret {
                place,
                batch: &batch,
                private: &private,
            };
            for spare in one_of_each(spares(conn).await?, &have) {
                take_spare(conn, &spare).await?;
                self.hand(conn, &secret, &spare, rng).await?;
            }
        }
        Ok(())
    }

    /// Takes over, for this server and the others that live, the keys of batches that a trustee can open
    /// and this server cannot; how many batches.
    pub(crate) async fn recover(
        &self,
        conn: &mut Conn,
        trustee: &TrusteeSecret,
        rng: &mut (impl CryptoRng + Send),
    ) -> StoreResult<usize> {
        let public = public_of(&trustee.0)?;
        let mut recovered = 0;
        for Known { place, batch } in batches(conn).await? {
            if self.private(conn, place, &batch).await?.is_some() {
                continue;
            }
            let rows = of_batch(conn, place, &batch).await?;
            let Some(row) = rows.into_iter().find(|row| row.node_id == public) else {
                continue;
            };
            let private = open(&trustee.0, place, &row.key_id, &row.sealed)?;
            let secret = Secret {
                place,
                batch: &batch,
                private: &private,
            };
            self.keep(conn, &secret, rng).await?;
            recovered += 1;
        }
        Ok(recovered)
    }

    /// Takes the keys back that are ready for others, and leaves the custody when nothing waits: a server
    /// that stops leaves nothing behind that it does not need again.
    pub(crate) async fn leave(&self, conn: &mut Conn) -> StoreResult<()> {
        let serves = self.serves.load(Ordering::Relaxed);
        let Some(node) = self.keys.known_node()?.filter(|_| serves) else {
            return Ok(());
        };
        conn.lock_keys(Hold::Alone).await?;
        run!(*conn, "survey/key/spare_drop", &node)?;
        self.forget_unused(conn).await?;
        self.keys.leave()
    }

    /// Destroys the private halves that no row names any more.
    pub(crate) async fn forget_unused(&self, conn: &mut Conn) -> StoreResult<()> {
        conn.lock_keys(Hold::Alone).await?;
        let Some(node) = self.keys.known_node()? else {
            return Ok(());
        };
        let used = all!(*conn, (Vec<u8>,), "survey/key/in_use", &node)?;
        let used: BTreeSet<KeyId> = used.into_iter().map(|(key,)| key).collect();
        for key in self.keys.list()?.iter().filter(|key| !used.contains(*key)) {
            self.keys.destroy(key)?;
        }
        Ok(())
    }
}

async fn living(conn: &mut Conn, now: Timestamp) -> StoreResult<BTreeSet<NodeId>> {
    let since = now.checked_sub(PATIENCE).unwrap_or(now).as_second();
    let rows = all!(*conn, (Vec<u8>,), "survey/key/nodes", since)?;
    Ok(rows.into_iter().map(|(node,)| node).collect())
}

async fn spares(conn: &mut Conn) -> StoreResult<Vec<SpareRow>> {
    all!(*conn, SpareRow, "survey/key/spares")
}

/// One key of every server but these.
fn one_of_each(spares: Vec<SpareRow>, but: &BTreeSet<NodeId>) -> Vec<SpareRow> {
    let by_node: BTreeMap<NodeId, SpareRow> = spares
        .into_iter()
        .filter(|spare| !but.contains(&spare.node_id))
        .map(|spare| (spare.node_id.clone(), spare))
        .collect();
    by_node.into_values().collect()
}

async fn take_spare(conn: &mut Conn, spare: &SpareRow) -> StoreResult<()> {
    let taken = run!(*conn, "survey/key/spare_take", &spare.key_id)?;
    // Another transaction took it at the same moment; this one begins again.
    if taken == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

async fn of_batch(conn: &mut Conn, place: Place, batch: &[u8]) -> StoreResult<Vec<KeyRow>> {
    all!(
        *conn,
        KeyRow,
        "survey/key/of_batch",
        place.org.0,
        place.survey.0,
        batch
    )
}

async fn batches(conn: &mut Conn) -> StoreResult<Vec<Known>> {
    let rows = all!(*conn, (Uuid, Uuid, Vec<u8>), "survey/key/batches")?;
    let known = |(org, survey, batch)| Known {
        place: Place {
            org: OrgId(org),
            survey: SurveyId(survey),
        },
        batch,
    };
    Ok(rows.into_iter().map(known).collect())
}
