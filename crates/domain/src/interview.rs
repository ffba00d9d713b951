//! Interviews: notes, speaker turns and coded passages.

use crate::assessment::Place;
use crate::survey::Level;
use crate::words::words;
use crate::{InterviewId, PassageId, RoundId};

words! {
    /// The life of an interview.
    InterviewState {
        /// Agreed, not yet held.
        Planned = "planned",
        /// Notes are being written or coded.
        Open = "open",
        /// Coded; counted as done.
        Done = "done",
    }
}

words! {
    /// Whether one person or several were heard at once.
    InterviewKind {
        /// One person.
        Individual = "individual",
        /// Several persons together (ryhmähaastattelu).
        Group = "group",
    }
}

/// An interview with its notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    /// Id.
    pub id: InterviewId,
    /// The round it feeds.
    pub round: RoundId,
    /// Which shipped guide.
    pub guide: String,
    /// One person or several.
    pub kind: InterviewKind,
    /// Name of the interview; never a person's name.
    pub title: String,
    /// Day it was or will be held.
    pub held_on: Option<jiff::civil::Date>,
    /// How many people were heard.
    pub people: i64,
    /// Where in its life it is.
    pub state: InterviewState,
    /// Notes or transcript, LF line ends.
    pub notes: String,
    /// Revision for optimistic locking.
    pub revision: i64,
}

/// One speaker's turn in the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Number from 0.
    pub number: usize,
    /// The mark of the speaker (`J1`, `Haastattelija`); empty when none was written.
    pub speaker: String,
    /// What was said, without the mark.
    pub text: String,
}

/// The most characters of a speaker mark: longer text before a colon is speech.
const MARK_MOST: usize = 24;

/// Reads speaker turns: a line that begins with a short mark and a colon begins a turn; lines
/// without a mark continue it; an empty line ends a turn that has no speaker.
pub fn turns(notes: &str) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut continues = false;
    for line in notes.lines() {
        let line = line.trim();
        if line.is_empty() {
            continues = continues && turns.last().is_some_and(|turn| !turn.speaker.is_empty());
            continue;
        }
        match (split_mark(line), turns.last_mut()) {
            (None, Some(turn)) if continues => {
                turn.text.push('\n');
                turn.text.push_str(line);
            }
            (mark, _) => {
                let (speaker, text) = mark.unwrap_or(("", line));
                let number = turns.len();
                turns.push(Turn {
                    number,
                    speaker: speaker.to_owned(),
                    text: text.to_owned(),
                });
            }
        }
        continues = true;
    }
    turns
}

/// Splits `J1: text` into mark and text. Times (`12:30`) and addresses (`https://`) are not marks.
fn split_mark(line: &str) -> Option<(&str, &str)> {
    let (mark, text) = line.split_once(':')?;
    let spaced = text.is_empty() || text.starts_with(char::is_whitespace);
    let fits = (1..=MARK_MOST).contains(&mark.chars().count());
    let words = mark.split_whitespace().count() <= 3;
    let begins = mark.chars().next().is_some_and(char::is_alphabetic);
    let plain = mark
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '(' | ')'));
    (spaced && fits && words && begins && plain).then(|| (mark.trim(), text.trim()))
}

/// A passage coded to a theme, with how it speaks of the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Id.
    pub id: PassageId,
    /// The interview.
    pub interview: InterviewId,
    /// The turn it stands in.
    pub turn: i64,
    /// The speaker's mark as it was when coded.
    pub speaker: String,
    /// The passage's words as they were when coded, so that later edits of the notes lose nothing.
    pub excerpt: String,
    /// What it speaks of.
    pub place: Place,
    /// What the speaker says of the state of the matter.
    pub level: Level,
    /// The quote as it may be printed: edited so that nobody can be recognised.
    pub quote: String,
    /// Whether the quote may be published.
    pub is_quotable: bool,
    /// Revision for optimistic locking.
    pub revision: i64,
}

/// A quote that has passed its disclosure check: the interviewer has edited it so that nobody can be
/// recognised, and marked it as one that may be published. Made by [`Passage::published_quote`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedQuote<'a>(&'a str);

impl<'a> PublishedQuote<'a> {
    /// The words.
    pub const fn text(self) -> &'a str {
        self.0
    }
}

impl Passage {
    /// The quote, when it may be published.
    pub fn published_quote(&self) -> Option<PublishedQuote<'_>> {
        (self.is_quotable && !self.quote.is_empty()).then_some(PublishedQuote(&self.quote))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_begin_turns_and_plain_lines_continue_them() {
        let read = turns("H: Miten menee?\nJ1: Hyvin.\nPaitsi yöllä.\n\nkatko kesti 12:30 asti\n");
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].speaker, "J1");
        assert_eq!(
            read[1].text,
            "Hyvin.\nPaitsi yöllä.\nkatko kesti 12:30 asti"
        );
    }

    #[test]
    fn paragraphs_without_marks_are_turns_of_their_own() {
        let read = turns("Ensimmäinen kappale\njatkuu.\n\nToinen kappale.");
        assert_eq!(read.len(), 2);
        assert!(read.iter().all(|turn| turn.speaker.is_empty()));
    }

    #[test]
    fn times_and_addresses_are_not_speakers() {
        assert_eq!(split_mark("12:30 alkoi"), None);
        assert_eq!(split_mark("https://example.fi"), None);
        assert_eq!(split_mark("Johtaja 1: niin"), Some(("Johtaja 1", "niin")));
    }

    #[test]
    fn only_a_quote_that_passed_its_check_is_published() {
        let passage = |quote: &str, is_quotable| Passage {
            id: PassageId(uuid::Uuid::nil()),
            interview: InterviewId(uuid::Uuid::nil()),
            turn: 0,
            speaker: String::new(),
            excerpt: "canary".to_owned(),
            place: Place {
                theme: "recovery".into(),
                criterion: None,
            },
            level: Level::Yes,
            quote: quote.to_owned(),
            is_quotable,
            revision: 1,
        };
        assert_eq!(passage("Sovittu.", false).published_quote(), None);
        assert_eq!(passage("", true).published_quote(), None);
        let passed = passage("Sovittu.", true);
        let quote = passed.published_quote().expect("a checked quote");
        let open = crate::Cleared::<crate::publicity::Public>::quote(quote);
        assert_eq!(open.as_str(), "Sovittu.");
    }
}
