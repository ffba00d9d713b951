//! Reading a filled table.

use std::collections::BTreeMap;

use domain::service::{NodeKind, parse_hours};

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
    let reader = Reader { table, columns };
    let mut seen: BTreeMap<(NodeKind, String), usize> = BTreeMap::new();
    let mut nodes = Vec::new();
    let mut spent = Spent::default();
    for row in &table.rows {
        match reader.node(row) {
            Ok(node) => {
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

    fn node(&self, row: &Row) -> Result<ImportedNode, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = shortened(self.value(row, Column::Name), NAME_CHARS);
        if name.is_empty() {
            problems.push(self.problem(row, Column::Name, ProblemKind::NameMissing));
        }
        let written = self.value(row, Column::Kind);
        let kind = if written.is_empty() {
            // A list of services seldom says that they are.
            Some(NodeKind::Service)
        } else {
            kind_of(written)
        };
        if kind.is_none() {
            problems.push(self.problem(row, Column::Kind, ProblemKind::KindUnknown));
        }
        let mut hours = |column| self.hours(row, column, &mut problems);
        let (tolerance_hours, promise_hours) = (hours(Column::Tolerance), hours(Column::Promise));
        let (rto_hours, rpo_hours) = (hours(Column::Rto), hours(Column::Rpo));
        let fallback_hours = hours(Column::FallbackHours);
        let users = self.users(row, &mut problems);
        let text = |column| -> String { self.text(row, column) };
        match kind {
            Some(kind) if problems.is_empty() => Ok(ImportedNode {
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
            }),
            _ => Err(problems),
        }
    }

    fn text(&self, row: &Row, column: Column) -> String {
        self.value(row, column).chars().take(TEXT_CHARS).collect()
    }

    fn hours(&self, row: &Row, column: Column, problems: &mut Vec<Problem>) -> Option<i64> {
        let text = self.value(row, column);
        if normalised(text).is_empty() {
            return None;
        }
        let hours = parse_hours(text);
        if hours.is_none() {
            problems.push(self.problem(row, column, ProblemKind::HoursUnknown));
        }
        hours
    }

    fn users(&self, row: &Row, problems: &mut Vec<Problem>) -> Option<i64> {
        let text = self.value(row, Column::Users);
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if normalised(&digits).is_empty() {
            return None;
        }
        let users = digits.parse().ok();
        let users = users.filter(|users| (0..=USERS_MOST).contains(users));
        if users.is_none() {
            problems.push(self.problem(row, Column::Users, ProblemKind::NumberUnknown));
        }
        users
    }
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
