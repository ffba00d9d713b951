//! Disagreement between two sources as one sentence that a leader can read.

use domain::CriterionId;
use domain::assessment::{Disagreement, Range, SourceView};
use domain::framework::{Criterion, Source};
use domain::interview::{Interview, Passage};
use i18n::Texts;

/// Who speaks in a source, as the sentence names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// Whoever answered the survey.
    Survey,
    /// Elected officials answered the survey, nobody else.
    Elected,
    /// Whoever was interviewed.
    Interview,
    /// Municipal leadership was interviewed, nobody else.
    Leaders,
    /// The documents.
    Document,
}

impl Speaker {
    /// The word in message keys.
    const fn code(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Elected => "elected",
            Self::Interview => "interview",
            Self::Leaders => "leaders",
            Self::Document => "document",
        }
    }
}

/// Who speaks in each source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voices {
    /// In the survey.
    pub survey: Speaker,
    /// In the interviews.
    pub interview: Speaker,
}

impl Default for Voices {
    fn default() -> Self {
        Self {
            survey: Speaker::Survey,
            interview: Speaker::Interview,
        }
    }
}

/// The guide with which municipal leadership is interviewed.
const LEADERS_GUIDE: &str = "management";

/// The instruments whose answers come from elected officials only.
fn asks_elected(instrument: &str) -> bool {
    content::instrument(instrument).is_some_and(|one| one.audience == content::Audience::Elected)
}

impl Voices {
    /// Who speaks of a criterion: leadership, when only its interviews have passages on it; elected
    /// officials, when only they were asked.
    pub fn of(
        criterion: &CriterionId,
        passages: &[Passage],
        interviews: &[Interview],
        instruments: &[&str],
    ) -> Self {
        let mut heard = passages
            .iter()
            .filter(|passage| passage.place.is_in(criterion))
            .filter_map(|passage| interviews.iter().find(|one| one.id == passage.interview))
            .peekable();
        let is_leaders =
            heard.peek().is_some() && heard.all(|interview| interview.guide == LEADERS_GUIDE);
        let is_elected = !instruments.is_empty()
            && instruments
                .iter()
                .all(|instrument| asks_elected(instrument));
        Self {
            survey: if is_elected {
                Speaker::Elected
            } else {
                Speaker::Survey
            },
            interview: if is_leaders {
                Speaker::Leaders
            } else {
                Speaker::Interview
            },
        }
    }

    const fn of_source(self, source: Source) -> Speaker {
        match source {
            Source::Survey => self.survey,
            Source::Interview => self.interview,
            Source::Document => Speaker::Document,
        }
    }
}

/// From this share on, a source is said to see the matter in order. Partly in order reaches down
/// to a quarter, so two sources 0.4 apart never both get the word "partly".
const IN_ORDER: f64 = 0.65;

/// Below this share, a source is said to see the matter not in order.
const NOT_IN_ORDER: f64 = 0.25;

/// The disagreement in one sentence: what the better-seeing source says, and what the other does.
///
/// Made of shipped content and counts alone, so it is public whatever the municipality has written.
/// For frameworks without sentences of their own the criterion's title stands in their place.
pub fn sentence(t: Texts, criterion: &Criterion, found: &Disagreement, voices: Voices) -> String {
    let locale = t.locale();
    let own = criterion.leadership.as_ref();
    let title = criterion.title.text(locale);
    let claim = own
        .map(|text| text.claim.text(locale))
        .filter(|claim| !claim.is_empty())
        .map_or_else(
            || t.with("assessment.say.claim", &[("title", &title)]),
            str::to_owned,
        );
    let trace = own
        .map(|text| text.trace.text(locale))
        .filter(|trace| !trace.is_empty())
        .unwrap_or_else(|| t.say("assessment.say.trace"));
    let share = found.low.unknown_share.unwrap_or(Range::exact(0.0));
    let share = t.percents([share.low(), share.high()]);
    let high = format!(
        "assessment.say.{}.{}",
        voices.of_source(found.higher).code(),
        high_word(&found.high)
    );
    let low = format!(
        "assessment.say.{}.{}",
        voices.of_source(found.lower).code(),
        low_word(&found.high, &found.low)
    );
    format!(
        "{}; {}.",
        t.with(&high, &[("claim", &claim)]),
        t.with(&low, &[("trace", &trace), ("share", &share)])
    )
}

/// Where only bounds of a level are known and no word holds for all of it, a word is taken that does.
fn high_word(high: &SourceView) -> &'static str {
    match high.level {
        Some(level) if level.low() >= IN_ORDER => "high-yes",
        Some(level) if level.high() >= IN_ORDER => "high-some",
        _ => "high-partly",
    }
}

