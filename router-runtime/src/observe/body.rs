//! The body of an observed response.

use super::exchange::{End, Exchange};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Response, header::CONTENT_LENGTH},
};
use hyper::body::{Frame, SizeHint};
use std::{
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tracing::Span;

/// Observes a response until its body has ended.
pub(crate) fn observe(mut exchange: Exchange, response: &mut Response<Body>) {
    if !exchange.respond(response) {
        return;
    }
    let declared = response.headers().get(CONTENT_LENGTH);
    let declared = declared.and_then(|length| length.to_str().ok()?.parse().ok());
    let body = mem::take(response.body_mut());
    *response.body_mut() = Body::new(Observed {
        length: declared.or_else(|| body.size_hint().exact()),
        body,
        exchange: Some(exchange),
    });
}

/// The body of a response. It ends its exchange.
#[derive(Debug)]
struct Observed {
    body: Body,
    /// `None` after the end.
    exchange: Option<Exchange>,
    /// The length of the body, if it is known before its end.
    length: Option<u64>,
}

impl Observed {
    fn end(&mut self, end: End) {
        if let Some(mut exchange) = self.exchange.take() {
            exchange.end(end);
        }
    }
}

impl HttpBody for Observed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let frame = {
            let span = this.exchange.as_ref().and_then(Exchange::span);
            let _span = span.map(Span::enter);
            ready!(Pin::new(&mut this.body).poll_frame(context))
        };
        match (&frame, &mut this.exchange) {
            (None, _) => this.end(End::Complete),
            (Some(Err(_)), _) => this.end(End::Failed),
            (Some(Ok(frame)), Some(exchange)) => {
                exchange.count(frame.data_ref().map_or(0, Bytes::len));
            }
            (Some(Ok(_)), None) => {}
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        // A server need not poll a body again after its last byte.
        let sent = self.exchange.as_ref().map(Exchange::bytes);
        if self.body.is_end_stream() || (sent.is_some() && sent == self.length) {
            self.end(End::Complete);
        }
    }
}
