//! Pages as answers: drawing, headers, notices for the next page, redirects, downloads.

pub(crate) mod flash;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::Locale;
use i18n::Texts;

use crate::error::PageError;

/// A drawn page.
pub(crate) struct Page<T>(pub(crate) T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => PageError::from(error).into_response(),
        }
    }
}

/// A form page with something to correct: the same page, with status 422 and a title that begins with
/// the word for it, which is the first thing that a screen reader says.
pub(crate) fn mend<T: Template>(page: T) -> Response {
    let page = page.render().map(|html| Html(with_error(&html)));
    let page = page.map_err(PageError::from);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The page with the word for an error before its title, in the language of the page.
fn with_error(html: &str) -> String {
    let language = html
        .split_once("<html lang=\"")
        .and_then(|(_, rest)| rest.get(..2));
    let locale = language
        .and_then(|it| it.parse().ok())
        .unwrap_or(Locale::Fi);
    let title = format!("<title>{}: ", Texts::new(locale).say("kit.error"));
    html.replacen("<title>", &title, 1)
}

/// A form page that shows both versions after someone else was first: the same page, status 409.
pub(crate) fn conflict<T: Template>(page: T) -> Response {
    (StatusCode::CONFLICT, Page(page)).into_response()
}

/// Goes to another page after a change.
pub(crate) fn go(to: &str) -> Response {
    let location = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// A file to save.
pub(crate) fn download(name: &str, content_type: &'static str, body: Vec<u8>) -> Response {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-._".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// The nonce of one answer's content security policy.
#[derive(Clone, Debug)]
pub(crate) struct Nonce(pub(crate) String);

/// Puts the headers on every answer that keep it ours: no third party, no frame, no sniffing.
pub(crate) async fn protect(mut request: Request, next: Next) -> Response {
    let nonce = fresh_nonce();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Headers that are the same on every answer.
const FIXED: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Sixteen unpredictable bytes as hexadecimal digits.
fn fresh_nonce() -> String {
    uuid::Builder::from_random_bytes(rand::random())
        .into_uuid()
        .simple()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(answer: &Response, name: HeaderName) -> String {
        answer.headers()[name].to_str().unwrap().to_owned()
    }

    #[test]
    fn the_name_of_a_file_cannot_say_more_than_a_name() {
        for (name, saved) in [
            (
                "mallila-audit-2027-05-11.csv",
                "mallila-audit-2027-05-11.csv",
            ),
            ("Äänekoski raportti.pdf", "--nekoski-raportti.pdf"),
            ("a\"; filename=\"b.exe", "a---filename--b.exe"),
            ("a\r\nset-cookie: x=y", "a--set-cookie--x-y"),
            ("../../etc/passwd", "..-..-etc-passwd"),
        ] {
            let answer = download(name, "text/csv", vec![1]);
            let disposition = header(&answer, header::CONTENT_DISPOSITION);
            let inside = disposition.strip_prefix("attachment; filename=\"");
            let inside = inside.and_then(|it| it.strip_suffix('"')).unwrap();
            let letters = |text: &str| text.chars().filter(|it| *it != '-').collect::<String>();
            assert_eq!(letters(inside), letters(saved), "{name}");
            assert!(
                inside
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || "-._".contains(it))
            );
            assert_eq!(header(&answer, header::CACHE_CONTROL), "no-store");
            assert_eq!(answer.headers().len(), 3, "{name}");
        }
    }

    #[test]
    fn the_title_of_a_page_with_errors_begins_with_the_word_for_them() {
        for (language, word) in [("fi", "Virhe"), ("sv-FI", "Fel"), ("en", "Error")] {
            let page = |title: &str| format!("<html lang=\"{language}\"><title>{title}</title>");
            assert_eq!(with_error(&page("A")), page(&format!("{word}: A")));
        }
    }

    #[test]
    fn an_address_that_is_no_header_leads_to_the_beginning() {
        for (to, location) in [
            ("/mallila/rounds?x=1#y", "/mallila/rounds?x=1#y"),
            ("/x\r\nset-cookie: a=b", "/"),
            ("/x\0", "/"),
        ] {
            let answer = go(to);
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            assert_eq!(header(&answer, header::LOCATION), location, "{to:?}");
        }
    }

    #[test]
    fn a_nonce_has_a_hundred_and_twenty_eight_bits_and_never_the_same() {
        let nonces: std::collections::BTreeSet<String> = (0..100).map(|_| fresh_nonce()).collect();
        assert_eq!(nonces.len(), 100);
        let is_long = |it: &String| it.len() == 32 && it.chars().all(|c| c.is_ascii_hexdigit());
        assert!(nonces.iter().all(is_long));
    }
}
