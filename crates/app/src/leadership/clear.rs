//! Turning the round's texts and words into those of an edition.

use domain::assessment::{Action, Body, Finding, Judgement};
use domain::{Cleared, Edition, Exception, Marked, Publicity};
use i18n::Texts;
use reports::assessment::Header;
use store::{SummaryText, SummaryWords};

use super::material::Material;

/// The first lines of every output.
pub(super) fn header<E: Edition>(material: &Material) -> Header<E> {
    let name = material.organisation.open_name(material.locale);
    Header {
        organisation: name.clone(),
        round: Cleared::exception(&material.picture.round.title, Exception::AgendaName),
        date: material.date,
        prepared_by: name,
        fictitious: material.organisation.fictitious,
    }
}

/// Who decides, in words.
pub(crate) fn body(body: Body, t: Texts) -> &'static str {
    t.say(match body {
        Body::Council => "leadership.body.council",
        Body::Board => "leadership.body.board",
        Body::Management => "leadership.body.management",
        Body::Committee => "leadership.body.committee",
        Body::OfficeHolder => "leadership.body.office-holder",
    })
}

/// Who carries an action out, as public as the action itself.
pub(crate) fn owner<E: Edition>(action: &Action) -> Option<Cleared<E>> {
    let owner = action.owner.as_deref()?;
    action.text.part(|_| owner).cleared()
}

/// The lines of a text that the edition may hold.
pub(super) fn lines<E: Edition>(
    words: &SummaryText,
    text: fn(&SummaryWords) -> &String,
) -> Vec<Cleared<E>> {
    let words = &words.words;
    text(words.for_member())
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .filter_map(|line| words.part(|_| line).cleared())
        .collect()
}

/// The classes of every written text of the round; empty texts do not count.
pub(super) fn classes(material: &Material) -> Vec<Publicity> {
    let picture = &material.picture;
    let rationale = |one: &Judgement| {
        (!one.rationale.for_member().is_empty()).then(|| one.rationale.publicity())
    };
    let words = material
        .words
        .iter()
        .map(|words| &words.words)
        .filter(|words| !words.for_member().is_empty());
    picture
        .findings
        .iter()
        .map(|one: &Finding| one.text.publicity())
        .chain(picture.judgements.values().filter_map(rationale))
        .chain(picture.actions.iter().map(|one| one.text.publicity()))
        .chain(
            picture
                .documents
                .iter()
                .map(|one| &one.note)
                .filter(|note| !note.for_member().is_empty())
                .map(Marked::publicity),
        )
        .chain(words.map(Marked::publicity))
        .collect()
}

/// How many texts the edition leaves out.
pub(super) fn withheld<E: Edition>(material: &Material) -> usize {
    classes(material)
        .into_iter()
        .filter(|class| *class > E::CLEARANCE)
        .count()
}

/// The sentence that says that something is left out, without saying what.
pub(super) fn withheld_sentence<E: Edition>(material: &Material, t: Texts) -> Option<Cleared<E>> {
    let left_out = classes(material)
        .into_iter()
        .filter(|class| *class > E::CLEARANCE);
    let key = match left_out.max()? {
        Publicity::Secret => "leadership.withheld.secret",
        Publicity::Public | Publicity::Internal => "leadership.withheld.internal",
    };
    Some(Cleared::shipped(t.say(key)))
}
