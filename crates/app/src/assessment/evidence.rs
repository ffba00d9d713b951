//! What the sources say, counted into views per criterion and per theme.

use std::collections::BTreeMap;

use domain::assessment::{Evidence, Place, Range, SourceView, view_of};
use domain::document::DocumentReview;
use domain::framework::{Framework, Source};
use domain::interview::Passage;
use domain::survey::{Distribution, Level};
use domain::{CriterionId, ThemeId};

/// Levels counted: passages and documents that speak of a criterion, and passages that speak of a
/// theme at large.
#[derive(Default)]
struct Counts {
    by_criterion: BTreeMap<(CriterionId, Source), Distribution>,
    at_large: BTreeMap<(ThemeId, Source), Distribution>,
}

/// Views per criterion, and per theme with what is said of it at large.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Views {
    pub(crate) by_criterion: Evidence<CriterionId>,
    pub(crate) by_theme: Evidence<ThemeId>,
}

/// Counts passages and documents and adds the survey's figures, which come ready from disclosure
/// control and are never counted here.
pub(crate) fn gather(
    framework: &Framework,
    passages: &[Passage],
    documents: &[DocumentReview],
    survey: Views,
) -> Views {
    let mut counts = Counts::default();
    counts.hear(passages);
    counts.read(documents);
    let mut views = counts.views(framework);
    views.by_criterion.extend(survey.by_criterion);
    views.by_theme.extend(survey.by_theme);
    views
}

/// The criteria that a document gives evidence on.
pub(crate) fn criteria_of(review: &DocumentReview) -> &[CriterionId] {
    if review.criteria.is_empty() {
        content::document(&review.document).map_or(&[], |one| one.criteria.as_slice())
    } else {
        &review.criteria
    }
}

/// What a reviewed document says of the criteria it evidences.
pub(crate) fn level_of(review: &DocumentReview) -> Level {
    let expected = content::document(&review.document);
    review.evidence(expected.is_some_and(|one| one.test_months.is_some()))
}

impl Counts {
    /// Passages count under their criterion, or under their theme when they name none.
    fn hear(&mut self, passages: &[Passage]) {
        for passage in passages {
            let Place { theme, criterion } = passage.place.clone();
            let counted = match criterion {
                Some(criterion) => self
                    .by_criterion
                    .entry((criterion, Source::Interview))
                    .or_default(),
                None => self.at_large.entry((theme, Source::Interview)).or_default(),
            };
            counted.add(passage.level);
        }
    }

    /// A document counts under every criterion it gives evidence on.
    fn read(&mut self, reviews: &[DocumentReview]) {
        for review in reviews {
            for criterion in criteria_of(review) {
                let place = (criterion.clone(), Source::Document);
                self.by_criterion
                    .entry(place)
                    .or_default()
                    .add(level_of(review));
            }
        }
    }

    /// Interviews and documents have no minimum: their n is shown, and who was heard is not.
    fn views(self, framework: &Framework) -> Views {
        let themes = theme_of_criteria(framework);
        let mut sums = self.at_large;
        sums.retain(|(theme, _), _| framework.themes.iter().any(|one| one.id == *theme));
        for ((criterion, source), count) in &self.by_criterion {
            if let Some(theme) = themes.get(criterion) {
                sums.entry(((*theme).clone(), *source))
                    .or_default()
                    .merge(*count);
            }
        }
        Views {
            by_criterion: all_views(self.by_criterion),
            by_theme: all_views(sums),
        }
    }
}

fn all_views<Id: Ord>(counts: BTreeMap<(Id, Source), Distribution>) -> Evidence<Id> {
    let counts = counts.into_iter();
    counts
        .map(|(place, count)| (place, view_of(count, 1)))
        .collect()
}

/// The theme of every criterion.
fn theme_of_criteria(framework: &Framework) -> BTreeMap<&CriterionId, &ThemeId> {
    let all = framework.criteria();
    all.map(|(theme, criterion)| (&criterion.id, &theme.id))
        .collect()
}

/// The three views of a criterion or theme, in the order of [`Source::ALL`].
pub fn views_of<Id: Ord + Clone>(evidence: &Evidence<Id>, place: &Id) -> [SourceView; 3] {
    let view = |source| {
        evidence
            .get(&(place.clone(), source))
            .copied()
            .unwrap_or_default()
    };
    [
        view(Source::Survey),
        view(Source::Interview),
        view(Source::Document),
    ]
}

/// The level that the sources together point at; nothing when no source says anything, or when what may
/// be shown of the survey leaves more than one.
///
/// Each source weighs the same, however many answers stand behind it: a hundred answers must not
/// drown the one document that is missing. It is a suggestion and never chosen for the assessor.
pub fn suggestion(views: &[SourceView; 3]) -> Option<Level> {
    let heard: Vec<&SourceView> = views.iter().filter(|view| view.n > 0).collect();
    if heard.is_empty() {
        return None;
    }
    if heard.iter().any(|view| view.is_untold) {
        return None;
    }
    let shares = || heard.iter().filter_map(|view| view.unknown_share);
    if shares().count() == heard.len() && shares().all(|share| share.low() > 0.5) {
        return Some(Level::Unknown);
    }
    let mean = |of: fn(Range) -> f64| {
        let levels = heard.iter().filter_map(|view| view.level.map(of));
        let (sum, n) = levels.fold((0.0, 0.0), |(sum, n), level| (sum + level, n + 1.0));
        Level::nearest((n > 0.0).then(|| sum / n))
    };
    let (least, most) = (mean(Range::low), mean(Range::high));
    let may_be_unknown = shares().all(|share| share.high() > 0.5);
    (least == most && (!may_be_unknown || shares().count() < heard.len())).then_some(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(yes: i64, no: i64, unknown: i64) -> SourceView {
        view_of(
            Distribution {
                yes,
                no,
                unknown,
                partly: 0,
            },
            1,
        )
    }

    #[test]
    fn a_missing_document_weighs_as_much_as_many_answers() {
        let views = [view(100, 0, 0), SourceView::default(), view(0, 1, 0)];
        assert_eq!(suggestion(&views), Some(Level::Partly));
    }

    #[test]
    fn nothing_is_suggested_of_nothing_and_unknown_of_not_knowing() {
        let nothing = SourceView::default();
        assert_eq!(suggestion(&[nothing; 3]), None);
        assert_eq!(
            suggestion(&[view(1, 0, 9), nothing, nothing]),
            Some(Level::Unknown)
        );
    }
}
