//! The matrix theme x source: what each source says of each theme, and where sources disagree.

use std::collections::BTreeMap;

use super::range::Range;
use crate::framework::{Criterion, Framework, Source};
use crate::survey::Distribution;
use crate::{CriterionId, ThemeId};

/// What one source says of one theme or criterion.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SourceView {
    /// Share in order among those who took a stand, 0 to 1; nothing when nobody did, or when what may
    /// be shown does not tell.
    pub level: Option<Range>,
    /// Standard deviation of the share, 0 to 0.5, where everything it is made of may be shown.
    pub spread: Option<f64>,
    /// How many answers, passages or documents stand behind it.
    pub n: i64,
    /// Share of "don't know", 0 to 1.
    pub unknown_share: Option<Range>,
    /// Whether there were answers, but too few to show anything of them.
    pub is_hidden: bool,
    /// Whether answers so different fit what may be shown that no level can be told.
    pub is_untold: bool,
}

/// The view of a distribution; hidden when fewer than `least` answers stand behind it.
pub fn view_of(counts: Distribution, least: i64) -> SourceView {
    if counts.n() == 0 {
        return SourceView::default();
    }
    if counts.n() < least {
        return SourceView {
            is_hidden: true,
            ..SourceView::default()
        };
    }
    SourceView {
        level: counts.mean().map(Range::exact),
        spread: counts.spread(),
        n: counts.n(),
        unknown_share: counts.unknown_share().map(Range::exact),
        is_hidden: false,
        is_untold: false,
    }
}

/// Evidence per criterion (or, summed, per theme) and source, as levels counted.
pub type Evidence<Id> = BTreeMap<(Id, Source), SourceView>;

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeRow {
    /// Theme id.
    pub theme: ThemeId,
    /// The views in the order of [`Source::ALL`].
    pub views: [SourceView; 3],
    /// How far apart the levels of two sources are at least, 0 to 1.
    pub gap: Option<f64>,
    /// The source that lies furthest below another, and how far at least, 0 to 1; none where no level
    /// is below another for certain.
    pub lowest: Option<(Source, f64)>,
}

/// The whole matrix, in the framework's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// One row per theme.
    pub rows: Vec<ThemeRow>,
}

impl Matrix {
    /// Builds the matrix from theme-level views.
    pub fn new(framework: &Framework, views: &Evidence<ThemeId>) -> Self {
        let rows = framework
            .themes
            .iter()
            .map(|theme| {
                let view = |source| {
                    views
                        .get(&(theme.id.clone(), source))
                        .copied()
                        .unwrap_or_default()
                };
                let views = [
                    view(Source::Survey),
                    view(Source::Interview),
                    view(Source::Document),
                ];
                ThemeRow {
                    theme: theme.id.clone(),
                    views,
                    gap: gap(&views),
                    lowest: lowest(&views),
                }
            })
            .collect();
        Self { rows }
    }
}

/// The largest difference of levels that is certain.
fn gap(views: &[SourceView]) -> Option<f64> {
    let levels: Vec<Range> = views.iter().filter_map(|view| view.level).collect();
    let high = levels.iter().map(|one| one.low()).reduce(f64::max)?;
    let low = levels.iter().map(|one| one.high()).reduce(f64::min)?;
    (levels.len() > 1).then_some((high - low).max(0.0))
}

/// The source that lies furthest below another.
fn lowest(views: &[SourceView; 3]) -> Option<(Source, f64)> {
    let mut found: Option<(Source, f64)> = None;
    for high in views.iter().filter(|view| view.n > 0) {
        for (source, low) in Source::ALL.iter().zip(views).filter(|(_, low)| low.n > 0) {
            let distance = distance(high, low);
            if distance > found.map_or(0.0, |(_, most)| most) {
                found = Some((*source, distance));
            }
        }
    }
    found
}

/// Two sources that say different things of one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// Criterion id.
    pub criterion: CriterionId,
    /// The source that sees it better.
    pub higher: Source,
    /// The source that sees it worse, or does not know.
    pub lower: Source,
    /// What the better-seeing source says.
    pub high: SourceView,
    /// What the other says.
    pub low: SourceView,
    /// How far apart they are at least, 0 to 1; a large "don't know" counts as distance.
    pub distance: f64,
}

