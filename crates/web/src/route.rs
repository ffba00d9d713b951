//! The route table: no route without an access rule.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, on};
use axum::{Extension, Router};

use crate::gate;
use crate::link::{self, Access, Link, Params};
use crate::visit::{Door, Frame};
use crate::web::Web;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path pattern; `{org}` is the organisation's word.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// The address in an organisation called `org`, with parameters that read and that nothing has.
    pub sample: String,
    /// How many parameters its pages read, apart from the organisation's word.
    pub params: usize,
}

/// Collects routes.
pub struct Routes {
    web: Web,
    frame: Arc<Frame>,
    router: Router<Web>,
    table: Vec<Route>,
}

/// The most bytes of an ordinary form: a transcript of a two-hour group interview, percent-encoded.
pub(crate) const FORM_MOST: usize = 4 * 1024 * 1024;

/// The most bytes of an upload, a little over the importers' own limit, so that they can answer.
pub(crate) const UPLOAD_MOST: usize = 24 * 1024 * 1024;

impl Routes {
    pub(crate) fn new(web: Web, frame: Arc<Frame>) -> Self {
        Self {
            web,
            frame,
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// The product.
    pub(crate) const fn web(&self) -> &Web {
        &self.web
    }

    /// Adds a page.
    #[must_use]
    pub(crate) fn get<P, S, H, T>(self, link: Link<P, S>, handler: H) -> Self
    where
        P: Params,
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(link, Method::GET, handler, FORM_MOST)
    }

    /// Adds what a form posts to.
    #[must_use]
    pub(crate) fn post<P, S, H, T>(self, link: Link<P, S>, handler: H) -> Self
    where
        P: Params,
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(link, Method::POST, handler, FORM_MOST)
    }

    /// Adds what an upload posts to.
    #[must_use]
    pub(crate) fn upload<P, S, H, T>(self, link: Link<P, S>, handler: H) -> Self
    where
        P: Params,
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(link, Method::POST, handler, UPLOAD_MOST)
    }

    /// Gives a value to the handlers of the routes added so far.
    #[must_use]
    pub(crate) fn sharing<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.router = self.router.layer(Extension(Arc::new(value)));
        self
    }

    fn add<P, S, H, T>(mut self, link: Link<P, S>, method: Method, handler: H, most: usize) -> Self
    where
        P: Params,
        H: Handler<T, Web>,
        T: 'static,
    {
        let rule = link.rule();
        let (filter, access) = if method == Method::POST {
            (MethodFilter::POST, rule.posting)
        } else {
            (MethodFilter::GET, rule.reading)
        };
        let door = Door {
            access,
            place: rule.place,
            params: P::id(),
        };
        let state = (self.web.clone(), Arc::clone(&self.frame), door);
        let route = on(filter, handler)
            .layer::<_, Infallible>(from_fn_with_state(state, gate::check))
            .layer::<_, Infallible>(DefaultBodyLimit::max(most));
        self.router = self.router.route(rule.pattern, route);
        self.table.push(Route {
            method,
            path: rule.pattern,
            access,
            sample: link::sample(link),
            params: P::samples().len(),
        });
        self
    }

    pub(crate) fn finish(self) -> (Router<Web>, Vec<Route>) {
        (self.router, self.table)
    }
}
