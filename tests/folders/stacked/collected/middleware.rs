//! Middleware that collects the body before it responds.

use axum::body::to_bytes;
use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    let (parts, body) = next.run(request).await.into_parts();
    let body = to_bytes(body, 64).await?;
    // A task that was started too early would run now.
    tokio::task::yield_now().await;
    crate::stacks::note("collected");
    Ok(Response::from_parts(parts, Body::from(body)))
}
