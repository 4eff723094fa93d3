//! Replaces the body, and keeps the headers.

use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request)
        .await
        .map(|_| "a body of twenty-five b.\n".into())
}
