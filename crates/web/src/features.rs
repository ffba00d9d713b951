//! What the features give to every page. Only the server reads it, so that the core knows no feature.

use std::sync::Arc;

use crate::FEATURES;
use crate::identity::expired;
use crate::link;
use crate::visit::{Frame, Own};

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
