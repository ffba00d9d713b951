//! What a browser says of itself, as far as a person needs it to know one's own devices.

use crate::words::words;

words! {
    /// A kind of browser.
    Browser {
        /// Chrome, or one that calls itself so.
        Chrome = "chrome",
        /// Edge.
        Edge = "edge",
        /// Firefox.
        Firefox = "firefox",
        /// Safari.
        Safari = "safari",
        /// Any other, or none that says what it is.
        Other = "other",
    }
}

words! {
    /// What the browser runs on.
    System {
        /// A telephone or a tablet with Android.
        Android = "android",
        /// A telephone of Apple.
        IPhone = "iphone",
        /// A tablet of Apple, when it says so.
        IPad = "ipad",
        /// A computer with Windows.
        Windows = "windows",
        /// A computer of Apple.
        Mac = "mac",
        /// A computer with Linux.
        Linux = "linux",
        /// Any other.
        Other = "other",
    }
}

/// A browser on a kind of machine: no version, no model, nothing that would tell two people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// The browser.
    pub browser: Browser,
    /// What it runs on.
    pub system: System,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            browser: Browser::Other,
            system: System::Other,
        }
    }
}

impl Device {
    /// What the header `User-Agent` says. Browsers name those they resemble, too, so the order counts.
    pub fn of_agent(text: &str) -> Self {
        let browsers = [
            ("Edg", Browser::Edge),
            ("Firefox/", Browser::Firefox),
            ("FxiOS/", Browser::Firefox),
            ("CriOS/", Browser::Chrome),
            ("Chrome/", Browser::Chrome),
            ("Safari/", Browser::Safari),
        ];
        let systems = [
            ("Android", System::Android),
            ("iPhone", System::IPhone),
            ("iPad", System::IPad),
            ("Windows", System::Windows),
            ("Macintosh", System::Mac),
            ("Linux", System::Linux),
        ];
        let browser = browsers.iter().find(|(word, _)| text.contains(word));
        let system = systems.iter().find(|(word, _)| text.contains(word));
        Self {
            browser: browser.map_or(Browser::Other, |(_, it)| *it),
            system: system.map_or(System::Other, |(_, it)| *it),
        }
    }

    /// As it is stored and recorded: two words.
    pub fn code(self) -> String {
        format!("{} {}", self.browser.code(), self.system.code())
    }

    /// Reads what was stored.
    pub fn from_code(code: &str) -> Option<Self> {
        let (browser, system) = code.split_once(' ')?;
        Some(Self {
            browser: Browser::from_code(browser)?,
            system: System::from_code(system)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_among_those_it_names_and_nothing_else_of_it_is_kept() {
        for (agent, code) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "edge windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "chrome android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "safari iphone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "firefox linux",
            ),
            ("curl/8.0", "other other"),
            ("", "other other"),
        ] {
            let device = Device::of_agent(agent);
            assert_eq!(device.code(), code, "{agent}");
            assert_eq!(Device::from_code(code), Some(device));
        }
        assert_eq!(Device::from_code("netscape"), None);
    }
}
