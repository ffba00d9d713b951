//! Any bytes as interview notes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    drop(exchange::notes::read(bytes));
});
