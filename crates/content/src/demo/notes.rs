//! Codings written into the notes of the demo's interviews: `«criterion level quote|words»`.

use domain::interview::turns;
use domain::survey::Level;

/// A passage coded in the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// Criterion or theme; what was written, when it is neither.
    pub target: String,
    /// What the speaker says of it; nothing when the word is unknown.
    pub level: Option<Level>,
    /// Whether the words may be printed.
    pub is_quotable: bool,
    /// The words.
    pub words: String,
    /// The turn in which they stand; nothing when no turn has them.
    pub turn: Option<usize>,
    /// The mark of the speaker.
    pub speaker: String,
}

/// Takes notes apart: the text as a person wrote it, and what was coded in it.
pub(super) fn read(marked: &str) -> (String, Vec<Coded>) {
    let mut plain = String::new();
    let mut coded = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('«') {
        plain.push_str(before);
        let (inside, after) = after.split_once('»').unwrap_or((after, ""));
        let (code, words) = inside.split_once('|').unwrap_or((inside, ""));
        plain.push_str(words);
        coded.push(one(code, words));
        rest = after;
    }
    plain.push_str(rest);
    let plain = plain.trim().to_owned();
    let all = turns(&plain);
    for passage in &mut coded {
        if let Some(turn) = all.iter().find(|turn| turn.text.contains(&passage.words)) {
            passage.turn = Some(turn.number);
            passage.speaker.clone_from(&turn.speaker);
        }
    }
    (plain, coded)
}

fn one(code: &str, words: &str) -> Coded {
    let mut parts = code.split_whitespace();
    let target = parts.next().unwrap_or_default().to_owned();
    Coded {
        target,
        level: parts.next().and_then(Level::from_code),
        is_quotable: parts.next() == Some("quote"),
        words: words.to_owned(),
        turn: None,
        speaker: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_leave_the_notes_as_they_were_spoken() {
        let (plain, coded) = read("H: Miten?\nJ1: Niin. «risks-method no quote|Ei ole tapaa.»\n");
        assert_eq!(plain, "H: Miten?\nJ1: Niin. Ei ole tapaa.");
        assert_eq!(coded.len(), 1);
        assert_eq!(coded[0].turn, Some(1));
        assert_eq!(coded[0].speaker, "J1");
        assert_eq!(coded[0].level, Some(Level::No));
        assert!(coded[0].is_quotable);
    }
}
