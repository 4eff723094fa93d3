//! The front of a record: its schema, and a checksum or a code over the rest.

use axum::body::Bytes;
use std::fmt;
use subtle::ConstantTimeEq;
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: [u8; 2] = *b"RC";
const CHECKSUM: u8 = 0;
const CODE: u8 = 1;
/// The minimum length of a secret in bytes: 128 bits.
const MIN_SECRET: usize = 16;

/// The reason why a record cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is not a record, or of another schema.
    Schema,
    /// Its checksum or its code is wrong.
    Seal,
    /// It is the record of another key with the same hash.
    OtherKey,
    /// The checksum is right, but the content is malformed.
    Content,
}

impl Unreadable {
    /// The `result` in metrics.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Seal => "seal",
            Self::OtherKey => "other_key",
            Self::Content => "content",
        }
    }
}

/// The secret that authenticates records, so that write access to a store does not allow to inject content.
#[derive(Clone)]
pub(crate) struct RecordSecret {
    key: [u8; 32],
    is_long_enough: bool,
}

impl fmt::Debug for RecordSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordSecret")
    }
}

impl RecordSecret {
    /// Derives the key from a secret of any length.
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self {
            key: blake3::derive_key("router-runtime 2026 records of the cache", secret),
            is_long_enough: secret.len() >= MIN_SECRET,
        }
    }

    pub(crate) fn is_long_enough(&self) -> bool {
        self.is_long_enough
    }

    fn code(&self, content: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.key, content).as_bytes()
    }
}

/// Puts schema and seal in front of a content.
pub(super) fn seal(schema: u8, content: &[u8], secret: Option<&RecordSecret>) -> Bytes {
    let mut record = Vec::with_capacity(content.len() + 36);
    record.extend_from_slice(&MAGIC);
    record.push(schema);
    if let Some(secret) = secret {
        record.push(CODE);
        record.extend_from_slice(&secret.code(content));
    } else {
        record.push(CHECKSUM);
        record.extend_from_slice(&xxh3_64(content).to_le_bytes());
    }
    record.extend_from_slice(content);
    record.into()
}

/// Returns the content of a record of that schema. With a secret only a code will do.
pub(super) fn open<'r>(
    schema: u8,
    record: &'r [u8],
    secret: Option<&RecordSecret>,
) -> Result<&'r [u8], Unreadable> {
    let front = [MAGIC[0], MAGIC[1], schema];
    let rest = record.strip_prefix(&front).ok_or(Unreadable::Schema)?;
    let (kind, rest) = rest.split_first().ok_or(Unreadable::Schema)?;
    let content = match (*kind, secret) {
        (CODE, Some(secret)) => {
            let (code, content) = rest.split_at_checked(32).ok_or(Unreadable::Seal)?;
            let is_right = bool::from(secret.code(content).ct_eq(code));
            is_right.then_some(content)
        }
        (CHECKSUM, None) => {
            let (checksum, content) = rest.split_at_checked(8).ok_or(Unreadable::Seal)?;
            (xxh3_64(content).to_le_bytes() == *checksum).then_some(content)
        }
        _ => None,
    };
    content.ok_or(Unreadable::Seal)
}
