//! Where slashes are, eight bytes at a time.

/// Where the segment that begins at `start` ends.
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

/// Where the last segment of `path[..end]` begins, its slash included.
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

/// The high bit of each byte that is a slash.
fn slashes(window: [u8; 8]) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let other = u64::from_le_bytes(window) ^ u64::from_le_bytes([b'/'; 8]);
    !(((other & LOW) + LOW) | other | LOW)
}
