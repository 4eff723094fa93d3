//! The fast look at a path that decides whether it must be judged exactly.

use super::word::{self, each};

/// What happens to a trailing slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrailingSlash {
    /// `/a/` is redirected to `/a`.
    #[default]
    Remove,
    /// `/a` is redirected to `/a/`, but `/a.txt/` to `/a.txt`.
    Add,
    /// `/a` and `/a/` are both answered.
    Ignore,
}

/// Whether the path of a request URI may be matched as it is: nothing in it can lead to a redirect or a
/// refusal. A `false` says only that [`Matcher::judge`](super::matcher::Matcher::judge) must decide.
#[inline]
pub(crate) fn is_clean(path: &str, trailing_slash: TrailingSlash) -> bool {
    path.starts_with('/') && is_clean_behind(path, path, trailing_slash)
}

/// The same of a path of which all but `rest` is known to be clean; that is empty or begins with a slash.
#[inline]
pub(crate) fn is_clean_behind(path: &str, rest: &str, trailing_slash: TrailingSlash) -> bool {
    has_clean_segments(rest.as_bytes()) && ends_as_it_should(path.as_bytes(), trailing_slash)
}

#[inline]
fn has_clean_segments(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<8>() {
        let mut before = NO_SLASH;
        for window in bytes.as_chunks::<8>().0 {
            let window = u64::from_le_bytes(*window);
            if !is_window_clean(window, before) {
                return false;
            }
            before = (window ^ each(b'/')) >> 56;
        }
        // This one overlaps the one before, so what stands before its first byte is known.
        is_window_clean(u64::from_le_bytes(*last), NO_SLASH)
    } else {
        let padding = each(b'a') << (8 * bytes.len());
        is_window_clean(word::short(bytes) | padding, NO_SLASH)
    }
}

/// What stands before a window, zero for a slash.
const NO_SLASH: u64 = 1;

/// Looks at eight bytes at once; only the high bit of each byte tells something. The sums cannot
/// carry into the next byte unless a byte is 0x80 or more, and then the path is odd anyway.
#[inline]
fn is_window_clean(window: u64, before: u64) -> bool {
    // Zero for `/`, and for `.` too without the lowest bit.
    let slash = window ^ each(b'/');
    let slash_or_dot = slash & !each(1);
    let pair = (slash << 8 | before) | slash_or_dot;
    // No pair is zero, and no byte is below 0x26, the one after `%`.
    let clean = pair.wrapping_add(each(0x7f)) & window.wrapping_add(each(0x80 - 0x26));
    // `[ \ ] ^` and `{ | } ~` are one range once the bit between the two columns is set; `_` and
    // DEL, which follow them, are not meant.
    let column = window | each(0x20);
    let brackets = column.wrapping_add(each(0x80 - 0x7b)) & !column.wrapping_add(each(1));
    (clean & !(brackets | window)) & each(0x80) == each(0x80)
}

#[inline]
fn ends_as_it_should(path: &[u8], trailing_slash: TrailingSlash) -> bool {
    let [before @ .., last] = path else {
        return true;
    };
    let slash = *last == b'/';
    match trailing_slash {
        _ if before.is_empty() => true,
        TrailingSlash::Remove => !slash,
        TrailingSlash::Ignore => true,
        TrailingSlash::Add => {
            let rest = if slash { before } else { path };
            let dotted = rest
                .iter()
                .rev()
                .take_while(|byte| **byte != b'/')
                .any(|byte| *byte == b'.');
            slash != dotted
        }
    }
}
