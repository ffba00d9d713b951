//! Coding: which passage speaks of which matter, and what it says of it.

use std::sync::Arc;

use domain::assessment::{Place, Round};
use domain::audit::AuditKind;
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Permission;
use domain::interview::{Interview, Passage, Turn, turns};
use domain::survey::Level;
use domain::{CriterionId, InterviewId, PassageId, RoundId, ThemeId, UploadId};
use i18n::Texts;
use serde::{Deserialize, Serialize};
use store::{OrgStore, Upload};

use super::{find, find_open};
use crate::assessment::framework;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Offer, Offers, Walk, paragraph, pick, tick, word_offers};

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

impl Form for Passage {
    type With = Coded;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let (turn, speaker, excerpt) = if let Some(was) = f.was() {
            (was.turn, was.speaker.clone(), was.excerpt.clone())
        } else {
            // The turn as it was shown: the notes may have changed since.
            let turn = f.unseen("turn", |_| None).parse();
            let excerpt = f.unseen("excerpt", |_| None);
            (turn.unwrap_or_default(), String::new(), excerpt)
        };
        let (t, framework) = (f.t(), &f.with().framework);
        let places = pick(places(t, framework)).empty("interview.coding.choose");
        let place = f.field("place", "interview.coding.place", places, |it| {
            it.place.clone()
        });
        let levels = pick(word_offers(t, "interview.coding.level")).visible();
        let level = f.field("level", "interview.coding.level-label", levels, |it| {
            it.level
        });
        let text = paragraph().or_empty();
        let quote = f.field("quote", "interview.coding.quote", text, |it| {
            it.quote.clone()
        });
        let is_quotable = f.field("is_quotable", "interview.coding.quotable", tick(), |it| {
            it.is_quotable
        });
        let is_quoted = quote.as_ref().is_some_and(|it| !it.is_empty());
        let is_whole = is_quoted || is_quotable != Some(true);
        f.rule(&["quote"], "interview.coding.error.quote", is_whole);
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.id(|it| it.id),
            interview: f.with().interview.id,
            turn,
            speaker,
            excerpt,
            place: place?,
            level: level?,
            quote: quote?,
            is_quotable: is_quotable?,
            revision,
        })
    }
}

/// What a passage can speak of: a whole theme, or one of its criteria.
fn places(t: Texts, framework: &Framework) -> Offers<Place> {
    let whole = t.say("interview.coding.whole-theme");
    let of_theme = |theme| {
        let theme: &Theme = theme;
        let heading = theme.title.text(t.locale());
        let offer = move |criterion: Option<&Criterion>| {
            let code = criterion.map_or(theme.id.as_str(), |it| it.id.as_str());
            let label = criterion.map_or(whole, |it| it.title.text(t.locale()));
            let place = Place {
                theme: theme.id.clone(),
                criterion: criterion.map(|it| it.id.clone()),
            };
            (place, Offer::new(code, label).group(heading))
        };
        [None]
            .into_iter()
            .chain(theme.criteria.iter().map(Some))
            .map(offer)
    };
    framework.themes.iter().flat_map(of_theme).collect()
}

/// Saves a coding, new or changed.
///
/// # Errors
/// [`Error::Refused`] when no turn has the words of a new one any more, [`Error::Conflict`] when
/// someone else changed it meanwhile, [`Error::NotFound`] when it has been removed.
pub async fn code(cx: &OrgCx, round: RoundId, coding: &Passage) -> Outcome<()> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (_, interview) = find_open(&mut org, round, coding.interview).await?;
    let mut changed = coding.clone();
    if coding.revision > 0 {
        let before = org.passage(interview.id, coding.id).await?;
        before.ok_or(Error::NotFound)?;
    } else {
        let wanted = words(&coding.excerpt);
        let number = usize::try_from(coding.turn).unwrap_or_default();
        let turn = turns(&interview.notes)
            .into_iter()
            .filter(|turn| words(&turn.text) == wanted)
            .min_by_key(|turn| turn.number.abs_diff(number))
            .ok_or(Error::Refused("interview.coding.changed"))?;
        changed.turn = i64::try_from(turn.number).unwrap_or_default();
        changed.speaker = turn.speaker;
        changed.excerpt = turn.text;
    }
    org.save_passage(&changed, cx.stamp()).await?;
    let entry = cx.audit(
        AuditKind::PassageSaved,
        changed.id,
        changed.place.theme.as_str(),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// The text without its white space: forms change line ends.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// A removed coding, kept until its removal can no longer be undone.
#[derive(Serialize, Deserialize)]
struct Removed {
    turn: i64,
    speaker: String,
    excerpt: String,
    theme: ThemeId,
    criterion: Option<CriterionId>,
    level: Level,
    quote: String,
    is_quotable: bool,
}

/// What removed codings are kept as.
const KEPT: &str = "passage";

/// Forgets the removed codings of an interview: they can no longer be brought back.
pub(super) async fn forget_removed(org: &mut OrgStore, id: InterviewId) -> Outcome<()> {
    Ok(org.remove_uploads_for(KEPT, &id.to_string()).await?)
}

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
        theme: gone.place.theme,
        criterion: gone.place.criterion,
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
    let entry = cx.audit(AuditKind::PassageRemoved, passage, removed.theme.as_str());
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
        place: Place {
            theme: removed.theme,
            criterion: removed.criterion,
        },
        level: removed.level,
        quote: removed.quote,
        is_quotable: removed.is_quotable,
        revision: 0,
    };
    org.save_passage(&passage, cx.stamp()).await?;
    org.remove_upload(kept).await?;
    let entry = cx.audit(
        AuditKind::PassageSaved,
        passage.id,
        passage.place.theme.as_str(),
    );
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}
