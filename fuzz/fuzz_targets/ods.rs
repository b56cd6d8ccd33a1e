//! content.xml of an .ods → cells → forms → findings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ziping::read::{Format, looks, workbook};

fuzz_target!(init: ziping_fuzz::as_in_a_run(), |input: &[u8]| {
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = b"<manifest/>";
    let package =
        ziping_fuzz::package(&[("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", input)]);
    if let Ok(sheets) = workbook::sheets(&package) {
        looks::read(&package, Format::Ods);
        ziping_fuzz::check_sheets(sheets, Format::Ods);
    }
});
