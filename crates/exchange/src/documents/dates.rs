//! Days as people and spreadsheets write them.

use jiff::civil::Date;

/// Reads `1.2.2024`, `2024-02-01` with or without a time, and a spreadsheet's day number.
///
/// Days with slashes are not read: whether the month stands first cannot be told.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, time)| {
        if time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':') {
            day
        } else {
            text
        }
    });
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    finnish(&compact)
        .or_else(|| iso(&compact))
        .or_else(|| serial(&compact))
}

/// A decision as minutes name it: the day, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// The day.
    pub(super) day: Date,
    /// The body before it, such as `Kunnanhallitus`; empty when it is not said.
    pub(super) body: String,
    /// The section, such as `§ 43`; empty when it is not said.
    pub(super) section: String,
}

/// Reads a day alone, or one with a section and the body that decided: `17.6.2024 § 43`,
/// `Kunnanhallitus 17.6.2024, 43 §`. Nothing else may stand there.
pub(super) fn decision(text: &str) -> Option<Decision> {
    if let Some(day) = parse(text) {
        let (body, section) = (String::new(), String::new());
        return Some(Decision { day, body, section });
    }
    let is_apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')');
    let spaced = text.replace('§', " § ");
    let words: Vec<&str> = spaced.split(is_apart).filter(|it| !it.is_empty()).collect();
    let mut days = words
        .iter()
        .filter_map(|word| finnish(word).or_else(|| iso(word)));
    let day = days.next().filter(|_| days.next().is_none())?;
    let rest = words
        .iter()
        .filter(|word| finnish(word).or_else(|| iso(word)).is_none());
    let rest: Vec<&str> = rest.copied().collect();
    let sign = rest.iter().position(|word| *word == "§")?;
    let is_number =
        |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().count() <= 8;
    let before = sign
        .checked_sub(1)
        .and_then(|at| rest.get(at))
        .filter(is_number);
    let behind = rest.get(sign + 1).filter(is_number);
    let number = behind.or(before)?;
    let body: Vec<&str> = rest
        .iter()
        .filter(|word| *word != number && **word != "§")
        .copied()
        .collect();
    let is_body = body
        .iter()
        .all(|word| word.chars().all(|c| c.is_alphabetic() || c == '-'));
    is_body.then(|| Decision {
        day,
        body: body.join(" "),
        section: format!("§ {number}"),
    })
}

fn finnish(text: &str) -> Option<Date> {
    let mut parts = text.strip_suffix('.').unwrap_or(text).splitn(3, '.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    built(year, month, day)
}

fn iso(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    built(year, month, day)
}

fn built(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = Some(year)
        .filter(|year| year.len() == 4)?
        .parse::<i16>()
        .ok()?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    plausible(date)
}

/// Day 1 is 1 January 1900, and a 29 February 1900 is counted that never was.
fn serial(text: &str) -> Option<Date> {
    let number = text.split_once(['.', ',']).map_or(text, |(days, _)| days);
    let days = number
        .parse::<i32>()
        .ok()
        .filter(|days| (20_000..80_000).contains(days))?;
    let start = Date::new(1899, 12, 30).ok()?;
    plausible(start.checked_add(jiff::Span::new().days(days)).ok()?)
}

/// Documents of an earlier century or of the far future are slips of the pen.
fn plausible(date: Date) -> Option<Date> {
    (1950..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_the_ways_people_write_days() {
        let expected = Some(date(2024, 2, 1));
        for text in [
            "1.2.2024",
            "01.02.2024",
            " 1. 2. 2024 ",
            "2024-02-01",
            "2024-02-01 00:00:00",
            "2024-02-01T09:30:00",
            "1.2.2024 9:30",
            "45323",
            "45323.5",
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_a_decision_with_its_section() {
        for (text, body, section) in [
            ("17.6.2024", "", ""),
            ("17.6.2024 § 43", "", "§ 43"),
            ("17.6.2024 §43", "", "§ 43"),
            ("17.6.2024, 43 §", "", "§ 43"),
            ("43 § / 17.6.2024", "", "§ 43"),
            ("(§ 43) 2024-06-17", "", "§ 43"),
            ("Kunnanhallitus 17.6.2024 § 43", "Kunnanhallitus", "§ 43"),
            (
                "Kommunstyrelsen 17.6.2024 § 43b",
                "Kommunstyrelsen",
                "§ 43b",
            ),
        ] {
            let expected = Decision {
                day: date(2024, 6, 17),
                body: body.to_owned(),
                section: section.to_owned(),
            };
            assert_eq!(decision(text), Some(expected), "{text}");
        }
        for text in [
            "6/2024",
            "§ 43",
            "n. 17.6.2024",
            "17.6.2024 luonnos",
            "17.6.2024 ja 1.9.2025 § 43",
            "17.6.2024 §",
            "17.6.2024 § 43 v. 2",
        ] {
            assert_eq!(decision(text), None, "{text}");
        }
    }

    #[test]
    fn does_not_guess() {
        for text in [
            "",
            "1/2/2024",
            "2/2024",
            "2024",
            "31.2.2024",
            "1.2.24",
            "kevät 2024",
            "1.2.0024",
            "123456789",
            "-1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
