//! What handlers take: the person's context, a page's frame, a form's fields, an upload.

use app::form::Typed;
use app::heavy::{self, Brought, Room};
use app::identity::{BegunReset, Holder, Stage, User};
use app::{Invalid, OrgCx, Token};
use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::header;
use axum::http::request::Parts;
use domain::Locale;
use i18n::Texts;

use crate::error::PageError;
use crate::gate::Sender;
use crate::kit::part::{Crumb, FieldError, Link, NavItem, Tab};
use crate::kit::shell::{LanguageChoice, OrganisationMark, Shell, UserMark};
use crate::link::{self, Access, Fill, Params};
use crate::route::FORM_MOST;
use crate::visit::Visit;
use crate::web::Web;

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

    /// The person with the session, when logged in.
    pub(crate) fn holder(&self) -> Option<Holder<'_>> {
        let (user, token) = (self.0.user.as_ref()?, self.0.token?);
        Some(Holder { user, token })
    }

    /// How far the session of the person has come, where it is not open yet.
    pub(crate) fn stage(&self) -> Option<Stage> {
        self.0.entering.as_ref().map(|(_, stage)| *stage)
    }

    /// The person who must still give the second step, with the session that waits for it.
    pub(crate) fn proving(&self) -> Option<Holder<'_>> {
        self.entering(Stage::Code)
    }

    /// The person who may set a second step up: whoever is logged in, or must have one first.
    pub(crate) fn setting_up(&self) -> Option<Holder<'_>> {
        self.holder().or_else(|| self.entering(Stage::SetUp))
    }

    fn entering(&self, at: Stage) -> Option<Holder<'_>> {
        let (user, stage) = self.0.entering.as_ref()?;
        let token = self.0.token?;
        (*stage == at).then_some(Holder { user, token })
    }

    /// The session's token, when there is a session.
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
    let here = visit
        .uri
        .path_and_query()
        .map_or_else(|| link::START.to(()), ToString::to_string);
    let languages = Locale::ALL
        .into_iter()
        .map(|locale| LanguageChoice {
            code: locale.code().to_owned(),
            name: locale.own_name().to_owned(),
            current: locale == visit.locale,
        })
        .collect();
    let shell = Shell::new(t, title)
        .with_languages(languages, &here)
        .with_nonce(&visit.nonce)
        .with_flash(visit.flash.as_ref().and_then(|notice| notice.shown(t)))
        .with_alarm(visit.begun.as_ref().map(|begun| alarm(t, begun)));
    match (&visit.user, &visit.entering) {
        (Some(user), _) => shell.with_user(UserMark {
            name: user.name.clone(),
            links: links(visit, user),
        }),
        // Nothing is open yet but the way out.
        (None, Some((user, _))) => shell.with_user(UserMark {
            name: user.name.clone(),
            links: Vec::new(),
        }),
        (None, None) => shell,
    }
}

/// That somebody has begun a new password for the person, and until when it can be stopped in peace.
fn alarm(t: Texts, begun: &BegunReset) -> String {
    let at = t.datetime(begun.usable_at);
    match begun.by.as_str() {
        "" => t.with("identity.reset.alarm-unknown", &[("at", &at)]),
        name => t.with("identity.reset.alarm", &[("name", &name), ("at", &at)]),
    }
}

