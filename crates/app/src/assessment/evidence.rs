//! What the sources say, counted into views per criterion and per theme.

use std::collections::BTreeMap;

use domain::assessment::{Evidence, SourceView, view_of};
use domain::document::DocumentReview;
use domain::framework::{Framework, Source};
use domain::interview::Passage;
use domain::survey::{Distribution, Level};

/// Levels counted per criterion (or theme) and source.
pub(crate) type Counts = BTreeMap<(String, Source), Distribution>;

/// Views per criterion (passages on a theme at large stand under the theme) and per theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Views {
    pub(crate) by_criterion: Evidence,
    pub(crate) by_theme: Evidence,
}

/// Counts passages and documents and adds the survey's figures, which come ready from disclosure
/// control and are never counted here.
pub(crate) fn gather(
    framework: &Framework,
    passages: &[Passage],
    documents: &[DocumentReview],
    survey: Views,
) -> Views {
    let mut counts = interview_counts(passages);
    counts.extend(document_counts(documents));
    let mut views = views(framework, &counts);
    views.by_criterion.extend(survey.by_criterion);
    views.by_theme.extend(survey.by_theme);
    views
}

/// Passages count under their criterion, or under their theme when they name none.
fn interview_counts(passages: &[Passage]) -> Counts {
    let mut counts = Counts::new();
    for passage in passages {
        let place = if passage.criterion.is_empty() {
            &passage.theme
        } else {
            &passage.criterion
        };
        counts
            .entry((place.clone(), Source::Interview))
            .or_default()
            .add(passage.level);
    }
    counts
}

/// The criteria that a document gives evidence on.
pub(crate) fn criteria_of(review: &DocumentReview) -> &[String] {
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

/// A document counts under every criterion it gives evidence on.
fn document_counts(reviews: &[DocumentReview]) -> Counts {
    let mut counts = Counts::new();
    for review in reviews {
        for criterion in criteria_of(review) {
            counts
                .entry((criterion.clone(), Source::Document))
                .or_default()
                .add(level_of(review));
        }
    }
    counts
}

/// Interviews and documents have no minimum: their n is shown, and who was heard is not.
fn views(framework: &Framework, counts: &Counts) -> Views {
    let by_criterion = counts
        .iter()
        .map(|(place, count)| (place.clone(), view_of(*count, 1)))
        .collect();
    let themes = theme_of_places(framework);
    let mut sums = Counts::new();
    for ((place, source), count) in counts {
        if let Some(theme) = themes.get(place.as_str()) {
            sums.entry(((*theme).to_owned(), *source))
                .or_default()
                .merge(*count);
        }
    }
    let by_theme = sums
        .into_iter()
        .map(|(place, count)| (place, view_of(count, 1)))
        .collect();
    Views {
        by_criterion,
        by_theme,
    }
}

/// The theme of every criterion, and of every theme itself.
fn theme_of_places(framework: &Framework) -> BTreeMap<&str, &str> {
    let criteria = framework
        .criteria()
        .map(|(theme, criterion)| (criterion.id.as_str(), theme.id.as_str()));
    let themes = framework
        .themes
        .iter()
        .map(|theme| (theme.id.as_str(), theme.id.as_str()));
    criteria.chain(themes).collect()
}

/// The three views of a criterion or theme, in the order of [`Source::ALL`].
pub fn views_of(evidence: &Evidence, place: &str) -> [SourceView; 3] {
    let view = |source| {
        evidence
            .get(&(place.to_owned(), source))
            .copied()
            .unwrap_or_default()
    };
    [
        view(Source::Survey),
        view(Source::Interview),
        view(Source::Document),
    ]
}

/// The level that the sources together point at; nothing when no source says anything.
///
/// Each source weighs the same, however many answers stand behind it: a hundred answers must not
/// drown the one document that is missing. It is a suggestion and never chosen for the assessor.
pub fn suggestion(views: &[SourceView; 3]) -> Option<Level> {
    let heard: Vec<&SourceView> = views.iter().filter(|view| view.n > 0).collect();
    if heard.is_empty() {
        return None;
    }
    let mostly_unknown = |view: &&SourceView| view.unknown_share.is_some_and(|share| share > 0.5);
    if heard.iter().all(mostly_unknown) {
        return Some(Level::Unknown);
    }
    let levels: Vec<f64> = heard.iter().filter_map(|view| view.level).collect();
    let (sum, n) = levels
        .iter()
        .fold((0.0, 0.0), |(sum, n), level| (sum + level, n + 1.0));
    Some(Level::nearest((n > 0.0).then(|| sum / n)))
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
