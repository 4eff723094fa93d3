//! Middleware of a route group, which requires a key.

use router_runtime::prelude::*;

pub async fn middleware(headers: HeaderMap, request: Request, next: Next) -> Result<Response> {
    if headers.get("x-key").is_none() {
        return Err(unauthorized());
    }
    Ok(next.run(request).await)
}
