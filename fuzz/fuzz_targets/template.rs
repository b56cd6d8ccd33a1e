//! TOML → layout, profile.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ziping::model::form::Layout;
use ziping::model::profile::Profile;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    drop(Profile::parse(text));
    if let Ok(layout) = toml::from_str::<Layout>(text) {
        drop(ziping_fuzz::known().layouts.with_layout(layout));
    }
});
