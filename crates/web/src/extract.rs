//! What handlers take: the person's context, a page's frame, a form's fields, an upload.

use app::form::Typed;
use app::identity::User;
use app::{Invalid, OrgCx, Token};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use domain::Locale;
use i18n::Texts;

use crate::error::PageError;
use crate::feature::FEATURES;
use crate::gate::Visit;
use crate::kit::part::{Crumb, FieldError, Link, NavItem};
use crate::kit::shell::{LanguageChoice, OrganisationMark, Shell, UserMark};
use crate::server::Web;

/// A visitor of a page that belongs to no organisation.
#[derive(Clone, Debug)]
pub(crate) struct Visitor(Visit);

impl Visitor {
    /// The product.
    pub(crate) fn web(&self) -> &Web {
        &self.0.web
    }

    /// The person, when logged in.
    pub(crate) fn user(&self) -> Option<&User> {
        self.0.user.as_ref()
    }

    /// The session's token, when logged in.
    pub(crate) fn token(&self) -> Option<Token> {
        self.0.token
    }

    /// The language.
    pub(crate) fn locale(&self) -> Locale {
        self.0.locale
    }

    /// Texts in the language.
    pub(crate) fn t(&self) -> Texts {
        Texts::new(self.0.locale)
    }

    /// Nonce for inline style.
    pub(crate) fn nonce(&self) -> &str {
        &self.0.nonce
    }

    /// The frame of a page with this title.
    pub(crate) fn shell(&self, title: &str) -> Shell {
        frame(&self.0, title)
    }
}

fn frame(visit: &Visit, title: &str) -> Shell {
    let t = Texts::new(visit.locale);
    let here = visit.uri.path_and_query().map_or("/", |path| path.as_str());
    let languages = Locale::ALL
        .into_iter()
        .map(|locale| LanguageChoice {
            code: locale.code().to_owned(),
            name: locale.own_name().to_owned(),
            current: locale == visit.locale,
        })
        .collect();
    let shell = Shell::new(t, title)
        .with_languages(languages, here)
        .with_nonce(&visit.nonce)
        .with_flash(visit.flash.as_ref().and_then(|notice| notice.shown(t)));
    match &visit.user {
        Some(user) => shell.with_user(UserMark {
            name: user.name.clone(),
            links: links(user, t),
        }),
        None => shell,
    }
}

fn links(user: &User, t: Texts) -> Vec<Link> {
    let mut links = vec![
        Link::new(t.say("organisation.choose.title"), "/"),
        Link::new(t.say("identity.account.title"), "/account"),
    ];
    if user.is_operator {
        links.push(Link::new(t.say("site.title"), "/site"));
    }
    links
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        parts
            .extensions
            .get::<Visit>()
            .cloned()
            .map(Self)
            .ok_or(PageError::Internal)
    }
}

/// A member in an organisation, with the frame of its pages.
#[derive(Clone, Debug)]
pub(crate) struct Org {
    /// The context that use cases take.
    pub(crate) cx: OrgCx,
    visit: Visit,
}

impl Org {
    /// Texts in the person's language.
    pub(crate) fn t(&self) -> Texts {
        self.cx.texts()
    }

