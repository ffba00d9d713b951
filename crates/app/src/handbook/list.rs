//! Every part of the handbook and how it stands, for those who look after it.

use domain::Locale;
use domain::handbook::{Field, PartKey, PartKind, Settings};
use domain::identity::Permission;

use super::compose::{Own, own};
use super::edit::other_language;
use crate::cx::OrgCx;
use crate::error::Outcome;

/// How a part stands in the person's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// The shipped words hold.
    Shipped,
    /// The municipality's own words hold.
    Own,
    /// Own words hold, and the shipped ones have changed since.
    Behind,
    /// Own words exist in another language only.
    Elsewhere(Locale),
    /// Nothing has been written.
    Missing,
}

/// A part in the list.
#[derive(Debug, Clone)]
pub struct PartRow {
    /// Which part.
    pub key: PartKey,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: PartState,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// The handbook for those who look after it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What holds for the whole.
    pub settings: Settings,
    /// The public address.
    pub address: String,
    /// The introduction.
    pub intro: PartRow,
    /// Each card with its chapter.
    pub cards: Vec<(PartRow, PartRow)>,
    /// How many facts there are, and how many the municipality has told.
    pub facts: (usize, usize),
}

/// Every part and how it stands.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the right.
pub async fn overview(cx: &OrgCx) -> Outcome<Overview> {
    cx.require(Permission::HandbookRead)?;
    let own = own(&mut cx.read().await?).await?;
    let pack = content::handbook();
    let shipped = pack.cards.iter().map(|card| card.id.as_str());
    let cards = shipped
        .chain(own.card_ids(pack))
        .map(|id| {
            (
                row(cx, &own, PartKey::new(PartKind::Card, id)),
                row(cx, &own, PartKey::new(PartKind::Chapter, id)),
            )
        })
        .collect();
    let told = pack
        .facts
        .iter()
        .filter(|fact| {
            let key = PartKey::new(PartKind::Fact, &fact.id);
            own.any(&key, cx.locale())
                .is_some_and(|part| part.open(Field::Body).is_some())
        })
        .count();
    Ok(Overview {
        address: super::address(cx.app(), cx.organisation()),
        intro: row(cx, &own, PartKey::new(PartKind::Intro, "main")),
        cards,
        facts: (pack.facts.len(), told),
        settings: own.settings,
    })
}

/// The title of a part's card; empty for what belongs to none.
pub(super) fn title(own: &Own, key: &PartKey, locale: Locale) -> String {
    let pack = content::handbook();
    let card = PartKey::new(PartKind::Card, &key.id);
    let titled = own
        .any(&card, locale)
        .filter(|part| part.locale == locale || pack.card(&key.id).is_none());
    let title = match (titled, pack.card(&key.id)) {
        (Some(part), _) => part.text(Field::Title),
        (None, Some(card)) => card.title.text(locale),
        (None, None) => "",
    };
    title.to_owned()
}

fn row(cx: &OrgCx, own: &Own, key: PartKey) -> PartRow {
    let pack = content::handbook();
    let locale = cx.locale();
    let shipped = pack.fields(&key, locale);
    let state = match own.exact(&key, locale) {
        Some(part) if part.is_behind(&shipped) => PartState::Behind,
        Some(_) => PartState::Own,
        None => match other_language(own, &key, locale) {
            Some(other) => PartState::Elsewhere(other),
            None if shipped.is_empty() => PartState::Missing,
            None => PartState::Shipped,
        },
    };
    PartRow {
        title: title(own, &key, locale),
        state,
        is_shown: own.settings.shows(&key),
        key,
    }
}
