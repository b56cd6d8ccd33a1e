//! `ziping` (自评) recomputes and cross-checks the performance self-evaluation forms and final-accounts tables
//! that departments of Chinese local governments file each spring.
//!
//! The way of the data, in one direction and without cycles:
//!
//! ```text
//! path ──read──▶ Workbook, Document ──recognise, narrative──▶ Form, Report
//!   Submission = the forms and reports of one department
//!     ──rules──▶ relations and findings ──check──▶ who is at fault, what is corrected ──record──▶ what is kept of it
//!        ──write──▶ what goes back to the department
//!        ──batch──▶ what is said of the whole run: 复核汇总, findings.json, Parquet, the screen
//!        ──publish──▶ the tables to publish
//! ```
//!
//! The modules stand here from the ground up, as far as the alphabet lets them: [`limits`] (what a file may ask),
//! [`model`] (what everything speaks of), [`ooxml`] (packages), [`scoring`], [`read`], [`narrative`], [`recognise`],
//! [`submission`], [`rules`], [`check`], [`record`], [`write`](mod@write), [`batch`], [`publish`], [`cli`]. Each uses only those
//! before it in this list; a test keeps it so.
//!
//! Reported figures are never changed, only questioned; derived ones are recomputed. All figures are
//! [`rust_decimal::Decimal`]s that stand for ranges ([`model::figure`]). No rule contains a tolerance; a bureau's own
//! profile may state one ([`model::profile`]), and its use is said.

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
