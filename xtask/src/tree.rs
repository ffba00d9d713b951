//! The text files of the repository, read once, so that every check is a function of values.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// One text file, its path relative to the root and written with `/`.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// The part of the name after the last full stop, or nothing.
    pub(crate) fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// The name without its folders.
    pub(crate) fn name(&self) -> &str {
        self.path
            .rsplit_once('/')
            .map_or(self.path.as_str(), |(_, name)| name)
    }

    /// Whether the whole file is test code: a `tests` folder or a `tests.rs` beside the code.
    pub(crate) fn is_test(&self) -> bool {
        self.path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs")
    }

    /// The numbered lines outside `#[cfg(test)] mod … { … }`.
    ///
    /// Relies on rustfmt: such a module of a file begins and ends in the first column.
    pub(crate) fn production_lines(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let mut lines = Vec::new();
        let mut inside = false;
        let mut after_cfg = false;
        for (index, line) in self.text.lines().enumerate() {
            if after_cfg && line.starts_with("mod ") && line.ends_with('{') {
                inside = true;
            }
            after_cfg = line == "#[cfg(test)]";
            if !inside && !after_cfg {
                lines.push((index + 1, line));
            }
            if line == "}" {
                inside = false;
            }
        }
        lines
    }
}

/// All text files of the repository that git tracks or would track.
pub(crate) struct Tree {
    pub(crate) files: Vec<SourceFile>,
}

impl Tree {
    /// Reads the tree; files that are not UTF-8 (fonts, pictures) are left out.
    pub(crate) fn read(root: &Path) -> anyhow::Result<Self> {
        let listing = Command::new("git")
            .current_dir(root)
            .args([
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "-z",
            ])
            .output()
            .context("git lists the files of the repository")?;
        ensure!(
            listing.status.success(),
            "git ls-files failed: {}",
            String::from_utf8_lossy(&listing.stderr).trim()
        );
        let names = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
        let mut files = Vec::new();
        for path in names.split('\0').filter(|path| !path.is_empty()) {
            if let Ok(text) = std::fs::read_to_string(root.join(path)) {
                files.push(SourceFile {
                    path: path.to_owned(),
                    text,
                });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// The files below a folder, with the rest of their path.
    pub(crate) fn under<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourceFile, &'a str)> + 'a {
        self.files.iter().filter_map(move |file| {
            let rest = file.path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((file, rest))
        })
    }

    /// The file at a path.
    pub(crate) fn file(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.extension() == "rs")
    }

    /// A tree of planted files, for the tests of the checks.
    #[cfg(test)]
    pub(crate) fn planted(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self { files }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_lines_leave_the_test_module_out() {
        let text =
            "//! A.\nfn a() {\n}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
        let tree = Tree::planted(&[("crates/a/src/lib.rs", text), ("crates/a/tests/x.rs", text)]);
        let numbers: Vec<usize> = tree.files[0]
            .production_lines()
            .iter()
            .map(|(number, _)| *number)
            .collect();
        assert_eq!(numbers, [1, 2, 3, 4, 9]);
        assert!(tree.files[1].production_lines().is_empty());
    }
}
