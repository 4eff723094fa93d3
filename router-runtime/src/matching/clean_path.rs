//! The fast look at a path that decides whether it must be judged exactly.

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

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Whether the path of a request URI may be matched as it is: nothing in it can lead to a redirect or a
/// refusal. A `false` says only that [`Matcher::judge`](super::matcher::Matcher::judge) must decide.
#[inline]
pub(crate) fn is_clean(path: &str, trailing_slash: TrailingSlash) -> bool {
    let bytes = path.as_bytes();
    if bytes.first() != Some(&b'/') {
        return false;
    }
    let mut odd = 0;
    if let Some(last) = bytes.last_chunk::<8>() {
        let mut after_slash = 0;
        for chunk in bytes.as_chunks::<8>().0 {
            let found = look(u64::from_le_bytes(*chunk), after_slash);
            odd |= found.odd;
            after_slash = found.slashes >> 56;
        }
        odd |= look(u64::from_le_bytes(*last), 0).odd;
    } else {
        let mut padded = [b'a'; 8];
        padded[..bytes.len()].copy_from_slice(bytes);
        odd = look(u64::from_le_bytes(padded), 0).odd;
    }
    odd == 0 && ends_as_it_should(bytes, trailing_slash)
}

struct Look {
    odd: u64,
    slashes: u64,
}

/// Looks at eight bytes at once; each flag is the high bit of its byte. The sums cannot carry into
/// the next byte unless a byte is 0x80 or more, and then the path is odd anyway.
#[inline]
fn look(word: u64, after_slash: u64) -> Look {
    const HIGH: u64 = each(0x80);
    const SEVEN: u64 = each(0x7f);
    let slashes = !(word ^ each(b'/')).wrapping_add(SEVEN) & HIGH;
    // `.` and `/` differ in the lowest bit only.
    let slashes_and_dots = !((word | each(1)) ^ each(b'/')).wrapping_add(SEVEN) & HIGH;
    let doubled = (slashes << 8 | after_slash) & slashes_and_dots;
    // 0x00 to 0x25, `%` included.
    let low = !word.wrapping_add(each(0x80 - 0x26));
    // `[ \ ] ^` and `{ | } ~` are one range once the bit between the two columns is set; `_` and
    // DEL, which follow them, are not meant.
    let column = word | each(0x20);
    let high = column.wrapping_add(each(0x80 - 0x7b)) & !column.wrapping_add(each(1));
    Look {
        odd: doubled | (low | high | word) & HIGH,
        slashes,
    }
}

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
