//! What a file is, told from its bytes: names and declared types lie.

use std::io::Cursor;

/// A type of file, as far as it matters for saying what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Text in some encoding: CSV, plain text, JSON, YAML.
    Text,
    /// Excel workbook.
    Xlsx,
    /// Old binary Excel workbook.
    Xls,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// Word document.
    Docx,
    /// Old binary Word document.
    Doc,
    /// `OpenDocument` text.
    Odt,
    /// `PowerPoint` presentation.
    Pptx,
    /// Packed file of another kind.
    Zip,
    /// Office file under a password.
    Encrypted,
    /// PDF.
    Pdf,
    /// Picture.
    Image,
    /// Rich text.
    Rtf,
    /// Web page.
    Html,
    /// XML.
    Xml,
    /// Anything else that is not text.
    Binary,
}

impl FileKind {
    /// The word in messages, a key part such as `file-kind.pdf`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Docx => "docx",
            Self::Doc => "doc",
            Self::Odt => "odt",
            Self::Pptx => "pptx",
            Self::Zip => "zip",
            Self::Encrypted => "encrypted",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Binary => "binary",
        }
    }

    /// Tells the kind from the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        const MARKS: &[(&[u8], FileKind)] = &[
            (b"%PDF-", FileKind::Pdf),
            (b"\x89PNG", FileKind::Image),
            (b"\xFF\xD8\xFF", FileKind::Image),
            (b"GIF8", FileKind::Image),
            (b"{\\rtf", FileKind::Rtf),
        ];
        if let Some((_, kind)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            return *kind;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return packed(bytes);
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return compound(bytes);
        }
        textual(bytes)
    }
}

/// Tells packed office files apart by the parts they hold.
fn packed(bytes: &[u8]) -> FileKind {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return FileKind::Zip;
    };
    let has = |name: &str| {
        archive
            .file_names()
            .flatten()
            .any(|found| found.eq_ignore_ascii_case(name))
    };
    if has("xl/workbook.xml") || has("xl/workbook.bin") {
        FileKind::Xlsx
    } else if has("word/document.xml") {
        FileKind::Docx
    } else if has("ppt/presentation.xml") {
        FileKind::Pptx
    } else if has("content.xml") {
        open_document(archive)
    } else {
        FileKind::Zip
    }
}

/// Tells `OpenDocument` files apart by their `mimetype` part.
fn open_document(mut archive: zip::ZipArchive<Cursor<&[u8]>>) -> FileKind {
    let Ok(part) = archive.by_name("mimetype") else {
        return FileKind::Zip;
    };
    let mut mimetype = String::new();
    if std::io::Read::read_to_string(&mut std::io::Read::take(part, 100), &mut mimetype).is_err() {
        return FileKind::Zip;
    }
    match mimetype.trim() {
        "application/vnd.oasis.opendocument.spreadsheet" => FileKind::Ods,
        "application/vnd.oasis.opendocument.text" => FileKind::Odt,
        _ => FileKind::Zip,
    }
}

/// Tells old binary office files apart by the streams they hold.
fn compound(bytes: &[u8]) -> FileKind {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return FileKind::Binary;
    };
    if file.exists("/EncryptedPackage") {
        FileKind::Encrypted
    } else if file.exists("/Workbook") || file.exists("/Book") {
        FileKind::Xls
    } else if file.exists("/WordDocument") {
        FileKind::Doc
    } else {
        FileKind::Binary
    }
}

/// Tells text, web pages and XML from bytes that are none of them.
fn textual(bytes: &[u8]) -> FileKind {
    if crate::encoding::is_utf16(bytes).is_some() {
        return FileKind::Text;
    }
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    if start.contains(&0) {
        return FileKind::Binary;
    }
    let control = start
        .iter()
        .filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31))
        .count();
    if control * 20 > start.len() {
        return FileKind::Binary;
    }
    let head = String::from_utf8_lossy(start)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        FileKind::Html
    } else if head.starts_with("<?xml") {
        FileKind::Xml
    } else {
        FileKind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_kinds_from_their_first_bytes() {
        assert_eq!(FileKind::of(b"%PDF-1.7 ..."), FileKind::Pdf);
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n"), FileKind::Image);
        assert_eq!(FileKind::of(b"PK\x03\x04 broken"), FileKind::Zip);
        assert_eq!(FileKind::of(b"a;b\n1;2\n"), FileKind::Text);
        assert_eq!(FileKind::of(b"<!DOCTYPE html><html>"), FileKind::Html);
        assert_eq!(FileKind::of(&[0, 1, 2, 3, 0, 5, 6]), FileKind::Binary);
    }
}
