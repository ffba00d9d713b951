//! The handbook and the modules as a package for learning platforms: SCORM 1.2 or cmi5.
//!
//! One unit is the handbook, one each module. A unit is a page of its own that works without
//! scripts; the script only tells the platform how far the reader is.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::handbook::{Handbook, Picture};
use domain::training::{Lesson, LessonQuestion};
use i18n::Texts;

use super::Book;
use super::html::{self, Links, escape};
use crate::ReportError;
use crate::pack::{self, Files};

const STYLE: &str = include_str!("../../templates/handbook/style.css");
const RUNTIME: &str = include_str!("../../templates/handbook/runtime.js");

/// What a package is made of.
#[derive(Debug, Clone)]
pub struct Course {
    /// The handbook.
    pub book: Book,
    /// The modules.
    pub lessons: Vec<Lesson>,
}

/// The kind of package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// ADL SCORM 1.2.
    Scorm12,
    /// AICC/ADL cmi5 Quartz.
    Cmi5,
}

/// A unit: id, title, what it is for, whether it is scored.
struct Unit {
    id: String,
    title: String,
    about: String,
    is_scored: bool,
}

/// Writes the package.
///
/// # Errors
/// [`ReportError`] when the file cannot be packed.
pub fn course(course: &Course, standard: Standard, texts: Texts) -> Result<Vec<u8>, ReportError> {
    let book = &course.book.handbook;
    let mut units = vec![Unit {
        id: "handbook".to_owned(),
        title: book.title.to_string(),
        about: book.lead.to_string(),
        is_scored: false,
    }];
    units.extend(course.lessons.iter().map(|lesson| Unit {
        id: format!("module-{}", lesson.id),
        title: lesson.title.to_string(),
        about: lesson.goal.to_string(),
        is_scored: true,
    }));
    let structure = match standard {
        Standard::Scorm12 => ("imsmanifest.xml", manifest(&course.book, &units)),
        Standard::Cmi5 => ("cmi5.xml", structure(&course.book, &units)),
    };
    let mut files: Files = vec![
        (structure.0.to_owned(), structure.1.into_bytes()),
        ("style.css".to_owned(), STYLE.into()),
        ("runtime.js".to_owned(), RUNTIME.into()),
        (
            "handbook.html".to_owned(),
            page(
                book,
                book.title.as_str(),
                &handbook(book, texts, &in_folder),
            )
            .into_bytes(),
        ),
    ];
    files.extend(course.book.picture_files("pictures/"));
    for lesson in &course.lessons {
        let html = page(book, lesson.title.as_str(), &module(lesson, texts));
        files.push((format!("module-{}.html", lesson.id), html.into_bytes()));
    }
    pack::deflated(files)
}

fn page(book: &Handbook, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>{}</title>\
         <link rel=\"stylesheet\" href=\"style.css\"/></head>\n<body><main>{body}</main>\
         <script src=\"runtime.js\"></script></body></html>\n",
        book.locale,
        escape(title)
    )
}

/// Where a picture lies in the package.
fn in_folder(picture: &Picture) -> String {
    format!("pictures/{}", picture.name)
}

/// The whole handbook on one page.
fn handbook(book: &Handbook, texts: Texts, picture: &dyn Fn(&Picture) -> String) -> String {
    let links = Links {
        picture,
        card: &|id| format!("#card-{id}"),
        source: &|id| format!("#source-{id}"),
    };
    let mut body = format!(
        "<h1>{}</h1><p class=\"lead\">{}</p><p>{}</p>",
        escape(book.title.as_str()),
        escape(book.lead.as_str()),
        escape(book.how.as_str()),
    );
    body.push_str(&html::intro(book, texts, links, |_| String::new()));
    let contents = escape(texts.say("report.full.contents"));
    let _ = write!(body, "<nav aria-label=\"{contents}\"><ol>");
    for card in &book.cards {
        let title = escape(card.title.as_str());
        let _ = write!(body, "<li><a href=\"#card-{}\">{title}</a></li>", card.id);
    }
    body.push_str("</ol></nav>");
    for card in &book.cards {
        let card_html = super::html_card(book, card, 2, texts);
        let _ = write!(body, "<section id=\"card-{}\">{card_html}", card.id);
        if let Some(chapter) = &card.chapter {
            let deeper = texts.with("report.handbook.deeper", &[("title", &card.title)]);
            let _ = write!(
                body,
                "<details><summary>{}</summary>{}</details>",
                escape(&deeper),
                html::chapter(book, card, chapter, texts, links)
            );
        }
        body.push_str("</section>");
    }
    let listed: Vec<String> = book
        .sources
        .iter()
        .map(|source| {
            format!(
                "<li id=\"source-{}\">{}</li>",
                source.id,
                html::citation(source)
            )
        })
        .collect();
    let _ = write!(
        body,
        "<h2>{}</h2><ul>{}</ul><p><button id=\"read\" type=\"button\" hidden>{}</button></p>\
         {}",
        escape(book.part("sources")),
        listed.concat(),
        escape(texts.say("report.handbook.read")),
        status(texts, texts.say("report.handbook.was-read"))
    );
    body
}

