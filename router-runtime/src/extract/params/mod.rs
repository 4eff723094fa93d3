//! The parameters of a path, found by the positions of the route's segments.

mod cursor;
mod deserializer;
mod sequence;
mod value;

pub(crate) use deserializer::PathDeserializer;

use axum::http::request::Parts;

use self::cursor::{Cursor, Raw};
use super::{PathRejection, RequestContext};
use crate::matching::{Segment, percent};

/// Whose meaning of a catch-all applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A catch-all is a sequence of decoded segments, empty at the base of an optional one.
    Next,
    /// A catch-all is one decoded string with its slashes; at the base of an optional one there
    /// is no parameter.
    Axum,
}

/// A generated `Params` struct: one field per parameter of its folder.
pub trait RouteParams: Sized {
    /// Takes the values in the order of the pattern.
    ///
    /// # Errors
    ///
    /// When a value cannot be decoded, or the route has other parameters.
    fn read(values: &mut ParamValues<'_>) -> Result<Self, PathRejection>;
}

/// Hands out the decoded parameters of one path in the order of the pattern.
#[derive(Clone, Debug)]
pub struct ParamValues<'p> {
    cursor: Cursor<'p>,
}

impl<'p> ParamValues<'p> {
    /// The parameters of `path`, which this pattern matches.
    pub(crate) fn new(path: &'p str, segments: &'p [Segment]) -> Self {
        Self {
            cursor: Cursor::new(path, segments, Style::Next),
        }
    }

    /// The value of the next parameter, a `[x]`.
    ///
    /// # Errors
    ///
    /// When it cannot be decoded, or the next parameter is not a `[x]`.
    pub fn one(&mut self) -> Result<String, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Err(PathRejection::MissingRoute);
        };
        match param.raw {
            Raw::One(raw) => decode(param.name, raw),
            Raw::Many(_) => Err(PathRejection::MissingRoute),
        }
    }

    /// The segments of the next parameter, a `[...x]` or `[[...x]]`.
    ///
    /// # Errors
    ///
    /// When one cannot be decoded, or the next parameter is not a catch-all.
    pub fn many(&mut self) -> Result<Vec<String>, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Err(PathRejection::MissingRoute);
        };
        match param.raw {
            Raw::Many(rest) => rest.map(|raw| decode(param.name, raw)).collect(),
            Raw::One(_) => Err(PathRejection::MissingRoute),
        }
    }
}

fn decode(name: &'static str, raw: &str) -> Result<String, PathRejection> {
    match percent::decode(raw) {
        Some(value) => Ok(value.into_owned()),
        None => Err(PathRejection::InvalidEncoding { key: name }),
    }
}

/// Reads a generated `Params` struct from the request that its route matched.
///
/// # Errors
///
/// When a value cannot be decoded, or the request was matched by a route with other parameters.
pub fn params<P: RouteParams>(parts: &Parts) -> Result<P, PathRejection> {
    let context = parts.extensions.get::<RequestContext>();
    let segments = context.ok_or(PathRejection::MissingRoute)?.segments;
    P::read(&mut ParamValues::new(parts.uri.path(), segments))
}

#[cfg(test)]
mod tests;
