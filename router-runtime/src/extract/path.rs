//! The extractor of path parameters.

use super::{
    PathRejection, RequestContext,
    params::{Style, read},
};
use crate::matching::Segment;
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use std::ops::{Deref, DerefMut};

/// An extractor of the path parameters, deserialized by serde.
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/teams/[team]/files/[...path]/route.rs
/// pub async fn GET(Path((team, path)): Path<(u32, Vec<String>)>) -> String {
///     format!("{} of team {team}", path.join(" / "))
/// }
/// ```
///
/// | folder | the only parameter of a route | element of a tuple, field of a struct |
/// |---|---|---|
/// | `[slug]` | `Path<String>`, `Path<u32>`, an enum of unit variants, … | `String`, `u32`, … |
/// | `[...slug]` | `Path<Vec<String>>`, `Path<Vec<u32>>` | `Vec<String>`, `(u32, u32)` |
/// | `[[...slug]]` | as `[...slug]`, and empty if the path ends at the folder | as `[...slug]`, or `Option<Vec<String>>` |
///
/// 1. Several parameters are deserialized by position into a tuple, such as `Path<(String, Vec<String>)>` for `[team]/[...path]`,
///    or by name into a struct or a map.
/// 2. A `Vec` contains all values in order, with one element for each segment of a catch-all. In a `Vec<(String, String)>`, each
///    pair is the name of a parameter and a value.
/// 3. Values are percent-decoded once (RFC 3986 section 2.1). `%2F` does not separate segments.
/// 4. A value that the type does not accept is rejected with 400, a type that cannot fit the route with 500: see
///    [`PathRejection`].
/// 5. `Option<Path<T>>` is `None` for a route without parameters.
/// 6. In middleware and layouts, it contains the parameters of their folder only.
///
/// Unlike axum's `Path`, a catch-all is a sequence of segments and not one string with slashes. axum's `Path` works, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Path<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

fn segments(parts: &Parts) -> Result<&'static [Segment], PathRejection> {
    RequestContext::of(&parts.extensions)
        .map(|context| context.segments)
        .ok_or(PathRejection::MissingRoute)
}

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PathRejection> {
        read(parts.uri.path(), segments(parts)?, Style::Next).map(Self)
    }
}

impl<T, S> OptionalFromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send + 'static,
    S: Send + Sync,
{
    type Rejection = PathRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Option<Self>, PathRejection> {
        let segments = segments(parts)?;
        match read(parts.uri.path(), segments, Style::Next) {
            Ok(value) => Ok(Some(Self(value))),
            Err(PathRejection::WrongNumberOfParameters { got: 0, .. }) => Ok(None),
            Err(rejection) => Err(rejection),
        }
    }
}

#[cfg(test)]
mod tests;
