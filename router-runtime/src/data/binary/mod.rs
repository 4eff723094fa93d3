//! The format of stored values: self-describing and binary, so that every value that serde writes is read back equal.
//!
//! Formats of other crates lose something: JSON has no `NaN`, no infinities, no keys other than text; CBOR and `MessagePack`, as
//! their crates map them to serde, write `Some(None)` as `None`. A format that is not readable for humans also makes `IpAddr` and `Uuid`
//! write bytes, which cannot be read back inside of flattened structs and untagged enums, whose buffer reports itself as readable.
//!
//! Each value begins with the byte of its kind. Integers have no width, names of fields are text, and enums are written as JSON does.

mod cursor;
mod error;
mod kind;
mod read;
mod text;
mod write;

pub(super) use error::BinaryError;
pub(super) use read::from_bytes;
pub(super) use text::to_text;
pub(super) use write::to_bytes;

/// The maximum number of lists, maps, enums and options within each other: both directions are recursive.
const MAX_DEPTH: usize = 256;

#[cfg(test)]
mod tests;
