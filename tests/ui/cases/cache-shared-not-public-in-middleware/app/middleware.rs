use router_runtime::prelude::*;

const cache_shared: bool = false;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
