//! Whoever knows the rules tries everything: small groups, tables, turnouts and releases are looked at
//! by brute force from the outside.
#![cfg(test)]

mod groups;
mod live;
mod releases;
mod tables;
