//! Appends to the body, which it reads.

use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    let (parts, body) = next.run(request).await.into_parts();
    let body = axum::body::to_bytes(body, 1024).await?;
    let body = [&body[..], b" of twenty-five b.\n"].concat();
    Ok(Response::from_parts(parts, body.into()))
}
