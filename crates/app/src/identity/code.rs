//! Codes that people read, type and say: how they are written, and read however they were typed.

/// A code as it was meant, however it was typed.
pub(super) fn plain(typed: &str) -> String {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric);
    signs.map(|c| c.to_ascii_lowercase()).collect()
}

/// In groups of four, that can be read and typed.
pub(super) fn groups(text: &str, between: char) -> String {
    let mut out = String::new();
    for (at, sign) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(between);
        }
        out.push(sign);
    }
    out
}
