//! The bytes of a file of any format → cells → forms → findings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ziping::read::{Format, workbook};

fuzz_target!(init: ziping_fuzz::as_in_a_run(), |input: &[u8]| {
    if let Ok(sheets) = workbook::sheets(input) {
        ziping_fuzz::check_sheets(sheets, Format::Xls);
    }
});
