//! Stacked bars of how answers are distributed.

use askama::Template;

use super::frame::{Heading, percent};

/// Tells where on its scale an answer stands; each tone has its own colour and drawing.
///
/// A four-step scale (kyllä, osittain, ei, en osaa sanoa) uses `Full`, `Some`, `None` and
/// `Unknown`; a five-step scale uses all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Yes; fully agree.
    Full,
    /// Agree.
    Most,
    /// Partly; in between.
    Some,
    /// Disagree.
    Little,
    /// No; fully disagree.
    None,
    /// Don't know.
    Unknown,
    /// Answered, but which way may not be shown.
    Withheld,
}

impl Tone {
    /// Returns the part of class names and pattern ids.
    pub fn css(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Most => "most",
            Self::Some => "some",
            Self::Little => "little",
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Withheld => "withheld",
        }
    }
}

/// Is one answer's share of a row.
#[derive(Clone, Debug)]
pub struct Slice {
    /// Share 0..1, for the drawing.
    pub share: f64,
    /// The same, formatted.
    pub text: String,
}

/// Shows how the answers to one statement divide.
#[derive(Clone, Debug)]
pub struct DistributionRow {
    /// The statement.
    pub label: String,
    /// How many answered, formatted.
    pub n: String,
    /// One slice for each entry of the legend, in its order.
    pub slices: Vec<Slice>,
    /// Why nothing is shown, when nothing may be; else empty.
    pub withheld: String,
}

/// Draws stacked bars: how answers divide, one bar a statement.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/distribution.html")]
pub struct Distribution {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table's first and last column: the statement and the number of answers.
    pub heads: [String; 2],
    /// The answers in order, with their tones.
    pub legend: Vec<(Tone, String)>,
    /// One bar each.
    pub rows: Vec<DistributionRow>,
}

/// Is a drawn slice.
struct Segment<'a> {
    x: String,
    width: String,
    middle: String,
    tone: &'static str,
    text: &'a str,
    text_css: Option<&'static str>,
}

/// Tells where a slice has room for its number: everywhere, on wide screens only, or nowhere.
fn room_for_text(share: f64) -> Option<&'static str> {
    match share {
        s if s >= 0.155 => Some("seg-halo"),
        s if s >= 0.065 => Some("seg-halo seg-halo--wide"),
        _ => None,
    }
}

impl Distribution {
    /// The answers, apart from what may not be shown.
    fn answers(&self) -> impl Iterator<Item = &(Tone, String)> {
        let legend = self.legend.iter();
        legend.filter(|(tone, _)| *tone != Tone::Withheld)
    }

    /// The slices of a row that are answers.
    fn told<'a>(&self, row: &'a DistributionRow) -> impl Iterator<Item = &'a Slice> {
        row.slices.iter().take(self.answers().count())
    }

    fn table_heads(&self) -> Vec<&str> {
        let [first, last] = &self.heads;
        let answers = self.answers().map(|(_, label)| label.as_str());
        std::iter::once(first.as_str())
            .chain(answers)
            .chain([last.as_str()])
            .collect()
    }

    fn segments<'a>(&self, row: &'a DistributionRow) -> Vec<Segment<'a>> {
        let mut x = 0.0;
        let mut segments = Vec::new();
        for (slice, (tone, _)) in row.slices.iter().zip(&self.legend) {
            if slice.share > 0.0 {
                segments.push(Segment {
                    x: percent(x),
                    width: percent(slice.share),
                    middle: percent(x + slice.share / 2.0),
                    tone: tone.css(),
                    text: &slice.text,
                    text_css: room_for_text(slice.share),
                });
            }
            x += slice.share;
        }
        segments
    }

    fn in_words(&self, row: &DistributionRow) -> String {
        let pairs = self.answers().zip(&row.slices);
        let words: Vec<_> = pairs
            .map(|((_, label), slice)| format!("{label} {}", slice.text))
            .collect();
        words.join(", ")
    }
}
