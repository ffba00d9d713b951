//! Who names whom inside a crate: the paths of its files, read without a compiler.
//!
//! Reads `use` and every other path that begins with `crate`, `super`, `self` or a module of the
//! file. Strings, comments and tests are left out. What only a macro or a re-export two steps away
//! would show is not seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{SourceFile, Tree};

/// The files of one crate and who names whom. Files are known by their path below `src`.
pub(crate) struct Imports {
    /// Which files each file names.
    pub(crate) of: BTreeMap<String, BTreeSet<String>>,
}

/// A module's place: the names from the crate's root.
type Place = Vec<String>;

impl Imports {
    /// Reads the files below a crate's `src`.
    pub(crate) fn read(tree: &Tree, src: &str) -> Self {
        let files: Vec<(&SourceFile, &str)> = tree
            .under(src)
            .filter(|(file, _)| file.extension() == "rs" && !file.is_test())
            .collect();
        let modules: BTreeMap<Place, &str> =
            files.iter().map(|(_, rest)| (place(rest), *rest)).collect();
        let root = files.iter().find(|(_, rest)| *rest == "lib.rs");
        let exports = root.map_or_else(BTreeMap::new, |(file, _)| exports(file));
        let of = files.iter().map(|(file, rest)| {
            let named = paths(file, &place(rest)).into_iter();
            let named = named.filter_map(|path| resolve(&modules, &exports, &path));
            let others = named.filter(|found| found != rest && *found != "lib.rs");
            ((*rest).to_owned(), others.map(str::to_owned).collect())
        });
        Self { of: of.collect() }
    }

    /// The same between the first words of the paths: `measure/edit.rs` and `measure.rs` are one.
    pub(crate) fn by_word(&self) -> Self {
        let word = |path: &str| {
            let first = path.split('/').next().unwrap_or(path);
            first.trim_end_matches(".rs").to_owned()
        };
        let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (file, named) in self.of.iter().filter(|(file, _)| *file != "lib.rs") {
            let own = word(file);
            let others = named.iter().map(|path| word(path));
            let others: Vec<String> = others.filter(|other| *other != own).collect();
            of.entry(own).or_default().extend(others);
        }
        Self { of }
    }

    /// Groups that reach each other, each sorted, the largest first.
    pub(crate) fn cycles(&self) -> Vec<Vec<String>> {
        let reach: BTreeMap<&String, BTreeSet<&String>> = self
            .of
            .keys()
            .map(|from| (from, self.reach(from)))
            .collect();
        let goes = |from: &String, to: &String| reach.get(from).is_some_and(|all| all.contains(to));
        let mut groups: Vec<Vec<String>> = Vec::new();
        for from in self.of.keys().filter(|from| goes(from, from)) {
            if groups.iter().any(|group| group.contains(from)) {
                continue;
            }
            let both = self.of.keys().filter(|to| goes(from, to) && goes(to, from));
            groups.push(both.cloned().collect());
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        groups
    }

    fn reach<'a>(&'a self, from: &'a String) -> BTreeSet<&'a String> {
        let mut seen = BTreeSet::new();
        let mut left = vec![from];
        while let Some(at) = left.pop() {
            let named = self.of.get(at).into_iter().flatten();
            left.extend(named.filter(|next| seen.insert(*next)));
        }
        seen
    }
}

/// The module that a file is.
fn place(rest: &str) -> Place {
    let plain = rest.trim_end_matches(".rs");
    let plain = plain.trim_end_matches("/mod");
    let words = plain
        .split('/')
        .filter(|word| !matches!(*word, "lib" | "mod"));
    words.map(str::to_owned).collect()
}

/// The file in which a path ends: that of the longest part of it that is a module.
fn resolve<'a>(
    modules: &BTreeMap<Place, &'a str>,
    exports: &BTreeMap<String, Place>,
    path: &[String],
) -> Option<&'a str> {
    let longest = (1..=path.len())
        .rev()
        .find_map(|end| modules.get(path.get(..end)?));
    let behind = || exports.get(path.first()?);
    longest.copied().or_else(|| {
        let other = behind()?;
        (1..=other.len())
            .rev()
            .find_map(|end| modules.get(other.get(..end)?).copied())
    })
}

/// The names that the crate's root hands on, and where they are.
fn exports(root: &SourceFile) -> BTreeMap<String, Place> {
    let paths = paths(root, &Vec::new()).into_iter();
    paths
        .filter_map(|path| Some((path.last()?.clone(), path)))
        .collect()
}

