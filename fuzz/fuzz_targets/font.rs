//! An embedded font program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::extract::doors;

fuzz_target!(|bytes: &[u8]| {
    doors::font_program(bytes);
});
