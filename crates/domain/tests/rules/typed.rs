//! Texts that people type: what is taken, what is refused, and at exactly which length.

use domain::interview::turns;
use domain::service::{in_units, parse_hours};
use domain::text::{PARAGRAPH, TRANSCRIPT, TextError, Title, optional, parse};
use domain::threat::Range;
use proptest::prelude::*;

#[test]
fn every_field_takes_its_last_character_and_not_one_more() {
    for most in [1, Title::MOST, PARAGRAPH, TRANSCRIPT] {
        // Two bytes each: a limit in bytes would cut Finnish short.
        let full = "ä".repeat(most);
        assert_eq!(parse(&full, most).as_deref(), Ok(full.as_str()), "{most}");
        let over = format!("{full}ö");
        let length = most + 1;
        let refused = Err(TextError::TooLong { length, most });
        assert_eq!(parse(&over, most), refused);
        assert_eq!(optional(&over, most), refused);
        // White space around a text takes no room, for it is not kept.
        assert_eq!(
            parse(&format!(" \n{full}\t "), most).as_deref(),
            Ok(full.as_str())
        );
    }
}

#[test]
fn an_empty_field_is_empty_whatever_stands_in_it() {
    for nothing in ["", " ", "\t\r\n", "\u{a0}\u{2003}", "\u{0}\u{7}\u{1b}"] {
        assert_eq!(parse(nothing, 10), Err(TextError::Empty), "{nothing:?}");
        assert_eq!(optional(nothing, 10).as_deref(), Ok(""), "{nothing:?}");
        assert_eq!(Title::parse(nothing), Err(TextError::Empty), "{nothing:?}");
    }
}

#[test]
fn line_ends_of_every_machine_become_one() {
    for typed in ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\r\nb\rc"] {
        assert_eq!(optional(typed, 10).as_deref(), Ok("a\nb\nc"), "{typed:?}");
    }
    // An escape sequence must not reach a terminal by way of a log or an export.
    assert_eq!(parse("a\u{1b}[31mb\u{7f}", 10).as_deref(), Ok("a[31mb"));
    assert_eq!(parse("a\tb", 10).as_deref(), Ok("a\tb"));
}

proptest! {
    #[test]
    fn what_was_taken_is_taken_again_unchanged(typed in "\\PC{0,40}|[ -~\r\n\t\u{0}-\u{1f}äö]{0,60}") {
        if let Ok(taken) = optional(&typed, 50) {
            prop_assert_eq!(optional(&taken, 50), Ok(taken.clone()));
            prop_assert!(taken.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
            prop_assert_eq!(taken.trim(), taken.as_str());
            prop_assert!(taken.chars().count() <= 50);
        }
        if let Ok(title) = Title::parse(&typed) {
            prop_assert!(!title.as_str().contains(['\n', '\r']), "a title is one line");
            let again = Title::parse(title.as_str());
            prop_assert_eq!(again, Ok(title));
        }
    }
}

#[test]
fn hours_are_read_up_to_ten_years_and_no_further() {
    for (text, hours) in [
        ("87600", Some(87_600)),
        ("87601", None),
        ("3650 pv", Some(87_600)),
        ("3651 pv", None),
        ("521 vk", Some(521 * 168)),
        ("522 vk", None),
        ("24 H", Some(24)),
        ("2 Tim.", Some(2)),
        ("3 PÄIVÄÄ", Some(72)),
        ("1,5", None),
        ("1.5 h", None),
        ("+3", None),
        ("٣", None),
        ("h", None),
        ("3 h 2 min", None),
        ("9223372036854775807 vk", None),
    ] {
        assert_eq!(parse_hours(text).ok(), hours, "{text}");
    }
}

proptest! {
    #[test]
    fn hours_in_their_largest_unit_are_the_same_hours(hours in 0..20_000_i64) {
        let (unit, count) = in_units(hours);
        prop_assert_eq!(parse_hours(&format!("{count} {unit}")), Ok(hours));
        prop_assert!(unit == "hours" || count >= 2, "one day is told as 24 hours");
    }
}

#[test]
fn a_range_is_refused_when_it_is_none() {
    assert!(Range::new(f64::MIN_POSITIVE, f64::MAX).is_some());
    for (low, high) in [
        (-1.0, 1.0),
        (1.0, f64::NAN),
        (f64::NEG_INFINITY, 1.0),
        (f64::INFINITY, f64::INFINITY),
        (-0.0, 1.0),
    ] {
        assert_eq!(Range::new(low, high), None, "{low} {high}");
    }
}

#[test]
fn who_speaks_is_told_by_a_short_mark_alone() {
    for (line, speaker) in [
        ("J1: kyllä", "J1"),
        ("H:", "H"),
        ("Haastattelija (puh.): niin", "Haastattelija (puh.)"),
        ("Kunnanjohtaja-sihteeri 2: a", "Kunnanjohtaja-sihteeri 2"),
        ("Kello oli 12:30 kun", ""),
        ("https://kunta.fi", ""),
        ("1. kysymys: miksi", ""),
        ("Sanoin hänelle aivan suoraan: ei", ""),
        ("Kunnanhallituksenpuheenjohtaja: a", ""),
        ("J1:kyllä", ""),
        (": ei ketään", ""),
        ("\"Lainaus\": a", ""),
    ] {
        let read = turns(line);
        assert_eq!(read.len(), 1, "{line}");
        assert_eq!(read[0].speaker, speaker, "{line}");
    }
}

/// Words of a text, marks and all.
fn words(text: &str) -> Vec<String> {
    let plain = |c: char| !(c.is_alphanumeric() || c == '-');
    let words = text.split(plain).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn no_word_of_an_interview_is_lost_or_moved(
        lines in prop::collection::vec("(H: |J1: |Johtaja 2:|12:30 |)[a-zäö ]{0,12}", 0..12),
    ) {
        let notes = lines.join("\n");
        let read = turns(&notes);
        let again: Vec<String> = read.iter().map(|turn| format!("{} {}", turn.speaker, turn.text)).collect();
        prop_assert_eq!(words(&again.join("\n")), words(&notes));
        for (at, turn) in read.iter().enumerate() {
            prop_assert_eq!(turn.number, at);
            prop_assert!(!(turn.speaker.is_empty() && turn.text.is_empty()), "a turn of nobody and nothing");
        }
    }
}
