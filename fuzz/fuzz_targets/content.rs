//! The content stream of a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::extract::doors;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = doors::content(bytes) {
        assert_ne!(error.code, "panic", "{}", error.message);
    }
});
