//! A quantile dotplot: every dot stands for the same share of what may happen.

use askama::Template;

use super::frame::{Heading, percent, place};

/// A line across the dots, such as a limit that was decided.
#[derive(Clone, Debug)]
pub struct DotMark {
    /// Where it stands, in the unit of the values.
    pub value: f64,
    /// What it is.
    pub label: String,
}

/// Draws values as dots in stacks (Kay et al. 2016; Fernandes et al. 2018: people read shares from
/// countable dots better than from curves).
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/dots.html")]
pub struct Dots {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table: what is told, value.
    pub heads: [String; 2],
    /// Values in ascending order, one dot each.
    pub values: Vec<f64>,
    /// Where the axis ends; what lies beyond stands at its end.
    pub max: f64,
    /// Texts under the axis, evenly from 0 to its end; at least two.
    pub axis: Vec<String>,
    /// Lines across.
    pub marks: Vec<DotMark>,
    /// Rows of the table: what is told, value.
    pub rows: Vec<(String, String)>,
}

/// Stacks that fit beside each other.
const STACKS: u32 = 25;

/// A dot with its gap, in units of the drawing.
const STEP: u32 = 16;

/// Is a drawn dot.
struct Dot {
    x: u32,
    y: u32,
}

impl Dots {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place on the axis times the number of stacks"
    )]
    fn stack(&self, value: f64) -> u32 {
        let along = place(value, 0.0, self.max) * f64::from(STACKS);
        (along as u32).min(STACKS - 1)
    }

    fn heights(&self) -> Vec<(u32, u32)> {
        let mut heights: Vec<(u32, u32)> = Vec::new();
        for value in &self.values {
            let stack = self.stack(*value);
            let below = heights.iter().filter(|(at, _)| *at == stack).count();
            heights.push((stack, u32::try_from(below).unwrap_or(u32::MAX)));
        }
        heights
    }

    fn height(&self) -> u32 {
        let highest = self.heights().iter().map(|(_, up)| *up).max().unwrap_or(0);
        (highest + 1) * STEP + 8
    }

    fn width() -> u32 {
        STACKS * STEP
    }

    fn dots(&self) -> Vec<Dot> {
        let height = self.height();
        let dot = |(stack, up): (u32, u32)| Dot {
            x: stack * STEP + STEP / 2,
            y: height - up * STEP - STEP / 2 - 1,
        };
        self.heights().into_iter().map(dot).collect()
    }

    fn lines(&self) -> Vec<String> {
        let inside = self.marks.iter().filter(|mark| mark.value <= self.max);
        inside
            .map(|mark| percent(place(mark.value, 0.0, self.max)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_of_one_place_stand_on_each_other() {
        let dots = Dots {
            heading: Heading::default(),
            heads: [String::new(), String::new()],
            values: vec![1.0, 1.5, 50.0, 1_000.0],
            max: 100.0,
            axis: Vec::new(),
            marks: Vec::new(),
            rows: Vec::new(),
        };
        assert_eq!(dots.heights(), [(0, 0), (0, 1), (12, 0), (24, 0)]);
        assert_eq!(dots.height(), 2 * STEP + 8);
    }
}
