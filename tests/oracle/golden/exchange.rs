//! A request with both of its responses, and the predicates of the table of deviations.

use crate::{
    case::{Case, Recorded, Request},
    compare::Difference,
    paths::find,
    wire::Response,
};
use axum::http::StatusCode;
use serde_json::Value;

/// The beginning of the list of routes.
const LIST: &[u8] = b"\nRoutes (listed in debug builds only):\n";

/// A request and both of its responses.
pub(crate) struct Exchange<'a> {
    pub(crate) case: &'a Case,
    pub(crate) request: &'a Request,
    pub(crate) recorded: &'a Recorded,
    pub(crate) response: &'a Response,
}

/// One row of the table.
pub(crate) struct Deviation {
    pub(crate) reason: &'static str,
    /// Ids of the copied recording, separated by white space.
    pub(crate) cases: &'static str,
    pub(crate) claims: fn(&Exchange<'_>, &Difference) -> bool,
}

pub(crate) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

pub(crate) fn header(name: &str) -> Difference {
    Difference::Header(name.to_owned())
}

impl Exchange<'_> {
    pub(crate) fn handler_contains(&self, marks: &[&str]) -> bool {
        let mut sources = self.case.handler.values();
        sources.any(|source| marks.iter().any(|mark| source.contains(mark)))
    }

    pub(crate) fn has_supported_method(&self) -> bool {
        METHODS.contains(&self.request.method.as_str())
    }

    /// Returns `true` if our response is a correct 405: a line of text, with a sorted `Allow` that does not contain the method.
    pub(crate) fn refuses_method(&self) -> bool {
        let allow: Vec<&str> = find(&self.response.headers, "allow").split(", ").collect();
        self.response.status == 405
            && self.is_line_of_text()
            && allow.is_sorted()
            && allow.contains(&"OPTIONS")
            && !allow.contains(&self.request.method.as_str())
            && allow.iter().all(|method| METHODS.contains(method))
    }

    /// Returns `true` if our response is an error of the router as a line of text, which depends on `Accept`. A 404 of a debug build may
    /// list the routes behind it.
    pub(crate) fn is_line_of_text(&self) -> bool {
        let (headers, body) = (&self.response.headers, &self.response.body);
        let status = StatusCode::from_u16(self.response.status).ok();
        let line = status.map(|status| format!("{status}\n"));
        let is_line = line.is_some_and(|line| {
            let rest = body.strip_prefix(line.as_bytes());
            rest.is_some_and(|rest| {
                rest.is_empty() || self.response.status == 404 && rest.starts_with(LIST)
            })
        });
        let is_head = self.request.method == "HEAD" && body.is_empty();
        self.response.status >= 400
            && (is_line || is_head)
            && find(headers, "content-type") == "text/plain; charset=utf-8"
            && find(headers, "vary") == "accept"
    }

    pub(crate) fn both_redirect(&self) -> bool {
        let status = self.response.status;
        self.recorded.status == status
            && matches!(status, 301 | 302 | 303 | 307 | 308)
            && self.response.body.is_empty()
    }

    pub(crate) fn location(&self) -> &str {
        find(&self.response.headers, "location")
    }

    pub(crate) fn recorded_location(&self) -> &str {
        find(&self.recorded.headers, "location")
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.response.body).ok()
    }

    pub(crate) fn recorded_json(&self) -> Option<Value> {
        match &self.recorded.body {
            crate::case::Body::Text(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}
