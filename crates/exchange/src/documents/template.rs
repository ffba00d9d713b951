//! The checklist as a workbook to fill in.

use domain::Locale;
use jiff::civil::DateTime;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Worksheet, XlsxError};

use super::{CLASSES, Column, FIELDS, Field, ImportedDocument, KnownDocument, STATES, Word};
use crate::export::{WorkbookError, within, workbook, write_date};

/// Writes the checklist in a language, with what is already known of each document filled in.
///
/// The workbook reads back with [`super::read`], whatever its language. `created` goes into its
/// properties; with equal arguments the bytes are equal.
///
/// # Errors
/// When there are more documents than a workbook has rows.
pub fn template(
    known: &[KnownDocument],
    filled: &[ImportedDocument],
    locale: Locale,
    created: DateTime,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = workbook(created)?;
    let name = match locale {
        Locale::Fi => "Asiakirjat",
        Locale::Sv => "Dokument",
        Locale::En => "Documents",
    };
    let page = book.add_worksheet().set_name(name)?;
    write_headers(page, locale)?;
    for (row, document) in (1_u32..).zip(known) {
        let review = filled.iter().find(|review| review.id == document.id);
        write_row(page, row, document, review, locale)?;
    }
    let last = u32::try_from(known.len()).unwrap_or(u32::MAX).max(1);
    offer(page, Column::State, last, &labels(&STATES, locale))?;
    offer(page, Column::Publicity, last, &labels(&CLASSES, locale))?;
    page.set_freeze_panes(1, 2)?;
    Ok(book.save_to_buffer()?)
}

fn write_headers(page: &mut Worksheet, locale: Locale) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (column, field) in (0_u16..).zip(&FIELDS) {
        page.write_string_with_format(0, column, header(field, locale), &bold)?;
        page.set_column_width(
            column,
            match field.column {
                Column::Title | Column::Note => 44.0,
                Column::Id | Column::ApprovedBy => 22.0,
                _ => 16.0,
            },
        )?;
    }
    Ok(())
}

const fn header(field: &Field, locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => field.fi,
        Locale::Sv => field.sv,
        Locale::En => field.en,
    }
}

const fn label<T: Copy>(word: &Word<T>, locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => word.fi,
        Locale::Sv => word.sv,
        Locale::En => word.en,
    }
}

fn labels<T: Copy>(words: &[Word<T>], locale: Locale) -> Vec<&'static str> {
    words.iter().map(|word| label(word, locale)).collect()
}

fn write_row(
    page: &mut Worksheet,
    row: u32,
    document: &KnownDocument,
    review: Option<&ImportedDocument>,
    locale: Locale,
) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("d.m.yyyy")
        .set_align(FormatAlign::Top);
    for (column, field) in (0_u16..).zip(&FIELDS) {
        let text = match (field.column, review) {
            (Column::Id, _) => document.id.as_str(),
            (Column::Title, _) => document.title.text(locale),
            (_, None) | (Column::ApprovedOn | Column::TestedOn, _) => "",
            (Column::State, Some(review)) => {
                let word = STATES.iter().find(|word| word.value == review.state);
                word.map_or("", |word| label(word, locale))
            }
            (Column::Publicity, Some(review)) => {
                let word = CLASSES
                    .iter()
                    .find(|word| Some(word.value) == review.publicity);
                word.map_or("", |word| label(word, locale))
            }
            (Column::ApprovedBy, Some(review)) => review.approved_by.as_str(),
            (Column::Note, Some(review)) => review.note.as_str(),
        };
        let date = review.and_then(|review| match field.column {
            Column::ApprovedOn => review.approved_on,
            Column::TestedOn => review.tested_on,
            _ => None,
        });
        match date {
            Some(date) => write_date(page, (row, column), date, &day)?,
            None => drop(page.write_string_with_format(row, column, within(text), &wrapped)?),
        }
    }
    Ok(())
}

/// Offers the words of a closed set in the cells of a column.
fn offer(page: &mut Worksheet, column: Column, last: u32, words: &[&str]) -> Result<(), XlsxError> {
    let place = FIELDS
        .iter()
        .position(|field| field.column == column)
        .unwrap_or_default();
    let place = u16::try_from(place).unwrap_or_default();
    let list = DataValidation::new().allow_list_strings(words)?;
    page.add_data_validation(1, place, last, place, &list)
        .map(drop)
}
