//! Segments and folders.

use std::borrow::Cow;

/// One segment of a URL pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Segment {
    /// `items`: matches exactly its decoded text.
    Static(String),
    /// `[slug]`: matches one segment.
    Dynamic(String),
    /// `[...slug]`: matches one or more segments.
    CatchAll(String),
    /// `[[...slug]]`: matches zero or more segments.
    OptionalCatchAll(String),
}

/// A folder of the app folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// One segment of the URL.
    Segment(Segment),
    /// `(group)`: not part of the URL.
    Group,
    /// `_private`: excluded from routing, with everything below.
    Private,
}

impl Segment {
    /// The name of the parameter.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Static(_) => None,
            Self::Dynamic(name) | Self::CatchAll(name) | Self::OptionalCatchAll(name) => Some(name),
        }
    }

    /// Returns `true` if it matches any number of segments, so that nothing can follow.
    pub(crate) fn is_catch_all(&self) -> bool {
        matches!(self, Self::CatchAll(_) | Self::OptionalCatchAll(_))
    }

    /// Its spelling in patterns: a static segment decoded, a parameter in its brackets.
    pub(crate) fn spelled(&self) -> Cow<'_, str> {
        match self {
            Self::Static(text) => Cow::Borrowed(text),
            Self::Dynamic(name) => Cow::Owned(format!("[{name}]")),
            Self::CatchAll(name) => Cow::Owned(format!("[...{name}]")),
            Self::OptionalCatchAll(name) => Cow::Owned(format!("[[...{name}]]")),
        }
    }
}
