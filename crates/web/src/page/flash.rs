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
        let undo = parts.next().filter(|path| crate::link::is_own(path));
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

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    #[test]
    fn a_notice_reads_back_as_it_was_written() {
        let removed = Notice::done("service.removed").with_undo("/mallila/findings/1/restore");
        for notice in [
            Notice::done("service.removed"),
            Notice::refused("kit.changed"),
            removed,
        ] {
            assert_eq!(Notice::read(&notice.text()), Some(notice));
        }
    }

    #[test]
    fn what_was_not_done_is_an_alert_and_what_was_done_is_a_status() {
        let t = Texts::new(Locale::Fi);
        let shown = |notice: Notice| notice.shown(t).unwrap();
        assert_eq!(shown(Notice::refused("kit.changed")).kind.role(), "alert");
        let done = shown(Notice::done("service.removed").with_undo("/x"));
        assert_eq!(done.kind.role(), "status");
        assert_eq!(done.text, t.say("service.removed"));
        let undo = done.undo.unwrap();
        assert_eq!(
            (undo.action.as_str(), undo.label.as_str()),
            ("/x", t.say("common.undo"))
        );
    }

    #[test]
    fn a_cookie_that_somebody_wrote_shows_no_text_and_leads_nowhere_else() {
        let t = Texts::new(Locale::Fi);
        for text in ["", "s", "s|", "s|no.such.key|", "s|<b>|", "w|audit|/x"] {
            let shown = Notice::read(text).and_then(|notice| notice.shown(t));
            assert!(shown.is_none(), "{text}");
        }
        for away in [
            "//evil.example",
            "https://evil.example",
            "javascript:x()",
            "evil",
        ] {
            let notice = Notice::read(&format!("s|service.removed|{away}")).unwrap();
            assert!(notice.shown(t).unwrap().undo.is_none(), "{away}");
        }
    }
}
