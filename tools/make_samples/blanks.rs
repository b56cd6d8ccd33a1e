//! `templates/*.xlsx`: a blank of every form and table, to hand out or to fill in.

use std::path::Path;

use anyhow::Result;

use crate::accounts::{Accounts, Edition};
use crate::book::Book;
use crate::form::blank_sheet;
use crate::shape::SHAPES;

pub fn write(folder: &Path) -> Result<()> {
    for (id, shape) in SHAPES.iter().filter(|(_, shape)| shape.blank) {
        Book::of(&shape.sheet, blank_sheet(id)).save(&folder.join(format!("{id}.xlsx")))?;
    }
    let accounts = Accounts { edition: Edition::Full, blank: true, year: 2024, unit: "万元", ..Accounts::default() };
    for (number, (sheet, draw)) in (1..).zip(Edition::Full.tables()) {
        Book::of(sheet, draw(&accounts)).save(&folder.join(format!("accounts-{number:02}.xlsx")))?;
    }
    let turned = Accounts { edition: Edition::Turned, ..accounts };
    for (id, (sheet, draw)) in ["accounts-09-rows", "accounts-10-rows"].iter().zip(Edition::Turned.tables()) {
        Book::of(sheet, draw(&turned)).save(&folder.join(format!("{id}.xlsx")))?;
    }
    Ok(())
}