fn links(visit: &Visit, user: &User) -> Vec<Link> {
    let t = Texts::new(visit.locale);
    let is_for = |access| access != Access::Operator || user.is_operator;
    visit
        .frame
        .menu
        .iter()
        .filter(|own| is_for(own.link.rule().reading))
        .map(|own| Link::new(t.say(own.label), &own.link.to(())))
        .collect()
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
    pub(crate) fn to<P>(&self, link: link::Link<P>, params: impl Fill<P>) -> String {
        link.within(&self.cx.organisation().slug, params)
    }

    /// Whether this member may open it.
    pub(crate) fn may<P>(&self, link: link::Link<P>) -> bool {
        matches!(link.rule().reading, Access::Member(right) if self.cx.may(right))
    }

    /// Address of a page of this organisation, for those who may open it.
    pub(crate) fn to_if_may<P>(&self, link: link::Link<P>, params: impl Fill<P>) -> Option<String> {
        self.may(link).then(|| self.to(link, params))
    }

    /// Pages side by side: message key of the label, and the page; `here` is the one that is shown.
    pub(crate) fn tabs<P>(
        &self,
        pages: &[(&str, link::Link<P>)],
        params: impl Fill<P> + Copy,
        here: link::Link<P>,
    ) -> Vec<Tab> {
        let tab = |(key, link): &(&str, link::Link<P>)| Tab {
            label: self.t().say(key).to_owned(),
            href: self.to(*link, params),
            current: link.rule().pattern == here.rule().pattern,
            count: String::new(),
        };
        pages.iter().map(tab).collect()
    }

    /// The frame of a page with this title under these crumbs (label and address).
    pub(crate) fn shell(&self, title: &str, crumbs: &[(&str, String)]) -> Shell {
        let organisation = self.cx.organisation();
        let name = organisation.name.text(self.cx.locale());
        let home = self.to(link::HOME, ());
        let mark = OrganisationMark {
            name: name.to_owned(),
            slug: organisation.slug.to_string(),
            href: home.clone(),
        };
        let mut path = vec![Crumb::to(name, &home)];
        path.extend(crumbs.iter().map(|(label, to)| Crumb::to(label, to)));
        path.push(Crumb::here(title));
        let here = self.visit.uri.path();
        let crumbs = if here == home { Vec::new() } else { path };
        frame(&self.visit, title)
            .with_organisation(mark, self.nav())
            .with_crumbs(crumbs)
    }

    fn nav(&self) -> Vec<NavItem> {
        let place = self.visit.door.place;
        let nav = self.visit.frame.nav.iter();
        nav.filter(|nav| self.may(nav.link))
            .map(|nav| {
                NavItem::new(self.t().say(nav.label), &self.to(nav.link, ()))
                    .current_if(is_at(place, nav.link.rule().pattern))
            })
            .collect()
    }
}

/// Whether a page belongs to an entry of the navigation: it is that page or lies below it. All
/// pages lie below the organisation's first page; they do not belong to it.
fn is_at(place: &str, entry: &str) -> bool {
    let rest = place.strip_prefix(entry);
    rest.is_some_and(|rest| {
        rest.is_empty() || (rest.starts_with('/') && entry != link::HOME.rule().pattern)
    })
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

/// The most fields of a form. No page of ours has nearly as many; each takes far more memory than the
/// two bytes in which it can be sent.
const FIELDS_MOST: usize = 10_000;

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; nothing when there are too many fields.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let mut typed = Typed::default();
        for (at, (name, value)) in form_urlencoded::parse(body).enumerate() {
            if at == FIELDS_MOST {
                return None;
            }
            typed.push(name.into_owned(), value.into_owned());
        }
        Some(Self(typed))
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
        if !is_form(&request) {
            return Err(PageError::OtherType);
        }
        let sender = Sender::of(&request)?;
        let room = room(&sender.visit, length(&request, FORM_MOST)).await?;
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                    PageError::TooLarge
                } else {
                    PageError::Unreadable
                }
            })?;
        sender.look_again().await?;
        let fields = Self::parse(&bytes).ok_or(PageError::TooLarge);
        drop(room);
        fields
    }
}

/// Whether the body says that it is a form, or is empty.
fn is_form(request: &Request) -> bool {
    let told = request.headers().get(header::CONTENT_TYPE);
    let told = told.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let kind = told.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") || request.body().is_end_stream()
}

/// A form of so many bytes needs no room of its own: however many connections there may be, what they
/// hold of it is bounded.
const SHORT: usize = 64 * 1024;

/// How long the body may be: whoever does not say may bring as much as anybody may.
pub(crate) fn length(request: &Request, most: usize) -> usize {
    let told = request.body().size_hint().upper();
    let told = told.and_then(|it| usize::try_from(it).ok());
    told.unwrap_or(most).min(most)
}

/// Room for a long form: a person's one at a time, and those of strangers in a room apart.
async fn room(visit: &Visit, most: usize) -> Result<Option<Room>, PageError> {
    if most <= SHORT {
        return Ok(None);
    }
    let room = match &visit.user {
        Some(user) => heavy::room_of(user.id, Brought::Form, most).await?,
        None => heavy::room(Brought::StrangersForm, most).await?,
    };
    Ok(Some(room))
}

/// The parameters of the link that led here, without the organisation's word.
pub(crate) struct At<P>(pub(crate) P);

