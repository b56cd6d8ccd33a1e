//! The explanation of a recognition: every layout that fits, with its points.

use crate::model::place::Address;
use crate::read::{Cell, Sheet};
use crate::recognise::fit::Fit;
use crate::recognise::locate::{Sight, locate};
use crate::recognise::unknown::Unknown;
use crate::recognise::{Layouts, side_by_side};

/// A layout that fits, and how well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutCandidate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its points.
    pub fit: Fit,
}

/// A form that was recognised, with all layouts that fit, the one taken first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Its title, or its first header cell.
    pub cell: Address,
    /// The title as typed.
    pub title: Option<String>,
    /// The layouts that fit.
    pub candidates: Vec<LayoutCandidate>,
}

/// What was recognised on a sheet, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognition {
    /// Forms.
    pub recognised: Vec<Recognised>,
    /// What looks like a form and matches no layout.
    pub unknown: Vec<Unknown>,
}

/// Explains how a sheet is read.
pub fn explain(sheet: &Sheet, layouts: &Layouts) -> Recognition {
    let found = locate(sheet, layouts);
    let recognised = found.forms.iter().map(|form| {
        let part = side_by_side::part(sheet, &form.rows, &form.columns);
        let mut fitting = Sight::new(&part, layouts).candidates(form.title, &form.rows);
        fitting.sort_by_key(|candidate| candidate.layout.id != form.layout.id);
        let candidate = |fitting: &crate::recognise::locate::Located| LayoutCandidate {
            id: fitting.layout.id.clone(),
            name: fitting.layout.name.clone(),
            fit: fitting.fit,
        };
        let header = form.headers.iter().flat_map(|header| header.columns.values()).map(|column| column.cell).min();
        Recognised {
            cell: form.title.or(header).unwrap_or_default(),
            title: form.title.and_then(|cell| sheet.cells.get(&cell)).map(Cell::text),
            candidates: fitting.iter().map(candidate).collect(),
        }
    });
    Recognition { recognised: recognised.collect(), unknown: found.unknown }
}
