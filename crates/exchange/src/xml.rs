//! XML as a flat run of events, for the packed office formats.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::limits;

/// One event.
pub(crate) enum Node<'a> {
    /// An element begins, or is empty; an end follows in both cases.
    Start(&'a str, &'a BytesStart<'a>),
    /// An element ends.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// Walks through the XML and gives each event; names come without prefix.
///
/// Entities of the file's own are never expanded: a document that declares any is refused.
///
/// # Errors
/// `None` when the XML is broken, too deep, declares entities, or the visitor gave nothing.
pub(crate) fn walk(
    text: impl BufRead,
    mut visit: impl FnMut(Node<'_>) -> Option<()>,
) -> Option<()> {
    let mut reader = Reader::from_reader(text);
    let mut piece = Vec::new();
    let mut depth = 0_usize;
    loop {
        piece.clear();
        match reader.read_event_into(&mut piece).ok()? {
            Event::Start(start) => {
                depth += 1;
                if depth > limits::DEPTH {
                    return None;
                }
                visit(Node::Start(start.local_name().as_ref(), &start))?;
            }
            Event::Empty(start) => {
                visit(Node::Start(start.local_name().as_ref(), &start))?;
                visit(Node::End(start.local_name().as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visit(Node::End(end.local_name().as_ref()))?;
            }
            Event::Text(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::GeneralRef(entity) => {
                let mut buffer = [0; 4];
                visit(Node::Text(match entity.resolve_char_ref().ok()? {
                    Some(char) => char.encode_utf8(&mut buffer),
                    None => quick_xml::escape::resolve_predefined_entity(&entity)?,
                }))?;
            }
            Event::DocType(declaration) if declaration.contains("<!ENTITY") => return None,
            Event::Eof => return Some(()),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// The value of an attribute by its name without prefix.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|found| found.key.local_name().as_ref() == name)?;
    let raw = found.value.as_ref();
    Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), Into::into))
}
