//! The span of a request, with the attributes that OpenTelemetry's semantic conventions name.

use super::{
    RequestId,
    method_name::{OTHER, method_name},
    printable::{printable_method, printable_path, sent_path},
};
use crate::table::RouteInfo;
use axum::{
    extract::Request,
    http::{Method, StatusCode},
};
use tracing::{Span, field::Empty, info_span};

/// Returns the span of a request. The names that begin with `otel` are those of the crate tracing-opentelemetry.
pub(super) fn of(request: &Request, id: Option<&RequestId>) -> Span {
    let method = method_name(request.method());
    let original = (method == OTHER).then(|| printable_method(request.method()));
    info_span!(
        target: "router_runtime::request",
        "request",
        otel.kind = "server",
        otel.name = Empty,
        otel.status_code = Empty,
        http.request.method = method,
        http.request.method_original = original.as_deref(),
        http.route = Empty,
        url.path = &*printable_path(sent_path(request)),
        http.response.status_code = Empty,
        request_id = id.map(RequestId::as_str),
    )
}

/// Records the response of a request in its span.
pub(super) fn respond(
    span: &Span,
    method: &Method,
    route: Option<&'static RouteInfo>,
    status: StatusCode,
) {
    if span.is_disabled() {
        return;
    }
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    let method = match method_name(method) {
        OTHER => "HTTP",
        method => method,
    };
    match route {
        Some(route) => span.record("otel.name", format!("{method} {}", route.pattern)),
        None => span.record("otel.name", method),
    };
}
