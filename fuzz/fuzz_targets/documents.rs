//! Any bytes as a checklist of documents.
#![no_main]

use domain::Localised;
use exchange::documents::{KnownDocument, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let known = [KnownDocument {
        id: "plan".to_owned(),
        title: Localised::same("Suunnitelma"),
    }];
    for table in exchange::table::read_all(bytes).taken.unwrap_or_default() {
        drop(read(&table, &known));
    }
});
