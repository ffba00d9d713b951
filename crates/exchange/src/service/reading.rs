//! Reading a filled table.

use std::collections::BTreeMap;

use domain::number::{NumberError, whole};
use domain::service::{HoursError, NodeKind, parse_hours};

use super::columns::{Column, FIELDS, kind_of};
use super::{ImportedNode, ImportedSupport};
use crate::account::{Log, shortened};
use crate::table::{Row, Table};
use crate::words::normalised;
use crate::{Account, Problem, ProblemKind, limits};

/// The most people of a cell.
const USERS_MOST: i64 = 1_000_000_000;
/// The most characters of a name.
const NAME_CHARS: usize = 200;
/// The most characters of a text.
const TEXT_CHARS: usize = 8_000;
/// The most needs of a row, and alternatives of a need.
const NEEDS_MOST: usize = 50;

/// How many columns of the register a table has, for choosing among sheets.
pub fn best_fit(table: &Table) -> usize {
    columns(table).len()
}

/// Reads what each row says. A row with anything that is not understood is left out and named.
pub fn read(table: &Table) -> Account<Vec<ImportedNode>> {
    let mut log = Log::default();
    let columns = columns(table);
    if !columns.contains_key(&Column::Name) {
        return log.account(Err(ProblemKind::NoServiceColumn));
    }
    for (index, header) in table.headers.iter().enumerate() {
        if !header.is_empty() && !columns.values().any(|column| *column == index) {
            let kind = ProblemKind::ColumnUnknown;
            log.add(kind.at(table.header_place(index)).with_value(header));
        }
    }
    table.note_extra(table.headers.len(), 0, &mut log);
    let reader = Reader { table, columns };
    let mut seen: BTreeMap<(NodeKind, String), usize> = BTreeMap::new();
    let mut nodes = Vec::new();
    let mut spent = Spent::default();
    for row in &table.rows {
        match reader.node(row) {
            Ok((node, notes)) => {
                let key = (node.kind, normalised(&node.name));
                if let Some(first) = seen.get(&key) {
                    let kind = ProblemKind::ServiceTwice { row: *first };
                    log.add(kind.at(table.place(row)).with_value(&node.name));
                    continue;
                }
                seen.insert(key, row.number);
                if let Err(fatal) = spent.on(&node) {
                    return log.account(Err(fatal));
                }
                log.extend(notes);
                nodes.push(node);
            }
            Err(problems) => problems.into_iter().for_each(|problem| log.add(problem)),
        }
    }
    log.account(Ok(nodes))
}

/// What has been spent of the limits of a register.
#[derive(Debug, Default)]
pub(super) struct Spent {
    nodes: usize,
    needs: usize,
    chars: usize,
}

impl Spent {
    /// Spends what one more takes.
    ///
    /// # Errors
    /// When that is more than any register holds.
    pub(super) fn on(&mut self, node: &ImportedNode) -> Result<(), ProblemKind> {
        let texts = [
            &node.name,
            &node.origin,
            &node.gives,
            &node.owner,
            &node.deputy,
            &node.fallback,
            &node.note,
        ];
        let needs = || node.needs.iter().flatten();
        let needed = needs().flat_map(|need| [&need.name, &need.origin]);
        self.nodes += 1;
        self.needs += needs().count();
        self.chars += texts
            .into_iter()
            .chain(needed)
            .map(String::len)
            .sum::<usize>();
        if self.nodes > limits::SERVICES {
            let limit = limits::SERVICES;
            return Err(ProblemKind::TooManyRows { limit });
        }
        if self.needs > limits::NEEDS {
            let limit = limits::NEEDS;
            return Err(ProblemKind::TooManyReferences { limit });
        }
        if self.chars > limits::SERVICE_CHARS {
            let limit = limits::SERVICE_CHARS / limits::MEGABYTE;
            return Err(ProblemKind::TooMuchText { limit });
        }
        Ok(())
    }
}

fn columns(table: &Table) -> BTreeMap<Column, usize> {
    let mut columns = BTreeMap::new();
    for (index, header) in table.headers.iter().enumerate() {
        let bare = normalised(header);
        let field = FIELDS.iter().find(|field| field.is_named(&bare));
        if let Some(field) = field.filter(|_| !bare.is_empty()) {
            columns.entry(field.column).or_insert(index);
        }
    }
    columns
}

/// What there is to say of a row: why it is left out, and what to know of it when it is taken.
#[derive(Default)]
struct Said {
    problems: Vec<Problem>,
    notes: Vec<Problem>,
}

struct Reader<'a> {
    table: &'a Table,
    columns: BTreeMap<Column, usize>,
}

