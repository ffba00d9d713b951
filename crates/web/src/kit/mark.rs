//! Marks that carry a fixed meaning everywhere: a symbol and a word, never colour alone.

/// Marks who may see something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publicity {
    /// Anyone.
    Public,
    /// The organisation's own people.
    Internal,
    /// Those who have the right, on a legal ground.
    Secret,
}

impl Publicity {
    /// Returns the part of the class name, which also names the symbol.
    pub fn css(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Secret => "secret",
        }
    }

    /// Returns the key of the word.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Public => "kit.publicity_public",
            Self::Internal => "kit.publicity_internal",
            Self::Secret => "kit.publicity_secret",
        }
    }
}

/// Marks how a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In order: a full circle.
    Good,
    /// Partly: a half circle.
    Partly,
    /// Not in order: an empty circle.
    Poor,
    /// Not known: a question mark.
    Unknown,
}

impl Standing {
    /// Returns the part of the class name, which also names the symbol.
    pub fn css(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Partly => "partly",
            Self::Poor => "poor",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the key of the word.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Good => "kit.standing_good",
            Self::Partly => "kit.standing_partly",
            Self::Poor => "kit.standing_poor",
            Self::Unknown => "kit.standing_unknown",
        }
    }
}
