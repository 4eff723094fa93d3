//! Written values as text, for keys.

use super::{error::BinaryError, kind::Kind, read::Reader, write::to_bytes};
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
    write_value(&mut Reader::new(&bytes), &mut text)?;
    Ok(text)
}

fn write_value(reader: &mut Reader<'_>, out: &mut String) -> Result<(), BinaryError> {
    match reader.kind()? {
        Kind::Unit => out.push_str("()"),
        Kind::False => out.push_str("false"),
        Kind::True => out.push_str("true"),
        Kind::None => out.push_str("null"),
        Kind::Some => write_some(reader, out)?,
        Kind::Unsigned => {
            let number = reader.number()?;
            // Much faster where it suffices.
            match u64::try_from(number) {
                Ok(number) => write_display(number, out),
                Err(_) => write_display(number, out),
            }
        }
        Kind::Negative => write_display(!reader.number()?.cast_signed(), out),
        Kind::F32 => write_debug(reader.f32()?, out),
        Kind::F64 => write_debug(reader.f64()?, out),
        Kind::Char => write_debug(reader.char()?, out),
        Kind::Text => write_debug_text(reader.text()?, out),
        Kind::Bytes => {
            out.push('b');
            write_debug(reader.blob()?, out);
        }
        Kind::List => {
            out.push('[');
            for index in 0..reader.count()? {
                write_comma(index, out);
                write_value(reader, out)?;
            }
            out.push(']');
        }
        Kind::Map => {
            out.push('{');
            for index in 0..reader.count()? {
                write_comma(index, out);
                write_value(reader, out)?;
                out.push(':');
                write_value(reader, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Writes `Some` only where the value would be ambiguous without it.
fn write_some(reader: &mut Reader<'_>, out: &mut String) -> Result<(), BinaryError> {
    let at = out.len();
    write_value(reader, out)?;
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
