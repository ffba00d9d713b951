//! What a bench is: a name, a unit, a goal and a function that measures.

/// What is aimed at, in the unit of the bench.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// What was measured, and what the baseline needed when there is one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) value: f64,
    pub(crate) baseline: Option<f64>,
    /// Anything worth knowing beside the number: percentiles, counts, sizes.
    pub(crate) note: String,
}

impl Measured {
    /// A value alone.
    pub(crate) fn of(value: f64) -> Self {
        Self {
            value,
            baseline: None,
            note: String::new(),
        }
    }

    /// Adds a remark to the line.
    pub(crate) fn noting(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }
}

pub(crate) type Outcome = anyhow::Result<Measured>;

/// One performance goal.
pub(crate) struct Bench {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) goal: Goal,
    pub(crate) run: fn() -> Outcome,
}

/// The first line of the table.
pub(crate) const HEADER: &str = "name | value | baseline | ratio | goal | ok";

impl Bench {
    /// Whether the outcome is at least as good as the goal; a bench that failed is not.
    pub(crate) fn meets(&self, outcome: &Outcome) -> bool {
        outcome.as_ref().is_ok_and(|measured| match self.goal {
            Goal::AtLeast(goal) => measured.value >= goal,
            Goal::AtMost(goal) => measured.value <= goal,
        })
    }

    /// The line of the table: name, value, baseline, ratio, goal, verdict.
    ///
    /// The ratio is value over baseline where more is better and baseline over value where less is,
    /// so that above 1 always means better than the baseline.
    pub(crate) fn line(&self, outcome: &Outcome) -> String {
        let (sign, goal) = match self.goal {
            Goal::AtLeast(goal) => (">=", goal),
            Goal::AtMost(goal) => ("<=", goal),
        };
        let goal = format!("{sign} {} {}", number(goal), self.unit);
        let verdict = if self.meets(outcome) { "ok" } else { "MISSED" };
        match outcome {
            Err(error) => format!(
                "{} | failed: {error:#} | - | - | {goal} | {verdict}",
                self.name
            ),
            Ok(measured) => {
                let baseline = measured.baseline.map_or_else(|| "-".to_owned(), number);
                let ratio = self
                    .ratio(measured)
                    .map_or_else(|| "-".to_owned(), |r| format!("{r:.2}"));
                let note = if measured.note.is_empty() { "" } else { " | " };
                format!(
                    "{} | {} {} | {baseline} | {ratio} | {goal} | {verdict}{note}{}",
                    self.name,
                    number(measured.value),
                    self.unit,
                    measured.note
                )
            }
        }
    }

    fn ratio(&self, measured: &Measured) -> Option<f64> {
        let baseline = measured.baseline?;
        Some(match self.goal {
            Goal::AtLeast(_) => measured.value / baseline,
            Goal::AtMost(_) => baseline / measured.value,
        })
    }
}

/// Three figures are enough to compare, and large numbers need no decimals.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAST: Bench = Bench {
        name: "fast",
        unit: "ms",
        goal: Goal::AtMost(30.0),
        run: || Ok(Measured::of(1.0)),
    };
    const MANY: Bench = Bench {
        name: "many",
        unit: "/s",
        goal: Goal::AtLeast(1_000.0),
        run: || Ok(Measured::of(1.0)),
    };

    #[test]
    fn a_line_tells_how_it_went() {
        let outcome = Ok(Measured {
            value: 12.34,
            baseline: Some(24.68),
            note: "p99 20 ms".to_owned(),
        });
        assert_eq!(
            FAST.line(&outcome),
            "fast | 12.3 ms | 24.7 | 2.00 | <= 30.0 ms | ok | p99 20 ms"
        );
        assert_eq!(
            MANY.line(&Ok(Measured::of(500.0))),
            "many | 500 /s | - | - | >= 1000 /s | MISSED"
        );
    }

    #[test]
    fn a_bench_that_fails_misses_its_goal() {
        let outcome = Err(anyhow::anyhow!("no server"));
        assert!(!FAST.meets(&outcome));
        assert!(FAST.line(&outcome).contains("failed: no server"));
    }
}
