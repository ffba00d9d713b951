//! Samples of the assessment reports, openly fictitious.

use domain::assessment::Effort;
use domain::framework::Source;
use domain::{Cleared, Edition, Locale, Marked, Marking};
use jiff::civil::date;

use super::round::{disagreement, judgement, summary};
use crate::Judgement;
use crate::assessment::{
    Audience, CriterionRow, Finding, Full, Method, ProposedAction, Quote, SourceReading,
    SurveyAnswer, SurveyQuestion, ThemeChapter, Withheld,
};
use crate::sample::content::{Content, Criterion};
use crate::sample::words::{self, pick, say};

/// An element of a list that goes round.
pub(super) fn round<T: Copy, const N: usize>(all: [T; N], at: usize) -> T {
    // N is never 0 in this module.
    #[expect(
        clippy::indexing_slicing,
        reason = "the index is below the length by the remainder"
    )]
    all[at % N]
}

/// The ordinary full report.
pub(super) fn full<E: Edition>(locale: Locale) -> Full<E> {
    let content = Content::of(locale);
    let mut running = 0;
    let mut themes = Vec::new();
    for (at, theme) in content.themes().into_iter().enumerate() {
        themes.push(chapter(&content, at, theme, &mut running, locale));
    }
    let all: usize = themes.iter().map(|theme| theme.findings.len()).sum();
    let every = 2 * themes.len();
    Full {
        summary: summary(locale),
        method: method(locale),
        themes,
        common_actions: vec![action(
            locale,
            3,
            Cleared::shipped(pick(
                locale,
                [
                    "Sovitaan naapurikuntien kanssa yhteisestä häiriöharjoituksesta.",
                    "En gemensam störningsövning ordnas med grannkommunerna.",
                    "Agree on a joint disruption exercise with the neighbouring municipalities.",
                ],
            )),
        )],
        withheld: Withheld {
            texts: u32::try_from(every - all).unwrap_or_default(),
        },
    }
}

/// A full report of a round with a framework and nothing else.
pub(super) fn empty_full<E: Edition>(locale: Locale) -> Full<E> {
    let mut full = full::<E>(locale);
    full.summary = super::round::empty_summary(locale);
    full.method.audiences.clear();
    full.method.period = None;
    full.common_actions.clear();
    full.withheld = Withheld::default();
    for theme in &mut full.themes {
        theme.readings = Source::ALL
            .iter()
            .map(|source| SourceReading::nothing(*source))
            .collect();
        for criterion in &mut theme.criteria {
            criterion.judgement = None;
            criterion.rationale = None;
        }
        theme.conclusion = None;
        theme.disagreements.clear();
        theme.findings.clear();
        theme.quotes.clear();
        theme.actions.clear();
        theme.questions.clear();
    }
    full
}

fn method<E: Edition>(locale: Locale) -> Method<E> {
    let audience = |texts, invited, answered| Audience {
        name: say(locale, texts),
        invited,
        answered,
    };
    Method {
        framework: say(locale, ["Luotsi 2026.1", "Luotsi 2026.1", "Luotsi 2026.1"]),
        period: Some((date(2026, 9, 1), date(2026, 11, 13))),
        audiences: vec![
            audience(
                ["Luottamushenkilöt", "Förtroendevalda", "Elected officials"],
                Some(64),
                Some(41),
            ),
            audience(
                [
                    "Johto ja esihenkilöt",
                    "Ledningen och cheferna",
                    "Management",
                ],
                Some(22),
                Some(17),
            ),
            audience(["Henkilöstö", "Personalen", "Staff"], None, Some(183)),
        ],
        minimum_cell: 5,
        interviews: 12,
        documents: 23,
        documents_missing: 7,
        remarks: Vec::new(),
    }
}

fn chapter<E: Edition>(
    content: &Content,
    at: usize,
    theme: &str,
    running: &mut usize,
    locale: Locale,
) -> ThemeChapter<E> {
    let criteria = content.criteria(theme);
    let weak: Vec<_> = criteria
        .iter()
        .enumerate()
        .filter(|(offset, _)| judgement(*running + offset, 0) != Judgement::InOrder)
        .map(|(_, criterion)| criterion)
        .collect();
    let rows = criteria
        .iter()
        .enumerate()
        .map(|(offset, criterion)| row(criterion, judgement(*running + offset, 0), locale))
        .collect();
    *running += criteria.len();
    ThemeChapter {
        title: words::invented(content.theme_text(theme, "title")),
        question: Some(words::invented(content.theme_text(theme, "question"))),
        conclusion: Some(say(locale, words::CONCLUSION)),
        readings: readings(at),
        criteria: rows,
        disagreements: weak
            .iter()
            .take(2)
            .map(|criterion| disagreement(locale, criterion.text("claim"), criterion.text("trace")))
            .collect(),
        findings: findings(&weak, at, locale),
        quotes: vec![Quote {
            text: say(locale, round(words::QUOTES, at)),
            speaker: say(locale, round(words::SPEAKERS, at)),
        }],
        actions: weak
            .iter()
            .take(3)
            .enumerate()
            .map(|(offset, criterion)| {
                action(
                    locale,
                    at + offset,
                    words::invented(criterion.text("action")),
                )
            })
            .collect(),
        questions: questions(content, &criteria, at, locale),
    }
}