/// Not knowing is said when it is what the two differ most in.
fn low_word(high: &SourceView, low: &SourceView) -> &'static str {
    let unknown = low.unknown_share.map_or(0.0, Range::low);
    let below = match (high.level, low.level) {
        (Some(high), Some(low)) => high.high() - low.low(),
        _ => 0.0,
    };
    match low.level {
        Some(_) if unknown >= 0.5 && unknown > below => "low-unknown",
        Some(level) if level.high() < NOT_IN_ORDER => "low-no",
        Some(level) if level.high() < IN_ORDER && level.low() >= NOT_IN_ORDER => "low-partly",
        Some(level) if level.value().is_none() => "low-some",
        None | Some(_) => "low-unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::assessment::view_of;
    use domain::survey::Distribution;
    use domain::{Locale, Localised};

    fn criterion() -> Criterion {
        content::framework()
            .criteria()
            .find(|(_, one)| one.id == "recovery-restore-test")
            .map(|(_, one)| one.clone())
            .expect("a shipped criterion")
    }

    fn view(yes: i64, no: i64, unknown: i64) -> SourceView {
        view_of(
            Distribution {
                yes,
                partly: 0,
                no,
                unknown,
            },
            1,
        )
    }

    fn found(higher: Source, lower: Source, low: SourceView) -> Disagreement {
        Disagreement {
            criterion: "recovery-restore-test".into(),
            higher,
            lower,
            high: view(5, 0, 0),
            low,
            distance: 1.0,
        }
    }

    const LEADERS: Voices = Voices {
        survey: Speaker::Survey,
        interview: Speaker::Leaders,
    };

    #[test]
    fn leaders_think_it_is_tested_and_no_record_is_found() {
        let found = found(Source::Interview, Source::Document, view(0, 1, 0));
        let said =
            Locale::ALL.map(|locale| sentence(Texts::new(locale), &criterion(), &found, LEADERS));
        assert_eq!(
            said,
            [
                "Johto arvioi, että palautus varmuuskopioista on testattu; asiakirjoista ei löydy pöytäkirjaa palautustestistä.",
                "Ledningen bedömer att återläsningen av säkerhetskopior har testats; dokumenten saknar protokoll över återläsningstest.",
                "Leaders believe that restoring from backups has been tested; the documents contain no record of a restore test.",
            ]
        );
    }

    #[test]
    fn not_knowing_is_told_with_its_share() {
        let found = found(Source::Interview, Source::Survey, view(15, 4, 31));
        let said = sentence(
            Texts::new(Locale::Fi),
            &criterion(),
            &found,
            Voices::default(),
        );
        assert_eq!(
            said,
            "Haastatellut arvioivat, että palautus varmuuskopioista on testattu; 62\u{a0}% kyselyyn vastanneista ei osaa sanoa."
        );
    }

    #[test]
    fn a_framework_without_sentences_speaks_by_its_titles() {
        let plain = Criterion {
            leadership: None,
            title: Localised::same("AC-2 Account management"),
            ..criterion()
        };
        let found = found(Source::Survey, Source::Document, view(0, 1, 0));
        let said = sentence(Texts::new(Locale::Fi), &plain, &found, Voices::default());
        assert_eq!(
            said,
            "Kyselyyn vastanneet arvioivat, että kohta ”AC-2 Account management” on kunnossa; asiakirjoista ei löydy näyttöä siitä."
        );
    }

    #[test]
    fn every_pair_in_every_language_is_a_whole_sentence() {
        let lows = [view(0, 4, 0), view(2, 2, 0), view(0, 0, 6), view(3, 0, 9)];
        let speakers = [
            Voices::default(),
            Voices {
                survey: Speaker::Elected,
                interview: Speaker::Leaders,
            },
        ];
        let cases = Locale::ALL.iter().flat_map(|locale| {
            lows.iter()
                .flat_map(move |low| speakers.map(|voices| (*locale, low, voices)))
        });
        for (locale, low, voices) in cases {
            for (higher, lower) in pairs() {
                let t = Texts::new(locale);
                let said = sentence(t, &criterion(), &found(higher, lower, *low), voices);
                assert!(!said.contains(['⟦', '{']), "{said}");
                assert!(said.ends_with('.') && said.contains("; "), "{said}");
            }
        }
    }

    fn pairs() -> impl Iterator<Item = (Source, Source)> {
        Source::ALL
            .iter()
            .flat_map(|a| Source::ALL.iter().map(move |b| (*a, *b)))
            .filter(|(a, b)| a != b)
    }
}
