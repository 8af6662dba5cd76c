#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| motif_fuzz::query(bytes));
