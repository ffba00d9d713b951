//! The engine as a whole: published figures, the reference city, what must be refused, what must
//! come out of models that can be worked out by hand, and that outcomes repeat to the bit.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests compare with the platform's own functions"
)]
#![expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]

mod city;
mod compared;
mod degenerate;
mod formulas;
mod laws;
mod merging;
mod monotone;
mod portfolios;
mod published;
mod refused;
mod region;
mod repeatable;
mod shown;
mod support;
mod written;
