//! The extractor of path parameters.

use std::ops::{Deref, DerefMut};

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::params::{PathDeserializer, Style};
use super::{PathRejection, RequestContext};
use crate::matching::Segment;

/// The parameters of the path, in any type that serde can read.
///
/// | folder | one value | as an element or field |
/// |---|---|---|
/// | `[slug]` | `Path<String>`, `Path<u32>`, an enum of unit variants, … | `String`, `u32`, … |
/// | `[...slug]` | `Path<Vec<String>>`, `Path<Vec<u32>>` | `Vec<String>`, `(u32, u32)` |
/// | `[[...slug]]` | the same, empty at the base path | the same, or `Option<Vec<String>>` |
///
/// Several parameters are read by position into a tuple, such as `Path<(String, Vec<String>)>`
/// under `[team]/[...path]`, or by name into a struct or a map. A `Vec` lists all values in order,
/// one per segment of a catch-all; `Vec<(String, String)>` puts the parameter's name before each.
///
/// Values are percent-decoded once. A value that does not parse is answered with 400; a type that
/// cannot fit the route with 500.
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
/// As with axum, `Option<Path<T>>` is `None` where the route has no parameters.
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

/// Reads the parameters of `path`, which the route with these segments matched.
///
/// # Errors
///
/// When a value does not fit `T`, or `T` does not fit the route.
pub(crate) fn read<T: DeserializeOwned>(
    path: &str,
    segments: &[Segment],
    style: Style,
) -> Result<T, PathRejection> {
    T::deserialize(PathDeserializer::new(path, segments, style))
}

fn segments(parts: &Parts) -> Result<&'static [Segment], PathRejection> {
    let context = parts.extensions.get::<RequestContext>();
    context
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
