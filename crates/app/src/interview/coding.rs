//! Coding: which passage speaks of which matter, and what it says of it.

use std::sync::Arc;

use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::interview::{Interview, Passage, Turn, turns};
use domain::survey::Level;
use domain::text::{self, PARAGRAPH};
use domain::{InterviewId, PassageId, RoundId, UploadId};
use serde::{Deserialize, Serialize};
use store::Upload;

use super::{find, find_open};
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// A turn with its codings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnView {
    /// The turn.
    pub turn: Turn,
    /// Codings of it.
    pub codings: Vec<Passage>,
}

/// An interview read turn by turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// The round.
    pub round: Round,
    /// The round's framework.
    pub framework: Arc<Framework>,
    /// The interview.
    pub interview: Interview,
    /// Its turns in order.
    pub turns: Vec<TurnView>,
    /// Codings whose words no longer stand in the notes.
    pub detached: Vec<Passage>,
}

impl Coded {
    /// One coding.
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.turns
            .iter()
            .flat_map(|view| &view.codings)
            .chain(&self.detached)
            .find(|passage| passage.id == id)
    }

    /// The first turn after this one that has no coding.
    pub fn next_uncoded(&self, after: usize) -> Option<usize> {
        self.turns
            .iter()
            .find(|view| view.turn.number > after && view.codings.is_empty())
            .map(|view| view.turn.number)
    }
}

/// Reads an interview turn by turn.
///
/// # Errors
/// [`Error::NotFound`] when the round has no such interview.
pub async fn coded(cx: &OrgCx, round: RoundId, id: InterviewId) -> Outcome<Coded> {
    cx.require(Permission::InterviewRead)?;
    let mut org = cx.read().await?;
    let (round, interview) = find(&mut org, round, id).await?;
    let passages = org.passages(id).await?;
    drop(org);
    let framework = framework(cx, &round.framework).await?;
    let (turns, detached) = placed(turns(&interview.notes), passages);
    Ok(Coded {
        round,
        framework,
        interview,
        turns,
        detached,
    })
}

/// Puts each coding at the turn that has its words: the one of its number, or the nearest one when
/// the notes have changed.
fn placed(turns: Vec<Turn>, passages: Vec<Passage>) -> (Vec<TurnView>, Vec<Passage>) {
    let mut detached = Vec::new();
    let mut views: Vec<TurnView> = turns
        .into_iter()
        .map(|turn| TurnView {
            turn,
            codings: Vec::new(),
        })
        .collect();
    for passage in passages {
        let number = usize::try_from(passage.turn).unwrap_or_default();
        // A coding may stand on a part of what was said.
        let place = views
            .iter_mut()
            .filter(|view| view.turn.text.contains(passage.excerpt.trim()))
            .min_by_key(|view| {
                let is_part = view.turn.text != passage.excerpt;
                (is_part, view.turn.number.abs_diff(number))
            });
        match place {
            Some(view) => view.codings.push(passage),
            None => detached.push(passage),
        }
    }
    (views, detached)
}

/// The turn that is coded, as it was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// Number.
    pub turn: usize,
    /// Its words: the notes may have changed since.
    pub excerpt: String,
}

/// A coding as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// Id of a theme or of a criterion.
    pub place: String,
    /// What the speaker says of the state of the matter.
    pub level: String,
    /// The quote, edited so that nobody can be recognised.
    pub quote: String,
    /// Whether the quote may be published.
    pub is_quotable: bool,
}

struct CheckedCoding {
    theme: String,
    criterion: String,
    level: Level,
    quote: String,
    is_quotable: bool,
}

impl Coding {
    fn check(&self, framework: &Framework) -> Outcome<CheckedCoding> {
        let mut invalid = Invalid::default();
        let place = place(framework, &self.place);
        let place = invalid.need("place", "interview.coding.error.place", place);
        let level = Level::from_code(&self.level);
        let level = invalid.need("level", "interview.coding.error.level", level);
        let quote = invalid.text("quote", text::optional(&self.quote, PARAGRAPH));
        if self.is_quotable && quote.as_ref().is_some_and(String::is_empty) {
            invalid.add("quote", "interview.coding.error.quote");
        }
        match (place, level, quote) {
            (Some((theme, criterion)), Some(level), Some(quote)) if invalid.fields.is_empty() => {
                Ok(CheckedCoding {
                    theme,
                    criterion,
                    level,
                    quote,
                    is_quotable: self.is_quotable,
                })
            }
            _ => Err(invalid.into()),
        }
    }
}

