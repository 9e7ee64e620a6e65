//! A file of the format `html`, or the part of it that holds the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::internals::extract::fuzzing;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = fuzzing::part("html", bytes) {
        assert_ne!(error.code, "panic", "{}", error.message);
    }
});
