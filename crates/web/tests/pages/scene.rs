//! A planted municipality of which every page has been looked up: what the tests walk that hold for
//! all pages and all forms.

use std::collections::BTreeMap;

use axum::http::Method;
use web::Route;

use crate::crawl;
use crate::html::{self, Form};
use crate::town::Town;
use crate::visit::Site;

/// A municipality with something of everything, and somebody of each role.
pub(crate) struct Scene {
    pub(crate) site: Site,
    pub(crate) town: Town,
    pub(crate) found: crawl::Found,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let site = Site::new().await;
        let town = Town::new(&site, "Esimerkkilä", "Istutettu").await;
        let mut found = town.found.clone();
        found.join(town.walk().await);
        Self { site, town, found }
    }

    /// The pages that have opened for the coordinator, and whose answer is a page.
    pub(crate) async fn pages(&self) -> Vec<(&Route, String)> {
        let mut pages = Vec::new();
        for route in self
            .site
            .table
            .iter()
            .filter(|route| route.method == Method::GET)
        {
            let Some(path) = self.found.opened.get(route.path) else {
                continue;
            };
            if self.town.guest.get(path).await.text().starts_with("<!") {
                pages.push((route, path.clone()));
            }
        }
        pages
    }

    /// One form of each kind of the municipality as its page has it now, those apart that bring
    /// files or take something away.
    pub(crate) async fn forms_now(&self) -> Vec<(&'static str, Form)> {
        let mut found: BTreeMap<&'static str, Form> = BTreeMap::new();
        for path in self.found.opened.values() {
            let page = self.town.guest.get(path).await.text();
            let forms = html::forms(&page, path).into_iter();
            for form in forms.filter(|form| form.is_post && !form.is_upload) {
                let action = form.action.split('?').next().unwrap_or_default();
                let route = crawl::route_of(&self.site.table, &Method::POST, action);
                let ends = |path: &str| ENDS.iter().any(|end| path.ends_with(end));
                let is_own = |route: &&Route| route.path.starts_with("/{org}/");
                let kept = route.filter(is_own).filter(|it| !ends(it.path));
                found.extend(kept.map(|route| (route.path, form)));
            }
        }
        found.into_iter().collect()
    }
}

/// Ends of addresses whose forms would take away what the others are about, or hold up whoever sends
/// the next.
const ENDS: &[&str] = &[
    "/remove",
    "/done",
    "/publish",
    "/discard",
    "/take",
    "/leave",
    "/forget",
    "/close",
    "/second-step",
];
