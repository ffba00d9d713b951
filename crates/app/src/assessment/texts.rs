//! Which of the assessors' texts a member may read.

use domain::identity::Permission;
use domain::{Classified, Publicity};

use crate::cx::OrgCx;

/// The text, when this member may read its class; nothing when the member may only know that it
/// exists.
pub fn shown<'a>(cx: &OrgCx, text: Classified<&'a str>) -> Option<&'a str> {
    may_read(cx, text.publicity()).then(|| *text.for_member())
}

/// Whether this member may read texts of the class.
pub(crate) fn may_read(cx: &OrgCx, class: Publicity) -> bool {
    match class {
        Publicity::Public => true,
        Publicity::Internal => cx.may(Permission::AssessmentRead),
        Publicity::Secret => cx.may(Permission::SecretRead),
    }
}
