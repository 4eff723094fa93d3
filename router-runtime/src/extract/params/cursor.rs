//! The parameters of a path, found by walking the path along the segments of its route.

use crate::{
    matching::{Segment, count_slashes, next_slash},
    rejection::PathRejection,
};
use std::slice;

/// The meaning of a catch-all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A sequence of decoded segments, empty at the base path of an optional catch-all.
    Next,
    /// One decoded string with its slashes. At the base path of an optional catch-all there is no parameter.
    Axum,
}

/// One parameter of the path, not decoded.
#[derive(Clone, Debug)]
pub(super) struct Param<'p> {
    pub(super) name: &'static str,
    pub(super) raw: Raw<'p>,
}

#[derive(Clone, Debug)]
pub(super) enum Raw<'p> {
    One(&'p str),
    Many(Rest<'p>),
}

/// The segments of a catch-all.
#[derive(Clone, Debug)]
pub(super) struct Rest<'p>(Option<&'p str>);

impl<'p> Rest<'p> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the text of all segments, with the slashes between them.
    pub(super) fn text(&self) -> &'p str {
        self.0.unwrap_or_default()
    }

    /// Returns the number of segments.
    pub(super) fn len(&self) -> usize {
        self.0.map_or(0, |rest| count_slashes(rest.as_bytes()) + 1)
    }
}

impl<'p> Iterator for Rest<'p> {
    type Item = &'p str;

    fn next(&mut self) -> Option<&'p str> {
        let rest = self.0?;
        let (segment, tail) = split(rest);
        self.0 = tail;
        Some(segment)
    }
}

/// Splits a path into its first segment and the rest after the slash.
fn split(path: &str) -> (&str, Option<&str>) {
    let (segment, tail) = path.split_at(next_slash(path.as_bytes(), 0));
    (segment, tail.strip_prefix('/'))
}

/// An iterator over the parameters of a path, in the order of the pattern.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'p> {
    /// The rest of the path, without its leading slash.
    rest: Option<&'p str>,
    segments: slice::Iter<'p, Segment>,
    style: Style,
}

impl<'p> Cursor<'p> {
    pub(super) fn new(path: &'p str, segments: &'p [Segment], style: Style) -> Self {
        let rest = path.strip_prefix('/').unwrap_or(path);
        Self {
            rest: (!rest.is_empty()).then_some(rest),
            segments: segments.iter(),
            style,
        }
    }

    /// Returns the parameter of a path that ends with one and has no other, as most paths with parameters.
    pub(super) fn only(&mut self) -> Option<Param<'p>> {
        let [segment] = self.segments.as_slice() else {
            return None;
        };
        match *segment {
            Segment::Dynamic(name) => {
                let rest = self.rest?;
                let is_last = next_slash(rest.as_bytes(), 0) == rest.len();
                is_last.then_some(Param {
                    name,
                    raw: Raw::One(rest),
                })
            }
            Segment::CatchAll(name) => self.catch_all(name, false)?.ok(),
            Segment::Static(_) | Segment::OptionalCatchAll(_) => None,
        }
    }

    fn take(&mut self) -> Option<&'p str> {
        let rest = self.rest?;
        let (segment, tail) = split(rest);
        self.rest = tail.filter(|tail| !tail.is_empty());
        Some(segment)
    }

    fn catch_all(&mut self, name: &'static str, optional: bool) -> Option<Step<'p>> {
        let rest = self.rest.take();
        if rest.is_none() && !optional {
            return Some(Err(PathRejection::MissingRoute));
        }
        let raw = match self.style {
            Style::Axum => Raw::One(rest?),
            Style::Next => {
                let rest = rest.map(|rest| rest.strip_suffix('/').unwrap_or(rest));
                Raw::Many(Rest(rest))
            }
        };
        Some(Ok(Param { name, raw }))
    }
}

type Step<'p> = Result<Param<'p>, PathRejection>;

impl<'p> Iterator for Cursor<'p> {
    type Item = Step<'p>;

    fn next(&mut self) -> Option<Step<'p>> {
        loop {
            match *self.segments.next()? {
                Segment::Static(_) => {
                    self.take();
                }
                Segment::Dynamic(name) => {
                    let raw = self.take().ok_or(PathRejection::MissingRoute);
                    return Some(raw.map(|raw| Param {
                        name,
                        raw: Raw::One(raw),
                    }));
                }
                Segment::CatchAll(name) => return self.catch_all(name, false),
                Segment::OptionalCatchAll(name) => return self.catch_all(name, true),
            }
        }
    }
}
