//! YAML to values, with bounds on depth, on the number of values and on repetition by reference.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::tree::Tree;
use crate::account::Log;
use crate::{Place, ProblemKind, limits};

/// Reads the first document of a YAML text.
pub(super) fn read(text: &str, log: &mut Log) -> Result<Tree, ProblemKind> {
    let mut reader = Reader {
        log,
        open: Vec::new(),
        anchors: BTreeMap::new(),
        values: 0,
        chars: 0,
        root: None,
    };
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| syntax(&error))?;
        reader.take(event)?;
        if reader.root.is_some() {
            break;
        }
    }
    reader.root.ok_or(ProblemKind::EmptyFile)
}

fn syntax(error: &ScanError) -> ProblemKind {
    let marker = error.marker();
    ProblemKind::Syntax {
        line: marker.line(),
        character: marker.col() + 1,
    }
}

/// A list or map that has begun but not ended.
struct Open {
    anchor: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Tree>),
    Map(BTreeMap<String, Tree>, Option<String>),
}

/// Values while they are read.
struct Reader<'a> {
    log: &'a mut Log,
    open: Vec<Open>,
    /// Anchored values with how deep they are.
    anchors: BTreeMap<usize, (Tree, usize)>,
    values: usize,
    chars: usize,
    root: Option<Tree>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), ProblemKind> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(&text, style);
                self.remember(anchor, &value)?;
                self.put(value)
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, OpenKind::List(Vec::new())),
            Event::MappingStart(anchor, _) => {
                self.begin(anchor, OpenKind::Map(BTreeMap::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return Ok(());
                };
                let value = match open.kind {
                    OpenKind::List(items) => Tree::List(items),
                    OpenKind::Map(map, _) => Tree::Map(merged(map)),
                };
                self.remember(open.anchor, &value)?;
                self.put(value)
            }
            Event::Alias(anchor) => {
                let Some((value, height)) = self.anchors.get(&anchor) else {
                    return self.put(Tree::Null);
                };
                if self.open.len() + height > limits::DEPTH {
                    return Err(ProblemKind::TooDeep {
                        limit: limits::DEPTH,
                    });
                }
                // Counted before it is copied, so that a small file cannot ask for a large copy.
                let (values, chars) = weight(value);
                self.values += values;
                self.chars += chars;
                check(self.values, self.chars)?;
                let value = value.clone();
                self.put(value)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, kind: OpenKind) -> Result<(), ProblemKind> {
        if self.open.len() >= limits::DEPTH {
            return Err(ProblemKind::TooDeep {
                limit: limits::DEPTH,
            });
        }
        self.open.push(Open { anchor, kind });
        Ok(())
    }

    fn remember(&mut self, anchor: usize, value: &Tree) -> Result<(), ProblemKind> {
        if anchor > 0 {
            let (values, chars) = weight(value);
            self.values += values;
            self.chars += chars;
            check(self.values, self.chars)?;
            self.anchors.insert(anchor, (value.clone(), height(value)));
        }
        Ok(())
    }

    /// Puts a value where it belongs: into the innermost open list or map, or at the root.
    fn put(&mut self, value: Tree) -> Result<(), ProblemKind> {
        self.values += 1;
        check(self.values, self.chars)?;
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(value),
            Some(OpenKind::List(items)) => items.push(value),
            Some(OpenKind::Map(map, name)) => match name.take() {
                None => *name = Some(value.line()),
                Some(field) => {
                    if map.insert(field.clone(), value).is_some() && field != "<<" {
                        self.log.add(
                            ProblemKind::FieldTwice {
                                field: field.clone(),
                            }
                            .at(Place::path(field)),
                        );
                    }
                }
            },
        }
        Ok(())
    }
}

/// Refuses more values or characters than any real file has.
const fn check(values: usize, chars: usize) -> Result<(), ProblemKind> {
    if values > limits::VALUES || chars > limits::VALUE_CHARS {
        return Err(ProblemKind::TooManyReferences {
            limit: limits::VALUES,
        });
    }
    Ok(())
}

fn scalar(text: &str, style: ScalarStyle) -> Tree {
    match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Tree::Null,
        (ScalarStyle::Plain, _) => Tree::Plain(text.to_owned()),
        _ => Tree::Text(text.to_owned()),
    }
}

/// Adds the fields of merged maps, which do not replace the map's own.
fn merged(mut map: BTreeMap<String, Tree>) -> BTreeMap<String, Tree> {
    if let Some(merge) = map.remove("<<") {
        for (name, value) in merge.items().iter().flat_map(Tree::fields) {
            map.entry(name.to_owned()).or_insert_with(|| value.clone());
        }
    }
    map
}

/// How many values, and how many characters in them, a value holds.
fn weight(value: &Tree) -> (usize, usize) {
    let sum = |all: (usize, usize), one: (usize, usize)| (all.0 + one.0, all.1 + one.1);
    match value {
        Tree::Null => (1, 0),
        Tree::Plain(text) | Tree::Text(text) => (1, text.len()),
        Tree::List(items) => items.iter().map(weight).fold((1, 0), sum),
        Tree::Map(map) => map
            .iter()
            .map(|(name, value)| sum(weight(value), (0, name.len())))
            .fold((1, 0), sum),
    }
}

/// How many levels a value has.
fn height(value: &Tree) -> usize {
    match value {
        Tree::List(items) => 1 + items.iter().map(height).max().unwrap_or_default(),
        Tree::Map(map) => 1 + map.values().map(height).max().unwrap_or_default(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Result<Tree, ProblemKind> {
        read(text, &mut Log::default())
    }

    #[test]
    fn keeps_the_spelling_of_numbers() {
        let tree = tree("ref_id: 1.10\nname: ~\nwho: 'null'\n").unwrap();
        assert_eq!(tree.at("ref_id").text(), "1.10");
        assert!(tree.at("name").is_null());
        assert_eq!(tree.at("who").text(), "null");
    }

    #[test]
    fn reads_references_and_merges() {
        let tree = tree("a: &x {k: 1, l: 2}\nb: *x\nc:\n  <<: *x\n  k: 3\n").unwrap();
        assert_eq!(tree.at("b").at("k").text(), "1");
        assert_eq!(
            (tree.at("c").at("k").text(), tree.at("c").at("l").text()),
            ("3".into(), "2".into())
        );
    }

    #[test]
    fn refuses_a_reference_bomb_and_depth() {
        let mut bomb = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x, x]".to_owned()];
        for level in 1..12 {
            let ten = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb.push(format!("a{level}: &a{level} [{ten}]"));
        }
        let bomb = bomb.join("\n");
        assert_eq!(
            tree(&bomb),
            Err(ProblemKind::TooManyReferences {
                limit: limits::VALUES
            })
        );
        let deep = "[".repeat(100_000);
        assert!(tree(&deep).is_err());
        let mut chain = vec!["a0: &a0 [x]".to_owned()];
        for level in 1..200 {
            chain.push(format!("a{level}: &a{level} [*a{}]", level - 1));
        }
        let chain = chain.join("\n");
        assert_eq!(
            tree(&chain),
            Err(ProblemKind::TooDeep {
                limit: limits::DEPTH
            })
        );
    }

    #[test]
    fn says_where_the_grammar_breaks() {
        assert!(matches!(
            tree("a: [1, 2\nb: 3"),
            Err(ProblemKind::Syntax { .. })
        ));
    }
}
