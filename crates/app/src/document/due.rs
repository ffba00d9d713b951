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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::document::recorded;

    /// A shipped document that is also tested, reviewed in this state with these days.
    fn found(state: DocumentState, approved: Option<Date>, tested: Option<Date>) -> DocumentReview {
        DocumentReview {
            state,
            approved_on: approved,
            tested_on: tested,
            ..recorded(domain::RoundId(uuid::Uuid::nil()), "any")
        }
    }

    fn expected(is_tested: bool) -> &'static ExpectedDocument {
        let mut all = content::documents().iter();
        all.find(|one| one.test_months.is_some() == is_tested)
            .unwrap()
    }

    #[test]
    fn a_document_is_late_the_day_after_its_months_have_passed() {
        let one = expected(true);
        let day = date(2024, 2, 29);
        let review = found(DocumentState::Exists, Some(day), Some(day));
        let by = |months: u32| day.checked_add(i64::from(months).months()).unwrap();
        let (reviewed_by, tested_by) = (by(one.review_months), by(one.test_months.unwrap()));
        assert_eq!(due(one, &review, reviewed_by).review, None);
        let next = reviewed_by.tomorrow().unwrap();
        assert_eq!(due(one, &review, next).review, Some(reviewed_by));
        assert_eq!(due(one, &review, tested_by).test, None);
        let next = tested_by.tomorrow().unwrap();
        let late = due(one, &review, next);
        assert_eq!((late.test, late.is_untested), (Some(tested_by), false));
        assert!(late.is_late());
    }

    #[test]
    fn only_what_exists_can_be_late_and_only_what_is_tested_can_lack_a_test() {
        let (today, old) = (date(2027, 5, 11), Some(date(1999, 1, 1)));
        for state in DocumentState::ALL {
            let late = due(expected(true), &found(*state, old, None), today);
            let is_there = !matches!(state, DocumentState::Missing | DocumentState::Unreviewed);
            assert_eq!(late.is_late(), is_there, "{state:?}");
            assert_eq!(late.is_untested, is_there, "{state:?}");
        }
        let plain = found(DocumentState::Exists, None, old);
        let never = due(expected(false), &plain, today);
        assert_eq!(never, Due::default(), "no day of approval, nothing to test");
    }
}
