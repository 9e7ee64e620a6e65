//! A CMap, as a map to Unicode and as an encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use minutebook::extract::doors;

fuzz_target!(|bytes: &[u8]| {
    doors::cmap(bytes);
});
