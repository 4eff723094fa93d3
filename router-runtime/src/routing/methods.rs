//! Which handler a method reaches, and what is answered where none is.

use axum::{
    body::Body,
    http::{HeaderValue, Method, Response, StatusCode, header::ALLOW},
};
use std::{fmt, sync::OnceLock};

/// The methods that a route file can export, in the order of their bits.
const NAMES: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The methods that a file exports.
///
/// ```
/// use router_runtime::routing::MethodSet;
///
/// let methods: MethodSet = ["GET", "POST"].into_iter().collect();
/// assert!(methods.contains("POST"));
/// assert_eq!(methods.to_string(), "GET, POST");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MethodSet(u8);

impl MethodSet {
    /// Whether the file exports a handler of this name. HEAD and OPTIONS count only when exported themselves.
    pub fn contains(self, method: &str) -> bool {
        index_of_name(method).is_some_and(|index| self.0 & (1 << index) != 0)
    }

    /// The names, in the order `GET HEAD POST PUT PATCH DELETE OPTIONS`.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        NAMES
            .into_iter()
            .enumerate()
            .filter(move |(index, _)| self.0 & (1 << index) != 0)
            .map(|(_, name)| name)
    }

    /// The `Allow` header, made once for all routes with the same methods.
    fn allow(self) -> HeaderValue {
        static ALLOW: [OnceLock<HeaderValue>; 1 << NAMES.len()] =
            [const { OnceLock::new() }; 1 << NAMES.len()];
        let known = ALLOW.get(usize::from(self.0));
        known.map_or_else(
            || self.written(),
            |known| known.get_or_init(|| self.written()).clone(),
        )
    }

    /// Its names, sorted, with the HEAD and OPTIONS that are answered without being exported.
    fn written(self) -> HeaderValue {
        let mut names: Vec<&str> = self.iter().collect();
        if self.contains("GET") && !self.contains("HEAD") {
            names.push("HEAD");
        }
        if !self.contains("OPTIONS") {
            names.push("OPTIONS");
        }
        names.sort_unstable();
        // Method names are visible ASCII, so the fallback is never taken.
        HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static(""))
    }
}

impl<'a> FromIterator<&'a str> for MethodSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self(
            names
                .into_iter()
                .filter_map(index_of_name)
                .fold(0, |bits, index| bits | 1 << index),
        )
    }
}

impl fmt::Display for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Debug for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// For each method, in the order of [`NAMES`], which of a file's handlers answers it: from 1 on, 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exports {
    by_method: [u8; NAMES.len()],
    count: u8,
}

impl Exports {
    /// How many handlers a file has, those that are configured out included.
    pub(crate) fn count(self) -> usize {
        self.count.into()
    }

    /// The methods that have a handler.
    pub(crate) fn methods(self) -> MethodSet {
        let exported = NAMES.into_iter().zip(self.by_method);
        exported.filter(|(_, it)| *it > 0).map(|it| it.0).collect()
    }
}

/// Of a file's handlers in their order, `None` for one that is configured out.
impl<'a> FromIterator<Option<&'a str>> for Exports {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(names: I) -> Self {
        let mut exports = Self::default();
        for (number, name) in (1..=u8::MAX).zip(names) {
            exports.count = number;
            if let Some(index) = name.and_then(index_of_name) {
                exports.by_method[index] = number;
            }
        }
        exports
    }
}

fn index_of_name(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| *known == name)
}

fn index_of(method: &Method) -> Option<usize> {
    // `Method` compares its inline variants as integers; the order is that of `NAMES`.
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

/// What one route does with a method.
pub(crate) enum MethodMatch {
    /// Run the handler of this number.
    Run(usize),
    /// Run the GET handler and send its answer without the body.
    RunWithoutBody(usize),
    /// 204 with `Allow`.
    Options,
    /// 405 with `Allow`.
    NotAllowed,
}

/// The handlers of one route by method, as numbers among those of all routes.
pub(crate) struct MethodTable {
    first: usize,
    exports: Exports,
    exported: MethodSet,
}

impl MethodTable {
    /// Of a route whose first handler has the number `first`.
    pub(crate) fn new(first: usize, exports: Exports) -> Self {
        Self {
            first,
            exports,
            exported: exports.methods(),
        }
    }

    pub(crate) fn find(&self, method: &Method) -> MethodMatch {
        let Some(index) = index_of(method) else {
            return MethodMatch::NotAllowed;
        };
        match (self.handler(index), method) {
            (Some(handler), _) => MethodMatch::Run(handler),
            (None, &Method::HEAD) => match self.handler(0) {
                Some(get) => MethodMatch::RunWithoutBody(get),
                None => MethodMatch::NotAllowed,
            },
            (None, &Method::OPTIONS) => MethodMatch::Options,
            _ => MethodMatch::NotAllowed,
        }
    }

    fn handler(&self, index: usize) -> Option<usize> {
        let number = self.exports.by_method[index].checked_sub(1)?;
        Some(self.first + usize::from(number))
    }

    /// 204 for OPTIONS.
    pub(crate) fn options(&self) -> Response<Body> {
        self.empty(StatusCode::NO_CONTENT)
    }

    /// 405.
    pub(crate) fn not_allowed(&self) -> Response<Body> {
        self.empty(StatusCode::METHOD_NOT_ALLOWED)
    }

    fn empty(&self, status: StatusCode) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        response.headers_mut().insert(ALLOW, self.exported.allow());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(exported: &[&'static str], method: &str) -> String {
        const FIRST: usize = 300;
        let exports = exported.iter().copied().map(Some).collect();
        let table = MethodTable::new(FIRST, exports);
        match table.find(&Method::from_bytes(method.as_bytes()).unwrap()) {
            MethodMatch::Run(index) => exported[index - FIRST].to_owned(),
            MethodMatch::RunWithoutBody(index) => {
                format!("{} without body", exported[index - FIRST])
            }
            MethodMatch::Options => format!("204 {:?}", table.options().headers()[ALLOW]),
            MethodMatch::NotAllowed => format!("405 {:?}", table.not_allowed().headers()[ALLOW]),
        }
    }

    #[test]
    fn a_method_reaches_its_handler_or_a_fixed_answer() {
        for (exported, method, expected) in [
            (&["GET"][..], "GET", "GET"),
            (&["GET"], "HEAD", "GET without body"),
            (&["GET", "HEAD"], "HEAD", "HEAD"),
            (&["GET"], "OPTIONS", "204 \"GET, HEAD, OPTIONS\""),
            (&["GET", "OPTIONS"], "OPTIONS", "OPTIONS"),
            (&["POST", "DELETE"], "GET", "405 \"DELETE, OPTIONS, POST\""),
            (&["POST"], "HEAD", "405 \"OPTIONS, POST\""),
            (
                &["GET", "POST"],
                "TRACE",
                "405 \"GET, HEAD, OPTIONS, POST\"",
            ),
            (&["GET"], "PROPFIND", "405 \"GET, HEAD, OPTIONS\""),
            (&["GET"], "get", "405 \"GET, HEAD, OPTIONS\""),
        ] {
            assert_eq!(outcome(exported, method), expected, "{exported:?} {method}");
        }
    }
}
