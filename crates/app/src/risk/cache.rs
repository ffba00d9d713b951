//! Figures that were reckoned lately: every page of a municipality asks for the same ones.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::build::Built;
use super::reckon::Numbers;
use crate::error::{Error, Outcome};

/// How many models are kept.
const KEPT: usize = 64;

/// A model's fingerprint and its figures.
type Kept = (String, Arc<Numbers>);

/// The figures of models by their fingerprint, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    kept: Mutex<VecDeque<Kept>>,
}

impl Cache {
    /// The figures of a model, reckoned on a thread of its own unless they are kept.
    pub(crate) async fn numbers(&self, built: &Built) -> Outcome<Arc<Numbers>> {
        let fingerprint = fingerprint(built);
        if let Some(known) = self.find(&fingerprint) {
            return Ok(known);
        }
        let built = built.clone();
        let numbers = tokio::task::spawn_blocking(move || Numbers::of(&built))
            .await
            .map_err(|error| Error::Report(Box::new(error)))?;
        let numbers = Arc::new(numbers.map_err(|error| Error::Report(Box::new(error)))?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((fingerprint, Arc::clone(&numbers)));
        while kept.len() > KEPT {
            kept.pop_front();
        }
        Ok(numbers)
    }

    fn find(&self, fingerprint: &str) -> Option<Arc<Numbers>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|(known, _)| known == fingerprint);
        found.map(|(_, numbers)| Arc::clone(numbers))
    }
}

/// What decides the figures: the model, and the tolerances of the hard months with their shares.
fn fingerprint(built: &Built) -> String {
    let season: Vec<u64> = built.season.iter().map(|share| share.to_bits()).collect();
    format!(
        "{} {} {season:?}",
        built.model.fingerprint(),
        built.in_season.fingerprint()
    )
}
