//! How a bureau lays out its self-evaluation form: data, read from `shapes/*.toml`.
//!
//! A field is written `D:E 三级指标 = third`: the columns, what is printed, and what a filled form holds there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::grid::Span;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/make_samples/shapes");

/// Every shape by its id, which is the name of its file.
pub static SHAPES: LazyLock<BTreeMap<String, Shape>> = LazyLock::new(|| {
    let texts = FILES.files().filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)));
    texts.map(|(id, text)| (id.to_string(), Shape::read(id, text))).collect()
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    pub title: String,
    pub sheet: String,
    pub widths: Vec<f64>,
    #[serde(default)]
    pub landscape: bool,
    /// Whether there is a blank of it in `templates/`.
    #[serde(default = "yes")]
    pub blank: bool,
    /// Each page begins with the title rather than with the heading of the indicators.
    #[serde(default)]
    pub repeat_title: bool,
    /// Rows between the year and the funds.
    pub head: Vec<Vec<Field>>,
    pub funds: Funds,
    pub goals: Option<Goals>,
    pub indicators: Indicators,
    #[serde(default)]
    pub end: End,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funds {
    /// The label at the left of all rows.
    pub side: Option<Field>,
    pub columns: Vec<Field>,
    pub total: String,
    /// The rows under the total in a blank; a filled form brings its own.
    pub parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goals {
    pub side: Option<Field>,
    pub columns: Vec<Field>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicators {
    pub side: Option<Field>,
    pub columns: Vec<Field>,
    /// `first|second|weight` for each row of a blank.
    pub rows: Vec<String>,
    /// First levels say how many points they have.
    #[serde(default = "yes")]
    pub weighted: bool,
}

/// What stands below the indicators.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub total: Option<String>,
    pub grade: Option<String>,
    #[serde(default)]
    pub rows: Vec<Vec<Field>>,
    /// The line with who filled in the form, and when.
    #[serde(default)]
    pub contact: bool,
}

/// Columns, the printed text, and the name of what is filled in.
#[derive(Deserialize, Clone)]
#[serde(from = "String")]
pub struct Field {
    pub span: Span,
    pub text: String,
    pub holds: String,
}

impl From<String> for Field {
    fn from(spec: String) -> Self {
        let (columns, rest) = spec.split_once(' ').expect("a field has columns and a text");
        let (text, holds) = rest.rsplit_once("= ").unwrap_or((rest, ""));
        let column = |letter: &str| letter.bytes().next().expect("a column has a letter").saturating_sub(b'A').into();
        let (first, last) = columns.split_once(':').unwrap_or((columns, columns));
        Field {
            span: Span(column(first), column(last)),
            text: text.trim_end_matches(' ').to_string(),
            holds: holds.to_string(),
        }
    }
}

impl Shape {
    pub fn named(id: &str) -> &'static Shape {
        SHAPES.get(id).unwrap_or_else(|| panic!("no shape is named {id}"))
    }

    fn read(id: &str, text: &str) -> Self {
        let shape: Shape = toml::from_str(text).unwrap_or_else(|error| panic!("{id}: {error}"));
        let with =
            |side: &Option<Field>, columns: &[Field]| -> Vec<Field> { side.iter().chain(columns).cloned().collect() };
        shape.covers(id, &with(&shape.funds.side, &shape.funds.columns));
        shape.covers(id, &with(&shape.indicators.side, &shape.indicators.columns));
        if let Some(goals) = &shape.goals {
            shape.covers(id, &with(&goals.side, &goals.columns));
        }
        for row in shape.end.rows.iter().chain(&shape.head).filter(|row| row.first().is_some_and(|f| f.span.0 == 0)) {
            shape.covers(id, row);
        }
        shape
    }

    /// A row must fill the whole width, or the border of the printed form has gaps.
    fn covers(&self, id: &str, row: &[Field]) {
        let end = row.iter().fold(0, |next, field| {
            assert_eq!(field.span.0, next, "{id}: {} leaves a gap or overlaps", field.text);
            field.span.1 + 1
        });
        assert_eq!(end, self.last() + 1, "{id}: the row of {} ends early", row[0].text);
    }

    pub fn last(&self) -> u16 {
        self.widths.len() as u16 - 1
    }
}

/// Finds the column that holds something, if the form has it.
pub fn holding<'a>(columns: &'a [Field], what: &str) -> Option<&'a Field> {
    columns.iter().find(|field| field.holds == what)
}

fn yes() -> bool {
    true
}
