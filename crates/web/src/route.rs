//! The route table: no route without an access rule.

use std::convert::Infallible;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, on};
use domain::identity::Permission;

use crate::gate;
use crate::server::Web;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Anyone, and nothing about the request is logged: answering a survey.
    Answering,
    /// Whoever has logged in.
    SignedIn,
    /// The operator of the installation.
    Operator,
    /// Members of the organisation in the path who have the right. Others get 404.
    Member(Permission),
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path pattern; `{org}` is the organisation's word.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Collects routes.
pub struct Routes {
    web: Web,
    router: Router<Web>,
    table: Vec<Route>,
}

/// The most bytes of an ordinary form: a transcript of a two-hour group interview, percent-encoded.
const FORM_MOST: usize = 4 * 1024 * 1024;

/// The most bytes of an upload, a little over the importers' own limit, so that they can answer.
const UPLOAD_MOST: usize = 24 * 1024 * 1024;

impl Routes {
    pub(crate) fn new(web: Web) -> Self {
        Self {
            web,
            router: Router::new(),
            table: Vec::new(),
        }
    }

    /// Adds a page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(
            Route {
                method: Method::GET,
                path,
                access,
            },
            handler,
            FORM_MOST,
        )
    }

    /// Adds what a form posts to.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(
            Route {
                method: Method::POST,
                path,
                access,
            },
            handler,
            FORM_MOST,
        )
    }

    /// Adds what an upload posts to.
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.add(
            Route {
                method: Method::POST,
                path,
                access,
            },
            handler,
            UPLOAD_MOST,
        )
    }

    fn add<H, T>(mut self, row: Route, handler: H, most: usize) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        let filter = if row.method == Method::POST {
            MethodFilter::POST
        } else {
            MethodFilter::GET
        };
        let gate = from_fn_with_state((self.web.clone(), row.access), gate::check);
        let route = on(filter, handler)
            .layer::<_, Infallible>(gate)
            .layer::<_, Infallible>(DefaultBodyLimit::max(most));
        self.router = self.router.route(row.path, route);
        self.table.push(row);
        self
    }

    pub(crate) fn finish(self) -> (Router<Web>, Vec<Route>) {
        (self.router, self.table)
    }
}
