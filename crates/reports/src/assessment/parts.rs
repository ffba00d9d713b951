//! Pieces that several outputs of a round share.

use domain::{Cleared, Edition};
use i18n::Texts;
use jiff::civil::Date;

use crate::document::{Block, Cell, Column, Fact, Share, Table};
use crate::{Counts, Judgement};

/// A heading whose text is an interface word.
pub(crate) fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
        listed: true,
    }
}

/// A heading that the table of contents leaves out.
pub(super) fn unlisted(level: u8, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
        listed: false,
    }
}

/// Texts as strings.
pub(super) fn strings<E: Edition>(texts: &[Cleared<E>]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The four counts side by side.
pub(super) fn tally(counts: Counts, texts: Texts) -> Block {
    let parts = Judgement::ALL
        .into_iter()
        .zip(counts.in_row())
        .map(|(judgement, count)| Share {
            judgement,
            count: texts.number(count),
            word: judgement.word(texts).to_owned(),
        })
        .collect();
    Block::Tally { parts }
}

/// A table from titles with weights, where a negative weight marks numbers.
pub(crate) fn table(caption: &str, columns: &[(&str, i8)], rows: Vec<Vec<Cell>>) -> Block {
    let columns = columns
        .iter()
        .map(|(title, weight)| Column {
            title: (*title).to_owned(),
            weight: weight.unsigned_abs(),
            numeric: *weight < 0,
        })
        .collect();
    Block::Table(Table {
        caption: caption.to_owned(),
        columns,
        rows,
    })
}

/// A plain cell.
pub(crate) fn cell(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        ..Cell::default()
    }
}

/// A cell that names its row.
pub(crate) fn name(text: impl Into<String>) -> Cell {
    Cell {
        text: text.into(),
        strong: true,
        ..Cell::default()
    }
}

/// A cell with a judgement: the symbol and the word.
pub(super) fn judged(judgement: Judgement, texts: Texts) -> Cell {
    Cell {
        text: judgement.word(texts).to_owned(),
        judgement: Some(judgement),
        ..Cell::default()
    }
}

/// A named value, left out when there is none.
pub(super) fn fact(name: &str, value: Option<String>) -> Option<Fact> {
    value.map(|value| Fact {
        name: name.to_owned(),
        value,
    })
}

/// A date or a dash.
pub(super) fn date_or_dash(date: Option<Date>, texts: Texts) -> String {
    date.map_or_else(|| "–".to_owned(), |date| texts.date(date))
}

/// A text of at most this many characters, cut at a word, with an ellipsis.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole = head
        .rsplit_once(char::is_whitespace)
        .map_or(head.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '–', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_at_a_word() {
        assert_eq!(
            shortened("Palautus on testattu", 30),
            "Palautus on testattu"
        );
        assert_eq!(
            shortened("Palautus on testattu, mutta", 23),
            "Palautus on testattu…"
        );
        assert_eq!(shortened("Pitkäsanavain", 5), "Pitk…");
    }
}
