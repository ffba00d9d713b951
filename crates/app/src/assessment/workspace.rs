//! A theme and a criterion of the workspace as they are shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::{
    Action, Disagreement, Finding, Judgement, Place, Round, SourceView, disagreements,
};
use domain::document::DocumentReview;
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Permission;
use domain::interview::{Interview, Passage};
use domain::survey::Level;
use domain::{CriterionId, Marked, Marking, RoundId, ThemeId};

use crate::assessment::evidence::{Views, criteria_of, gather, level_of};
use crate::assessment::picture::survey_views;
use crate::assessment::texts::may_read;
use crate::assessment::{Voices, framework_in, suggestion, views_of};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::round::previous;

/// The most criteria of a theme on one page.
const PAGE: usize = 20;

/// One criterion in a theme's list.
#[derive(Debug, Clone)]
pub struct CriterionRow {
    /// The criterion.
    pub criterion: Criterion,
    /// What each source says, in the order of the sources.
    pub views: [SourceView; 3],
    /// How it was judged, if it was.
    pub level: Option<Level>,
    /// Where sources disagree of it, with who speaks.
    pub disagreement: Option<(Disagreement, Voices)>,
}

/// A page of a theme's criteria.
#[derive(Debug, Clone)]
pub struct ThemeView {
    /// The round.
    pub round: Round,
    /// The theme without its criteria.
    pub theme: Theme,
    /// The criteria of this page.
    pub rows: Vec<CriterionRow>,
    /// Number of this page, from 1.
    pub page: u32,
    /// Number of the last page.
    pub last: u32,
    /// How many criteria the theme has, and how many of them are judged.
    pub criteria: (i64, i64),
    /// The theme before.
    pub before: Option<ThemeId>,
    /// The theme after.
    pub after: Option<ThemeId>,
    /// Findings on the theme at large.
    pub findings: Vec<Finding>,
    /// Actions on the theme at large.
    pub actions: Vec<Action>,
    /// Quoted or coded passages on the theme at large.
    pub passages: Vec<(Passage, Interview)>,
}

/// A page of a theme.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round or theme.
pub async fn theme(cx: &OrgCx, id: RoundId, wanted: &ThemeId, page: u32) -> Outcome<ThemeView> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    let index = framework
        .themes
        .iter()
        .position(|theme| theme.id == *wanted)
        .ok_or(Error::NotFound)?;
    let theme = framework.themes.get(index).ok_or(Error::NotFound)?;
    let levels: BTreeMap<CriterionId, Level> =
        org.judgement_levels(id).await?.into_iter().collect();
    let passages = org.passages_of_round(id).await?;
    let interviews = org.interviews(id).await?;
    let documents = org.document_reviews(id).await?;
    let findings = org.findings(id).await?;
    let actions = org.actions(id).await?;
    drop(org);
    let (part, page, last) = part_of(&framework, theme, page);
    let survey = survey_views(cx, id, &part).await?;
    let views = gather(&part, &passages, &documents, survey.views.clone());
    let voices = |criterion: &CriterionId| {
        Voices::of(criterion, &passages, &interviews, &survey.instruments())
    };
    let rows = rows(&part, &views, &levels, voices);
    let at_large = |place: &Place| place.criterion.is_none() && place.theme == theme.id;
    let near = |index: Option<usize>| index.and_then(|at| framework.themes.get(at));
    let judged = theme
        .criteria
        .iter()
        .filter(|one| levels.contains_key(&one.id));
    Ok(ThemeView {
        rows,
        page,
        last,
        criteria: (count(theme.criteria.len()), count(judged.count())),
        before: near(index.checked_sub(1)).map(|theme| theme.id.clone()),
        after: near(index.checked_add(1)).map(|theme| theme.id.clone()),
        findings: findings
            .into_iter()
            .filter(|one| at_large(&one.place))
            .collect(),
        actions: actions
            .into_iter()
            .filter(|one| at_large(&one.place))
            .collect(),
        passages: heard(cx, &passages, &interviews, |one| at_large(&one.place)),
        theme: Theme {
            criteria: Vec::new(),
            ..bare(theme)
        },
        round,
    })
}

