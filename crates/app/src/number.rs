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

/// A whole number as people type it. Thousands are apart by plain spaces in every language: a comma
/// between them would be read back as the decimal mark.
pub fn typed_whole(value: i64) -> String {
    Texts::new(Locale::Fi).number(value).replace('\u{a0}', " ")
}

/// The same of a number with the decimals that it has.
pub(crate) fn typed(value: f64, t: Texts) -> String {
    marked(value, if t.locale() == Locale::En { "." } else { "," })
}

/// The same with this mark before the decimals. Three of them get a zero behind: they would be read
/// back as thousands.
pub(crate) fn marked(value: f64, mark: &str) -> String {
    let exact = value.to_string();
    let decimals = exact.split_once('.').map_or(0, |(_, it)| it.len());
    let decimals = if decimals == 3 { 4 } else { decimals };
    let shown = Texts::new(Locale::Fi).decimal(value, decimals);
    shown.replace('\u{a0}', " ").replace(',', mark)
}

#[cfg(test)]
mod tests {
    use domain::number::decimal;

    use super::*;

    #[test]
    fn a_number_that_is_shown_reads_as_the_same() {
        for value in [
            0.25,
            1.5,
            60.5,
            2_000_000.0,
            12.345,
            0.125,
            1234.567,
            0.1 + 0.2,
        ] {
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
}
