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
/// empty lines in a row become two. Who speaks is left to the reader of the text.
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
    let text = tidied(&text);
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
    fn every_tools_line_end_parts_words() {
        for end in ["\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let read = read(format!("V: Sähkö{end}Vesi").as_bytes()).taken.unwrap();
            assert_eq!(read, "V: Sähkö\nVesi\n", "{end:?}");
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
