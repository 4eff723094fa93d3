//! Searching bytes eight at a time (SIMD within a register).

/// Returns a word of eight times this byte.
pub(super) const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Returns fewer than eight bytes as a word, the first one lowest, with zeros above them. They are read in at most two steps, which
/// may overlap.
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

/// Returns the end of the segment that begins at `start`.
pub(crate) fn next_slash(path: &[u8], start: usize) -> usize {
    let mut rest = &path[start..];
    while let Some((window, after)) = rest.split_first_chunk() {
        let slashes = slashes(*window);
        if slashes != 0 {
            return path.len() - rest.len() + slashes.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let tail = path.len() - rest.len();
    rest.iter()
        .position(|byte| *byte == b'/')
        .map_or(path.len(), |at| tail + at)
}

/// Returns the start of the last segment of `path[..end]`, including its slash.
pub(super) fn last_slash(path: &[u8], end: usize) -> usize {
    let mut rest = &path[..end];
    while let Some((before, window)) = rest.split_last_chunk() {
        let slashes = slashes(*window);
        if slashes != 0 {
            return rest.len() - 1 - slashes.leading_zeros() as usize / 8;
        }
        rest = before;
    }
    rest.iter().rposition(|byte| *byte == b'/').unwrap_or(0)
}

/// Returns the number of slashes.
pub(crate) fn count_slashes(path: &[u8]) -> usize {
    let (windows, tail) = path.as_chunks();
    // The product adds all bytes of a word in its highest byte.
    let count = |window: &[u8; 8]| (slashes(*window) >> 7).wrapping_mul(each(1)).to_be_bytes()[0];
    let of_windows = windows.iter().map(|window| usize::from(count(window)));
    let of_tail = tail.iter().map(|byte| usize::from(*byte == b'/'));
    of_windows.chain(of_tail).sum()
}

/// Returns a word with the high bit of each byte that is a slash.
fn slashes(window: [u8; 8]) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let other = u64::from_le_bytes(window) ^ u64::from_le_bytes([b'/'; 8]);
    !(((other & LOW) + LOW) | other | LOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_are_counted_in_every_window() {
        for (path, count) in [
            ("", 0),
            ("/", 1),
            ("a/b/c", 2),
            ("////////", 8),
            ("a/bcdefg/hijklmn/", 3),
            ("\u{af}/\u{2f2f}0.1/9:/\u{af}", 3),
        ] {
            assert_eq!(count_slashes(path.as_bytes()), count, "{path}");
        }
    }

    #[test]
    fn short_input_becomes_a_word_with_zeros_above() {
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
