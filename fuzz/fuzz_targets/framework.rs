//! Any bytes as a framework; what is taken has unique ids.
#![no_main]

use std::collections::BTreeSet;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(framework) = exchange::framework::read(bytes).taken {
        let mut ids = BTreeSet::new();
        assert!(
            framework
                .criteria()
                .all(|(_, criterion)| ids.insert(criterion.id.clone()))
        );
    }
});
