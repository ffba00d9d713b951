//! What the installation draws for its surveys once: with it the forms of open surveys are stamped,
//! and the points are drawn at which the counts of surveys under way take their steps.
//!
//! Every node reads the same secret. Whoever can read the main database has it, and could have read
//! counts and stamped forms anyway.

use std::sync::Arc;

use domain::SurveyId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::cache::Kept;
use crate::error::Outcome;
use crate::world::App;

/// The setting that holds it.
const SETTING: &str = "survey-secret";

/// The secret.
pub(super) struct Secret(String);

impl Kept for Secret {
    fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// The secret, drawn when it is first needed.
pub(super) async fn secret(app: &App) -> Outcome<Arc<Secret>> {
    app.cache().get(SETTING.to_owned(), read(app)).await
}

async fn read(app: &App) -> Outcome<Secret> {
    let known = app.store().site_read().await?.setting(SETTING).await?;
    if let Some(known) = known {
        return Ok(Secret(known));
    }
    let mut site = app.store().site_write().await?;
    let drawn = crate::number::hex(&app.random::<32>());
    let kept = site.keep_setting(SETTING, drawn).await?;
    site.commit().await?;
    Ok(Secret(kept))
}

impl Secret {
    /// A keyed digest for one purpose of one survey.
    fn digest(&self, purpose: &[u8], survey: SurveyId) -> Hmac<Sha256> {
        // A key of block size cannot be refused; 64 hexadecimal digits are one.
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(self.0.bytes()) {
            *to = from;
        }
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(purpose);
        mac.update(survey.0.as_bytes());
        mac
    }

    /// The number from which a step of a count is drawn; `group` is empty for the whole survey.
    pub(super) fn draw(&self, survey: SurveyId, group: Option<&str>, step: u32) -> u64 {
        let mut mac = self.digest(b"luotsi live count 1", survey);
        mac.update(&step.to_be_bytes());
        mac.update(&[u8::from(group.is_some())]);
        mac.update(group.unwrap_or_default().as_bytes());
        let digest = mac.finalize().into_bytes();
        let first = digest.iter().take(8);
        first.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The stamp of a form: that it was drawn here, for this survey, in this hour.
    pub(super) fn stamp(&self, survey: SurveyId, code: &str, hour: i64) -> String {
        let digest = self.form(survey, code, hour).finalize().into_bytes();
        crate::number::hex(digest.split_at(STAMP_BYTES).0)
    }

    /// Whether a form carries the stamp that it was given.
    pub(super) fn has_stamped(
        &self,
        survey: SurveyId,
        (code, hour): (&str, i64),
        stamp: &str,
    ) -> bool {
        let Some(bytes) = crate::number::from_hex(stamp) else {
            return false;
        };
        let mac = self.form(survey, code, hour);
        bytes.len() == STAMP_BYTES && mac.verify_truncated_left(&bytes).is_ok()
    }

    fn form(&self, survey: SurveyId, code: &str, hour: i64) -> Hmac<Sha256> {
        let mut mac = self.digest(b"luotsi open form 1", survey);
        mac.update(&hour.to_be_bytes());
        mac.update(code.as_bytes());
        mac
    }
}

/// How many bytes of a digest are on a form.
const STAMP_BYTES: usize = 16;
