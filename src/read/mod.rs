//! Files as they came: workbooks, sheets, cells, and the paragraphs of reports, with text kept as typed.
//!
//! A format of workbooks stands in a folder of its own, with its values, merged cells, formats and looks.

pub mod content_hash;
pub mod document;
pub mod docx;
pub mod format;
mod from_calamine;
pub mod looks;
pub mod number_format;
mod ods;
pub mod paragraphs;
pub mod pdf;
pub mod recalculate;
pub mod sheet;
pub mod text;
pub mod workbook;
mod xls;
mod xlsb;
mod xlsx;

pub use content_hash::{ContentHash, bytes};
pub use format::Format;
pub use number_format::NumberFormat;
pub use sheet::{Cell, Sheet, Value};
pub use workbook::Workbook;
