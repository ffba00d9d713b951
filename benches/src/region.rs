//! Every municipality of the country in one run, sharing the suppliers they share.

use simulation::model::Model;
use simulation::simulate::{Plan, simulate_region};

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::city::city;
use crate::{cpu, memory};

/// 10,000 terms of 308 municipalities, each with the city's model and all its supplier scenarios in
/// common; CPU time. No baseline: no other tool knows shared suppliers.
pub(crate) const REGION: Bench = Bench {
    name: "risk-region",
    unit: "s",
    goal: Goal::AtMost(30.0),
    run: region,
};

const MUNICIPALITIES: usize = 308;
const TERMS: u32 = 10_000;

fn region() -> Outcome {
    let (model, remark) = city()?;
    let members = vec![model; MUNICIPALITIES];
    let scenarios = members.first().map_or(&[][..], Model::scenarios);
    let shared: Vec<String> = scenarios
        .iter()
        .step_by(4)
        .map(|it| it.name.clone())
        .collect();
    let before = memory::of_process(std::process::id())?.resident;
    let begun = cpu::seconds();
    let outcome = simulate_region(&members, &shared, Plan::new(u64::from(TERMS), 1))?;
    let seconds = cpu::seconds() - begun;
    let most = most_memory()?.saturating_sub(before);
    let note = format!(
        "{} MB, {} terms of {} members, {} shared scenarios, load {}{remark}",
        most / 1_000_000,
        outcome.losses.len(),
        outcome.members.len(),
        shared.len(),
        cpu::load()
    );
    Ok(Measured::of(seconds).noting(note))
}

/// The most memory that this process has had, in bytes.
fn most_memory() -> anyhow::Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let kilobytes = text.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .trim()
            .parse()
            .ok()
    });
    Ok(kilobytes.unwrap_or(0_u64) * 1_024)
}
