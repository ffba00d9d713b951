//! The account of a file on the command line, in the words that the page has.

use app::import::{AnswersAccount, Group, Severity};
use i18n::Texts;

/// Prints what would be taken and what not, each with its place in the file.
pub(crate) fn print(t: Texts, kind: &str, shown: &AnswersAccount, is_verbose: bool) {
    let account = &shown.account;
    if account.is_refused() {
        println!("{}.", t.say("import.nothing-title"));
    } else {
        println!(
            "{}",
            t.count(&format!("import.taken.{kind}"), count(account.count))
        );
        if account.left_out() > 0 {
            println!("{}", t.count("import.left-out", count(account.left_out())));
        }
    }
    section(t, "", &account.groups(t, Severity::Fatal), is_verbose);
    let left = account.groups(t, Severity::Row);
    section(t, t.say("import.left"), &left, is_verbose);
    let notes: Vec<Group> = guesses(t, shown)
        .into_iter()
        .chain(account.groups(t, Severity::Note))
        .collect();
    section(t, t.say("import.notes-caption"), &notes, is_verbose);
    if account.unlisted > 0 {
        println!("{}", t.count("import.unlisted", count(account.unlisted)));
    }
    if is_verbose {
        println!("{}:", t.say("import.taken-caption"));
        for one in &account.taken {
            let label = one.label.text(t.locale());
            let detail = if t.has(&one.detail) {
                t.say(&one.detail)
            } else {
                &one.detail
            };
            println!("  {label}\t{detail}");
        }
    }
}

pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Groups under a title: one line each, or every place on a line of its own.
fn section(t: Texts, title: &str, groups: &[Group], is_verbose: bool) {
    if !groups.is_empty() && !title.is_empty() {
        println!("{title}:");
    }
    for group in groups {
        println!("- {}", group.short(t));
        if is_verbose && group.has_more() {
            for spot in &group.spots {
                let parts = [&spot.place, &spot.value, &spot.note].map(String::as_str);
                println!("    {}", parts.join("\t").trim());
            }
        }
    }
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
