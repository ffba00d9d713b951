//! What reports look like on pages and how their files are answered: whichever feature made them.

mod blocks;

use app::print::File;
use axum::response::Response;

pub(crate) use blocks::Blocks;

use crate::page;

/// A file as an answer.
pub(crate) fn file(made: File) -> Response {
    page::download(&made.name, made.content_type, made.bytes)
}
