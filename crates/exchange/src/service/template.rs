//! The register as a workbook: to fill in, to read elsewhere, and to bring back.

use domain::Locale;
use domain::service::NodeKind;
use jiff::civil::DateTime;
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Worksheet, XlsxError};

use super::ImportedNode;
use super::columns::{Column, FIELDS, kind_word};
use crate::export::{WorkbookError, within, workbook};

/// Writes the register in a language; it reads back with [`super::read`], whatever its language.
/// `created` goes into its properties; with equal arguments the bytes are equal.
///
/// # Errors
/// When there are more things than a workbook has rows.
pub fn template(
    nodes: &[ImportedNode],
    locale: Locale,
    created: DateTime,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = workbook(created)?;
    let name = match locale {
        Locale::Fi => "Palvelut",
        Locale::Sv => "Tjänster",
        Locale::En => "Services",
    };
    let page = book.add_worksheet().set_name(name)?;
    write_headers(page, locale)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, node) in (1_u32..).zip(nodes) {
        for (column, field) in (0_u16..).zip(&FIELDS) {
            let text = cell(node, field.column, locale);
            page.write_string_with_format(row, column, within(&text), &wrapped)?;
        }
    }
    let words: Vec<&str> = NodeKind::ALL
        .iter()
        .map(|kind| kind_word(*kind, locale))
        .collect();
    let list = DataValidation::new().allow_list_strings(&words)?;
    let last = u32::try_from(nodes.len())
        .unwrap_or(u32::MAX)
        .clamp(200, 10_000);
    page.add_data_validation(1, 1, last, 1, &list)?;
    page.set_freeze_panes(1, 1)?;
    Ok(book.save_to_buffer()?)
}

fn write_headers(page: &mut Worksheet, locale: Locale) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (column, field) in (0_u16..).zip(&FIELDS) {
        page.write_string_with_format(0, column, field.header(locale), &bold)?;
        let width = match field.column {
            Column::Name | Column::Gives | Column::Fallback | Column::Needs | Column::Note => 40.0,
            _ => 16.0,
        };
        page.set_column_width(column, width)?;
    }
    Ok(())
}

fn cell(node: &ImportedNode, column: Column, locale: Locale) -> String {
    let number = |value: Option<i64>| value.map(|n| n.to_string()).unwrap_or_default();
    match column {
        Column::Name => node.name.clone(),
        Column::Kind => kind_word(node.kind, locale).to_owned(),
        Column::Gives => node.gives.clone(),
        Column::Owner => node.owner.clone(),
        Column::Deputy => node.deputy.clone(),
        Column::Users => number(node.users),
        Column::Tolerance => number(node.tolerance_hours),
        Column::Rto => number(node.rto_hours),
        Column::Rpo => number(node.rpo_hours),
        Column::Promise => number(node.promise_hours),
        Column::Fallback => node.fallback.clone(),
        Column::FallbackHours => number(node.fallback_hours),
        Column::Note => node.note.clone(),
        Column::Needs => {
            let needs = node.needs.iter().map(|need| {
                let names: Vec<&str> = need.iter().map(|one| one.name.as_str()).collect();
                names.join(" | ")
            });
            needs.collect::<Vec<_>>().join("; ")
        }
    }
}
