//! Rules between the packs: every id resolves, and every criterion can be fed.

use std::collections::{BTreeMap, BTreeSet};

use domain::CriterionId;
use domain::framework::{Criterion, Source};

use crate::survey::{INSTRUMENTS, QUESTIONS};
use crate::{Instrument, Kind, Library, Problem, Question, document, interview};

/// The framework's file, named in problems of what nothing feeds.
const FRAMEWORK: &str = "framework/framework.toml";

/// The framework by id, for looking things up.
struct Known<'a> {
    themes: BTreeSet<&'a str>,
    criteria: BTreeMap<&'a str, (&'a str, &'a Criterion)>,
    questions: BTreeMap<&'a str, &'a Question>,
}

/// Every problem between the packs.
pub(crate) fn between(library: &Library) -> Vec<Problem> {
    let criteria = library.framework.criteria();
    let known = Known {
        themes: library
            .framework
            .themes
            .iter()
            .map(|theme| theme.id.as_str())
            .collect(),
        criteria: criteria
            .map(|(t, c)| (c.id.as_str(), (t.id.as_str(), c)))
            .collect(),
        questions: library
            .survey
            .questions
            .iter()
            .map(|it| (it.id.as_str(), it))
            .collect(),
    };
    let mut found = questions(library, &known);
    found.extend(
        library
            .survey
            .instruments
            .iter()
            .flat_map(|it| instrument(it, &known)),
    );
    found.extend(guides(library, &known));
    found.extend(documents(library, &known));
    found.extend(unfed(library, &known));
    found
}

fn questions(library: &Library, known: &Known<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for question in &library.survey.questions {
        let id = &question.id;
        let mut tell = |message: String| found.push(Problem::new(QUESTIONS, message, ""));
        if question.audience.is_empty() {
            tell(format!("question `{id}` has no audience"));
        }
        match &question.kind {
            Kind::Scale { criterion } => match known.criteria.get(criterion.as_str()) {
                None => tell(format!(
                    "question `{id}` feeds the unknown criterion `{criterion}`"
                )),
                Some((_, fed)) if !fed.is_fed_by(Source::Survey) => {
                    tell(format!(
                        "question `{id}` feeds `{criterion}`, which has no survey source"
                    ));
                }
                Some(_) => {}
            },
            Kind::Background { options } => {
                let ids: BTreeSet<&str> = options.iter().map(|option| option.id.as_str()).collect();
                if options.len() < 2 || ids.len() != options.len() {
                    tell(format!(
                        "question `{id}` needs two options at least, each once"
                    ));
                }
            }
            Kind::Text => {}
        }
    }
    found
}

fn instrument(instrument: &Instrument, known: &Known<'_>) -> Vec<Problem> {
    let name = &instrument.id;
    let mut found = Vec::new();
    let mut tell =
        |message: String, hint: &str| found.push(Problem::new(INSTRUMENTS, message, hint));
    let mut seen = BTreeSet::new();
    for id in instrument.questions() {
        match known.questions.get(id) {
            None => tell(
                format!("instrument `{name}` asks the unknown question `{id}`"),
                QUESTIONS,
            ),
            Some(question) if !question.audience.contains(&instrument.audience) => {
                let audience = instrument.audience.code();
                tell(
                    format!("instrument `{name}` asks `{id}`, which does not suit {audience}"),
                    "",
                );
            }
            Some(_) => {}
        }
        if !seen.insert(id) {
            tell(format!("instrument `{name}` asks `{id}` twice"), "");
        }
    }
    for section in &instrument.sections {
        if !known.themes.contains(section.theme.as_str()) || section.questions.is_empty() {
            let theme = &section.theme;
            tell(
                format!("section `{theme}` of `{name}` has an unknown theme or no questions"),
                "",
            );
        }
        for id in section
            .questions
            .iter()
            .filter(|id| known.theme_of(id) != Some(section.theme.as_str()))
        {
            let theme = &section.theme;
            tell(
                format!("`{id}` of `{name}` is no scale question of the theme `{theme}`"),
                "",
            );
        }
    }
    for (ids, kind) in [
        (&instrument.background, "background"),
        (&instrument.text, "text"),
    ] {
        for id in ids
            .iter()
            .filter(|id| known.kind_of(id).is_some_and(|word| word != kind))
        {
            tell(format!("`{id}` of `{name}` is no {kind} question"), "");
        }
    }
    found
}

