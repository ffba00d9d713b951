//! A ballot as bytes: canonical, without anything but the answers, and of one size for a survey.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a person answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Chosen answers by question id; kept together.
    #[serde(rename = "a")]
    pub answers: BTreeMap<String, String>,
    /// Free texts by question id; each is kept apart from the rest.
    #[serde(rename = "t")]
    pub texts: BTreeMap<String, String>,
}

/// Bytes a chosen answer may take on average, its question's id included.
const ANSWER_BYTES: usize = 64;

/// Bytes a free text may take on average, its question's id included.
const TEXT_BYTES: usize = 4096;

/// Sizes are multiples of this.
const BLOCK: usize = 1024;

/// Bytes before the content that say how long it is.
const LENGTH_BYTES: usize = 4;

/// The size of every ballot of a survey with so many questions.
pub(crate) const fn size(questions: usize, texts: usize) -> usize {
    let least = LENGTH_BYTES + 16 + questions * ANSWER_BYTES + texts * TEXT_BYTES;
    least.div_ceil(BLOCK) * BLOCK
}

impl Ballot {
    /// Exactly what will be stored of the chosen answers, to be shown to the person.
    pub fn stored(&self) -> String {
        stored_answers(&self.answers)
    }

    /// The texts that say something, by question. PostgreSQL keeps no text with a NUL in it, and a
    /// ballot that cannot be written would hold back every other one of its survey.
    pub(crate) fn said(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.texts
            .iter()
            .map(|(question, text)| (question, text.replace('\0', "")))
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(question, text)| (question.clone(), text.trim().to_owned()))
    }

    /// The ballot in so many bytes; nothing when it does not fit.
    pub(crate) fn pack(&self, size: usize) -> Option<Vec<u8>> {
        let content = serde_json::to_vec(&Self {
            answers: self.answers.clone(),
            texts: self.said().collect(),
        })
        .ok()?;
        let length = u32::try_from(content.len()).ok()?.to_be_bytes();
        let mut packed = [length.as_slice(), &content].concat();
        if packed.len() > size {
            return None;
        }
        packed.resize(size, 0);
        Some(packed)
    }

    /// Reads what [`Ballot::pack`] made.
    pub(crate) fn unpack(packed: &[u8]) -> Option<Self> {
        let (length, rest) = packed.split_first_chunk::<LENGTH_BYTES>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        serde_json::from_slice(rest.get(..length)?).ok()
    }
}

/// The answers as they are stored. Map keys are text and in order, so this cannot fail and is the
/// same for the same answers.
pub(crate) fn stored_answers(answers: &BTreeMap<String, String>) -> String {
    serde_json::to_string(answers).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ballot_of_a_survey_has_one_size() {
        let size = size(30, 1);
        let answers = |count| {
            (0..count)
                .map(|at| (format!("q-{at}"), "partly".to_owned()))
                .collect()
        };
        let short = Ballot {
            answers: answers(1),
            texts: BTreeMap::from([("q-t".to_owned(), "  ".to_owned())]),
        };
        let long = Ballot {
            answers: answers(30),
            texts: BTreeMap::from([("q-t".to_owned(), " ä".repeat(1300))]),
        };
        let (small, large) = (short.pack(size).unwrap(), long.pack(size).unwrap());
        assert_eq!((small.len(), large.len()), (size, size));
        assert_eq!(Ballot::unpack(&small).unwrap().texts, BTreeMap::new());
        assert_eq!(Ballot::unpack(&large).unwrap().answers, long.answers);
        let too_long = Ballot {
            texts: BTreeMap::from([("q-t".to_owned(), "x".repeat(size))]),
            ..Ballot::default()
        };
        assert_eq!(too_long.pack(size), None);
        assert_eq!(Ballot::unpack(&[0, 0, 0, 9, 1]), None);
    }
}
