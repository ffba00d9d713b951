//! Every statement names the tenant, or is known not to have one.

use super::{Findings, Project};

/// Where the statements live.
const FOLDER: &str = "crates/store/queries";

/// Statements over the whole installation, by their path below the folder, and why each is one.
/// This list should only shrink: a new line needs a reason that a reviewer accepts.
const SITE_WIDE: &[(&str, &str)] = &[
    ("backup/forget.sql", "backups are of the whole installation"),
    ("backup/insert.sql", "backups are of the whole installation"),
    ("backup/list.sql", "backups are of the whole installation"),
    ("backup/opened.sql", "backups are of the whole installation"),
    (
        "backup/removed.sql",
        "backups are of the whole installation",
    ),
    (
        "identity/ceremony_forget.sql",
        "what is under way with a passkey belongs to a session",
    ),
    (
        "identity/ceremony_insert.sql",
        "what is under way with a passkey belongs to a session",
    ),
    (
        "identity/ceremony_take.sql",
        "what is under way with a passkey belongs to a session",
    ),
    ("identity/device_forget.sql", "a device is a person's"),
    ("identity/device_insert.sql", "a device is a person's"),
    ("identity/device_seen.sql", "a device is a person's"),
    (
        "identity/failure_clear.sql",
        "tries of secrets are counted before anybody is known",
    ),
    (
        "identity/failure_count.sql",
        "failed sign-ins are counted before anybody is known",
    ),
    (
        "identity/failure_forget.sql",
        "failed sign-ins are counted before anybody is known",
    ),
    (
        "identity/failure_give_back.sql",
        "failed sign-ins are counted before anybody is known",
    ),
    (
        "identity/failure_insert.sql",
        "failed sign-ins are counted before anybody is known",
    ),
    (
        "identity/invitation_forget.sql",
        "what is over is removed in every organisation",
    ),
    ("identity/passkey_delete.sql", "a passkey is a person's"),
    ("identity/passkey_delete_all.sql", "a passkey is a person's"),
    ("identity/passkey_insert.sql", "a passkey is a person's"),
    ("identity/passkey_used.sql", "a passkey is a person's"),
    ("identity/passkeys.sql", "a passkey is a person's"),
    (
        "identity/recovery_code_count.sql",
        "a recovery code is a person's",
    ),
    (
        "identity/recovery_code_delete.sql",
        "a recovery code is a person's",
    ),
    (
        "identity/recovery_code_insert.sql",
        "a recovery code is a person's",
    ),
    (
        "identity/recovery_code_take.sql",
        "a recovery code is a person's",
    ),
    (
        "identity/recovery_expire.sql",
        "a password is a person's; what is over is removed for everybody",
    ),
    (
        "identity/recovery_forget.sql",
        "a password is a person's, of no organisation",
    ),
    (
        "identity/recovery_take.sql",
        "a password is a person's; the secret alone says whose",
    ),
    ("identity/session_delete.sql", "a session is a person's"),
    ("identity/session_delete_all.sql", "a session is a person's"),
    ("identity/session_delete_one.sql", "a session is a person's"),
    (
        "identity/session_delete_others.sql",
        "a session is a person's",
    ),
    ("identity/session_expire.sql", "a session is a person's"),
    ("identity/session_idle.sql", "a session is a person's"),
    ("identity/session_insert.sql", "a session is a person's"),
    ("identity/session_list.sql", "a session is a person's"),
    ("identity/session_prove.sql", "a session is a person's"),
    ("identity/session_seen.sql", "a session is a person's"),
    ("identity/totp.sql", "one-time codes are a person's"),
    ("identity/totp_begin.sql", "one-time codes are a person's"),
    ("identity/totp_confirm.sql", "one-time codes are a person's"),
    ("identity/totp_delete.sql", "one-time codes are a person's"),
    ("identity/totp_step.sql", "one-time codes are a person's"),
    (
        "identity/user_by_email.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_by_id.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_count.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_insert.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_is_proven.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_prove.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_set_locale.sql",
        "a person belongs to no organisation",
    ),
    (
        "identity/user_set_password.sql",
        "a person belongs to no organisation",
    ),
    ("job/again.sql", "by the id of a job, for the operator"),
    ("job/count.sql", "how many jobs there are, for the operator"),
    ("job/done.sql", "by the id of a job that this node took"),
    ("job/extend.sql", "by the id of a job that this node took"),
    ("job/forget.sql", "by the id of a job, for the operator"),
    ("job/give_up.sql", "by the id of a job that this node took"),
    (
        "job/lease.sql",
        "schedules are the installation's; they are kept once for all organisations",
    ),
    (
        "job/mend_taken.sql",
        "jobs of every organisation suffer from a wrong clock",
    ),
    (
        "job/mend_waiting.sql",
        "jobs of every organisation suffer from a wrong clock",
    ),
    ("job/put_back.sql", "by the id of a job that this node took"),
    (
        "job/schedule_add.sql",
        "schedules are the installation's; they are kept once for all organisations",
    ),
    (
        "job/schedule_move.sql",
        "schedules are the installation's; they are kept once for all organisations",
    ),
    (
        "job/schedules.sql",
        "schedules are the installation's; they are kept once for all organisations",
    ),
    ("job/take.sql", "by the id of a job that this node took"),
    (
        "organisation/all.sql",
        "the list of organisations, for the operator and the joint reports",
    ),
    (
        "organisation/by_id.sql",
        "the organisation itself: its own id or address is the key",
    ),
    (
        "organisation/by_slug.sql",
        "the organisation itself: its own id or address is the key",
    ),
    (
        "organisation/erase.sql",
        "the organisation itself: its own id or address is the key",
    ),
    (
        "organisation/erase_person.sql",
        "a person belongs to no organisation",
    ),
    (
        "organisation/insert.sql",
        "the organisation itself: its own id or address is the key",
    ),
    ("organisation/setting.sql", "a setting of the installation"),
    (
        "organisation/setting_keep.sql",
        "a setting of the installation",
    ),
    (
        "programme/insert.sql",
        "a programme is of several organisations; its members carry `org_id`",
    ),
    (
        "survey/ballots/prove.sql",
        "written and taken back to show that writing works",
    ),
    (
        "survey/ballots/prove_end.sql",
        "written and taken back to show that writing works",
    ),
    (
        "survey/key/in_use.sql",
        "the keys of all batches, to erase those that no batch needs",
    ),
    (
        "survey/key/node_forget.sql",
        "servers are the installation's",
    ),
    ("survey/key/node_seen.sql", "servers are the installation's"),
    ("survey/key/nodes.sql", "servers are the installation's"),
    (
        "survey/key/spare_add.sql",
        "keys that no batch has taken yet",
    ),
    (
        "survey/key/spare_drop.sql",
        "keys that no batch has taken yet",
    ),
    (
        "survey/key/spare_forget.sql",
        "keys that no batch has taken yet",
    ),
    (
        "survey/key/spare_take.sql",
        "keys that no batch has taken yet",
    ),
    ("survey/key/spares.sql", "keys that no batch has taken yet"),
    (
        "survey/pool/total.sql",
        "how many answers of a restored backup wait, in all surveys",
    ),
    (
        "upload/expire.sql",
        "bytes that waited too long go, whosever they are",
    ),
];

