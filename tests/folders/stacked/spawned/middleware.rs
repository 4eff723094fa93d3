//! Middleware that runs the rest of its stack on another task.

use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response, StatusCode> {
    let response = tokio::spawn(next.run(request)).await;
    response.map_err(|_| StatusCode::BAD_GATEWAY)
}
