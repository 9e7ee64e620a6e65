//! The bytes of a whole file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::internals::extract::fuzz_targets;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = fuzz_targets::file(bytes) {
        assert_ne!(error.code, "panic", "{}", error.message);
    }
});
