//! Files packed into one: Word, EPUB, course packages. The same files give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::ReportError;

/// Path in the package, and content.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Packs files, each compressed.
///
/// # Errors
/// [`ReportError::Zip`] or [`ReportError::Io`] when they cannot be packed.
pub(crate) fn deflated(files: Files) -> Result<Vec<u8>, ReportError> {
    write(files, 0)
}

/// Packs files, the first of them uncompressed, as EPUB wants its media type.
///
/// # Errors
/// [`ReportError::Zip`] or [`ReportError::Io`] when they cannot be packed.
pub(crate) fn first_stored(files: Files) -> Result<Vec<u8>, ReportError> {
    write(files, 1)
}

fn write(files: Files, stored: usize) -> Result<Vec<u8>, ReportError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (path, bytes)) in files.into_iter().enumerate() {
        let method = if at < stored {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        // A fixed moment instead of the clock.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        zip.start_file(path, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
