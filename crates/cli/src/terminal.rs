//! Text from files and networks on a terminal: what a terminal would obey, or hide, is shown as a number.

/// Whether a character moves the cursor, turns the direction of writing or is not seen.
fn is_hidden(c: char) -> bool {
    let is_break = matches!(c, '\n' | '\t');
    let is_mark = matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    );
    !is_break && (c.is_control() || is_mark)
}

/// A text of several lines with everything in it to be seen and nothing to be obeyed.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    plain
}

/// The same for a name, which is one line.
pub(crate) fn name(text: &str) -> String {
    plain(&text.replace(['\n', '\t'], " "))
}

/// The same for JSON, in which such characters stand in texts only: they are written as JSON writes them.
pub(crate) fn json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                plain.extend(["\\u", &format!("{unit:04x}")]);
            }
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A number with so many decimals; nothing is never less than nothing.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_nothing = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    match text.strip_prefix('-') {
        Some(positive) if is_nothing => positive.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        assert_eq!(plain("a\u{1b}[2Jb\u{9b}1m\nc"), "a\\u{1b}[2Jb\\u{9b}1m\nc");
        assert_eq!(name("a\r\nb\u{202e}c"), "a\\u{d} b\\u{202e}c");
        let written = json("{\n  \"a\": \"\u{7f}\u{e0041}ä\"\n}");
        assert_eq!(written, "{\n  \"a\": \"\\u007f\\udb40\\udc41ä\"\n}");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["a"], "\u{7f}\u{e0041}ä");
    }

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(fixed(-0.0, 6), "0.000000");
        assert_eq!(fixed(-1e-9, 2), "0.00");
        assert_eq!(fixed(-0.4, 0), "0");
        assert_eq!(fixed(-0.6, 0), "-1");
        assert_eq!(fixed(12.345, 1), "12.3");
    }
}
