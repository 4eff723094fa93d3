//! # Streaming
//!
//! A body can be a stream: each line is sent as soon as it is available, and the response has no length.
//!
//! ```console
//! $ curl -s -N http://localhost:3000/streaming
//! < 200
//! < transfer-encoding: chunked
//! packed
//! on its way
//! delivered
//! ```

use router_runtime::prelude::*;
use std::{convert::Infallible, time::Duration};
use tokio_stream::StreamExt;

const NEWS: [&str; 3] = ["packed\n", "on its way\n", "delivered\n"];

pub async fn GET() -> impl IntoResponse {
    let news = tokio_stream::iter(NEWS).map(Ok::<_, Infallible>);
    let body = Body::from_stream(news.throttle(Duration::from_millis(300)));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body)
}
