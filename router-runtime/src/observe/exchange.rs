//! One request and its response.

use super::{
    access_line,
    current::{self, Current, Scope},
    measure,
    received::ReceivedBytes,
    report::Report,
    request_id::IdSource,
    span,
};
use axum::{
    body::{Body, HttpBody},
    http::{HeaderName, HeaderValue, Method, Response, StatusCode},
};
use std::sync::Arc;
use tokio::time::Instant;
use tracing::{Span, span::Entered};

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

/// A request that is observed. It is reported when it is dropped, which is when the body of its response has ended.
#[derive(Debug)]
pub(crate) struct Exchange {
    observed: ObservedRequest,
    current: Current,
    response: Option<ResponseHead>,
    bytes: u64,
    end: End,
}

/// The values of a request when it arrives.
#[derive(Debug)]
pub(super) struct ObservedRequest {
    pub(super) start: Instant,
    /// `None` without request ids.
    pub(super) ids: Option<Arc<IdSource>>,
    pub(super) method: Method,
    /// The path for the access line; `None` if no subscriber wants it. A copy, so that a long response does not hold the request.
    pub(super) path: Option<Box<str>>,
    /// `None` without metrics.
    pub(super) measured: Option<measure::Request>,
    /// `None` if the request has no body, or without metrics.
    pub(super) received: Option<ReceivedBytes>,
    /// `None` without spans.
    pub(super) span: Option<Span>,
}

/// The values of the head of a response.
#[derive(Debug)]
struct ResponseHead {
    status: StatusCode,
    cache_status: Option<HeaderValue>,
}

/// The end of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The body of the response was sent.
    Complete,
    /// The request was dropped before it had a response: its client has gone.
    Waiting,
    /// The response was dropped before its body ended: its client has gone.
    Sending,
    /// The body of the response failed.
    Failed,
}

impl Exchange {
    pub(super) fn new(observed: ObservedRequest, current: Current) -> Self {
        Self {
            observed,
            current,
            response: None,
            bytes: 0,
            end: End::Waiting,
        }
    }

    /// Makes the request the current one, and its span the current one, until the guards are dropped.
    pub(crate) fn enter(&mut self) -> (Option<Entered<'_>>, Scope<'_>) {
        (
            self.observed.span.as_ref().map(Span::enter),
            current::enter(&mut self.current),
        )
    }

    /// Sets the id on a response and notes its head. Returns `false` if the response has no body, so that it has ended.
    ///
    /// The response to an upgrade, such as to a WebSocket, has no body, so that the exchange ends with the upgrade.
    pub(super) fn respond(&mut self, response: &mut Response<Body>) -> bool {
        if let (Some(ids), Some(id)) = (&self.observed.ids, &self.current.id) {
            ids.set(id, response.headers_mut());
        }
        let status = response.status();
        self.response = Some(ResponseHead {
            status,
            cache_status: response.headers().get(CACHE_STATUS).cloned(),
        });
        if let Some(span) = &self.observed.span {
            span::respond(span, &self.observed.method, self.current.route, status);
        }
        let has_body =
            !response.body().is_end_stream() && may_have_body(&self.observed.method, status);
        self.end = if has_body {
            End::Sending
        } else {
            End::Complete
        };
        has_body
    }

    pub(super) fn span(&self) -> Option<&Span> {
        self.observed.span.as_ref()
    }

    pub(super) fn count(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn end(&mut self, end: End) {
        self.end = end;
    }

    fn report(&self) {
        let response = self.response.as_ref();
        let cache_status = response.and_then(|it| it.cache_status.as_ref());
        let report = Report {
            method: &self.observed.method,
            path: self.observed.path.as_deref(),
            route: self.current.route,
            status: response.map(|it| it.status),
            duration: self.observed.start.elapsed(),
            bytes: self.bytes,
            received: self.observed.received.as_ref().map(ReceivedBytes::get),
            cache_status: cache_status.and_then(|it| it.to_str().ok()),
            id: self.current.id.as_ref(),
            aborted: match self.end {
                End::Complete => None,
                End::Waiting => Some("waiting"),
                End::Sending => Some("sending"),
                End::Failed => Some("failed"),
            },
        };
        if let Some(measured) = &self.observed.measured {
            measured.end(&report);
        }
        let _span = self.observed.span.as_ref().map(Span::enter);
        access_line::write(&report);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.report();
    }
}

/// Returns `false` for a response whose body is not sent (RFC 9112 section 6.3).
fn may_have_body(method: &Method, status: StatusCode) -> bool {
    method != Method::HEAD
        && !status.is_informational()
        && ![StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status)
}
