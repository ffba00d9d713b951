//! Replacing words that tell who spoke, everywhere in an interview at once.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::interview::{Interview, Passage};
use domain::{InterviewId, RoundId};

use super::coding::forget_removed;
use super::find;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// A word and what is written in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The word as written in the notes.
    pub word: String,
    /// The mark that takes its place.
    pub mark: String,
}

/// Replaces whole words in the notes and in the words of every coding; how many places changed.
///
/// The words replaced are kept nowhere.
///
/// # Errors
/// [`Error::Conflict`] when the notes were changed meanwhile.
pub async fn replace_words(
    cx: &OrgCx,
    round: RoundId,
    id: InterviewId,
    words: &[Replacement],
    revision: i64,
) -> Outcome<usize> {
    cx.require(Permission::InterviewWrite)?;
    let mut org = cx.write().await?;
    let (_, before) = find(&mut org, round, id).await?;
    if before.revision != revision {
        return Err(Error::Conflict);
    }
    let (notes, places) = replaced(&before.notes, words);
    if places > 0 {
        let changed = Interview { notes, ..before };
        org.save_interview(&changed, cx.stamp()).await?;
    }
    for passage in org.passages(id).await? {
        let (speaker, in_speaker) = replaced(&passage.speaker, words);
        let (excerpt, in_excerpt) = replaced(&passage.excerpt, words);
        let (quote, in_quote) = replaced(&passage.quote, words);
        if in_speaker + in_excerpt + in_quote > 0 {
            let changed = Passage {
                speaker,
                excerpt,
                quote,
                ..passage
            };
            org.save_passage_words(&changed, cx.stamp()).await?;
        }
    }
    // A removed coding holds the words as they were said.
    forget_removed(&mut org, id).await?;
    let detail = format!("words replaced {}", words.len());
    let entry = cx.audit(AuditKind::InterviewSaved, id, detail);
    org.audit(&entry).await?;
    org.commit().await?;
    Ok(places)
}

/// The text with every whole word replaced, and how many there were.
fn replaced(text: &str, words: &[Replacement]) -> (String, usize) {
    let mut text = text.to_owned();
    let mut places = 0;
    for one in words.iter().filter(|one| !one.word.is_empty()) {
        let mut next = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(one.word.as_str()) {
            let is_inside = |c: char| c.is_alphanumeric();
            let whole = !before.chars().next_back().is_some_and(is_inside)
                && !after.chars().next().is_some_and(is_inside);
            next.push_str(before);
            if whole {
                next.push_str(&one.mark);
                places += 1;
            } else {
                next.push_str(&one.word);
            }
            rest = after;
        }
        next.push_str(rest);
        text = next;
    }
    (text, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_replaced() {
        let words = [Replacement {
            word: "Maija".to_owned(),
            mark: "[henkilö]".to_owned(),
        }];
        let (text, places) = replaced("Maija sanoi. Maijan mukaan Maija, Maija", &words);
        assert_eq!(text, "[henkilö] sanoi. Maijan mukaan [henkilö], [henkilö]");
        assert_eq!(places, 3);
    }
}
