//! Finds string literals in Rust and in templates, well enough to know which keys are used.

/// A string literal of a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What it says.
    pub text: String,
    /// Whether it is the first argument of a call that takes a key.
    pub called: bool,
}

/// The ends of what stands before a key.
const CALLS: [&str; 4] = [".say(", ".with(", ".count(", ".count_with("];

/// The string literals of a Rust file; comments and characters are skipped.
pub fn uses_in_rust(source: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, from) = rest.split_at(at);
        rest = if let Some(comment) = from.strip_prefix("//") {
            after(comment, "\n")
        } else if let Some(comment) = from.strip_prefix("/*") {
            after(comment, "*/")
        } else if let Some(past) = past_character(from) {
            past
        } else if let Some(literal) = from.strip_prefix('"') {
            match raw_end(before) {
                Some(end) => after(literal, &end),
                None => take(before, literal, &mut uses),
            }
        } else {
            from.get(1..).unwrap_or_default()
        };
    }
    uses
}

/// The string literals of a template, those in attributes of its HTML among them.
pub fn uses_in_template(source: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut rest = source;
    while let Some((before, literal)) = rest.split_once('"') {
        // A quote in an attribute may open what an expression inside it closes, so every quote is
        // tried as an opening one.
        take(before, literal, &mut uses);
        rest = literal;
    }
    uses
}

/// Reads a literal up to its closing quote, notes it, and gives what follows.
fn take<'a>(before: &str, literal: &'a str, uses: &mut Vec<Use>) -> &'a str {
    let mut escaped = false;
    let end = literal.find(|letter| {
        let closes = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        closes
    });
    let Some((text, rest)) = end.and_then(|end| literal.split_at_checked(end)) else {
        return "";
    };
    let before = before.trim_end();
    let called = CALLS.iter().any(|call| before.ends_with(call));
    uses.push(Use {
        text: text.to_owned(),
        called,
    });
    rest.get(1..).unwrap_or_default()
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// What follows a character literal; nothing when the quote begins a lifetime.
fn past_character(from: &str) -> Option<&str> {
    let inner = from.strip_prefix('\'')?;
    if let Some(escape) = inner.strip_prefix('\\') {
        let mut letters = escape.chars();
        letters.next()?;
        return letters.as_str().split_once('\'').map(|(_, rest)| rest);
    }
    let mut letters = inner.chars();
    letters.next()?;
    letters.as_str().strip_prefix('\'')
}

/// The end of a raw string literal, if what stands before its quote makes it one.
fn raw_end(before: &str) -> Option<String> {
    let hashes = before.len() - before.trim_end_matches('#').len();
    let opener = before.trim_end_matches('#');
    let raw = opener.ends_with('r') || opener.ends_with("br");
    let word = opener.trim_end_matches(['b', 'r']);
    let alone = !word.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    (raw && alone).then(|| format!("\"{}", "#".repeat(hashes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(uses: &[Use]) -> Vec<&str> {
        uses.iter()
            .filter(|used| used.called)
            .map(|used| used.text.as_str())
            .collect()
    }

    #[test]
    fn reads_rust() {
        let uses = uses_in_rust(
            r##"// t.say("in.comment")
            fn f<'a>(c: char) { if c == '"' || c == '\'' || c == '\\' {} /* "x */
            let s = r#"t.say("in.raw")"#; t.say("a.b"); t.count(
                "c.d", 2); other("e.f"); "quote \" inside"; t.with("g.h", &[])"##,
        );
        assert_eq!(called(&uses), ["a.b", "c.d", "g.h"]);
        assert!(uses.iter().any(|used| used.text == "e.f" && !used.called));
        assert!(
            !uses
                .iter()
                .any(|used| used.text.contains("raw") || used.text.contains("comment"))
        );
    }

    #[test]
    fn reads_templates() {
        let uses = uses_in_template(
            "<a title=\"{{ t.say(\"a.b\") }}\" href=\"x.css\">it's {{ t.with(\"c.d\", [(\"n\", &n)]) }}</a>",
        );
        assert_eq!(called(&uses), ["a.b", "c.d"]);
    }
}