fn bare(theme: &Theme) -> Theme {
    Theme {
        id: theme.id.clone(),
        title: theme.title.clone(),
        question: theme.question.clone(),
        criteria: Vec::new(),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The framework cut down to one page of one theme, so that no work is done for the rest.
fn part_of(framework: &Framework, theme: &Theme, page: u32) -> (Framework, u32, u32) {
    let last = theme.criteria.len().div_ceil(PAGE).max(1);
    let page = usize::try_from(page).unwrap_or(1).clamp(1, last);
    let criteria = theme
        .criteria
        .iter()
        .skip(PAGE.saturating_mul(page.saturating_sub(1)))
        .take(PAGE)
        .cloned()
        .collect();
    let part = Framework {
        id: framework.id.clone(),
        version: String::new(),
        title: framework.title.clone(),
        provenance: String::new(),
        themes: vec![Theme {
            criteria,
            ..bare(theme)
        }],
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (part, number(page), number(last))
}

fn rows(
    part: &Framework,
    views: &Views,
    levels: &BTreeMap<CriterionId, Level>,
    voices: impl Fn(&CriterionId) -> Voices,
) -> Vec<CriterionRow> {
    let found = disagreements(part, &views.by_criterion);
    part.criteria()
        .map(|(_, criterion)| CriterionRow {
            views: views_of(&views.by_criterion, &criterion.id),
            level: levels.get(&criterion.id).copied(),
            disagreement: found
                .iter()
                .find(|one| one.criterion == criterion.id)
                .map(|one| (one.clone(), voices(&criterion.id))),
            criterion: criterion.clone(),
        })
        .collect()
}

/// Passages with the interviews they stand in; without the right to read interviews, only those
/// whose quote may be published.
fn heard(
    cx: &OrgCx,
    passages: &[Passage],
    interviews: &[Interview],
    wanted: impl Fn(&Passage) -> bool,
) -> Vec<(Passage, Interview)> {
    let reads_all = cx.may(Permission::InterviewRead);
    passages
        .iter()
        .filter(|passage| wanted(passage) && (reads_all || passage.is_quotable))
        .filter_map(|passage| {
            let interview = interviews.iter().find(|one| one.id == passage.interview)?;
            let mut passage = passage.clone();
            if !reads_all {
                passage.excerpt.clear();
            }
            let interview = Interview {
                notes: String::new(),
                ..interview.clone()
            };
            Some((passage, interview))
        })
        .collect()
}

/// A document that gives evidence on a criterion.
#[derive(Debug, Clone)]
pub struct DocumentEvidence {
    /// The review; its note is empty when the member may not read it.
    pub review: DocumentReview,
    /// What it says.
    pub level: Level,
    /// Whether there is a note that the member may not read.
    pub is_note_hidden: bool,
}

/// Everything about one criterion.
#[derive(Debug, Clone)]
pub struct CriterionView {
    /// The round.
    pub round: Round,
    /// The framework.
    pub framework: Arc<Framework>,
    /// The theme without its criteria.
    pub theme: Theme,
    /// The criterion.
    pub criterion: Criterion,
    /// Its number among all criteria, and how many there are.
    pub position: (usize, usize),
    /// Theme and criterion before it.
    pub before: Option<(ThemeId, CriterionId)>,
    /// Theme and criterion after it.
    pub after: Option<(ThemeId, CriterionId)>,
    /// What each source says, in the order of the sources.
    pub views: [SourceView; 3],
    /// The level that the sources point at, if they say anything.
    pub suggestion: Option<Level>,
    /// Where sources disagree, with who speaks.
    pub disagreement: Option<(Disagreement, Voices)>,
    /// Coded passages.
    pub passages: Vec<(Passage, Interview)>,
    /// Reviewed documents.
    pub documents: Vec<DocumentEvidence>,
    /// The judgement, if there is one.
    pub judgement: Option<Judgement>,
    /// The level of the round before, if there is one.
    pub earlier: Option<Level>,
    /// Findings on it.
    pub findings: Vec<Finding>,
    /// Actions for it.
    pub actions: Vec<Action>,
}

/// Everything about one criterion of a theme.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round, theme or criterion.
pub async fn criterion(
    cx: &OrgCx,
    id: RoundId,
    theme: &ThemeId,
    wanted: &CriterionId,
) -> Outcome<CriterionView> {
    cx.require(Permission::AssessmentRead)?;
    let mut org = cx.read().await?;
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    let earlier = previous(&mut org, &round).await?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    let place = place(&framework, theme, wanted).ok_or(Error::NotFound)?;
    let passages = org.passages_of_round(id).await?;
    let interviews = org.interviews(id).await?;
    let documents = org.document_reviews(id).await?;
    let findings = org.findings(id).await?;
    let actions = org.actions(id).await?;
    let judgement = org.judgement(id, wanted.as_str()).await?;
    drop(org);
    let part = Framework {
        themes: vec![Theme {
            criteria: vec![place.criterion.clone()],
            ..bare(&place.theme)
        }],
        id: framework.id.clone(),
        version: String::new(),
        title: framework.title.clone(),
        provenance: String::new(),
    };
    let survey = survey_views(cx, id, &part).await?;
    let views = gather(&part, &passages, &documents, survey.views.clone());
    let voices = |criterion: &CriterionId| {
        Voices::of(criterion, &passages, &interviews, &survey.instruments())
    };
    let mut row = rows(&part, &views, &BTreeMap::new(), voices);
    let row = row.pop().ok_or(Error::NotFound)?;
    Ok(CriterionView {
        suggestion: suggestion(&row.views),
        views: row.views,
        disagreement: row.disagreement,
        passages: heard(cx, &passages, &interviews, |one| one.place.is_in(wanted)),
        documents: evidencing(cx, documents, wanted),
        judgement,
        earlier: earlier.and_then(|(_, levels)| levels.get(wanted).copied()),
        findings: findings
            .into_iter()
            .filter(|one| one.place.is_in(wanted))
            .collect(),
        actions: actions
            .into_iter()
            .filter(|one| one.place.is_in(wanted))
            .collect(),
        theme: place.theme,
        criterion: place.criterion,
        position: place.position,
        before: place.before,
        after: place.after,
        round,
        framework,
    })
}

/// Where a criterion stands in its framework.
struct Spot {
    theme: Theme,
    criterion: Criterion,
    position: (usize, usize),
    before: Option<(ThemeId, CriterionId)>,
    after: Option<(ThemeId, CriterionId)>,
}

fn place(framework: &Framework, theme: &ThemeId, wanted: &CriterionId) -> Option<Spot> {
    let all: Vec<(&Theme, &Criterion)> = framework.criteria().collect();
    let at = all
        .iter()
        .position(|(of, one)| one.id == *wanted && of.id == *theme)?;
    let near = |at: Option<usize>| {
        let (theme, criterion) = all.get(at?)?;
        Some((theme.id.clone(), criterion.id.clone()))
    };
    let (theme, criterion) = all.get(at)?;
    Some(Spot {
        theme: bare(theme),
        criterion: (*criterion).clone(),
        position: (at.saturating_add(1), all.len()),
        before: near(at.checked_sub(1)),
        after: near(at.checked_add(1)),
    })
}

fn evidencing(
    cx: &OrgCx,
    all: Vec<DocumentReview>,
    criterion: &CriterionId,
) -> Vec<DocumentEvidence> {
    all.into_iter()
        .filter(|review| criteria_of(review).contains(criterion))
        .map(|review| {
            let may_read = may_read(cx, review.note.publicity());
            DocumentEvidence {
                level: level_of(&review),
                is_note_hidden: !may_read && !review.note.for_member().is_empty(),
                review: if may_read {
                    review
                } else {
                    DocumentReview {
                        note: Marked::new(String::new(), Marking::INTERNAL),
                        ..review
                    }
                },
            }
        })
        .collect()
}
