//! A CMap, as a map to Unicode and as an encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::internals::extract::fuzz_targets;

fuzz_target!(|bytes: &[u8]| {
    fuzz_targets::cmap(bytes);
});
