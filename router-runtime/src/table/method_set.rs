//! The methods that a route file exports.

use axum::http::Method;
use std::fmt;

/// The methods that a route file can export, in the order of their bits.
const METHODS: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

/// Their names: a `Method` compares itself with a text less quickly.
const NAMES: [&str; METHODS.len()] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The set of methods that a file exports.
///
/// It displays as a list in the order `GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MethodSet(u8);

impl MethodSet {
    /// The number of different sets.
    pub(crate) const COUNT: usize = 1 << METHODS.len();

    /// Returns `true` if the file exports a handler for this method. HEAD and OPTIONS count only if they are exported themselves.
    pub fn contains(self, method: &Method) -> bool {
        index_of(method).is_some_and(|index| self.has(index))
    }

    /// Returns the methods in the order `GET HEAD POST PUT PATCH DELETE OPTIONS`.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        let methods = METHODS.into_iter().enumerate();
        methods.filter_map(move |(index, method)| self.has(index).then_some(method))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the set as an index below [`COUNT`](Self::COUNT).
    pub(crate) fn index(self) -> usize {
        self.0.into()
    }

    fn has(self, index: usize) -> bool {
        self.0 & (1 << index) != 0
    }
}

impl fmt::Display for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, method) in self.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{method}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The handler number of each method, in the order of [`METHODS`]: from 1 on, 0 for a method without a handler.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exports {
    by_method: [u8; METHODS.len()],
    count: u8,
}

impl Exports {
    /// Returns the number of handlers in a file, including those that are configured out.
    pub(crate) fn count(self) -> usize {
        self.count.into()
    }

    /// Returns the position of a method's handler among those of the file.
    #[inline]
    pub(crate) fn handler(self, method: &Method) -> Option<usize> {
        let number = self.by_method[index_of(method)?].checked_sub(1)?;
        Some(number.into())
    }

    /// Splits the handlers into those of safe methods (RFC 9110 section 9.2.1) and the others.
    pub(crate) fn by_safety(self) -> (Self, Self) {
        let (mut safe, mut others) = (self, self);
        for (index, method) in METHODS.iter().enumerate() {
            let excluded = if method.is_safe() {
                &mut others
            } else {
                &mut safe
            };
            excluded.by_method[index] = 0;
        }
        (safe, others)
    }

    /// Returns the methods that have a handler.
    pub(crate) fn methods(self) -> MethodSet {
        let exported = self.by_method.iter().enumerate();
        MethodSet(exported.fold(0, |bits, (index, number)| {
            bits | u8::from(*number > 0) << index
        }))
    }
}

/// From the method names of a file's handlers, with `None` for one that is configured out.
impl<'a> FromIterator<Option<&'a str>> for Exports {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(names: I) -> Self {
        let mut exports = Self::default();
        for (number, name) in (1..=u8::MAX).zip(names) {
            exports.count = number;
            let index = name.and_then(|name| NAMES.iter().position(|it| *it == name));
            if let Some(index) = index {
                exports.by_method[index] = number;
            }
        }
        exports
    }
}

#[inline]
fn index_of(method: &Method) -> Option<usize> {
    // `Method` compares its inline variants as integers. The order is that of `METHODS`.
    match *method {
        Method::GET => Some(0),
        Method::HEAD => Some(1),
        Method::POST => Some(2),
        Method::PUT => Some(3),
        Method::PATCH => Some(4),
        Method::DELETE => Some(5),
        Method::OPTIONS => Some(6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_have_the_index_of_their_place() {
        for (index, method) in METHODS.iter().enumerate() {
            assert_eq!(index_of(method), Some(index), "{method}");
            assert_eq!(NAMES[index], method);
        }
        assert_eq!(index_of(&Method::TRACE), None);
    }

    #[test]
    fn a_set_contains_and_lists_the_exported_methods() {
        let names = [Some("POST"), None, Some("GET")];
        let exports: Exports = names.into_iter().collect();
        let methods = exports.methods();
        assert_eq!(methods.to_string(), "GET, POST");
        assert!(methods.contains(&Method::POST));
        assert!(!methods.contains(&Method::HEAD));
        assert_eq!(exports.count(), 3);
        assert_eq!(exports.handler(&Method::GET), Some(2));
        assert_eq!(exports.handler(&Method::PUT), None);
    }
}
