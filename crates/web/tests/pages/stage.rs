//! What tests of pages begin with: a municipality, and people of it.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use i18n::Texts;

use crate::html;
use crate::town::Town;
use crate::visit::{Guest, Reply, Sent, Site};

/// Stands in every planted text.
pub(crate) const WORD: &str = "Istutettu";

/// A municipality.
pub(crate) struct Stage {
    pub(crate) site: Site,
    pub(crate) town: Town,
}

/// The Finnish text of a key.
pub(crate) fn say(key: &str) -> &'static str {
    Texts::new(Locale::Fi).say(key)
}

/// What a form says in Finnish at a field with this label, when the sentence names the field.
pub(crate) fn said(key: &str, label: &str) -> String {
    Texts::new(Locale::Fi).with(key, &[("field", &say(label))])
}

impl Stage {
    /// A municipality in which nothing has been done.
    pub(crate) async fn empty() -> Self {
        let site = Site::new().await;
        let town = Town::empty(&site, "Esimerkkilä", WORD).await;
        Self { site, town }
    }

    /// A municipality with something of everything but threats and measures.
    pub(crate) async fn planted() -> Self {
        let site = Site::new().await;
        let town = Town::without_measures(&site, "Esimerkkilä", WORD).await;
        Self { site, town }
    }

    /// A municipality with something of everything.
    pub(crate) async fn whole() -> Self {
        let site = Site::new().await;
        let town = Town::new(&site, "Esimerkkilä", WORD).await;
        Self { site, town }
    }

    /// A new member with one role.
    pub(crate) async fn member(&self, role: Role) -> Guest {
        let name = format!("Maija {}", role.code());
        self.site.person(&name, &self.town.org, &[role]).await
    }

    /// An address under the round that is being worked on.
    pub(crate) fn of_round(&self, path: &str) -> String {
        self.town.at(&format!("{}/{path}", self.town.round))
    }

    /// The last planted object of a kind, as `findings/{finding}`.
    pub(crate) fn last(&self, key: &str) -> String {
        let all = self.town.found.values.get(key);
        let last = all.and_then(|all| all.last());
        last.unwrap_or_else(|| panic!("no {key}")).clone()
    }

    /// The words that the coordinator reads at an address.
    pub(crate) async fn read(&self, path: &str) -> String {
        words(&self.town.guest, path).await
    }

    /// Fills the coordinator's form at an address with what is typed, and everything else with
    /// something that will do.
    pub(crate) async fn fill(&self, path: &str, action: &str, typed: &[(&str, &str)]) -> Reply {
        let form = self.town.guest.form(path, action).await;
        let sent = html::filled(&form, &|name| self.town.say(name), typed);
        self.town
            .guest
            .send(Method::POST, &form.action, &Sent::Fields(sent))
            .await
    }
}

/// The words that somebody reads at an address.
pub(crate) async fn words(guest: &Guest, path: &str) -> String {
    html::words(&guest.page(path).await)
}

/// What a form says at a field when it does not take what was typed.
#[track_caller]
pub(crate) fn refused_at(reply: &Reply, field: &str) -> String {
    let errors = html::errors(&reply.text());
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{errors:?}");
    let found = errors.iter().find(|(name, _)| name == field);
    let says = found.map(|(_, says)| says.clone());
    says.unwrap_or_else(|| panic!("nothing at {field}: {errors:?}"))
}

/// What the answer to an empty or a full page says in a status.
pub(crate) async fn status(guest: &Guest, path: &str) -> u16 {
    guest.get(path).await.status.as_u16()
}
