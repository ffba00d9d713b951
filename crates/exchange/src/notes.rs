//! Interview notes: plain text and Word documents to text with LF line ends.

use domain::text::unified;

use crate::account::Log;
use crate::archive::Archive;
use crate::kind::FileKind;
use crate::xml::{Node, walk};
use crate::{Account, ProblemKind, encoding, limits};

/// Reads notes from `.txt` or `.docx`; the kind is told from the bytes.
///
/// Paragraphs become lines, table cells are parted by tabs, trailing space goes, and more than two
/// empty lines in a row become two. Who speaks stands before a colon, as it is typed: rows of a table
/// of speakers and words, and lines with a time and a speaker above the words, are written so.
pub fn read(bytes: &[u8]) -> Account<String> {
    let mut log = Log::default();
    let text = read_text(bytes, &mut log);
    log.account(text)
}

fn read_text(bytes: &[u8], log: &mut Log) -> Result<String, ProblemKind> {
    limits::check_size(bytes, limits::FILE_BYTES)?;
    let text = match FileKind::of(bytes) {
        FileKind::Text => {
            limits::check_size(bytes, limits::NOTES_BYTES)?;
            let text = encoding::decode(bytes, log).into_owned();
            if encoding::is_json(&text) {
                return Err(ProblemKind::WrongType {
                    found: "json",
                    expected: "notes",
                });
            }
            text
        }
        FileKind::Docx => docx(bytes)?,
        FileKind::Encrypted => return Err(ProblemKind::Encrypted),
        FileKind::Zip if zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_err() => {
            return Err(ProblemKind::BrokenDocument);
        }
        kind => {
            return Err(ProblemKind::WrongType {
                found: kind.code(),
                expected: "notes",
            });
        }
    };
    let text = marked(&tidied(&text));
    if text.is_empty() {
        Err(ProblemKind::EmptyFile)
    } else {
        Ok(text)
    }
}

/// Reads the body of a Word document; deleted text and field codes are not part of it.
fn docx(bytes: &[u8]) -> Result<String, ProblemKind> {
    let mut archive = Archive::open(bytes, ProblemKind::BrokenDocument)?;
    let body = archive
        .part("word/document.xml")
        .ok_or(ProblemKind::BrokenDocument)?;
    let mut text = String::new();
    let mut is_text = false;
    let mut cells = 0_usize;
    let mut runs = 0_usize;
    // Text boxes stand twice in a document: as drawn now, and as drawn by old versions.
    let mut fallback = 0_usize;
    let walked = walk(body, |node| {
        match node {
            Node::Start("Fallback", _) => fallback += 1,
            Node::End("Fallback") => fallback = fallback.saturating_sub(1),
            _ if fallback > 0 => {}
            Node::Start("t", _) => is_text = true,
            Node::End("t") => is_text = false,
            Node::Text(run) if is_text => text.push_str(run),
            Node::Start("r", _) => runs += 1,
            Node::End("r") => runs = runs.saturating_sub(1),
            // Outside a run, a tab is a stop on the ruler.
            Node::Start("tab", _) if runs > 0 => text.push('\t'),
            Node::Start("br" | "cr", _) | Node::End("tr") => text.push('\n'),
            Node::Start("noBreakHyphen", _) => text.push('-'),
            Node::Start("tc", _) => cells += 1,
            Node::End("tc") => {
                cells = cells.saturating_sub(1);
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                text.push('\t');
            }
            // In a table cell, paragraphs stay on the line of their row.
            Node::End("p") => text.push(if cells > 0 { ' ' } else { '\n' }),
            _ => {}
        }
        (text.len() <= limits::NOTES_BYTES).then_some(())
    });
    if text.len() > limits::NOTES_BYTES {
        return Err(ProblemKind::TooLarge {
            limit: limits::NOTES_BYTES / limits::MEGABYTE,
            found: text.len().div_ceil(limits::MEGABYTE),
        });
    }
    walked.ok_or(ProblemKind::BrokenDocument)?;
    Ok(text)
}

/// Puts the speaker before the words, where a table or a transcribing program has them apart.
fn marked(text: &str) -> String {
    let rows = || text.lines().filter_map(|line| line.split_once('\t'));
    let firsts: Vec<&str> = rows().map(|(first, _)| first.trim()).collect();
    let has_heading = firsts.first().is_some_and(|first| is_heading(first));
    let is_table = firsts.len() > 1
        && firsts.iter().all(|first| is_speaker(first))
        && (has_heading || are_speakers(&firsts));
    let timed: Vec<&str> = text.lines().filter_map(timed_speaker).collect();
    let is_timed = are_speakers(&timed);
    let mut at_heading = has_heading;
    let mut told = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let row = line.split_once('\t').filter(|_| is_table);
        let timed = timed_speaker(line).filter(|_| is_timed);
        let words = lines.peek().filter(|next| {
            timed.is_some() && !next.trim().is_empty() && timed_speaker(next).is_none()
        });
        match (row, timed, words) {
            (Some(_), _, _) if std::mem::take(&mut at_heading) => continue,
            (Some((speaker, words)), _, _) => {
                told.extend([speaker.trim(), ": ", words.trim()]);
            }
            (None, Some(speaker), Some(words)) => {
                told.extend([speaker, ": ", words.trim()]);
                lines.next();
            }
            (None, _, _) => told.push_str(line),
        }
        told.push('\n');
    }
    told
}

/// Whether these are speakers and not words that only stand where speakers would: in a talk somebody
/// speaks again, or somebody has a number.
fn are_speakers(marks: &[&str]) -> bool {
    let distinct: std::collections::BTreeSet<&&str> = marks.iter().collect();
    let is_numbered = |mark: &&str| mark.contains(|c: char| c.is_ascii_digit());
    marks.len() > 1 && (distinct.len() < marks.len() || marks.iter().any(is_numbered))
}

