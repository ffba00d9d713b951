//! Which dates of a document are past.

use content::ExpectedDocument;
use domain::document::{DocumentReview, DocumentState};
use jiff::ToSpan;
use jiff::civil::Date;

/// Which dates of a document are past.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// The day on which it should have been reviewed, when that day is past.
    pub review: Option<Date>,
    /// The day on which it should have been tested, when that day is past.
    pub test: Option<Date>,
    /// It should be tested, and no test is recorded.
    pub is_untested: bool,
}

impl Due {
    /// Whether anything is late.
    pub const fn is_late(&self) -> bool {
        self.review.is_some() || self.test.is_some() || self.is_untested
    }
}

/// Which dates are past. Only a document that exists can be late.
pub fn due(expected: &ExpectedDocument, review: &DocumentReview, today: Date) -> Due {
    if matches!(
        review.state,
        DocumentState::Missing | DocumentState::Unreviewed
    ) {
        return Due::default();
    }
    let past = |from: Option<Date>, months: Option<u32>| {
        let by = from?.checked_add(i64::from(months?).months()).ok()?;
        (by < today).then_some(by)
    };
    Due {
        review: past(review.approved_on, Some(expected.review_months)),
        test: past(review.tested_on, expected.test_months),
        is_untested: expected.test_months.is_some() && review.tested_on.is_none(),
    }
}
