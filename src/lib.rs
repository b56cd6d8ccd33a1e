//! `ziping` (自评) recomputes and cross-checks the performance self-evaluation forms and final-accounts tables
//! that departments of Chinese local governments file each spring.
//!
//! The way of the data, one direction, no cycles:
//!
//! ```text
//! path ──read──▶ Workbook ──locate──▶ (Sheet, Layout) ──extract──▶ Form
//!   Submission = the forms of one department
//!        │ facts (Polars)       │ rules: relations and checks ──▶ findings ──resolve──▶ corrections
//!        ▼                      ▼
//!   facts.parquet    corrected workbooks, 差异表, 复核汇总, published tables, findings.json, the screen
//! ```
//!
//! What spans submissions is asked of the tables that a run has written ([`across`]); who has filed is compared with a
//! list of who should have ([`roster`]), and what was found with what an earlier run found ([`against`]).
//!
//! Between check and output, what departments explained on the 差异表 of an earlier round is laid beside the findings
//! ([`explained`]).
//!
//! Reported figures are never changed, only questioned; derived ones are recomputed. All figures are
//! [`rust_decimal::Decimal`]s that stand for ranges ([`figure`]); nothing is decided by a tolerance.

pub mod batch;
pub mod check;
pub mod cli;
pub mod limits;
pub mod model;
pub mod narrative;
pub mod ooxml;
pub mod publish;
pub mod read;
pub mod recognise;
pub mod record;
pub mod rules;
pub mod scoring;
pub mod submission;
#[cfg(test)]
pub mod testing;
pub mod write;
