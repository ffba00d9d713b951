//! The workspace's first page: the matrix and the disagreements, without texts nobody reads there.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::{Action, Disagreement, Evidence, Finding, Matrix, Round, disagreements};
use domain::framework::{Criterion, Framework};
use domain::identity::Permission;
use domain::survey::{Distribution, Level};
use domain::{CriterionId, RoundId, ThemeId};

use crate::assessment::evidence::gather;
use crate::assessment::framework_in;
use crate::assessment::picture::survey_views;
use crate::assessment::sentence::Voices;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// How far a theme has been judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many criteria were given each level.
    pub levels: Distribution,
    /// How many criteria there are.
    pub criteria: i64,
}

impl Tally {
    /// How many criteria have been judged.
    pub const fn judged(&self) -> i64 {
        self.levels.n()
    }
}

/// A round as the workspace's first page shows it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The round.
    pub round: Round,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// Theme by source.
    pub matrix: Matrix,
    /// Where sources disagree, the largest first.
    pub disagreements: Vec<Disagreement>,
    /// What each source says of each criterion.
    pub evidence: Evidence<CriterionId>,
    /// How far each theme has been judged.
    pub tallies: BTreeMap<ThemeId, Tally>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Proposed actions, the most helpful first.
    pub actions: Vec<Action>,
    /// The level of every judged criterion.
    pub levels: BTreeMap<CriterionId, Level>,
    /// Who speaks of the criteria on which sources disagree.
    pub voices: BTreeMap<CriterionId, Voices>,
}

/// The matrix and the disagreements of a round.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn overview(cx: &OrgCx, id: RoundId) -> Outcome<Overview> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    let levels: BTreeMap<CriterionId, Level> =
        org.judgement_levels(id).await?.into_iter().collect();
    let passages = org.passages_of_round(id).await?;
    let interviews = org.interviews(id).await?;
    let documents = org.document_reviews(id).await?;
    let findings = org.findings(id).await?;
    let mut actions = org.actions(id).await?;
    actions.sort_by_key(Action::rank);
    drop(org);
    let survey = survey_views(cx, id, &framework).await?;
    let instruments = survey.instruments();

    let views = gather(&framework, &passages, &documents, survey.views.clone());
    let found = disagreements(&framework, &views.by_criterion);
    let voices = found
        .iter()
        .map(|one| {
            let voices = Voices::of(&one.criterion, &passages, &interviews, &instruments);
            (one.criterion.clone(), voices)
        })
        .collect();
    Ok(Overview {
        matrix: Matrix::new(&framework, &views.by_theme),
        tallies: tallies(&framework, &levels),
        disagreements: found,
        evidence: views.by_criterion,
        round,
        framework,
        findings,
        actions,
        levels,
        voices,
    })
}

/// How far each theme has been judged.
pub(crate) fn tallies(
    framework: &Framework,
    levels: &BTreeMap<CriterionId, Level>,
) -> BTreeMap<ThemeId, Tally> {
    framework
        .themes
        .iter()
        .map(|theme| (theme.id.clone(), tally(&theme.criteria, levels)))
        .collect()
}

fn tally(criteria: &[Criterion], levels: &BTreeMap<CriterionId, Level>) -> Tally {
    let mut tally = Tally::default();
    for criterion in criteria {
        tally.criteria += 1;
        if let Some(level) = levels.get(&criterion.id) {
            tally.levels.add(*level);
        }
    }
    tally
}

impl Overview {
    /// How far the whole framework has been judged.
    pub fn total(&self) -> Tally {
        self.tallies
            .values()
            .fold(Tally::default(), |mut sum, one| {
                sum.levels.merge(one.levels);
                sum.criteria += one.criteria;
                sum
            })
    }
}
