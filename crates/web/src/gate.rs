//! The check before every handler: who asks, and may they.

use std::sync::Arc;

use app::identity::{Held, Stage, User};
use app::{OrgCx, Token};
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::identity::Role;

use crate::cookie;
use crate::error::PageError;
use crate::language::language;
use crate::link::Access;
use crate::page::{Nonce, flash};
use crate::visit::{Door, Frame, Visit};
use crate::web::Web;

/// Lets the request through, or answers in its place.
pub(crate) async fn check(
    State((web, frame, door)): State<(Web, Arc<Frame>, Door)>,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() == Method::POST && !is_own(request.headers()) {
        return PageError::Foreign.into_response();
    }
    let nonce = request
        .extensions()
        .get::<Nonce>()
        .map(|nonce| nonce.0.clone());
    let org = params
        .iter()
        .find(|(name, _)| *name == "org")
        .map(|(_, value)| value.to_owned());
    let visit = match visit(web, frame, door, request.headers()).await {
        Ok(visit) => Visit {
            uri: request.uri().clone(),
            nonce: nonce.unwrap_or_default(),
            org,
            ..visit
        },
        Err(error) => return PageError::from(error).into_response(),
    };
    let locale = visit.locale;
    let mut response = match admit(&visit).await {
        Ok(cx) => {
            if let Some(cx) = cx {
                request.extensions_mut().insert(cx);
            }
            let shown = visit.flash.is_some();
            request.extensions_mut().insert(visit);
            let mut response = next.run(request).await;
            // A page that only leads on has shown nothing yet.
            let is_shown = shown && !response.status().is_redirection();
            if is_shown && !response.headers().contains_key(header::SET_COOKIE) {
                response.headers_mut().extend(flash::forget());
            }
            response
        }
        Err(PageError::SignIn) => (visit.frame.expired)(visit, request).await,
        Err(error) => error.into_response(),
    };
    // The page of an error is drawn outside, where nobody knows whose request it was.
    response.extensions_mut().insert(locale);
    response
}

/// Who asks and in which language. Answering a survey looks at no session.
async fn visit(
    web: Web,
    frame: Arc<Frame>,
    door: Door,
    headers: &HeaderMap,
) -> Result<Visit, app::Error> {
    let token = match door.access {
        Access::Answering => None,
        _ => cookie::read(headers, cookie::session(web.is_secure)).and_then(Token::parse),
    };
    let held = held(&web, token).await?;
    let known = held.as_ref().filter(|held| held.stage != Stage::Code);
    let locale = known.map_or_else(|| language(headers), |held| held.user.locale);
    let token = token.filter(|_| held.is_some());
    let (user, entering) = parted(held);
    let begun = match &user {
        Some(user) => app::identity::begun_reset(&web.app, user).await?,
        None => None,
    };
    Ok(Visit {
        begun,
        token,
        user,
        entering,
        locale,
        uri: Uri::default(),
        nonce: String::new(),
        org: None,
        flash: match door.access {
            // Nothing is read from or written to the respondent's cookies.
            Access::Answering => None,
            _ => cookie::read(headers, cookie::FLASH).and_then(flash::Notice::read),
        },
        web,
        frame,
        door,
    })
}

async fn held(web: &Web, token: Option<Token>) -> Result<Option<Held>, app::Error> {
    match token {
        Some(token) => app::identity::session(&web.app, token).await,
        None => Ok(None),
    }
}

/// The person to whom everything is open, or the person who has not come so far yet.
fn parted(held: Option<Held>) -> (Option<User>, Option<(User, Stage)>) {
    match held {
        Some(held) if held.stage == Stage::Open => (Some(held.user), None),
        Some(held) => (None, Some((held.user, held.stage))),
        None => (None, None),
    }
}

/// Who sends a body, as it was when the head of the request came.
pub(crate) struct Sender {
    /// The visit.
    pub(crate) visit: Visit,
    cx: Option<OrgCx>,
}

