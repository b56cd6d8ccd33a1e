//! Templates learned from forms work.
