//! The pages that anyone reads: small, without fonts or cookies, made for a phone.

use std::sync::Arc;

use app::handbook::{HandbookFormat, Hit, Shown, Spot};
use askama::Template;
use axum::Extension;
use axum::response::{IntoResponse, Response};
use domain::Locale;
use domain::handbook::{Card, Fact, Open, QuestionGroup, Source, Term};
use i18n::Texts;

use super::reader::Reader;
use crate::error::{PageError, PageResult, too_many};
use crate::extract::{At, Query, Visitor};
use crate::kit::asset;
use crate::limit::{Client, Limit};
use crate::link::{ACCESSIBILITY, Tail};
use crate::page::{Page, download, go};

/// Tells the address of a page in a language.
type Here<'a> = &'a dyn Fn(&Reader) -> String;

/// What surrounds every page.
pub(super) struct Frame {
    pub(super) t: Texts,
    nonce: String,
    css: &'static str,
    organisation: String,
    title: String,
    /// Addresses of the handbook in this language.
    at: Reader,
    /// Address of the worker that keeps the pages on the device; empty before it is open to anyone.
    worker: String,
    /// Language, address of this page in it, whether it is this one.
    languages: Vec<(Locale, String, bool)>,
    is_open: bool,
    is_fictitious: bool,
    accessibility: String,
}

impl Frame {
    /// Where search found something.
    fn found(&self, hit: &Hit) -> String {
        match &hit.spot {
            Spot::Card(id) => self.at.card(id),
            Spot::Chapter(id) => self.at.chapter(id),
            Spot::Term(id) => self.at.glossary().fragment(format!("term-{id}")),
            Spot::Questions => self.at.questions(),
        }
    }

    fn new(visitor: &Visitor, shown: &Shown, title: &str, page: Here<'_>) -> Self {
        let locale = shown.book.locale;
        let at = Reader::new(shown.organisation.slug.as_str(), locale);
        let there = |one| page(&at.in_language(one));
        Self {
            t: Texts::new(locale),
            nonce: visitor.nonce().to_owned(),
            css: asset::HANDBOOK_CSS,
            organisation: shown.book.organisation.to_string(),
            title: title.to_owned(),
            worker: if shown.is_open {
                at.worker()
            } else {
                String::new()
            },
            languages: Locale::ALL
                .map(|one| (one, there(one), one == locale))
                .into(),
            is_open: shown.is_open,
            is_fictitious: shown.book.is_fictitious,
            at,
            accessibility: ACCESSIBILITY.to(()),
        }
    }
}

/// The handbook in the language of the address.
async fn shown(visitor: &Visitor, org: &str, locale: Locale) -> PageResult<Shown> {
    let app = &visitor.web().app;
    Ok(app::handbook::public(app, org, visitor.user(), locale).await?)
}

