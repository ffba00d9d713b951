//! The pages that carry most: the workspace of a large framework, and the report as PDF.
//!
//! Through HTTP on one connection, as one person would ask; no baselines, for the page and the
//! report are ours.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Context as _;

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::product::Product;
use crate::visitor::Visitor;

/// The matrix of 40 themes with 2,000 criteria, every one judged.
pub(crate) const WORKSPACE: Bench = Bench {
    name: "workspace-2000",
    unit: "ms",
    goal: Goal::AtMost(30.0),
    run: workspace,
};
/// The full report of the demo's municipality, the time of 20 of its pages.
pub(crate) const REPORT: Bench = Bench {
    name: "report-20-pages",
    unit: "ms",
    goal: Goal::AtMost(300.0),
    run: report,
};

const COORDINATOR: &str = "koordinaattori@esimerkkila.example";
const THEMES: usize = 40;
const CRITERIA: usize = 50;

/// How often a page is asked for; the median counts.
const TIMES: usize = 21;

fn workspace() -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    let visitor = Visitor::sign_in(&product, COORDINATOR)?;
    let round = judged_round(&visitor)?;
    let path = format!("{round}/workspace");
    let (first, median) = timed(&visitor, &path)?;
    let theme = timed(&visitor, &format!("{path}/t3"))?.1;
    let criterion = timed(&visitor, &format!("{path}/t3/t3-c7"))?.1;
    let note = format!(
        "first {first:.1} ms, a theme {theme:.1} ms, a criterion {criterion:.1} ms, {} kB",
        visitor.read(&path)?.bytes.len() / 1000
    );
    Ok(Measured::of(median).noting(note))
}

/// The first time and the median of all, in milliseconds.
fn timed(visitor: &Visitor, path: &str) -> anyhow::Result<(f64, f64)> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(milliseconds(visitor.read(path)?.took));
    }
    let first = times.first().copied().unwrap_or_default();
    times.sort_by(f64::total_cmp);
    Ok((first, times.get(TIMES / 2).copied().unwrap_or_default()))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// A round on a framework of 2,000 criteria with a judgement on each; its path.
fn judged_round(visitor: &Visitor) -> anyhow::Result<String> {
    let shown = visitor.upload("/esimerkkila/frameworks", "large.yaml", &library())?;
    let framework = shown.location.rsplit('/').next().unwrap_or_default();
    let fields = [("title", "Large"), ("framework", framework), ("due_on", "")];
    let round = visitor.send("/esimerkkila/rounds/new", &fields)?.location;
    let first = visitor.read(&format!("{round}/workspace"))?;
    let page = String::from_utf8(first.bytes)?;
    anyhow::ensure!(page.contains("/workspace/"), "{round} has no themes");
    let why = "The sources say what they say, and this is why. ".repeat(6);
    for (theme, criterion) in names() {
        let fields = [
            ("level", "partly"),
            ("rationale", why.as_str()),
            ("publicity", "internal"),
            ("revision", "0"),
        ];
        visitor.send(&format!("{round}/workspace/{theme}/{criterion}"), &fields)?;
    }
    Ok(round)
}

fn names() -> impl Iterator<Item = (String, String)> {
    (0..THEMES).flat_map(|theme| {
        (0..CRITERIA).map(move |n| (format!("t{theme}"), format!("t{theme}-c{n}")))
    })
}

/// A library of 2,000 requirements in the form of the `exchange` crate's CISO Assistant reader.
fn library() -> String {
    let mut text = String::from(
        "urn: urn:bench:risk:library:large\nlocale: en\nref_id: large\nname: Large\nversion: 1\n\
         objects:\n  framework:\n    urn: urn:bench:risk:framework:large\n    ref_id: large\n    \
         name: Large\n    requirement_nodes:\n",
    );
    let node = "urn:bench:risk:req_node:large";
    for theme in 0..THEMES {
        _ = write!(
            text,
            "    - urn: {node}:t{theme}\n      assessable: false\n      depth: 1\n      ref_id: t{theme}\n      name: Theme {theme}\n"
        );
        for n in 0..CRITERIA {
            let body = "The organisation has a procedure that is followed. ".repeat(8);
            _ = write!(
                text,
                "    - urn: {node}:t{theme}-c{n}\n      assessable: true\n      depth: 2\n      parent_urn: {node}:t{theme}\n      ref_id: t{theme}-c{n}\n      name: Requirement {theme}.{n}\n      description: {body}\n"
            );
        }
    }
    text
}

fn report() -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    let visitor = Visitor::sign_in(&product, COORDINATOR)?;
    let latest = visitor.read("/esimerkkila/results")?.location;
    anyhow::ensure!(!latest.is_empty(), "there is no result to print");
    let path = format!("{latest}/report.pdf");
    let mut times = Vec::new();
    let mut bytes = Vec::new();
    for _ in 0..5 {
        let answer = visitor.read(&path)?;
        times.push(milliseconds(answer.took));
        bytes = answer.bytes;
    }
    let first = times.first().copied().unwrap_or_default();
    let best = times.iter().copied().fold(f64::INFINITY, f64::min);
    let pages = pages(&bytes)?;
    let note = format!("{pages} pages, first {first:.0} ms, best of 5 {best:.0} ms");
    Ok(Measured::of(best * 20.0 / pages).noting(note))
}

/// Number of pages, as `pdfinfo` counts them.
fn pages(pdf: &[u8]) -> anyhow::Result<f64> {
    let mut file = tempfile::NamedTempFile::new()?;
    std::io::Write::write_all(&mut file, pdf)?;
    let told = std::process::Command::new("pdfinfo")
        .arg(file.path())
        .output()
        .context("cannot start pdfinfo")?;
    String::from_utf8_lossy(&told.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
        .context("pdfinfo counts no pages")
}
