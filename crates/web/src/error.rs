//! The one error of pages: what went wrong, as a status and a page in the reader's language.

use app::Error;
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::Locale;
use i18n::Texts;

use crate::kit::shell::Shell;
use crate::language::language;

/// A page's result.
pub(crate) type PageResult<T> = Result<T, PageError>;

/// Why there is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageError {
    /// No such page, or not for this person.
    NotFound,
    /// A member without the right.
    Forbidden,
    /// Nobody has logged in.
    SignIn,
    /// Someone else changed it meanwhile; pages that edit show both versions instead.
    Conflict,
    /// It cannot be done now; the key says why.
    Refused(&'static str),
    /// The request cannot be read.
    Unreadable,
    /// What was sent is no form.
    OtherType,
    /// The upload or form is larger than anything we take.
    TooLarge,
    /// The form was posted from another site.
    Foreign,
    /// There is more to do than the machine can; nothing was done.
    Busy,
    /// What is kept cannot be reached or written now; nothing was kept.
    Away,
    /// It took too long and was given up; what it did by then is not known.
    TooLong,
    /// We failed.
    Internal,
}

/// Seconds after which whoever was asked to come again may do so.
const AGAIN: &str = "15";

impl PageError {
    const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Foreign => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Conflict | Self::Refused(_) => StatusCode::CONFLICT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::OtherType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Away | Self::TooLong => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Keys of the heading and of the sentence that says what to do.
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("error.not-found.title", "error.not-found.text"),
            Self::Forbidden => ("error.forbidden.title", "error.forbidden.text"),
            Self::SignIn => ("error.sign-in.title", "error.sign-in.text"),
            Self::Conflict => ("error.conflict.title", "error.conflict.text"),
            Self::Refused(why) => ("error.refused.title", why),
            Self::Unreadable | Self::OtherType => {
                ("error.unreadable.title", "error.unreadable.text")
            }
            Self::TooLarge => ("error.too-large.title", "error.too-large.text"),
            Self::Foreign => ("error.foreign.title", "error.foreign.text"),
            Self::Busy => ("error.busy.title", "error.busy.text"),
            Self::Away => ("error.away.title", "error.away.text"),
            Self::TooLong => ("error.too-long.title", "error.too-long.text"),
            Self::Internal => ("error.internal.title", "error.internal.text"),
        }
    }

    fn of_status(status: StatusCode) -> Option<Self> {
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Self::NotFound),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::BAD_REQUEST => Some(Self::Unreadable),
            // A request that took too long was given up.
            StatusCode::SERVICE_UNAVAILABLE => Some(Self::TooLong),
            StatusCode::INTERNAL_SERVER_ERROR => Some(Self::Internal),
            _ => None,
        }
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            Error::Conflict => Self::Conflict,
            Error::Refused(why) => Self::Refused(why),
            // Pages with forms handle this themselves; elsewhere it means a request that no page of
            // ours makes.
            Error::Invalid(_) => Self::Unreadable,
            Error::Busy => Self::Busy,
            Error::Store(source) => {
                tracing::error!(error = chain(&source), "store failed");
                if source.is_passing() {
                    Self::Away
                } else {
                    Self::Internal
                }
            }
            Error::Report(source) => {
                tracing::error!(error = chain(source.as_ref()), "report failed");
                Self::Internal
            }
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "page could not be drawn");
        Self::Internal
    }
}

/// An error and what caused it, in one line for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        line.push_str(": ");
        line.push_str(&inner.to_string());
        source = inner.source();
    }
    line
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error/page.html")]
struct ErrorPage {
    shell: Shell,
    advice: String,
}

/// The page for whoever asks too often: a title, and a sentence that says how long to wait.
pub(crate) fn too_many(t: Texts, [title, text]: [&str; 2], seconds: i64) -> Response {
    let page = ErrorPage {
        shell: Shell::new(t, t.say(title)),
        advice: t.count(text, seconds),
    };
    let headers = [(header::RETRY_AFTER, seconds.to_string())];
    match page.render() {
        Ok(html) => (StatusCode::TOO_MANY_REQUESTS, headers, Html(html)).into_response(),
        Err(_) => (StatusCode::TOO_MANY_REQUESTS, headers).into_response(),
    }
}

