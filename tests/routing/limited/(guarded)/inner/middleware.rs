use router_runtime::prelude::*;

pub const body_limit: usize = 4;

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}
