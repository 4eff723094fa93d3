//! Behind layers that replace the request.

use crate::Journal;
use axum::middleware::from_fn;
use router_runtime::prelude::*;

pub async fn GET(State(journal): State<Journal>) -> &'static str {
    journal.note("lost".to_owned());
    "lost"
}

pub async fn POST(State(journal): State<Journal>) -> &'static str {
    journal.note("lost".to_owned());
    "lost"
}

pub fn POST_layer(method: MethodLayers) -> MethodLayers {
    method.layer(from_fn(replace))
}

async fn replace(_: Request, next: Next) -> Response {
    next.run(Request::default()).await
}

pub async fn DELETE() -> &'static str {
    "not lost"
}
