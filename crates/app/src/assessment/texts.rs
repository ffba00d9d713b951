//! Which of the assessors' texts a member may read, and how a form's text gets its marking.

use domain::assessment::Marking;
use domain::identity::Permission;
use domain::{Classified, Publicity};

use crate::cx::OrgCx;
use crate::error::Invalid;

/// The text, when this member may read its class; nothing when the member may only know that it
/// exists.
pub fn shown<'a>(cx: &OrgCx, text: &'a Classified<String>) -> Option<&'a str> {
    may_read(cx, text.publicity()).then(|| text.for_member().as_str())
}

/// Whether this member may read texts of the class.
pub(crate) fn may_read(cx: &OrgCx, class: Publicity) -> bool {
    match class {
        Publicity::Public => true,
        Publicity::Internal => cx.may(Permission::AssessmentRead),
        Publicity::Secret => cx.may(Permission::SecretRead),
    }
}

/// The marking of a form, with what must be mended noted.
pub(crate) fn marking(invalid: &mut Invalid, publicity: &str, ground: &str) -> Option<Marking> {
    let class = invalid.need(
        "publicity",
        "error.field.choose",
        Publicity::from_code(publicity),
    )?;
    let marking = Marking::new(class, ground).ok();
    invalid.need("ground", "error.field.ground", marking)
}
