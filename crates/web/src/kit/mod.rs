//! The design system: the parts every page is built of.
//!
//! Templates live in `templates/kit/`, styles and scripts in `assets/`. What a part shows comes in
//! as plain values already in the reader's language; this module knows no feature of the product.

pub mod asset;
pub mod chart;
pub mod part;
pub mod qr;
pub mod shell;
pub mod styleguide;
