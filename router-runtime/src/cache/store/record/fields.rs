//! The fields of a record: numbers of 8 bytes, and bytes with their length in front.

use std::time::Duration;

/// The number in the place of a time that is not set.
const NO_TIME: u64 = u64::MAX;

#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(super) fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Writes a time in milliseconds.
    pub(super) fn optional_time(&mut self, time: Option<Duration>) {
        let milliseconds = time.map(|time| u64::try_from(time.as_millis()).unwrap_or(NO_TIME - 1));
        self.number(milliseconds.unwrap_or(NO_TIME));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// A time that may not be set.
#[derive(Debug)]
pub(super) struct OptionalTime(pub(super) Option<Duration>);

/// Reads fields in the order in which they were written. Each method returns `None` at the end.
#[derive(Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*number))
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn optional_time(&mut self) -> Option<OptionalTime> {
        let number = self.number()?;
        Some(OptionalTime(
            (number != NO_TIME).then(|| Duration::from_millis(number)),
        ))
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
