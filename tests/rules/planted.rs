//! A form made wrong in one way, and the same form changed in a way that is right.

use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;
use ziping::check::{Checked, check};
use ziping::model::form::{Entry, Form, Measure, Row};
use ziping::model::place::{Address, Place};
use ziping::model::profile::{Profile, Profiles};
use ziping::read::{Cell, ContentHash, Format, Sheet, Value, Workbook};
use ziping::recognise::Layouts;
use ziping::submission::{self, LayoutsAndProfiles};

/// Cells, and what is typed into them.
pub type Cells = Vec<(Address, Value)>;

/// What is done to a sheet.
#[derive(Debug, Clone, Default)]
pub struct Planted {
    /// What makes it wrong.
    pub faulty: Cells,
    /// What may be typed into the same cells; nothing where the form as it is shows the sound case.
    pub sound: Cells,
    /// A row that is hidden.
    pub hidden: Option<u32>,
    /// The sheet is filed once more, and the cells are those of the second one.
    pub twice: bool,
    /// Sheets that are filed beside it.
    pub beside: Vec<Sheet>,
    /// A profile of one's own: lines of its TOML.
    pub profile: Option<String>,
}

impl Planted {
    /// Cells that make a form wrong which is sound as it is.
    pub fn wrong(cells: impl IntoIterator<Item = (Place, Value)>) -> Planted {
        Planted { faulty: at(cells), ..Planted::default() }
    }

    /// Cells that make it wrong, and cells that do not.
    pub fn pair(
        faulty: impl IntoIterator<Item = (Place, Value)>,
        sound: impl IntoIterator<Item = (Place, Value)>,
    ) -> Planted {
        Planted { faulty: at(faulty), sound: at(sound), ..Planted::default() }
    }

    /// What the catalogue says of the workbook with the fault, or with the sound counterpart of it.
    pub fn checked(&self, sheets: &[Sheet], form: &Form, is_faulty: bool) -> Checked {
        let mut sheets = sheets.to_vec();
        let name = form.place.sheet.clone();
        let sheet = sheets.iter_mut().find(|sheet| sheet.name == name).expect("the sheet of the form");
        let mut changed = sheet.clone();
        let cells = if is_faulty { &self.faulty } else { &self.sound };
        cells.iter().for_each(|(address, value)| retype(&mut changed, *address, value));
        changed.hidden_rows.extend(self.hidden.filter(|_| is_faulty));
        match self.twice {
            true => sheets.push(Sheet { name: "第二份".into(), ..changed }),
            false => *sheet = changed,
        }
        sheets.extend(self.beside.iter().cloned());
        checked(sheets, self.profile.as_deref())
    }
}

fn at(cells: impl IntoIterator<Item = (Place, Value)>) -> Cells {
    cells.into_iter().map(|(place, value)| (place.cell.expect("a cell"), value)).collect()
}

fn retype(sheet: &mut Sheet, address: Address, value: &Value) {
    let format = sheet.cells.get(&address).map(|cell| cell.format).unwrap_or_default();
    let cell = Cell { value: value.clone(), formula: None, format, recalculated: None, unverified: false };
    sheet.cells.insert(address, cell);
}

static LAYOUTS: LazyLock<Layouts> = LazyLock::new(|| Layouts::embedded().expect("embedded templates"));
static PROFILES: LazyLock<Profiles> =
    LazyLock::new(|| Profiles::load(&[], ziping::rules::is_known).expect("embedded profiles"));

/// What the catalogue says of a workbook.
pub fn checked(sheets: Vec<Sheet>, profile: Option<&str>) -> Checked {
    let file = "表.xlsx";
    let workbook = Workbook {
        file: file.into(),
        path: file.into(),
        content_hash: ContentHash::default(),
        format: Format::Xlsx,
        sheets,
    };
    let mut submission =
        submission::of_workbook(workbook, LayoutsAndProfiles { layouts: &LAYOUTS, profiles: &PROFILES });
    if let Some(lines) = profile {
        let text = format!("id = \"own\"\nname = \"自定\"\n{lines}");
        let own = Arc::new(Profile::parse(&text).expect("a sound profile").named());
        submission.forms.iter_mut().for_each(|form| form.profile = own.clone());
        submission.profile = own;
    }
    check(submission)
}

/// A sheet of texts, row by row from its first cell.
pub fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            retype(&mut sheet, Address::new(row, column), &text(*cell));
        }
    }
    sheet
}

/// A text to type.
pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A figure to type, without zeros at its end.
pub fn typed(value: Decimal) -> Value {
    text(value.normalize().to_string())
}

/// Another text in the cell of an entry, behind the label that stands there.
pub fn restated(entry: &Entry, value: &str) -> (Place, Value) {
    (entry.place.clone(), text(format!("{}{value}", entry.prefix)))
}

/// A figure of a row and where it stands.
pub fn figure(row: &Row, measure: Measure) -> Option<(Place, Decimal)> {
    let figure = row.figure(measure)?;
    Some((figure.place.clone(), figure.value))
}

/// A figure with something added to it.
pub fn more((place, value): (Place, Decimal), by: i64) -> Planted {
    Planted::wrong([(place, typed(value + Decimal::from(by)))])
}

/// The cell in the row of another one, right of all columns of the form.
pub fn right_of_all(form: &Form, beside: &Place) -> Option<Place> {
    let columns = form.blocks.iter().flat_map(|block| block.columns.values());
    let last = columns.filter_map(|place| place.cell).map(|cell| cell.column).max()?;
    Some(beside.at(Address::new(beside.cell?.row, last + 1)))
}

/// The indicator rows of a form.
pub fn indicators(form: &Form) -> impl Iterator<Item = &Row> {
    form.blocks_named("indicators").flat_map(|block| &block.rows)
}

/// The row 年度资金总额.
pub fn total(form: &Form) -> Option<&Row> {
    form.row("funds_total")
}
