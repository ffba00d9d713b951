//! The respondent's form and the pages around it: small, without fonts, sessions or cookies.
//!
//! Names and values are short and of equal length: the form stays under 15 kB, and the size of
//! what a browser sends does not tell which answers were chosen.

use std::collections::BTreeMap;

use app::survey::{Answers, Sheet};
use askama::Template;
use content::{Kind, Question};
use domain::Locale;
use domain::survey::{Anonymity, Level, Survey};
use i18n::Texts;

use super::link;
use crate::extract::Fields;
use crate::kit::asset;

/// The respondent's form.
#[derive(Template)]
#[template(path = "survey/answer.html")]
pub(super) struct AnswerPage {
    pub(super) frame: Frame,
    pub(super) title: String,
    pub(super) intro: String,
    pub(super) closes: String,
    pub(super) privacy: String,
    /// How many are invited, and when the list of them is erased; empty for an open survey.
    pub(super) invited: String,
    /// What to do before the answers can be taken; empty on the first showing.
    pub(super) problem: String,
    pub(super) is_preview: bool,
    /// Whether answers can be handed in at all.
    pub(super) can_send: bool,
    pub(super) is_split: bool,
    /// What was typed, or the hidden code of an open form.
    pub(super) code: String,
    pub(super) version: u32,
    pub(super) draft: String,
    /// Where it is handed in.
    pub(super) action: String,
    pub(super) background: Vec<Item>,
    pub(super) sections: Vec<Part>,
    pub(super) texts: Vec<Item>,
}

/// After a ballot was taken.
#[derive(Template)]
#[template(path = "survey/thanks.html")]
pub(super) struct ThanksPage {
    pub(super) frame: Frame,
    pub(super) thanks: String,
    pub(super) is_split: bool,
    pub(super) draft: String,
    /// Each question with its answer, in words.
    pub(super) answers: Vec<[String; 2]>,
    /// Each question with the text, which is kept apart.
    pub(super) texts: Vec<[String; 2]>,
}

/// Each question that was answered, with what is kept of it in words.
pub(super) fn kept(
    sheet: &Sheet,
    locale: Locale,
    stored: &BTreeMap<String, String>,
) -> Vec<[String; 2]> {
    let said = |question: &Question, code: &str| match &question.kind {
        Kind::Scale { .. } => {
            let level = Level::from_code(code);
            level.map(|level| content::answer(level).text(locale).to_owned())
        }
        Kind::Background { options } => {
            let option = options.iter().find(|one| one.id == code);
            option.map(|one| one.text.text(locale).to_owned())
        }
        Kind::Text => Some(code.to_owned()),
    };
    let both = |question: &'static Question| {
        let code = stored.get(&question.id)?;
        let said = said(question, code).unwrap_or_else(|| code.clone());
        Some([question.text.text(locale).to_owned(), said])
    };
    sheet.questions().filter_map(both).collect()
}

/// When there is no form to show.
#[derive(Template)]
#[template(path = "survey/message.html")]
pub(super) struct MessagePage {
    pub(super) frame: Frame,
    pub(super) title: String,
    pub(super) text: String,
    /// What was typed, so that it is not lost.
    pub(super) kept: Vec<String>,
}

/// What every page of a respondent has.
pub(super) struct Frame {
    pub(super) t: Texts,
    pub(super) nonce: String,
    pub(super) owner: String,
    pub(super) css: &'static str,
    pub(super) languages: Vec<(Locale, bool)>,
}

/// The questions of one theme.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) items: Vec<Item>,
}

/// One question.
pub(super) struct Item {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) text: String,
    pub(super) help: String,
    pub(super) options: Vec<Choice>,
    pub(super) kept: String,
}

/// One answer to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

impl Frame {
    pub(super) fn new(locale: Locale, nonce: &str, owner: &str) -> Self {
        Self {
            t: Texts::new(locale),
            nonce: nonce.to_owned(),
            owner: owner.to_owned(),
            css: asset::SURVEY_CSS,
            languages: Locale::ALL
                .into_iter()
                .map(|one| (one, one == locale))
                .collect(),
        }
    }
}

/// The symbols of the scale in a form: one letter each.
const SCALE: [(Level, &str); 4] = [
    (Level::Yes, "y"),
    (Level::Partly, "p"),
    (Level::No, "n"),
    (Level::Unknown, "u"),
];

/// Each question with its field's name: `b1` background, `q1` scale, `t1` text.
pub(super) fn names(sheet: &Sheet) -> Vec<(String, &'static Question)> {
    let mut counts: BTreeMap<char, u32> = BTreeMap::new();
    sheet
        .questions()
        .map(|question| {
            let letter = match &question.kind {
                Kind::Background { .. } => 'b',
                Kind::Scale { .. } => 'q',
                Kind::Text => 't',
            };
            let count = counts.entry(letter).or_default();
            *count += 1;
            (format!("{letter}{count}"), question)
        })
        .collect()
}

