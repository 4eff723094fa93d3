//! A stream whose length only its header tells.

use crate::TEXT;
use axum::body::Body;
use router_runtime::prelude::*;
use std::convert::Infallible;
use tokio_stream::once;

pub async fn GET() -> impl IntoResponse {
    let body = Body::from_stream(once(Ok::<_, Infallible>(TEXT)));
    let length = TEXT.len().to_string();
    (
        [("content-type", "text/plain"), ("content-length", &length)],
        body,
    )
        .into_response()
}
