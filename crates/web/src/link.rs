//! Addresses as values: the pattern for the router, who may use it, and the address itself.
//!
//! Every feature declares its links in its `link.rs`, once each. The router, the access rule and
//! every page that leads there take the same value, so that an address cannot be mistyped, lack a
//! parameter or outlive its route.

mod params;

use std::fmt::Display;
use std::marker::PhantomData;

use app::address::{self, filled, segment};
use domain::identity::Permission;

pub(crate) use params::{Fill, Params, Segment};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Anyone, and nothing about the request is logged: answering a survey.
    Answering,
    /// Whoever has logged in.
    SignedIn,
    /// Whoever has given the password and must still give the second step.
    Proving,
    /// Whoever has logged in, and whoever must set a second step up before anything else.
    SettingUp,
    /// The operator of the installation.
    Operator,
    /// Members of the organisation in the path who have the right. Others get 404.
    Member(Permission),
}

/// A page of an organisation: its address begins with the organisation's word.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Inside {}

/// A page that needs no membership.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Outside {}

/// One address with parameters `P`, apart from the organisation's word.
#[derive(Debug)]
pub(crate) struct Link<P = (), S = Inside> {
    rule: Rule,
    of: PhantomData<fn() -> (P, S)>,
}

impl<P, S> Clone for Link<P, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, S> Copy for Link<P, S> {}

/// What the router and the gate need to know of a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// The pattern; `{org}` is the organisation's word.
    pub(crate) pattern: &'static str,
    /// Who may read what is there.
    pub(crate) reading: Access,
    /// Who may post there.
    pub(crate) posting: Access,
    /// The pattern that tells to which entry of the navigation the page belongs.
    pub(crate) place: &'static str,
}

impl<P> Link<P> {
    /// A page of an organisation, for its members who have the right.
    pub(crate) const fn member(pattern: &'static str, right: Permission) -> Self {
        Self::of(pattern, Access::Member(right))
    }

    /// The same with another right for what is posted there.
    #[must_use]
    pub(crate) const fn posting(mut self, right: Permission) -> Self {
        self.rule.posting = Access::Member(right);
        self
    }

    /// The same, with an entry of the navigation that the pattern does not show.
    #[must_use]
    pub(crate) const fn under(mut self, place: Link) -> Self {
        self.rule.place = place.rule.pattern;
        self
    }

    /// The address in the organisation with this word.
    pub(crate) fn within(self, org: &impl Display, params: impl Fill<P>) -> String {
        let words = std::iter::once(org.to_string()).chain(params.words());
        filled(self.rule.pattern, words)
    }
}

impl<P> Link<P, Outside> {
    /// A page for anyone.
    pub(crate) const fn public(pattern: &'static str) -> Self {
        Self::of(pattern, Access::Public)
    }

    /// A page for anyone, of whose requests nothing is logged.
    pub(crate) const fn answering(pattern: &'static str) -> Self {
        Self::of(pattern, Access::Answering)
    }

    /// A page for whoever has logged in.
    pub(crate) const fn signed_in(pattern: &'static str) -> Self {
        Self::of(pattern, Access::SignedIn)
    }

    /// A page for whoever must still give the second step.
    pub(crate) const fn proving(pattern: &'static str) -> Self {
        Self::of(pattern, Access::Proving)
    }

    /// A page for whoever has logged in, or must set a second step up first.
    pub(crate) const fn setting_up(pattern: &'static str) -> Self {
        Self::of(pattern, Access::SettingUp)
    }

    /// A page for the operator of the installation.
    pub(crate) const fn operator(pattern: &'static str) -> Self {
        Self::of(pattern, Access::Operator)
    }

    /// The address.
    pub(crate) fn to(self, params: impl Fill<P>) -> String {
        filled(self.rule.pattern, params.words())
    }
}

impl<P, S> Link<P, S> {
    const fn of(pattern: &'static str, access: Access) -> Self {
        let rule = Rule {
            pattern,
            reading: access,
            posting: access,
            place: pattern,
        };
        Self {
            rule,
            of: PhantomData,
        }
    }

    /// What the router and the gate need to know.
    pub(crate) const fn rule(self) -> Rule {
        self.rule
    }
}

/// A pattern filled with samples of its parameters; `org` is the organisation's word.
pub(crate) fn sample<P: Params, S>(link: Link<P, S>) -> String {
    let rule = link.rule();
    let org = matches!(rule.reading, Access::Member(_)).then_some("org");
    let words = org.into_iter().chain(P::samples());
    filled(rule.pattern, words)
}

/// Whether an address leads to this site and nowhere else, as browsers read it: they drop control
/// characters and take a backslash for a slash.
pub(crate) fn is_own(path: &str) -> bool {
    let strays = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
    path.starts_with('/') && !path.starts_with("//") && !path.contains(strays)
}

