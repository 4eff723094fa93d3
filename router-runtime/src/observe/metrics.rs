//! OpenTelemetry's metrics of HTTP servers, for the recorder that the program installs.

use super::{method_name::method_name, report::Report};
use axum::http::Method;
use metrics::{Label, Unit, describe_gauge, describe_histogram, gauge, histogram};

const DURATION: &str = "http.server.request.duration";
const ACTIVE: &str = "http.server.active_requests";
const REQUEST_BODY: &str = "http.server.request.body.size";
const RESPONSE_BODY: &str = "http.server.response.body.size";
const METHOD: &str = "http.request.method";

/// Tells the recorder the units.
pub(super) fn describe() {
    describe_histogram!(DURATION, Unit::Seconds, "Duration of HTTP server requests.");
    describe_gauge!(
        ACTIVE,
        Unit::Count,
        "Number of active HTTP server requests."
    );
    describe_histogram!(
        REQUEST_BODY,
        Unit::Bytes,
        "Size of HTTP server request bodies."
    );
    describe_histogram!(
        RESPONSE_BODY,
        Unit::Bytes,
        "Size of HTTP server response bodies."
    );
}

/// A request that is measured, and active until this is dropped.
#[derive(Debug)]
pub(super) struct Request(&'static str);

impl Request {
    pub(super) fn begin(method: &Method) -> Self {
        let method = method_name(method);
        gauge!(ACTIVE, METHOD => method).increment(1);
        Self(method)
    }

    /// Records a request by method, route and status. Each label has a limited number of values, which clients cannot choose.
    #[expect(clippy::cast_precision_loss, reason = "a histogram is of floats")]
    pub(super) fn end(&self, report: &Report<'_>) {
        let mut labels = vec![Label::from_static_parts(METHOD, self.0)];
        if let Some(route) = report.route {
            labels.push(Label::from_static_parts("http.route", route.pattern));
        }
        if let Some(status) = report.status {
            let status = status.as_str().to_owned();
            labels.push(Label::new("http.response.status_code", status));
        }
        histogram!(DURATION, labels.clone()).record(report.duration);
        if let Some(received) = report.received {
            histogram!(REQUEST_BODY, labels.clone()).record(received as f64);
        }
        if report.status.is_some() {
            histogram!(RESPONSE_BODY, labels).record(report.bytes as f64);
        }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        gauge!(ACTIVE, METHOD => self.0).decrement(1);
    }
}
