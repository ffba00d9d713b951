//! An icon array of one hundred: so many of a hundred.

use askama::Template;

use super::frame::Heading;

/// Draws a natural frequency: of a hundred, so many.
///
/// The sentence beside says the same in words and is the chart's text for everyone.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/icons.html")]
pub struct IconArray {
    /// What it shows; `summary` is the sentence beside the drawing, `numbers` is not used.
    pub heading: Heading,
    /// How many of a hundred are certain: filled.
    pub filled: u8,
    /// How many more there may be: shaded, the upper end of the range.
    pub maybe: u8,
}

/// Is one drawn circle.
struct Icon {
    x: u32,
    y: u32,
    css: &'static str,
}

impl IconArray {
    fn icons(&self) -> Vec<Icon> {
        let filled = u32::from(self.filled);
        let shaded = filled + u32::from(self.maybe);
        (0..100_u32)
            .map(|i| {
                let (column, row) = (i % 10, i / 10);
                Icon {
                    // A wider gap after five makes the groups countable.
                    x: 10 + column * 19 + if column >= 5 { 8 } else { 0 },
                    y: 10 + row * 19 + if row >= 5 { 8 } else { 0 },
                    css: if i < filled {
                        "icon-on"
                    } else if i < shaded {
                        "icon-maybe"
                    } else {
                        "icon-off"
                    },
                }
            })
            .collect()
    }
}
