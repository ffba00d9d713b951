//! What lets a form of an open survey be handed in once: a code that is drawn when the form is shown,
//! the hour, and a stamp of both that only the installation can make.
//!
//! Nothing is kept of a form that is shown: the stamp tells any node that the code was drawn here, and
//! is dropped when the form comes back. Of the code stays what stays of a letter's: hashes that do not
//! lead back to it. So nobody can tell afterwards which showing of the form became which ballot.

use domain::SurveyId;
use jiff::Timestamp;
use store::Token;

use super::secret::Secret;

/// How many hours a form can be handed in after it was shown: a page may be left open over a night.
const VALID_HOURS: i64 = 24;

/// Between the parts of a pass.
const BETWEEN: char = '.';

fn hour(now: Timestamp) -> i64 {
    now.as_second().div_euclid(3_600)
}

/// The pass of a form that is shown now.
pub(super) fn write(secret: &Secret, survey: SurveyId, token: &Token, now: Timestamp) -> String {
    let (code, hour) = (token.code(), hour(now));
    let stamp = secret.stamp(survey, &code, hour);
    format!("{code}{BETWEEN}{hour}{BETWEEN}{stamp}")
}

/// The code of a form that was shown here not too long ago; nothing of any other.
pub(super) fn read(secret: &Secret, survey: SurveyId, pass: &str, now: Timestamp) -> Option<Token> {
    let mut parts = pass.split(BETWEEN);
    let (code, shown, stamp) = (parts.next()?, parts.next()?, parts.next()?);
    let shown: i64 = shown.parse().ok()?;
    // A node whose clock is ahead may have shown it in the hour that comes.
    let age = hour(now).checked_sub(shown)?;
    let is_fresh = (-1..=VALID_HOURS).contains(&age) && parts.next().is_none();
    let is_ours = is_fresh && secret.has_stamped(survey, (code, shown), stamp);
    is_ours.then(|| Token::parse(code).ok()).flatten()
}
