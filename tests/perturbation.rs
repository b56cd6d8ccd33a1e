//! A form says the same however a clerk lays it out: every filled sample is changed in the ways that
//! departments change forms, read again, and must give the same facts.
//!
//! `ZIPING_VARIANTS=500 cargo test --release perturbation -- --nocapture` runs more variants of each
//! change and prints how many of them were misread.

pub mod dice;
mod facts;
mod figures;
pub mod grid;
mod labels;
mod merging;
mod neighbours;
mod properties;
mod scene;
mod structure;
mod titles;
mod units;
mod wording;
mod world;

use dice::Dice;
use scene::{Change, Scene};

/// A way to change a sheet without changing what it says; nothing where it does not apply.
type Perturb = fn(&Scene, &mut Dice) -> Option<Change>;

/// Rows, columns and merged cells.
const LAYOUT: &[(&str, Perturb)] = &[
    ("insert blank rows", structure::blank_rows),
    ("insert blank columns", structure::blank_columns),
    ("swap two columns", structure::swapped_columns),
    ("split one merged cell", merging::one_split),
    ("split all merged cells", merging::all_split),
    ("merge a label with the blank right of it", merging::label_merged_to_the_right),
    ("merge a label with the blank left of it", merging::label_merged_to_the_left),
    ("split a label over two rows", merging::label_over_two_rows),
];

/// Labels and titles.
const WORDING: &[(&str, Perturb)] = &[
    ("synonyms of column labels", wording::column_synonyms),
    ("synonyms of labels of the head", wording::field_synonyms),
    ("synonyms of row names", wording::item_synonyms),
    ("spaces between characters", wording::spaced),
    ("line breaks between characters", wording::vertical),
    ("other brackets", wording::other_brackets),
    ("a colon at the end", wording::with_colon),
    ("an asterisk in front", wording::with_asterisk),
    ("formula marks", wording::formula_marks),
    ("weights written differently", wording::weights_restyled),
    ("weights added to labels", wording::weights_added),
    ("full-width digits in texts", wording::full_width_texts),
    ("a place or year before the title", titles::prefixed),
    ("words after the title", titles::suffixed),
    ("another title of the same form", titles::reworded),
    ("a title with spaces", titles::spaced),
    ("附件 in a row above the title", titles::annex_above),
];

/// Figures and their unit.
const FIGURES: &[(&str, Perturb)] = &[
    ("numbers as text", figures::as_text),
    ("text as numbers", figures::as_numbers),
    ("thousands separators", figures::with_separators),
    ("full-width figures", figures::full_width),
    ("percentages typed the other way", figures::percent_other_way),
    ("another unit in its place", units::in_place),
    ("another unit in the title", units::in_title),
    ("another unit in a line of its own", units::in_line),
    ("another unit in the header", units::in_header),
    ("another unit in a note below", units::in_note),
];

/// What else stands on the sheet.
const NEIGHBOURS: &[(&str, Perturb)] = &[
    ("the same form again below", neighbours::twice),
    ("another form below", neighbours::another_below),
    ("another form beside, a column between", neighbours::another_beside),
    ("another form beside, no gap", neighbours::another_beside_touching),
    ("a cover above", neighbours::cover_above),
    ("notes below", neighbours::notes_below),
    ("another sheet name", neighbours::renamed),
];
