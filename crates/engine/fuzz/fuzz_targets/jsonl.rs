//! Any bytes as lines of JSON: every line is a document or an error, and none is a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for item in intake::records(bytes.to_vec(), "fuzz") {
        let _ = item.map_err(|e| e.to_string());
    }
});
