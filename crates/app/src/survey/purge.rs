//! The roll of a closed survey is erased on its day: who was invited, who has answered, and which
//! codes have been used. What was answered stays.

use domain::audit::AuditKind;
use domain::{OrgId, SurveyId};
use serde::{Deserialize, Serialize};

use super::box_office;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::queue::{At, Failure, Payload, Policy};
use crate::world::App;

/// The job that erases the rolls whose day has come, in every organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RollPurge {}

impl Payload for RollPurge {
    const NAME: &'static str = "roll-purge";
    const POLICY: Policy = Policy::repeatable(5);

    fn sample() -> Self {
        Self {}
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        Ok(purge_due(&at.app).await?)
    }
}

/// Erases the rolls whose day has come, in every organisation. A survey of which answers wait keeps
/// its marks until they have been counted, so that nobody counts twice.
///
/// # Errors
/// When the store fails for any of them; the others are done all the same.
pub async fn purge_due(app: &App) -> Outcome<()> {
    let today = app.today();
    let due = app
        .store()
        .site_read()
        .await?
        .surveys_to_purge(today)
        .await?;
    let (mut erased, mut failed) = (Vec::new(), None);
    for (org, survey) in due {
        match box_office::erase_roll(app, org, survey).await {
            Ok(on_roll) => erased.extend(on_roll.map(|on_roll| (org, survey, on_roll))),
            Err(error) => failed = Some(error),
        }
    }
    if !erased.is_empty() {
        // Before anything is noted: what is interrupted here is done again in the next quarter.
        box_office::forget_erased_rolls(app).await?;
    }
    for (org, survey, on_roll) in erased {
        match note(app, org, survey, on_roll).await {
            // Another node was first.
            Ok(()) | Err(Error::Conflict) => {}
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Notes that a roll is gone, and how many stood on it.
async fn note(app: &App, org: OrgId, survey: SurveyId, on_roll: i64) -> Outcome<()> {
    let cx = OrgCx::of_job(app, org).await?;
    let mut org = cx.write().await?;
    let known = org.survey(survey).await?.map_or(0, |it| it.letters);
    // Another node may have emptied the roll a moment before.
    let invited = on_roll.max(known);
    org.note_purged(survey, cx.today(), invited).await?;
    let audit = cx.audit(AuditKind::RollErased, survey, invited.to_string());
    org.audit(&audit).await?;
    Ok(org.commit().await?)
}
