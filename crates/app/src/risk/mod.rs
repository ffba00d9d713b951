//! What may happen in a council term: the register and the threats become a model, the engine
//! computes with it, and pages say it in days, residents and euros.

mod appetite;
mod build;
mod change;
mod computed;
mod graph;
mod measures;
mod run;
mod simulate;
mod streams;
#[cfg(test)]
mod tests;
mod worth;

use domain::identity::Permission;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::service::register_in;

pub use appetite::{APPETITE, appetite, set_appetite};
pub use build::{Built, Gaps, Stream};
pub(crate) use change::{Change, change};
pub use computed::{Cause, Computed, Numbers, ServiceNumbers};
pub(crate) use measures::{default_cost, measure_title};
pub use run::{Followed, RunRequest, begin, followed_run, latest_run, stop};
pub(crate) use simulate::Simulation;
pub use simulation::uncertainty::Band;
pub(crate) use worth::{Remains, remains};

/// Years of a council term.
pub const TERM_YEARS: f64 = 4.0;

/// Everything that is needed for a model, as it stands.
pub(crate) async fn built(cx: &OrgCx) -> Outcome<Built> {
    let mut org = cx.read().await?;
    let register = register_in(cx, &mut org).await?;
    let adapted = org.adapted_threats().await?;
    let planned = org.records().await?;
    let material = build::Material {
        organisation: cx.organisation(),
        locale: cx.locale(),
        register,
        adapted,
        planned,
    };
    build::build(material).map_err(|error| {
        // The model is made of values that were checked when they were written.
        Error::Report(Box::new(error))
    })
}

/// The model as a JSON file that `luotsi simulate` reads, for those who may read the figures.
pub async fn model_file(cx: &OrgCx) -> Outcome<Vec<u8>> {
    cx.require(Permission::ThreatRead)?;
    let mut model = built(cx).await?.model.to_json();
    let organisation = cx.organisation().name.text(cx.locale());
    let note = format!("{organisation} {}", cx.today());
    if let Some(fields) = model.as_object_mut() {
        fields.insert("note".to_owned(), note.into());
    }
    serde_json::to_vec_pretty(&model).map_err(|error| Error::Report(Box::new(error)))
}

/// What may happen, computed from the register, the threats and the measures in place.
///
/// The same model is computed once and its figures are kept.
pub async fn computed(cx: &OrgCx) -> Outcome<Computed> {
    cx.require(Permission::ThreatRead)?;
    let built = built(cx).await?;
    let numbers = computed::numbers(cx, &built).await?;
    Ok(Computed { built, numbers })
}
