//! The pages that anyone reads: small, without fonts or cookies, made for a phone.

use std::sync::Arc;

use app::handbook::{HandbookFormat, Hit, Shown};
use askama::Template;
use axum::Extension;
use axum::response::{IntoResponse, Response};
use domain::Locale;
use domain::handbook::{Card, Fact, Open, QuestionGroup, Source, Term};
use i18n::Texts;

use crate::error::{PageError, PageResult, too_many};
use crate::extract::{Path, Query, Visitor};
use crate::kit::asset;
use crate::limit::{Client, Limit};
use crate::page::{Page, download, go};

/// What surrounds every page.
pub(super) struct Frame {
    pub(super) t: Texts,
    nonce: String,
    css: &'static str,
    version: &'static str,
    organisation: String,
    title: String,
    /// Address of the handbook in this language, without a trailing slash.
    root: String,
    /// Address of the worker that keeps the pages on the device; empty before it is open to anyone.
    worker: String,
    /// Language, address of this page in it, whether it is this one.
    languages: Vec<(Locale, String, bool)>,
    is_open: bool,
    is_fictitious: bool,
}

impl Frame {
    fn new(visitor: &Visitor, shown: &Shown, title: &str, page: &str) -> Self {
        let locale = shown.book.locale;
        let slug = &shown.organisation.slug;
        let at = |locale: Locale| format!("/handbook/{slug}/{locale}{page}");
        Self {
            t: Texts::new(locale),
            nonce: visitor.nonce().to_owned(),
            css: asset::HANDBOOK_CSS,
            version: asset::version(),
            organisation: shown.book.organisation.to_string(),
            title: title.to_owned(),
            root: format!("/handbook/{slug}/{locale}"),
            worker: if shown.is_open {
                format!("/handbook/{slug}/worker.js?lang={locale}")
            } else {
                String::new()
            },
            languages: Locale::ALL.map(|one| (one, at(one), one == locale)).into(),
            is_open: shown.is_open,
            is_fictitious: shown.book.is_fictitious,
        }
    }
}

/// The handbook in the language of the address.
async fn shown(visitor: &Visitor, (org, lang): (&str, &str)) -> PageResult<Shown> {
    let locale: Locale = lang.parse().map_err(|_unknown| PageError::NotFound)?;
    if locale.code() != lang {
        return Err(PageError::NotFound);
    }
    let app = &visitor.web().app;
    Ok(app::handbook::public(app, org, visitor.user(), locale).await?)
}

/// `GET /handbook/{org}`: leads to the visitor's language.
pub(super) async fn choose(visitor: Visitor, Path(org): Path<String>) -> PageResult<Response> {
    let locale = visitor.locale();
    shown(&visitor, (&org, locale.code())).await?;
    Ok(go(&format!("/handbook/{org}/{locale}")))
}

/// A card in a list.
struct CardLink<'a> {
    id: &'a str,
    title: &'a Open,
    about: &'a Open,
}

/// `GET /handbook/{org}/{lang}`
#[derive(Template)]
#[template(path = "handbook/start.html")]
struct StartPage<'a> {
    frame: Frame,
    lead: &'a Open,
    how: &'a Open,
    intro: Option<(&'a Open, &'a Open, String, Locale)>,
    cards: Vec<CardLink<'a>>,
    duties: &'a [domain::handbook::Duty],
    files: Vec<(&'static str, String)>,
}

/// `GET /handbook/{org}/{lang}`
pub(super) async fn start(
    visitor: Visitor,
    Path((org, lang)): Path<(String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let book = &shown.book;
    let frame = Frame::new(&visitor, &shown, book.title.as_str(), "");
    let link = card_link(&frame.root);
    let intro = book.intro.as_ref().map(|intro| {
        let body = app::handbook::html(&intro.prose, (&shown.organisation, book), &link)
            + &app::handbook::sources_html(&intro.prose, book);
        (&intro.title, &intro.author, body, intro.locale)
    });
    let files = HandbookFormat::ALL
        .map(|(_, word, ending)| (word, format!("{}/files/{word}.{ending}", frame.root)));
    Ok(Page(StartPage {
        lead: &book.lead,
        how: &book.how,
        intro,
        cards: book
            .cards
            .iter()
            .map(|card| CardLink {
                id: &card.id,
                title: &card.title,
                about: &card.about,
            })
            .collect(),
        duties: &book.duties,
        files: files.into(),
        frame,
    })
    .into_response())
}

fn card_link(root: &str) -> impl Fn(&str) -> String + use<> {
    let root = root.to_owned();
    move |id| format!("{root}/cards/{id}")
}

/// `GET /handbook/{org}/{lang}/cards/{card}`
#[derive(Template)]
#[template(path = "handbook/card.html")]
struct CardPage<'a> {
    frame: Frame,
    book: &'a domain::handbook::Handbook,
    card: &'a Card,
    elsewhere: String,
    facts: Vec<&'a Fact>,
    sources: Vec<&'a Source>,
    terms: Vec<&'a Term>,
    before: Option<&'a Card>,
    after: Option<&'a Card>,
}

