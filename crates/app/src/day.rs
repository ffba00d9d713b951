//! Days as people type them.

use jiff::civil::Date;

/// Reads `3.5.2027` or `2027-05-03`; nothing for anything else.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split('.').map(str::trim);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    let is_all = parts.next().is_none() && (1900..=2200).contains(&year);
    is_all.then(|| Date::new(year, month, day).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_as_typed_and_as_sent() {
        let day = Date::constant(2027, 5, 3);
        assert_eq!(parse("3.5.2027"), Some(day));
        assert_eq!(parse(" 03.05.2027 "), Some(day));
        assert_eq!(parse("2027-05-03"), Some(day));
        assert_eq!(parse("31.2.2027"), None);
        assert_eq!(parse("3.5.27"), None);
        assert_eq!(parse("huomenna"), None);
    }
}
