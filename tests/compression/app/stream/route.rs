//! A body whose second part follows when the test lets the run of `stream` pass.

use crate::TEXT;
use axum::body::{Body, Bytes};
use router_runtime::prelude::*;
use router_tests::handlers::Handlers;
use std::convert::Infallible;
use tokio_stream::{StreamExt, once};

pub async fn GET(State(handlers): State<Handlers>) -> impl IntoResponse {
    let first = once(Bytes::from_static(TEXT.as_bytes()));
    let rest = once(()).then(move |()| {
        let handlers = handlers.clone();
        async move { Bytes::from(handlers.text("stream").await.unwrap_or_default()) }
    });
    let body = Body::from_stream(first.chain(rest).map(Ok::<_, Infallible>));
    ([("content-type", "text/plain")], body)
}
