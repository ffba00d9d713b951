//! Packed files: how much they open to, checked before anybody else opens them.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{ProblemKind, limits};

/// A packed file whose parts have all been opened once, and fit.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Archive<'a> {
    /// Opens a packed file.
    ///
    /// The sizes that a packed file declares are not believed: every part is unpacked and counted,
    /// and thrown away, so that readers which believe them can be let at it.
    ///
    /// # Errors
    /// When it is broken, has too many parts or opens to too much; `broken` says what to call the
    /// first of these.
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
        let mut left = allowed as u64;
        for index in 0..zip.len() {
            let part = match zip.by_index(index) {
                Ok(part) => part,
                Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                    return Err(ProblemKind::Encrypted);
                }
                Err(_) => return Err(broken),
            };
            let Ok(size) = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()) else {
                return Err(broken);
            };
            left = left.checked_sub(size).ok_or(ProblemKind::Expands {
                limit: allowed / limits::MEGABYTE,
            })?;
        }
        Ok(Self { zip })
    }

    /// The text of a part, or nothing when there is none or it is not UTF-8 or UTF-16.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let part = self.zip.by_name(name).ok()?;
        let mut bytes = Vec::new();
        part.take(limits::EXPANDED_BYTES as u64)
            .read_to_end(&mut bytes)
            .ok()?;
        match crate::encoding::is_utf16(&bytes) {
            Some(encoding) => Some(encoding.decode(&bytes).0.into_owned()),
            None => String::from_utf8(bytes).ok(),
        }
    }
}
