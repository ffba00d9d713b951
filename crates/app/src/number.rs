//! Numbers as people type them.

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|it| format!("{it:02x}")).collect();
    digits.concat()
}

/// What was typed, without the spaces between digits.
pub(crate) fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A number with a comma or a point and with spaces; nothing for anything else.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let plain: String = unspaced(text)
        .chars()
        .filter(|c| *c != '€')
        .map(|c| match c {
            ',' => '.',
            '\u{2212}' => '-',
            other => other,
        })
        .collect();
    plain.parse().ok().filter(|n: &f64| n.is_finite())
}

/// A whole number with spaces between its digits; nothing for anything else.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let plain = unspaced(text).replace('€', "");
    let most = 1_000_000_000_000;
    plain.parse().ok().filter(|n: &i64| n.abs() <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(decimal(" 1 200,5 "), Some(1200.5));
        assert_eq!(decimal("0.5"), Some(0.5));
        assert_eq!(decimal("yksi"), None);
        assert_eq!(decimal("inf"), None);
        assert_eq!(whole("25\u{a0}000 €"), Some(25_000));
        assert_eq!(whole("2,5"), None);
        assert_eq!(whole("9999999999999999"), None);
    }
}
