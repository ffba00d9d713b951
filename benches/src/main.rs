//! The performance goals as measurements: `cargo xtask bench [NAME...]`.
//!
//! Prints one line a goal, `name | value | baseline | ratio | goal | ok`, and fails when a goal is
//! missed. To add a bench: one file with a `pub(crate) const BENCH` (or a few), and one line in
//! [`BENCHES`]. A baseline is what another tool, or the plain way of doing it, needs on the same
//! machine in the same run; a bench without one says why in its file.
#![expect(
    clippy::print_stdout,
    reason = "a command line tool: the table is its output"
)]

mod agree;
mod ballots;
mod bench;
mod city;
mod cpu;
mod crowd;
mod health;
mod kills;
mod load;
mod memory;
mod pages;
mod plain;
mod portfolio;
mod postgres;
mod product;
mod region;
mod risk;
mod services;
mod start;
mod visitor;

use std::process::ExitCode;

use bench::Bench;

/// Every bench, in the order of the output.
const BENCHES: &[Bench] = &[
    start::FIRST,
    start::AGAIN,
    start::IDLE_MEMORY,
    start::BINARY_SIZE,
    health::REQUESTS,
    ballots::SQLITE,
    ballots::POSTGRES,
    pages::WORKSPACE,
    services::REGISTER,
    pages::REPORT,
    crowd::SIGN_INS,
    crowd::SIGN_INS_PAGE,
    crowd::UPLOADS,
    crowd::UPLOADS_PAGE,
    crowd::PRINTS,
    crowd::PRINTS_PAGE,
    kills::SQLITE,
    kills::POSTGRES,
    risk::TERMS,
    risk::THREADS,
    risk::LINEAR,
    risk::ANALYTIC,
    agree::BENCH,
    portfolio::TABLES,
    portfolio::ALL,
    region::REGION,
];

fn main() -> anyhow::Result<ExitCode> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for name in &wanted {
        anyhow::ensure!(
            BENCHES.iter().any(|bench| bench.name == name),
            "no bench named `{name}`"
        );
    }
    println!("{}", bench::HEADER);
    let (mut run, mut missed) = (0, 0);
    for bench in BENCHES
        .iter()
        .filter(|b| wanted.is_empty() || wanted.iter().any(|w| w == b.name))
    {
        let outcome = (bench.run)();
        run += 1;
        missed += usize::from(!bench.meets(&outcome));
        println!("{}", bench.line(&outcome));
    }
    println!("{run} benches, {missed} goals missed");
    Ok(if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
