//! Faults in the accounts tables.

use rust_decimal::Decimal;
use ziping::model::form::{ColumnKind, Form, Measure, Row};

use crate::rules::planted::{Planted, figure, more};
use crate::rules::{Trial, accounts};

/// The trials of this group.
pub const TRIALS: &[Trial] = &[
    accounts("A-301", |form| raised(table(form, &["01"])?.row("income_of_year")?, Measure::Amount)),
    accounts("A-301", |form| raised(table(form, &["01"])?.row("spending_of_year")?, Measure::Amount)),
    accounts("A-302", |form| raised(table(form, &["01"])?.row("grand_total")?, Measure::Amount)),
    accounts("A-303", |form| raised(coded(form)?, Measure::Total)),
    accounts("A-304", |form| {
        let amount = |measure: &&Measure| measure.kind() == ColumnKind::Amount;
        let row = coded(form)?;
        raised(row, *row.entries.keys().filter(amount).find(|measure| row.figure(**measure).is_some())?)
    }),
    accounts("A-306", |form| raised(form.row("staff_total")?, Measure::Amount)),
    accounts("A-306", |form| raised(form.row("running_total")?, Measure::Amount)),
    accounts("A-308", |form| raised(form.block("budget")?.rows.first()?, Measure::Total)),
    accounts("A-308", |form| raised(form.block("final")?.rows.first()?, Measure::Vehicles)),
    accounts("A-321", |form| raised(table(form, &["01"])?.row("income_of_year")?, Measure::Amount)),
    accounts("A-321", |form| raised(table(form, &["02"])?.row("column_total")?, Measure::Total)),
    accounts("A-322", |form| raised(table(form, &["01"])?.row("spending_of_year")?, Measure::Amount)),
    accounts("A-322", |form| raised(table(form, &["03"])?.row("column_total")?, Measure::Total)),
    accounts("A-324", |form| raised(table(form, &["04"])?.row("spending_of_year")?, Measure::GeneralPublic)),
    accounts("A-324", |form| raised(table(form, &["05"])?.row("column_total")?, Measure::Basic)),
    accounts("A-324", |form| raised(table(form, &["06"])?.row("staff_total")?, Measure::Amount)),
];

/// The form, if it is one of these tables: the laws between tables name them by number.
fn table<'a>(form: &'a Form, numbers: &[&str]) -> Option<&'a Form> {
    form.layout.table().filter(|number| numbers.contains(number)).map(|_| form)
}

/// The row 合计 over rows with codes of the functions.
fn coded(form: &Form) -> Option<&Row> {
    let rows = &form.block("rows")?.rows;
    rows.iter().find(|row| row.is("column_total")).filter(|_| rows.iter().any(|row| row.code.is_some()))
}

fn raised(row: &Row, measure: Measure) -> Option<Planted> {
    figure(row, measure).filter(|(_, value)| *value > Decimal::ZERO).map(|figure| more(figure, 5_000))
}
