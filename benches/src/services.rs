//! The pages of a register of 500 services, in CPU time of the server.

use anyhow::Context as _;

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::product::Product;
use crate::visitor::Visitor;

/// The register of 500 services: the server's CPU time for the page. No baseline: the page is ours.
pub(crate) const REGISTER: Bench = Bench {
    name: "register-500",
    unit: "ms",
    goal: Goal::AtMost(2.0),
    run: register,
};

const COORDINATOR: &str = "koordinaattori@esimerkkila.example";
const SERVICES: usize = 500;

/// How often the page is asked for: the clock of some machines ticks in steps of 10 ms.
const TIMES: u32 = 400;

fn register() -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    let visitor = Visitor::sign_in(&product, COORDINATOR)?;
    for n in 0..SERVICES {
        let name = format!("Bench {n}");
        let fields = [("kind", "service"), ("name", name.as_str())];
        visitor.send("/esimerkkila/services", &fields)?;
    }
    let page = "/esimerkkila/services";
    let bytes = visitor.read(page)?.bytes.len();
    anyhow::ensure!(bytes > 50 * SERVICES, "the page does not show the services");
    let list = each(&product, &visitor, page)?;
    let risk = each(&product, &visitor, "/esimerkkila/risk")?;
    let note = format!(
        "{} kB; the risks of the same 500 {risk:.1} ms",
        bytes / 1000
    );
    Ok(Measured::of(list).noting(note))
}

/// CPU milliseconds of the server for one answer; the first one fills what is kept.
fn each(product: &Product, visitor: &Visitor, path: &str) -> anyhow::Result<f64> {
    visitor.read(path)?;
    let before = seconds(product.pid())?;
    for _ in 0..TIMES {
        visitor.read(path)?;
    }
    Ok((seconds(product.pid())? - before) * 1_000.0 / f64::from(TIMES))
}

/// CPU seconds of a process with all its threads, the user's and the system's, from
/// `/proc/PID/stat` (proc(5): fields 14 and 15, in hundredths).
fn seconds(pid: u32) -> anyhow::Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, fields) = text.rsplit_once(')').context("no name in /proc/PID/stat")?;
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: Vec<f64> = ticks.map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
