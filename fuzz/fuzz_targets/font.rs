//! An embedded font program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::internals::extract::fuzz_targets;

fuzz_target!(|bytes: &[u8]| {
    fuzz_targets::font_program(bytes);
});
