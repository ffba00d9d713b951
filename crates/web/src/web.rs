//! The product as the web side sees it.

use app::App;

/// The web side of the running product. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Web {
    /// The product.
    pub app: App,
    /// Whether people reach it over TLS, so that cookies may insist on it.
    pub is_secure: bool,
}
