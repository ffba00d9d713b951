//! Bytes to text, when nobody says in which encoding they are.

use std::borrow::Cow;

use domain::text::composed;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::account::Log;
use crate::{Place, ProblemKind};

/// Decodes text, with LF line ends and each letter as one sign, and says in the log what had to be inferred.
///
/// UTF-8, UTF-16 and Windows-1252 are told apart. In a file that is UTF-8 but for some lines, as
/// when exports have been pasted together, those lines are read as Windows-1252 and named.
pub(crate) fn decode<'a>(bytes: &'a [u8], log: &mut Log) -> Cow<'a, str> {
    let text: Cow<'a, str> = if let Some(encoding) = is_utf16(bytes) {
        encoding.decode(bytes).0
    } else {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => by_lines(bytes, log).into(),
        }
    };
    note_garbled(&text, log);
    let text = match composed(&text) {
        Cow::Owned(composed) => composed.into(),
        Cow::Borrowed(_) => text,
    };
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text
    }
}

/// Recognises UTF-16 by its mark, or by every other byte of the beginning being zero.
pub(crate) fn is_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_8 => return None,
        Some((encoding, _)) => return Some(encoding),
        None => {}
    }
    let start = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = start.len() >= 4;
    if many && odd * 5 > start.len() * 2 && even == 0 {
        Some(UTF_16LE)
    } else if many && even * 5 > start.len() * 2 && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether a file is text that begins as JSON does, in whichever encoding it is.
pub(crate) fn begins_as_json(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let text = decode(start, &mut Log::default());
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '['])
}

/// Whether a text is JSON as a whole. Notes too may begin with a bracket.
pub(crate) fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with(['{', '['])
        && serde_json::from_str::<serde_json::Value>(text).is_ok_and(|it| !is_plain_list(&it))
}

/// Whether it is a list without anything in it that has a structure: `[12]` may stand in notes.
fn is_plain_list(value: &serde_json::Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|items| !items.iter().any(|it| it.is_object() || it.is_array()))
}

/// Decodes each line in the encoding it is in.
fn by_lines(bytes: &[u8], log: &mut Log) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut foreign = Vec::new();
    let mut is_mixed = false;
    for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if let Ok(line) = std::str::from_utf8(line) {
            is_mixed |= !line.is_ascii();
            text.push_str(line);
        } else {
            foreign.push(index + 1);
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
        }
    }
    if is_mixed {
        log.add(ProblemKind::EncodingMixed {
            count: foreign.len(),
        });
        for line in foreign.into_iter().take(20) {
            let value = text.lines().nth(line - 1).unwrap_or_default().to_owned();
            let kind = ProblemKind::EncodingGuessed {
                encoding: "Windows-1252",
            };
            log.add(kind.at(Place::row(line)).with_value(&value));
        }
    } else {
        log.add(ProblemKind::EncodingGuessed {
            encoding: "Windows-1252",
        });
    }
    text
}

/// Says so when letters look like UTF-8 once read as Windows-1252, or were lost altogether.
fn note_garbled(text: &str, log: &mut Log) {
    let marks = ["Ã¤", "Ã¶", "Ã¥", "Ã„", "Ã–", "\u{fffd}"];
    let found = text
        .lines()
        .enumerate()
        .find(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
    if let Some((index, line)) = found {
        log.add(
            ProblemKind::Garbled
                .at(Place::row(index + 1))
                .with_value(line),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let mut log = Log::default();
        let text = decode(bytes, &mut log).into_owned();
        let account = log.account(Ok(()));
        (
            text,
            account
                .problems
                .iter()
                .map(|problem| problem.kind.code())
                .collect(),
        )
    }

    #[test]
    fn reads_utf8_with_and_without_mark() {
        assert_eq!(
            codes("kyllä\r\n".as_bytes()),
            ("kyllä\n".to_owned(), vec![])
        );
        assert_eq!(
            codes("\u{feff}kyllä".as_bytes()),
            ("kyllä".to_owned(), vec![])
        );
    }

    #[test]
    fn reads_utf16_with_and_without_mark() {
        let units: Vec<u16> = "Kyllä;ei\n".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(codes(&little).0, "Kyllä;ei\n");
        assert_eq!(codes(&big).0, "Kyllä;ei\n");
        assert_eq!(
            codes(&[b"\xFF\xFE", little.as_slice()].concat()).0,
            "Kyllä;ei\n"
        );
    }

    #[test]
    fn reads_windows_1252_and_says_so() {
        let (text, codes) = codes(b"kyll\xE4;\x80\n");
        assert_eq!(
            (text.as_str(), codes),
            ("kyllä;€\n", vec!["encoding-guessed"])
        );
    }

    #[test]
    fn names_the_lines_of_a_mixed_file() {
        let bytes = ["häly\n".as_bytes(), b"p\xF6yt\xE4\n", "yö\n".as_bytes()].concat();
        let (text, codes) = codes(&bytes);
        assert_eq!(text, "häly\npöytä\nyö\n");
        assert_eq!(codes, vec!["encoding-mixed", "encoding-guessed"]);
    }

    #[test]
    fn recognises_text_that_came_spoilt() {
        assert_eq!(codes("kyllÃ¤".as_bytes()).1, vec!["garbled"]);
    }
}
