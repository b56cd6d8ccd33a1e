//! The parts of a self-evaluation form that rules ask for again and again.

use crate::model::figure::Figure;
use crate::model::form::{Block, Form, Measure, Row};

impl Form {
    /// The block of the funds: 项目资金, 预算执行情况.
    pub fn funds(&self) -> Option<&Block> {
        self.block("funds")
    }

    /// The rows of the funds.
    pub fn fund_rows(&self) -> &[Row] {
        rows(self.funds())
    }

    /// The row 年度资金总额 of the funds.
    pub fn funds_total(&self) -> Option<&Row> {
        self.funds()?.row("funds_total")
    }

    /// The indicator rows.
    pub fn indicators(&self) -> &[Row] {
        rows(self.block("indicators"))
    }

    /// The score of the row 总分.
    pub fn total_score(&self) -> Option<&Figure> {
        self.total.as_ref()?.figure(Measure::Score)
    }
}

fn rows(block: Option<&Block>) -> &[Row] {
    block.map(|block| block.rows.as_slice()).unwrap_or_default()
}
