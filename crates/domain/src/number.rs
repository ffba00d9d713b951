//! Numbers as people type them, read the same wherever they come from: a field of a form, a cell of a
//! table, a length of time.
//!
//! Finnish and Swedish part thousands by a space and decimals by a comma, English does it with a comma
//! and a point, and people mix them. What can be read in one way only is read; `1.000` may be one or
//! a thousand, and who wrote it is asked.

/// Why a text gives no number.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NumberError {
    /// It is no number.
    #[error("no number")]
    None,
    /// It may be either of two numbers.
    #[error("{less} or {more}")]
    Either {
        /// With the mark read as that of decimals.
        less: f64,
        /// With the mark read as one between thousands.
        more: f64,
    },
}

/// Reads `1200`, `1 200`, `1 200,5`, `1.200,50`, `1,200.50`, `-3` or `0.25 €`.
///
/// # Errors
/// [`NumberError::Either`] for what may be thousands or decimals, as `1.000` and `12,345`;
/// [`NumberError::None`] for everything else.
pub fn decimal(text: &str) -> Result<f64, NumberError> {
    match written(text).ok_or(NumberError::None)? {
        Written::One(plain) => float(&plain),
        Written::Either(less, more) => Err(NumberError::Either {
            less: float(&less)?,
            more: float(&more)?,
        }),
    }
}

/// The same of a whole number; decimals may stand behind it when they are all zeros, as in sums of
/// money.
///
/// # Errors
/// As [`decimal`]; [`NumberError::None`] for what is not whole or has more than fifteen digits.
pub fn whole(text: &str) -> Result<i64, NumberError> {
    let plain = match written(text).ok_or(NumberError::None)? {
        Written::One(plain) => plain,
        Written::Either(..) => return decimal(text).and(Err(NumberError::None)),
    };
    let digits = match plain.split_once('.') {
        Some((digits, decimals)) if decimals.bytes().all(|it| it == b'0') => digits,
        Some(_) => return Err(NumberError::None),
        None => &plain,
    };
    let number = digits.parse::<i64>().map_err(|_too_long| NumberError::None);
    number.and_then(|number| {
        let is_exact = number.unsigned_abs() < 1_000_000_000_000_000;
        is_exact.then_some(number).ok_or(NumberError::None)
    })
}

fn float(plain: &str) -> Result<f64, NumberError> {
    let number = plain.parse::<f64>().ok().filter(|it| it.is_finite());
    number.ok_or(NumberError::None)
}

/// What a text says, with digits and a point alone.
enum Written {
    One(String),
    Either(String, String),
}

fn written(text: &str) -> Option<Written> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '€');
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let unspaced = unspaced(digits)?;
    let is_spaced = unspaced.len() < digits.len();
    let bare = |text: &str| format!("{sign}{}", text.replace([',', '.'], ""));
    let with_point = |whole: &str, decimals: &str| format!("{}.{decimals}", bare(whole));
    let Some((whole, last)) = unspaced.rsplit_once([',', '.']) else {
        return Some(Written::One(bare(&unspaced)));
    };
    let mark = unspaced.as_bytes().get(whole.len()).copied();
    let other = if mark == Some(b',') { '.' } else { ',' };
    let own = if mark == Some(b',') { ',' } else { '.' };
    if last.is_empty() || whole.is_empty() {
        return None;
    }
    if whole.contains(own) {
        // One mark several times parts thousands: it cannot be that of decimals.
        let is_apart = !unspaced.contains(other) && !is_spaced && are_thousands(&unspaced, own);
        return is_apart.then(|| Written::One(bare(&unspaced)));
    }
    if whole.contains(other) {
        let is_apart = !is_spaced && are_thousands(whole, other);
        return is_apart.then(|| Written::One(with_point(whole, last)));
    }
    let may_be_thousands = !is_spaced && !whole.starts_with('0') && are_thousands(&unspaced, own);
    let decimals = with_point(whole, last);
    Some(if may_be_thousands {
        Written::Either(decimals, bare(&unspaced))
    } else {
        Written::One(decimals)
    })
}

/// The digits and marks without the spaces between thousands; nothing where there is anything else.
fn unspaced(text: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, ',' | '.');
    let is_known = |c: char| c.is_ascii_digit() || c.is_whitespace() || is_mark(c);
    let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_known);
    let whole = text.split(is_mark).next().unwrap_or(text);
    let behind = text.get(whole.len()..).unwrap_or_default();
    let is_apart = !whole.contains(char::is_whitespace) || {
        let spaced: String = whole
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        are_thousands(&spaced, ' ')
    };
    let is_whole_behind = !behind.contains(char::is_whitespace);
    (is_number && is_apart && is_whole_behind)
        .then(|| text.chars().filter(|c| !c.is_whitespace()).collect())
}

/// Whether the marks part the digits into thousands: one to three first, then three each time.
fn are_thousands(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let is_all = |group: &str| group.bytes().all(|it| it.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && is_all(first)
        && groups.all(|group| group.len() == 3 && is_all(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_in_one_way_only_is_read() {
        for (text, number) in [
            ("1000", 1000.0),
            ("1 000", 1000.0),
            ("1\u{a0}000,5", 1000.5),
            ("1 000.500", 1000.5),
            ("1 000,00 €", 1000.0),
            ("€ 25", 25.0),
            ("1.000,50", 1000.5),
            ("1,000.50", 1000.5),
            ("1.000.000", 1_000_000.0),
            ("1,000,000", 1_000_000.0),
            ("0,125", 0.125),
            ("0.125", 0.125),
            ("60,5", 60.5),
            ("2.50", 2.5),
            ("1234.567", 1234.567),
            ("12,3450", 12.345),
            ("-3", -3.0),
            ("\u{2212}1,5", -1.5),
            ("+4", 4.0),
        ] {
            assert_eq!(decimal(text), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_numbers_is_asked() {
        for (text, less, more) in [
            ("1.000", 1.0, 1000.0),
            ("1,000", 1.0, 1000.0),
            ("12.345", 12.345, 12_345.0),
            ("-1.500", -1.5, -1500.0),
            ("999,999 €", 999.999, 999_999.0),
        ] {
            assert_eq!(
                decimal(text),
                Err(NumberError::Either { less, more }),
                "{text}"
            );
            assert_eq!(whole(text), decimal(text).map(|_| 0), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "-",
            "yksi",
            "inf",
            "1e6",
            "1 00",
            "12 5",
            "1 0000",
            "1,",
            ",5",
            "1.00.000",
            "1,000,00",
            "1.000 000",
            "1 000.000,5",
            "1. 5",
            "1-2",
            "1,5,5",
            "0x10",
        ] {
            assert_eq!(decimal(text), Err(NumberError::None), "{text}");
        }
    }

    #[test]
    fn whole_numbers_have_no_decimals_but_zeros() {
        assert_eq!(whole("25\u{a0}000 €"), Ok(25_000));
        assert_eq!(whole("25 000,00 €"), Ok(25_000));
        assert_eq!(whole("1.250.000"), Ok(1_250_000));
        assert_eq!(whole("-7"), Ok(-7));
        for text in ["2,5", "1 000,5", "9999999999999999", "tuhat"] {
            assert_eq!(whole(text), Err(NumberError::None), "{text}");
        }
    }
}
