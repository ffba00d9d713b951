//! The handbook as EPUB 3.3 with accessibility metadata.

use std::fmt::Write as _;

use domain::handbook::{Card, Handbook, Prose};
use i18n::Texts;

use super::Book;
use super::html::{self, Links, escape};
use crate::ReportError;
use crate::pack::{self, Files};

const STYLE: &str = include_str!("../../templates/handbook/style.css");

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"#;

/// A page of the book: file name without ending, title, what it is for those who listen, body.
struct Page {
    name: String,
    title: String,
    role: &'static str,
    body: String,
}

/// Writes the handbook as EPUB.
///
/// # Errors
/// [`ReportError`] when the file cannot be packed.
pub fn epub(book: &Book, texts: Texts) -> Result<Vec<u8>, ReportError> {
    let pages = pages(book, texts);
    let mut files: Files = vec![
        ("mimetype".to_owned(), b"application/epub+zip".to_vec()),
        ("META-INF/container.xml".to_owned(), CONTAINER.into()),
        (
            "EPUB/package.opf".to_owned(),
            package(book, &pages, texts).into_bytes(),
        ),
        (
            "EPUB/nav.xhtml".to_owned(),
            nav(&book.handbook, &pages, texts).into_bytes(),
        ),
        ("EPUB/style.css".to_owned(), STYLE.into()),
    ];
    files.extend(book.picture_files("EPUB/pictures/"));
    for page in &pages {
        let xhtml = document(&book.handbook, &page.title, page.role, &page.body);
        files.push((format!("EPUB/{}.xhtml", page.name), xhtml.into_bytes()));
    }
    pack::first_stored(files)
}

fn document(book: &Handbook, title: &str, role: &str, body: &str) -> String {
    let lang = book.locale.code();
    let (kind, aria) = role.split_once(' ').unwrap_or((role, ""));
    let aria = if aria.is_empty() {
        String::new()
    } else {
        format!(" role=\"{aria}\"")
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{lang}\" xml:lang=\"{lang}\"><head><title>{}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\
         <body><section epub:type=\"{kind}\"{aria}>\n{body}\n</section></body></html>\n",
        escape(title)
    )
}

fn pages(book: &Book, texts: Texts) -> Vec<Page> {
    let handbook = &book.handbook;
    let mut all = vec![Page {
        name: "start".to_owned(),
        title: handbook.title.to_string(),
        role: "frontmatter",
        body: start(book, texts),
    }];
    for card in &handbook.cards {
        all.push(Page {
            name: format!("card-{}", card.id),
            title: card.title.to_string(),
            role: "chapter doc-chapter",
            body: card_body(handbook, card, texts),
        });
    }
    let mut back = |id: &str, role, body: String| {
        let title = handbook.part(id);
        all.push(Page {
            name: id.to_owned(),
            title: title.to_owned(),
            role,
            body: format!("<h1>{}</h1>{body}", escape(title)),
        });
    };
    back("questions", "appendix doc-appendix", questions(handbook));
    back("glossary", "glossary doc-glossary", terms(handbook));
    back(
        "sources",
        "bibliography doc-bibliography",
        sources(handbook, texts),
    );
    all
}

fn p(class: &str, text: &str) -> String {
    if class.is_empty() {
        format!("<p>{}</p>", escape(text))
    } else {
        format!("<p class=\"{class}\">{}</p>", escape(text))
    }
}

fn start(book: &Book, texts: Texts) -> String {
    let handbook = &book.handbook;
    let mut body = format!("<h1>{}</h1>", escape(handbook.title.as_str()));
    body.push_str(&p("", handbook.organisation.as_str()));
    if handbook.is_fictitious {
        body.push_str(&p("", texts.say("report.fictitious")));
    }
    body.push_str(&p("lead", handbook.lead.as_str()));
    body.push_str(&p("", handbook.how.as_str()));
    let listed = |prose: &Prose| html::sources(prose, handbook);
    body.push_str(&html::intro(handbook, texts, links(), listed));
    let duties: Vec<String> = handbook
        .duties
        .iter()
        .map(|duty| {
            format!(
                "<dt>{}</dt><dd>{}</dd>",
                escape(duty.title.as_str()),
                escape(duty.text.as_str())
            )
        })
        .collect();
    let title = escape(texts.say("report.handbook.duties"));
    let _ = write!(body, "<h2>{title}</h2><dl>{}</dl>", duties.concat());
    body
}

fn links<'a>() -> Links<'a> {
    Links {
        card: &|id| format!("card-{id}.xhtml"),
        source: &|id| format!("#source-{id}"),
        picture: &|picture| format!("pictures/{}", picture.name),
    }
}

/// A card and, on the same page, the chapter behind it.
fn card_body(handbook: &Handbook, card: &Card, texts: Texts) -> String {
    let mut body = super::html_card(handbook, card, 1, texts);
    if let Some(chapter) = &card.chapter {
        body.push_str("<hr/>");
        body.push_str(&html::chapter(handbook, card, chapter, texts, links()));
        let listed = html::sources(&chapter.prose, handbook);
        if !listed.is_empty() {
            let _ = write!(
                body,
                "<h2>{}</h2>{listed}",
                escape(handbook.part("sources"))
            );
        }
    }
    body
}

