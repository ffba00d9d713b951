//! The language of a visitor who has not logged in.

use axum::http::{HeaderMap, header};
use domain::Locale;

use crate::cookie;

/// The language of a visitor: what was chosen, or the browser's first that we speak, or Finnish.
pub(crate) fn language(headers: &HeaderMap) -> Locale {
    let chosen = cookie::read(headers, cookie::LANGUAGE).and_then(|code| code.parse().ok());
    let asked = || {
        let line = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        line.split(',')
            .filter_map(|part| part.split(';').next())
            .find_map(|tag| tag.trim().parse().ok())
    };
    chosen.or_else(asked).unwrap_or(Locale::Fi)
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
    fn the_language_chosen_wins_over_the_browsers() {
        let asked = headers(&[("accept-language", "de,sv;q=0.8,en;q=0.5")]);
        assert_eq!(language(&asked), Locale::Sv);
        let chosen = headers(&[("accept-language", "sv"), ("cookie", "luotsi_language=en")]);
        assert_eq!(language(&chosen), Locale::En);
    }

    #[test]
    fn a_header_without_sense_is_finnish_and_a_cookie_without_sense_is_no_choice() {
        for asked in [
            "",
            "*",
            "de",
            ";q=1",
            ",,,",
            "-",
            "finnish",
            "english please",
            "é",
        ] {
            let mut asking = HeaderMap::new();
            asking.insert(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_bytes(asked.as_bytes()).unwrap(),
            );
            assert_eq!(language(&asking), Locale::Fi, "{asked}");
        }
        let odd = headers(&[
            ("accept-language", "sv"),
            ("cookie", "luotsi_language=klingon"),
        ]);
        assert_eq!(language(&odd), Locale::Sv);
        let other = headers(&[("cookie", "language=en; xluotsi_language=en")]);
        assert_eq!(language(&other), Locale::Fi);
    }
}
