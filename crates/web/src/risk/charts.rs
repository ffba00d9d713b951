//! The charts of the risks.

use app::risk::{Cause, Numbers};
use domain::risk::LossLimit;
use i18n::Texts;

use crate::extract::Org;
use crate::figures::{axis_end, euros, of_hundred};
use crate::kit::chart::{Bar, Bars, Curve, CurveLimit, CurvePoint, DotMark, Dots, Heading};

/// How many causes are drawn.
const CAUSES: usize = 8;

/// Shares of terms that the table of losses tells.
const TOLD: [(f64, &str); 4] = [
    (0.5, "risk.loss.half"),
    (0.9, "risk.loss.tenth"),
    (0.95, "risk.loss.twentieth"),
    (0.99, "risk.loss.hundredth"),
];

/// Euros of a limit as a number.
#[expect(
    clippy::cast_precision_loss,
    reason = "euros of a municipality are far below 2^52"
)]
fn amount(limit: &LossLimit) -> f64 {
    limit.euros as f64
}

/// Where the axis of euros ends: nearly all terms and all limits are inside.
fn end(numbers: &Numbers, limits: &[LossLimit]) -> f64 {
    let most = limits
        .iter()
        .map(amount)
        .fold(numbers.curve.quantile(0.97), f64::max);
    axis_end(most)
}

fn axis(t: Texts, end: f64) -> Vec<String> {
    [0.0, 0.5, 1.0].map(|share| euros(t, share * end)).to_vec()
}

/// Losses of fifty terms as dots.
pub(super) fn dots(t: Texts, numbers: &Numbers, limits: &[LossLimit]) -> Dots {
    let max = end(numbers, limits);
    let half = euros(t, numbers.curve.quantile(0.5));
    let bad = euros(t, numbers.curve.quantile(0.95));
    Dots {
        heading: Heading::new(
            "losses",
            t.say("risk.loss.title"),
            &t.with("risk.loss.summary", &[("half", &half), ("bad", &bad)]),
            t.say("kit.numbers"),
        )
        .repeated(),
        heads: [t.say("risk.loss.head"), t.say("risk.euros")].map(str::to_owned),
        values: numbers.dots.clone(),
        axis: axis(t, max),
        marks: limits
            .iter()
            .map(|limit| DotMark {
                value: amount(limit),
                label: t.with("risk.limit.line", &[("euros", &t.euros(limit.euros))]),
            })
            .collect(),
        rows: TOLD
            .iter()
            .map(|(share, key)| {
                let value = euros(t, numbers.curve.quantile(*share));
                (t.say(key).to_owned(), value)
            })
            .collect(),
        max,
    }
}

/// In how many terms a loss is exceeded, with the limits.
pub(super) fn curve(t: Texts, numbers: &Numbers, limits: &[LossLimit]) -> Curve {
    let max = end(numbers, limits);
    let point = |step: u32| {
        let x = max * f64::from(step) / 40.0;
        let share = numbers.curve.above(x);
        CurvePoint {
            x,
            share,
            words: (euros(t, x), of_hundred(t, share)),
        }
    };
    Curve {
        heading: Heading::new(
            "exceedance",
            t.say("risk.curve.title"),
            t.say("risk.curve.summary"),
            t.say("kit.numbers"),
        ),
        heads: [t.say("risk.curve.head"), t.say("risk.of-hundred")].map(str::to_owned),
        points: (0..=40).map(point).collect(),
        axis: axis(t, max),
        scale: ["100", "50", "0"].map(str::to_owned),
        limits: limits
            .iter()
            .map(|limit| on_curve(t, numbers, limit))
            .collect(),
        max,
    }
}

/// Whether a limit holds.
pub(super) fn holds(numbers: &Numbers, limit: &LossLimit) -> bool {
    numbers.above(*limit) <= share(limit)
}

/// The share of terms that a limit allows.
#[expect(clippy::cast_precision_loss, reason = "at most a hundred")]
fn share(limit: &LossLimit) -> f64 {
    limit.of_hundred as f64 / 100.0
}

fn on_curve(t: Texts, numbers: &Numbers, limit: &LossLimit) -> CurveLimit {
    CurveLimit {
        x: amount(limit),
        share: share(limit),
        label: limit_text(t, numbers, limit),
        holds: holds(numbers, limit),
    }
}

/// What a limit says and how things stand with it, in a sentence.
pub(super) fn limit_text(t: Texts, numbers: &Numbers, limit: &LossLimit) -> String {
    let key = if holds(numbers, limit) {
        "risk.limit.holds"
    } else {
        "risk.limit.over"
    };
    t.with(
        key,
        &[
            ("euros", &t.euros(limit.euros)),
            ("most", &t.number(limit.of_hundred)),
            ("now", &of_hundred(t, numbers.above(*limit))),
        ],
    )
}

/// What it comes from, the most first; `say` writes the amount.
pub(super) fn causes(
    org: &Org,
    heading: Heading,
    all: &[Cause],
    say: &dyn Fn(f64) -> String,
) -> Bars {
    let t = org.t();
    let longest = all.first().map_or(1.0, |it| it.amount);
    Bars {
        heading,
        heads: [t.say("threat.name"), t.say("risk.amount"), ""].map(str::to_owned),
        rows: all
            .iter()
            .take(CAUSES)
            .map(|cause| Bar {
                label: cause.threat.title.text(t.locale()).to_owned(),
                share: cause.amount / longest,
                text: say(cause.amount),
                before: None,
            })
            .collect(),
    }
}
