//! The registry of features: every page of the product hangs on this slice.

use domain::identity::Permission;

use crate::route::Routes;

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

/// A place in an organisation's navigation.
#[derive(Clone, Copy, Debug)]
pub struct Nav {
    /// Message key of the label.
    pub label: &'static str,
    /// Path after the organisation's word, without a leading slash.
    pub path: &'static str,
    /// Who sees it.
    pub permission: Permission,
}

/// Every feature, in the order of the navigation.
pub const FEATURES: &[Feature] = &[
    crate::organisation::FEATURE,
    crate::leadership::FEATURE,
    crate::assessment::FEATURE,
    crate::survey::FEATURE,
    crate::interview::FEATURE,
    crate::document::FEATURE,
    crate::threat::FEATURE,
    crate::risk::FEATURE,
    crate::service::FEATURE,
    crate::measure::FEATURE,
    crate::handbook::FEATURE,
    crate::training::FEATURE,
    crate::import::FEATURE,
    crate::framework::FEATURE,
    crate::programme::FEATURE,
    crate::identity::FEATURE,
    crate::audit::FEATURE,
    crate::site::FEATURE,
];
