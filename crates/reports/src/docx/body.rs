//! The blocks of a document as `WordprocessingML`.

use super::tables;
use super::xml::{BREAK, Look, item, paragraph, paragraphs, run};
use crate::Judgement;
use crate::document::{
    Answer, Block, Cell, Column, Decision, Distribution, Document, Fact, Layout, LevelRow, Levels,
    Point, Share, Table, ThemeRow,
};

/// The numbering of bulleted lists; ordered lists are numbered from the next on.
const BULLETS: usize = 1;

/// The body, and what other parts of the file need to know of it.
pub(super) struct Body {
    xml: String,
    ordered_lists: usize,
    bookmarks: usize,
}

impl Body {
    /// Writes every block.
    pub(super) fn of(document: &Document) -> Self {
        let mut body = Self {
            xml: String::new(),
            ordered_lists: 0,
            bookmarks: 0,
        };
        body.add(&paragraph(
            "Organisation",
            &run(&document.organisation, Look::Plain),
        ));
        body.add(&paragraph("Title", &run(&document.title, Look::Plain)));
        body.add(&paragraph("Subtitle", &run(&document.byline, Look::Plain)));
        let book = document.layout == Layout::Book;
        for block in &document.blocks {
            match block {
                Block::Outline { title } => body.contents(title, &document.blocks),
                Block::Heading { level, text, .. } => body.heading(*level, text, book),
                Block::List { ordered, items } => body.list(*ordered, items),
                other => body.add(&simple(other)),
            }
        }
        body
    }

    /// How many ordered lists there are, each with a numbering of its own.
    pub(super) fn ordered_lists(&self) -> usize {
        self.ordered_lists
    }

    /// The main part of the file.
    pub(super) fn document_xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <w:body>{}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
             <w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
             <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1303\" \
             w:bottom=\"1247\" w:left=\"1303\" w:header=\"680\" w:footer=\"567\" w:gutter=\"0\"/>\
             </w:sectPr></w:body></w:document>",
            self.xml
        )
    }

    fn add(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    fn heading(&mut self, level: u8, text: &str, book: bool) {
        let id = self.bookmarks;
        self.bookmarks += 1;
        let start = if book && level == 1 {
            "<w:pageBreakBefore/>"
        } else {
            ""
        };
        let xml = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/>{start}</w:pPr>\
             <w:bookmarkStart w:id=\"{id}\" w:name=\"_Toc{id}\"/>{}<w:bookmarkEnd w:id=\"{id}\"/></w:p>",
            run(text, Look::Plain)
        );
        self.add(&xml);
    }

    fn list(&mut self, ordered: bool, items: &[String]) {
        let list = if ordered {
            self.ordered_lists += 1;
            BULLETS + self.ordered_lists
        } else {
            BULLETS
        };
        for text in items {
            self.add(&item(list, text));
        }
    }

    /// A table of contents that works as links at once and takes page numbers when Word updates it.
    fn contents(&mut self, title: &str, blocks: &[Block]) {
        self.add(&paragraph("ContentsTitle", &run(title, Look::Plain)));
        let headings: Vec<_> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading {
                    level,
                    text,
                    listed,
                } => Some((*level, text, *listed)),
                _ => None,
            })
            .enumerate()
            .filter(|(_, (level, _, listed))| *listed && *level <= 2)
            .collect();
        let last = headings.len().saturating_sub(1);
        for (at, (id, (level, text, _))) in headings.into_iter().enumerate() {
            let begin = if at == 0 { TOC_BEGIN } else { "" };
            let end = if at == last { TOC_END } else { "" };
            let link = format!(
                "<w:hyperlink w:anchor=\"_Toc{id}\" w:history=\"1\">{}</w:hyperlink>",
                run(text, Look::Plain)
            );
            self.add(&paragraph(
                &format!("TOC{level}"),
                &format!("{begin}{link}{end}"),
            ));
        }
    }
}

const TOC_BEGIN: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText \
    xml:space=\"preserve\"> TOC \\o \"1-2\" \\h \\z \\u </w:instrText></w:r>\
    <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
const TOC_END: &str = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

/// Blocks that need nothing from their surroundings.
fn simple(block: &Block) -> String {
    match block {
        Block::Lead { text } => paragraphs("Lead", text),
        Block::Prose(running) => paragraphs("BodyText", &running.prose.plain()),
        Block::Paragraph { text } => paragraphs("BodyText", text),
        Block::Note { text } => paragraphs("Note", text),
        Block::Callout { title, sentences } => callout(title, sentences),
        Block::Facts { rows } => rows.iter().map(fact).collect(),
        Block::Table(table) => tables::table(table),
        Block::Tally { parts } => tally(parts),
        Block::Themes { head, rows } => themes(head, rows),
        Block::Points { items } => items.iter().map(point).collect(),
        Block::Decisions { items } => items.iter().map(decision).collect(),
        Block::Quote { text, source } => paragraph(
            "Quote",
            &[
                &run(text, Look::Plain),
                BREAK,
                &run(source, Look::Style("Quiet")),
            ]
            .concat(),
        ),
        Block::Levels(levels) => levels_table(levels),
        Block::Distribution(distribution) => distribution_text(distribution),
        // Headings, lists and contents are written where their numbers are known; letters and
        // posters are printed, not edited.
        Block::Heading { .. }
        | Block::List { .. }
        | Block::Outline { .. }
        | Block::Letter(_)
        | Block::Poster(_) => String::new(),
    }
}

