//! Small pieces of `WordprocessingML`.

/// How a run of text looks, as the content of `w:rPr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// As its paragraph says.
    Plain,
    /// Bold.
    Strong,
    /// In a character style.
    Style(&'static str),
}

/// Text made safe for XML; characters that XML 1.0 cannot hold are dropped.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A run; a line end becomes a line break.
pub(super) fn run(text: &str, look: Look) -> String {
    let properties = match look {
        Look::Plain => String::new(),
        Look::Strong => "<w:rPr><w:b/><w:bCs/></w:rPr>".to_owned(),
        Look::Style(style) => format!("<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>"),
    };
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line)))
        .collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// A line break.
pub(super) const BREAK: &str = "<w:r><w:br/></w:r>";

/// A paragraph in a style, of runs.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

/// A text as paragraphs: an empty line parts them.
pub(super) fn paragraphs(style: &str, text: &str) -> String {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| paragraph(style, &run(part, Look::Plain)))
        .collect()
}

/// An item of a list.
pub(super) fn item(list: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/>\
         <w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run(text, Look::Plain)
    )
}

/// A simple field, such as the page number.
pub(super) fn field(instruction: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(
            escape("a<b>&\"c\"\u{0}\u{b}"),
            "a&lt;b&gt;&amp;&quot;c&quot;"
        );
        assert!(run("a\nb", Look::Plain).contains("</w:t><w:br/><w:t"));
    }
}
