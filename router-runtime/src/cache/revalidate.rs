//! What an invalidation names, and the token that asks for one over HTTP.

use super::{key::canonical, tags::TagError};
use crate::matching::percent;
use axum::http::HeaderMap;
use std::{fmt, sync::Arc};
use subtle::ConstantTimeEq;

/// The header of Next.js that bears the token.
const TOKEN_HEADER: &str = "x-prerender-revalidate";
/// 128 bits, as far as bytes can tell.
pub(super) const SHORTEST_TOKEN: usize = 16;

/// Why an invalidation was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevalidateError {
    /// It was called while a cached answer was made.
    InsideCachedHandler,
    /// The text is not the path of a URL: it starts with `/` and has no query, fragment or malformed escape.
    NotAPath(String),
    /// The tag is refused.
    Tag(TagError),
}

impl fmt::Display for RevalidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InsideCachedHandler => f.write_str(
                "a cached handler invalidates nothing, since it runs when the cache decides; call this from a POST or \
                 another handler that runs per request",
            ),
            Self::NotAPath(text) => write!(
                f,
                "`{text}` is not a path: write it as in `/items/a%20b`, without host, query and fragment"
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

/// The canonical spelling of a path that a user wrote.
pub(super) fn path_of(text: &str) -> Result<String, RevalidateError> {
    let refused = || RevalidateError::NotAPath(text.to_owned());
    if !text.starts_with('/') || text.starts_with("//") || text.contains(['?', '#', '\\']) {
        return Err(refused());
    }
    let is_sound =
        |segment| percent::decode(segment).is_some_and(|decoded| decoded != "." && decoded != "..");
    if !text.split('/').all(is_sound) {
        return Err(refused());
    }
    Ok(canonical(text).into_owned())
}

/// The secret that lets a request ask for a new answer.
#[derive(Clone)]
pub(crate) struct Token(Arc<[u8]>);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    pub(super) fn new(secret: &str) -> Self {
        Self(secret.as_bytes().into())
    }

    pub(super) fn is_long_enough(&self) -> bool {
        self.0.len() >= SHORTEST_TOKEN
    }

    /// Whether a request bears it. How long that takes tells nothing of the secret but its length.
    pub(crate) fn is_borne_by(&self, request: &HeaderMap) -> bool {
        request
            .get(TOKEN_HEADER)
            .is_some_and(|value| value.as_bytes().ct_eq(&self.0).into())
    }
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
            assert_eq!(path_of(text).ok().as_deref(), path, "{text}");
        }
    }

    #[test]
    fn case_24_only_the_whole_token_counts() {
        let token = Token::new("0123456789abcdef");
        for (value, borne) in [
            (Some("0123456789abcdef"), true),
            (Some("0123456789abcdeF"), false),
            (Some("0123456789abcde"), false),
            (Some(""), false),
            (None, false),
        ] {
            let mut request = HeaderMap::new();
            if let Some(value) = value {
                request.insert(TOKEN_HEADER, value.parse().unwrap());
            }
            assert_eq!(token.is_borne_by(&request), borne, "{value:?}");
        }
        assert_eq!(format!("{token:?}"), "Token");
    }
}
