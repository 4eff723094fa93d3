//! The options of an application that observe its requests.

use super::{
    Exchange, RequestIds, access_line,
    current::Current,
    exchange::ObservedRequest,
    measure,
    received::{Counted, ReceivedBytes},
    request_id::IdSource,
    span,
};
use crate::errors::wrapped_body;
use axum::{body::HttpBody, extract::Request};
use std::{mem, sync::Arc};
use tokio::time::Instant;

/// The options of the builder.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObserveOptions {
    pub(crate) access_log: bool,
    pub(crate) request_ids: Option<RequestIds>,
    pub(crate) spans: bool,
    pub(crate) metrics: bool,
}

/// Observes the requests of one application.
#[derive(Debug)]
pub(crate) struct Observer {
    access_log: bool,
    spans: bool,
    metrics: bool,
    ids: Option<Arc<IdSource>>,
}

impl Observer {
    /// Returns `None` if nothing is observed, as in most applications.
    pub(crate) fn new(options: ObserveOptions) -> Option<Self> {
        let ObserveOptions {
            access_log,
            request_ids,
            spans,
            metrics,
        } = options;
        if metrics {
            measure::describe();
        }
        let is_used = access_log || spans || metrics || request_ids.is_some();
        is_used.then(|| Self {
            access_log,
            spans,
            metrics,
            ids: request_ids.map(|ids| Arc::new(IdSource::new(ids))),
        })
    }

    /// Begins to observe a request, and gives it its id.
    pub(crate) fn begin(&self, request: &mut Request) -> Exchange {
        let start = Instant::now();
        let id = match &self.ids {
            Some(ids) => {
                let id = ids.id_of(request.headers_mut());
                request.extensions_mut().insert(id.clone());
                Some(id)
            }
            None => None,
        };
        let span = self.spans.then(|| span::of(request, id.as_ref()));
        let has_line = self.access_log && access_line::is_enabled();
        let has_body = !request.body().is_end_stream();
        let received = (self.metrics && has_body).then(|| {
            let received = ReceivedBytes::default();
            let body = mem::take(request.body_mut());
            *request.body_mut() = wrapped_body(Counted::new(body, received.clone()));
            received
        });
        let method = request.method().clone();
        let observed = ObservedRequest {
            start,
            ids: self.ids.clone(),
            path: has_line.then(|| access_line::path_of(request)),
            measured: self.metrics.then(|| measure::Request::begin(&method)),
            method,
            received,
            span: span.clone(),
        };
        let current = Current {
            route: None,
            id,
            span,
        };
        Exchange::new(observed, current)
    }
}