/// The answers in a posted form.
pub(super) fn read(sheet: &Sheet, fields: &Fields) -> Answers {
    let mut answers = Answers {
        credential: fields.text("code").to_owned(),
        ..Answers::default()
    };
    for (name, question) in names(sheet) {
        let said = fields.text(&name);
        let id = question.id.clone();
        match &question.kind {
            Kind::Scale { .. } => {
                if let Some((level, _)) = SCALE.iter().find(|(_, symbol)| *symbol == said) {
                    answers.chosen.insert(id, level.code().to_owned());
                }
            }
            Kind::Background { options } => {
                let at = said.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
                if let Some(option) = at.and_then(|at| options.get(at)) {
                    answers.chosen.insert(id, option.id.clone());
                }
            }
            Kind::Text => {
                answers.texts.insert(id, said.to_owned());
            }
        }
    }
    answers
}

impl AnswerPage {
    /// The form with what was typed and chosen.
    pub(super) fn new(sheet: &Sheet, frame: Frame, fields: &Fields) -> Self {
        let locale = frame.t.locale();
        let named = names(sheet);
        let items: Vec<Item> = named
            .iter()
            .map(|(name, question)| item(name, question, locale, fields))
            .collect();
        let mut background = Vec::new();
        let mut texts = Vec::new();
        let mut scale = BTreeMap::new();
        for ((_, question), item) in named.iter().zip(items) {
            match &question.kind {
                Kind::Background { .. } => background.push(item),
                Kind::Scale { .. } => {
                    scale.insert(question.id.as_str(), item);
                }
                Kind::Text => texts.push(item),
            }
        }
        let sections = sheet
            .instrument
            .sections
            .iter()
            .map(|section| Part {
                title: content::theme_title(&section.theme, locale).to_owned(),
                items: section
                    .questions
                    .iter()
                    .filter_map(|id| scale.remove(id.as_str()))
                    .collect(),
            })
            .collect();
        let t = frame.t;
        Self {
            title: sheet.survey.title.clone(),
            intro: sheet.instrument.intro.text(locale).to_owned(),
            closes: sheet
                .survey
                .closes_on
                .map(|day| t.with("answering.closes", &[("date", &t.date_long(day))]))
                .unwrap_or_default(),
            privacy: content::privacy(sheet.survey.anonymity)
                .text(locale)
                .to_owned(),
            invited: invited(t, &sheet.survey),
            problem: String::new(),
            is_preview: false,
            can_send: true,
            is_split: sheet.survey.anonymity == Anonymity::Split,
            code: fields.text("code").to_owned(),
            version: sheet.instrument.version,
            draft: sheet.survey.link_code.clone(),
            action: link::ANSWER.to(&sheet.survey.link_code),
            background,
            sections,
            texts,
            frame,
        }
    }
}

/// How many are invited, so that whoever answers can see whether it is the group that it should be,
/// and when the list of them is erased.
fn invited(t: Texts, survey: &Survey) -> String {
    let count = |key, number: i64| t.count(key, number);
    match survey.anonymity {
        Anonymity::Open => String::new(),
        Anonymity::Split => {
            let kept = count("answering.kept-days", survey.keep_days);
            if survey.letters > 0 {
                let invited = count("answering.invited", survey.letters);
                format!("{invited} {kept}")
            } else {
                kept
            }
        }
    }
}

fn item(name: &str, question: &Question, locale: Locale, fields: &Fields) -> Item {
    let kept = fields.text(name).to_owned();
    let choice = |value: String, label: &str| Choice {
        is_chosen: value == kept,
        label: label.to_owned(),
        value,
    };
    let options = match &question.kind {
        Kind::Scale { .. } => SCALE
            .iter()
            .map(|(level, symbol)| {
                choice((*symbol).to_owned(), content::answer(*level).text(locale))
            })
            .collect(),
        Kind::Background { options } => (1_usize..)
            .zip(options)
            .map(|(at, option)| choice(at.to_string(), option.text.text(locale)))
            .collect(),
        Kind::Text => Vec::new(),
    };
    let help = question.help.as_ref();
    Item {
        name: name.to_owned(),
        number: name.trim_start_matches(['b', 'q', 't']).to_owned(),
        text: question.text.text(locale).to_owned(),
        help: help.map_or_else(String::new, |help| help.text(locale).to_owned()),
        options,
        kept,
    }
}
