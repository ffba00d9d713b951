//! Writing a part in the municipality's own words, trying it out, going back to the shipped words.

use std::collections::BTreeMap;

use content::handbook::MOST_CARD_WORDS;
use domain::audit::AuditKind;
use domain::handbook::{
    Change, Fault, Field, Open, OwnPart, PartKey, PartKind, Prose, changes, read,
};
use domain::identity::Permission;
use domain::text::{TextError, optional, parse};
use domain::{Exception, Locale, Publicity};

use super::compose::{CallIds, Own, own};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome, text_key};

/// A part's form as typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The words by field.
    pub fields: BTreeMap<Field, String>,
    /// Revision that was seen; 0 when the shipped words held.
    pub revision: i64,
}

/// A part for its form.
#[derive(Debug, Clone)]
pub struct Editing {
    /// Which part.
    pub key: PartKey,
    /// The title of its card; empty for what belongs to none.
    pub title: String,
    /// The words as they stand: own ones, or the shipped ones to begin with.
    pub fields: BTreeMap<Field, String>,
    /// Revision; 0 while the shipped words hold.
    pub revision: i64,
    /// Whether there are own words in this language.
    pub is_own: bool,
    /// Whether the part is shipped.
    pub is_shipped: bool,
    /// What has changed in the shipped words since the own ones were written on them, by field.
    pub changed: Vec<(Field, Vec<Change>)>,
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It stands.
    Done,
    /// It cannot be shown as it is; nothing was written.
    Faults(Vec<Fault>),
}

/// The most characters of a field.
const fn most(field: Field) -> usize {
    match field {
        Field::Title | Field::Author => 120,
        Field::Ask => 2_000,
        Field::Body => domain::handbook::MOST_CHARACTERS,
        Field::About | Field::Why | Field::Good | Field::Warning | Field::Duty => 1_000,
    }
}

/// Whether there can be such a part.
fn exists(key: &PartKey, own: &Own) -> bool {
    let pack = content::handbook();
    let is_card = pack.card(&key.id).is_some() || own.card_ids(pack).contains(&key.id.as_str());
    match key.kind {
        PartKind::Intro => key.id == "main",
        PartKind::Card => is_card || is_new(key),
        PartKind::Chapter => is_card,
        PartKind::Fact => false,
    }
}

