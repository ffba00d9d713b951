//! A round's header, judgements and summary.

use domain::assessment::Effort;
use domain::{Cleared, Edition, Locale};
use jiff::civil::{Date, date};

use crate::assessment::{Header, Proposal, Summary, ThemeOverview, Worry};
use crate::sample::content::Content;
use crate::sample::words::{self, say};
use crate::{Counts, Judgement};

/// The judgements of the sample, by the running number of the criterion.
const JUDGEMENTS: [Judgement; 9] = [
    Judgement::InOrder,
    Judgement::Partly,
    Judgement::Partly,
    Judgement::NotInOrder,
    Judgement::InOrder,
    Judgement::Unknown,
    Judgement::Partly,
    Judgement::InOrder,
    Judgement::NotInOrder,
];

/// The judgement of a criterion in a municipality.
pub(super) fn judgement(criterion: usize, municipality: usize) -> Judgement {
    JUDGEMENTS
        .get((criterion + 2 * municipality) % JUDGEMENTS.len())
        .copied()
        .unwrap_or(Judgement::Unknown)
}

/// The header of an organisation's output.
pub(super) fn header<E: Edition>(locale: Locale, organisation: String) -> Header<E> {
    Header {
        organisation: words::invented(organisation),
        round: say(locale, words::ROUND),
        date: date(2026, 11, 30),
        prepared_by: say(locale, words::ASSESSOR),
        fictitious: true,
    }
}

/// The ordinary summary.
pub(super) fn summary<E: Edition>(locale: Locale) -> Summary<E> {
    let content = Content::of(locale);
    Summary {
        header: header(locale, words::municipality(locale, 0)),
        situation: words::SITUATION.map(|texts| say(locale, texts)).to_vec(),
        themes: themes(&content, locale),
        worries: worries(&content, locale),
        disagreements: disagreements(&content, locale, 4),
        unknown: words::UNKNOWN.map(|texts| say(locale, texts)).to_vec(),
        proposals: proposals(locale),
        next: words::NEXT.map(|texts| say(locale, texts)).to_vec(),
        withheld: None,
    }
}

/// A summary of a round in which nothing is known yet.
pub(super) fn empty_summary<E: Edition>(locale: Locale) -> Summary<E> {
    Summary {
        situation: Vec::new(),
        themes: Vec::new(),
        worries: Vec::new(),
        disagreements: Vec::new(),
        unknown: Vec::new(),
        proposals: Vec::new(),
        next: Vec::new(),
        ..summary(locale)
    }
}

/// A summary with more and longer of everything than two pages hold.
pub(super) fn crowded_summary<E: Edition>(locale: Locale) -> Summary<E> {
    let mut summary = summary::<E>(locale);
    let longer = |text: &Cleared<E>| words::invented(format!("{text} ").repeat(4));
    let twice = |texts: &mut Vec<Cleared<E>>| {
        *texts = texts.iter().chain(texts.iter()).map(longer).collect();
    };
    twice(&mut summary.situation);
    twice(&mut summary.disagreements);
    twice(&mut summary.unknown);
    twice(&mut summary.next);
    let themes = summary.themes.clone();
    summary.themes.extend(themes.iter().cloned());
    summary.themes.extend(themes);
    for theme in &mut summary.themes {
        theme.sentence = theme.sentence.as_ref().map(longer);
        theme.counts.partly += 30;
    }
    for worry in &mut summary.worries {
        worry.worry = longer(&worry.worry);
    }
    let proposals = summary.proposals.clone();
    summary.proposals.extend(proposals);
    for proposal in &mut summary.proposals {
        proposal.decision = longer(&proposal.decision);
    }
    summary
}

fn themes<E: Edition>(content: &Content, locale: Locale) -> Vec<ThemeOverview<E>> {
    let mut running = 0;
    content
        .themes()
        .into_iter()
        .zip(words::THEME_SENTENCES.iter().cycle())
        .map(|(theme, sentence)| {
            let count = content.criteria(theme).len();
            let judgements = (running..running + count).map(|at| judgement(at, 0));
            running += count;
            ThemeOverview {
                title: words::invented(content.theme_text(theme, "title")),
                counts: Counts::of(judgements),
                sentence: Some(say(locale, *sentence)),
            }
        })
        .collect()
}

fn worries<E: Edition>(content: &Content, locale: Locale) -> Vec<Worry<E>> {
    let themes = ["recovery", "suppliers", "competence"];
    themes
        .into_iter()
        .filter_map(|theme| content.criteria(theme).into_iter().nth(1))
        .zip(words::WORRIES)
        .map(|(criterion, title)| Worry {
            title: say(locale, title),
            worry: words::invented(criterion.text("worry")),
            evidence: Some(disagreement(
                locale,
                criterion.text("claim"),
                criterion.text("trace"),
            )),
        })
        .collect()
}

/// Sentences in which the sources disagree.
pub(super) fn disagreements<E: Edition>(
    content: &Content,
    locale: Locale,
    most: usize,
) -> Vec<Cleared<E>> {
    let themes = content.themes();
    let criteria = themes
        .iter()
        .filter_map(|theme| content.criteria(theme).into_iter().next());
    criteria
        .take(most)
        .map(|criterion| disagreement(locale, criterion.text("claim"), criterion.text("trace")))
        .collect()
}

/// One sentence in which the sources disagree.
pub(super) fn disagreement<E: Edition>(locale: Locale, claim: &str, trace: &str) -> Cleared<E> {
    words::invented(match locale {
        Locale::Fi => format!("Johto arvioi, että {claim}; asiakirjoista ei löydy {trace}."),
        Locale::Sv => format!("Ledningen bedömer att {claim}; i dokumenten saknas {trace}."),
        Locale::En => format!("Leaders believe that {claim}; the documents contain no {trace}."),
    })
}

fn proposals<E: Edition>(locale: Locale) -> Vec<Proposal<E>> {
    let dates: [Date; 4] = [
        date(2027, 1, 31),
        date(2027, 3, 15),
        date(2027, 5, 31),
        date(2026, 12, 15),
    ];
    let efforts = [Effort::Small, Effort::Small, Effort::Medium, Effort::Large];
    words::PROPOSALS
        .into_iter()
        .zip(dates)
        .zip(efforts)
        .map(|(([decision, body, owner], by), effort)| Proposal {
            decision: say(locale, decision),
            body: Some(say(locale, body)),
            owner: Some(say(locale, owner)),
            by: Some(by),
            effort: Some(effort),
        })
        .collect()
}
