//! An observed request: everything that responds to it runs inside.

use crate::{
    observe::{Observer, observe},
    routing::handler::ResponseFuture,
};
use axum::extract::Request;
use std::{
    future::{Future, poll_fn},
    pin::Pin,
};

/// Responds to a request, and observes it until the body of its response has ended.
pub(super) fn observed(
    observer: &Observer,
    request: &mut Request,
    respond: impl FnOnce(&mut Request) -> ResponseFuture,
) -> ResponseFuture {
    let mut exchange = observer.begin(request);
    let mut future = {
        let _scope = exchange.enter();
        respond(request)
    };
    if let Some(mut response) = future.take_ready() {
        observe(exchange, &mut response);
        return ResponseFuture::ready(response);
    }
    ResponseFuture::unwatched(async move {
        let polled = poll_fn(|context| {
            let _scope = exchange.enter();
            Pin::new(&mut future).poll(context)
        });
        let Ok(mut response) = polled.await;
        observe(exchange, &mut response);
        response
    })
}
