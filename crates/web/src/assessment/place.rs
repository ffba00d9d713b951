//! Addresses of the assessment's pages. Ids of loaded frameworks may hold any character.

use domain::RoundId;

use crate::extract::Org;

/// One segment of an address, with what has a meaning there escaped.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            out.push(char::from(byte));
        } else if byte == b'.' && !text.bytes().all(|one| one == b'.') {
            out.push('.');
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Address of a page of a round.
pub(crate) fn round(org: &Org, id: RoundId, rest: &str) -> String {
    let tail = if rest.is_empty() {
        String::new()
    } else {
        format!("/{rest}")
    };
    org.href(&format!("rounds/{id}{tail}"))
}

/// Address of a theme in the workspace.
pub(super) fn theme(org: &Org, id: RoundId, theme: &str) -> String {
    round(org, id, &format!("workspace/{}", segment(theme)))
}

/// Address of a criterion in the workspace.
pub(super) fn criterion(org: &Org, id: RoundId, theme: &str, criterion: &str) -> String {
    let path = format!("workspace/{}/{}", segment(theme), segment(criterion));
    round(org, id, &path)
}

/// Address of a theme or, when a criterion is named, of the criterion.
pub(super) fn spot(org: &Org, id: RoundId, of: &str, one: &str) -> String {
    if one.is_empty() {
        theme(org, id, of)
    } else {
        criterion(org, id, of, one)
    }
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn ids_of_any_shape_make_one_segment() {
        assert_eq!(segment("recovery-restore-test"), "recovery-restore-test");
        assert_eq!(segment("A.5.1"), "A.5.1");
        assert_eq!(segment("ac-2(1)/ä"), "ac-2%281%29%2F%C3%A4");
        assert_eq!(segment(".."), "%2E%2E");
    }
}
