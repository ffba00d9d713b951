//! Lengths of time as people type them.

/// The most hours of any field: ten years.
const MOST: i64 = 87_600;

/// Reads `24`, `24 h`, `3 pv`, `2 viikkoa`, `3 dygn`, `2 weeks` as hours; nothing for anything else.
pub fn parse_hours(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let number: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = text.strip_prefix(&number)?.trim().trim_end_matches('.');
    let each = match unit {
        "" | "h" | "t" | "tunti" | "tuntia" | "tim" | "timme" | "timmar" | "hour" | "hours" => 1,
        "pv" | "vrk" | "d" | "päivä" | "päivää" | "vuorokausi" | "vuorokautta" | "dygn" | "dag"
        | "dagar" | "day" | "days" => 24,
        "vk" | "vko" | "viikko" | "viikkoa" | "v" | "vecka" | "veckor" | "w" | "week" | "weeks" => {
            168
        }
        _ => return None,
    };
    let hours = number.parse::<i64>().ok()?.checked_mul(each)?;
    (hours <= MOST).then_some(hours)
}

/// The largest unit that people count such a length of time in (`hours`, `days`, `weeks`), and how
/// many of it there are.
pub const fn in_units(hours: i64) -> (&'static str, i64) {
    match hours {
        336.. if hours % 168 == 0 => ("weeks", hours / 168),
        48.. if hours % 24 == 0 => ("days", hours / 24),
        _ => ("hours", hours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_days_and_weeks_are_read_in_three_languages() {
        for (text, hours) in [
            ("24", Some(24)),
            (" 4 h ", Some(4)),
            ("3 pv", Some(72)),
            ("3vrk", Some(72)),
            ("2 viikkoa", Some(336)),
            ("3 dygn", Some(72)),
            ("1 week", Some(168)),
            ("0", Some(0)),
            ("", None),
            ("pv", None),
            ("-3", None),
            ("3 kk", None),
            ("999999999999999999999", None),
            ("99999 vk", None),
        ] {
            assert_eq!(parse_hours(text), hours, "{text}");
        }
    }
}
