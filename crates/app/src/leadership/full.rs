//! The full report.

use domain::assessment::{Action, SourceView};
use domain::document::DocumentState;
use domain::framework::{Criterion, Source, Theme};
use domain::interview::{InterviewState, Passage};
use domain::survey::MINIMUM_CELL;
use domain::{Cleared, Edition, Publicity};
use i18n::Texts;
use reports::Judgement;
use reports::assessment::{
    CriterionRow, Finding, Full, Method, ProposedAction, Quote, SourceReading, ThemeChapter,
    Withheld,
};

use super::clear::{owner, withheld};
use super::material::Material;
use super::question::{audiences, questions};
use super::summary::{counts, disagreements, summary};

/// The full report of a round in edition `E`.
pub fn full<E: Edition>(material: &Material) -> Full<E> {
    let t = material.texts();
    let picture = &material.picture;
    let is_of_no_theme = |action: &&Action| {
        picture
            .framework
            .themes
            .iter()
            .all(|one| one.id != action.place.theme)
    };
    Full {
        summary: summary(material),
        method: method(material, t),
        themes: picture
            .framework
            .themes
            .iter()
            .map(|theme| chapter(material, theme, t))
            .collect(),
        common_actions: picture
            .actions
            .iter()
            .filter(is_of_no_theme)
            .filter_map(|one| action(one, t))
            .collect(),
        withheld: Withheld {
            texts: number(withheld::<E>(material)),
        },
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn method<E: Edition>(material: &Material, t: Texts) -> Method<E> {
    let picture = &material.picture;
    let framework = &picture.framework;
    let state = |wanted: fn(&DocumentState) -> bool| {
        number(
            picture
                .documents
                .iter()
                .filter(|one| wanted(&one.state))
                .count(),
        )
    };
    Method {
        framework: framework.open_title(t.locale()),
        period: Some((i18n::format::day(picture.round.created_at), material.date)),
        audiences: audiences(material, t),
        minimum_cell: u32::try_from(MINIMUM_CELL).unwrap_or_default(),
        interviews: number(
            picture
                .interviews
                .iter()
                .filter(|one| one.state != InterviewState::Planned)
                .count(),
        ),
        documents: state(|one| *one != DocumentState::Unreviewed),
        documents_missing: state(|one| *one == DocumentState::Missing),
        remarks: framework.open_provenance().into_iter().collect(),
    }
}

fn chapter<E: Edition>(material: &Material, theme: &Theme, t: Texts) -> ThemeChapter<E> {
    let picture = &material.picture;
    let tally = material.tally(theme);
    let conclusion = (tally.n() > 0).then(|| {
        let said = counts(tally).cleared_words(t);
        t.cleared("leadership.theme.conclusion", &[("counts", said)])
    });
    ThemeChapter {
        title: theme.open_title(t.locale()),
        question: theme.open_question(t.locale()),
        conclusion,
        readings: readings(material, theme),
        criteria: theme
            .criteria
            .iter()
            .map(|criterion| row(material, criterion, t))
            .collect(),
        disagreements: disagreements(material, Some(theme), t),
        findings: findings(material, theme),
        quotes: picture
            .passages
            .iter()
            .filter(|passage| passage.place.theme == theme.id)
            .filter_map(|passage| quote(material, passage, t))
            .collect(),
        actions: picture
            .actions
            .iter()
            .filter(|action| action.place.theme == theme.id)
            .filter_map(|one| action(one, t))
            .collect(),
        questions: questions(material, &theme.id, t),
    }
}

fn readings(material: &Material, theme: &Theme) -> Vec<SourceReading> {
    let row = material
        .picture
        .matrix
        .rows
        .iter()
        .find(|row| row.theme == theme.id);
    row.map_or_else(Vec::new, |row| {
        Source::ALL
            .iter()
            .zip(row.views)
            .map(|(source, view)| reading(*source, view))
            .collect()
    })
}

/// Reports show levels from 0 to 100.
fn reading(source: Source, view: SourceView) -> SourceReading {
    SourceReading {
        source,
        level: view
            .level
            .map(|level| [level.low(), level.high()].map(|it| it * 100.0)),
        spread: view.spread.map(|spread| spread * 100.0),
        n: u32::try_from(view.n).ok().filter(|n| *n > 0),
        unknown: view.unknown_share.map(|share| [share.low(), share.high()]),
        hidden: view.is_hidden || view.is_untold,
    }
}

fn row<E: Edition>(material: &Material, criterion: &Criterion, t: Texts) -> CriterionRow<E> {
    let judged = material.picture.judgements.get(&criterion.id);
    let rationale = judged
        .filter(|one| !one.rationale.for_member().is_empty())
        .map(|one| {
            let key = match one.rationale.publicity() {
                Publicity::Secret => "leadership.withheld.rationale-secret",
                Publicity::Public | Publicity::Internal => "leadership.withheld.rationale",
            };
            one.rationale
                .cleared()
                .unwrap_or_else(|| Cleared::shipped(t.say(key)))
        });
    CriterionRow {
        title: criterion.open_title(t.locale()),
        meaning: criterion.open_meaning(t.locale()),
        judgement: judged.map(|one| Judgement::from(one.level)),
        rationale,
        references: criterion
            .references
            .iter()
            .map(|one| reference(&one.framework, &one.id))
            .collect(),
    }
}

/// A reference as people write it.
fn reference(framework: &str, id: &str) -> String {
    let name = match framework {
        "tihl" => "Tiedonhallintalaki",
        "kuntalaki" => "Kuntalaki",
        "digipalvelulaki" => "Digipalvelulaki",
        "nist-csf-2.0" => "NIST CSF 2.0",
        other => other,
    };
    format!("{name} {id}")
}

fn findings<E: Edition>(material: &Material, theme: &Theme) -> Vec<Finding<E>> {
    material
        .picture
        .findings
        .iter()
        .filter(|finding| finding.place.theme == theme.id)
        .filter_map(|finding| {
            Some(Finding {
                title: finding.text.title().cleared()?,
                text: finding.text.body().cleared()?,
                publicity: finding.text.publicity(),
            })
        })
        .collect()
}

/// A quote that may be published, with who said it in general terms.
fn quote<E: Edition>(material: &Material, passage: &Passage, t: Texts) -> Option<Quote<E>> {
    let quote = passage.published_quote()?;
    let interview = material
        .picture
        .interviews
        .iter()
        .find(|one| one.id == passage.interview);
    let speaker = interview
        .and_then(|one| content::guide(&one.guide))
        .map_or_else(
            || t.say("leadership.interview"),
            |guide| guide.title.text(t.locale()),
        );
    Some(Quote {
        text: Cleared::quote(quote),
        speaker: Cleared::shipped(speaker),
    })
}

/// An action that the edition may hold.
pub(crate) fn action<E: Edition>(action: &Action, t: Texts) -> Option<ProposedAction<E>> {
    let effect = match action.effect {
        domain::assessment::Effect::Low => "leadership.effect.low",
        domain::assessment::Effect::Medium => "leadership.effect.medium",
        domain::assessment::Effect::High => "leadership.effect.high",
    };
    Some(ProposedAction {
        title: action.text.title().cleared()?,
        owner: owner(action),
        effort: Some(action.effort),
        effect: Some(Cleared::shipped(t.say(effect))),
        by: action.due_on,
    })
}