fn callout(title: &str, sentences: &[String]) -> String {
    let mut xml = paragraph("CalloutTitle", &run(title, Look::Plain));
    for sentence in sentences {
        xml.push_str(&paragraphs("Callout", sentence));
    }
    xml.push_str(&paragraph("AfterTable", ""));
    xml
}

fn fact(fact: &Fact) -> String {
    let runs = [
        run(&format!("{}: ", fact.name), Look::Strong),
        run(&fact.value, Look::Plain),
    ];
    paragraph("Fact", &runs.concat())
}

fn tally(parts: &[Share]) -> String {
    let runs: Vec<_> = parts
        .iter()
        .map(|part| {
            [
                run(
                    &format!("{}\u{a0}", part.judgement.sign()),
                    Look::Style("Sign"),
                ),
                run(&part.count, Look::Strong),
                run(&format!("\u{a0}{}", part.word), Look::Plain),
            ]
            .concat()
        })
        .collect();
    paragraph("Tally", &runs.join(&run("     ", Look::Plain)))
}

fn themes(head: &[String; 2], rows: &[ThemeRow]) -> String {
    let column = |title: &String, weight| Column {
        title: title.clone(),
        weight,
        numeric: false,
    };
    let [theme, criteria] = head;
    let rows = rows
        .iter()
        .map(|row| {
            let theme = Cell {
                text: row.title.clone(),
                detail: row.sentence.clone(),
                strong: true,
                judgement: None,
            };
            vec![
                theme,
                Cell {
                    text: signs(row),
                    detail: row.words.clone(),
                    ..Cell::default()
                },
            ]
        })
        .collect();
    tables::table(&Table {
        caption: String::new(),
        columns: vec![column(theme, 6), column(criteria, 4)],
        rows,
    })
}

/// One sign per criterion, as many as fit a cell.
fn signs(row: &ThemeRow) -> String {
    if row.counts.iter().sum::<u32>() > 12 {
        return String::new();
    }
    let signs = Judgement::ALL
        .into_iter()
        .zip(row.counts)
        .flat_map(|(judgement, count)| (0..count).map(move |_| judgement.sign()));
    signs.collect::<Vec<_>>().join(" ")
}

fn point(point: &Point) -> String {
    let title = if point.label.is_empty() {
        point.title.clone()
    } else {
        let end = if point.label.chars().count() <= 2 {
            "."
        } else {
            ":"
        };
        format!("{}{end} {}", point.label, point.title)
    };
    let mut runs = run(&title, Look::Strong);
    if !point.text.is_empty() {
        runs.push_str(BREAK);
        runs.push_str(&run(&point.text, Look::Plain));
    }
    if !point.remark.is_empty() {
        runs.push_str(BREAK);
        runs.push_str(&run(&point.remark, Look::Style("Quiet")));
    }
    paragraph("BodyText", &runs)
}

fn decision(decision: &Decision) -> String {
    let mut runs = run(
        &format!("{}. {}", decision.number, decision.text),
        Look::Strong,
    );
    if !decision.terms.is_empty() {
        let terms: Vec<_> = decision
            .terms
            .iter()
            .map(|term| format!("{}:\u{a0}{}", term.name, term.value))
            .collect();
        runs.push_str(BREAK);
        runs.push_str(&run(&terms.join(" · "), Look::Style("Quiet")));
    }
    paragraph("Decision", &runs)
}

/// The picture of levels has its numbers in the table after it; here only what the picture says.
fn levels_table(levels: &Levels) -> String {
    let said: Vec<_> = levels
        .rows
        .iter()
        .map(|LevelRow { label, text, .. }| format!("{label} {text}"))
        .collect();
    let [low, middle, high] = &levels.scale;
    let scale = format!(
        "0 = {}, 50 = {}, 100 = {}",
        lower(low),
        lower(middle),
        lower(high)
    );
    let runs = [
        &run(&said.join(" · "), Look::Plain),
        BREAK,
        &run(&scale, Look::Style("Quiet")),
    ]
    .concat();
    paragraph("BodyText", &runs)
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

fn distribution_text(distribution: &Distribution) -> String {
    let answers: Vec<_> = distribution
        .answers
        .iter()
        .map(|Answer { label, text, .. }| format!("{}\u{a0}{text}", escape_breaks(label)))
        .collect();
    let mut runs = run(&distribution.question, Look::Strong);
    let base = match distribution.base.as_str() {
        "" => String::new(),
        base => format!(", {base}"),
    };
    runs.push_str(&run(
        &format!(" ({}{base})", distribution.audience),
        Look::Style("Quiet"),
    ));
    runs.push_str(BREAK);
    runs.push_str(&run(&answers.join(" · "), Look::Plain));
    if !distribution.note.is_empty() {
        runs.push_str(BREAK);
        runs.push_str(&run(&distribution.note, Look::Style("Quiet")));
    }
    paragraph("BodyText", &runs)
}

/// A label on one line.
fn escape_breaks(label: &str) -> String {
    label.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_in_every_style() {
        let xml = callout("<a>", &["b & c".to_owned()]);
        assert!(xml.contains("&lt;a&gt;") && xml.contains("b &amp; c"));
    }
}
