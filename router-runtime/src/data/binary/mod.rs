//! The format of stored values. It is self-describing and binary, so that every value that serde writes is read back equal.
//!
//! Formats of other crates lose information. JSON has no `NaN`, no infinities, and no keys other than text. The crates of CBOR and
//! `MessagePack` write `Some(None)` as `None`. This format reports itself as human-readable: otherwise `IpAddr` and `Uuid` would write
//! bytes, which cannot be read back in flattened structs and untagged enums, because serde's buffer for these is human-readable.
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