/// Whether a cell is the head of a column of speakers.
fn is_heading(cell: &str) -> bool {
    let bare = crate::words::normalised(cell);
    ["puhuja", "kuka", "talare", "vem", "speaker", "who"].contains(&bare.as_str())
}

/// Whether a text is short and plain enough to be the mark or the name of a speaker.
fn is_speaker(text: &str) -> bool {
    const CHARS: usize = 24;
    let text = text.trim();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '(' | ')');
    text.starts_with(char::is_alphabetic)
        && text.chars().count() <= CHARS
        && text.split_whitespace().count() <= 3
        && text.chars().all(is_plain)
}

/// The speaker of a line that says nothing but a time and who speaks: `00:00:03 Puhuja 1`, `[0:03] J1`,
/// `Puhuja 1   0:03`.
fn timed_speaker(line: &str) -> Option<&str> {
    let line = line.trim();
    let is_time = |word: &&str| {
        let digits = word.trim_matches(['[', ']', '(', ')']);
        let parts = digits.split(':').count();
        let is_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
        (2..=3).contains(&parts) && digits.chars().all(is_clock) && !digits.ends_with(':')
    };
    let before = line
        .split_once(char::is_whitespace)
        .filter(|(time, _)| is_time(time));
    let behind = line
        .rsplit_once(char::is_whitespace)
        .filter(|(_, time)| is_time(time));
    let before = before.map(|(_, speaker)| speaker);
    let speaker = before.xor(behind.map(|(speaker, _)| speaker))?;
    is_speaker(speaker).then(|| speaker.trim())
}

/// Takes away control characters, trailing space and runs of empty lines.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0_usize;
    for line in unified(text).lines() {
        let kept: String = line
            .chars()
            .map(|c| if c == '\u{a0}' { ' ' } else { c })
            .filter(|c| *c == '\t' || !(c.is_control() || *c == '\u{feff}'))
            .collect();
        let line = kept.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 2 && !(tidy.is_empty() && line.is_empty()) {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy.truncate(tidy.trim_end().len());
    if !tidy.is_empty() {
        tidy.push('\n');
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_text_in_the_encodings_people_have() {
        assert_eq!(
            read(
                b"H: Onko testattu?\r\nV: Ei ole, p\xE4ivitys j\xE4i.\r\n\r\n\r\n\r\n\r\nH: Miksi?"
            )
            .taken
            .unwrap(),
            "H: Onko testattu?\nV: Ei ole, päivitys jäi.\n\n\nH: Miksi?\n"
        );
    }

    #[test]
    fn times_and_columns_that_are_no_speakers_stay_as_they_are() {
        for typed in [
            "9:00 Avaus\nPuheenjohtaja avasi.\n",
            "Katko kesti 12:30\nVesi meni poikki.\n",
            "9:00 Avaus\nPuheenjohtaja avasi.\n10:00 Tauko\nJuotiin kahvia.\n",
            "Palkat\tkolme\nVesi\tviisi\n",
        ] {
            assert_eq!(marked(typed), typed);
        }
        let talk = "0:03 J1\nOnko testattu?\n0:09 J2\nEi ole.\n";
        assert_eq!(marked(talk), "J1: Onko testattu?\nJ2: Ei ole.\n");
    }

    #[test]
    fn every_tools_line_end_parts_words() {
        for end in ["\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let read = read(format!("V: Sähkö{end}Vesi").as_bytes()).taken.unwrap();
            assert_eq!(read, "V: Sähkö\nVesi\n", "{end:?}");
        }
    }

    #[test]
    fn speakers_of_tables_and_of_transcribing_programs_stand_before_their_words() {
        for (text, told) in [
            ("H\tMitä?\nJ1\tEi mitään.\n", "H: Mitä?\nJ1: Ei mitään.\n"),
            ("Puhuja\tTeksti\nJ1\tHei.\n", "J1: Hei.\n"),
            (
                "00:00:03 Puhuja 1\nKuka?\nMikä?\n[0:09] J2\nMinä.\n",
                "Puhuja 1: Kuka?\nMikä?\nJ2: Minä.\n",
            ),
            (
                "Matti Malli   0:03\nHei.\nMaija Malli  0:05\nHei.\nMatti Malli  0:09\nNo.\n",
                "Matti Malli: Hei.\nMaija Malli: Hei.\nMatti Malli: No.\n",
            ),
            // A time in speech, a table of figures and a time without words are as they were.
            ("Katko kesti 12:30\n", "Katko kesti 12:30\n"),
            ("2026\t5\nPalkat\t3\n", "2026\t5\nPalkat\t3\n"),
            ("00:00:03 J1\n\nMuuta.\n", "00:00:03 J1\n\nMuuta.\n"),
        ] {
            assert_eq!(read(text.as_bytes()).taken.unwrap(), told, "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_notes() {
        let refused = |bytes: &[u8]| read(bytes).problems[0].kind.code();
        assert_eq!(refused(b""), "empty-file");
        assert_eq!(refused(b"  \n \n"), "empty-file");
        assert_eq!(refused(b"%PDF-1.4"), "wrong-type");
        assert_eq!(
            refused(br#"{"pages": [{"text": "J1: Hei"}]}"#),
            "wrong-type"
        );
        assert!(read(b"[00:12] J1: Hei").taken.is_some());
        assert!(read(b"[12]").taken.is_some());
        assert_eq!(refused(b"PK\x03\x04cut"), "broken-document");
    }
}