/// Whether the key is one that [`crate::OrgCx::id`] gave to a new card.
fn is_new(key: &PartKey) -> bool {
    let hex = key.id.strip_prefix("own-");
    hex.is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A part for its form, in the person's language.
///
/// # Errors
/// [`Error::NotFound`] when there is no such part.
pub async fn edit(cx: &OrgCx, key: &PartKey) -> Outcome<Editing> {
    cx.require(Permission::HandbookWrite)?;
    let own = own(&mut cx.read().await?).await?;
    if !exists(key, &own) {
        return Err(Error::NotFound);
    }
    let shipped = content::handbook().fields(key, cx.locale());
    let part = own.exact(key, cx.locale());
    let card = PartKey::new(PartKind::Card, &key.id);
    Ok(Editing {
        title: own.exact(&card, cx.locale()).map_or_else(
            || match content::handbook().card(&key.id) {
                Some(card) => card.title.text(cx.locale()).to_owned(),
                None => String::new(),
            },
            |part| part.text(Field::Title).to_owned(),
        ),
        key: key.clone(),
        fields: part.map_or_else(|| shipped.clone(), |part| part.fields.clone()),
        revision: part.map_or(0, |part| part.revision),
        is_own: part.is_some(),
        is_shipped: !shipped.is_empty(),
        changed: part.map(|part| changed(part, &shipped)).unwrap_or_default(),
    })
}

/// What has changed in the shipped words since a part was written on them.
fn changed(part: &OwnPart, shipped: &BTreeMap<Field, String>) -> Vec<(Field, Vec<Change>)> {
    if !part.is_behind(shipped) {
        return Vec::new();
    }
    let text =
        |words: &BTreeMap<Field, String>, field| words.get(&field).cloned().unwrap_or_default();
    part.key
        .kind
        .fields()
        .iter()
        .map(|field| (*field, text(&part.basis, *field), text(shipped, *field)))
        .filter(|(_, older, newer)| older != newer)
        .map(|(field, older, newer)| (field, changes(&older, &newer)))
        .collect()
}

/// Reads the form: every field there, none too long, a card no longer than a card.
fn checked(key: &PartKey, draft: &Draft) -> Outcome<BTreeMap<Field, String>> {
    let mut invalid = Invalid::default();
    let mut fields = BTreeMap::new();
    let mut words = 0;
    for field in key.kind.fields() {
        let typed = draft.fields.get(field).map_or("", String::as_str);
        // The opening's author may be left out, and so may nothing else.
        let read: Result<String, TextError> = if *field == Field::Author {
            optional(typed, most(*field))
        } else {
            parse(typed, most(*field))
        };
        match read {
            Ok(text) => {
                words += text.split_whitespace().count();
                fields.insert(*field, text);
            }
            Err(error) => invalid.add(field.code(), text_key(error)),
        }
    }
    if key.kind == PartKind::Card && words > MOST_CARD_WORDS {
        invalid.add(Field::About.code(), "handbook.error.words");
    }
    invalid.check()?;
    Ok(fields)
}

/// The running text of a draft, or why it cannot be shown.
fn prose(own: &Own, fields: &BTreeMap<Field, String>) -> Result<Option<Prose>, Vec<Fault>> {
    let Some(body) = fields.get(&Field::Body) else {
        return Ok(None);
    };
    let ids = CallIds::new(content::handbook(), own);
    read(&Open::exception(body, Exception::OwnHandbook), ids.known()).map(Some)
}

/// Tries a draft out without writing it: its running text, if it has any, or its faults.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::NotFound`] when there is no such part.
pub async fn try_out(
    cx: &OrgCx,
    key: &PartKey,
    draft: &Draft,
) -> Outcome<Result<Option<Prose>, Vec<Fault>>> {
    cx.require(Permission::HandbookWrite)?;
    let own = own(&mut cx.read().await?).await?;
    if !exists(key, &own) {
        return Err(Error::NotFound);
    }
    Ok(prose(&own, &checked(key, draft)?))
}

/// Writes a part in the municipality's own words, in the person's language. The shipped words of the
/// moment are kept beside it, so that a later change of them can be shown.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::Conflict`] when someone else wrote
/// meanwhile, [`Error::NotFound`] when there is no such part.
pub async fn save(cx: &OrgCx, key: &PartKey, draft: &Draft) -> Outcome<Saved> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    let own = own(&mut org).await?;
    if !exists(key, &own) {
        return Err(Error::NotFound);
    }
    let fields = checked(key, draft)?;
    if let Err(faults) = prose(&own, &fields) {
        return Ok(Saved::Faults(faults));
    }
    if own.exact(key, cx.locale()).map_or(0, |part| part.revision) != draft.revision {
        return Err(Error::Conflict);
    }
    let part = OwnPart {
        key: key.clone(),
        locale: cx.locale(),
        fields,
        basis: content::handbook().fields(key, cx.locale()),
        publicity: Publicity::Public,
        revision: draft.revision,
    };
    org.save_handbook_part(&part, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::HandbookSaved, key, cx.locale().code()))
        .await?;
    org.commit().await?;
    Ok(Saved::Done)
}

/// Takes the shipped words again, or removes an own card, in the person's language.
///
/// # Errors
/// [`Error::Conflict`] when there are no own words of this revision.
pub async fn forget(cx: &OrgCx, key: &PartKey, revision: i64) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    org.remove_handbook_part(key, cx.locale(), revision).await?;
    org.audit(&cx.audit(AuditKind::HandbookSaved, key, "shipped"))
        .await?;
    Ok(org.commit().await?)
}

/// Opens the handbook to anyone, or closes it.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed the settings meanwhile.
pub async fn set_open(cx: &OrgCx, is_open: bool, revision: i64) -> Outcome<()> {
    let word = if is_open { "opened" } else { "closed" };
    change(cx, revision, word, |settings| settings.is_open = is_open).await
}

/// Shows a part or leaves it out.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed the settings meanwhile.
pub async fn set_shown(cx: &OrgCx, key: &PartKey, is_shown: bool, revision: i64) -> Outcome<()> {
    let word = if is_shown { "shown" } else { "left-out" };
    change(cx, revision, word, |settings| {
        if is_shown {
            settings.off.remove(&key.to_string());
        } else {
            settings.off.insert(key.to_string());
        }
    })
    .await
}

async fn change(
    cx: &OrgCx,
    revision: i64,
    word: &str,
    apply: impl FnOnce(&mut domain::handbook::Settings) + Send,
) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    let mut settings = org.handbook_settings().await?;
    if settings.revision != revision {
        return Err(Error::Conflict);
    }
    apply(&mut settings);
    org.save_handbook_settings(&settings, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::HandbookChanged, "handbook", word))
        .await?;
    Ok(org.commit().await?)
}

/// The language of a part's words when there are none in the person's own.
pub(super) fn other_language(own: &Own, key: &PartKey, locale: Locale) -> Option<Locale> {
    if own.exact(key, locale).is_some() {
        return None;
    }
    own.any(key, locale).map(|part| part.locale)
}
