//! Arguments of invalidations.

use super::{key::canonical, tag::TagError};
use crate::matching::percent;
use std::fmt;

/// The error of an invalidation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevalidateError {
    /// The call is inside a cached handler.
    InsideCachedHandler,
    /// The text is not the path of a URL, which starts with `/` and has no query, no fragment and no malformed escape.
    NotAPath(String),
    /// The tag is not valid.
    Tag(TagError),
}

impl fmt::Display for RevalidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InsideCachedHandler => f.write_str(
                "a cached handler must not invalidate, because it runs only when the cache needs a response; help: call \
                 this in a `POST` handler, or in another handler that runs for every request",
            ),
            Self::NotAPath(text) => write!(
                f,
                "expected a path such as `/items/a%20b`, without host, query and fragment, found `{text}`"
            ),
            Self::Tag(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RevalidateError {}

impl From<TagError> for RevalidateError {
    fn from(error: TagError) -> Self {
        Self::Tag(error)
    }
}

/// Returns the canonical spelling of a path that a user wrote.
pub(super) fn parse_path(text: &str) -> Result<String, RevalidateError> {
    let error = || RevalidateError::NotAPath(text.to_owned());
    if !text.starts_with('/') || text.starts_with("//") || text.contains(['?', '#', '\\']) {
        return Err(error());
    }
    let is_segment =
        |segment| percent::decode(segment).is_some_and(|decoded| decoded != "." && decoded != "..");
    if !text.split('/').all(is_segment) {
        return Err(error());
    }
    Ok(canonical(text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_72_paths_are_normalised_and_everything_else_is_refused() {
        for (text, path) in [
            ("/", Some("/")),
            ("/slug/a", Some("/slug/a")),
            ("/slug/a/", Some("/slug/a")),
            ("/slug/%61", Some("/slug/a")),
            ("/slug/a b", Some("/slug/a%20b")),
            ("/slug/é", Some("/slug/%C3%A9")),
            ("/Slug", Some("/Slug")),
            ("/slug?x=1", None),
            ("/slug#x", None),
            ("slug", None),
            ("", None),
            ("//host/a", None),
            ("/a/../b", None),
            ("/a/%2e%2E/b", None),
            ("/%zz", None),
            ("/%00", None),
        ] {
            assert_eq!(parse_path(text).ok().as_deref(), path, "{text}");
        }
    }
}
