//! The handler of each method, and the responses to methods without one.

use crate::{
    errors::{ErrorCause, error_response, text_headers, text_response},
    table::{Exports, MethodSet},
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header::ALLOW},
};
use std::sync::OnceLock;

/// The outcome for one method.
#[derive(Clone, Copy)]
pub(crate) enum MethodMatch {
    /// Run the handler with this number.
    Run(usize),
    /// Run the handler with this number, unless a page of another origin may have sent the request.
    Check(usize),
    /// Run the GET handler and send its response without the body.
    RunWithoutBody(usize),
    /// 204 with `Allow`.
    Options,
    /// 405 with `Allow`.
    NotAllowed,
}

impl MethodMatch {
    /// Returns the method whose handler runs: `GET` for HEAD, if that runs the GET handler.
    pub(crate) fn handled_as(self, method: &Method) -> &str {
        match self {
            Self::RunWithoutBody(_) => Method::GET.as_str(),
            _ => method.as_str(),
        }
    }
}

/// The handlers of one route by method, numbered among those of all routes.
pub(crate) struct MethodTable {
    first: usize,
    /// Without the handlers whose requests are checked, so that the check costs others nothing.
    exports: Exports,
    checked: Exports,
    exported: MethodSet,
}

impl MethodTable {
    /// Creates the table of a route whose first handler has the number `first`.
    pub(crate) fn new(first: usize, exports: Exports, checks_origin: bool) -> Self {
        let (unchecked, checked) = if checks_origin {
            exports.by_safety()
        } else {
            (exports, Exports::default())
        };
        Self {
            first,
            exports: unchecked,
            checked,
            exported: exports.methods(),
        }
    }

    /// Returns what to do with a request of this method.
    #[inline]
    pub(crate) fn find(&self, method: &Method) -> MethodMatch {
        if let Some(handler) = self.exports.handler(method) {
            return MethodMatch::Run(self.first + handler);
        }
        match *method {
            Method::HEAD => match self.exports.handler(&Method::GET) {
                Some(get) => MethodMatch::RunWithoutBody(self.first + get),
                None => MethodMatch::NotAllowed,
            },
            Method::OPTIONS => MethodMatch::Options,
            _ => match self.checked.handler(method) {
                Some(handler) => MethodMatch::Check(self.first + handler),
                None => MethodMatch::NotAllowed,
            },
        }
    }

    /// Returns 204 for OPTIONS.
    pub(crate) fn options(&self) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(ALLOW, allow(self.exported));
        response
    }

    /// Returns 405 as a line of text.
    pub(crate) fn not_allowed_as_text(&self) -> Response<Body> {
        text_response(
            StatusCode::METHOD_NOT_ALLOWED,
            text_headers_with_allow(self.exported),
        )
    }

    /// Returns 405, not rendered yet.
    pub(crate) fn not_allowed(&self) -> Response<Body> {
        let (status, cause) = (StatusCode::METHOD_NOT_ALLOWED, ErrorCause::MethodNotAllowed);
        let mut response = error_response(status, cause);
        response.headers_mut().insert(ALLOW, allow(self.exported));
        response
    }
}

/// Returns the headers of a 405 as a line of text, created once for all routes with the same methods.
fn text_headers_with_allow(methods: MethodSet) -> HeaderMap {
    static HEADERS: [OnceLock<HeaderMap>; MethodSet::COUNT] =
        [const { OnceLock::new() }; MethodSet::COUNT];
    let create = || {
        let mut headers = text_headers();
        headers.insert(ALLOW, allow(methods));
        headers
    };
    let headers = HEADERS.get(methods.index());
    headers.map_or_else(create, |headers| headers.get_or_init(create).clone())
}

/// Returns the `Allow` header, created once for all routes with the same methods.
fn allow(methods: MethodSet) -> HeaderValue {
    static HEADERS: [OnceLock<HeaderValue>; MethodSet::COUNT] =
        [const { OnceLock::new() }; MethodSet::COUNT];
    let header = HEADERS.get(methods.index());
    header.map_or_else(
        || allow_value(methods),
        |header| header.get_or_init(|| allow_value(methods)).clone(),
    )
}

/// Returns the sorted names, with the HEAD and OPTIONS that need no handler.
fn allow_value(methods: MethodSet) -> HeaderValue {
    let mut methods: Vec<Method> = methods.iter().collect();
    if methods.contains(&Method::GET) && !methods.contains(&Method::HEAD) {
        methods.push(Method::HEAD);
    }
    if !methods.contains(&Method::OPTIONS) {
        methods.push(Method::OPTIONS);
    }
    let mut names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    names.sort_unstable();
    // Method names are visible ASCII, so the fallback is never taken.
    HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(exported: &[&'static str], method: &str) -> String {
        const FIRST: usize = 300;
        let exports = exported.iter().copied().map(Some).collect();
        let table = MethodTable::new(FIRST, exports, true);
        match table.find(&Method::from_bytes(method.as_bytes()).unwrap()) {
            MethodMatch::Run(index) => exported[index - FIRST].to_owned(),
            MethodMatch::Check(index) => format!("check {}", exported[index - FIRST]),
            MethodMatch::RunWithoutBody(index) => {
                format!("{} without body", exported[index - FIRST])
            }
            MethodMatch::Options => format!("204 {:?}", table.options().headers()[ALLOW]),
            MethodMatch::NotAllowed => format!("405 {:?}", table.not_allowed().headers()[ALLOW]),
        }
    }

    #[test]
    fn a_method_reaches_its_handler_or_a_fixed_response() {
        for (exported, method, expected) in [
            (&["GET"][..], "GET", "GET"),
            (&["GET"], "HEAD", "GET without body"),
            (&["GET", "HEAD"], "HEAD", "HEAD"),
            (&["GET"], "OPTIONS", "204 \"GET, HEAD, OPTIONS\""),
            (&["GET", "OPTIONS"], "OPTIONS", "OPTIONS"),
            (&["POST", "DELETE"], "GET", "405 \"DELETE, OPTIONS, POST\""),
            (&["GET", "POST"], "GET", "GET"),
            (&["GET", "POST"], "POST", "check POST"),
            (&["DELETE"], "DELETE", "check DELETE"),
            (&["PATCH", "PUT"], "PUT", "check PUT"),
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
