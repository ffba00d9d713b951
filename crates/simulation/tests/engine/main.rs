//! The engine as a whole: published figures, the reference city, what must be refused, what must
//! come out of models that can be worked out by hand, and that outcomes repeat to the bit.
#![cfg(test)]

mod city;
mod compared;
mod degenerate;
mod formulas;
mod portfolios;
mod published;
mod refused;
mod region;
mod repeatable;
mod support;
