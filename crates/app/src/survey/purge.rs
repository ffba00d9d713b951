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
    let mut failed = None;
    for (org, survey) in due {
        match purge(app, org, survey).await {
            // Another node was first.
            Ok(()) | Err(Error::Conflict) => {}
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn purge(app: &App, org: OrgId, survey: SurveyId) -> Outcome<()> {
    let cx = OrgCx::of_job(app, org).await?;
    let Some(on_roll) = box_office::purge(app, org, survey).await? else {
        return Ok(());
    };
    let mut org = cx.write().await?;
    let known = org.survey(survey).await?.map_or(0, |it| it.letters);
    // Another node may have emptied the roll a moment before.
    let invited = on_roll.max(known);
    org.note_purged(survey, cx.today(), invited).await?;
    let audit = cx.audit(AuditKind::RollErased, survey, invited.to_string());
    org.audit(&audit).await?;
    Ok(org.commit().await?)
}
