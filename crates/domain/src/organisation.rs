//! Organisations: municipalities, partners and network hosts.

use serde::{Deserialize, Serialize};

use crate::language::Locale;
use crate::words::words;
use crate::{Cleared, Edition, Localised, OrgId};

words! {
    /// What an organisation is.
    Kind {
        /// A municipality.
        Municipality = "municipality",
        /// A partner that assesses, such as an in-house company.
        Partner = "partner",
        /// A network host, such as an association.
        Host = "host",
    }
}

/// An organisation: the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Id.
    pub id: OrgId,
    /// What it is.
    pub kind: Kind,
    /// The word in addresses: unique in the installation.
    pub slug: Slug,
    /// Name in each language.
    pub name: Localised,
    /// Official municipality code (Statistics Finland), for municipalities.
    pub code: Option<String>,
    /// Languages in which it gives its outputs, the first first.
    pub languages: Vec<Locale>,
    /// Residents, where known.
    pub population: Option<i64>,
    /// Whether it is openly fictitious demo data.
    pub fictitious: bool,
}

impl Organisation {
    /// Its name, which is public: it stands on its agendas.
    pub fn open_name<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(self.name.text(locale))
    }
}

/// An organisation's word in addresses: lower case ASCII letters, digits, single hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

/// Words that addresses of the site itself use.
pub const RESERVED: &[&str] = &[
    "account",
    "admin",
    "api",
    "assets",
    "handbook",
    "healthz",
    "invitation",
    "language",
    "login",
    "logout",
    "metrics",
    "readyz",
    "setup",
    "site",
    "static",
    "styleguide",
    "survey",
];

impl Slug {
    /// Takes a slug as it is; nothing when it is malformed or reserved.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = (2..=60).contains(&text.len())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        (shape && !RESERVED.contains(&text)).then(|| Self(text.to_owned()))
    }

    /// Makes a slug of a name: `Äänekoski` becomes `aanekoski`.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut slug = String::new();
        for c in name.to_lowercase().chars() {
            match c {
                'ä' | 'å' | 'á' | 'à' => slug.push('a'),
                'ö' | 'ó' => slug.push('o'),
                'é' | 'è' => slug.push('e'),
                'ü' => slug.push('u'),
                c if c.is_ascii_alphanumeric() => slug.push(c),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        Self::parse(slug.trim_matches('-'))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_finnish_names() {
        let slug = |name| Slug::from_name(name).map(|slug| slug.to_string());
        assert_eq!(slug("Äänekoski").as_deref(), Some("aanekoski"));
        assert_eq!(
            slug("Pedersören kunta").as_deref(),
            Some("pedersoren-kunta")
        );
        assert_eq!(slug("Login"), None);
        assert_eq!(slug("–"), None);
    }
}
