//! The text of one `c` element with its new value.

use anyhow::Result;

use super::CellEdit;
use super::address::{self, Position};
use super::markup::{Tag, escape};
use super::xml::Cursor;
use crate::model::figure::NewValue;

/// A cell that is there, rewritten: only its value, style and maybe formula change.
///
/// `formula` replaces the `f` element where that has to change for the sake of other cells;
/// `restyle` maps the old style to the new.
pub fn rewrite(
    source: &str,
    edit: &CellEdit,
    formula: Option<String>,
    restyle: impl FnOnce(u32) -> Result<u32>,
) -> Result<String> {
    let (mut cursor, cell) = Cursor::root(source)?;
    let (mut old_formula, mut old_value, mut others) = ("", String::new(), String::new());
    while let Some(child) = cursor.child()? {
        let text = &source[cursor.skip(&child)?.outer()];
        match () {
            () if child.is("f") => old_formula = text,
            () if child.is("v") || child.is("is") => old_value.push_str(text),
            // `extLst` comes last in a cell, by the schema.
            () => others.push_str(text),
        }
    }
    let formula = match edit.gives_up_formula() {
        false => formula.unwrap_or_else(|| old_formula.to_owned()),
        true => String::new(),
    };
    let mut tag = cell.tag()?;
    let old_style = cell.number("s")?.unwrap_or_default();
    style(&mut tag, old_style, restyle(old_style)?);
    // What says that a formula spills over, or that a value is more than it shows, goes with it.
    if formula.is_empty() {
        tag.remove("cm");
    }
    if edit.value.is_some() {
        tag.remove("vm");
    }
    let value = match &edit.value {
        Some(new) => value(&mut tag, new, !formula.is_empty()),
        None => old_value,
    };
    Ok(tag.around(&(formula + &value + &others)))
}

/// A cell that is not there yet.
pub fn create(prefix: &str, position: Position, new: Option<&NewValue>, new_style: u32) -> String {
    let mut tag = Tag::new(&format!("{prefix}c"));
    tag.set("r", &address::name(position));
    style(&mut tag, 0, new_style);
    let value = new.map(|new| value(&mut tag, new, false)).unwrap_or_default();
    tag.around(&value)
}

fn style(tag: &mut Tag, old: u32, new: u32) {
    if new != old {
        tag.set("s", &new.to_string());
    }
}

/// The elements that hold the value; the tag's `t` says what they are.
fn value(tag: &mut Tag, value: &NewValue, has_formula: bool) -> String {
    let p = tag.prefix().to_owned();
    match value {
        NewValue::Number(number) => {
            // The type of a number is the default; an old `t="s"` would make it the number of a shared string.
            tag.remove("t");
            format!("<{p}v>{}</{p}v>", number.normalize())
        }
        NewValue::Text(text) if has_formula => {
            // The result of a formula that is a text has this type; an inline string is a constant.
            tag.set("t", "str");
            format!("<{p}v xml:space=\"preserve\">{}</{p}v>", escape(text))
        }
        // An inline string leaves the shared strings, a part of its own, untouched.
        NewValue::Text(text) => {
            tag.set("t", "inlineStr");
            let text = escape(text);
            format!("<{p}is><{p}t xml:space=\"preserve\">{text}</{p}t></{p}is>")
        }
    }
}
