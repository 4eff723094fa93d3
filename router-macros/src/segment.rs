//! What a folder name means.

/// One segment of a URL pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Segment {
    /// `items`: matches its own decoded text and nothing else.
    Static(String),
    /// `[slug]`: matches one segment.
    Dynamic(String),
    /// `[...slug]`: matches one or more segments.
    CatchAll(String),
    /// `[[...slug]]`: matches none or more segments.
    OptionalCatchAll(String),
}