/// The theme and criterion of an id; the criterion is empty for a theme's own id.
fn place(framework: &Framework, id: &str) -> Option<(String, String)> {
    let theme = framework.themes.iter().find(|theme| theme.id == id);
    let found = || framework.criteria().find(|(_, one)| one.id == id);
    match theme {
        Some(theme) => Some((theme.id.clone(), String::new())),
        None => found().map(|(theme, one)| (theme.id.clone(), one.id.clone())),
    }
}

/// Codes a turn.
///
/// # Errors
/// [`Error::Conflict`] when no turn has these words any more, [`Error::Invalid`] for what must be
/// mended.
pub async fn code(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    (spot, coding): (&Spot, &Coding),
) -> Outcome<PassageId> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (round, interview) = find_open(&mut org, round, id).await?;
    let checked = coding.check(&*framework(cx, &round.framework).await?)?;
    let wanted = words(&spot.excerpt);
    let turn = turns(&interview.notes)
        .into_iter()
        .filter(|turn| words(&turn.text) == wanted)
        .min_by_key(|turn| turn.number.abs_diff(spot.turn))
        .ok_or(Error::Conflict)?;
    let passage = Passage {
        id: cx.id(),
        interview: id,
        turn: i64::try_from(turn.number).unwrap_or_default(),
        speaker: turn.speaker,
        excerpt: turn.text,
        theme: checked.theme,
        criterion: checked.criterion,
        level: checked.level,
        quote: checked.quote,
        is_quotable: checked.is_quotable,
        revision: 0,
    };
    org.save_passage(&passage, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::PassageSaved, passage.id, &*passage.theme);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(passage.id)
}

/// The text without its white space: forms change line ends.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Changes a coding.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn recode(
    cx: &OrgCx,
    (round, id): (RoundId, InterviewId),
    passage: PassageId,
    (coding, revision): (&Coding, i64),
) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (round, _) = find_open(&mut org, round, id).await?;
    let checked = coding.check(&*framework(cx, &round.framework).await?)?;
    let before = org.passage(id, passage).await?.ok_or(Error::NotFound)?;
    let changed = Passage {
        theme: checked.theme,
        criterion: checked.criterion,
        level: checked.level,
        quote: checked.quote,
        is_quotable: checked.is_quotable,
        revision,
        ..before
    };
    org.save_passage(&changed, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::PassageSaved, passage, &*changed.theme);
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// A removed coding, kept until its removal can no longer be undone.
#[derive(Serialize, Deserialize)]
struct Removed {
    turn: i64,
    speaker: String,
    excerpt: String,
    theme: String,
    criterion: String,
    level: Level,
    quote: String,
    is_quotable: bool,
}

/// What removed codings are kept as.
const KEPT: &str = "passage";

/// Removes a coding; the id undoes it.
pub async fn uncode(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    passage: PassageId,
) -> Outcome<UploadId> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    find_open(&mut org, round, id).await?;
    let gone = org.passage(id, passage).await?.ok_or(Error::NotFound)?;
    let removed = Removed {
        turn: gone.turn,
        speaker: gone.speaker,
        excerpt: gone.excerpt,
        theme: gone.theme,
        criterion: gone.criterion,
        level: gone.level,
        quote: gone.quote,
        is_quotable: gone.is_quotable,
    };
    let kept = Upload {
        id: cx.id(),
        kind: KEPT.to_owned(),
        target: id.to_string(),
        file_name: String::new(),
        body: serde_json::to_vec(&removed).unwrap_or_default(),
    };
    org.add_upload(&kept, cx.stamp()).await?;
    org.remove_passage(id, passage).await?;
    let entry = cx.audit(AuditKind::PassageRemoved, passage, &*removed.theme);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(kept.id)
}

/// Brings a removed coding back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or too long ago.
pub async fn restore(cx: &OrgCx, round: RoundId, id: InterviewId, kept: UploadId) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    find_open(&mut org, round, id).await?;
    let found = org.upload(kept, cx.waiting()).await?;
    let found = found.filter(|one| one.kind == KEPT && one.target == id.to_string());
    let removed: Removed = found
        .and_then(|one| serde_json::from_slice(&one.body).ok())
        .ok_or(Error::NotFound)?;
    let passage = Passage {
        id: cx.id(),
        interview: id,
        turn: removed.turn,
        speaker: removed.speaker,
        excerpt: removed.excerpt,
        theme: removed.theme,
        criterion: removed.criterion,
        level: removed.level,
        quote: removed.quote,
        is_quotable: removed.is_quotable,
        revision: 0,
    };
    org.save_passage(&passage, cx.stamp()).await?;
    org.remove_upload(kept).await?;
    let entry = cx.audit(AuditKind::PassageSaved, passage.id, &*passage.theme);
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}