/// Draws the error page for answers that carry a [`PageError`] or a bare error status.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let locale = language(request.headers());
    let response = next.run(request).await;
    let marked = response.extensions().get::<PageError>().copied();
    let is_drawn = response.headers().contains_key(header::CONTENT_TYPE);
    let bare = if is_drawn {
        None
    } else {
        PageError::of_status(response.status())
    };
    let Some(error) = marked.or(bare) else {
        return response;
    };
    // Whoever has logged in has a language; others have that of their browser.
    let own = response.extensions().get::<Locale>().copied();
    let t = Texts::new(own.unwrap_or(locale));
    let (title, text) = error.keys();
    let shell = Shell::new(t, t.say(title));
    let page = ErrorPage {
        shell,
        advice: t.say(text).to_owned(),
    };
    let mut answer = match page.render() {
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(_) => error.status().into_response(),
    };
    if matches!(error, PageError::Busy | PageError::Away) {
        let again = HeaderValue::from_static(AGAIN);
        answer.headers_mut().insert(header::RETRY_AFTER, again);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[PageError] = &[
        PageError::NotFound,
        PageError::Forbidden,
        PageError::SignIn,
        PageError::Conflict,
        PageError::Refused("kit.changed"),
        PageError::Unreadable,
        PageError::TooLarge,
        PageError::Foreign,
        PageError::Busy,
        PageError::Away,
        PageError::TooLong,
        PageError::Internal,
    ];

    #[test]
    fn every_error_says_in_every_language_what_happened_and_what_to_do() {
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            for error in ALL {
                let (title, text) = error.keys();
                assert!(t.has(title) && t.has(text), "{error:?}");
                let (title, text) = (t.say(title), t.say(text));
                assert!(
                    !title.is_empty() && text.ends_with('.'),
                    "{locale} {error:?}: {text}"
                );
                let page = ErrorPage {
                    shell: Shell::new(t, title),
                    advice: text.to_owned(),
                };
                let html = page.render().unwrap();
                assert_eq!(html.matches("<h1").count(), 1);
                assert!(html.contains(&format!("<html lang=\"{locale}\"")));
            }
        }
    }

    #[test]
    fn an_error_is_never_a_success_and_only_ours_is_ours() {
        for error in ALL {
            let status = error.status();
            let ours = [
                PageError::Internal,
                PageError::Busy,
                PageError::Away,
                PageError::TooLong,
            ];
            let is_ours = ours.contains(error);
            assert_eq!(status.is_server_error(), is_ours, "{error:?}");
            assert!(status.is_client_error() || is_ours, "{error:?}");
        }
        // What is not for somebody and what is not there cannot be told apart by outsiders.
        assert_eq!(PageError::from(Error::NotFound), PageError::NotFound);
        assert_eq!(
            PageError::of_status(StatusCode::METHOD_NOT_ALLOWED),
            Some(PageError::NotFound)
        );
        assert_eq!(PageError::of_status(StatusCode::OK), None);
        assert_eq!(PageError::of_status(StatusCode::SEE_OTHER), None);
    }

    #[tokio::test]
    async fn whoever_asks_too_often_reads_how_long_to_wait_and_so_does_the_browser() {
        let texts = ["handbook.limit.title", "handbook.limit.text"];
        for locale in Locale::ALL {
            let answer = too_many(Texts::new(locale), texts, 40);
            assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(answer.headers()[header::RETRY_AFTER], "40");
            let body = axum::body::to_bytes(answer.into_body(), 1 << 20)
                .await
                .unwrap();
            let page = String::from_utf8_lossy(&body).into_owned();
            assert!(page.contains("40"), "{locale} {page}");
        }
    }

    /// Whoever comes when too much is going on, or the database is away, is asked to come again, in
    /// words and in a header that programs read.
    #[tokio::test]
    async fn whoever_comes_at_a_bad_time_is_asked_to_come_again() {
        for locale in Locale::ALL {
            comes_again(PageError::from(Error::Busy), "error.busy.title", locale).await;
            comes_again(PageError::Away, "error.away.title", locale).await;
        }
    }

    async fn comes_again(error: PageError, title: &str, locale: Locale) {
        use tower::ServiceExt as _;
        let page = axum::routing::get(move || async move { error });
        let site = axum::Router::new()
            .route("/", page)
            .layer(axum::middleware::from_fn(render));
        let asked = Request::get("/").header(header::ACCEPT_LANGUAGE, locale.code());
        let asked = asked.body(axum::body::Body::empty()).unwrap();
        let answer = site.oneshot(asked).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[header::RETRY_AFTER], AGAIN);
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await;
        let page = String::from_utf8_lossy(&body.unwrap()).into_owned();
        let title = Texts::new(locale).say(title);
        assert!(page.contains(title), "{locale} {page}");
    }
}
