//! The matrix of themes and sources, itself a table.

use std::f64::consts::TAU;

use askama::Template;

/// Is what one source says about one theme.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Level 0..1, drawn as the filled share of a circle; nothing when the source says nothing.
    pub level: Option<f64>,
    /// The level in a word, or why there is none.
    pub word: String,
    /// Spread, number of answers, share of "don't know": short lines, formatted.
    pub more: Vec<String>,
    /// Address of the evidence behind it; may be empty.
    pub href: String,
    /// How far it deviates from another source.
    pub deviates: Deviation,
}

/// How far what one source says lies below what another says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deviation {
    /// Not notably.
    #[default]
    None,
    /// Notably.
    Notable,
    /// From one end of the scale towards the other.
    Large,
}

impl Deviation {
    /// Returns the part of class names; empty where nothing is marked.
    fn css(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Notable => "notable",
            Self::Large => "large",
        }
    }
}

impl Cell {
    /// Returns the outline of the filled share, clockwise from the top.
    ///
    /// A full circle has none: an arc cannot end where it starts.
    #[expect(clippy::disallowed_methods, reason = "drawn to two decimals")]
    fn wedge(&self) -> Option<String> {
        let level = self.level?;
        if !(0.005..0.995).contains(&level) {
            return None;
        }
        let (sin, cos) = (level * TAU).sin_cos();
        let (x, y) = (17.0 + 14.5 * sin, 17.0 - 14.5 * cos);
        let large = u8::from(level > 0.5);
        Some(format!("M17 17V2.5A14.5 14.5 0 {large} 1 {x:.2} {y:.2}z"))
    }

    fn is_full(&self) -> bool {
        self.level.is_some_and(|level| level >= 0.995)
    }
}

/// Shows one theme.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// Name of the theme.
    pub label: String,
    /// Address of the theme; may be empty.
    pub href: String,
    /// One cell for each source, in their order.
    pub cells: Vec<Cell>,
    /// What the sources disagree about, in one sentence; empty when they agree.
    pub gap: String,
}

/// Draws themes against sources: a table on wide screens, a list of themes on a phone.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/matrix.html")]
pub struct Matrix {
    /// Id of the table, unique on its page.
    pub id: String,
    /// Caption of the table.
    pub caption: String,
    /// Head of the first column.
    pub theme: String,
    /// Names of the sources: heads of the other columns.
    pub sources: Vec<String>,
    /// One theme each.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    fn paired<'a>(&'a self, row: &'a MatrixRow) -> Vec<(&'a str, &'a Cell)> {
        self.sources
            .iter()
            .map(String::as_str)
            .zip(&row.cells)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn wedge_is_half_at_one_half_and_absent_at_the_ends() {
        let at = |level| {
            Cell {
                level,
                ..Cell::default()
            }
            .wedge()
        };
        assert_eq!(
            at(Some(0.5)).as_deref(),
            Some("M17 17V2.5A14.5 14.5 0 0 1 17.00 31.50z")
        );
        assert!(at(Some(0.0)).is_none() && at(Some(1.0)).is_none() && at(None).is_none());
    }
}
