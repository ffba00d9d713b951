//! The annex of what may not be published.

use domain::assessment::RoundState;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::publicity::Secret;
use domain::text::Title;
use domain::{Classified, Cleared, Publicity, RoundId, ThemeId};
use i18n::Texts;
use reports::assessment::{Annex, AnnexEntry, AnnexPart};

use super::clear::header;
use super::material::{Material, material};
use crate::cx::OrgCx;
use crate::error::Outcome;

/// The annex of a round. Opening it is recorded before anything is shown.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the right to secret material.
pub async fn annex(cx: &OrgCx, round: RoundId) -> Outcome<Annex> {
    cx.require(Permission::SecretRead)?;
    let material = material(cx, round, cx.locale()).await?;
    let mut org = cx.write().await?;
    let state = match material.picture.round.state {
        RoundState::Open => "annex of an open round",
        RoundState::Published => "annex",
    };
    org.audit(&cx.audit(AuditKind::SecretOpened, round, state))
        .await?;
    org.commit().await?;
    Ok(build(&material))
}

fn build(material: &Material) -> Annex {
    let t = material.texts();
    let mut entries = findings(material);
    entries.extend(rationales(material, t));
    entries.extend(actions(material));
    entries.extend(notes(material, t));
    entries.extend(own_words(material, t));
    Annex {
        header: header(material),
        entries,
    }
}

/// What an entry is made of.
struct Piece<'a> {
    part: AnnexPart,
    theme: Option<&'a ThemeId>,
    title: Cleared<Secret>,
    text: Classified<&'a str>,
    ground: Option<&'a str>,
}

/// The entry, when the public edition leaves the text out.
fn entry(material: &Material, piece: Piece<'_>) -> Option<AnnexEntry> {
    let publicity = piece.text.publicity();
    if publicity == Publicity::Public {
        return None;
    }
    let theme = material
        .picture
        .framework
        .themes
        .iter()
        .find(|theme| Some(&theme.id) == piece.theme)
        .map_or_else(
            || Cleared::shipped(""),
            |theme| theme.open_title(material.locale),
        );
    Some(AnnexEntry {
        part: piece.part,
        theme,
        title: piece.title,
        text: piece.text.cleared()?,
        publicity,
        ground: piece
            .ground
            .and_then(|ground| Classified::secret(ground).cleared()),
    })
}

fn findings(material: &Material) -> Vec<AnnexEntry> {
    let piece = |one| {
        let one: &domain::assessment::Finding = one;
        entry(
            material,
            Piece {
                part: AnnexPart::Finding,
                theme: Some(&one.place.theme),
                title: one.text.title().cleared()?,
                text: one.text.body(),
                ground: one.text.ground(),
            },
        )
    };
    material.picture.findings.iter().filter_map(piece).collect()
}

fn rationales(material: &Material, t: Texts) -> Vec<AnnexEntry> {
    let framework = &material.picture.framework;
    framework
        .criteria()
        .filter_map(|(theme, criterion)| {
            let judged = material.picture.judgements.get(&criterion.id)?;
            if judged.rationale.for_member().is_empty() {
                return None;
            }
            entry(
                material,
                Piece {
                    part: AnnexPart::Rationale,
                    theme: Some(&theme.id),
                    title: criterion.open_title(t.locale()),
                    text: judged.rationale.text(),
                    ground: judged.rationale.ground(),
                },
            )
        })
        .collect()
}

fn actions(material: &Material) -> Vec<AnnexEntry> {
    let piece = |one| {
        let one: &domain::assessment::Action = one;
        entry(
            material,
            Piece {
                part: AnnexPart::Action,
                theme: Some(&one.place.theme),
                title: one.text.title().cleared()?,
                text: one.text.body(),
                ground: one.text.ground(),
            },
        )
    };
    material.picture.actions.iter().filter_map(piece).collect()
}

/// Notes of the document review.
fn notes(material: &Material, t: Texts) -> Vec<AnnexEntry> {
    let piece = |one| {
        let one: &domain::document::DocumentReview = one;
        if one.note.for_member().is_empty() {
            return None;
        }
        let expected = content::document(&one.document);
        let own = one.title.as_ref().map_or("", Title::as_str);
        let own = one.note.part(|_| own);
        let listed = expected.map(|it| Cleared::shipped(it.title.text(t.locale())));
        let name = listed.or_else(|| own.cleared())?;
        entry(
            material,
            Piece {
                part: AnnexPart::Finding,
                theme: expected.map(|expected| &expected.theme),
                title: t.cleared("leadership.annex.note", &[("document", name)]),
                text: one.note.text(),
                ground: one.note.ground(),
            },
        )
    };
    material
        .picture
        .documents
        .iter()
        .filter_map(piece)
        .collect()
}

/// Leadership's own words, when they are not public.
fn own_words(material: &Material, t: Texts) -> Vec<AnnexEntry> {
    let Some(words) = material.words.as_ref().map(|words| &words.words) else {
        return Vec::new();
    };
    [
        (
            "leadership.edit.situation",
            words.part(|it| it.situation.as_str()),
        ),
        (
            "leadership.edit.next",
            words.part(|it| it.next_steps.as_str()),
        ),
    ]
    .into_iter()
    .filter(|(_, text)| !text.for_member().is_empty())
    .filter_map(|(key, text)| {
        entry(
            material,
            Piece {
                part: AnnexPart::Finding,
                theme: None,
                title: Cleared::shipped(t.say(key)),
                text,
                ground: words.ground(),
            },
        )
    })
    .collect()
}