impl Sender {
    /// Of a request that the gate has let through.
    pub(crate) fn of(request: &Request) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned();
        Ok(Self {
            visit: visit.ok_or(PageError::Internal)?,
            cx: request.extensions().get::<OrgCx>().cloned(),
        })
    }

    /// Looks again when the last byte has come. A body may take a minute, and meanwhile the session may
    /// have been ended, or the person removed: what comes after that is not answered.
    ///
    /// # Errors
    /// As the first look; [`PageError::NotFound`] when a role is no longer held.
    pub(crate) async fn look_again(&self) -> Result<(), PageError> {
        let visit = &self.visit;
        if visit.token.is_none() {
            return Ok(());
        }
        let (user, entering) = parted(held(&visit.web, visit.token).await?);
        let now = Visit {
            user,
            entering,
            ..visit.clone()
        };
        let held = admit(&now).await?;
        if now.user.is_some() != visit.user.is_some() {
            return Err(PageError::SignIn);
        }
        let (had, held) = (roles(self.cx.as_ref()), roles(held.as_ref()));
        let is_held = had.iter().all(|role| held.contains(role));
        is_held.then_some(()).ok_or(PageError::NotFound)
    }
}

fn roles(cx: Option<&OrgCx>) -> &[Role] {
    cx.map_or(&[], OrgCx::roles)
}

/// The organisation's context for members, nothing for other routes, or the refusal.
async fn admit(visit: &Visit) -> Result<Option<OrgCx>, PageError> {
    let access = visit.door.access;
    let permission = match access {
        Access::Public | Access::Answering => return Ok(None),
        Access::SignedIn => return visit.user.as_ref().map(|_| None).ok_or(PageError::SignIn),
        Access::Proving | Access::SettingUp => {
            let waits = visit.entering.as_ref().map(|(_, stage)| *stage);
            let may = match access {
                Access::Proving => waits == Some(Stage::Code),
                _ => waits == Some(Stage::SetUp),
            };
            return if may || visit.user.is_some() {
                Ok(None)
            } else {
                Err(PageError::SignIn)
            };
        }
        Access::Operator => {
            let user = visit.user.as_ref().ok_or(PageError::SignIn)?;
            return if user.is_operator {
                Ok(None)
            } else {
                Err(PageError::NotFound)
            };
        }
        Access::Member(permission) => permission,
    };
    let user = visit.user.as_ref().ok_or(PageError::SignIn)?;
    let org = visit.org.as_deref().ok_or(PageError::NotFound)?;
    let cx = app::organisation::enter(&visit.web.app, user, org).await?;
    cx.require(permission)?;
    Ok(Some(cx))
}

/// Whether a form was posted from our own pages.
///
/// Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; a request that carries our cookie
/// and neither header is refused. See `docs/adr/0007-forgery.md`.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, rest)| rest == host),
        (None, _) => {
            let held =
                [cookie::SESSION, cookie::SECURE_SESSION].map(|it| cookie::read(headers, it));
            held.iter().all(Option::is_none)
        }
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn forms_from_elsewhere_are_refused() {
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(is_own(&headers(&[
            ("origin", "https://a.fi"),
            ("host", "a.fi")
        ])));
        assert!(!is_own(&headers(&[
            ("origin", "https://b.fi"),
            ("host", "a.fi")
        ])));
        assert!(!is_own(&headers(&[("cookie", "luotsi_session=x")])));
    }

    #[test]
    fn what_the_browser_says_of_the_site_is_believed_before_the_address() {
        let site = |site: &'static str| {
            is_own(&headers(&[
                ("sec-fetch-site", site),
                ("origin", "https://a.fi"),
                ("host", "a.fi"),
            ]))
        };
        assert!(site("same-origin") && site("none"));
        for other in ["same-site", "cross-site", "", "SAME-ORIGIN"] {
            assert!(!site(other), "{other}");
        }
    }

    #[test]
    fn an_origin_is_the_whole_of_its_address() {
        let from = |origin: &'static str| is_own(&headers(&[("origin", origin), ("host", "a.fi")]));
        for other in [
            "null",
            "https://xa.fi",
            "https://a.fi.evil.example",
            "https://a.fi:8443",
            "a.fi",
        ] {
            assert!(!from(other), "{other}");
        }
        assert!(
            !is_own(&headers(&[("origin", "https://a.fi")])),
            "no host to compare with"
        );
        // A program that has no cookie of ours can do no harm in anybody's name.
        assert!(is_own(&headers(&[("host", "a.fi")])));
    }
}
