//! Documents as Word files (Office Open XML, ECMA-376), for what people edit.
//!
//! Real styles, heading levels, table header rows, language and title, so that the file works with
//! a screen reader and takes the municipality's own template by changing its styles.

mod body;
mod parts;
mod tables;
mod xml;

use crate::ReportError;
use crate::document::Document;

/// Packs a document. The same document gives the same bytes.
///
/// # Errors
/// [`ReportError::Zip`] or [`ReportError::Io`] when the file cannot be packed.
pub(crate) fn write(document: &Document) -> Result<Vec<u8>, ReportError> {
    let body = body::Body::of(document);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(document)),
        ("docProps/app.xml", parts::APP.to_owned()),
        (
            "word/_rels/document.xml.rels",
            parts::DOCUMENT_RELATIONS.to_owned(),
        ),
        ("word/document.xml", body.document_xml()),
        ("word/styles.xml", parts::styles(document.locale)),
        ("word/numbering.xml", parts::numbering(body.ordered_lists())),
        ("word/settings.xml", parts::settings(document.locale)),
        ("word/header1.xml", parts::header(document)),
        ("word/footer1.xml", parts::footer(document)),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    crate::pack::deflated(files.into())
}
