//! Where a rule was checked, and how it ended there.

use serde::{Deserialize, Serialize};

use crate::model::catalogue_text::CatalogueText;
use crate::rules::Missing;

/// How a rule ended, over the forms of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Rule id.
    pub rule: CatalogueText,
    /// Forms on which it holds.
    pub holds: usize,
    /// Forms on which it is broken.
    pub broken: usize,
    /// Forms to which it does not apply.
    pub not_applicable: usize,
    /// Where it could not be checked, and which figure is missing.
    pub unchecked: Vec<Missing>,
}
