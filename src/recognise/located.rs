//! A form found on a sheet, and whether another layout fits it as well.

use std::ops::Range;
use std::sync::Arc;

use crate::model::form::{FormKind, Layout, Measure, Unread};
use crate::model::place::Address;
use crate::recognise::Vocabulary;
use crate::recognise::fit::Fit;
use crate::recognise::header::Header;
use crate::recognise::template::Source;

/// A form found on a sheet.
#[derive(Debug, Clone)]
pub struct Located {
    /// How it is laid out.
    pub layout: Arc<Layout>,
    /// The labels in force for it.
    pub vocabulary: Arc<Vocabulary>,
    /// Where its title stands.
    pub title: Option<Address>,
    /// The sheet rows that belong to it.
    pub rows: Range<u32>,
    /// The sheet columns that belong to it.
    pub columns: Range<u32>,
    /// The headers of its blocks.
    pub headers: Vec<Header>,
    /// How well the layout fits.
    pub fit: Fit,
    /// Labels in the headers that are not known.
    pub unread: Vec<Unread>,
    /// Where the layout comes from.
    pub source: Source,
}

/// Whether a form without title may stand below another.
pub fn follows(above: &Located, form: &Located) -> bool {
    match above.layout.kind {
        FormKind::Accounts => form.layout.id == above.layout.id,
        _ => form.layout.kind != FormKind::Accounts,
    }
}

/// A layout that fits as well as the best, from the same source, and would read the form in another way.
pub fn rival(candidates: &[Located]) -> Option<&Located> {
    let (best, rest) = candidates.split_first()?;
    rest.iter()
        .take_while(|other| other.fit.score() == best.fit.score() && other.source_rank() == best.source_rank())
        .find(|other| best.reads_otherwise(other))
}

impl Located {
    fn source_rank(&self) -> usize {
        match &self.source {
            Source::BuiltIn => 0,
            Source::Folder(rank, _) => *rank,
        }
    }

    /// Whether another layout takes the same form for something else.
    fn reads_otherwise(&self, other: &Located) -> bool {
        let meaning = |form: &Located| -> Vec<(Measure, Address)> {
            let columns = form.headers.iter().flat_map(|header| &header.columns);
            columns.map(|(measure, column)| (*measure, column.cell)).collect()
        };
        let of = |form: &Located| (form.layout.kind, form.layout.table().map(str::to_string), form.layout.unit());
        of(self) != of(other) || meaning(self) != meaning(other)
    }
}