/// The least distance that is put before a reader.
pub const NOTABLE: f64 = 0.4;

/// Where sources disagree notably, the largest first, at most one per criterion.
///
/// "Don't know" by most of a source, against a source that sees the matter in order, is a
/// disagreement too: officials say yes, councillors do not know.
pub fn disagreements(framework: &Framework, evidence: &Evidence<CriterionId>) -> Vec<Disagreement> {
    let mut found: Vec<Disagreement> = framework
        .criteria()
        .filter_map(|(_, criterion)| widest(criterion, evidence))
        .filter(|disagreement| disagreement.distance >= NOTABLE)
        .collect();
    found.sort_by(|a, b| b.distance.total_cmp(&a.distance));
    found
}

/// The widest disagreement of one criterion.
fn widest(criterion: &Criterion, evidence: &Evidence<CriterionId>) -> Option<Disagreement> {
    let views: Vec<(Source, SourceView)> = Source::ALL
        .iter()
        .filter_map(|source| {
            evidence
                .get(&(criterion.id.clone(), *source))
                .map(|view| (*source, *view))
        })
        .filter(|(_, view)| view.n > 0)
        .collect();
    let mut best: Option<Disagreement> = None;
    for (higher, high) in &views {
        for (lower, low) in views.iter().filter(|(source, _)| source != higher) {
            let distance = distance(high, low);
            if distance > best.as_ref().map_or(0.0, |best| best.distance) {
                best = Some(Disagreement {
                    criterion: criterion.id.clone(),
                    higher: *higher,
                    lower: *lower,
                    high: *high,
                    low: *low,
                    distance,
                });
            }
        }
    }
    best
}

/// How far the second view is below the first, whatever the figures are of which bounds are known.
fn distance(high: &SourceView, low: &SourceView) -> f64 {
    let Some(level) = high.level.map(Range::low) else {
        return 0.0;
    };
    let below = low.level.map_or(0.0, |low| level - low.high());
    let known = |view: &SourceView| view.unknown_share.unwrap_or(Range::exact(0.0));
    let unknown = (known(low).low() - known(high).high()).max(0.0);
    let unknowing = if level >= 0.5 { unknown * level } else { 0.0 };
    below.max(unknowing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Localised;
    use crate::framework::Theme;

    fn framework() -> Framework {
        let criterion = Criterion {
            id: "c".into(),
            title: Localised::same("c"),
            meaning: Localised::default(),
            area: None,
            duty: None,
            sources: vec![],
            references: vec![],
            leadership: None,
        };
        let theme = Theme {
            id: "t".into(),
            title: Localised::same("t"),
            question: Localised::default(),
            criteria: vec![criterion],
        };
        Framework {
            id: "f".into(),
            version: "1".into(),
            title: Localised::same("f"),
            provenance: String::new(),
            themes: vec![theme],
        }
    }

    fn view(yes: i64, no: i64, unknown: i64) -> SourceView {
        view_of(
            Distribution {
                yes,
                partly: 0,
                no,
                unknown,
            },
            1,
        )
    }

    #[test]
    fn leaders_think_it_is_fine_and_documents_show_nothing() {
        let evidence = BTreeMap::from([
            (("c".into(), Source::Interview), view(3, 0, 0)),
            (("c".into(), Source::Document), view(0, 1, 0)),
        ]);
        let found = disagreements(&framework(), &evidence);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].higher, found[0].lower),
            (Source::Interview, Source::Document)
        );
    }

    #[test]
    fn not_knowing_is_a_disagreement_with_a_yes() {
        let evidence = BTreeMap::from([
            (("c".into(), Source::Document), view(1, 0, 0)),
            (("c".into(), Source::Survey), view(5, 0, 20)),
        ]);
        assert_eq!(
            disagreements(&framework(), &evidence)[0].lower,
            Source::Survey
        );
    }

    #[test]
    fn few_answers_show_nothing() {
        let hidden = view_of(
            Distribution {
                yes: 4,
                ..Distribution::default()
            },
            5,
        );
        assert!(hidden.is_hidden && hidden.level.is_none() && hidden.n == 0);
    }
}
