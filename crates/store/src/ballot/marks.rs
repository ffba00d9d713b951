//! Who has answered, until enough have gathered to be marked in the roll together.
//!
//! The marks are in the memory of the server that took the ballots and nowhere else: no row, file or
//! log tells when one came. Whoever kills the server loses them; the price is a needless reminder and
//! a turnout that tells too little, never a ballot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::OrgId;

use super::token::{Hash, Place};

type Gathered = BTreeMap<Place, BTreeSet<Hash>>;

/// The marks that wait, by survey. In the order of their hashes, which is none.
#[derive(Clone, Default)]
pub(crate) struct Marks(Arc<Mutex<Gathered>>);

impl std::fmt::Debug for Marks {
    /// Shows nobody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Marks(…)")
    }
}

impl Marks {
    fn all(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers that somebody has answered.
    pub(crate) fn add(&self, place: Place, hash: Hash) {
        self.all().entry(place).or_default().insert(hash);
    }

    /// Every survey with marks.
    pub(crate) fn places(&self) -> Vec<Place> {
        self.all().keys().copied().collect()
    }

    /// What has gathered of a survey; it stays until [`Marks::done`].
    pub(crate) fn of(&self, place: Place) -> BTreeSet<Hash> {
        self.all().get(&place).cloned().unwrap_or_default()
    }

    /// Forgets what has been written.
    pub(crate) fn done(&self, place: Place, written: &BTreeSet<Hash>) {
        let mut all = self.all();
        if let Some(left) = all.get_mut(&place) {
            left.retain(|hash| !written.contains(hash));
            if left.is_empty() {
                all.remove(&place);
            }
        }
    }

    /// Forgets every survey of an organisation.
    pub(crate) fn forget_all(&self, org: OrgId) {
        self.all().retain(|place, _| place.org != org);
    }

    /// Forgets a survey.
    pub(crate) fn forget(&self, place: Place) {
        self.all().remove(&place);
    }
}