impl<S: Send + Sync, P: Params> FromRequestParts<S> for At<P> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_rejection| PageError::NotFound)?;
        let visit = parts.extensions.get::<Visit>().ok_or(PageError::Internal)?;
        if visit.door.params != P::id() {
            tracing::error!(uri = %parts.uri, "the handler reads other parameters than its link has");
            return Err(PageError::Internal);
        }
        let skipped = usize::from(matches!(visit.door.access, Access::Member(_)));
        let words: Vec<&str> = params.iter().skip(skipped).map(|(_, word)| word).collect();
        // An address that does not read is an address that does not exist. Nothing is kept under a
        // name with control characters, and PostgreSQL would not even look for one.
        let is_plain = words.iter().all(|word| !word.contains(char::is_control));
        let read = is_plain.then(|| P::read(&words)).flatten();
        read.map(Self).ok_or(PageError::NotFound)
    }
}

/// The query of the address as fields.
pub(crate) struct Query(pub(crate) Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        let query = parts.uri.query().unwrap_or_default();
        let fields = Fields::parse(query.as_bytes());
        fields.map(Self).ok_or(PageError::TooLarge)
    }
}

/// What must be corrected in a form, in the reader's language.
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

    /// The sentence at one field, empty when nothing must be corrected there.
    pub(crate) fn at(&self, name: &str) -> &str {
        self.list
            .iter()
            .find(|one| one.field == name)
            .map_or("", |one| one.text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_send_it() {
        let fields = form("title=Nykytila+2027%20%C3%A4&roles=a&roles=b&empty=&x".as_bytes());
        assert_eq!(fields.text("title"), "Nykytila 2027 ä");
        assert_eq!(fields.all("roles"), ["a", "b"]);
        assert!(fields.has("empty") && fields.has("x") && !fields.has("y"));
        assert!(!fields.is_on("empty"));
        // Bytes that are no text become signs that show where they were, and nothing is lost.
        assert_eq!(form(b"a=1%FF2&b=3").text("a"), "1\u{fffd}2");
        assert_eq!(form(b"a=1%FF2&b=3").text("b"), "3");
        assert_eq!(form(b""), Fields::default());
        assert_eq!(form(b"a=%zz%2").text("a"), "%zz%2");
        let many = "a&".repeat(FIELDS_MOST);
        assert!(Fields::parse(many.as_bytes()).is_some());
        assert_eq!(Fields::parse(format!("{many}a").as_bytes()), None);
    }

    fn form(body: &[u8]) -> Fields {
        Fields::parse(body).unwrap()
    }

    #[test]
    fn a_form_says_that_it_is_one() {
        let told = |told: Option<&str>, body: &'static str| {
            let mut request = Request::new(axum::body::Body::from(body));
            if let Some(told) = told {
                let told = told.parse().unwrap();
                request.headers_mut().insert(header::CONTENT_TYPE, told);
            }
            is_form(&request)
        };
        for right in [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=UTF-8",
            "Application/X-WWW-Form-Urlencoded;charset=utf-8",
        ] {
            assert!(told(Some(right), "a=1"), "{right}");
        }
        for other in ["text/plain", "multipart/form-data", "application/json", ""] {
            assert!(!told(Some(other), "a=1"), "{other}");
        }
        assert!(told(None, "") && !told(None, "a=1"));
    }

    #[test]
    fn a_page_belongs_to_the_entry_under_which_it_lies() {
        for (place, entry, is_current) in [
            ("/{org}/rounds", "/{org}/rounds", true),
            ("/{org}/rounds/{round}/edit", "/{org}/rounds", true),
            ("/{org}/roundsquare", "/{org}/rounds", false),
            ("/{org}", "/{org}", true),
            ("/{org}/rounds", "/{org}", false),
            ("/{org}", "/{org}/rounds", false),
        ] {
            assert_eq!(is_at(place, entry), is_current, "{place} {entry}");
        }
    }

    #[test]
    fn what_must_be_corrected_is_said_at_its_field_in_the_language_of_the_reader() {
        let invalid = Invalid {
            fields: vec![
                ("email".into(), "error.field.email"),
                ("email".into(), "error.field.empty"),
                ("roles".into(), "error.field.choose"),
            ],
        };
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            let problems = Problems::new(t, &invalid);
            assert_eq!(problems.list.len(), 3);
            assert_eq!(problems.at("email"), t.say("error.field.email"));
            assert_eq!(problems.at("roles"), t.say("error.field.choose"));
            assert_eq!(problems.at("name"), "");
        }
    }
}
