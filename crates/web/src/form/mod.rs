//! Forms on pages: how a declared form is drawn, and the handlers that every form shares.

mod draw;
mod flow;

pub(crate) use draw::{Buttons, FormPage, FormView, Removal};
pub(crate) use flow::{Desk, Done, Loaded, Place, Removable, Restorable, Spot};
