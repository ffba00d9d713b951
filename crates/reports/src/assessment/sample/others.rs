//! Annexes and joint reports.

use domain::publicity::{Public, Secret};
use domain::{Locale, Publicity};

use super::full::{action, round};
use super::round::{header, judgement, summary};
use crate::Counts;
use crate::assessment::{
    Annex, AnnexEntry, AnnexPart, CommonPoint, Joint, Municipality, MunicipalityTheme,
};
use crate::sample::content::Content;
use crate::sample::words::{self, pick, say};

/// An annex with internal and secret entries.
pub(super) fn annex(locale: Locale) -> Annex {
    let content = Content::of(locale);
    let ground = say::<Secret>(
        locale,
        [
            "Kirjaa tähän säännös, johon salassapito perustuu",
            "Här antecknas den bestämmelse som sekretessen grundar sig på",
            "The provision on which secrecy rests is recorded here",
        ],
    );
    let mut entries = Vec::new();
    for (at, theme) in content.themes().into_iter().enumerate() {
        for (offset, criterion) in content.criteria(theme).into_iter().take(2).enumerate() {
            let secret = (at + offset) % 2 == 0;
            entries.push(AnnexEntry {
                part: round(AnnexPart::ALL, at + offset),
                theme: words::invented(content.theme_text(theme, "title")),
                title: say(locale, round(words::FINDINGS, at + offset)),
                text: words::invented(criterion.text("worry")),
                publicity: if secret {
                    Publicity::Secret
                } else {
                    Publicity::Internal
                },
                ground: secret.then(|| ground.clone()),
            });
        }
    }
    Annex {
        header: header(locale, words::municipality(locale, 0)),
        entries,
    }
}

/// A joint report over this many municipalities.
pub(super) fn joint(locale: Locale, municipalities: usize) -> Joint {
    let content = Content::of(locale);
    let ids = content.themes();
    let programme = pick(
        locale,
        ["Esimerkkihanke", "Exempelprojektet", "Sample Programme"],
    );
    let worries = summary::<Public>(locale)
        .worries
        .into_iter()
        .enumerate()
        .map(|(at, worry)| {
            let names = (0..municipalities.min(3)).filter(|n| (n + at) % 3 != 1);
            CommonPoint {
                title: worry.title,
                text: worry.worry,
                municipalities: names
                    .map(|n| words::invented(words::municipality(locale, n)))
                    .collect(),
            }
        });
    let actions = ids
        .iter()
        .filter_map(|theme| content.criteria(theme).into_iter().nth(2))
        .take(4);
    Joint {
        header: header(locale, programme.to_owned()),
        situation: words::SITUATION.map(|texts| say(locale, texts)).to_vec(),
        themes: ids
            .iter()
            .map(|id| words::invented(content.theme_text(id, "title")))
            .collect(),
        municipalities: (0..municipalities)
            .map(|n| municipality(&content, n, locale))
            .collect(),
        worries: worries.collect(),
        actions: actions
            .enumerate()
            .map(|(at, criterion)| action(locale, at, words::invented(criterion.text("action"))))
            .collect(),
    }
}

fn municipality(content: &Content, number: usize, locale: Locale) -> Municipality {
    let mut running = 0;
    let mut themes = Vec::new();
    for theme in content.themes() {
        let count = content.criteria(theme).len();
        let judgements = (running..running + count).map(|at| judgement(at, number));
        running += count;
        themes.push(MunicipalityTheme {
            judgement: Some(judgement(running, number)),
            counts: Counts::of(judgements),
        });
    }
    let summary = summary::<Public>(locale);
    Municipality {
        name: words::invented(words::municipality(locale, number)),
        themes,
        situation: summary.situation.into_iter().take(2).collect(),
        worries: summary
            .worries
            .into_iter()
            .map(|worry| worry.title)
            .collect(),
        proposals: summary
            .proposals
            .into_iter()
            .take(3)
            .map(|one| one.decision)
            .collect(),
    }
}
