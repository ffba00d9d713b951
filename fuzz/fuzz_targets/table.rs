//! Any bytes as a table.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    drop(exchange::table::read_all(bytes));
});
