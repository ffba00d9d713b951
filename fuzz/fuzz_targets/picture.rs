//! Any bytes as a picture: read or refused, and what is read is again a picture within the limits, which
//! says the same when it is read once more.
#![no_main]

use exchange::limits::{PICTURE_HEIGHT, PICTURE_WIDTH};
use exchange::picture::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(ready) = read(bytes) {
        assert!(ready.width <= PICTURE_WIDTH && ready.height <= PICTURE_HEIGHT);
        let again = read(&ready.bytes).expect("what was written is a picture");
        assert_eq!((again.width, again.height), (ready.width, ready.height));
    }
});
