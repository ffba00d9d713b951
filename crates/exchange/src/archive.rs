//! Packed files: how much they open to, checked before anybody else opens them.

use std::io::{BufRead, BufReader, Cursor, Read, Write};

use zip::ZipArchive;

use crate::encoding::is_utf16;
use crate::{ProblemKind, limits};

/// A packed file whose parts have all been opened once, and fit.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    parts: Vec<Part>,
}

/// What was seen of a part when it was opened once.
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    seen: Meter,
}

impl Part {
    /// Whether a reader may hold all of it in memory at once.
    pub(crate) fn is_fit_to_hold(&self) -> bool {
        !self.seen.is_markup
            || (self.seen.bytes <= limits::WHOLE_PART_BYTES as u64
                && self.seen.tags <= limits::WHOLE_PART_TAGS)
    }
}

/// Looks at bytes that pass, and keeps none of them.
#[derive(Default)]
struct Meter {
    bytes: u64,
    is_markup: bool,
    tags: usize,
    /// Bytes since the last tag began, and the most that there were.
    run: usize,
    longest: usize,
}

impl Write for Meter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes == 0 {
            // Behind the mark of an encoding, in whichever it is.
            let first = bytes
                .iter()
                .find(|byte| !matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF | b' ' | b'\n'));
            self.is_markup = first == Some(&b'<');
        }
        for part in bytes.split_inclusive(|byte| *byte == b'<') {
            self.run += part.len();
            self.longest = self.longest.max(self.run);
            if part.ends_with(b"<") {
                self.tags += 1;
                self.run = 0;
            }
        }
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> Archive<'a> {
    /// Opens a packed file.
    ///
    /// The sizes that a packed file declares are not believed: every part is unpacked and counted,
    /// and thrown away, so that readers which believe them can be let at it.
    ///
    /// # Errors
    /// When it is broken, has too many parts, opens to too much, or has more text in one piece than
    /// any real file; `broken` says what to call the first of these.
    pub(crate) fn open(bytes: &'a [u8], broken: ProblemKind) -> Result<Self, ProblemKind> {
        let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
            return Err(broken);
        };
        if zip.len() > limits::PARTS {
            return Err(ProblemKind::TooManyParts {
                limit: limits::PARTS,
            });
        }
        let allowed = limits::EXPANDED_BYTES.min(
            bytes
                .len()
                .saturating_mul(limits::EXPANSION)
                .max(10 * limits::MEGABYTE),
        );
        let expands = || ProblemKind::Expands {
            limit: allowed / limits::MEGABYTE,
        };
        let mut left = allowed as u64;
        let mut parts = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let part = match zip.by_index(index) {
                Ok(part) => part,
                Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                    return Err(ProblemKind::Encrypted);
                }
                Err(_) => return Err(broken),
            };
            let name = String::from_utf8_lossy(part.name_raw()).into_owned();
            let mut seen = Meter::default();
            let Ok(size) = std::io::copy(&mut part.take(left + 1), &mut seen) else {
                return Err(broken);
            };
            left = left.checked_sub(size).ok_or_else(expands)?;
            if seen.is_markup && seen.longest > limits::RUN_BYTES {
                return Err(expands());
            }
            parts.push(Part { name, seen });
        }
        Ok(Self { zip, parts })
    }

    /// The parts in the order of the file.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// A part, to be read piece by piece; nothing when there is none.
    pub(crate) fn part(&mut self, name: &str) -> Option<Box<dyn BufRead + '_>> {
        let part = self.zip.by_name(name).ok()?;
        let mut part = BufReader::new(part.take(limits::EXPANDED_BYTES as u64));
        let Some(encoding) = is_utf16(part.fill_buf().ok()?) else {
            return Some(Box::new(part));
        };
        let mut bytes = Vec::new();
        let held = limits::WHOLE_PART_BYTES as u64;
        part.take(held).read_to_end(&mut bytes).ok()?;
        let text = encoding.decode(&bytes).0.into_owned();
        Some(Box::new(Cursor::new(text.into_bytes())))
    }

    /// The text of a part, or nothing when there is none, it is long, or not UTF-8 or UTF-16.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let mut text = String::new();
        let part = self.part(name)?;
        let limit = limits::MEGABYTE as u64;
        part.take(limit).read_to_string(&mut text).ok()?;
        Some(text)
    }
}
