//! A round with everything that its outputs are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::{
    Action, Disagreement, Evidence, Finding, Judgement, Matrix, Round, SourceView, disagreements,
};
use domain::document::DocumentReview;
use domain::framework::{Framework, Source};
use domain::identity::Permission;
use domain::interview::{Interview, Passage};
use domain::{CriterionId, RoundId};
use i18n::Texts;

use crate::assessment::evidence::{Views, gather};
use crate::assessment::{Voices, framework_in, sentence};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::survey::{self, SurveyEvidence};

/// A round with everything that its outputs are made of.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The round.
    pub round: Round,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// What each source says of each criterion.
    pub evidence: Evidence<CriterionId>,
    /// Theme by source.
    pub matrix: Matrix,
    /// Where sources disagree, the largest first.
    pub disagreements: Vec<Disagreement>,
    /// Judgements by criterion.
    pub judgements: BTreeMap<CriterionId, Judgement>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Proposed actions.
    pub actions: Vec<Action>,
    /// Interviews.
    pub interviews: Vec<Interview>,
    /// Coded passages.
    pub passages: Vec<Passage>,
    /// Recorded document reviews.
    pub documents: Vec<DocumentReview>,
    /// The instruments of the round's surveys.
    pub instruments: Vec<String>,
    /// What the surveys say, also by audience and by question.
    pub survey: SurveyEvidence,
}

/// The whole picture of a round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn picture(cx: &OrgCx, id: RoundId) -> Outcome<Picture> {
    cx.require(Permission::ResultRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    let judgements = org.judgements(id).await?;
    let findings = org.findings(id).await?;
    let mut actions = org.actions(id).await?;
    let interviews = org.interviews(id).await?;
    let passages = org.passages_of_round(id).await?;
    let documents = org.document_reviews(id).await?;
    drop(org);
    let survey = survey_views(cx, id, &framework).await?;
    let views = gather(&framework, &passages, &documents, survey.views);
    actions.sort_by_key(Action::rank);
    Ok(Picture {
        matrix: Matrix::new(&framework, &views.by_theme),
        disagreements: disagreements(&framework, &views.by_criterion),
        evidence: views.by_criterion,
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
        instruments: survey.instruments,
        survey: survey.said,
    })
}

/// What the round's surveys say, as disclosure control lets it be shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct SurveyPart {
    pub(crate) views: Views,
    pub(crate) instruments: Vec<String>,
    pub(crate) said: SurveyEvidence,
}

impl SurveyPart {
    pub(crate) fn instruments(&self) -> Vec<&str> {
        self.instruments.iter().map(String::as_str).collect()
    }
}

/// Reads what the round's surveys say. Opens transactions of its own: call it with none open.
pub(crate) async fn survey_views(
    cx: &OrgCx,
    round: RoundId,
    framework: &Framework,
) -> Outcome<SurveyPart> {
    let said = survey::evidence(cx, round, framework).await?;
    let mut instruments: Vec<String> = Vec::new();
    for one in &said.questions {
        if !instruments.contains(&one.survey.instrument) {
            instruments.push(one.survey.instrument.clone());
        }
    }
    Ok(SurveyPart {
        views: Views {
            by_criterion: of_survey(&said.by_criterion),
            by_theme: of_survey(&said.by_theme),
        },
        instruments,
        said,
    })
}

/// The survey's views in the shape of the evidence.
fn of_survey<Id: Ord + Clone>(views: &BTreeMap<Id, SourceView>) -> Evidence<Id> {
    let place = |(place, view): (&Id, &SourceView)| ((place.clone(), Source::Survey), *view);
    views.iter().map(place).collect()
}

impl Picture {
    /// Who speaks of a criterion in each source.
    pub fn voices(&self, criterion: &CriterionId) -> Voices {
        let instruments: Vec<&str> = self.instruments.iter().map(String::as_str).collect();
        Voices::of(criterion, &self.passages, &self.interviews, &instruments)
    }

    /// A disagreement in one sentence; empty when the framework has no such criterion.
    pub fn sentence(&self, t: Texts, found: &Disagreement) -> String {
        self.framework
            .criteria()
            .find(|(_, criterion)| criterion.id == found.criterion)
            .map(|(_, criterion)| sentence(t, criterion, found, self.voices(&found.criterion)))
            .unwrap_or_default()
    }
}
