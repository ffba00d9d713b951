//! The survey's part of the full report, as disclosure control lets it be shown.

use std::collections::BTreeMap;

use disclosure::{Cell, Tally};
use domain::survey::Level;
use domain::{Cleared, Edition, SurveyId, ThemeId};
use i18n::Texts;
use reports::assessment::{Audience, SurveyAnswer, SurveyQuestion};

use super::material::Material;
use crate::survey::QuestionEvidence;

/// Whom the surveys asked, one line a survey.
pub(super) fn audiences<E: Edition>(material: &Material, t: Texts) -> Vec<Audience<E>> {
    let mut surveys: BTreeMap<SurveyId, (&QuestionEvidence, Option<i64>)> = BTreeMap::new();
    for one in &material.picture.survey.questions {
        let seen = surveys.entry(one.survey.id).or_insert((one, None));
        // Everybody is asked everything, so the largest number of answers is who took part.
        seen.1 = seen.1.max(one.tally.n());
    }
    surveys
        .into_values()
        .map(|(one, answered)| Audience {
            name: Cleared::shipped(t.say(&format!("audience.{}", one.audience.code()))),
            invited: u32::try_from(one.survey.invited).ok().filter(|n| *n > 0),
            answered: answered.and_then(|n| u32::try_from(n).ok()),
        })
        .collect()
}

/// The questions of a theme with their answers.
pub(super) fn questions<E: Edition>(
    material: &Material,
    theme: &ThemeId,
    t: Texts,
) -> Vec<SurveyQuestion<E>> {
    let mut asked: Vec<&QuestionEvidence> = Vec::new();
    // The groups that were asked the same question stand under each other.
    for one in &material.picture.survey.questions {
        if one.theme != *theme {
            continue;
        }
        let same = asked
            .iter()
            .rposition(|other| other.question.id == one.question.id);
        asked.insert(same.map_or(asked.len(), |at| at + 1), one);
    }
    asked
        .into_iter()
        .map(|one| SurveyQuestion {
            text: Cleared::shipped(one.question.text.text(t.locale())),
            audience: Cleared::shipped(t.say(&format!("audience.{}", one.audience.code()))),
            n: one.tally.n().and_then(|n| u32::try_from(n).ok()),
            answers: Level::ALL
                .iter()
                .map(|level| SurveyAnswer {
                    label: Cleared::shipped(t.say(&format!("answer.{}", level.code()))),
                    count: count(&one.tally, *level),
                    outside: *level == Level::Unknown,
                })
                .collect(),
        })
        .collect()
}

/// The exact count of an answer; nothing where only a band or nothing may be shown.
fn count(tally: &Tally, level: Level) -> Option<u32> {
    let shown = match tally {
        Tally::Hidden => None,
        Tally::Banded(bands) => {
            let cell = match level {
                Level::Yes => bands.yes,
                Level::Partly => bands.partly,
                Level::No => bands.no,
                Level::Unknown => bands.unknown,
            };
            match cell {
                Cell::Count(n) => Some(n),
                Cell::Between { .. } => None,
            }
        }
        Tally::Exact(counts) => Some(match level {
            Level::Yes => counts.yes,
            Level::Partly => counts.partly,
            Level::No => counts.no,
            Level::Unknown => counts.unknown,
        }),
    };
    shown.and_then(|n| u32::try_from(n).ok())
}
