//! Addresses that leave the product: in mails, letters and papers.
//!
//! Each is one pattern with its parameters. `web` makes its links of the same patterns, so that an
//! address in a mail and the route that serves it cannot differ.

use crate::world::Settings;

/// The pattern of a page that something outside the product leads to, with `N` parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<const N: usize>(&'static str);

/// An organisation's first page.
pub const HOME: Address<1> = Address("/{org}");

/// The operator's page.
pub const SITE: Address<0> = Address("/site");

/// One's own account.
pub const ACCOUNT: Address<0> = Address("/account");

/// Where an invitation is accepted.
pub const INVITATION: Address<1> = Address("/invitation/{token}");

/// Where a link to a new password is asked for.
pub const FORGOTTEN: Address<0> = Address("/account/forgotten");

/// Where such a link leads.
pub const RECOVERY: Address<1> = Address("/account/recovery/{token}");

/// Where a survey is answered.
pub const SURVEY: Address<1> = Address("/survey/{link}");

/// One's own training.
pub const TRAINING: Address<1> = Address("/{org}/training");

/// A municipality's handbook.
pub const HANDBOOK: Address<1> = Address("/handbook/{org}");

/// A picture of a handbook. The address changes with the picture, so that it can be kept for good.
pub const PICTURE: Address<3> = Address("/handbook/{org}/pictures/{sum}/{picture}");

impl<const N: usize> Address<N> {
    /// What the router matches.
    pub const fn pattern(self) -> &'static str {
        self.0
    }

    /// The address within the installation.
    pub fn path(self, words: [&str; N]) -> String {
        filled(self.0, words)
    }

    /// The whole address, as people outside use it.
    pub fn whole(self, settings: &Settings, words: [&str; N]) -> String {
        settings.base_url.clone() + &self.path(words)
    }
}

/// The address of the whole installation, to which browsers bind passkeys.
pub(crate) fn site(settings: &Settings) -> &str {
    &settings.base_url
}

/// A pattern with its parameters filled in, in their order.
pub fn filled(pattern: &str, words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut words = words.into_iter();
    let mut address = String::new();
    for part in pattern.split('/').skip(1) {
        address.push('/');
        if part.starts_with('{') {
            let word = words.next();
            address.push_str(&segment(word.as_ref().map_or("", AsRef::as_ref)));
        } else {
            address.push_str(part);
        }
    }
    address
}

/// One segment of an address, with what has a meaning there escaped. Ids of loaded frameworks may
/// hold any character.
pub fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~:".contains(&byte) {
            out.push(char::from(byte));
        } else if byte == b'.' && !text.bytes().all(|one| one == b'.') {
            out.push('.');
        } else {
            escape(byte, &mut out);
        }
    }
    out
}

fn escape(byte: u8, out: &mut String) {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    out.push('%');
    out.push(digit(byte >> 4).to_ascii_uppercase());
    out.push(digit(byte & 15).to_ascii_uppercase());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word for every parameter, and a parameter for every word.
    fn fits<const N: usize>(address: Address<N>) {
        assert_eq!(address.pattern().matches('{').count(), N, "{address:?}");
        let filled = address.path(["x"; N]);
        assert_eq!(filled.matches("/x").count(), N, "{filled}");
    }

    #[test]
    fn every_pattern_has_as_many_parameters_as_it_says() {
        fits(HOME);
        fits(SITE);
        fits(INVITATION);
        fits(FORGOTTEN);
        fits(RECOVERY);
        fits(SURVEY);
        fits(TRAINING);
        fits(HANDBOOK);
        fits(PICTURE);
    }

    #[test]
    fn a_whole_address_begins_with_that_of_the_installation() {
        let settings = Settings {
            base_url: "https://luotsi.example.fi".to_owned(),
            is_demo: false,
        };
        let whole = TRAINING.whole(&settings, ["mallila"]);
        assert_eq!(whole, "https://luotsi.example.fi/mallila/training");
        let strange = PICTURE.path(["a/b", "..", "ä.png"]);
        assert_eq!(strange, "/handbook/a%2Fb/pictures/%2E%2E/%C3%A4.png");
    }
}
