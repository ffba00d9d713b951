//! How far each municipality is: counts and states, never content.

use domain::ProgrammeId;
use domain::assessment::{Round, RoundState};
use domain::document::DocumentState;
use domain::identity::Permission;
use domain::interview::InterviewState;
use domain::organisation::Organisation;
use domain::programme::Part;
use store::OrgStore;

use super::load;
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::error::Outcome;

/// How far a municipality is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No round has been created.
    NotStarted,
    /// Interviews, documents and surveys are being gathered.
    Gathering,
    /// Criteria are being judged.
    Judging,
    /// The result has been published.
    Published,
}

/// What has been done, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Interviews that have been coded.
    pub interviews_done: usize,
    /// Interviews in all.
    pub interviews: usize,
    /// Documents that have been reviewed.
    pub documents_done: usize,
    /// Documents on the checklist.
    pub documents: usize,
    /// Criteria that have been judged.
    pub judged: usize,
    /// Criteria of the framework.
    pub criteria: usize,
}

/// One municipality on the board.
#[derive(Debug, Clone)]
pub struct Board {
    /// The municipality.
    pub organisation: Organisation,
    /// How far it is.
    pub standing: Standing,
    /// Numbers; none for those who see the word only.
    pub counted: Option<Counted>,
    /// Whether it shares its published results.
    pub shares: bool,
    /// Whether this person has come to work there by way of the programme.
    pub may_enter: bool,
}

/// The board of a programme, by municipality.
///
/// A municipality sees its own numbers and of its neighbours the word; partners and the host see
/// the numbers of those that have let them in, for as long as the programme lasts, and nothing after
/// it.
///
/// # Errors
/// [`crate::Error::NotFound`] when this organisation does not take part.
pub async fn board(cx: &OrgCx, id: ProgrammeId) -> Outcome<Vec<Board>> {
    cx.require(Permission::ProgrammeRead)?;
    let mut org = cx.read().await?;
    let view = load(cx, &mut org, id).await?;
    let mut open = org.open_municipalities(id).await?;
    open.push(cx.organisation().id);
    if !view.is_open() {
        return Ok(Vec::new());
    }
    let mut mine = Vec::new();
    if let Some(actor) = cx.actor() {
        let all = org.leave().organisations_of(actor.id, view.today).await?;
        mine.extend(all.into_iter().map(|one| one.id));
        mine.retain(|id| *id != cx.organisation().id);
    } else {
        drop(org);
    }
    let mut rows = Vec::new();
    for member in &view.members {
        if member.part != Part::Municipality {
            continue;
        }
        let (standing, counted) = count(cx, &member.organisation).await?;
        rows.push(Board {
            organisation: member.organisation.clone(),
            standing,
            counted: open.contains(&member.organisation.id).then_some(counted),
            shares: member.shares,
            may_enter: mine.contains(&member.organisation.id),
        });
    }
    Ok(rows)
}

/// Counts a municipality's newest round. The only place that opens another organisation's round,
/// and all that leaves it are numbers.
async fn count(cx: &OrgCx, of: &Organisation) -> Outcome<(Standing, Counted)> {
    let theirs = OrgCx::of_system(cx.app().clone(), of.clone(), cx.locale());
    let mut org = theirs.read().await?;
    let Some(round) = org.rounds().await?.into_iter().next() else {
        return Ok((Standing::NotStarted, Counted::default()));
    };
    let mut counted = numbers(&mut org, &round).await?;
    drop(org);
    counted.criteria = framework(&theirs, &round.framework)
        .await?
        .criteria()
        .count();
    let standing = match round.state {
        RoundState::Published => Standing::Published,
        RoundState::Open if counted.judged > 0 => Standing::Judging,
        RoundState::Open => Standing::Gathering,
    };
    Ok((standing, counted))
}

async fn numbers(org: &mut OrgStore, round: &Round) -> Outcome<Counted> {
    let interviews = org.interviews(round.id).await?;
    let documents = org.document_reviews(round.id).await?;
    Ok(Counted {
        interviews_done: interviews
            .iter()
            .filter(|one| one.state == InterviewState::Done)
            .count(),
        interviews: interviews.len(),
        documents_done: documents
            .iter()
            .filter(|one| one.state != DocumentState::Unreviewed)
            .count(),
        documents: content::documents().len().max(documents.len()),
        judged: org.judgements(round.id).await?.len(),
        criteria: 0,
    })
}
