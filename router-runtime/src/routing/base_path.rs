//! The base path: where below its host an application lives.

use super::location;
use crate::matching::{TrailingSlash, is_clean};
use axum::{
    body::Body,
    extract::{OriginalUri, Request},
    http::{Response, Uri, uri::PathAndQuery},
};

/// A checked base path, as `/docs`.
#[derive(Clone, Debug)]
pub(crate) struct BasePath(String);

/// Where a request stands.
pub(super) enum Side {
    /// Below the base path, which was taken off.
    Inside,
    /// Somewhere else on the host.
    Outside,
    /// At the base path, with slashes too many or too few.
    Beside(Response<Body>),
}

impl BasePath {
    pub(crate) fn new(path: &str) -> Result<Self, String> {
        let is_odd = |letter: char| !letter.is_ascii_graphic() || "{}*:?#%\"<>`".contains(letter);
        let problem = if !path.starts_with('/') {
            "begins with a slash"
        } else if path.ends_with('/') {
            "ends without a slash; leave it out for an application at the root"
        } else if path.contains(is_odd) || !is_clean(path, TrailingSlash::Remove) {
            "is made of letters, digits and plain signs"
        } else {
            return Ok(Self(path.to_owned()));
        };
        Err(format!("base path `{path}`: a base path {problem}"))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the base path off, as `nest` of an axum Router does.
    pub(super) fn enter(&self, request: &mut Request, trailing_slash: TrailingSlash) -> Side {
        let Some(rest) = request.uri().path().strip_prefix(&self.0) else {
            return Side::Outside;
        };
        if !matches!(rest.as_bytes().first(), None | Some(b'/' | b'\\')) {
            return Side::Outside;
        }
        if rest.bytes().all(|byte| matches!(byte, b'/' | b'\\')) {
            let is_right = match trailing_slash {
                TrailingSlash::Remove => rest.is_empty(),
                TrailingSlash::Add => rest == "/",
                TrailingSlash::Ignore => matches!(rest, "" | "/"),
            };
            if !is_right {
                let slash = if trailing_slash == TrailingSlash::Add {
                    "/"
                } else {
                    ""
                };
                let clean = format!("{}{slash}", self.0);
                return Side::Beside(location::moved(request, &clean));
            }
        }
        let rest = if rest.is_empty() { "/" } else { rest };
        let Some(inner) = with_path(request.uri(), rest) else {
            return Side::Outside;
        };
        let outer = std::mem::replace(request.uri_mut(), inner);
        let extensions = request.extensions_mut();
        if extensions.get::<OriginalUri>().is_none() {
            extensions.insert(OriginalUri(outer));
        }
        Side::Inside
    }

    /// Puts it back.
    pub(super) fn leave(&self, request: &mut Request, trailing_slash: TrailingSlash) {
        let path = match request.uri().path() {
            "/" if trailing_slash != TrailingSlash::Add => "",
            path => path,
        };
        if let Some(outer) = with_path(request.uri(), &format!("{}{path}", self.0)) {
            *request.uri_mut() = outer;
        }
    }
}

/// The same URI with another path, given as it stands in a URI.
pub(super) fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let target = match uri.query() {
        None => PathAndQuery::try_from(path),
        Some(query) => PathAndQuery::try_from(format!("{path}?{query}")),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.ok()?);
    Uri::from_parts(parts).ok()
}
