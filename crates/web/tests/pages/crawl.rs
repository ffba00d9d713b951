//! Walks a municipality's pages as one of its people, and finds which real objects stand in its
//! addresses and which forms its pages have.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
use web::Route;

use crate::html::{self, Form};
use crate::visit::Guest;

/// Names a parameter of an address by the word before it: `findings/{finding}`.
pub(crate) fn parameters(path: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = path.split('/').collect();
    let pairs = parts.windows(2).filter(|pair| pair[1].starts_with('{'));
    pairs
        .filter(|pair| pair[1] != "{org}")
        .map(|pair| (format!("{}/{}", pair[0], pair[1]), pair[1].to_owned()))
        .collect()
}

/// The values of the parameters of a pattern in an address, or nothing when it is not one of its
/// addresses. What is written out in another route is no value.
pub(crate) fn matched(pattern: &str, path: &str) -> Option<Vec<String>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let is_one = wanted.len() == given.len();
    let mut values = Vec::new();
    for (wanted, given) in wanted.iter().zip(&given) {
        if wanted.starts_with('{') {
            if *wanted != "{org}" {
                values.push((*given).to_owned());
            }
        } else if wanted != given {
            return None;
        }
    }
    is_one.then_some(values)
}

/// The route that answers at an address: the one with the fewest parameters.
pub(crate) fn route_of<'a>(table: &'a [Route], method: &Method, path: &str) -> Option<&'a Route> {
    let fits = |route: &&Route| route.method == *method && matched(route.path, path).is_some();
    let all = table.iter().filter(fits);
    all.min_by_key(|route| route.path.matches('{').count())
}

/// What a walk has found.
#[derive(Debug, Default, Clone)]
pub(crate) struct Found {
    /// The values of each parameter, in the order in which they were seen.
    pub(crate) values: BTreeMap<String, Vec<String>>,
    /// For each pattern of a page: one of its addresses that opened.
    pub(crate) opened: BTreeMap<&'static str, String>,
    /// For each pattern that forms post to: a form.
    pub(crate) forms: BTreeMap<&'static str, Form>,
    /// What was wrong with a page.
    pub(crate) broken: Vec<String>,
}

impl Found {
    /// Notes that an object stands in an address, such as one that a form led to.
    pub(crate) fn see(&mut self, table: &[Route], method: &Method, path: &str) {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let Some(route) = route_of(table, method, path) else {
            return;
        };
        let values = matched(route.path, path).unwrap_or_default();
        for ((key, _), value) in parameters(route.path).into_iter().zip(values) {
            let seen = self.values.entry(key).or_default();
            if !seen.contains(&value) {
                seen.push(value);
            }
        }
    }

    /// Takes over what another walk has found and this one has not.
    pub(crate) fn join(&mut self, other: Self) {
        for (key, values) in other.values {
            let seen = self.values.entry(key).or_default();
            let new = values.into_iter().filter(|value| !seen.contains(value));
            let new: Vec<String> = new.collect();
            seen.extend(new);
        }
        for (route, path) in other.opened {
            self.opened.entry(route).or_insert(path);
        }
        for (route, form) in other.forms {
            self.forms.entry(route).or_insert(form);
        }
        self.broken.extend(other.broken);
    }
}

/// How many addresses of one pattern are opened: enough to see a form in each of its states.
const OF_ONE_PATTERN: usize = 4;

/// Whether an address is of a file that is laid out for paper, which takes seconds: the tests of
/// reports open them, a walk does not.
fn is_printed(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let ending = std::path::Path::new(path).extension();
    ending.is_some_and(|it| it == "pdf" || it == "epub") || address.contains("format=pdf")
}

/// A walk under way.
struct Walk<'a> {
    table: &'a [Route],
    slug: &'a str,
    found: Found,
    queue: VecDeque<String>,
    seen: BTreeSet<String>,
    counts: BTreeMap<&'static str, usize>,
}

/// Walks from these addresses through every link within the organisation of this word.
pub(crate) async fn walk(guest: &Guest, table: &[Route], slug: &str, from: &[String]) -> Found {
    let mut walk = Walk {
        table,
        slug,
        found: Found::default(),
        queue: from.iter().cloned().collect(),
        seen: from.iter().cloned().collect(),
        counts: BTreeMap::new(),
    };
    while let Some(address) = walk.queue.pop_front() {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let Some(route) = route_of(table, &Method::GET, path) else {
            continue;
        };
        let count = walk.counts.entry(route.path).or_default();
        *count += 1;
        if *count > OF_ONE_PATTERN || is_printed(&address) {
            continue;
        }
        let reply = guest.get(&address).await;
        if reply.status.is_redirection() {
            walk.go(reply.location);
        } else if reply.status == StatusCode::OK {
            let opened = &mut walk.found.opened;
            opened.entry(route.path).or_insert_with(|| address.clone());
            walk.read(&reply.text(), &address);
        } else {
            let broken = format!("{} {address}", reply.status);
            walk.found.broken.push(broken);
        }
    }
    walk.found
}

impl Walk<'_> {
    fn go(&mut self, link: String) {
        if self.seen.insert(link.clone()) {
            self.queue.push_back(link);
        }
    }

    /// Takes the forms and the links of a page.
    fn read(&mut self, html: &str, address: &str) {
        if !html.starts_with("<!") {
            return;
        }
        let forms = html::forms(html, address).into_iter();
        for form in forms.filter(|form| form.is_post) {
            let action = form.action.split('?').next().unwrap_or_default().to_owned();
            let Some(to) = route_of(self.table, &Method::POST, &action) else {
                let broken = format!("{address} posts to {}", form.action);
                self.found.broken.push(broken);
                continue;
            };
            self.found.see(self.table, &Method::POST, &action);
            self.found.forms.entry(to.path).or_insert(form);
        }
        for link in html::links(html) {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let own = link.strip_prefix('/');
            let own = own.and_then(|it| it.split(['/', '?']).next());
            if own == Some(self.slug) || own == Some("handbook") {
                self.found.see(self.table, &Method::GET, &link);
                self.go(link);
            }
        }
    }
}