/// Two findings a theme: one public, one of another class, so that editions differ.
fn findings<E: Edition>(weak: &[&Criterion<'_>], at: usize, locale: Locale) -> Vec<Finding<E>> {
    let classes = [Marking::PUBLIC, Marking::INTERNAL];
    weak.iter()
        .zip(classes)
        .enumerate()
        .filter_map(|(offset, (criterion, marking))| {
            let title = pick(locale, round(words::FINDINGS, at + offset));
            let publicity = marking.publicity();
            let text = Marked::new(criterion.text("worry"), marking);
            Some(Finding {
                title: text.part(|_| title).cleared()?,
                text: text.cleared()?,
                publicity,
            })
        })
        .collect()
}

fn row<E: Edition>(
    criterion: &Criterion<'_>,
    judgement: Judgement,
    locale: Locale,
) -> CriterionRow<E> {
    let rationale = match judgement {
        Judgement::InOrder => criterion.text("fully").to_owned(),
        Judgement::Partly => criterion.text("partly").to_owned(),
        Judgement::NotInOrder => {
            disagreement::<E>(locale, criterion.text("claim"), criterion.text("trace")).to_string()
        }
        Judgement::Unknown => pick(locale, words::NO_KNOWLEDGE).to_owned(),
    };
    CriterionRow {
        title: words::invented(criterion.text("title")),
        meaning: words::invented(criterion.text("meaning")),
        judgement: Some(judgement),
        rationale: Some(words::invented(rationale)),
        references: criterion.references.clone(),
    }
}

fn readings(at: usize) -> Vec<SourceReading> {
    let level = round([62.0, 48.0, 71.0, 35.0, 55.0], at);
    let reading = |source, level, n, unknown| SourceReading {
        source,
        level: Some([level, level]),
        spread: Some(round([18.0, 24.0, 12.0], at)),
        n: Some(n),
        unknown: Some([unknown, unknown]),
        hidden: false,
    };
    let survey = if at == 4 {
        SourceReading {
            hidden: true,
            ..SourceReading::nothing(Source::Survey)
        }
    } else {
        reading(Source::Survey, level, 58, round([0.21, 0.34, 0.12], at))
    };
    let document = if at == 6 {
        SourceReading::nothing(Source::Document)
    } else {
        reading(Source::Document, level - 25.0, 4, 0.0)
    };
    vec![
        survey,
        reading(Source::Interview, level + 12.0, 17, 0.08),
        document,
    ]
}

/// An action.
pub(super) fn action<E: Edition>(
    locale: Locale,
    at: usize,
    title: Cleared<E>,
) -> ProposedAction<E> {
    let month = i8::try_from(at % 10).unwrap_or_default() + 2;
    ProposedAction {
        title,
        owner: Some(say(locale, round(words::OWNERS, at))),
        effort: Some(round([Effort::Small, Effort::Medium, Effort::Large], at)),
        effect: Some(say(locale, round(words::EFFECTS, at))),
        by: Some(date(2027, month, 28)),
    }
}

fn questions<E: Edition>(
    content: &Content,
    criteria: &[Criterion<'_>],
    at: usize,
    locale: Locale,
) -> Vec<SurveyQuestion<E>> {
    let texts = criteria
        .iter()
        .flat_map(|criterion| content.questions(criterion.id))
        .take(3);
    texts
        .enumerate()
        .map(|(offset, text)| {
            let hidden = (at + offset) % 7 == 3;
            let [yes, partly, no, unknown] = round(
                [
                    [23, 19, 6, 10],
                    [9, 21, 16, 12],
                    [31, 14, 8, 5],
                    [12, 18, 20, 8],
                ],
                at + offset,
            );
            let count = |n: u32, may_hide: bool| (!(hidden && may_hide)).then_some(n);
            let answer = |texts, count, outside| SurveyAnswer {
                label: say(locale, texts),
                count,
                outside,
            };
            SurveyQuestion {
                text: words::invented(text),
                audience: say(
                    locale,
                    ["Luottamushenkilöt", "Förtroendevalda", "Elected officials"],
                ),
                n: Some(yes + partly + no + unknown),
                answers: vec![
                    answer(["Kyllä", "Ja", "Yes"], count(yes, false), false),
                    answer(["Osittain", "Delvis", "Partly"], count(partly, true), false),
                    answer(["Ei", "Nej", "No"], count(no, true), false),
                    answer(
                        ["En osaa sanoa", "Kan inte säga", "Don’t know"],
                        count(unknown, false),
                        true,
                    ),
                ],
            }
        })
        .collect()
}
