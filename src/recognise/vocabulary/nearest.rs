//! The known label that an unknown one looks most like.

use crate::model::form::Measure;
use crate::model::text::label::{normalise, variants};
use crate::recognise::Vocabulary;

/// Labels less alike than this (of 1) are not proposed.
const ALIKE: f64 = 0.34;
/// Labels as much alike as this are probably meant for each other.
const MUCH_ALIKE: f64 = 0.65;

impl Vocabulary {
    /// The known label of a column that looks most like an unknown one, if any looks like it.
    pub fn nearest_column(&self, label: &str, columns: &[Measure]) -> Option<&str> {
        self.column_like(label, columns, ALIKE)
    }

    /// The same, where it looks so much alike that it is probably meant.
    pub fn much_like_column(&self, label: &str, columns: &[Measure]) -> Option<&str> {
        self.column_like(label, columns, MUCH_ALIKE)
    }

    fn column_like(&self, label: &str, columns: &[Measure], alike: f64) -> Option<&str> {
        let is_column = |measures: &Vec<Measure>| measures.iter().any(|measure| columns.contains(measure));
        nearest(
            alike,
            label,
            self.measures.iter().filter(|(_, measures)| is_column(measures)).map(|(known, _)| known.as_str()),
        )
    }

    /// The known row name or label of the head that looks most like an unknown one, if any looks like it.
    pub fn nearest_name(&self, label: &str) -> Option<&str> {
        nearest(ALIKE, label, self.items.keys().chain(self.fields.keys()).map(String::as_str))
    }
}

/// The most alike of some labels; of equals the one of like length, then the first in order.
fn nearest<'a>(least: f64, label: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = normalise(label);
    let variants = variants(&plain);
    let alike = |known: &str| {
        let all = variants.iter().map(|variant| strsim::normalized_damerau_levenshtein(variant, known));
        all.fold(0.0, f64::max)
    };
    let rated = known.map(|known| (alike(known), known)).filter(|(alike, _)| *alike >= least);
    let length = plain.chars().count();
    let other_length = |known: &str| (known.chars().count().abs_diff(length), known.to_string());
    let better =
        |a: &(f64, &str), b: &(f64, &str)| a.0.total_cmp(&b.0).then_with(|| other_length(b.1).cmp(&other_length(a.1)));
    rated.max_by(better).map(|(_, known)| known)
}
