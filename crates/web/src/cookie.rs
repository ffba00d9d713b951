//! The cookies: the session, the device, the language, and a notice for the next page.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session's token.
pub(crate) const SESSION: &str = "luotsi_session";

/// The session's token where the address is `https`: browsers take this name only from the host itself
/// over TLS, so that no neighbour under the same domain can plant it.
pub(crate) const SECURE_SESSION: &str = "__Host-luotsi_session";

/// The name of the session's cookie.
pub(crate) const fn session(is_secure: bool) -> &'static str {
    if is_secure { SECURE_SESSION } else { SESSION }
}

/// By which a device on which somebody has logged in is known again, so that a new one can be told.
pub(crate) const DEVICE: &str = "luotsi_device";

/// The language of somebody who has not logged in.
pub(crate) const LANGUAGE: &str = "luotsi_language";

/// What the previous action did.
pub(crate) const FLASH: &str = "luotsi_flash";

/// The value of a cookie in a request.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` value. `Lax`: a link in a mail must find the session, a foreign form must not.
pub(crate) fn set(name: &str, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    ))
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_one_cookie_among_many() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=1; luotsi_session=xyz"),
        );
        assert_eq!(read(&headers, SESSION), Some("xyz"));
        assert_eq!(read(&headers, LANGUAGE), None);
    }

    #[test]
    fn a_name_within_a_name_or_a_value_is_another_cookie() {
        let mut headers = HeaderMap::new();
        for line in [
            "xluotsi_session=1; a=luotsi_session=2",
            "luotsi_sessionx=3;luotsi_session=4=5",
        ] {
            headers.append(header::COOKIE, HeaderValue::from_static(line));
        }
        // What stands after the first sign belongs to the value, whichever line it is on.
        assert_eq!(read(&headers, SESSION), Some("4=5"));
    }

    #[test]
    fn a_value_that_would_begin_another_header_is_not_set() {
        assert_eq!(set(LANGUAGE, "fi\r\nx: y", 60, true), None);
        let value = set(SESSION, "abc", 60, true).unwrap();
        let value = value.to_str().unwrap();
        for part in [
            "luotsi_session=abc;",
            "Path=/",
            "Max-Age=60",
            "HttpOnly",
            "SameSite=Lax",
        ] {
            assert!(value.contains(part), "{part}: {value}");
        }
        assert!(value.ends_with("; Secure"));
    }
}
