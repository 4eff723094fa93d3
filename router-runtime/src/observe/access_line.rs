//! The access line: one event per request.

use super::{
    printable::{cut, printable_method, printable_path, sent_path},
    report::Report,
};
use axum::extract::Request;
use tracing::Level;

const TARGET: &str = "router_runtime::access";
/// The maximum length of `Cache-Status` in the line, in bytes.
const MAX_CACHE_STATUS: usize = 256;

/// Returns `false` if no subscriber wants the line.
pub(super) fn is_enabled() -> bool {
    tracing::enabled!(target: TARGET, Level::INFO)
}

/// Returns the path of a request, as it was sent.
pub(super) fn path_of(request: &Request) -> Box<str> {
    printable_path(sent_path(request)).into()
}

/// Writes the line. Texts are fields that formatters escape, never parts of the message.
pub(super) fn write(report: &Report<'_>) {
    let Some(path) = report.path else {
        return;
    };
    let method = printable_method(report.method);
    let cache_status = report.cache_status.map(|it| cut(it, MAX_CACHE_STATUS).0);
    tracing::info!(
        target: TARGET,
        %method,
        route = report.route.map(|route| route.pattern),
        path,
        status = report.status.map(|status| status.as_u16()),
        microseconds = u64::try_from(report.duration.as_micros()).unwrap_or(u64::MAX),
        bytes = report.bytes,
        cache_status,
        request_id = report.id.map(super::RequestId::as_str),
        aborted = report.aborted,
    );
}
