//! Holds the catalogues complete, and in step with the code and templates that use them.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use domain::framework::{Area, Duty, Source};
    use domain::identity::Role;
    use domain::survey::Level;
    use domain::{Locale, Publicity};
    use i18n::audit::{self, Usage};

    /// Prefixes whose keys are not all written out in code, each with the reason.
    const BUILT: &[(&str, &str)] = &[
        ("answer.", "built from `Level::code`"),
        ("answering.closed.", "built from why there is no form"),
        ("answering.draft.", "built from why there is no form"),
        ("answering.failed.", "built from why there is no form"),
        ("answering.missing.", "built from why there is no form"),
        ("approver.", "built from `content::Approver::code`"),
        ("area.", "built from `Area::code`"),
        ("audit.kind.", "built from `AuditKind::code`"),
        (
            "audit.note.",
            "built from what an entry says besides its kind",
        ),
        ("assessment.body.", "built from `Body::code`"),
        ("assessment.document.", "built from `DocumentState::code`"),
        ("assessment.effect.", "built from `Effect::code`"),
        ("assessment.effort.", "built from `Effort::code`"),
        (
            "assessment.next.",
            "built from the codes of the next things to do",
        ),
        ("assessment.publicity.", "built from `Publicity::code`"),
        ("assessment.reference.", "built from `Reference::framework`"),
        (
            "assessment.say.",
            "built from `Speaker::code` and what is said",
        ),
        ("audience.", "built from `content::Audience::code`"),
        (
            "common.",
            "one set of words for every page, used or not yet",
        ),
        ("document.state.", "built from `DocumentState::code`"),
        ("duty.", "built from `Duty::code`"),
        ("figure.about-", "built from the denominator of a frequency"),
        (
            "figure.exactly-",
            "built from the denominator of a frequency",
        ),
        ("handbook.edit.", "built from `PartKind::code`"),
        ("handbook.fault.", "built from `FaultKind::code`"),
        ("handbook.field.", "built from `Field::code`"),
        (
            "handbook.format.",
            "built from the words of `HandbookFormat`",
        ),
        ("handbook.hint.", "built from `Field::code`"),
        ("handbook.mend.", "built from `FaultKind::code`"),
        ("identity.role.", "built from `Role::code`"),
        (
            "import.",
            "built from the codes of `exchange::account` and of `Target`",
        ),
        ("interview.coding.level.", "built from `Level::code`"),
        ("interview.kind.", "built from `InterviewKind::code`"),
        ("interview.names.kind.", "built from `SuspectKind::code`"),
        ("interview.state.", "built from `InterviewState::code`"),
        ("interview.waits.", "built from `Waits::code`"),
        ("language.", "built from `Locale::code`"),
        ("measure.change.", "built from `MeasureEffect::code`"),
        ("measure.services.", "built from the heads of a chart"),
        ("measure.status.", "built from `MeasureStatus::code`"),
        ("organisation.kind.", "built from `Kind::code`"),
        ("publicity.", "built from `Publicity::code`"),
        ("role.", "built from `Role::code`, and the operator"),
        ("service.check-title.", "built from `Remark::code`"),
        ("service.check.", "built from `Remark::code`"),
        ("service.gap.", "built from `Gap::code`"),
        (
            "service.import.",
            "built from what an import makes of an entry",
        ),
        ("service.kind.", "built from `NodeKind::code`"),
        ("service.kinds.", "built from `NodeKind::code`"),
        ("service.lead.", "built from `Step::code`, and the pages"),
        ("service.span.", "built from the unit that fits a time"),
        ("service.stage.", "built from `Stage::code`"),
        ("service.step.", "built from `Step::code`"),
        ("service.typed.", "built from the unit that fits a time"),
        ("service.todo.", "built from `Remark::code`"),
        ("service.weight.", "built from `Weight::code`"),
        ("service.weight-text.", "built from `Weight::code`"),
        ("site.job.name.", "built from `Payload::NAME`"),
        ("site.job.reason.", "built from `Reason::code`"),
        ("source.", "built from `Source::code`"),
        ("survey.anonymity.", "built from `Anonymity::code`"),
        ("survey.anonymity-text.", "built from `Anonymity::code`"),
        ("survey.state.", "built from `SurveyState::code`"),
        ("survey.text.state.", "built from `TextState::code`"),
        ("training.bodies.", "built from `Body::code`"),
        ("training.change.", "built from `Change::code`"),
        ("training.rhythm.", "built from `Rhythm::code`"),
        ("training.way.", "built from `Way::code`"),
    ];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// Every file under a folder, in a fixed order; nothing when there is no such folder.
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a folder entry").path())
            .collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                files(&path, found);
            } else {
                found.push(path);
            }
        }
    }

    /// What the sources of every crate but this one use.
    fn usage() -> Usage {
        let mut paths = Vec::new();
        for entry in fs::read_dir(root().join("crates")).expect("the crates") {
            let folder = entry.expect("a crate").path();
            if folder.file_name().is_some_and(|name| name != "i18n") {
                files(&folder.join("src"), &mut paths);
                files(&folder.join("templates"), &mut paths);
            }
        }
        let mut usage = Usage::default();
        for path in paths {
            let kind = path
                .extension()
                .and_then(|kind| kind.to_str())
                .unwrap_or_default();
            let scan = match kind {
                "rs" => audit::uses_in_rust,
                "html" | "txt" | "xml" | "svg" | "typ" => audit::uses_in_template,
                _ => continue,
            };
            let source = fs::read_to_string(&path).expect("a source file");
            usage.add(
                &path.strip_prefix(root()).unwrap_or(&path).to_string_lossy(),
                scan(&source),
            );
        }
        usage
    }

    #[test]
    fn the_catalogues_are_complete() {
        let problems = audit::problems();
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
        assert!(audit::keys(Locale::Fi).len() > 50);
    }

    #[test]
    fn every_used_key_has_a_text() {
        let absent = usage().absent();
        assert!(absent.is_empty(), "\n{}\n", absent.join("\n"));
    }

    #[test]
    fn every_text_is_used() {
        let built: Vec<&str> = BUILT.iter().map(|(prefix, _)| *prefix).collect();
        let unused = usage().unused(&built);
        assert!(
            unused.is_empty(),
            "\nno code or template uses these; remove them, or list their prefix in BUILT with the \
         reason:\n{}\n",
            unused.join("\n")
        );
    }

    #[test]
    fn every_built_prefix_exists() {
        let keys = audit::keys(Locale::Fi);
        for (prefix, _) in BUILT {
            assert!(
                keys.iter().any(|key| key.starts_with(prefix)),
                "no key begins with `{prefix}`"
            );
        }
    }

    #[test]
    fn every_word_of_the_domain_has_a_text() {
        let texts = i18n::Texts::new(Locale::Fi);
        let families: [(&str, Vec<&str>); 7] = [
            ("answer", Level::ALL.iter().map(|it| it.code()).collect()),
            ("area", Area::ALL.iter().map(|it| it.code()).collect()),
            ("duty", Duty::ALL.iter().map(|it| it.code()).collect()),
            ("language", Locale::ALL.iter().map(|it| it.code()).collect()),
            (
                "publicity",
                Publicity::ALL.iter().map(|it| it.code()).collect(),
            ),
            ("role", Role::ALL.iter().map(|it| it.code()).collect()),
            ("source", Source::ALL.iter().map(|it| it.code()).collect()),
        ];
        let keys = families
            .iter()
            .flat_map(|(family, words)| words.iter().map(move |word| format!("{family}.{word}")));
        for key in keys {
            assert!(texts.has(&key), "{key}");
        }
    }
}
