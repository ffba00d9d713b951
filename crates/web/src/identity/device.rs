//! A device in words.

use domain::identity::Device;
use i18n::Texts;

/// What the browser said of itself when the session was begun.
pub(super) fn named(t: Texts, device: Device) -> String {
    let browser = t.say(&format!("device.browser.{}", device.browser.code()));
    let system = t.say(&format!("device.system.{}", device.system.code()));
    t.with("device.on", &[("browser", &browser), ("system", &system)])
}