/// Requires `org_id` in every statement that is not site-wide, and no needless entry in the list.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let statements: Vec<_> = project
        .tree
        .under(FOLDER)
        .filter(|(file, _)| file.extension() == "sql")
        .collect();
    let mut site_wide = 0;
    for (file, rest) in &statements {
        let listed = SITE_WIDE.iter().any(|(path, _)| path == rest);
        let mentions = code(&file.text).any(|line| line.contains("org_id"));
        site_wide += usize::from(listed);
        if !mentions && !listed {
            let hint = "bind the organisation in the statement";
            findings.add(&file.path, 1, "a statement without `org_id`", hint);
        }
        if mentions && listed {
            let hint = "take it from SITE_WIDE in xtask/src/tidy/queries.rs";
            findings.add(
                &file.path,
                1,
                "listed as site-wide, but names `org_id`",
                hint,
            );
        }
    }
    for (entry, _) in SITE_WIDE {
        if statements.iter().any(|(_, rest)| rest == entry) {
            continue;
        }
        let what = format!("site-wide statement `{entry}` does not exist");
        findings.add(
            FOLDER,
            1,
            what,
            "take it from SITE_WIDE in xtask/src/tidy/queries.rs",
        );
    }
    findings.notes.push(format!(
        "{} statements, {site_wide} site-wide",
        statements.len()
    ));
}

/// The lines of a statement without comments: a comment binds nothing.
fn code(sql: &str) -> impl Iterator<Item = &str> {
    sql.lines()
        .map(|line| line.split("--").next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::{SITE_WIDE, check};

    #[test]
    fn site_wide_statements_have_a_reason_and_an_order() {
        assert!(SITE_WIDE.is_sorted());
        assert!(SITE_WIDE.iter().all(|(_, reason)| reason.len() > 10));
    }

    #[test]
    fn a_needless_or_stale_entry_is_found() {
        let (first, _) = SITE_WIDE[0];
        let path = format!("crates/store/queries/{first}");
        let found = planted(check, &[(&path, "SELECT 1 WHERE org_id = $1")]);
        assert!(found[0].ends_with("listed as site-wide, but names `org_id`"));
        assert_eq!(found.len(), SITE_WIDE.len(), "all others do not exist");
    }

    #[test]
    fn a_statement_without_the_tenant_is_found() {
        let found = planted(
            check,
            &[
                (
                    "crates/store/queries/survey/list.sql",
                    "SELECT id FROM survey WHERE org_id = ?",
                ),
                (
                    "crates/store/queries/survey/all.sql",
                    "SELECT id FROM survey -- org_id",
                ),
            ],
        );
        let own: Vec<&String> = found
            .iter()
            .filter(|line| line.starts_with("crates/store/queries/survey/"))
            .collect();
        assert_eq!(
            own,
            ["crates/store/queries/survey/all.sql:1 a statement without `org_id`"]
        );
    }
}