/// `GET /handbook/{org}`: leads to the visitor's language.
pub(super) async fn choose(visitor: Visitor, At(org): At<String>) -> PageResult<Response> {
    let locale = visitor.locale();
    shown(&visitor, &org, locale).await?;
    Ok(go(&Reader::new(&org, locale).start()))
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
    At((org, locale)): At<(String, Locale)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let book = &shown.book;
    let frame = Frame::new(&visitor, &shown, book.title.as_str(), &Reader::start);
    let link = card_link(&frame.at);
    let intro = book.intro.as_ref().map(|intro| {
        let body = app::handbook::html(&intro.prose, &shown.organisation, book, &link)
            + &app::handbook::sources_html(&intro.prose, book);
        (&intro.title, &intro.author, body, intro.locale)
    });
    let files = HandbookFormat::ALL
        .map(|(_, word, ending)| (word, frame.at.file(&format!("{word}.{ending}"))));
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

fn card_link(at: &Reader) -> impl Fn(&str) -> String + use<> {
    let at = at.clone();
    move |id| at.card(id)
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
    At((org, locale, id)): At<(String, Locale, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let book = &shown.book;
    let at = book.cards.iter().position(|card| card.id == id);
    let at = at.ok_or(PageError::NotFound)?;
    let card = book.cards.get(at).ok_or(PageError::NotFound)?;
    let frame = Frame::new(&visitor, &shown, card.title.as_str(), &|at: &Reader| {
        at.card(&id)
    });
    let called = card
        .chapter
        .iter()
        .flat_map(|chapter| chapter.prose.facts());
    Ok(Page(CardPage {
        elsewhere: elsewhere(&frame, card.elsewhere, &|at| at.card(&id)),
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
fn elsewhere(frame: &Frame, locale: Option<Locale>, page: Here<'_>) -> String {
    locale.map_or_else(String::new, |locale| page(&frame.at.in_language(locale)))
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
    At((org, locale, id)): At<(String, Locale, String)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let book = &shown.book;
    let card = book.card(&id).ok_or(PageError::NotFound)?;
    let chapter = card.chapter.as_ref().ok_or(PageError::NotFound)?;
    let page = |at: &Reader| at.chapter(&id);
    let frame = Frame::new(&visitor, &shown, card.title.as_str(), &page);
    let link = card_link(&frame.at);
    Ok(Page(ChapterPage {
        card,
        locale: chapter.locale,
        elsewhere: elsewhere(&frame, chapter.elsewhere, &page),
        body: app::handbook::html(&chapter.prose, &shown.organisation, book, &link),
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
    At((org, locale)): At<(String, Locale)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let title = shown.book.part("questions");
    Ok(Page(QuestionsPage {
        frame: Frame::new(&visitor, &shown, title, &Reader::questions),
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
    At((org, locale)): At<(String, Locale)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let title = shown.book.part("glossary");
    Ok(Page(GlossaryPage {
        frame: Frame::new(&visitor, &shown, title, &Reader::glossary),
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
    At((org, locale)): At<(String, Locale)>,
) -> PageResult<Response> {
    let shown = shown(&visitor, &org, locale).await?;
    let title = shown.book.part("sources");
    Ok(Page(SourcesPage {
        frame: Frame::new(&visitor, &shown, title, &Reader::sources),
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

/// What is said to whoever searches too often.
const TOO_OFTEN: [&str; 2] = ["handbook.limit.title", "handbook.limit.text"];

/// The most characters of a search.
const MOST_QUERY: usize = 200;

/// `GET /handbook/{org}/{lang}/search`
pub(super) async fn search(
    visitor: Visitor,
    At((org, locale)): At<(String, Locale)>,
    Query(query): Query,
    (client, Extension(limit)): (Client, Extension<Arc<Limit>>),
) -> PageResult<Response> {
    if visitor.user().is_none()
        && let Err(seconds) = limit.take(client, visitor.web().app.now())
    {
        return Ok(too_many(Texts::new(locale), TOO_OFTEN, seconds));
    }
    let shown = shown(&visitor, &org, locale).await?;
    let query: String = query.text("q").trim().chars().take(MOST_QUERY).collect();
    let t = Texts::new(shown.book.locale);
    let title = t.say("handbook.search");
    Ok(Page(SearchPage {
        frame: Frame::new(&visitor, &shown, title, &Reader::search),
        hits: app::handbook::search(&shown.book, &query),
        nothing: t.with("handbook.no-hits", &[("query", &query)]),
        query,
    })
    .into_response())
}

/// `GET /handbook/{org}/{lang}/files/{file}`: `epub.epub`, `pdf-phone.pdf`.
pub(super) async fn file(
    visitor: Visitor,
    At((org, locale, name)): At<(String, Locale, String)>,
) -> PageResult<Response> {
    let format = name
        .split_once('.')
        .and_then(|(word, ending)| {
            let format = HandbookFormat::from_code(word)?;
            (format.ending() == ending).then_some(format)
        })
        .ok_or(PageError::NotFound)?;
    let app = &visitor.web().app;
    let file = app::handbook::public_file(app, &org, visitor.user(), locale, format).await?;
    Ok(download(&file.name, file.content_type, file.bytes))
}