fn module(lesson: &Lesson, texts: Texts) -> String {
    let mut body = format!(
        "<h1>{}</h1><p class=\"lead\">{}</p>",
        escape(lesson.title.as_str()),
        escape(lesson.goal.as_str())
    );
    for (title, text) in &lesson.screens {
        let _ = write!(
            body,
            "<h2>{}</h2><p>{}</p>",
            escape(title.as_str()),
            escape(text.as_str())
        );
    }
    let _ = write!(
        body,
        "<h2>{}</h2><form>",
        escape(texts.say("report.handbook.check"))
    );
    for question in &lesson.questions {
        body.push_str(&fields(question, texts));
    }
    let _ = write!(
        body,
        "<p><button>{}</button></p></form>{}",
        escape(texts.say("report.handbook.check-answers")),
        // The script puts the numbers in.
        status(
            texts,
            &texts.with(
                "report.handbook.score",
                &[("correct", &"{correct}"), ("asked", &"{asked}")],
            )
        )
    );
    body
}

/// Where the script says what the platform has taken, and what to do when it has not.
fn status(texts: Texts, done: &str) -> String {
    format!(
        "<p id=\"status\" role=\"status\" tabindex=\"-1\" data-text=\"{}\" data-refused=\"{}\"></p>",
        escape(done),
        escape(texts.say("report.handbook.refused"))
    )
}

/// A question; the explanations open without a script as well.
fn fields(question: &LessonQuestion, texts: Texts) -> String {
    let mut body = format!(
        "<fieldset><legend>{}</legend>",
        escape(question.text.as_str())
    );
    for option in &question.options {
        let right = if option.is_right {
            " data-right=\"\""
        } else {
            ""
        };
        let _ = write!(
            body,
            "<label><input type=\"radio\" name=\"{}\" value=\"{}\"{right}/> {}</label>",
            escape(&question.id),
            escape(&option.id),
            escape(option.text.as_str())
        );
    }
    let why: Vec<String> = question
        .options
        .iter()
        .map(|option| {
            let class = if option.is_right {
                " class=\"right\""
            } else {
                ""
            };
            format!(
                "<li><span{class}>{}</span> {}</li>",
                escape(option.text.as_str()),
                escape(option.why.as_str())
            )
        })
        .collect();
    let _ = write!(
        body,
        "<details><summary>{}</summary><ul>{}</ul></details></fieldset>",
        escape(texts.say("report.handbook.answer")),
        why.concat()
    );
    body
}

fn manifest(book: &Book, units: &[Unit]) -> String {
    let pictures: Vec<String> = book
        .picture_files("pictures/")
        .map(|(path, _)| format!("<file href=\"{path}\"/>"))
        .collect();
    let book = &book.handbook;
    let items: Vec<String> = units
        .iter()
        .map(|unit| {
            format!(
                "<item identifier=\"item-{0}\" identifierref=\"{0}\"><title>{1}</title></item>",
                unit.id,
                escape(&unit.title)
            )
        })
        .collect();
    let resources: Vec<String> = units
        .iter()
        .map(|unit| {
            let shown = if unit.is_scored { String::new() } else { pictures.concat() };
            format!(
                "<resource identifier=\"{0}\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"{0}.html\">\
                 <file href=\"{0}.html\"/><file href=\"style.css\"/><file href=\"runtime.js\"/>{shown}</resource>",
                unit.id
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest identifier=\"luotsi-handbook-{}\" version=\"1\" \
         xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" \
         xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\">\
         <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\
         <organizations default=\"course\"><organization identifier=\"course\"><title>{}</title>{}</organization></organizations>\
         <resources>{}</resources></manifest>\n",
        book.locale,
        escape(book.title.as_str()),
        items.concat(),
        resources.concat()
    )
}

fn structure(book: &Book, units: &[Unit]) -> String {
    let handbook = &book.handbook;
    let lang = handbook.locale.code();
    let id = format!("{}/{lang}/course", book.address);
    let text = |name: &str, text: &str| {
        format!(
            "<{name}><langstring lang=\"{lang}\">{}</langstring></{name}>",
            escape(text)
        )
    };
    let aus: Vec<String> = units
        .iter()
        .map(|unit| {
            let moves = if unit.is_scored {
                "CompletedAndPassed"
            } else {
                "Completed"
            };
            format!(
                "<au id=\"{}\" moveOn=\"{moves}\" launchMethod=\"AnyWindow\">{}{}<url>{}.html</url></au>",
                escape(&format!("{id}/{}", unit.id)),
                text("title", &unit.title),
                text("description", &unit.about),
                unit.id
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <courseStructure xmlns=\"https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd\">\
         <course id=\"{}\">{}{}</course>{}</courseStructure>\n",
        escape(&id),
        text("title", handbook.title.as_str()),
        text("description", handbook.lead.as_str()),
        aus.concat()
    )
}

/// The whole handbook as one page that needs no other file.
pub fn whole_page(book: &Book, texts: Texts) -> String {
    let within = |picture: &Picture| {
        let bytes = book.pictures.get(picture.name.as_str());
        let encoded = bytes.map(|bytes| STANDARD.encode(bytes));
        let kind = picture.form.content_type();
        format!("data:{kind};base64,{}", encoded.unwrap_or_default())
    };
    let page = page(
        &book.handbook,
        book.handbook.title.as_str(),
        &handbook(&book.handbook, texts, &within),
    );
    page.replace(
        "<link rel=\"stylesheet\" href=\"style.css\"/>",
        &format!("<style>{STYLE}</style>"),
    )
    .replace("<script src=\"runtime.js\"></script>", "")
}
