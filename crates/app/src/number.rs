//! Numbers as people type them.

use domain::Locale;
use i18n::Texts;

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|it| format!("{it:02x}")).collect();
    digits.concat()
}

/// The bytes of hexadecimal digits; nothing when it is anything else.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().map(|digit| char::from(digit).to_digit(16));
    let digits = digits.collect::<Option<Vec<u32>>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    });
    pairs.collect()
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
    let is_in = |n: &i64| (-most..=most).contains(n);
    plain.parse().ok().filter(is_in)
}

/// A whole number as people type it. Thousands are apart by plain spaces in every language: a comma
/// between them would be read back as the decimal mark.
pub(crate) fn typed_whole(value: i64) -> String {
    Texts::new(Locale::Fi).number(value).replace('\u{a0}', " ")
}

/// The same of a number with the decimals that it has.
pub(crate) fn typed(value: f64, t: Texts) -> String {
    let exact = value.to_string();
    let decimals = exact.split_once('.').map_or(0, |(_, it)| it.len());
    let shown = Texts::new(Locale::Fi).decimal(value, decimals);
    let mark = if t.locale() == Locale::En { "." } else { "," };
    shown.replace('\u{a0}', " ").replace(',', mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_shown_reads_as_the_same() {
        for value in [0.25, 60.5, 2_000_000.0, 1234.567, 0.1 + 0.2] {
            for locale in Locale::ALL {
                let shown = typed(value, Texts::new(locale));
                assert_eq!(
                    decimal(&shown).unwrap().to_bits(),
                    value.to_bits(),
                    "{shown}"
                );
            }
        }
        assert_eq!(typed(1234.5, Texts::new(Locale::Fi)), "1 234,5");
        assert_eq!(typed(1234.5, Texts::new(Locale::En)), "1 234.5");
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(decimal(" 1 200,5 "), Some(1200.5));
        assert_eq!(decimal("0.5"), Some(0.5));
        assert_eq!(decimal("yksi"), None);
        assert_eq!(decimal("inf"), None);
        assert_eq!(whole("25\u{a0}000 €"), Some(25_000));
        assert_eq!(whole("2,5"), None);
        assert_eq!(whole("9999999999999999"), None);
        // The least number of all has no positive twin.
        assert_eq!(whole(&i64::MIN.to_string()), None);
        assert_eq!(whole("-1 000 000 000 000"), Some(-1_000_000_000_000));
    }
}
