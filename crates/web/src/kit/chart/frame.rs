//! What every chart has: a heading, and places on its drawing.

/// Says what a chart shows; every chart has one.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Id of the chart, unique on its page; a word for HTML ids.
    pub id: String,
    /// What the chart is about: a sentence or a heading.
    pub title: String,
    /// What one should see in it, in one sentence.
    pub summary: String,
    /// Text that opens the numbers, as "Luvut taulukkona"; empty when a table follows anyway.
    pub numbers: String,
    /// Whether the title repeats the heading above, and is kept for screen readers only.
    pub is_repeated: bool,
}

impl Heading {
    /// Builds a heading; `numbers` is the text that opens the table.
    pub fn new(id: &str, title: &str, summary: &str, numbers: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            summary: summary.to_owned(),
            numbers: numbers.to_owned(),
            is_repeated: false,
        }
    }

    /// Keeps the title from sight where the heading above says the same.
    #[must_use]
    pub fn repeated(self) -> Self {
        Self {
            is_repeated: true,
            ..self
        }
    }
}

/// Writes a share (0..1) as an SVG length in per cent; what lies outside is brought to the edge.
pub(super) fn percent(share: f64) -> String {
    let inside = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    format!("{:.2}%", inside * 100.0)
}

/// Places a value on an axis as a share of its length.
pub(super) fn place(value: f64, min: f64, max: f64) -> f64 {
    let width = max - min;
    if value.is_nan() {
        0.0
    } else if width > 0.0 {
        ((value - min) / width).clamp(0.0, 1.0)
    } else {
        0.5
    }
}

#[cfg(test)]
mod tests {
    use super::{percent, place};

    #[test]
    fn geometry_stays_inside() {
        assert_eq!(percent(1.4), "100.00%");
        assert_eq!(percent(f64::NAN), "0.00%");
        assert!((place(5.0, 0.0, 10.0) - 0.5).abs() < 1e-9);
        assert!((place(1.0, 1.0, 1.0) - 0.5).abs() < 1e-9);
    }
}
