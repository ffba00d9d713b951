//! Which of the assessors' texts a member may read, and how a form's text gets its marking.

use domain::assessment::Marking;
use domain::identity::Permission;
use domain::{Classified, Publicity};
use jiff::civil::Date;

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

/// A day of a form; an empty field means none.
pub(crate) fn day(invalid: &mut Invalid, name: &'static str, text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok().or_else(|| finnish(text));
    invalid.need(name, "error.field.date", read)
}

/// A day as people write it: `22.11.2026`.
fn finnish(text: &str) -> Option<Date> {
    let mut parts = text.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_browsers_and_as_people_write_them() {
        let mut invalid = Invalid::default();
        let wanted = Date::constant(2026, 11, 2);
        assert_eq!(day(&mut invalid, "d", "2026-11-02"), Some(wanted));
        assert_eq!(day(&mut invalid, "d", " 2.11.2026 "), Some(wanted));
        assert_eq!(day(&mut invalid, "d", ""), None);
        assert!(invalid.fields.is_empty());
        assert_eq!(day(&mut invalid, "d", "31.2.2026"), None);
        assert_eq!(invalid.of("d"), Some("error.field.date"));
    }
}
