//! The options that observe requests.

use super::AppBuilder;
use crate::observe::RequestIds;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Writes one line per request to the log: a `tracing` event of the target `router_runtime::access` and the level info.
    ///
    /// It is written when the body of the response has ended, for any response: of a handler, of the cache, a public file, a redirect,
    /// a 404, 405 or 400. With [`routes`](Self::routes), which has no fallback, only requests that match a route are logged. Malformed HTTP,
    /// which the server refuses before routing, is not logged.
    ///
    /// | field | value |
    /// |---|---|
    /// | `method` | the method, at most 32 bytes of it |
    /// | `route` | the pattern of the route, such as `/items/[slug]`; missing if no route matched |
    /// | `path` | the path as the client sent it, without the query, at most 1,024 bytes of it |
    /// | `status` | the status; missing if the client left before the response |
    /// | `microseconds` | the time from the request to the end of the response |
    /// | `bytes` | the bytes of the response's body that were passed to the connection |
    /// | `cache_status` | the header `Cache-Status`, if the response has it |
    /// | `request_id` | the id, with [`request_ids`](Self::request_ids) |
    /// | `aborted` | only if the response is not complete: `waiting` if the client left before the response, `sending` if it left during the body, `failed` if the body ended with an error |
    ///
    /// The line of a WebSocket is written when the connection is upgraded, and that of a stream at its end.
    ///
    /// A client cannot forge a line: its texts are fields, which formatters escape, and the path is ASCII.
    #[must_use]
    pub fn access_log(mut self) -> Self {
        self.options.observe.access_log = true;
        self
    }

    /// Gives every request an id: the value of its header `x-request-id`, or a random one.
    ///
    /// Handlers and middleware extract it as a [`RequestId`](crate::RequestId). It is in the header of every response, including those from
    /// the cache, and in the access line, in spans and in the log of failures.
    ///
    /// The value that a client sends is used only if the header occurs once and has at most 128 letters, digits and characters of
    /// `-_.:=+/@`. Otherwise the random id replaces the header in the request. [`RequestIds`] sets another header, or ignores the ids of
    /// clients.
    #[must_use]
    pub fn request_ids(mut self, ids: RequestIds) -> Self {
        self.options.observe.request_ids = Some(ids);
        self
    }

    /// Runs every request in a `tracing` span `request`, of the target `router_runtime::request` and the level info.
    ///
    /// Its fields are those of OpenTelemetry's semantic conventions: `http.request.method`, `http.route`, `url.path`,
    /// `http.response.status_code`, and the names that the crate tracing-opentelemetry reads, such as `otel.name`. The route contains the
    /// names of parameters, not their values. The span lasts until the body of the response has ended.
    #[must_use]
    pub fn request_spans(mut self) -> Self {
        self.options.observe.spans = true;
        self
    }

    /// Emits OpenTelemetry's metrics of HTTP servers through the [metrics](https://docs.rs/metrics) facade.
    ///
    /// | metric | kind | labels |
    /// |---|---|---|
    /// | `http.server.request.duration` | histogram, seconds, to the end of the response | method, route, status |
    /// | `http.server.active_requests` | gauge | method |
    /// | `http.server.request.body.size` | histogram, bytes that were read, for requests with a body | method, route, status |
    /// | `http.server.response.body.size` | histogram, bytes | method, route, status |
    ///
    /// The labels are `http.request.method`, `http.route` and `http.response.status_code`. Clients cannot create values: an unknown
    /// method is `_OTHER`, and a path that no route matches has no route. The status is missing if the client left before the response.
    ///
    /// Install the recorder before the application is built, because the units are registered then.
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn http_metrics(mut self) -> Self {
        self.options.observe.metrics = true;
        self
    }
}
