//! Words in notes that may tell who spoke: names, e-mail addresses, telephone numbers.
//!
//! A machine cannot know names; it can show where to look. Nothing is changed before a person says so.

use std::collections::BTreeMap;

/// What a word may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuspectKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A name of a person, a place or a firm.
    Name,
}

impl SuspectKind {
    /// The last part of the message key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
        }
    }
}

/// A word that may tell who spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The word as written.
    pub text: String,
    /// What it may be.
    pub kind: SuspectKind,
    /// How many times it occurs.
    pub count: usize,
}

/// Words that may tell who spoke; addresses and numbers first, then names by alphabet.
///
/// A word is held for a name when it begins with a capital letter elsewhere than at the beginning
/// of a sentence, or beside another such word. Speaker marks and abbreviations are skipped.
pub fn suspects(notes: &str) -> Vec<Suspect> {
    let mut found: BTreeMap<(SuspectKind, String), usize> = BTreeMap::new();
    for line in notes.lines() {
        for (kind, text) in in_line(spoken(line)) {
            *found.entry((kind, text)).or_default() += 1;
        }
    }
    found
        .into_iter()
        .map(|((kind, text), count)| Suspect { text, kind, count })
        .collect()
}

/// The line without a short mark before a colon.
fn spoken(line: &str) -> &str {
    match line.split_once(": ") {
        Some((mark, rest)) if mark.chars().count() <= 24 && !mark.contains('.') => rest,
        _ => line,
    }
}

fn in_line(line: &str) -> Vec<(SuspectKind, String)> {
    let mut found = Vec::new();
    let mut begins = true;
    let mut digits = String::new();
    let mut capital_before: Option<String> = None;
    for token in line.split_whitespace() {
        let word = bare(token);
        collect_phone(&mut digits, word, &mut found);
        if word.contains('@') && word.contains('.') {
            found.push((SuspectKind::Email, word.to_owned()));
        } else if is_capitalised(word) {
            if begins {
                capital_before = Some(word.to_owned());
            } else {
                // A capital at the beginning of a sentence is a name when another one follows.
                let names = capital_before.take().into_iter().chain([word.to_owned()]);
                found.extend(names.map(|name| (SuspectKind::Name, name)));
            }
        } else {
            capital_before = None;
        }
        begins = token.ends_with(['.', '!', '?', ':', '…']);
        if begins {
            capital_before = None;
        }
    }
    collect_phone(&mut digits, "", &mut found);
    found
}

/// The word without punctuation around it.
fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !(c.is_alphanumeric() || c == '+' || c == '@'))
}

fn is_capitalised(word: &str) -> bool {
    // One capital and then small letters: abbreviations such as `ICT-päällikkö` are not names.
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    first && letters.next().is_some_and(char::is_lowercase)
}

/// Digits in groups make a telephone number when there are enough of them.
fn collect_phone(digits: &mut String, word: &str, found: &mut Vec<(SuspectKind, String)>) {
    let is_number = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')'));
    if is_number {
        if !digits.is_empty() {
            digits.push(' ');
        }
        digits.push_str(word);
        return;
    }
    let count = digits.chars().filter(char::is_ascii_digit).count();
    let begins = digits.starts_with(['+', '0']);
    if (7..=15).contains(&count) && begins {
        found.push((SuspectKind::Phone, std::mem::take(digits)));
    }
    digits.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(notes: &str) -> Vec<(&'static str, String)> {
        suspects(notes)
            .into_iter()
            .map(|one| (one.kind.code(), one.text))
            .collect()
    }

    #[test]
    fn names_inside_sentences_are_shown() {
        let names = found("J1: Sen hoitaa Matti Meikäläinen. Hän on ICT-päällikkö.");
        assert_eq!(
            names,
            [
                ("name", "Matti".to_owned()),
                ("name", "Meikäläinen".to_owned())
            ]
        );
    }

    #[test]
    fn the_first_word_counts_only_beside_another() {
        assert_eq!(found("Kunnassa on hyvin. Palautus on testattu."), []);
        assert_eq!(found("Maija Virtanen tietää sen.").len(), 2);
    }

    #[test]
    fn addresses_and_numbers_are_shown() {
        let all = found("soita 040 123 4567 tai maija.virtanen@kunta.fi, vuonna 2027");
        assert_eq!(
            all,
            [
                ("email", "maija.virtanen@kunta.fi".to_owned()),
                ("phone", "040 123 4567".to_owned())
            ]
        );
    }
}
