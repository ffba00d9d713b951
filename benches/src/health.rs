//! The cost of the HTTP stack alone: `GET /healthz` over 64 connections.
//!
//! What every other request can at most reach on this machine; no baseline, it is one itself.

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::load::{Load, run};
use crate::product::Product;

pub(crate) const REQUESTS: Bench = Bench {
    name: "http-floor",
    unit: "/s",
    goal: Goal::AtLeast(10_000.0),
    run: requests,
};

fn requests() -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    let load = Load {
        method: "GET",
        requests: 50_000,
        ..Load::new(product.address, "/healthz")
    };
    let outcome = run(&load, |_| Vec::new())?;
    Ok(Measured::of(outcome.per_second()).noting(outcome.note()))
}