impl Reader<'_> {
    fn value<'r>(&self, row: &'r Row, column: Column) -> &'r str {
        let index = self.columns.get(&column);
        index.map_or("", |index| row.cell(*index))
    }

    fn problem(&self, row: &Row, column: Column, kind: ProblemKind) -> Problem {
        let index = self.columns.get(&column).copied();
        let place = index.map_or_else(
            || self.table.place(row),
            |index| self.table.cell_place(row, index),
        );
        kind.at(place).with_value(self.value(row, column))
    }

    /// Reads a row, with what there is to note of it.
    fn node(&self, row: &Row) -> Result<(ImportedNode, Vec<Problem>), Vec<Problem>> {
        let mut said = Said::default();
        let name = shortened(self.value(row, Column::Name), NAME_CHARS);
        if name.is_empty() {
            said.problems
                .push(self.problem(row, Column::Name, ProblemKind::NameMissing));
        }
        let written = self.value(row, Column::Kind);
        let kind = if written.is_empty() {
            // A list of services seldom says that they are.
            Some(NodeKind::Service)
        } else {
            kind_of(written)
        };
        if kind.is_none() {
            said.problems
                .push(self.problem(row, Column::Kind, ProblemKind::KindUnknown));
        }
        let mut hours = |column| self.hours(row, column, &mut said);
        let (tolerance_hours, promise_hours) = (hours(Column::Tolerance), hours(Column::Promise));
        let (rto_hours, rpo_hours) = (hours(Column::Rto), hours(Column::Rpo));
        let fallback_hours = hours(Column::FallbackHours);
        let users = self.users(row, &mut said.problems);
        let text = |column| -> String { self.text(row, column) };
        let Some(kind) = kind.filter(|_| said.problems.is_empty()) else {
            return Err(said.problems);
        };
        let node = ImportedNode {
            row: Some(row.number),
            gives: text(Column::Gives),
            owner: shortened(self.value(row, Column::Owner), NAME_CHARS),
            deputy: shortened(self.value(row, Column::Deputy), NAME_CHARS),
            users,
            tolerance_hours,
            rto_hours,
            rpo_hours,
            promise_hours,
            fallback: text(Column::Fallback),
            fallback_hours,
            note: text(Column::Note),
            needs: needs(self.value(row, Column::Needs)),
            ..ImportedNode::new(kind, &name)
        };
        Ok((node, said.notes))
    }

    fn text(&self, row: &Row, column: Column) -> String {
        self.value(row, column).chars().take(TEXT_CHARS).collect()
    }

    /// The time in a cell, in whole hours. What is not of whole hours is rounded to the careful side,
    /// down where it is what can be tolerated and up where it is what is promised, and that is told.
    fn hours(&self, row: &Row, column: Column, said: &mut Said) -> Option<i64> {
        let text = self.value(row, column);
        if normalised(text).is_empty() {
            return None;
        }
        let (hours, kind) = match parse_hours(text) {
            Ok(hours) => return Some(hours),
            Err(HoursError::None) => (None, ProblemKind::HoursUnknown),
            Err(HoursError::Either { less, more }) => (None, twofold(less, more, " h")),
            Err(HoursError::Between { low, high }) => {
                let is_promise = column == Column::Promise;
                let hours = if is_promise { high } else { low };
                (Some(hours), ProblemKind::HoursRounded { hours })
            }
        };
        let problem = self.problem(row, column, kind);
        match hours {
            Some(_) => said.notes.push(problem),
            None => said.problems.push(problem),
        }
        hours
    }

    fn users(&self, row: &Row, problems: &mut Vec<Problem>) -> Option<i64> {
        let text = self.value(row, Column::Users);
        if normalised(text).is_empty() {
            return None;
        }
        let kind = match whole(text) {
            Ok(users) if (0..=USERS_MOST).contains(&users) => return Some(users),
            Err(NumberError::Either { less, more }) => twofold(less, more, ""),
            Ok(_) | Err(NumberError::None) => ProblemKind::NumberUnknown,
        };
        problems.push(self.problem(row, Column::Users, kind));
        None
    }
}

/// What is said of a number that may be two: neither is taken.
fn twofold(less: f64, more: f64, unit: &str) -> ProblemKind {
    let less = format!("{}{unit}", less.to_string().replace('.', ","));
    let more = format!("{more}{unit}");
    ProblemKind::NumberTwofold { less, more }
}

/// What a cell says: needs apart by semicolons or lines, alternatives by a bar or a slash between
/// spaces.
fn needs(text: &str) -> Vec<Vec<ImportedSupport>> {
    let support = |name: &str| ImportedSupport {
        name: shortened(name, NAME_CHARS),
        kind: None,
        origin: String::new(),
    };
    let shown = text.chars().take(limits::CELL_CHARS).collect::<String>();
    shown
        .split([';', '\n'])
        .map(|need| {
            let either = need.replace(" / ", "|");
            let names = either.split('|').map(str::trim);
            let names = names.filter(|name| !name.is_empty()).take(NEEDS_MOST);
            names.map(support).collect::<Vec<_>>()
        })
        .filter(|need| !need.is_empty())
        .take(NEEDS_MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_apart_by_semicolons_and_alternatives_by_bars() {
        let read = needs("Wilma; verkko | mobiiliverkko ;; sähkö / varavoima\nTilat");
        let names: Vec<Vec<&str>> = read
            .iter()
            .map(|need| need.iter().map(|one| one.name.as_str()).collect())
            .collect();
        assert_eq!(
            names,
            [
                vec!["Wilma"],
                vec!["verkko", "mobiiliverkko"],
                vec!["sähkö", "varavoima"],
                vec!["Tilat"]
            ]
        );
    }
}
