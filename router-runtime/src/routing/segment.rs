//! The segments of a route's pattern.

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
    /// Reads a pattern such as `/items/[slug]`; `/` has no segments. Static segments stand decoded and hold no brackets.
    ///
    /// ```
    /// use router_runtime::routing::Segment;
    ///
    /// let segments = Segment::parse("/docs/[[...page]]");
    /// assert_eq!(segments, [Segment::Static("docs"), Segment::OptionalCatchAll("page")]);
    /// ```
    pub fn parse(pattern: &'static str) -> Vec<Self> {
        let texts = pattern.split('/').filter(|text| !text.is_empty());
        texts.map(Self::parse_one).collect()
    }

    fn parse_one(text: &'static str) -> Self {
        let between = |start, end| text.strip_prefix(start)?.strip_suffix(end);
        if let Some(name) = between("[[...", "]]") {
            Self::OptionalCatchAll(name)
        } else if let Some(name) = between("[...", "]") {
            Self::CatchAll(name)
        } else if let Some(name) = between("[", "]") {
            Self::Dynamic(name)
        } else {
            Self::Static(text)
        }
    }
}
