//! Written values as text, for keys.

use super::{cursor::Cursor, error::BinaryError, kind::Kind, write::to_bytes};
use serde::Serialize;
use std::fmt::{Debug, Display, Write};

/// Returns the text of a value: JSON where that is possible, and different for different values everywhere.
///
/// # Errors
///
/// Returns the error of the value's `Serialize`, or an error if it is nested too deeply.
pub(crate) fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, BinaryError> {
    let bytes = to_bytes(value)?;
    let mut text = String::with_capacity(bytes.len() + 16);
    write_value(&mut Cursor::new(&bytes), &mut text)?;
    Ok(text)
}

fn write_value(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), BinaryError> {
    match cursor.kind()? {
        Kind::Unit => out.push_str("()"),
        Kind::False => out.push_str("false"),
        Kind::True => out.push_str("true"),
        Kind::None => out.push_str("null"),
        Kind::Some => write_some(cursor, out)?,
        Kind::Unsigned => {
            let number = cursor.number()?;
            // Much faster where it suffices.
            match u64::try_from(number) {
                Ok(number) => write_display(number, out),
                Err(_) => write_display(number, out),
            }
        }
        Kind::Negative => write_display(!cursor.number()?.cast_signed(), out),
        Kind::F32 => write_debug(cursor.f32()?, out),
        Kind::F64 => write_debug(cursor.f64()?, out),
        Kind::Char => write_debug(cursor.char()?, out),
        Kind::Text => write_debug_text(cursor.text()?, out),
        Kind::Bytes => {
            out.push('b');
            write_debug(cursor.blob()?, out);
        }
        Kind::List => {
            out.push('[');
            for index in 0..cursor.count()? {
                write_comma(index, out);
                write_value(cursor, out)?;
            }
            out.push(']');
        }
        Kind::Map => {
            out.push('{');
            for index in 0..cursor.count()? {
                write_comma(index, out);
                write_value(cursor, out)?;
                out.push(':');
                write_value(cursor, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Writes `Some` only where the value would be ambiguous without it.
fn write_some(cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), BinaryError> {
    let at = out.len();
    write_value(cursor, out)?;
    let value = &out[at..];
    if value == "null" || value == "()" || value.starts_with("Some") {
        out.insert_str(at, "Some(");
        out.push(')');
    }
    Ok(())
}

fn write_comma(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

fn write_display(value: impl Display, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{value}");
}

fn write_debug(value: impl Debug, out: &mut String) {
    let _ = write!(out, "{value:?}");
}

fn write_debug_text(text: &str, out: &mut String) {
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' if byte != b'"' && byte != b'\\'))
    {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        write_debug(text, out);
    }
}
