//! Publicity classes, and texts whose type says in which edition of an output they may stand.
//!
//! A public report is a `…<Public>` value, and every text in it that a person wrote is a
//! [`Cleared<Public>`]. The only way to make one from municipal data is [`Classified::cleared`],
//! which gives nothing back for internal or secret text. So a public output cannot hold the rest:
//! the program that would put it there does not compile.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

/// Who may read a piece of information (julkisuusluokka).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Publicity {
    /// Anyone (julkinen).
    Public,
    /// The organisation itself (sisäinen).
    Internal,
    /// Those named by law or decision only (salassa pidettävä). The ground is written beside it.
    Secret,
}

impl Publicity {
    /// Every class, the most open first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Secret];

    /// The word in storage, forms and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Secret => "secret",
        }
    }

    /// Reads the word of storage, forms and files.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// A value with its publicity class. The value is reachable only by naming who will read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified<T> {
    value: T,
    publicity: Publicity,
}

impl<T> Classified<T> {
    /// Puts a class on a value.
    pub const fn new(value: T, publicity: Publicity) -> Self {
        Self { value, publicity }
    }

    /// The class.
    pub const fn publicity(&self) -> Publicity {
        self.publicity
    }

    /// The value for a screen of a member who has the right to this class.
    ///
    /// Outputs that leave the system never use this: they take [`Classified::cleared`].
    pub const fn for_member(&self) -> &T {
        &self.value
    }
}

impl<T: AsRef<str>> Classified<T> {
    /// The text for this edition, or nothing when the class is higher than the edition may hold.
    pub fn cleared<E: Edition>(&self) -> Option<Cleared<E>> {
        (self.publicity <= E::CLEARANCE).then(|| Cleared {
            text: self.value.as_ref().to_owned(),
            edition: PhantomData,
        })
    }
}

mod sealed {
    pub trait Sealed {}
}

/// An edition of an output, as a type: [`Public`], [`Internal`] or [`Secret`].
pub trait Edition:
    sealed::Sealed + Clone + Copy + fmt::Debug + Default + Send + Sync + 'static
{
    /// The highest class this edition may hold.
    const CLEARANCE: Publicity;
}

macro_rules! editions {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name;
        impl sealed::Sealed for $name {}
        impl Edition for $name {
            const CLEARANCE: Publicity = Publicity::$name;
        }
    )*};
}

editions! {
    /// The public edition: council papers, the municipality's site.
    Public
    /// The internal edition: leadership's own reading.
    Internal
    /// The secret annex.
    Secret
}

/// A text that may stand in edition `E`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Cleared<E> {
    text: String,
    #[serde(skip)]
    edition: PhantomData<E>,
}

impl<E: Edition> Cleared<E> {
    /// A text that is public from birth: shipped content, interface words, computed sentences
    /// without municipal text in them.
    pub fn content(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            edition: PhantomData,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> fmt::Display for Cleared<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_text_reaches_a_public_edition() {
        for class in Publicity::ALL {
            let text = Classified::new("canary", class);
            assert_eq!(
                text.cleared::<Public>().is_some(),
                class == Publicity::Public
            );
            assert_eq!(
                text.cleared::<Internal>().is_some(),
                class != Publicity::Secret
            );
            assert!(text.cleared::<Secret>().is_some());
        }
    }
}
