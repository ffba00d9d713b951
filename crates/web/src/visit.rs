//! What is known of a request before its handler runs, and what the features give to every page.

use std::any::TypeId;
use std::pin::Pin;
use std::sync::Arc;

use app::Token;
use app::identity::{BegunReset, Stage, User};
use axum::extract::Request;
use axum::http::Uri;
use axum::response::Response;
use domain::Locale;

use crate::link::{Access, Link, Outside};
use crate::page::flash::Notice;
use crate::web::Web;

/// An entry in an organisation's navigation. Who may open the page sees it.
#[derive(Clone, Copy, Debug)]
pub struct Nav {
    /// Message key of the label.
    pub(crate) label: &'static str,
    /// The page it leads to.
    pub(crate) link: Link,
}

/// An entry of the menu beside a person's name. Who may open the page sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Own {
    /// Message key of the label.
    pub(crate) label: &'static str,
    /// The page it leads to.
    pub(crate) link: Link<(), Outside>,
}

/// The answer to a request without a session.
pub(crate) type Expired = fn(Visit, Request) -> Pin<Box<dyn Future<Output = Response> + Send>>;

/// What the features give to every page; the core draws and calls it without knowing them.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The navigation of an organisation, in its order.
    pub(crate) nav: Vec<Nav>,
    /// The menu beside a person's name.
    pub(crate) menu: &'static [Own],
    /// Answers where somebody must log in first.
    pub(crate) expired: Expired,
}

/// The route that a request has taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Door {
    /// Who may use it.
    pub(crate) access: Access,
    /// The pattern that tells to which entry of the navigation it belongs.
    pub(crate) place: &'static str,
    /// The type of its link's parameters.
    pub(crate) params: TypeId,
}

/// What is known of a request before its handler runs.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) web: Web,
    pub(crate) frame: Arc<Frame>,
    pub(crate) door: Door,
    /// The person, once everything that the person may do is open.
    pub(crate) user: Option<User>,
    /// The person whose session has not come so far yet, and how far it has come.
    pub(crate) entering: Option<(User, Stage)>,
    pub(crate) token: Option<Token>,
    pub(crate) locale: Locale,
    pub(crate) uri: Uri,
    /// The organisation's word in the address.
    pub(crate) org: Option<String>,
    pub(crate) nonce: String,
    pub(crate) flash: Option<Notice>,
    /// What somebody has begun with the person's password, which every page tells.
    pub(crate) begun: Option<BegunReset>,
}
