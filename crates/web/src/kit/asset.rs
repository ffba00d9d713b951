//! The files a browser asks for besides pages, all inside the binary.

use std::sync::LazyLock;

use crate::link::{ASSET, Tail};

/// Is one file served under `/assets/`.
pub struct Asset {
    /// Path after `/assets/`.
    pub name: &'static str,
    /// Value of the `content-type` header.
    pub content_type: &'static str,
    /// The bytes.
    pub body: &'static [u8],
}

/// The style sheet of every page but the respondent's form.
///
/// The order of the parts does not decide what wins; the cascade layers in `tokens.css` do.
const APP_CSS: &str = concat!(
    include_str!("../../assets/css/tokens.css"),
    include_str!("../../assets/vendor/hds-core/tokens.css"),
    include_str!("../../assets/css/base.css"),
    include_str!("../../assets/css/frame.css"),
    include_str!("../../assets/css/form.css"),
    include_str!("../../assets/css/part.css"),
    include_str!("../../assets/css/list.css"),
    include_str!("../../assets/css/chart.css"),
    include_str!("../../assets/css/picture.css"),
    include_str!("../../assets/css/print.css"),
);

/// The style sheet of the respondent's form and of printed letters, which carry it within themselves.
pub const SURVEY_CSS: &str = include_str!("../../assets/css/survey.css");

/// The style sheet of the public handbook, which its pages carry within themselves.
pub const HANDBOOK_CSS: &str = include_str!("../../assets/css/handbook.css");

/// What keeps the pages of the handbook on a device; the list of pages is written before it.
pub const HANDBOOK_WORKER: &str = include_str!("../../assets/handbook-worker.js");

const APP_JS: &str = include_str!("../../assets/app.js");

/// Every file, in the order of their names.
pub const ASSETS: &[Asset] = &[
    Asset {
        name: "answer.js",
        content_type: "text/javascript; charset=utf-8",
        body: include_bytes!("../../assets/answer.js"),
    },
    Asset {
        name: "app.css",
        content_type: "text/css; charset=utf-8",
        body: APP_CSS.as_bytes(),
    },
    Asset {
        name: "app.js",
        content_type: "text/javascript; charset=utf-8",
        body: APP_JS.as_bytes(),
    },
    Asset {
        name: "favicon.svg",
        content_type: "image/svg+xml",
        body: include_bytes!("../../assets/img/favicon.svg"),
    },
    Asset {
        name: "handbook.js",
        content_type: "text/javascript; charset=utf-8",
        body: include_bytes!("../../assets/handbook.js"),
    },
    Asset {
        name: "logo.svg",
        content_type: "image/svg+xml",
        body: include_bytes!("../../assets/img/logo.svg"),
    },
    Asset {
        name: "passkey.js",
        content_type: "text/javascript; charset=utf-8",
        body: include_bytes!("../../assets/passkey.js"),
    },
    Asset {
        name: "source-sans-3.woff2",
        content_type: "font/woff2",
        body: include_bytes!("../../assets/fonts/source-sans-3.woff2"),
    },
    Asset {
        name: "survey.css",
        content_type: "text/css; charset=utf-8",
        body: SURVEY_CSS.as_bytes(),
    },
];

/// Returns the file of this name.
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Returns a word that changes whenever a file changes.
///
/// Addresses carry it (`/assets/app.css?v=…`), so that browsers may keep the files for a year.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let bytes = ASSETS.iter().flat_map(|asset| asset.body.iter().copied());
        format!("{:016x}", bytes.fold(FNV_START, fnv))
    });
    &VERSION
}

/// Returns the address of the file of this name.
pub fn address(name: &str) -> String {
    ASSET.to(name).query(&[("v", version())])
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a byte to an FNV-1a sum: no secret depends on it, only a browser's cache.
fn fnv(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_version_is_stable() {
        assert!(
            ASSETS
                .iter()
                .all(|asset| find(asset.name).is_some() && !asset.body.is_empty())
        );
        assert_eq!(version().len(), 16);
        assert_eq!(version(), version());
    }

    #[test]
    fn survey_style_stays_small() {
        assert!(SURVEY_CSS.len() <= 4096, "{} bytes", SURVEY_CSS.len());
    }
}
