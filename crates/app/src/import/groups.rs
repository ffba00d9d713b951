//! The account in people's words: remarks of one kind are told together, with their places.

use exchange::Severity;
use i18n::Texts;

use super::account::{Account, Left};

/// How many places stand beside a sentence before the rest are only counted.
const SHOWN: usize = 3;
/// Most characters of a value beside a sentence.
const SHOWN_CHARS: usize = 60;

/// Remarks of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they say, in one sentence without its end.
    pub says: String,
    /// What each of them is about, in the order of the file.
    pub spots: Vec<Spot>,
}

/// What a remark is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// Where it stands, as a spreadsheet says it: `C14`.
    pub place: String,
    /// The value, header or question in question.
    pub value: String,
    /// What else helps to find or understand it.
    pub note: String,
}

impl Group {
    /// The sentence with the first few of what it is about, and how many more there are.
    pub fn short(&self, t: Texts) -> String {
        let shown: Vec<String> = self.spots.iter().map(Spot::text).collect();
        let shown: Vec<&str> = shown
            .iter()
            .filter(|text| !text.is_empty())
            .take(SHOWN)
            .map(String::as_str)
            .collect();
        let says = self.says.trim_end_matches('.');
        if shown.is_empty() {
            return format!("{says}.");
        }
        let more = self.spots.len().saturating_sub(SHOWN);
        let more = if more == 0 {
            String::new()
        } else {
            let count = i64::try_from(more).unwrap_or(i64::MAX);
            format!(" {}", t.count("import.more", count))
        };
        format!("{says}: {}{more}.", shown.join(", "))
    }

    /// Whether the short form leaves something out.
    pub fn has_more(&self) -> bool {
        self.spots.len() > SHOWN
            || self
                .spots
                .iter()
                .any(|spot| spot.value.chars().count() > SHOWN_CHARS)
    }
}

impl Spot {
    /// The place and the value, shortened.
    fn text(&self) -> String {
        let value = if self.value.is_empty() {
            String::new()
        } else {
            format!("”{}”", shortened(&self.value))
        };
        let parts = [self.place.as_str(), value.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn of(t: Texts, left: &Left) -> Self {
        let question = left.args.iter().find(|(name, _)| *name == "question");
        let header = left
            .column
            .as_ref()
            .map_or("", |(_, header)| header.as_str());
        let (value, note) = match left.code() {
            "question-missing" => (question.map_or("", |(_, text)| text.as_str()), ""),
            _ if left.value.is_empty() || left.value == header => (header, ""),
            _ => (left.value.as_str(), header),
        };
        // The id of a respondent is not shown, nor the header above it.
        let value = if left.code() == "respondent-twice" {
            ""
        } else {
            value
        };
        Self {
            place: place(t, left),
            value: value.to_owned(),
            note: if left.code() == "column-dropped" {
                left.word(t, "reason")
            } else {
                note.to_owned()
            },
        }
    }
}

/// Where a remark stands, as a spreadsheet says it.
fn place(t: Texts, left: &Left) -> String {
    // The sentence names the rows itself.
    if left.args.iter().any(|(name, _)| *name == "rows") {
        return String::new();
    }
    let letter = left
        .column
        .as_ref()
        .map_or("", |(letter, _)| letter.as_str());
    let place = match (letter, left.row) {
        ("", None) => String::new(),
        ("", Some(row)) => t.with("import.place.row", &[("row", &row)]),
        (letter, None) => t.with("import.place.column", &[("column", &letter)]),
        (letter, Some(row)) => format!("{letter}{row}"),
    };
    match &left.sheet {
        Some(sheet) if !place.is_empty() => format!("{sheet}: {place}"),
        Some(sheet) => sheet.clone(),
        None => place,
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN_CHARS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN_CHARS - 1).collect();
    let words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}

impl Left {
    /// The last part of the key: what kind of remark it is.
    fn code(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or_default()
    }

    /// The code of the remarks that it is told with, where they have a text of their own.
    fn group(&self) -> &str {
        const PERSONAL: [&str; 6] = [
            "respondent",
            "person",
            "time",
            "network",
            "token",
            "language",
        ];
        let reason = self.args.iter().find(|(name, _)| *name == "reason");
        match reason {
            Some((_, reason)) if PERSONAL.contains(&reason.as_str()) => "column-personal",
            _ => self.code(),
        }
    }
}

impl Account {
    /// The remarks of a severity, told together by kind, in the order of the file.
    pub fn groups(&self, t: Texts, severity: Severity) -> Vec<Group> {
        let mut groups: Vec<(String, bool, Group)> = Vec::new();
        for left in self.left.iter().filter(|one| one.severity == severity) {
            let counted = format!("import.group.{}", left.group());
            let is_counted = t.has(&counted);
            let key = if is_counted {
                counted
            } else {
                left.sentence(t)
            };
            let spot = Spot::of(t, left);
            if let Some((_, _, group)) = groups.iter_mut().find(|(known, _, _)| *known == key) {
                group.spots.push(spot);
            } else {
                let (says, spots) = (String::new(), vec![spot]);
                groups.push((key, is_counted, Group { says, spots }));
            }
        }
        let told = groups.into_iter().map(|(key, is_counted, group)| {
            let count = i64::try_from(group.spots.len()).unwrap_or(i64::MAX);
            let says = if is_counted {
                t.count(&key, count)
            } else {
                key
            };
            Group { says, ..group }
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    fn left(code: &str, place: (Option<usize>, &str, &str), value: &str) -> Left {
        Left {
            severity: Severity::Note,
            sheet: None,
            row: place.0,
            column: (!place.1.is_empty()).then(|| (place.1.to_owned(), place.2.to_owned())),
            value: value.to_owned(),
            key: format!("import.problem.{code}"),
            args: Vec::new(),
        }
    }

    fn told(left: Vec<Left>) -> Vec<String> {
        let t = Texts::new(Locale::En);
        let account = Account {
            left,
            ..Account::default()
        };
        let groups = account.groups(t, Severity::Note);
        groups.iter().map(|group| group.short(t)).collect()
    }

    #[test]
    fn remarks_of_a_kind_are_one_sentence_with_a_few_places() {
        let cells = (14..19).map(|row| left("off-scale", (Some(row), "C", "Q"), "7"));
        let said = told(cells.collect());
        assert_eq!(said.len(), 1);
        assert!(
            said[0].ends_with(": C14 ”7”, C15 ”7”, C16 ”7” and 2 more."),
            "{said:?}"
        );
    }

    #[test]
    fn questions_without_a_column_are_named_by_their_words() {
        let missing = ["Is it tried?", "Who leads?"].map(|question| Left {
            args: vec![("question", question.to_owned())],
            ..left("question-missing", (None, "", ""), "")
        });
        let said = told(missing.to_vec());
        assert_eq!(
            said,
            ["2 questions have no column: ”Is it tried?”, ”Who leads?”."]
        );
    }

    #[test]
    fn what_has_no_text_of_its_own_is_told_by_its_sentence() {
        let said = told(vec![
            left("garbled", (Some(3), "", ""), "kyllÃ¤"),
            left("garbled", (Some(9), "", ""), "Ã¶"),
        ]);
        assert_eq!(said.len(), 1);
        assert!(said[0].ends_with("row 3 ”kyllÃ¤”, row 9 ”Ã¶”."), "{said:?}");
    }
}
