//! Many who come at once: three hundred who sign in, twenty who bring the largest file, sixty who print
//! a report. How much memory the served process takes at most, and how long everybody else waits for
//! a page meanwhile.
//!
//! No baseline: the bars are what a small rented server bears. The memory is the kernel's own high-water
//! mark, so that no peak is missed between two looks; the line tells besides how much was kept when the
//! crowd had gone.

use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, ensure};

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::memory;
use crate::product::Product;
use crate::visitor::{Answer, Visitor};

const MEMORY: (&str, Goal) = ("MB", Goal::AtMost(400.0));
const PAGE: (&str, Goal) = ("ms", Goal::AtMost(200.0));

const fn bench(name: &'static str, what: (&'static str, Goal), run: fn() -> Outcome) -> Bench {
    Bench {
        name,
        unit: what.0,
        goal: what.1,
        run,
    }
}

pub(crate) const SIGN_INS: Bench =
    bench("300-sign-ins-memory", MEMORY, || Ok(sign_ins()?.memory()));
pub(crate) const SIGN_INS_PAGE: Bench =
    bench("300-sign-ins-page-p99", PAGE, || Ok(sign_ins()?.page()));
pub(crate) const UPLOADS: Bench = bench("20-uploads-memory", MEMORY, || Ok(uploads()?.memory()));
pub(crate) const UPLOADS_PAGE: Bench = bench("20-uploads-page-p99", PAGE, || Ok(uploads()?.page()));
pub(crate) const PRINTS: Bench = bench("60-prints-memory", MEMORY, || Ok(prints()?.memory()));
pub(crate) const PRINTS_PAGE: Bench = bench("60-prints-page-p99", PAGE, || Ok(prints()?.page()));

const COORDINATOR: &str = "koordinaattori@esimerkkila.example";

/// What was seen of a crowd.
#[derive(Debug, Clone)]
struct Seen {
    before: f64,
    peak: f64,
    after: f64,
    p50: f64,
    p99: f64,
    pages: usize,
    done: usize,
    came: usize,
    took: Duration,
}

impl Seen {
    fn note(&self) -> String {
        format!(
            "{} of {} in {:.1} s, before {:.0} MB, afterwards {:.0} MB, {} pages meanwhile, p50 {:.0} ms",
            self.done,
            self.came,
            self.took.as_secs_f64(),
            self.before,
            self.after,
            self.pages,
            self.p50
        )
    }

    fn memory(&self) -> Measured {
        Measured::of(self.peak).noting(self.note())
    }

    fn page(&self) -> Measured {
        Measured::of(self.p99).noting(self.note())
    }
}

/// One run tells both figures of a crowd.
fn once(
    kept: &'static OnceLock<Result<Seen, String>>,
    run: fn() -> anyhow::Result<Seen>,
) -> anyhow::Result<Seen> {
    let told = kept.get_or_init(|| run().map_err(|error| format!("{error:#}")));
    told.clone().map_err(|error| anyhow!(error))
}

fn sign_ins() -> anyhow::Result<Seen> {
    static SEEN: OnceLock<Result<Seen, String>> = OnceLock::new();
    once(&SEEN, || {
        crowd(
            300,
            |_| Ok(()),
            |visitor, (), at| {
                // Nobody is known by these names, and each is tried from a network of its own: every one
                // costs what a right password costs, and none is stopped for trying too often.
                let from = format!("198.18.{}.{}", at / 200, at % 200);
                visitor.knock(&format!("kukaan-{at}@esimerkki.example"), &from)
            },
        )
    })
}

fn uploads() -> anyhow::Result<Seen> {
    static SEEN: OnceLock<Result<Seen, String>> = OnceLock::new();
    once(&SEEN, || {
        crowd(
            20,
            |visitor| Ok((round(visitor)?, answers())),
            |visitor, (round, file), _| {
                let fields = [("instrument", "elected")];
                let kept = visitor.upload_with(
                    &format!("{round}/answers"),
                    &fields,
                    "answers.csv",
                    file,
                )?;
                patiently(|| visitor.read(&kept.location))
            },
        )
    })
}

/// Comes again when asked to, as somebody does who reads that there is a crowd.
fn patiently(ask: impl Fn() -> anyhow::Result<Answer>) -> anyhow::Result<()> {
    for _ in 0..30 {
        match ask() {
            Ok(answer) => return ensure_content(&answer),
            Err(error) if format!("{error:#}").contains("503") => {
                std::thread::sleep(Duration::from_secs(2));
            }
            Err(error) => return Err(error),
        }
    }
    Err(anyhow!("asked to come again too often"))
}

