//! The registry of features: every page of the product hangs on this slice. Only the server reads
//! it, so that the core knows no feature.

use std::sync::Arc;

use crate::feature::Feature;
use crate::identity::expired;
use crate::link;
use crate::visit::{Frame, Own};

/// Every feature, in the order of the navigation.
pub const FEATURES: &[Feature] = &[
    crate::organisation::FEATURE,
    crate::leadership::FEATURE,
    crate::assessment::FEATURE,
    crate::survey::FEATURE,
    crate::interview::FEATURE,
    crate::document::FEATURE,
    crate::threat::FEATURE,
    crate::risk::FEATURE,
    crate::service::FEATURE,
    crate::measure::FEATURE,
    crate::handbook::FEATURE,
    crate::training::FEATURE,
    crate::import::FEATURE,
    crate::framework::FEATURE,
    crate::programme::FEATURE,
    crate::identity::FEATURE,
    crate::audit::FEATURE,
    crate::site::FEATURE,
];

/// The menu beside a person's name.
const MENU: &[Own] = &[
    Own {
        label: "organisation.choose.title",
        link: link::START,
    },
    Own {
        label: "identity.account.title",
        link: crate::identity::link::ACCOUNT,
    },
    Own {
        label: "site.title",
        link: crate::site::link::SITE,
    },
];

/// What the features give to every page.
pub(crate) fn frame() -> Arc<Frame> {
    Arc::new(Frame {
        nav: FEATURES.iter().filter_map(|feature| feature.nav).collect(),
        menu: MENU,
        expired: |visit, request| Box::pin(expired::answer(visit, request)),
    })
}
