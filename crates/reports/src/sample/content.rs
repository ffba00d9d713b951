//! The shipped framework's texts, so that samples read like real reports.

use domain::Locale;
use toml::{Table, Value};

/// The framework and the survey questions in one language.
pub(crate) struct Content {
    structure: Table,
    questions: Table,
    words: Table,
    asked: Table,
}

const STRUCTURE: &str = include_str!("../../../../content/framework/framework.toml");
const QUESTIONS: &str = include_str!("../../../../content/survey/questions.toml");

/// One criterion, with the texts of one language.
pub(crate) struct Criterion<'a> {
    pub(crate) id: &'a str,
    texts: Option<&'a Table>,
    pub(crate) references: Vec<String>,
}

impl Criterion<'_> {
    /// A text of the criterion, empty when missing.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.texts
            .and_then(|texts| texts.get(key))
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

impl Content {
    /// Reads the content of a language.
    pub(crate) fn of(locale: Locale) -> Self {
        let (words, asked) = match locale {
            Locale::Fi => (
                include_str!("../../../../content/framework/fi.toml"),
                include_str!("../../../../content/survey/fi.toml"),
            ),
            Locale::Sv => (
                include_str!("../../../../content/framework/sv.toml"),
                include_str!("../../../../content/survey/sv.toml"),
            ),
            Locale::En => (
                include_str!("../../../../content/framework/en.toml"),
                include_str!("../../../../content/survey/en.toml"),
            ),
        };
        let read = |text: &str| text.parse::<Table>().unwrap_or_default();
        Self {
            structure: read(STRUCTURE),
            questions: read(QUESTIONS),
            words: read(words),
            asked: read(asked),
        }
    }

    /// Ids of the themes in order.
    pub(crate) fn themes(&self) -> Vec<&str> {
        rows(&self.structure, "theme")
            .filter_map(|row| word(row, "id"))
            .collect()
    }

    /// A text of a theme.
    pub(crate) fn theme_text(&self, theme: &str, key: &str) -> &str {
        entry(&self.words, "theme", theme)
            .and_then(|texts| word(texts, key))
            .unwrap_or_default()
    }

    /// Criteria of a theme in order.
    pub(crate) fn criteria(&self, theme: &str) -> Vec<Criterion<'_>> {
        rows(&self.structure, "criterion")
            .filter(|row| word(row, "theme") == Some(theme))
            .filter_map(|row| {
                let id = word(row, "id")?;
                let texts = entry(&self.words, "criterion", id);
                Some(Criterion {
                    id,
                    texts,
                    references: references(row),
                })
            })
            .collect()
    }

    /// The texts of survey questions that feed a criterion.
    pub(crate) fn questions(&self, criterion: &str) -> Vec<&str> {
        rows(&self.questions, "question")
            .filter(|row| word(row, "criterion") == Some(criterion))
            .filter_map(|row| word(entry(&self.asked, "question", word(row, "id")?)?, "text"))
            .collect()
    }
}

fn rows<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    table
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
}

fn entry<'a>(table: &'a Table, section: &str, id: &str) -> Option<&'a Table> {
    table.get(section)?.as_table()?.get(id)?.as_table()
}

fn word<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

fn references(row: &Table) -> Vec<String> {
    let name = |framework: &str| match framework {
        "tihl" => "Tiedonhallintalaki".to_owned(),
        "kuntalaki" => "Kuntalaki".to_owned(),
        "digipalvelulaki" => "Digipalvelulaki".to_owned(),
        "nist-csf-2.0" => "NIST CSF 2.0".to_owned(),
        other => other.to_owned(),
    };
    rows(row, "references")
        .filter_map(|one| {
            Some(format!(
                "{} {}",
                name(word(one, "framework")?),
                word(one, "id")?
            ))
        })
        .collect()
}
