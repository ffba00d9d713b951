//! What a feature gives to the product.

use crate::route::Routes;
use crate::visit::Nav;

/// A feature: a set of routes under one word.
#[derive(Clone, Copy)]
pub struct Feature {
    /// The word: the same in every crate, in message keys and in the glossary.
    pub name: &'static str,
    /// Its place in an organisation's navigation, if it has one.
    pub nav: Option<Nav>,
    /// Adds its routes.
    pub routes: fn(Routes) -> Routes,
}
