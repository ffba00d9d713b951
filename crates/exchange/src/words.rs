//! Comparing texts as people mean them: without case, punctuation, numbering and mark-up.

use domain::text::composed;

/// The text without mark-up, punctuation, case and needless space; letters and digits remain.
pub(crate) fn normalised(text: &str) -> String {
    let plain = without_markup(text);
    let mut words = String::with_capacity(plain.len());
    let mut space = false;
    for char in composed(&plain).chars() {
        match char {
            '\'' | '’' | '´' | '`' | '\u{ad}' | '\u{200b}' => {}
            _ if char.is_alphanumeric() => {
                if space && !words.is_empty() {
                    words.push(' ');
                }
                space = false;
                words.extend(char.to_lowercase());
            }
            _ => space = true,
        }
    }
    words
}

/// The text without tags and with the commonest entities read, as survey tools export rich text.
pub(crate) fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.split_once('>') {
            Some((_, behind)) if is_tag => {
                plain.push(' ');
                rest = behind;
            }
            _ => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    if plain.contains('&') {
        for (entity, char) in [
            ("&nbsp;", " "),
            ("&quot;", "\""),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ] {
            plain = plain.replace(entity, char);
        }
    }
    plain
}

/// The text without a leading number such as `3.`, `3)`, `3.1`, `(3)`, `3 -` or `3:`.
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix('(').unwrap_or(text);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() == inner.len() {
        return text;
    }
    let is_marked = inner
        .strip_suffix(rest)
        .is_some_and(|number| number.ends_with('.'));
    let behind = rest
        .trim_start()
        .trim_start_matches([')', ':', '-', '–', '=']);
    let is_marked = is_marked || behind.len() < rest.trim_start().len();
    let behind = behind.trim_start();
    if is_marked && !behind.is_empty() {
        behind
    } else {
        text
    }
}

/// The letters and digits of an id, lower case: survey tools allow no others in question codes.
pub(crate) fn bare_id(id: &str) -> String {
    composed(id)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The pairs of neighbouring letters of a normalised text, sorted, for [`similarity`].
pub(crate) fn pairs(text: &str) -> Vec<(char, char)> {
    let chars = text.chars().take(400);
    let mut pairs: Vec<_> = chars
        .clone()
        .zip(chars.skip(1))
        .filter(|(a, b)| *a != ' ' && *b != ' ')
        .collect();
    pairs.sort_unstable();
    pairs
}

/// How alike two texts are, in per cent: the share of letter pairs they have in common.
pub(crate) fn similarity(one: &[(char, char)], other: &[(char, char)]) -> u8 {
    let (mut left, mut right, mut common) = (one.iter().peekable(), other.iter().peekable(), 0);
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    let all = one.len() + other.len();
    let share = (200_usize * common).checked_div(all).unwrap_or_default();
    u8::try_from(share).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_what_tools_add() {
        assert_eq!(
            normalised("  <p>Onko&nbsp;varautuminen <b>kunnossa</b>?</p>\n"),
            "onko varautuminen kunnossa"
        );
        assert_eq!(normalised("Va\u{308}sta\u{308}"), "västä");
        assert_eq!(normalised("Šakki ja S\u{30c}akki"), "šakki ja šakki");
        assert_eq!(normalised("I don’t know"), "i dont know");
        assert_eq!(normalised("5 < 6"), "5 6");
    }

    #[test]
    fn strips_leading_numbers_only() {
        for (text, bare) in [
            ("1. Kyllä", "Kyllä"),
            ("2) Ei", "Ei"),
            ("(3) Osittain", "Osittain"),
            ("4 - EOS", "EOS"),
            ("1.2. Teksti", "Teksti"),
            ("5", "5"),
            ("24 tuntia", "24 tuntia"),
            ("7.", "7."),
            ("", ""),
        ] {
            assert_eq!(without_number(text), bare);
        }
    }

    #[test]
    fn likeness_is_symmetric_and_whole_for_equals() {
        let (a, b) = (
            pairs("onko varautuminen kunnossa"),
            pairs("onko varautuminen jo kunnossa"),
        );
        assert_eq!(similarity(&a, &a), 100);
        assert_eq!(similarity(&a, &b), similarity(&b, &a));
        assert!(similarity(&a, &b) > 85 && similarity(&a, &pairs("mikä on ikäsi")) < 40);
    }
}
