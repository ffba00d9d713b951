//! What can stand in the way of showing a text.

/// Something that stands in the way of showing a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: FaultKind,
    /// The words that it is about; may be empty.
    pub about: String,
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// HTML, which is never shown as such.
    Html,
    /// A picture that says nothing to those who do not see it.
    PictureWithoutText,
    /// A picture that the municipality has not uploaded.
    Picture,
    /// A picture that lies elsewhere: showing it would tell that place who reads the handbook.
    PictureElsewhere,
    /// A picture that does not stand on a line of its own.
    PicturePlace,
    /// An address that is neither a page, a mail, a telephone number nor a card.
    Address,
    /// A link without words.
    LinkWithoutText,
    /// A mark that begins and does not end, such as `**`.
    Unclosed,
    /// A fact that there is not, or that does not stand on a line of its own.
    Fact,
    /// A source that there is not.
    Source,
    /// A heading of a level that does not follow from the one before.
    Heading,
    /// A line that begins with four spaces, or a code block.
    Code,
    /// Lists or quotes too deep inside each other.
    Depth,
    /// More text than fits.
    Length,
}

impl FaultKind {
    /// The word in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::PictureWithoutText => "picture-without-text",
            Self::Picture => "picture",
            Self::PictureElsewhere => "picture-elsewhere",
            Self::PicturePlace => "picture-place",
            Self::Address => "address",
            Self::LinkWithoutText => "link-without-text",
            Self::Unclosed => "unclosed",
            Self::Fact => "fact",
            Self::Source => "source",
            Self::Heading => "heading",
            Self::Code => "code",
            Self::Depth => "depth",
            Self::Length => "length",
        }
    }

    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Html,
        Self::PictureWithoutText,
        Self::Picture,
        Self::PictureElsewhere,
        Self::PicturePlace,
        Self::Address,
        Self::LinkWithoutText,
        Self::Unclosed,
        Self::Fact,
        Self::Source,
        Self::Heading,
        Self::Code,
        Self::Depth,
        Self::Length,
    ];
}
