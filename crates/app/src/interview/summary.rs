//! What the interviews of a round say, theme by theme.

use std::collections::BTreeSet;

use domain::RoundId;
use domain::assessment::Round;
use domain::framework::{Framework, Theme};
use domain::identity::Permission;
use domain::interview::{Interview, Passage};
use domain::survey::{Distribution, Level};
use std::sync::Arc;

use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// A quote as it may be read inside the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Which guide: the role heard, never a person.
    pub guide: String,
    /// What it says of the matter.
    pub level: Level,
    /// Whether it may be published.
    pub is_quotable: bool,
}

/// What is said of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeSummary {
    /// The theme.
    pub theme: Theme,
    /// Coded passages by level.
    pub count: Distribution,
    /// In how many interviews.
    pub interviews: usize,
    /// Quotes; those that may be published first.
    pub quotes: Vec<Quote>,
}

/// What the interviews of a round say.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The round.
    pub round: Round,
    /// The round's framework.
    pub framework: Arc<Framework>,
    /// Interviews held.
    pub interviews: usize,
    /// People heard.
    pub people: i64,
    /// Themes in the framework's order; also those nobody spoke of.
    pub themes: Vec<ThemeSummary>,
}

/// What the interviews of a round say.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn summary(cx: &OrgCx, id: RoundId) -> Outcome<Summary> {
    cx.require(Permission::InterviewRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let interviews = org.interviews(id).await?;
    let passages = org.passages_of_round(id).await?;
    drop(org);
    let framework = framework(cx, &round.framework).await?;
    let themes = framework
        .themes
        .iter()
        .map(|theme| theme_summary(theme, &passages, &interviews))
        .collect();
    let held: Vec<&Interview> = interviews
        .iter()
        .filter(|one| !one.notes.is_empty())
        .collect();
    Ok(Summary {
        round,
        framework,
        interviews: held.len(),
        people: held.iter().map(|one| one.people).sum(),
        themes,
    })
}

fn theme_summary(theme: &Theme, passages: &[Passage], interviews: &[Interview]) -> ThemeSummary {
    let mut count = Distribution::default();
    let mut heard = BTreeSet::new();
    let mut quotes = Vec::new();
    for passage in passages.iter().filter(|one| one.place.theme == theme.id) {
        count.add(passage.level);
        heard.insert(passage.interview);
        let interview = interviews.iter().find(|one| one.id == passage.interview);
        if let Some(interview) = interview.filter(|_| !passage.quote.is_empty()) {
            quotes.push(Quote {
                text: passage.quote.clone(),
                guide: interview.guide.clone(),
                level: passage.level,
                is_quotable: passage.is_quotable,
            });
        }
    }
    quotes.sort_by_key(|quote| !quote.is_quotable);
    ThemeSummary {
        theme: theme.clone(),
        count,
        interviews: heard.len(),
        quotes,
    }
}
