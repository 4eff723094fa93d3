//! One segment of a route's pattern.

use super::{percent, swar::next_slash};
use std::iter;

/// One segment of a route's pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Segment {
    /// `items`: matches this decoded text.
    Static(&'static str),
    /// `[slug]`: matches one segment.
    Dynamic(&'static str),
    /// `[...slug]`: matches one or more segments.
    CatchAll(&'static str),
    /// `[[...slug]]`: matches zero or more segments.
    OptionalCatchAll(&'static str),
}

impl Segment {
    /// Parses a pattern such as `/items/[slug]/[[...rest]]`. The pattern `/` has no segments.
    pub(crate) fn parse(pattern: &'static str) -> impl Iterator<Item = Self> {
        let mut rest = pattern;
        iter::from_fn(move || {
            rest = rest.trim_start_matches('/');
            let (text, after) = rest.split_at(next_slash(rest.as_bytes(), 0));
            rest = after;
            (!text.is_empty()).then(|| Self::parse_one(text))
        })
    }

    /// Returns `true` if the segment has no parameter.
    pub(crate) fn is_static(&self) -> bool {
        matches!(self, Self::Static(_))
    }

    pub(crate) fn parse_one(text: &'static str) -> Self {
        let within = |open, close| text.strip_prefix(open)?.strip_suffix(close);
        if let Some(name) = within("[[...", "]]") {
            Self::OptionalCatchAll(name)
        } else if let Some(name) = within("[...", "]") {
            Self::CatchAll(name)
        } else if let Some(name) = within("[", "]") {
            Self::Dynamic(name)
        } else {
            Self::Static(text)
        }
    }
}

/// The length of the static prefix of a pattern, in segments and in bytes of a clean path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StaticPrefix {
    segments: u32,
    bytes: u32,
}

impl StaticPrefix {
    pub(crate) fn of(pattern: &[Segment]) -> Self {
        let names = pattern.iter().map_while(|segment| match segment {
            Segment::Static(name) => Some(name),
            _ => None,
        });
        let empty = Self {
            segments: 0,
            bytes: 0,
        };
        let length =
            |name: &str| u32::try_from(percent::encode_segment(name).len()).unwrap_or(u32::MAX);
        names.fold(empty, |prefix, name| Self {
            segments: prefix.segments + 1,
            bytes: prefix.bytes + 1 + length(name),
        })
    }

    /// Returns a path that the pattern matched and the pattern, both without the prefix.
    #[inline]
    pub(crate) fn skip<'p, 's>(
        self,
        path: &'p str,
        pattern: &'s [Segment],
    ) -> (&'p str, &'s [Segment]) {
        let segments = self.segments as usize;
        match (path.get(self.bytes as usize..), pattern.get(segments..)) {
            (Some(path @ ""), Some(pattern)) => (path, pattern),
            (Some(path), Some(pattern)) if path.starts_with('/') => (path, pattern),
            _ => (path, pattern),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Segment::{self, CatchAll, Dynamic, OptionalCatchAll, Static};
    use super::StaticPrefix;

    #[test]
    fn a_pattern_is_parsed_into_segments() {
        for (pattern, segments) in [
            ("/", vec![]),
            (
                "/a b/.well-known",
                vec![Static("a b"), Static(".well-known")],
            ),
            ("/items/[slug]", vec![Static("items"), Dynamic("slug")]),
            ("/files/[...path]", vec![Static("files"), CatchAll("path")]),
            ("/[[...tags]]", vec![OptionalCatchAll("tags")]),
        ] {
            assert!(Segment::parse(pattern).eq(segments), "{pattern}");
        }
    }

    #[test]
    fn the_encoded_static_prefix_is_skipped() {
        let pattern: Vec<_> = Segment::parse("/a b/c/[x]/d/[[...rest]]").collect();
        let rest = &pattern[2..];
        let prefix = StaticPrefix::of(&pattern);
        for (path, expected) in [
            ("/a%20b/c/x/d", ("/x/d", rest)),
            ("/a%20b/c", ("", rest)),
            ("/a%20b/cé", ("/a%20b/cé", &pattern[..])),
            ("/a", ("/a", &pattern[..])),
        ] {
            assert_eq!(prefix.skip(path, &pattern), expected, "{path}");
        }
    }
}
