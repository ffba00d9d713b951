//! The risk engine: what services depend on, what may happen to it in a council term, and what that
//! means in days, residents and euros.
//!
//! Pure: a model, a seed and a number of terms go in, an outcome comes out. [`analytic`] answers
//! every edit without noise, [`simulate`] is its referee and knows what happens together,
//! [`portfolio`] finds what a budget buys, [`uncertainty`] carries what is not known to every
//! figure. [`distribution`], [`aggregate`], [`fault_tree`] and [`renewal`] are of use on their own.
//!
//! Time is in days, rates are per year of 365.25 days, money is in euros.
//!
//! ```
//! use simulation::model::Model;
//! use simulation::simulate::{Plan, simulate};
//! use simulation::{analytic, portfolio};
//!
//! let model = Model::from_json(r#"{
//!   "nodes": [
//!     { "name": "Data centre" },
//!     { "name": "Payroll", "needs": ["Data centre"],
//!       "service": { "tolerance_days": 3, "users": 900, "cost_per_day": 4000 } }
//!   ],
//!   "scenarios": [
//!     { "name": "Encryption", "rate_per_year": 0.02,
//!       "effects": [{ "node": "Data centre", "duration": { "median": 21, "high": 120 } }] }
//!   ],
//!   "measures": [
//!     { "name": "Tested restore", "cost": 5000,
//!       "duration": [{ "node": "Data centre", "factor": 0.3 }] }
//!   ]
//! }"#)?;
//!
//! let figures = analytic::figures(&model);
//! let outcome = simulate(&model, Plan::new(20_000, 1))?;
//! assert!(outcome.loss.z(figures.loss).abs() < 4.0);
//!
//! let tables = portfolio::tables(&model)?;
//! assert_eq!(tables.best(10_000.0).best.indices(), [0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![warn(missing_docs)]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numerical code: counts are far below 2^52, and what is cut is meant to be cut"
)]

pub mod aggregate;
pub mod analytic;
pub mod distribution;
pub mod fault_tree;
pub mod model;
pub mod portfolio;
pub mod renewal;
pub mod simulate;
mod structure;
pub mod uncertainty;

pub use structure::Structure;

/// Days in a year, for rates.
pub const DAYS_PER_YEAR: f64 = 365.25;
