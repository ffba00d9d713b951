//! HTTP and HTML: routes, pages, forms. The only crate that knows axum and askama.
//!
//! A page is one struct, one template and one handler. To add one, write the three in the feature's
//! folder, its address and the right it needs in the feature's `link.rs`, and name both in the
//! feature's `routes`: there is no way to add a route without saying who may use it. The tests walk
//! [`FEATURES`] and do the rest.

mod connection;
mod cookie;
mod error;
mod evidence;
mod extract;
mod feature;
mod features;
mod figures;
mod form;
mod gate;
pub mod kit;
mod language;
mod limit;
mod link;
mod page;
mod press;
mod route;
mod server;
mod upload;
mod visit;
mod web;

mod assessment;
mod audit;
mod document;
mod framework;
mod handbook;
mod identity;
mod import;
mod interview;
mod leadership;
mod measure;
mod organisation;
mod programme;
mod risk;
mod service;
mod site;
mod survey;
mod threat;
mod training;

pub use connection::Bounds;
pub use feature::Feature;
pub use link::Access;
pub use route::{Route, Routes};
pub use server::{router, serve};
pub use visit::Nav;
pub use web::Web;

/// Every feature, in the order of the navigation: every page of the product hangs on this slice.
pub const FEATURES: &[Feature] = &[
    organisation::FEATURE,
    leadership::FEATURE,
    assessment::FEATURE,
    survey::FEATURE,
    interview::FEATURE,
    document::FEATURE,
    threat::FEATURE,
    risk::FEATURE,
    service::FEATURE,
    measure::FEATURE,
    handbook::FEATURE,
    training::FEATURE,
    import::FEATURE,
    framework::FEATURE,
    programme::FEATURE,
    identity::FEATURE,
    audit::FEATURE,
    site::FEATURE,
];
