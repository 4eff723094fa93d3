//! The fast check whether a path is clean, and the modes of trailing slashes.

use super::swar::{self, each};
use std::borrow::Cow;

/// The treatment of trailing slashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrailingSlash {
    /// `/a/` is redirected to `/a`.
    #[default]
    Remove,
    /// `/a` is redirected to `/a/`, but `/a.txt/` to `/a.txt`.
    Add,
    /// `/a` and `/a/` match the same route.
    Ignore,
}

/// Returns `true` if the path of a request URI can be matched unchanged: it needs no redirect and is not malformed. If `false`,
/// [`Matcher::resolve`](super::Matcher::resolve) must decide.
#[inline]
pub(crate) fn is_clean(path: &str, trailing_slash: TrailingSlash) -> bool {
    path.starts_with('/') && is_clean_behind(path, path, trailing_slash)
}

/// The same for a path that is known to be clean except for `rest`, which is empty or begins with a slash.
#[inline]
pub(crate) fn is_clean_behind(path: &str, rest: &str, trailing_slash: TrailingSlash) -> bool {
    (rest.is_empty() || has_clean_segments(rest.as_bytes()))
        && has_clean_end(path.as_bytes(), trailing_slash)
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
        // The last window overlaps the one before, so the byte before it was checked.
        is_window_clean(u64::from_le_bytes(*last), NO_SLASH)
    } else {
        let padding = each(b'a') << (8 * bytes.len());
        is_window_clean(swar::short(bytes) | padding, NO_SLASH)
    }
}

/// The byte before a window, zero for a slash.
const NO_SLASH: u64 = 1;

/// Checks eight bytes at once. Only the high bit of each byte is significant. The sums cannot carry into the next byte unless a byte
/// is 0x80 or more, and then the path is not clean anyway.
#[inline]
fn is_window_clean(window: u64, before: u64) -> bool {
    // Zero for `/`, and for `.` too without the lowest bit.
    let slash = window ^ each(b'/');
    let slash_or_dot = slash & !each(1);
    let pair = (slash << 8 | before) | slash_or_dot;
    // No pair is zero, and no byte is below 0x26, the one after `%`.
    let clean = pair.wrapping_add(each(0x7f)) & window.wrapping_add(each(0x80 - 0x26));
    // `[ \ ] ^` and `{ | } ~` are one range once the bit between the two columns is set. It excludes `_` and DEL, which follow.
    let column = window | each(0x20);
    let brackets = column.wrapping_add(each(0x80 - 0x7b)) & !column.wrapping_add(each(1));
    (clean & !(brackets | window)) & each(0x80) == each(0x80)
}

#[inline]
fn has_clean_end(path: &[u8], trailing_slash: TrailingSlash) -> bool {
    // Most paths.
    if !path.ends_with(b"/") && trailing_slash != TrailingSlash::Add {
        return true;
    }
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

/// Returns `true` if a path ends with a slash in the mode that adds slashes; `None` leaves it unchanged.
///
/// The two rules of Next.js: a slash is removed from `(?!\.well-known).*[^/]+\.\w+/`, and added to `(?!\.well-known).*[^/.]+`.
pub(crate) fn slash_to_add(path: &str) -> Option<bool> {
    if path.starts_with("/.well-known") {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return Some(true);
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_file = !stem.is_empty() && !extension.is_empty() && extension.bytes().all(is_word);
    is_file.then_some(false)
}

/// Returns a path without trailing slash as clients send it: with one, in the mode that adds slashes.
pub(crate) fn with_added_slash(path: &str, trailing_slash: TrailingSlash) -> Cow<'_, str> {
    let adds = trailing_slash == TrailingSlash::Add;
    if adds && !path.ends_with('/') && slash_to_add(path) == Some(true) {
        Cow::Owned(format!("{path}/"))
    } else {
        Cow::Borrowed(path)
    }
}