fn ensure_content(answer: &Answer) -> anyhow::Result<()> {
    ensure!(!answer.bytes.is_empty(), "an empty page");
    Ok(())
}

fn prints() -> anyhow::Result<Seen> {
    static SEEN: OnceLock<Result<Seen, String>> = OnceLock::new();
    once(&SEEN, || {
        crowd(
            60,
            |visitor| {
                let latest = visitor.read("/esimerkkila/results")?.location;
                ensure!(!latest.is_empty(), "there is no result to print");
                Ok(format!("{latest}/report.pdf"))
            },
            |visitor, path, _| {
                let printed = visitor.read(path)?;
                ensure!(printed.bytes.starts_with(b"%PDF"), "no report");
                Ok(())
            },
        )
    })
}

/// A new round; its path.
fn round(visitor: &Visitor) -> anyhow::Result<String> {
    let fields = [("title", "Crowd"), ("framework", "luotsi"), ("due_on", "")];
    let round = visitor.send("/esimerkkila/rounds/new", &fields)?.location;
    ensure!(round.contains("/rounds/"), "no round was made");
    Ok(round)
}

/// A file of answers of twenty megabytes: 99,000 respondents.
fn answers() -> String {
    const QUESTIONS: [&str; 8] = [
        "q-responsibility",
        "q-strategy",
        "q-reporting",
        "q-assessment",
        "q-appetite",
        "q-changes",
        "q-priorities",
        "q-plans",
    ];
    let mut text = format!("id;{};muuta\n", QUESTIONS.join(";"));
    let words = "sana ".repeat(28);
    for row in 0..99_000 {
        _ = write!(text, "{row}");
        for at in 0..QUESTIONS.len() {
            let said = ["Kyllä", "Osittain", "Ei"]
                .get((row + at) % 3)
                .unwrap_or(&"");
            _ = write!(text, ";{said}");
        }
        _ = writeln!(text, ";{words}");
    }
    text.truncate(20_000_000);
    text
}

/// Lets so many come at once, each doing `what`, and looks at the product meanwhile.
fn crowd<T: Sync>(
    came: usize,
    prepare: impl FnOnce(&Visitor) -> anyhow::Result<T>,
    what: impl Fn(&Visitor, &T, usize) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<Seen> {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    let visitor = Visitor::sign_in(&product, COORDINATOR)?;
    let with = prepare(&visitor)?;
    let before = memory::of_process(product.pid())?.resident;
    memory::forget_peak(product.pid())?;
    let (is_over, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let failed: OnceLock<String> = OnceLock::new();
    let begun = Instant::now();
    let each = |at: usize| match what(&visitor, &with, at) {
        Ok(()) => _ = done.fetch_add(1, Ordering::Relaxed),
        Err(error) => _ = failed.set(format!("{error:#}")),
    };
    let each = &each;
    let mut pages = std::thread::scope(|scope| {
        let looking = scope.spawn(|| pages_until(&visitor, &is_over));
        std::thread::scope(|crowd| {
            for at in 0..came {
                crowd.spawn(move || each(at));
            }
        });
        is_over.store(true, Ordering::Relaxed);
        looking.join().map_err(|_panic| anyhow!("looking failed"))?
    })?;
    let took = begun.elapsed();
    let peak = memory::peak(product.pid())?;
    // What goes back goes back within some seconds.
    std::thread::sleep(Duration::from_secs(5));
    let after = memory::of_process(product.pid())?.resident;
    let done = done.into_inner();
    ensure!(
        done == came,
        "{done} of {came}: {}",
        failed.into_inner().unwrap_or_default()
    );
    pages.sort_unstable();
    let part = |percent: usize| {
        pages
            .get(pages.len().saturating_sub(1) * percent / 100)
            .copied()
    };
    let milliseconds = |percent| part(percent).unwrap_or_default().as_secs_f64() * 1_000.0;
    Ok(Seen {
        before: megabytes(before),
        peak: megabytes(peak),
        after: megabytes(after),
        p50: milliseconds(50),
        p99: milliseconds(99),
        pages: pages.len(),
        done,
        came,
        took,
    })
}

/// Asks for a page again and again, as somebody who works meanwhile.
fn pages_until(visitor: &Visitor, is_over: &AtomicBool) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        times.push(
            visitor
                .read("/esimerkkila/members")
                .context("a page meanwhile")?
                .took,
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(times)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bytes of memory are far below 2^52"
)]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_as_large_as_any_may_be_and_has_fewer_rows_than_any_may_have() {
        let file = answers();
        assert!(
            (19_000_000..=20_000_000).contains(&file.len()),
            "{}",
            file.len()
        );
        assert!((90_000..100_000).contains(&file.lines().count()));
    }
}
