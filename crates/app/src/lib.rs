//! Use cases: authorise, load, decide, save, audit, enqueue. Pages, the command line and jobs all
//! call the same functions.
//!
//! A use case takes an [`OrgCx`] (who, in which organisation, with which roles) or, for what belongs
//! to no organisation, the [`App`] itself. It begins with [`OrgCx::require`]; a test walks the
//! permissions and another the routes, so that neither can be forgotten.

mod cache;
mod cx;
mod day;
mod error;
mod mail;
mod number;
mod plan;
mod queue;
mod round;
mod world;

pub mod address;
pub mod assessment;
pub mod audit;
pub mod backup;
pub mod demo;
pub mod document;
pub mod form;
pub mod handbook;
pub mod heavy;
pub mod identity;
pub mod import;
pub mod interview;
pub mod job;
pub mod leadership;
pub mod measure;
pub mod organisation;
pub mod print;
pub mod programme;
pub mod ready;
pub mod risk;
pub mod service;
pub mod survey;
pub mod threat;
pub mod training;

pub use cx::{Actor, OrgCx};
pub use error::{Error, Invalid, Outcome};
pub use mail::{Mail, Mailer, Unsent};
pub use world::{App, Clock, Entropy, Settings, Token};