impl Known<'_> {
    /// The theme that a scale question belongs to.
    fn theme_of(&self, question: &str) -> Option<&str> {
        let criterion = self.questions.get(question)?.criterion()?;
        self.criteria
            .get(criterion.as_str())
            .map(|(theme, _)| *theme)
    }

    fn kind_of(&self, question: &str) -> Option<&'static str> {
        self.questions
            .get(question)
            .map(|question| match question.kind {
                Kind::Scale { criterion: _ } => "scale",
                Kind::Background { options: _ } => "background",
                Kind::Text => "text",
            })
    }
}

fn guides(library: &Library, known: &Known<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut tell = |message: String| found.push(Problem::new(interview::FILE, message, ""));
    let mut touched: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for guide in &library.guides {
        if !(8..=12).contains(&guide.questions.len()) {
            tell(format!(
                "guide `{}` has {} questions, not 8 to 12",
                guide.id,
                guide.questions.len()
            ));
        }
        for question in &guide.questions {
            let id = &question.id;
            let themes = &question.themes;
            if themes.is_empty() || themes.iter().any(|it| !known.themes.contains(it.as_str())) {
                tell(format!(
                    "question `{id}` has no theme, or one that is unknown"
                ));
            }
            if !(2..=3).contains(&question.probes.len()) {
                tell(format!(
                    "question `{id}` has {} probes, not 2 or 3",
                    question.probes.len()
                ));
            }
            for theme in themes {
                touched.entry(theme.as_str()).or_default().insert(&guide.id);
            }
        }
    }
    for theme in &known.themes {
        if touched.get(theme).map_or(0, BTreeSet::len) < 2 {
            tell(format!(
                "theme `{theme}` is touched by fewer than two guides"
            ));
        }
    }
    found
}

fn documents(library: &Library, known: &Known<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for document in &library.documents {
        let id = &document.id;
        let mut tell = |message: String| found.push(Problem::new(document::FILE, message, ""));
        if !known.themes.contains(document.theme.as_str()) {
            tell(format!(
                "document `{id}` is under the unknown theme `{}`",
                document.theme
            ));
        }
        if document.criteria.is_empty() {
            tell(format!("document `{id}` evidences no criterion"));
        }
        for criterion in &document.criteria {
            match known.criteria.get(criterion.as_str()) {
                None => tell(format!(
                    "document `{id}` evidences the unknown `{criterion}`"
                )),
                Some((_, fed)) if !fed.is_fed_by(Source::Document) => {
                    tell(format!(
                        "document `{id}` evidences `{criterion}`, which has no document source"
                    ));
                }
                Some(_) => {}
            }
        }
        if document.review_months == 0 || document.test_months == Some(0) {
            tell(format!("document `{id}` has a period of 0 months"));
        }
    }
    found
}

/// Criteria that name a source which has nothing for them.
fn unfed(library: &Library, known: &Known<'_>) -> Vec<Problem> {
    let asked: BTreeSet<&str> = library
        .survey
        .questions
        .iter()
        .filter_map(Question::criterion)
        .map(CriterionId::as_str)
        .collect();
    let evidenced: BTreeSet<&str> = library
        .documents
        .iter()
        .flat_map(|document| document.criteria.iter().map(CriterionId::as_str))
        .collect();
    let mut found = Vec::new();
    for (id, (_, criterion)) in &known.criteria {
        let lacks = |source, has: &BTreeSet<&str>| criterion.is_fed_by(source) && !has.contains(id);
        if lacks(Source::Survey, &asked) {
            let message = format!("criterion `{id}` names the survey, but no question feeds it");
            found.push(Problem::new(FRAMEWORK, message, QUESTIONS));
        }
        if lacks(Source::Document, &evidenced) {
            let message = format!("criterion `{id}` names documents, but none evidences it");
            found.push(Problem::new(FRAMEWORK, message, document::FILE));
        }
    }
    found
}
