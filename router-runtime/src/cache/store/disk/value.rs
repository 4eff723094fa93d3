//! The value of an entry in the file: times, tags, and the record.
//!
//! ```text
//! XXH3-64 of the head | length of the head | head | record
//! ```

use axum::body::Bytes;
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_64;

/// An entry in the file. Times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) epoch: u64,
    /// The start of its generation.
    pub(super) started: u64,
    /// The end of its generation.
    pub(super) created: u64,
    pub(super) expires: u64,
    pub(super) tags: Vec<Vec<u8>>,
    pub(super) record: Bytes,
}

impl Value {
    /// The size in memory in bytes.
    pub(super) fn bytes(&self) -> usize {
        let tags = self.tags.iter().map(|tag| tag.len() + size_of::<Vec<u8>>());
        size_of::<Self>() + tags.sum::<usize>() + self.record.len()
    }

    /// The order of generations.
    pub(super) fn generation(&self) -> (u64, u64) {
        (self.epoch, self.started)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut head = Vec::new();
        for number in [self.epoch, self.started, self.created, self.expires] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        for tag in &self.tags {
            // A tag has at most 65 bytes.
            head.push(u8::try_from(tag.len()).unwrap_or(u8::MAX));
            head.extend_from_slice(tag);
        }
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(12 + head.len() + self.record.len());
        bytes.extend_from_slice(&xxh3_64(&head).to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(&self.record);
        bytes
    }

    /// Reads a value; `None` if it is damaged. `with_record` is false if only the head is needed.
    pub(super) fn from_bytes(bytes: &[u8], with_record: bool) -> Option<Self> {
        let (checksum, rest) = bytes.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (head, record) = rest.split_at_checked(length)?;
        if xxh3_64(head) != u64::from_le_bytes(*checksum) {
            return None;
        }
        let mut rest = head;
        let mut number = || {
            let (number, after) = rest.split_first_chunk()?;
            rest = after;
            Some(u64::from_le_bytes(*number))
        };
        let (epoch, started, created, expires) = (number()?, number()?, number()?, number()?);
        let mut tags = Vec::new();
        while let Some((length, after)) = rest.split_first() {
            let (tag, after) = after.split_at_checked(usize::from(*length))?;
            tags.push(tag.to_vec());
            rest = after;
        }
        Some(Self {
            epoch,
            started,
            created,
            expires,
            tags,
            record: Bytes::copy_from_slice(if with_record { record } else { &[] }),
        })
    }
}

/// Returns a time in milliseconds.
pub(super) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
