//! A cursor over written values.

use super::{error::BinaryError, kind::Kind};

type Result<T> = std::result::Result<T, BinaryError>;

/// A cursor.
pub(super) struct Cursor<'b> {
    rest: &'b [u8],
}

impl<'b> Cursor<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the kind of the next value, and stays before it.
    #[inline]
    pub(super) fn peek(&self) -> Result<Kind> {
        let first = self.rest.first();
        first
            .and_then(|byte| Kind::of(*byte))
            .ok_or_else(BinaryError::malformed)
    }

    #[inline]
    pub(super) fn kind(&mut self) -> Result<Kind> {
        Kind::of(self.byte()?).ok_or_else(BinaryError::malformed)
    }

    #[inline]
    fn take(&mut self, length: usize) -> Result<&'b [u8]> {
        let split = self.rest.split_at_checked(length);
        let (taken, rest) = split.ok_or_else(BinaryError::malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| BinaryError::malformed())
    }

    #[inline]
    fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.rest.split_first().ok_or_else(BinaryError::malformed)?;
        self.rest = rest;
        Ok(*byte)
    }

    #[inline]
    pub(super) fn number(&mut self) -> Result<u128> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number.into());
            }
        }
        self.large_number(number.into())
    }

    /// Reads the rest of a number, of which 63 bits are read.
    #[cold]
    fn large_number(&mut self, mut number: u128) -> Result<u128> {
        for shift in (63..128).step_by(7) {
            let byte = self.byte()?;
            number |= u128::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BinaryError::malformed())
    }

    /// The number of elements of a list or a map.
    pub(super) fn count(&mut self) -> Result<usize> {
        self.array().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    #[inline]
    pub(super) fn blob(&mut self) -> Result<&'b [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| BinaryError::malformed())?;
        self.take(length)
    }

    #[inline]
    pub(super) fn text(&mut self) -> Result<&'b str> {
        str::from_utf8(self.blob()?).map_err(|_| BinaryError::malformed())
    }

    pub(super) fn char(&mut self) -> Result<char> {
        let number = u32::try_from(self.number()?).ok();
        number
            .and_then(char::from_u32)
            .ok_or_else(BinaryError::malformed)
    }

    pub(super) fn f32(&mut self) -> Result<f32> {
        self.array().map(f32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Result<f64> {
        self.array().map(f64::from_le_bytes)
    }
}
