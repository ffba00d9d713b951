//! Sheets that were shown lately: a room that answers at once asks the database once a second.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use domain::SurveyId;
use jiff::{SignedDuration, Timestamp};

use super::answer::Sheet;

/// How long a sheet is shown again without asking. Another node may have closed the survey in that
/// time; the ballot box, which decides, knows at once.
const FRESH: SignedDuration = SignedDuration::from_secs(1);

/// How many surveys are kept: a few are answered at once, even in a national installation.
const KEPT: usize = 64;

/// The sheets by their links, each with the moment when it was read.
#[derive(Debug, Default)]
pub(crate) struct ShownSheets {
    kept: Mutex<VecDeque<(String, Timestamp, Arc<Sheet>)>>,
}

impl ShownSheets {
    /// The sheet behind a link, if it was read within the last second.
    pub(super) fn find(&self, link: &str, now: Timestamp) -> Option<Arc<Sheet>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|(one, read, _)| one == link && now.duration_since(*read).abs() < FRESH)
            .map(|(_, _, sheet)| Arc::clone(sheet))
    }

    /// Keeps a sheet that was read now.
    pub(super) fn keep(&self, link: &str, now: Timestamp, sheet: &Arc<Sheet>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(one, _, _)| one != link);
        while kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((link.to_owned(), now, Arc::clone(sheet)));
    }

    /// Forgets a survey that was changed here.
    pub(super) fn forget(&self, survey: SurveyId) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, _, sheet)| sheet.survey.id != survey);
    }
}
