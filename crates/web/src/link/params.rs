//! The parameters of addresses: what they look like there, and how they are read.

use std::any::TypeId;
use std::fmt::Display;
use std::str::FromStr;

use domain::{Locale, OrgId};

/// One parameter of an address: what it looks like there, and how it is read.
pub(crate) trait Segment: Display + FromStr + Send + 'static {
    /// One that reads, for the tests that walk all links. Nothing has this id.
    const SAMPLE: &'static str = "0d0e0a0d-0000-4000-8000-00000000beef";

    /// Reads the word of an address.
    fn from_word(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

impl Segment for String {}

// Organisations are in the addresses of more than one feature.
impl Segment for OrgId {}

impl Segment for Locale {
    const SAMPLE: &'static str = "fi";

    fn from_word(word: &str) -> Option<Self> {
        word.parse().ok().filter(|it: &Self| it.code() == word)
    }
}

/// The parameters of a link: none, one, or a tuple of them.
pub(crate) trait Params: Sized + Send + 'static {
    /// A sample of each, in the order of the pattern.
    fn samples() -> Vec<&'static str>;

    /// The last one as it stands in the address, which names what the page is about.
    fn last(&self) -> Option<String>;

    /// Reads the parameters of a request; nothing for an address that does not exist.
    fn read(words: &[&str]) -> Option<Self>;

    /// Tells links with these parameters from others.
    fn id() -> TypeId {
        TypeId::of::<Self>()
    }
}

/// What fills the parameters `P`: the values themselves, or what looks the same in an address.
pub(crate) trait Fill<P> {
    /// Each parameter as text, in the order of the pattern.
    fn words(self) -> Vec<String>;
}

impl Params for () {
    fn samples() -> Vec<&'static str> {
        Vec::new()
    }

    fn read(words: &[&str]) -> Option<Self> {
        words.is_empty().then_some(())
    }

    fn last(&self) -> Option<String> {
        None
    }
}

impl<T: Segment> Params for T {
    fn samples() -> Vec<&'static str> {
        vec![T::SAMPLE]
    }

    fn read(words: &[&str]) -> Option<Self> {
        match words {
            [one] => Segment::from_word(one),
            _ => None,
        }
    }

    fn last(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Fill<()> for () {
    fn words(self) -> Vec<String> {
        Vec::new()
    }
}

impl<T: Segment> Fill<T> for T {
    fn words(self) -> Vec<String> {
        vec![self.to_string()]
    }
}

impl<T: Segment> Fill<T> for &T {
    fn words(self) -> Vec<String> {
        vec![self.to_string()]
    }
}

impl Fill<String> for &&str {
    fn words(self) -> Vec<String> {
        vec![(**self).to_owned()]
    }
}

impl Fill<String> for &str {
    fn words(self) -> Vec<String> {
        vec![(*self).to_owned()]
    }
}

macro_rules! tuples {
    ($($param:ident $fill:ident $at:tt),+) => {
        impl<$($param: Segment),+> Params for ($($param,)+) {
            fn samples() -> Vec<&'static str> {
                vec![$($param::SAMPLE),+]
            }

            fn read(words: &[&str]) -> Option<Self> {
                let mut words = words.iter();
                let read = ($(<$param as Segment>::from_word(words.next()?)?,)+);
                words.next().is_none().then_some(read)
            }

            fn last(&self) -> Option<String> {
                [$(self.$at.to_string()),+].into_iter().next_back()
            }
        }

        impl<$($param: Segment, $fill: Fill<$param>),+> Fill<($($param,)+)> for ($($fill,)+) {
            fn words(self) -> Vec<String> {
                [$(self.$at.words()),+].concat()
            }
        }
    };
}

tuples!(A FA 0, B FB 1);
tuples!(A FA 0, B FB 1, C FC 2);
