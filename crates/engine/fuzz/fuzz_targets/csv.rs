//! Any bytes as a table: documents and errors come out, and never a panic.
#![no_main]

use intake::{Format, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = Options { format: Some(Format::Csv), ..Options::default() };
    for item in intake::read_bytes(bytes.to_vec(), "fuzz", &options) {
        let _ = item.map_err(|e| e.to_string());
    }
});