    /// Address of a page of this organisation.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("/{}/{path}", self.cx.organisation().slug)
    }

    /// The frame of a page with this title under these crumbs (label, path in the organisation).
    pub(crate) fn shell(&self, title: &str, crumbs: &[(&str, &str)]) -> Shell {
        let organisation = self.cx.organisation();
        let name = organisation.name.text(self.cx.locale());
        let home = format!("/{}", organisation.slug);
        let mark = OrganisationMark {
            name: name.to_owned(),
            slug: organisation.slug.to_string(),
            href: home.clone(),
        };
        let mut path = vec![Crumb::to(name, &home)];
        path.extend(
            crumbs
                .iter()
                .map(|(label, to)| Crumb::to(label, &self.href(to))),
        );
        path.push(Crumb::here(title));
        let here = self.visit.uri.path();
        let crumbs = if here == home { Vec::new() } else { path };
        frame(&self.visit, title)
            .with_organisation(mark, self.nav(here))
            .with_crumbs(crumbs)
    }

    fn nav(&self, here: &str) -> Vec<NavItem> {
        let home = format!("/{}", self.cx.organisation().slug);
        // A round's result stands below the round, but belongs to the results.
        let is_result = here
            .split_once("/rounds/")
            .is_some_and(|(_, rest)| rest.split('/').nth(1) == Some("results"));
        let (results, rounds) = (self.href("results"), self.href("rounds"));
        // A framework belongs to the assessments.
        let is_framework = here.starts_with(&self.href("frameworks"));
        let here = match (is_result, is_framework) {
            (true, _) => results.as_str(),
            (_, true) => rounds.as_str(),
            _ => here,
        };
        FEATURES
            .iter()
            .filter_map(|feature| feature.nav)
            .filter(|nav| self.cx.may(nav.permission))
            .map(|nav| {
                let href = if nav.path.is_empty() {
                    home.clone()
                } else {
                    self.href(nav.path)
                };
                let is_here = if nav.path.is_empty() {
                    here == href
                } else {
                    here.starts_with(&href)
                };
                NavItem::new(self.t().say(nav.label), &href).current_if(is_here)
            })
            .collect()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Org {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        let cx = parts
            .extensions
            .get::<OrgCx>()
            .cloned()
            .ok_or(PageError::Internal)?;
        let visit = parts
            .extensions
            .get::<Visit>()
            .cloned()
            .ok_or(PageError::Internal)?;
        Ok(Self { cx, visit })
    }
}

/// The fields of a posted form, as typed. Pages keep them when something must be corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub(crate) Typed);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let mut typed = Typed::default();
        for (name, value) in form_urlencoded::parse(body) {
            typed.push(name.into_owned(), value.into_owned());
        }
        Self(typed)
    }

    /// The same with values from a stored thing, for the first showing of an edit form.
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(Typed::of(pairs))
    }

    /// The same with one field's value replaced: the revision after a conflict.
    #[must_use]
    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        Self(self.0.with(name, value))
    }

    /// The same with every value of one field replaced.
    #[must_use]
    pub(crate) fn with_all(&self, name: &str, values: &[String]) -> Self {
        Self(self.0.clone().with_all(name, values))
    }
}

impl std::ops::Deref for Fields {
    type Target = Typed;

    fn deref(&self) -> &Typed {
        &self.0
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                    PageError::TooLarge
                } else {
                    PageError::Unreadable
                }
            })?;
        Ok(Self::parse(&bytes))
    }
}

/// An uploaded file with the other fields of its form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    /// The file's name as the browser gave it.
    pub(crate) name: String,
    /// The bytes.
    pub(crate) body: Vec<u8>,
    /// The other fields.
    pub(crate) fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_error| PageError::Unreadable)?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| refused(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name() {
                upload.name = file.to_owned();
                upload.body = part
                    .bytes()
                    .await
                    .map_err(|error| refused(&error))?
                    .to_vec();
            } else {
                let text = part.text().await.map_err(|error| refused(&error))?;
                upload.fields.0.push(name, text);
            }
        }
        Ok(upload)
    }
}

fn refused(error: &axum::extract::multipart::MultipartError) -> PageError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::Unreadable
    }
}

/// Path parameters.
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        // An address that does not read is an address that does not exist.
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_rejection| PageError::NotFound)
    }
}

/// The query of the address as fields.
pub(crate) struct Query(pub(crate) Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        Ok(Self(Fields::parse(
            parts.uri.query().unwrap_or_default().as_bytes(),
        )))
    }
}

/// What must be mended in a form, in the reader's language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problems {
    /// For the summary above the form.
    pub(crate) list: Vec<FieldError>,
}

impl Problems {
    /// In words.
    pub(crate) fn new(t: Texts, invalid: &Invalid) -> Self {
        let list = invalid
            .fields
            .iter()
            .map(|(name, key)| FieldError {
                field: name.to_string(),
                text: t.say(key).to_owned(),
            })
            .collect();
        Self { list }
    }

    /// The sentence at one field, empty when nothing must be mended there.
    pub(crate) fn at(&self, name: &str) -> &str {
        self.list
            .iter()
            .find(|one| one.field == name)
            .map_or("", |one| one.text.as_str())
    }
}
