//! Path parameters: their deserializer, and the generated `Params` structs.

/// The methods that all deserializers of parameters share.
macro_rules! units_and_newtypes {
    () => {
        fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathRejection> {
            visitor.visit_unit()
        }

        fn deserialize_unit_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value, PathRejection> {
            visitor.visit_unit()
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value, PathRejection> {
            visitor.visit_newtype_struct(self)
        }
    };
}

mod cursor;
mod deserializer;
mod name;
mod sequence;
mod value;

pub(crate) use cursor::Style;

use self::{
    cursor::{Cursor, Raw, Rest},
    deserializer::PathDeserializer,
};
use super::RequestContext;
use crate::{
    matching::{Segment, percent},
    rejection::PathRejection,
};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::any::{Any, TypeId};

/// Deserializes the parameters of `path`, which a route with these segments matched.
pub(crate) fn read<T: DeserializeOwned>(
    path: &str,
    segments: &[Segment],
    style: Style,
) -> Result<T, PathRejection> {
    T::deserialize(PathDeserializer::new(path, segments, style))
}

/// Deserializes an argument of a handler in the style of the prelude. The values of a list of strings need no deserializer.
pub(crate) fn read_argument<T: DeserializeOwned + 'static>(
    path: &str,
    segments: &[Segment],
) -> Result<T, PathRejection> {
    if TypeId::of::<T>() == TypeId::of::<Vec<String>>() {
        let mut values = Some(all_values(path, segments)?);
        let values: &mut dyn Any = &mut values;
        if let Some(values) = values.downcast_mut().and_then(Option::take) {
            return Ok(values);
        }
    }
    read(path, segments, Style::Next)
}

/// Returns all values in order, with one element for each segment of a catch-all.
fn all_values(path: &str, segments: &[Segment]) -> Result<Vec<String>, PathRejection> {
    let mut values = Vec::new();
    for param in Cursor::new(path, segments, Style::Next) {
        let param = param?;
        match param.raw {
            Raw::One(raw) => values.push(decode(param.name, raw)?),
            Raw::Many(rest) => extend(&mut values, param.name, rest)?,
        }
    }
    Ok(values)
}

/// Appends the segments of a catch-all.
fn extend(
    values: &mut Vec<String>,
    name: &'static str,
    rest: Rest<'_>,
) -> Result<(), PathRejection> {
    values.reserve_exact(rest.len());
    if percent::is_plain(rest.text().as_bytes()) {
        values.extend(rest.map(str::to_owned));
        return Ok(());
    }
    for raw in rest {
        values.push(decode(name, raw)?);
    }
    Ok(())
}

/// A generated `Params` struct: one field for each parameter of its folder.
pub trait RouteParams: Sized {
    /// Reads the values in the order of the pattern.
    ///
    /// # Errors
    ///
    /// Returns an error if a value cannot be decoded, or if the route has other parameters.
    fn read(values: &mut ParamValues<'_>) -> Result<Self, PathRejection>;
}

/// The decoded parameters of one path, in the order of the pattern.
#[derive(Clone, Debug)]
pub struct ParamValues<'p> {
    cursor: Cursor<'p>,
}

impl<'p> ParamValues<'p> {
    /// Returns the parameters of `path`, which a route with these segments matched.
    pub(crate) fn new(path: &'p str, segments: &'p [Segment]) -> Self {
        Self {
            cursor: Cursor::new(path, segments, Style::Next),
        }
    }

    /// Returns the value of the next parameter, a `[x]`.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be decoded, or if the next parameter is not a `[x]`.
    pub fn one(&mut self) -> Result<String, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Err(PathRejection::MissingRoute);
        };
        match param.raw {
            Raw::One(raw) => decode(param.name, raw),
            Raw::Many(_) => Err(PathRejection::MissingRoute),
        }
    }

    /// Returns the segments of the next parameter, a `[...x]` or `[[...x]]`.
    ///
    /// # Errors
    ///
    /// Returns an error if one cannot be decoded, or if the next parameter is not a catch-all.
    pub fn many(&mut self) -> Result<Vec<String>, PathRejection> {
        let Some(param) = self.cursor.next().transpose()? else {
            return Err(PathRejection::MissingRoute);
        };
        match param.raw {
            Raw::Many(rest) => {
                let mut values = Vec::new();
                extend(&mut values, param.name, rest)?;
                Ok(values)
            }
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

/// Reads a generated `Params` struct from a request.
///
/// # Errors
///
/// Returns an error if a value cannot be decoded, or if no route or a route with other parameters matched the request.
pub fn params<P: RouteParams>(parts: &Parts) -> Result<P, PathRejection> {
    let context = RequestContext::of(&parts.extensions).ok_or(PathRejection::MissingRoute)?;
    let segments = context.segments;
    P::read(&mut ParamValues::new(parts.uri.path(), segments))
}

#[cfg(test)]
mod tests;
