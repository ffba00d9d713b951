//! Closed sets of words: enums whose codes are the same in storage, forms, files and message keys.

/// A value of a closed set of words.
pub trait Word: Copy + PartialEq + Send + Sync + 'static {
    /// Every value, in the order in which people meet them.
    fn words() -> &'static [Self];

    /// The word in storage, forms, files and message keys.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant),* }

        impl $name {
            /// Every value, in the order in which people meet them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in storage, forms, files and message keys.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Reads the word of storage, forms and files.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::Word for $name {
            fn words() -> &'static [Self] {
                Self::ALL
            }

            fn word(self) -> &'static str {
                self.code()
            }
        }
    };
}
pub(crate) use words;
