//! Texts of the catalogue of rules, as findings keep them: also those of an earlier run.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A text of the catalogue of rules: an id, what a rule says, the provision it rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CatalogueText(Arc<str>);

impl From<&str> for CatalogueText {
    fn from(text: &str) -> CatalogueText {
        CatalogueText(text.into())
    }
}

impl Deref for CatalogueText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for CatalogueText {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CatalogueText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for CatalogueText {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for CatalogueText {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}