fn questions(handbook: &Handbook) -> String {
    let mut body = String::new();
    for group in &handbook.questions {
        let first = group.questions.first().map_or(1, |(number, _)| *number);
        let items: Vec<String> = group
            .questions
            .iter()
            .map(|(_, text)| format!("<li>{}</li>", escape(text.as_str())))
            .collect();
        let _ = write!(
            body,
            "<h2>{}</h2><ol start=\"{first}\">{}</ol>",
            escape(group.title.as_str()),
            items.concat()
        );
    }
    body
}

fn terms(handbook: &Handbook) -> String {
    let items: Vec<String> = handbook
        .terms
        .iter()
        .map(|term| {
            format!(
                "<dt id=\"term-{}\">{}</dt><dd>{}</dd>",
                term.id,
                escape(term.term.as_str()),
                escape(term.text.as_str())
            )
        })
        .collect();
    format!("<dl>{}</dl>", items.concat())
}

fn sources(handbook: &Handbook, texts: Texts) -> String {
    let items: Vec<String> = handbook
        .sources
        .iter()
        .map(|source| {
            format!(
                "<li>{} {}</li>",
                html::citation(source),
                escape(source.gives.as_str())
            )
        })
        .collect();
    format!(
        "{}<ul>{}</ul>",
        p("", texts.say("report.handbook.law")),
        items.concat()
    )
}

fn nav(handbook: &Handbook, pages: &[Page], texts: Texts) -> String {
    let items: Vec<String> = pages
        .iter()
        .map(|page| {
            format!(
                "<li><a href=\"{}.xhtml\">{}</a></li>",
                page.name,
                escape(&page.title)
            )
        })
        .collect();
    let title = escape(texts.say("report.full.contents"));
    let lang = handbook.locale.code();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{lang}\" xml:lang=\"{lang}\"><head><title>{title}</title></head>\
         <body><nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\"><h1>{title}</h1><ol>{}</ol></nav></body></html>\n",
        items.concat()
    )
}

/// The pictures in the list of files.
fn pictures(book: &Book) -> impl Iterator<Item = String> {
    let known = book.handbook.pictures.values();
    let packed = known.filter(|picture| book.pictures.contains_key(picture.name.as_str()));
    packed.map(|picture| {
        format!(
            "<item id=\"picture-{0}\" href=\"pictures/{0}\" media-type=\"{1}\"/>",
            picture.name,
            picture.form.content_type()
        )
    })
}

/// How the book can be read by those who do not see it. Words are enough: every picture has its own.
fn accessibility(book: &Book, texts: Texts) -> String {
    let has_pictures = !book.pictures.is_empty();
    let (modes, more, summary): (&[&str], &[&str], _) = if has_pictures {
        let summary = "report.handbook.accessibility-pictures";
        (&["textual", "visual"], &["alternativeText"], summary)
    } else {
        (&["textual"], &[], "report.handbook.accessibility")
    };
    let features = [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "ARIA",
    ];
    let meta = |name: &str, value: &str| format!("<meta property=\"schema:{name}\">{value}</meta>");
    let modes = modes.iter().map(|mode| meta("accessMode", mode));
    let features = features.iter().chain(more);
    let told: Vec<String> = modes
        .chain([meta("accessModeSufficient", "textual")])
        .chain(features.map(|one| meta("accessibilityFeature", one)))
        .chain([
            meta("accessibilityHazard", "none"),
            meta("accessibilitySummary", &escape(texts.say(summary))),
        ])
        .collect();
    told.concat()
}

/// What a reading system tells of the book, its accessibility included.
fn package(book: &Book, pages: &[Page], texts: Texts) -> String {
    let handbook = &book.handbook;
    let lang = handbook.locale.code();
    let id = if book.address.is_empty() {
        format!("urn:luotsi:handbook:{lang}")
    } else {
        format!("{}/{lang}", book.address)
    };
    let listed = pages.iter().map(|page| {
        format!(
            "<item id=\"{0}\" href=\"{0}.xhtml\" media-type=\"application/xhtml+xml\"/>",
            page.name
        )
    });
    let manifest: Vec<String> = listed.chain(pictures(book)).collect();
    let spine: Vec<String> = pages
        .iter()
        .map(|page| format!("<itemref idref=\"{}\"/>", page.name))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" \
         xml:lang=\"{lang}\" prefix=\"schema: http://schema.org/\">\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:identifier id=\"id\">{}</dc:identifier><dc:title>{}</dc:title><dc:language>{lang}</dc:language>\
         <dc:creator>{}</dc:creator><dc:publisher>{}</dc:publisher><dc:date>{date}</dc:date>\
         <meta property=\"dcterms:modified\">{date}T12:00:00Z</meta>\
         {}</metadata>\
         <manifest><item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>{}</manifest>\
         <spine>{}</spine></package>\n",
        escape(&id),
        escape(handbook.title.as_str()),
        escape(handbook.organisation.as_str()),
        escape(handbook.organisation.as_str()),
        accessibility(book, texts),
        manifest.concat(),
        spine.concat(),
        date = handbook.date,
    )
}
