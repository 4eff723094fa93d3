use router_runtime::prelude::*;

pub const cache_shared: u32 = 0;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
