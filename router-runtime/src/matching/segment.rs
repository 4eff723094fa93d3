//! One segment of a route's pattern.

/// One segment of a route's pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// `items`: matches its own decoded text and nothing else.
    Static(&'static str),
    /// `[slug]`: matches one segment.
    Dynamic(&'static str),
    /// `[...slug]`: matches one or more segments.
    CatchAll(&'static str),
    /// `[[...slug]]`: matches none or more segments.
    OptionalCatchAll(&'static str),
}

impl Segment {
    /// Reads a pattern such as `/items/[slug]/[[...rest]]`; `/` has no segments.
    pub(crate) fn parse(pattern: &'static str) -> Vec<Self> {
        pattern
            .split('/')
            .filter(|text| !text.is_empty())
            .map(Self::parse_one)
            .collect()
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

#[cfg(test)]
mod tests {
    use super::Segment::{self, CatchAll, Dynamic, OptionalCatchAll, Static};

    #[test]
    fn a_pattern_is_read_segment_by_segment() {
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
            assert_eq!(Segment::parse(pattern), segments, "{pattern}");
        }
    }
}
