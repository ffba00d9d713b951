//! Randomness as a value, so that what the store does can be repeated in a test.

use std::fmt;

use rand::rngs::StdRng;
use rand::{CryptoRng, SeedableRng};
use sha2::{Digest, Sha256};

/// 32 random bytes from which one operation draws its keys and its order. Never used twice.
pub struct Seed([u8; 32]);

impl fmt::Debug for Seed {
    /// Shows nothing of the seed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// A seed of bytes that are drawn for it alone.
    pub const fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Draws a seed.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Moves the seed out of what is only borrowed; zeros stay behind.
    pub(crate) fn take(&mut self) -> Self {
        Self(std::mem::take(&mut self.0))
    }

    /// A generator fit for keys.
    pub fn rng(self) -> StdRng {
        StdRng::from_seed(self.0)
    }

    /// One generator from the seeds of everyone who is written together.
    pub(crate) fn together(seeds: impl IntoIterator<Item = Self>) -> StdRng {
        let mut digest = Sha256::new();
        for seed in seeds {
            digest.update(seed.0);
        }
        StdRng::from_seed(digest.finalize().into())
    }
}

/// 16 random bytes for a key.
pub(crate) fn random_key(rng: &mut impl CryptoRng) -> Vec<u8> {
    let mut key = vec![0; 16];
    rng.fill_bytes(&mut key);
    key
}
