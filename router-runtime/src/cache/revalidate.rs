//! Arguments of invalidations.

use super::{key::canonical, tag::TagError};
use crate::matching::{Segment, percent};
use std::fmt;

/// The error of an invalidation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevalidateError {
    /// The call is inside a cached handler.
    InsideCachedHandler,
    /// The text is not the path of a URL, which starts with `/` and has no query, no fragment and no malformed escape.
    NotAPath(String),
    /// The text is the pattern of a cached route, such as `/items/[id]`, not one of its paths.
    #[non_exhaustive]
    Pattern {
        /// The text.
        path: String,
        /// The pattern of the route.
        pattern: &'static str,
    },
    /// The tag is not valid.
    Tag(TagError),
    /// The file or the server of the cache cannot be used now. The invalidation applies to this process, and is queued for the file or the
    /// server. If the process ends before it is written, it is lost.
    Degraded,
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
            Self::Pattern { path, pattern } => write!(
                f,
                "expected one path, found `{path}`, the pattern of the route `{pattern}`; help: call `revalidate_route` with \
                 the `ROUTE` of its folder to invalidate all its paths, or escape the text of a parameter, as `href` does"
            ),
            Self::Tag(error) => error.fmt(f),
            Self::Degraded => f.write_str(
                "the invalidation applies to this process only, because the store of the cache cannot be used; it is queued, \
                 and lost if the process ends before the store has it",
            ),
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

/// Returns `true` if the text names a parameter of the pattern instead of a value: in brackets as folders do, with or without their
/// groups, or as other routers do. Escaped brackets are a value.
pub(super) fn is_pattern(text: &str, pattern: &'static str) -> bool {
    let segments: Vec<&str> = text.split('/').filter(|it| !it.is_empty()).collect();
    let is_group = |segment: &str| segment.starts_with('(') && segment.ends_with(')');
    let without_groups = || -> Vec<&str> {
        let segments = segments.iter().copied();
        segments.filter(|segment| !is_group(segment)).collect()
    };
    names_parameter(&segments, pattern) || names_parameter(&without_groups(), pattern)
}

fn names_parameter(texts: &[&str], pattern: &'static str) -> bool {
    let mut texts = texts.iter().copied();
    let mut is_named = false;
    for segment in Segment::parse(pattern) {
        match segment {
            Segment::Static(name) => {
                let is_equal = |text| percent::decode(text).is_some_and(|text| text == name);
                if !texts.next().is_some_and(is_equal) {
                    return false;
                }
            }
            Segment::Dynamic(name) => match texts.next() {
                Some(text) => is_named |= is_placeholder(text, name),
                None => return false,
            },
            Segment::CatchAll(name) | Segment::OptionalCatchAll(name) => {
                return is_named | texts.any(|text| is_placeholder(text, name));
            }
        }
    }
    is_named && texts.next().is_none()
}

/// Returns `true` if a segment is a placeholder of the parameter of that name. Brackets and braces are escaped in a path (RFC 3986, section
/// 2.2), so any name between them does; the other spellings are legal text, so only the name itself does.
fn is_placeholder(text: &str, name: &str) -> bool {
    let within = |open, close| text.starts_with(open) && text.ends_with(close);
    if within('[', ']') || within('{', '}') || within('<', '>') || matches!(text, "*" | "**") {
        return true;
    }
    let named = text.strip_prefix([':', '*', '$']);
    named.is_some_and(|it| it.trim_end_matches(['*', '+']) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_66_a_pattern_is_not_a_path() {
        for (text, pattern, expected) in [
            ("/x/[id]", "/x/[id]", true),
            ("/x/[id]/", "/x/[id]", true),
            ("/x/[slug]", "/x/[id]", true),
            ("/x/:id", "/x/[id]", true),
            ("/x/{id}", "/x/[id]", true),
            ("/x/<id>", "/x/[id]", true),
            ("/x/$id", "/x/[id]", true),
            ("/x/*", "/x/[id]", true),
            ("/(shop)/x/[id]", "/x/[id]", true),
            ("/(shop)/x/(all)/[id]", "/x/[id]", true),
            ("/[team]/a/[id]", "/[team]/[name]/[id]", true),
            ("/red/a/[id]", "/[team]/[name]/[id]", true),
            ("/x/[...rest]", "/x/[...rest]", true),
            ("/x/[[...rest]]", "/x/[[...rest]]", true),
            ("/x/[[...rest]]", "/x/[...rest]", true),
            ("/x/:rest*", "/x/[...rest]", true),
            ("/x/{*rest}", "/x/[...rest]", true),
            ("/x/*rest", "/x/[...rest]", true),
            ("/x/a/**", "/x/[...rest]", true),
            ("/caf%C3%A9/[id]", "/café/[id]", true),
            ("/x/%5Bid%5D", "/x/[id]", false),
            ("/x/%5bid%5d", "/x/[id]", false),
            ("/x/%3Aid", "/x/[id]", false),
            ("/x/%2A", "/x/[id]", false),
            ("/x/:other", "/x/[id]", false),
            ("/x/*other", "/x/[id]", false),
            ("/x/a[id]", "/x/[id]", false),
            ("/x/[id", "/x/[id]", false),
            ("/x/a", "/x/[id]", false),
            ("/x/(a)", "/x/[id]", false),
            ("/x", "/x/[[...rest]]", false),
            ("/x/a/b", "/x/[...rest]", false),
            ("/y/[id]", "/x/[id]", false),
            ("/x/[id]/y", "/x/[id]", false),
            ("/x/[id]", "/x/[id]/y", false),
            ("/x/[id]", "/x", false),
            ("/", "/", false),
        ] {
            assert_eq!(is_pattern(text, pattern), expected, "{text} {pattern}");
        }
    }

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
