//! Whether a path can be matched as it was sent.

/// What is done about a slash at the end of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TrailingSlash {
    /// `/items/` is redirected to `/items`.
    #[default]
    Remove,
    /// `/items` is redirected to `/items/`. As in Next.js, a last segment that looks like a file (`/rss.xml`) has no slash, and
    /// nothing below `/.well-known` is redirected.
    Add,
    /// Both are answered.
    Ignore,
}

const LOW: u64 = u64::MAX / 0xff;
const HIGH: u64 = LOW * 0x80;

/// The high bit of each byte that equals `byte`; `word` is ASCII.
const fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (LOW * byte as u64);
    !(difference + !HIGH) & HIGH
}

/// True only for an ASCII path that begins with a slash, has neither `%`, `\`, `//` nor `/.`, and ends as `slash` wants it. Such a
/// path is matched byte by byte; about all others [`Matcher::judge`](super::matcher::Matcher::judge) decides.
pub(super) fn is_clean(path: &str, slash: TrailingSlash) -> bool {
    let bytes = path.as_bytes();
    ends_clean(path, slash) && bytes.first() == Some(&b'/') && has_clean_bytes(bytes)
}

fn ends_clean(path: &str, slash: TrailingSlash) -> bool {
    match (slash, path.strip_suffix('/')) {
        (TrailingSlash::Ignore, _) | (TrailingSlash::Remove, None | Some("")) => true,
        (TrailingSlash::Remove, Some(_)) | (TrailingSlash::Add, None) => false,
        (TrailingSlash::Add, Some(rest)) => {
            let last = rest.rsplit('/').next().unwrap_or_default();
            !last.contains('.')
        }
    }
}

/// Eight bytes at a time.
fn has_clean_bytes(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [b'a'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut slash_before = 0;
    for word in words.iter().chain([&last]) {
        let word = u64::from_le_bytes(*word);
        if word & HIGH != 0 {
            return false;
        }
        let slash = equal(word, b'/');
        let after_slash = slash << 8 | slash_before;
        let odd = equal(word, b'%') | equal(word, b'\\');
        if odd | after_slash & (slash | equal(word, b'.')) != 0 {
            return false;
        }
        slash_before = slash >> 56;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_bytes_are_found_at_every_position() {
        for odd in ["%20", "\\", "//", "/.", "/..", "é"] {
            for before in 0..20 {
                for after in 1..20 {
                    let path = format!("/{}{odd}{}", "a".repeat(before), "b".repeat(after));
                    assert!(!is_clean(&path, TrailingSlash::Remove), "{path}");
                }
            }
        }
    }

    #[test]
    fn plain_paths_are_clean() {
        let plain = "/a.b/c-d/e_f/~g/!$&'()*+,;=:@/h[0]{1}|2";
        for end in 1..plain.len() {
            let path = &plain[..end];
            assert_eq!(
                is_clean(path, TrailingSlash::Remove),
                end == 1 || !path.ends_with('/')
            );
        }
    }

    #[test]
    fn the_end_of_the_path_depends_on_the_mode() {
        use TrailingSlash::{Add, Ignore, Remove};
        for (path, clean) in [
            ("/", &[Remove, Add, Ignore][..]),
            ("/a", &[Remove, Ignore]),
            ("/a/", &[Add, Ignore]),
            ("/a.b/c/", &[Add, Ignore]),
            ("/a.xml", &[Remove, Ignore]),
            ("/a.xml/", &[Ignore]),
            ("", &[]),
            ("*", &[]),
        ] {
            for slash in [Remove, Add, Ignore] {
                assert_eq!(
                    is_clean(path, slash),
                    clean.contains(&slash),
                    "{path} {slash:?}"
                );
            }
        }
    }
}
