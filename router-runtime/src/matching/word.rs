//! Bytes as words of eight, to look at all of them at once.

/// Eight times that byte.
pub(super) const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Fewer than eight bytes, the first one lowest, and zeros above them; read in at most two steps, which may overlap.
#[inline]
pub(super) fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk()) {
        let shift = 8 * (bytes.len() - 4);
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<2>(), bytes.last_chunk()) {
        let shift = 8 * (bytes.len() - 2);
        u64::from(u16::from_le_bytes(*first)) | u64::from(u16::from_le_bytes(*last)) << shift
    } else {
        bytes.first().copied().map_or(0, u64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_are_a_word_with_zeros_above() {
        let bytes = [1, 2, 3, 4, 5, 6, 7];
        for length in 0..=bytes.len() {
            let mut padded = [0; 8];
            padded[..length].copy_from_slice(&bytes[..length]);
            assert_eq!(
                short(&bytes[..length]),
                u64::from_le_bytes(padded),
                "{length}"
            );
        }
    }
}
