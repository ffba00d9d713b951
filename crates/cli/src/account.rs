//! The account of a file on the command line, in the words that the page has.

use std::io::Write;

use app::import::{AnswersAccount, Group, Severity};
use i18n::Texts;

/// What would be taken and what not, each with its place in the file.
pub(crate) fn lines(t: Texts, kind: &str, shown: &AnswersAccount, is_verbose: bool) -> Vec<String> {
    let account = &shown.account;
    let mut lines = Vec::new();
    if account.is_refused() {
        lines.push(format!("{}.", t.say("import.nothing-title")));
    } else {
        let key = format!("import.taken.{kind}");
        lines.push(t.count(&key, count(account.count)));
        if account.left_out() > 0 {
            lines.push(t.count("import.left-out", count(account.left_out())));
        }
    }
    lines.extend(section(
        t,
        "",
        &account.groups(t, Severity::Fatal),
        is_verbose,
    ));
    let mut left = account.groups(t, Severity::Row);
    left.extend(account.groups(t, Severity::Cell));
    lines.extend(section(t, t.say("import.left"), &left, is_verbose));
    if let Some(twin) = &shown.twin {
        lines.push(t.with("import.cli.twin", &[("title", &twin.title)]));
    }
    let notes: Vec<Group> = guesses(t, shown)
        .into_iter()
        .chain(account.groups(t, Severity::Note))
        .collect();
    lines.extend(section(
        t,
        t.say("import.notes-caption"),
        &notes,
        is_verbose,
    ));
    if account.unlisted.all > 0 {
        lines.push(t.count("import.unlisted", count(account.unlisted.all)));
    }
    if is_verbose && !account.taken.is_empty() {
        lines.push(format!("{}:", t.say("import.taken-caption")));
        lines.extend(account.taken.iter().map(|one| {
            let label = one.label.text(t.locale());
            let detail = if t.has(&one.detail) {
                t.say(&one.detail)
            } else {
                &one.detail
            };
            format!("  {label}\t{detail}")
        }));
    }
    lines
}

/// The option that says what a value means.
fn option(value: &str) -> String {
    // What begins with a dash would be taken for another option.
    let mark = if value.starts_with('-') { '=' } else { ' ' };
    format!("--value{mark}{}", quoted(&format!("{value}=yes")))
}

/// A word of a command as a shell reads it whole, whatever stands in it.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '=' | '+');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Prints lines. Whoever reads only the first of them, as `head` does, is no reason to fail.
pub(crate) fn say(lines: &[String]) {
    let text = lines.join("\n");
    drop(writeln!(std::io::stdout(), "{text}"));
}

pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Groups under a title: one line each, or every place on a line of its own.
fn section(t: Texts, title: &str, groups: &[Group], is_verbose: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if !groups.is_empty() && !title.is_empty() {
        lines.push(format!("{title}:"));
    }
    for group in groups {
        lines.push(format!("- {}", group.short(t)));
        if is_verbose && group.has_more() {
            lines.extend(group.spots.iter().map(|spot| {
                let parts = [&spot.place, &spot.value, &spot.note].map(String::as_str);
                format!("    {}", parts.join("\t").trim())
            }));
        }
    }
    lines
}

/// What was read otherwise than it is written, as nobody was there to be asked.
fn guesses(t: Texts, shown: &AnswersAccount) -> Vec<Group> {
    let similar = shown.similar.iter().map(|one| {
        let question = one.question.text(t.locale());
        let percent = t.percent(f64::from(one.percent) / 100.0);
        t.with(
            "import.cli.similar",
            &[
                ("header", &one.header),
                ("question", &question),
                ("percent", &percent),
            ],
        )
    });
    let values = shown.values.iter().map(|one| match one.level {
        Some(level) => t.with(
            "import.cli.value-means",
            &[
                ("value", &one.value),
                ("level", &t.say(&format!("answer.{}", level.code()))),
            ],
        ),
        None => t.with(
            "import.cli.value-unknown",
            &[
                ("value", &one.value),
                ("option", &option(&one.value)),
                ("count", &t.number(count(one.count))),
            ],
        ),
    });
    similar
        .chain(values)
        .map(|says| Group {
            says,
            spots: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_a_quoted_word_as_it_is_written() {
        for word in [
            "3=yes",
            "Aina & joka kerta=yes",
            "$HOME `id`=yes",
            "o'brien",
            "",
            "a\"b!",
        ] {
            let said = std::process::Command::new("sh")
                .args(["-c", &format!("printf %s {}", quoted(word))])
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(said.stdout).unwrap(), word);
        }
        assert_eq!(quoted("3=yes"), "3=yes");
    }
}