/// What may follow an address.
pub(crate) trait Tail {
    /// Adds a query, encoded; nothing when there are no pairs.
    fn query<V: Display>(self, pairs: &[(&str, V)]) -> String;

    /// Adds the id of a place on the page.
    fn fragment(self, id: impl Display) -> String;
}

impl Tail for String {
    fn query<V: Display>(self, pairs: &[(&str, V)]) -> String {
        if pairs.is_empty() {
            return self;
        }
        let mut query = form_urlencoded::Serializer::new(Self::new());
        for (name, value) in pairs {
            query.append_pair(name, &value.to_string());
        }
        self + "?" + &query.finish()
    }

    fn fragment(self, id: impl Display) -> String {
        self + "#" + &segment(&id.to_string())
    }
}

/// Where everyone begins: one's organisations.
pub(crate) const START: Link<(), Outside> = Link::signed_in("/");

/// An organisation's first page.
pub(crate) const HOME: Link = Link::member(address::HOME.pattern(), Permission::ResultRead);

/// Logging in.
pub(crate) const SIGN_IN: Link<(), Outside> = Link::public("/sign-in");

/// Ends the session.
pub(crate) const SIGN_OUT: Link<(), Outside> = Link::public("/sign-out");

/// Stops the new password that a coordinator has begun for whoever has signed in.
pub(crate) const STOP_RESET: Link<(), Outside> = Link::signed_in("/account/reset/stop");

/// Takes a chosen language.
pub(crate) const LANGUAGE: Link<(), Outside> = Link::public("/language");

/// A file of the binary.
pub(crate) const ASSET: Link<String, Outside> = Link::public("/assets/{name}");

/// What is accessible here and what is not.
pub(crate) const ACCESSIBILITY: Link<(), Outside> = Link::public("/accessibility");

#[cfg(test)]
mod tests {
    use super::*;

    impl Segment for u8 {
        const SAMPLE: &'static str = "7";
    }

    const ONE: Link<(u8, String)> = Link::member("/{org}/a/{n}/b/{word}", Permission::ResultRead);

    #[test]
    fn an_address_has_the_organisation_and_every_parameter() {
        assert_eq!(ONE.within(&"mallila", (7, "x y")), "/mallila/a/7/b/x%20y");
        assert_eq!(HOME.within(&"mallila", ()), "/mallila");
        assert_eq!(START.to(()), "/");
        assert_eq!(sample(HOME), "/org");
    }

    #[test]
    fn parameters_read_back_what_they_wrote_and_nothing_else() {
        assert_eq!(<(u8, String)>::read(&["7", "x"]), Some((7, "x".to_owned())));
        assert_eq!(<(u8, String)>::read(&["x", "x"]), None);
        assert_eq!(<(u8, String)>::read(&["7"]), None);
        assert_eq!(u8::read(&["7", "8"]), None);
    }

    #[test]
    fn ids_of_any_shape_make_one_segment() {
        assert_eq!(segment("recovery-restore-test"), "recovery-restore-test");
        assert_eq!(segment("A.5.1"), "A.5.1");
        assert_eq!(segment("ac-2(1)/ä"), "ac-2%281%29%2F%C3%A4");
        assert_eq!(segment(".."), "%2E%2E");
    }

    #[test]
    fn a_language_of_an_address_is_written_in_one_way() {
        use domain::Locale;
        for locale in Locale::ALL {
            assert_eq!(Locale::from_word(locale.code()), Some(locale));
        }
        // Two addresses of one page would be two pages to those who keep them.
        for word in ["FI", "fi-FI", "de", "", "f"] {
            assert_eq!(Locale::from_word(word), None, "{word}");
        }
    }

    #[test]
    fn a_tail_of_nothing_changes_nothing_and_one_with_markup_is_coded() {
        let page = HOME.within(&"mallila", ());
        assert_eq!(page.clone().query::<&str>(&[]), "/mallila");
        let evil = page.query(&[("q", "\"><x>&=#?")]).fragment("a\"<b");
        assert_eq!(evil, "/mallila?q=%22%3E%3Cx%3E%26%3D%23%3F#a%22%3Cb");
        assert_eq!(segment(""), "");
        assert_eq!(segment("../x?y#z\\"), "..%2Fx%3Fy%23z%5C");
    }

    #[test]
    fn queries_and_fragments_are_encoded() {
        let page = ONE.within(&"mallila", (7, "b"));
        let with = page.query(&[("measure", "a&b"), ("all", "1")]);
        assert_eq!(
            with.fragment("turn-3"),
            "/mallila/a/7/b/b?measure=a%26b&all=1#turn-3"
        );
    }
}
