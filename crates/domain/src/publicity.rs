//! Publicity classes, and texts whose type says in which edition of an output they may stand.
//!
//! A public report is a `…<Public>` value, and every text in it that a person wrote is a
//! [`Cleared<Public>`]. The way to make one from municipal data is [`Classified::cleared`], which gives
//! nothing back for internal or secret text. So a public output cannot hold the rest: the program that
//! would put it there does not compile. Shipped texts, figures, quotes that passed their check and
//! declared exceptions each have a door of their own.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified<T> {
    value: T,
    publicity: Publicity,
}

impl<T> Classified<T> {
    /// Puts a class on a value: whoever writes says the class by a [`Marking`].
    pub(crate) const fn new(value: T, publicity: Publicity) -> Self {
        Self { value, publicity }
    }

    /// A value that nobody has marked, for the secret edition alone.
    pub const fn secret(value: T) -> Self {
        Self::new(value, Publicity::Secret)
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

/// The class of a written text with the ground of its secrecy.
///
/// There is no secret marking without a ground, and no other one that has it:
///
/// ```compile_fail
/// use domain::{Marking, Publicity};
///
/// let marking = Marking { publicity: Publicity::Secret, ground: None };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    publicity: Publicity,
    ground: Option<String>,
}

/// Why a marking was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret text needs its legal ground")]
pub struct GroundMissing;

impl Marking {
    /// Anyone may read it.
    pub const PUBLIC: Self = Self {
        publicity: Publicity::Public,
        ground: None,
    };

    /// The organisation may read it.
    pub const INTERNAL: Self = Self {
        publicity: Publicity::Internal,
        ground: None,
    };

    /// Makes a marking. A ground that is given for another class than secret is dropped.
    ///
    /// # Errors
    /// [`GroundMissing`] when a secret text is given no ground.
    pub fn new(publicity: Publicity, ground: &str) -> Result<Self, GroundMissing> {
        let ground = match (publicity, ground.trim()) {
            (Publicity::Secret, "") => return Err(GroundMissing),
            (Publicity::Secret, ground) => Some(ground.to_owned()),
            (Publicity::Public | Publicity::Internal, _) => None,
        };
        Ok(Self { publicity, ground })
    }

    /// The class.
    pub const fn publicity(&self) -> Publicity {
        self.publicity
    }

    /// Why it is secret, with the provision.
    pub fn ground(&self) -> Option<&str> {
        self.ground.as_deref()
    }
}

/// A written text, or several that belong together, with its marking: one value, so that a secret
/// text cannot be without its ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked<T> {
    value: T,
    marking: Marking,
}

impl<T> Marked<T> {
    /// Puts a marking on a text.
    pub const fn new(value: T, marking: Marking) -> Self {
        Self { value, marking }
    }

    /// The marking.
    pub const fn marking(&self) -> &Marking {
        &self.marking
    }

    /// The class.
    pub const fn publicity(&self) -> Publicity {
        self.marking.publicity
    }

    /// The ground of its secrecy.
    pub fn ground(&self) -> Option<&str> {
        self.marking.ground()
    }

    /// The text for a screen of a member who has the right to its class, and for keeping it.
    ///
    /// Outputs that leave the system never use this: they take [`Classified::cleared`].
    pub const fn for_member(&self) -> &T {
        &self.value
    }

    /// A part of it, with its class.
    pub fn part<'a, U: ?Sized>(&'a self, part: impl FnOnce(&'a T) -> &'a U) -> Classified<&'a U> {
        Classified::new(part(&self.value), self.marking.publicity)
    }
}

impl<T: AsRef<str>> Marked<T> {
    /// The text with its class.
    pub fn text(&self) -> Classified<&str> {
        self.part(T::as_ref)
    }

