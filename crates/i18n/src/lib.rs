//! What the interface says, in three languages: texts by key, plurals, numbers, dates and euros.
//!
//! The texts are in `locales/{fi,sv,en}.toml`; the header there says how to add one. A page takes
//! one [`Texts`] and asks it:
//!
//! ```
//! use domain::Locale;
//! use i18n::Texts;
//!
//! let t = Texts::new(Locale::Fi);
//! assert_eq!(t.say("common.save"), "Tallenna");
//! assert_eq!(t.with("common.updated", &[("date", &"1.2.2026")]), "Päivitetty 1.2.2026");
//! assert_eq!(t.number(12_500), "12\u{a0}500");
//! ```
//!
//! In a template the same reads `{{ t.say("common.save") }}` and
//! `{{ t.with("common.updated", [("date", &date)]) }}`.
#![warn(missing_docs)]

pub mod audit;
mod catalogue;
pub mod format;
mod given;
mod texts;

pub use given::Given;
pub use texts::Texts;
