use router_runtime::prelude::*;

pub const cache_share: bool = false;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
