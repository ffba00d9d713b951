//! Writing a part in the municipality's own words, trying it out, going back to the shipped words.

use std::collections::BTreeMap;
use std::fmt::Display;

use content::handbook::MOST_CARD_WORDS;
use domain::audit::AuditKind;
use domain::handbook::{
    Change, Fault, Field, Open, OwnPart, PartKey, PartKind, Prose, changes, read,
};
use domain::identity::Permission;
use domain::{Exception, Locale, Publicity};
use i18n::Texts;

use super::compose::{CallIds, Own, own};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, line, paragraph};

/// The words of a part, as its form has them. They come from nothing but the form, so their running
/// text can be shown.
#[derive(Debug, Clone)]
pub struct PartWords {
    key: PartKey,
    fields: BTreeMap<Field, String>,
    revision: i64,
}

/// What the form of a part needs to know beside its words.
#[derive(Debug)]
pub struct Editing {
    /// Which part.
    pub key: PartKey,
    /// The title of its card; empty for what belongs to none.
    pub title: String,
    /// Whether there are own words in this language.
    pub is_own: bool,
    /// Whether the part is shipped.
    pub is_shipped: bool,
    /// What has changed in the shipped words since the own ones were written on them, by field.
    pub changed: Vec<(Field, Vec<Change>)>,
    own: Own,
}

impl Editing {
    /// A running text, or why it cannot be shown.
    ///
    /// # Errors
    /// Every fault with its line.
    pub fn prose(&self, text: &str) -> Result<Prose, Vec<Fault>> {
        let ids = CallIds::new(content::handbook(), &self.own);
        read(&Open::exception(text, Exception::OwnHandbook), ids.known())
    }
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

impl Form for PartWords {
    type With = Editing;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let key = &f.with().key;
        let mut fields = BTreeMap::new();
        for field in key.kind.fields() {
            if let Some(text) = text(f, *field) {
                fields.insert(*field, text);
            }
        }
        let words = fields.values().flat_map(|it| it.split_whitespace()).count();
        let is_short = key.kind != PartKind::Card || words <= MOST_CARD_WORDS;
        f.rule(&[Field::About.code()], "handbook.error.words", is_short);
        let revision = f.revision(|it| it.revision);
        (fields.len() == key.kind.fields().len()).then(|| Self {
            key: key.clone(),
            fields,
            revision,
        })
    }
}

/// One field of a part. The opening's author may be left out, and so may nothing else.
fn text(f: &mut Walk<'_, PartWords>, field: Field) -> Option<String> {
    let (t, code) = (f.t(), field.code());
    let kind = match field {
        Field::Title => line(most(field)).width("full"),
        Field::Author => line(most(field)).width("full").or_empty(),
        Field::Body => paragraph().most(most(field)).rows(24),
        Field::Ask => paragraph().most(most(field)).rows(6),
        _ => paragraph().most(most(field)).rows(4),
    };
    let label = t.say(&format!("handbook.field.{code}")).to_owned();
    let text = f.field(code, label, kind, |it| it.fields.get(&field).cloned());
    f.hint(t.say(&format!("handbook.hint.{code}")));
    let running = text.as_ref().filter(|_| field == Field::Body);
    let faults = running.and_then(|it| f.with().prose(it).err());
    for fault in faults.into_iter().flatten() {
        f.problem(code, "handbook.faults", fault_text(t, &fault));
    }
    text
}

/// What stands in the way of showing a text, where, and how to correct it.
fn fault_text(t: Texts, fault: &Fault) -> String {
    let code = fault.kind.code();
    let line = t.with("handbook.line", &[("line", &fault.line)]);
    let about = [("about", &fault.about as &dyn Display)];
    let text = t.with(&format!("handbook.fault.{code}"), &about);
    format!("{line}: {text} {}", t.say(&format!("handbook.mend.{code}")))
}

/// A part in the person's language for its form: own words, or the shipped ones to begin with.
///
/// # Errors
/// [`Error::NotFound`] when there is no such part.
pub async fn edit(cx: &OrgCx, key: &PartKey) -> Outcome<(PartWords, Editing)> {
    cx.require(Permission::HandbookWrite)?;
    let own = own(&mut cx.read().await?).await?;
    if !exists(key, &own) {
        return Err(Error::NotFound);
    }
    let shipped = content::handbook().fields(key, cx.locale());
    let part = own.exact(key, cx.locale());
    let card = PartKey::new(PartKind::Card, &key.id);
    let words = PartWords {
        key: key.clone(),
        fields: part.map_or_else(|| shipped.clone(), |part| part.fields.clone()),
        revision: part.map_or(0, |part| part.revision),
    };
    let editing = Editing {
        title: own.exact(&card, cx.locale()).map_or_else(
            || match content::handbook().card(&key.id) {
                Some(card) => card.title.text(cx.locale()).to_owned(),
                None => String::new(),
            },
            |part| part.text(Field::Title).to_owned(),
        ),
        key: key.clone(),
        is_own: part.is_some(),
        is_shipped: !shipped.is_empty(),
        changed: part.map(|part| changed(part, &shipped)).unwrap_or_default(),
        own,
    };
    Ok((words, editing))
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

/// Writes a part in the municipality's own words, in the person's language. The shipped words of the
/// moment are kept beside it, so that a later change of them can be shown.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile, [`Error::NotFound`] when there is no such
/// part.
pub async fn save(cx: &OrgCx, words: &PartWords) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    let own = own(&mut org).await?;
    let key = &words.key;
    if !exists(key, &own) {
        return Err(Error::NotFound);
    }
    if own.exact(key, cx.locale()).map_or(0, |part| part.revision) != words.revision {
        return Err(Error::Conflict);
    }
    let part = OwnPart {
        key: key.clone(),
        locale: cx.locale(),
        fields: words.fields.clone(),
        basis: content::handbook().fields(key, cx.locale()),
        publicity: Publicity::Public,
        revision: words.revision,
    };
    org.save_handbook_part(&part, cx.stamp()).await?;
    let subject = part_subject(key, cx.locale());
    org.audit(&cx.audit(AuditKind::HandbookSaved, subject, ""))
        .await?;
    Ok(org.commit().await?)
}

/// How the audit log names the words of a part in one language.
pub fn part_subject(key: &PartKey, locale: Locale) -> String {
    format!("{key}/{}", locale.code())
}

/// Takes the shipped words again, or removes an own card, in the person's language.
///
/// # Errors
/// [`Error::Conflict`] when there are no own words of this revision.
pub async fn forget(cx: &OrgCx, key: &PartKey, revision: i64) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    org.remove_handbook_part(key, cx.locale(), revision).await?;
    let subject = part_subject(key, cx.locale());
    org.audit(&cx.audit(AuditKind::HandbookSaved, subject, "shipped"))
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