/// `GET /handbook/{org}/{lang}/cards/{card}`
pub(super) async fn card(
    visitor: Visitor,
    Path((org, lang, id)): Path<(String, String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let book = &shown.book;
    let at = book.cards.iter().position(|card| card.id == id);
    let at = at.ok_or(PageError::NotFound)?;
    let card = book.cards.get(at).ok_or(PageError::NotFound)?;
    let frame = Frame::new(
        &visitor,
        &shown,
        card.title.as_str(),
        &format!("/cards/{id}"),
    );
    let called = card
        .chapter
        .iter()
        .flat_map(|chapter| chapter.prose.facts());
    Ok(Page(CardPage {
        elsewhere: elsewhere(&org, card.elsewhere, &format!("cards/{id}")),
        facts: called.filter_map(|id| book.facts.get(id)).collect(),
        sources: card
            .sources
            .iter()
            .filter_map(|id| book.source(id))
            .collect(),
        terms: book
            .terms
            .iter()
            .filter(|term| card.terms.contains(&term.id))
            .collect(),
        before: at.checked_sub(1).and_then(|at| book.cards.get(at)),
        after: book.cards.get(at + 1),
        frame,
        book,
        card,
    })
    .into_response())
}

/// Where the municipality's own text is, when it is in another language; empty when it is not.
fn elsewhere(org: &str, locale: Option<Locale>, page: &str) -> String {
    locale.map_or_else(String::new, |locale| {
        format!("/handbook/{org}/{locale}/{page}")
    })
}

/// `GET /handbook/{org}/{lang}/chapters/{card}`
#[derive(Template)]
#[template(path = "handbook/chapter.html")]
struct ChapterPage<'a> {
    frame: Frame,
    card: &'a Card,
    locale: Locale,
    elsewhere: String,
    body: String,
    sources: String,
    sources_title: &'a str,
}

/// `GET /handbook/{org}/{lang}/chapters/{card}`
pub(super) async fn chapter(
    visitor: Visitor,
    Path((org, lang, id)): Path<(String, String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let book = &shown.book;
    let card = book.card(&id).ok_or(PageError::NotFound)?;
    let chapter = card.chapter.as_ref().ok_or(PageError::NotFound)?;
    let page = format!("/chapters/{id}");
    let frame = Frame::new(&visitor, &shown, card.title.as_str(), &page);
    let link = card_link(&frame.root);
    Ok(Page(ChapterPage {
        card,
        locale: chapter.locale,
        elsewhere: elsewhere(&org, chapter.elsewhere, &format!("chapters/{id}")),
        body: app::handbook::html(&chapter.prose, (&shown.organisation, book), &link),
        sources: app::handbook::sources_html(&chapter.prose, book),
        sources_title: book.part("sources"),
        frame,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/questions`
#[derive(Template)]
#[template(path = "handbook/questions.html")]
struct QuestionsPage<'a> {
    frame: Frame,
    groups: &'a [QuestionGroup],
}

/// `GET /handbook/{org}/{lang}/questions`
pub(super) async fn questions(
    visitor: Visitor,
    Path((org, lang)): Path<(String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let title = shown.book.part("questions");
    Ok(Page(QuestionsPage {
        frame: Frame::new(&visitor, &shown, title, "/questions"),
        groups: &shown.book.questions,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/glossary`
#[derive(Template)]
#[template(path = "handbook/glossary.html")]
struct GlossaryPage<'a> {
    frame: Frame,
    terms: &'a [Term],
}

/// `GET /handbook/{org}/{lang}/glossary`
pub(super) async fn glossary(
    visitor: Visitor,
    Path((org, lang)): Path<(String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let title = shown.book.part("glossary");
    Ok(Page(GlossaryPage {
        frame: Frame::new(&visitor, &shown, title, "/glossary"),
        terms: &shown.book.terms,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/sources`
#[derive(Template)]
#[template(path = "handbook/sources.html")]
struct SourcesPage<'a> {
    frame: Frame,
    sources: &'a [Source],
}

/// `GET /handbook/{org}/{lang}/sources`
pub(super) async fn sources(
    visitor: Visitor,
    Path((org, lang)): Path<(String, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, (&org, &lang)).await?;
    let title = shown.book.part("sources");
    Ok(Page(SourcesPage {
        frame: Frame::new(&visitor, &shown, title, "/sources"),
        sources: &shown.book.sources,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/search?q=`
#[derive(Template)]
#[template(path = "handbook/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    hits: Vec<Hit>,
    /// That nothing was found.
    nothing: String,
}

/// The most characters of a search.
const MOST_QUERY: usize = 200;

/// `GET /handbook/{org}/{lang}/search`
pub(super) async fn search(
    visitor: Visitor,
    Path((org, lang)): Path<(String, String)>,
    Query(query): Query,
    (client, Extension(limit)): (Client, Extension<Arc<Limit>>),
) -> PageResult<Response> {
    if visitor.user().is_none()
        && let Err(seconds) = limit.take(client, visitor.web().app.now())
    {
        let locale = lang.parse().unwrap_or_else(|_unknown| visitor.locale());
        return Ok(too_many(Texts::new(locale), seconds));
    }
    let shown = shown(&visitor, (&org, &lang)).await?;
    let query: String = query.text("q").trim().chars().take(MOST_QUERY).collect();
    let t = Texts::new(shown.book.locale);
    let title = t.say("handbook.search");
    Ok(Page(SearchPage {
        frame: Frame::new(&visitor, &shown, title, "/search"),
        hits: app::handbook::search(&shown.book, &query),
        nothing: t.with("handbook.no-hits", &[("query", &query)]),
        query,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/files/{file}`: `epub.epub`, `pdf-phone.pdf`.
pub(super) async fn file(
    visitor: Visitor,
    Path((org, lang, name)): Path<(String, String, String)>,
) -> PageResult<Response> {
    let locale: Locale = lang.parse().map_err(|_unknown| PageError::NotFound)?;
    let format = name
        .split_once('.')
        .and_then(|(word, ending)| {
            let format = HandbookFormat::from_code(word)?;
            (format.ending() == ending).then_some(format)
        })
        .ok_or(PageError::NotFound)?;
    let app = &visitor.web().app;
    let file = app::handbook::public_file(app, &org, visitor.user(), (locale, format)).await?;
    Ok(download(&file.name, file.content_type, file.bytes))
}
