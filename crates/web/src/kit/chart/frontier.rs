//! What money buys: the least loss at each cost, as a line of steps, with the chosen point.

use askama::Template;

use super::frame::{Heading, percent, place};

/// Is a choice that no other beats.
#[derive(Clone, Debug)]
pub struct FrontierPoint {
    /// Cost, for the drawing.
    pub cost: f64,
    /// What is left of the loss, for the drawing.
    pub loss: f64,
    /// Both, formatted.
    pub texts: [String; 2],
}

/// Draws how the loss falls as the cost grows; both axes begin at zero.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/frontier.html")]
pub struct Frontier {
    /// What it shows.
    pub heading: Heading,
    /// Names of the axes and heads of the table: cost, loss.
    pub heads: [String; 2],
    /// Choices that no other beats, the cheapest first.
    pub points: Vec<FrontierPoint>,
    /// The choice that is looked at.
    pub chosen: FrontierPoint,
    /// The word for it.
    pub chosen_label: String,
    /// The most cost and the most loss of the axes, formatted.
    pub most: [String; 2],
    /// The same for the drawing.
    pub scale: (f64, f64),
}

/// Is a drawn line.
struct Line {
    x1: String,
    x2: String,
    y1: String,
    y2: String,
}

const HEIGHT: f64 = 220.0;
const MARGIN: f64 = 10.0;

impl Frontier {
    fn x(&self, cost: f64) -> String {
        percent(0.02 + 0.96 * place(cost, 0.0, self.scale.0))
    }

    fn y(&self, loss: f64) -> String {
        let up = place(loss, 0.0, self.scale.1);
        format!("{:.1}", MARGIN + (1.0 - up) * (HEIGHT - 2.0 * MARGIN))
    }

    /// Along to the next cost, then down to its loss: between two choices money buys nothing.
    fn lines(&self) -> Vec<Line> {
        let pairs = self.points.iter().zip(self.points.iter().skip(1));
        let steps = pairs.flat_map(|(from, to)| {
            let (x1, x2) = (self.x(from.cost), self.x(to.cost));
            let (y1, y2) = (self.y(from.loss), self.y(to.loss));
            let along = Line {
                x1,
                x2: x2.clone(),
                y1: y1.clone(),
                y2: y1.clone(),
            };
            let down = Line {
                x1: x2.clone(),
                x2,
                y1,
                y2,
            };
            [along, down]
        });
        steps.collect()
    }

    fn in_words(&self) -> String {
        let [cost, loss] = &self.chosen.texts;
        let [cost_head, loss_head] = &self.heads;
        format!(
            "{}: {cost_head} {cost}, {loss_head} {loss}",
            self.chosen_label
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(cost: f64, loss: f64) -> FrontierPoint {
        FrontierPoint {
            cost,
            loss,
            texts: [String::new(), String::new()],
        }
    }

    #[test]
    fn money_between_two_choices_buys_nothing() {
        let chart = Frontier {
            heading: Heading::default(),
            heads: [String::new(), String::new()],
            points: vec![point(0.0, 100.0), point(50.0, 40.0)],
            chosen: point(50.0, 40.0),
            chosen_label: String::new(),
            most: [String::new(), String::new()],
            scale: (100.0, 100.0),
        };
        let lines = chart.lines();
        let [along, down] = lines.as_slice() else {
            panic!("{}", lines.len());
        };
        assert_eq!(along.y1, along.y2);
        assert_eq!(down.x1, down.x2);
        assert_eq!(down.x1, "50.00%");
    }
}
