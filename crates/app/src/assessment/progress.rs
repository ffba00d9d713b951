//! What is done in a round, and what waits for whom.

use domain::RoundId;
use domain::assessment::{Round, RoundState};
use domain::document::DocumentState;
use domain::identity::Permission;
use domain::interview::InterviewState;
use domain::survey::SurveyState;

use crate::assessment::framework_in;
use crate::assessment::overview::{Tally, tallies};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::survey;

/// The surveys of a round, counted by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurveyCount {
    /// Being prepared.
    pub draft: i64,
    /// Taking answers.
    pub open: i64,
    /// Closed.
    pub closed: i64,
    /// At least so many have answered the open ones, in steps that show no single answer.
    pub answered: i64,
}

impl SurveyCount {
    /// How many surveys there are.
    pub const fn total(&self) -> i64 {
        self.draft + self.open + self.closed
    }
}

/// How far a round is, in counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The round.
    pub round: Round,
    /// Name of its framework, in the reader's language.
    pub framework: String,
    /// Surveys.
    pub surveys: SurveyCount,
    /// Interviews agreed but not held.
    pub planned: usize,
    /// Interviews held but not coded to the end.
    pub held: usize,
    /// Interviews coded.
    pub coded: usize,
    /// Documents reviewed.
    pub reviewed: usize,
    /// Documents that should be reviewed.
    pub documents: usize,
    /// Judgements.
    pub tally: Tally,
    /// Findings written.
    pub findings: usize,
    /// Actions proposed.
    pub actions: usize,
    /// Those of them that are put before leadership as decisions.
    pub decisions: usize,
}

impl Progress {
    /// How many interviews there are in all.
    pub const fn interviews(&self) -> usize {
        self.planned + self.held + self.coded
    }

    /// Whether every criterion has been judged.
    pub const fn is_judged(&self) -> bool {
        self.tally.criteria > 0 && self.tally.judged() >= self.tally.criteria
    }

    /// Whether the result has been given to leadership.
    pub fn is_published(&self) -> bool {
        self.round.state == RoundState::Published
    }
}

/// How far a round is.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn progress(cx: &OrgCx, id: RoundId) -> Outcome<Progress> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    let interviews = org.interviews(id).await?;
    let reviews = org.document_reviews(id).await?;
    let levels = org.judgement_levels(id).await?.into_iter().collect();
    let findings = org.findings(id).await?.len();
    let actions = org.actions(id).await?;
    let held = |state| interviews.iter().filter(|one| one.state == state).count();
    let own = reviews
        .iter()
        .filter(|one| content::document(&one.document).is_none())
        .count();
    let tally = tallies(&framework, &levels)
        .values()
        .fold(Tally::default(), |mut sum, one| {
            sum.levels.merge(one.levels);
            sum.criteria += one.criteria;
            sum
        });
    drop(org);
    Ok(Progress {
        surveys: surveys(cx, id).await?,
        framework: framework.title.text(cx.locale()).to_owned(),
        planned: held(InterviewState::Planned),
        held: held(InterviewState::Open),
        coded: held(InterviewState::Done),
        reviewed: reviews
            .iter()
            .filter(|one| one.state != DocumentState::Unreviewed)
            .count(),
        documents: content::documents().len() + own,
        tally,
        findings,
        actions: actions.len(),
        decisions: actions.iter().filter(|one| one.is_decision).count(),
        round,
    })
}

/// Counts the round's surveys; answers only as far as each survey's own page tells them.
async fn surveys(cx: &OrgCx, id: RoundId) -> Outcome<SurveyCount> {
    let mut count = SurveyCount::default();
    for one in survey::of_round(cx, id).await?.surveys {
        match one.state {
            SurveyState::Draft => count.draft += 1,
            SurveyState::Open => {
                count.open += 1;
                count.answered += survey::progress(cx, &one).await?.answered;
            }
            SurveyState::Closed => count.closed += 1,
        }
    }
    Ok(count)
}
