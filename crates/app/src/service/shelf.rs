//! Registers that were read lately: every page of a municipality's services asks for the same one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::OrgId;
use domain::service::Register;
use store::{OrgStore, RegisterState};

use crate::error::Outcome;

/// How many municipalities' registers are kept.
const KEPT: usize = 320;

/// A register as it was in a state.
type Kept = (RegisterState, Arc<Register>);

/// Registers by municipality.
#[derive(Debug, Default)]
pub(crate) struct Registers {
    kept: Mutex<BTreeMap<OrgId, Kept>>,
}

impl Registers {
    /// The register as the store has it: read anew only when it has changed, by whichever node of
    /// the installation.
    pub(crate) async fn register(&self, id: OrgId, org: &mut OrgStore) -> Outcome<Arc<Register>> {
        let state = org.register_state().await?;
        if let Some(known) = self.find(id, state) {
            return Ok(known);
        }
        let register = Arc::new(Register::new(org.nodes().await?));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT && !kept.contains_key(&id) {
            kept.pop_first();
        }
        kept.insert(id, (state, Arc::clone(&register)));
        Ok(register)
    }

    fn find(&self, id: OrgId, state: RegisterState) -> Option<Arc<Register>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, register) = kept.get(&id)?;
        (*known == state).then(|| Arc::clone(register))
    }
}