    /// The text for this edition, or nothing when the class is higher than the edition may hold.
    pub fn cleared<E: Edition>(&self) -> Option<Cleared<E>> {
        self.text().cleared()
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

/// Why a text that is no shipped one stands in an edition without a class of its own.
///
/// `cargo xtask tidy` counts the places that name one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exception {
    /// The name of a round, a survey or a programme: it stands on agendas and invitations.
    AgendaName,
    /// A sentence computed of shipped content and numbers by code that makes plain text.
    Computed,
    /// A text of the municipality's own handbook, which is written to be published.
    OwnHandbook,
    /// A file of the shipped content while it is being checked.
    ContentFile,
    /// An invented text of a sample report.
    Sample,
}

/// The doors by which a text without a class enters: each takes a type that a municipality's text
/// does not have, or names why it may.
///
/// There is no way from a `String`:
///
/// ```compile_fail
/// use domain::publicity::{Cleared, Public};
///
/// let typed = String::from("typed by somebody");
/// let open: Cleared<Public> = Cleared::shipped(&typed);
/// ```
///
/// ```compile_fail
/// use domain::publicity::{Cleared, Public};
///
/// let open: Cleared<Public> = String::from("typed by somebody").into();
/// ```
impl<E: Edition> Cleared<E> {
    /// A text that came with the program: content and messages of the interface.
    pub fn shipped(text: &'static str) -> Self {
        Self::made(text)
    }

    /// A number, a day, an amount: of the text only what figures are written with is kept, so that
    /// no word can come with it.
    pub fn figure(text: &str) -> Self {
        let is_kept = |c: &char| c.is_ascii_digit() || c.is_whitespace() || FIGURE.contains(*c);
        let kept: String = text.chars().filter(is_kept).collect();
        Self::made(kept)
    }

    /// A quote that has passed its disclosure check.
    pub fn quote(quote: crate::interview::PublishedQuote<'_>) -> Self {
        Self::made(quote.text())
    }

    /// Cleared texts one after another, with a shipped text between them.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let parts: Vec<String> = parts.into_iter().map(|one| one.text).collect();
        Self::made(parts.join(between))
    }

    /// The lines that hold something.
    pub fn lines(&self) -> impl Iterator<Item = Self> + '_ {
        let lines = self.text.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(Self::made)
    }

    /// The same in lower case, for the middle of a sentence.
    #[must_use]
    pub fn lowercase(&self) -> Self {
        Self::made(self.text.to_lowercase())
    }

    /// The same without the full stop that ends it, for the end of another sentence.
    #[must_use]
    pub fn without_stop(&self) -> Self {
        Self::made(self.text.trim_end().trim_end_matches('.'))
    }

    /// The same kept on one line.
    #[must_use]
    pub fn unbroken(&self) -> Self {
        Self::made(self.text.replace(' ', "\u{a0}"))
    }

    /// A text that has no other door, with the reason why it may stand in the edition.
    pub fn exception(text: impl Into<String>, _reason: Exception) -> Self {
        Self::made(text)
    }

    /// For the content types of this crate, which say themselves what of them is public.
    pub(crate) fn made(text: impl Into<String>) -> Self {
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

/// What figures are written with beside digits and white space.
const FIGURE: &str = ".,:%€+-–−";

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

    #[test]
    fn a_secret_has_a_ground_and_nothing_else_has_one() {
        assert_eq!(Marking::new(Publicity::Secret, " \n"), Err(GroundMissing));
        let secret = Marking::new(Publicity::Secret, " JulkL 24 § ").unwrap();
        assert_eq!(secret.ground(), Some("JulkL 24 §"));
        let public = Marking::new(Publicity::Public, "JulkL 24 §").unwrap();
        assert_eq!((public.ground(), &public), (None, &Marking::PUBLIC));
        let internal = Marking::new(Publicity::Internal, "").unwrap();
        assert_eq!(internal, Marking::INTERNAL);
    }

    #[test]
    fn a_marked_text_reaches_the_editions_of_its_class() {
        let marked = Marked::new("canary".to_owned(), Marking::INTERNAL);
        assert!(marked.cleared::<Public>().is_none());
        assert!(marked.cleared::<Internal>().is_some());
        let part = marked.part(|text| text.trim_end_matches("ary"));
        assert_eq!(part.publicity(), Publicity::Internal);
        assert_eq!(*part.for_member(), "can");
    }

    #[test]
    fn a_figure_keeps_no_words() {
        let figure = Cleared::<Public>::figure("1\u{a0}250 € canary 4.5.2026");
        assert_eq!(figure.as_str(), "1\u{a0}250 €  4.5.2026");
    }

    #[test]
    fn cleared_texts_are_joined_and_cut_into_lines() {
        let parts = ["a", "b"].map(Cleared::<Public>::shipped);
        assert_eq!(Cleared::joined(parts, ", ").as_str(), "a, b");
        let lines: Vec<_> = Cleared::<Public>::shipped(" a\n\nb").lines().collect();
        assert_eq!(lines, ["a", "b"].map(Cleared::shipped));
    }
}
