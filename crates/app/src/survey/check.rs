//! The check before a survey is opened: would the background questions single people out?

use content::{Instrument, Kind};
use disclosure::{Background, Plan, Preflight, Verdict, preflight};
use domain::SurveyId;
use domain::identity::Permission;
use domain::survey::Survey;

use super::box_office;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// How many in a hundred usually answer; the check must not hope for more.
const RESPONSE_PERCENT: i64 = 60;

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How many are invited; 0 when nobody knows.
    pub invited: i64,
    /// The least number behind any figure.
    pub minimum: i64,
    /// The outlook for the instrument with all its background questions; nothing when it is not
    /// known how many are invited.
    pub outlook: Option<Preflight>,
    /// Background questions that are asked.
    pub asked: Vec<String>,
    /// Background questions that are left out, since so few people cannot be divided by them.
    pub dropped: Vec<BackgroundWarning>,
}

/// A background question that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackgroundWarning {
    /// The question.
    pub question: String,
    /// The most groups into which so few may be divided.
    pub most_choices: i64,
}

impl Check {
    /// Whether nothing could ever be shown of the answers.
    pub const fn is_refused(&self) -> bool {
        self.invited > 0 && self.invited < self.minimum
    }

    /// Whether fewer answers are expected than can be shown.
    pub fn is_thin(&self) -> bool {
        self.outlook
            .as_ref()
            .is_some_and(|outlook| outlook.expected < self.minimum)
    }

    /// Background questions that are asked although some of their groups will stay hidden.
    pub fn coarse(&self) -> impl Iterator<Item = &str> {
        let checks = self.outlook.iter().flat_map(|outlook| &outlook.backgrounds);
        checks
            .filter(|check| check.verdict == Verdict::Coarsen && self.asked.contains(&check.id))
            .map(|check| check.id.as_str())
    }
}

/// Checks a survey.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey.
pub async fn check(cx: &OrgCx, id: SurveyId) -> Outcome<Check> {
    cx.require(Permission::SurveyRead)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    Ok(look(&survey, instrument))
}

/// Which background questions the survey asks: a pure matter of its size, so that the form, the
/// preview and the results agree without anything being written down.
pub(super) fn look(survey: &Survey, instrument: &Instrument) -> Check {
    let rule = box_office::rule(survey);
    let mut check = Check {
        invited: survey.invited,
        minimum: rule.minimum(),
        outlook: None,
        asked: instrument.background.clone(),
        dropped: Vec::new(),
    };
    if survey.invited == 0 {
        return check;
    }
    let outlook = preflight(&plan(survey.invited, &check.asked), rule);
    while let Some(worst) = hopeless(survey.invited, &check.asked, survey) {
        check.asked.retain(|id| *id != worst);
        let found = outlook.backgrounds.iter().find(|one| one.id == worst);
        check.dropped.push(BackgroundWarning {
            question: worst,
            most_choices: found.map_or(0, |one| one.most_choices),
        });
    }
    check.outlook = Some(outlook);
    check
}

/// A question that must go: one that cannot be asked at all, or the last of several that together
/// would leave nearly everybody alone in their combination.
fn hopeless(invited: i64, asked: &[String], survey: &Survey) -> Option<String> {
    let outlook = preflight(&plan(invited, asked), box_office::rule(survey));
    let alone = outlook
        .backgrounds
        .iter()
        .find(|check| check.verdict == Verdict::Refuse)
        .map(|check| check.id.clone());
    alone.or_else(|| {
        (outlook.together == Verdict::Refuse)
            .then(|| asked.last().cloned())
            .flatten()
    })
}

fn plan(invited: i64, asked: &[String]) -> Plan {
    let backgrounds = asked
        .iter()
        .filter_map(|id| content::question(id))
        .map(|question| Background {
            id: question.id.clone(),
            sizes: match &question.kind {
                Kind::Background { options } => vec![None; options.len()],
                Kind::Scale { .. } | Kind::Text => Vec::new(),
            },
        })
        .collect();
    Plan {
        invited,
        response_percent: RESPONSE_PERCENT,
        backgrounds,
    }
}
