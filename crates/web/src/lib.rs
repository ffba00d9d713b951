//! HTTP and HTML: routes, pages, forms. The only crate that knows axum and askama.
//!
//! A page is one struct, one template and one handler. To add one, write the three in the feature's
//! folder and name the route in the feature's `routes`, with the access it needs: there is no way
//! to add a route without saying who may use it. The tests walk [`FEATURES`] and do the rest.

mod cookie;
mod error;
mod evidence;
mod extract;
mod feature;
mod figures;
mod form;
mod gate;
pub mod kit;
mod limit;
mod page;
mod route;
mod server;

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

pub use feature::{FEATURES, Feature, Nav};
pub use route::{Access, Route, Routes};
pub use server::{Web, router, serve};
