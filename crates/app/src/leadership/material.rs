//! What the outputs of a round are made of, and who may have which edition.

use std::collections::BTreeMap;

use domain::assessment::{Disagreement, Round, RoundState};
use domain::identity::Permission;
use domain::organisation::Organisation;
use domain::survey::Level;
use domain::{Cleared, CriterionId, Edition, Exception, Locale, Publicity, RoundId};
use i18n::Texts;
use jiff::civil::Date;
use store::SummaryText;

use crate::assessment::{Picture, picture};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::round::previous;

/// What the outputs of a round are made of, in one language.
#[derive(Debug, Clone)]
pub struct Material {
    /// The organisation.
    pub organisation: Organisation,
    /// The round with its sources and judgements.
    pub picture: Picture,
    /// How the round before judged each criterion; empty when there is none of the same framework.
    pub before: BTreeMap<CriterionId, Level>,
    /// Leadership's own words in this language.
    pub words: Option<SummaryText>,
    /// The language.
    pub locale: Locale,
    /// The day on the output.
    pub date: Date,
}

impl Material {
    /// A disagreement of the sources in one sentence.
    pub(super) fn sentence<E: Edition>(&self, t: Texts, found: &Disagreement) -> Cleared<E> {
        // Made of the framework's texts and counts alone: see `assessment::sentence`.
        Cleared::exception(self.picture.sentence(t, found), Exception::Computed)
    }

    /// Texts in the language of the output.
    pub fn texts(&self) -> Texts {
        Texts::new(self.locale)
    }
}

/// What a person gets of a round's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The result has not been published, and the person reads published results only.
    NotReady,
    /// The public edition.
    Public,
    /// The internal edition.
    Internal,
}

/// What this person gets of a round.
pub fn given(cx: &OrgCx, round: &Round) -> Given {
    if cx.may(Permission::AssessmentRead) {
        Given::Internal
    } else if round.state == RoundState::Published {
        Given::Public
    } else {
        Given::NotReady
    }
}

/// A round of the organisation.
///
/// # Errors
/// [`Error::NotFound`] when it has no such round.
pub async fn round(cx: &OrgCx, id: RoundId) -> Outcome<Round> {
    cx.require(Permission::ResultRead)?;
    cx.read().await?.round(id).await?.ok_or(Error::NotFound)
}

/// The round whose result the organisation's readers see: the latest published one, or, for those
/// who work on it, the latest.
pub async fn latest(cx: &OrgCx) -> Outcome<Option<Round>> {
    cx.require(Permission::ResultRead)?;
    let rounds = cx.read().await?.rounds().await?;
    let published = rounds
        .iter()
        .find(|round| round.state == RoundState::Published);
    let newest = rounds
        .first()
        .filter(|_| cx.may(Permission::AssessmentRead));
    Ok(published.or(newest).cloned())
}

/// The right without which nobody has an edition of a round's result.
pub(super) const fn right(edition: Publicity) -> Permission {
    match edition {
        Publicity::Public => Permission::ResultRead,
        Publicity::Internal => Permission::AssessmentRead,
        Publicity::Secret => Permission::SecretRead,
    }
}

/// Goes on only when the person may have edition `E` of the round.
pub(super) fn permit<E: Edition>(cx: &OrgCx, round: &Round) -> Outcome<()> {
    cx.require(right(E::CLEARANCE))?;
    if given(cx, round) == Given::NotReady {
        return Err(Error::Refused("leadership.not-ready.text"));
    }
    Ok(())
}

/// Loads what the outputs of a round are made of.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has no such round.
pub async fn material(cx: &OrgCx, id: RoundId, locale: Locale) -> Outcome<Material> {
    cx.require(Permission::ResultRead)?;
    let picture = picture(cx, id).await?;
    let mut org = cx.read().await?;
    let words = org.summary_text(id, locale).await?;
    let before = previous(&mut org, &picture.round).await?;
    let before = before.map_or_else(BTreeMap::new, |(_round, levels)| levels);
    Ok(Material {
        organisation: cx.organisation().clone(),
        date: match picture.round.published_at {
            Some(at) => i18n::format::day(at),
            None => cx.today(),
        },
        picture,
        before,
        words,
        locale,
    })
}
