//! A notice that the next page shows: carried in a cookie, shown once.

use axum::http::{HeaderName, header};
use axum::response::Response;
use i18n::Texts;

use crate::cookie;
use crate::kit::shell::{Flash, FlashKind, Undo};

/// What the previous action did: message keys only, so nothing written by anyone is in a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    is_warning: bool,
    key: String,
    undo: Option<String>,
}

impl Notice {
    /// It worked; `key` names the sentence.
    pub(crate) fn done(key: &'static str) -> Self {
        Self {
            is_warning: false,
            key: key.to_owned(),
            undo: None,
        }
    }

    /// It was not done; `key` names the sentence that says why.
    pub(crate) fn refused(key: &'static str) -> Self {
        Self {
            is_warning: true,
            key: key.to_owned(),
            undo: None,
        }
    }

    /// Offers a way back: an address that a button posts to.
    #[must_use]
    pub(crate) fn with_undo(self, action: &str) -> Self {
        Self {
            undo: Some(action.to_owned()),
            ..self
        }
    }

    /// Reads the cookie. The address of an undo must be a path of ours.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let is_warning = parts.next()? == "w";
        let key = parts.next()?.to_owned();
        let undo = parts
            .next()
            .filter(|path| path.starts_with('/') && !path.starts_with("//"));
        Some(Self {
            is_warning,
            key,
            undo: undo.map(str::to_owned),
        })
    }

    fn text(&self) -> String {
        let kind = if self.is_warning { "w" } else { "s" };
        format!(
            "{kind}|{}|{}",
            self.key,
            self.undo.as_deref().unwrap_or_default()
        )
    }

    /// The notice in the reader's language; nothing for a key that is not ours.
    pub(crate) fn shown(&self, t: Texts) -> Option<Flash> {
        t.has(&self.key).then(|| Flash {
            kind: if self.is_warning {
                FlashKind::Warning
            } else {
                FlashKind::Success
            },
            text: t.say(&self.key).to_owned(),
            undo: self.undo.as_ref().map(|action| Undo {
                action: action.clone(),
                label: t.say("common.undo").to_owned(),
            }),
        })
    }
}

/// Goes to another page, which shows the notice.
pub(crate) fn go_with(to: &str, notice: &Notice) -> Response {
    let mut response = super::go(to);
    // The cookie holds keys and our own paths only: no character needs escaping.
    if let Some(cookie) = cookie::set(cookie::FLASH, &notice.text(), 60, false) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Forgets the notice once it has been shown.
pub(crate) fn forget() -> Option<(HeaderName, axum::http::HeaderValue)> {
    cookie::set(cookie::FLASH, "", 0, false).map(|value| (header::SET_COOKIE, value))
}
