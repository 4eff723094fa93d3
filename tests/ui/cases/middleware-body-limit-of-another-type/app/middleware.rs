use router_runtime::prelude::*;

pub const body_limit: u32 = 1024;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
