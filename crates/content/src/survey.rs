//! Reads `content/survey`: the question bank, the instruments, and what respondents are told.

use std::collections::BTreeMap;

use domain::survey::{Anonymity, Level};
use domain::{CriterionId, Localised, ThemeId};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, structure};
use crate::sheets::Sheets;

pub(crate) const QUESTIONS: &str = "survey/questions.toml";
pub(crate) const INSTRUMENTS: &str = "survey/instruments.toml";

/// Whom a wording suits, and of whom an instrument asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Luottamushenkilöt.
    Elected,
    /// Leadership and supervisors.
    Management,
    /// Staff.
    Staff,
}

impl Audience {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Elected, Self::Management, Self::Staff];

    /// The word in files and message keys (`audience.*`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Elected => "elected",
            Self::Management => "management",
            Self::Staff => "staff",
        }
    }
}

/// A question of the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable id; rounds, municipalities and years are compared by it.
    pub id: String,
    /// How it is answered.
    pub kind: Kind,
    /// Whom the wording suits.
    pub audience: Vec<Audience>,
    /// The question.
    pub text: Localised,
    /// A sentence that helps to answer.
    pub help: Option<Localised>,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// On the scale of [`Level`]; "yes" describes the wanted state of the criterion.
    Scale {
        /// The criterion of the framework that it feeds.
        criterion: CriterionId,
    },
    /// With one of a few coarse groups.
    Background {
        /// The groups, in order.
        options: Vec<Choice>,
    },
    /// In free text, if at all.
    Text,
}

/// A choice of a background question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stable id, unique within the question.
    pub id: String,
    /// What respondents read.
    pub text: Localised,
}

/// A ready questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Stable id.
    pub id: String,
    /// Raised when a question is added, removed or moved.
    pub version: u32,
    /// Of whom it asks.
    pub audience: Audience,
    /// The time promised to the respondent.
    pub minutes: u32,
    /// Scale questions by theme, in order.
    pub sections: Vec<Section>,
    /// Ids of background questions, asked first.
    pub background: Vec<String>,
    /// Ids of free-text questions, asked last.
    pub text: Vec<String>,
    /// Name.
    pub title: Localised,
    /// What respondents read before they begin.
    pub intro: Localised,
    /// What respondents read after they have answered.
    pub thanks: Localised,
}

/// The questions of one theme in an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Theme of the framework.
    pub theme: ThemeId,
    /// Ids of scale questions, in order.
    pub questions: Vec<String>,
}

impl Instrument {
    /// The ids of all its questions in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        let scale = self.sections.iter().flat_map(|section| &section.questions);
        self.background
            .iter()
            .chain(scale)
            .chain(&self.text)
            .map(String::as_str)
    }
}

impl Question {
    /// The criterion that it feeds, if it is a scale question.
    pub fn criterion(&self) -> Option<&CriterionId> {
        match &self.kind {
            Kind::Scale { criterion } => Some(criterion),
            Kind::Background { options: _ } | Kind::Text => None,
        }
    }
}

/// The whole survey pack.
#[derive(Debug, Clone, Default)]
pub struct SurveyPack {
    /// The question bank, in its order.
    pub questions: Vec<Question>,
    /// The instruments, in order.
    pub instruments: Vec<Instrument>,
    scale: BTreeMap<&'static str, Localised>,
    privacy: BTreeMap<&'static str, Localised>,
}

/// Stands in for a text that a pack lacks.
static MISSING: Localised = Localised {
    fi: String::new(),
    sv: String::new(),
    en: String::new(),
};

impl SurveyPack {
    /// What respondents read for an answer of the scale.
    pub fn answer(&self, level: Level) -> &Localised {
        self.scale.get(level.code()).unwrap_or(&MISSING)
    }

    /// What respondents read of how their answers are kept.
    pub fn privacy(&self, anonymity: Anonymity) -> &Localised {
        self.privacy.get(anonymity.code()).unwrap_or(&MISSING)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bank {
    #[serde(rename = "version")]
    _version: u32,
    question: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    id: String,
    kind: KindWord,
    criterion: Option<String>,
    options: Option<Vec<String>>,
    audience: Vec<Audience>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindWord {
    Scale,
    Background,
    Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruments {
    instrument: Vec<InstrumentEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentEntry {
    id: String,
    version: u32,
    audience: Audience,
    minutes: u32,
    sections: Vec<Section>,
    background: Vec<String>,
    text: Vec<String>,
}

/// Reads the pack; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> SurveyPack {
    let bank = structure::<Bank>(files, QUESTIONS, problems).map(|file| file.question);
    let list = structure::<Instruments>(files, INSTRUMENTS, problems).map(|file| file.instrument);
    let (Some(bank), Some(list)) = (bank, list) else {
        return SurveyPack::default();
    };
    check_ids(
        QUESTIONS,
        files.text(QUESTIONS),
        &ids(&bank, |it| &it.id),
        problems,
    );
    check_ids(
        INSTRUMENTS,
        files.text(INSTRUMENTS),
        &ids(&list, |it| &it.id),
        problems,
    );
    let mut sheets = Sheets::open(files, "survey");
    let mut words = |table: &str, codes: Vec<&'static str>| {
        codes
            .into_iter()
            .map(|code| (code, sheets.text(&[table, code])))
            .collect()
    };
    let scale = words(
        "scale",
        Level::ALL.iter().map(|level| level.code()).collect(),
    );
    let privacy = words(
        "privacy",
        Anonymity::ALL.iter().map(|level| level.code()).collect(),
    );
    let mut questions = Vec::new();
    for entry in bank {
        let id = entry.id.clone();
        match question(entry, &mut sheets) {
            Some(question) => questions.push(question),
            None => problems.push(Problem::new(
                QUESTIONS,
                format!("question `{id}` has not the fields of its kind"),
                "scale: criterion; background: options; text: neither",
            )),
        }
    }
    let instruments = list
        .into_iter()
        .map(|entry| instrument(entry, &mut sheets))
        .collect();
    problems.extend(sheets.close());
    SurveyPack {
        questions,
        instruments,
        scale,
        privacy,
    }
}

fn question(entry: QuestionEntry, sheets: &mut Sheets<'_>) -> Option<Question> {
    let id = entry.id;
    let text = sheets.text(&["question", &id, "text"]);
    let help = sheets.optional(&["question", &id, "help"]);
    let kind = match (entry.kind, entry.criterion, entry.options) {
        (KindWord::Scale, Some(criterion), None) => Kind::Scale {
            criterion: criterion.into(),
        },
        (KindWord::Background, None, Some(options)) => {
            let choice = |option: String| Choice {
                text: sheets.text(&["question", &id, "options", &option]),
                id: option,
            };
            Kind::Background {
                options: options.into_iter().map(choice).collect(),
            }
        }
        (KindWord::Text, None, None) => Kind::Text,
        _ => return None,
    };
    Some(Question {
        id,
        kind,
        audience: entry.audience,
        text,
        help,
    })
}

fn instrument(entry: InstrumentEntry, sheets: &mut Sheets<'_>) -> Instrument {
    let mut text = |field: &str| sheets.text(&["instrument", &entry.id, field]);
    Instrument {
        title: text("title"),
        intro: text("intro"),
        thanks: text("thanks"),
        id: entry.id,
        version: entry.version,
        audience: entry.audience,
        minutes: entry.minutes,
        sections: entry.sections,
        background: entry.background,
        text: entry.text,
    }
}
