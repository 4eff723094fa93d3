//! Passes the number of a request to the handler, around the cache: the suite tells requests apart by it.

use crate::Origin;
use axum::{extract::Request, middleware::Next, response::Response};
use router_runtime::prelude::*;

pub async fn middleware(State(origin): State<Origin>, request: Request, next: Next) -> Response {
    if let Some(number) = request.headers().get("req-num") {
        origin.set_number(request.uri().path(), number);
    }
    next.run(request).await
}