/// Every path that a file names, from the crate's root.
fn paths(file: &SourceFile, own: &Place) -> Vec<Place> {
    let tokens = tokens(file);
    let children = children(&tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens.get(at).map_or("", String::as_str);
        let is_tail = at > 0 && tokens.get(at - 1).is_some_and(|before| before == "::");
        let start = match word {
            _ if is_tail => None,
            "crate" => Some((Vec::new(), at + 1)),
            "self" => Some((own.clone(), at + 1)),
            "super" => Some((
                own.iter()
                    .take(own.len().saturating_sub(1))
                    .cloned()
                    .collect(),
                at + 1,
            )),
            _ if children.contains(word) => Some((own.clone(), at)),
            _ => None,
        };
        if let Some((base, next)) = start
            && tokens.get(at + 1).is_some_and(|after| after == "::")
        {
            let next = if next == at { at } else { at + 2 };
            at = tree(&tokens, next, &base, &mut found).max(at + 1);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one branch of a path, `{…}` and all; where it ends.
fn tree(tokens: &[String], mut at: usize, base: &Place, found: &mut Vec<Place>) -> usize {
    let mut path = base.clone();
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => return branches(tokens, at + 1, &path, found),
            Some("super") => {
                path.pop();
            }
            Some("self") => {}
            Some(word) if is_word(word) => path.push(word.to_owned()),
            _ => break,
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token != "::") {
            break;
        }
        at += 1;
    }
    found.push(path);
    if tokens.get(at).is_some_and(|token| token == "as") {
        at += 2;
    }
    at
}

/// Reads what stands in `{…}` after a path; where it ends.
fn branches(tokens: &[String], mut at: usize, base: &Place, found: &mut Vec<Place>) -> usize {
    while tokens.get(at).is_some_and(|token| token != "}") {
        at = tree(tokens, at, base, found).max(at + 1);
        at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
    }
    at + 1
}

fn is_word(token: &str) -> bool {
    token.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The modules that a file declares.
fn children(tokens: &[String]) -> BTreeSet<&str> {
    let pairs = tokens.windows(3);
    pairs
        .filter_map(|three| match three {
            [word, name, end] if word == "mod" && end == ";" => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// Words, `::` and other signs of the production lines, without strings and comments.
fn tokens(file: &SourceFile) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for (_, line) in file.production_lines() {
        let mut is_new = true;
        for c in plain(line).chars() {
            let is_word = c.is_alphanumeric() || c == '_';
            match tokens.last_mut() {
                Some(last) if is_word && !is_new && self::is_word(last) => last.push(c),
                Some(last) if c == ':' && !is_new && last == ":" => last.push(c),
                _ if c.is_whitespace() => {}
                _ => tokens.push(c.to_string()),
            }
            is_new = c.is_whitespace();
        }
    }
    tokens
}

/// A line without its comment and with nothing in its strings.
fn plain(line: &str) -> String {
    let mut kept = String::new();
    let (mut is_text, mut before) = (false, ' ');
    for c in line.chars() {
        if c == '"' && before != '\\' {
            is_text = !is_text;
            kept.push(' ');
        } else if !is_text && c == '/' && before == '/' {
            kept.pop();
            return kept;
        } else if !is_text {
            kept.push(c);
        }
        // A reversed stroke before a reversed stroke escapes nothing after it.
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Imports {
        Imports::read(&Tree::planted(files), "a/src")
    }

    #[test]
    fn every_way_of_naming_a_file_is_seen() {
        let imports = read(&[
            ("a/src/lib.rs", "mod x;\nmod y;\nmod z;\npub use z::Zed;\n"),
            (
                "a/src/x/mod.rs",
                "mod one;\nmod two;\nuse crate::{Zed, y::{self, Why}};\nfn f() { one::go(\"crate::x::two\") } // two::go\n",
            ),
            (
                "a/src/x/one.rs",
                "use super::two;\nuse super::super::y as why;\n",
            ),
            (
                "a/src/x/two.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::y;\n}\n",
            ),
            ("a/src/y.rs", ""),
            ("a/src/z.rs", "fn f() -> crate::x::two::T {}\n"),
        ]);
        let of = |file: &str| imports.of[file].iter().map(String::as_str).collect();
        let none: Vec<&str> = Vec::new();
        let mod_rs: Vec<&str> = of("x/mod.rs");
        assert_eq!(mod_rs, ["x/one.rs", "y.rs", "z.rs"]);
        let one: Vec<&str> = of("x/one.rs");
        assert_eq!(one, ["x/two.rs", "y.rs"]);
        let two: Vec<&str> = of("x/two.rs");
        assert_eq!(two, none);
        let z: Vec<&str> = of("z.rs");
        assert_eq!(z, ["x/two.rs"]);
    }

    #[test]
    fn files_that_reach_each_other_are_one_cycle() {
        let imports = read(&[
            ("a/src/x/one.rs", "use crate::y::Y;\n"),
            ("a/src/y.rs", "use crate::z::Z;\n"),
            ("a/src/z.rs", "use crate::x::one::One;\n"),
            ("a/src/x/two.rs", "use super::one::One;\n"),
        ]);
        assert_eq!(imports.cycles(), [["x/one.rs", "y.rs", "z.rs"]]);
        assert_eq!(imports.by_word().cycles(), [["x", "y", "z"]]);
    }
}
