//! Keeps everybody out who has no token.

use router_runtime::prelude::*;

pub const cache_shared: bool = false;

pub async fn middleware(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        next.run(request).await
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}
