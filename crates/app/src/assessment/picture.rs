//! A round with everything that its workspace and its outputs are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::RoundId;
use domain::assessment::{
    Action, Disagreement, Evidence, Finding, Judgement, Matrix, Round, SourceView, disagreements,
    view_of,
};
use domain::document::DocumentReview;
use domain::framework::{Framework, Source};
use domain::identity::Permission;
use domain::interview::{Interview, Passage};
use domain::survey::Distribution;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::survey::{self, SurveyEvidence};

/// A round with everything that its workspace and its outputs are made of.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The round.
    pub round: Round,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// What each source says of each criterion.
    pub evidence: Evidence,
    /// What the surveys say, also by audience and by question.
    pub survey: SurveyEvidence,
    /// Theme by source.
    pub matrix: Matrix,
    /// Where sources disagree, the largest first.
    pub disagreements: Vec<Disagreement>,
    /// Judgements by criterion.
    pub judgements: BTreeMap<String, Judgement>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Proposed measures.
    pub actions: Vec<Action>,
    /// Interviews.
    pub interviews: Vec<Interview>,
    /// Coded passages.
    pub passages: Vec<Passage>,
    /// Recorded document reviews.
    pub documents: Vec<DocumentReview>,
}

/// The framework of this id: the shipped one, or one the organisation has loaded.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has none of this id.
pub async fn framework(cx: &OrgCx, id: &str) -> Outcome<Arc<Framework>> {
    let shipped = content::framework();
    if shipped.id == id {
        return Ok(Arc::new(shipped.clone()));
    }
    let loaded = cx.read().await?.framework(id).await?;
    loaded
        .map(|(framework, _listed)| Arc::new(framework))
        .ok_or(Error::NotFound)
}

/// The whole picture of a round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn picture(cx: &OrgCx, id: RoundId) -> Outcome<Picture> {
    cx.require(Permission::ResultRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let judgements = org.judgements(id).await?;
    let findings = org.findings(id).await?;
    let mut actions = org.actions(id).await?;
    let interviews = org.interviews(id).await?;
    let passages = org.passages_of_round(id).await?;
    let documents = org.document_reviews(id).await?;
    drop(org);
    let framework = framework(cx, &round.framework).await?;
    let mut counts = interview_counts(&passages);
    counts.extend(document_counts(&documents));
    let (mut by_criterion, mut by_theme) = views(&framework, &counts);
    // The survey's figures come from disclosure control, never from counts taken here.
    let survey = survey::evidence(cx, id, &framework).await?;
    by_criterion.extend(of_survey(&survey.by_criterion));
    by_theme.extend(of_survey(&survey.by_theme));
    actions.sort_by_key(Action::rank);
    Ok(Picture {
        matrix: Matrix::new(&framework, &by_theme),
        disagreements: disagreements(&framework, &by_criterion),
        evidence: by_criterion,
        survey,
        judgements: judgements
            .into_iter()
            .map(|one| (one.criterion.clone(), one))
            .collect(),
        framework,
        round,
        findings,
        actions,
        interviews,
        passages,
        documents,
    })
}

/// The survey's views in the shape of the evidence.
fn of_survey(views: &BTreeMap<String, SourceView>) -> Evidence {
    let place = |(place, view): (&String, &SourceView)| ((place.clone(), Source::Survey), *view);
    views.iter().map(place).collect()
}

/// Levels counted per criterion (or theme) and source.
type Counts = BTreeMap<(String, Source), Distribution>;

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

/// A document counts under every criterion it gives evidence on.
fn document_counts(reviews: &[DocumentReview]) -> Counts {
    let mut counts = Counts::new();
    for review in reviews {
        let expected = content::document(&review.document);
        let should_be_tested = expected.is_some_and(|one| one.test_months.is_some());
        let listed = expected.map_or(&[][..], |one| one.criteria.as_slice());
        let criteria = if review.criteria.is_empty() {
            listed
        } else {
            &review.criteria
        };
        for criterion in criteria {
            counts
                .entry((criterion.clone(), Source::Document))
                .or_default()
                .add(review.evidence(should_be_tested));
        }
    }
    counts
}

/// Views per criterion and per theme. Interviews and documents have no minimum: their n is shown,
/// and who was heard is not.
fn views(framework: &Framework, counts: &Counts) -> (Evidence, Evidence) {
    let by_criterion = counts
        .iter()
        .map(|(place, count)| (place.clone(), view_of(*count, 1)))
        .collect();
    let mut themes: Counts = Counts::new();
    for theme in &framework.themes {
        for source in [Source::Interview, Source::Document] {
            let places = std::iter::once(&theme.id).chain(theme.criteria.iter().map(|one| &one.id));
            for place in places {
                if let Some(count) = counts.get(&(place.clone(), source)) {
                    themes
                        .entry((theme.id.clone(), source))
                        .or_default()
                        .merge(*count);
                }
            }
        }
    }
    let by_theme = themes
        .into_iter()
        .map(|(place, count)| (place, view_of(count, 1)))
        .collect();
    (by_criterion, by_theme)
}
